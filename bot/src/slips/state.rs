//! Words and shapes for what a ticket or a leg came to.

use shared::grade::LegOutcome;
use shared::ticket::{Ticket, TicketState};
use shared::units::Units;
use slip::State;

use crate::text::Text;
use crate::views::money;
use crate::wording::Said;

/// The shape and colour of a ticket's state.
pub(super) const fn shape(state: TicketState) -> State {
    match state {
        TicketState::Open => State::Open,
        TicketState::Won => State::Won,
        TicketState::Lost => State::Lost,
        TicketState::Push => State::Push,
        TicketState::Void | TicketState::Refunded => State::Void,
        TicketState::HalfWon | TicketState::PartialWon => State::HalfWon,
        TicketState::HalfLost | TicketState::PartialLost => State::HalfLost,
        TicketState::Cancelled => State::Cancelled,
    }
}

/// The shape and colour of a leg.
pub(super) const fn leg_shape(outcome: Option<LegOutcome>) -> State {
    match outcome {
        None => State::Open,
        Some(LegOutcome::Won) => State::Won,
        Some(LegOutcome::Lost) => State::Lost,
        Some(LegOutcome::Push) => State::Push,
        Some(LegOutcome::Void) => State::Void,
        Some(LegOutcome::HalfWon) => State::HalfWon,
        Some(LegOutcome::HalfLost) => State::HalfLost,
        // A part won, as of a half-won leg; the word says which.
        Some(LegOutcome::DeadHeat) => State::HalfWon,
    }
}

/// The word for a ticket's state: `WON`.
pub(crate) fn state_word(text: Text, state: TicketState) -> Said {
    text.say(match state {
        TicketState::Open => "public-state-open",
        TicketState::Won => "public-state-won",
        TicketState::Lost => "public-state-lost",
        TicketState::Push => "public-state-push",
        TicketState::Void => "public-state-void",
        TicketState::HalfWon => "public-state-half-won",
        TicketState::HalfLost => "public-state-half-lost",
        TicketState::Refunded => "public-state-refunded",
        TicketState::PartialWon => "public-state-partial-won",
        TicketState::PartialLost => "public-state-partial-lost",
        TicketState::Cancelled => "public-state-cancelled",
    })
}

/// The word for what a leg came to: `Won`.
pub(crate) fn leg_word(text: Text, outcome: Option<LegOutcome>) -> Said {
    text.say(match outcome {
        None => "public-leg-open",
        Some(LegOutcome::Won) => "public-leg-won",
        Some(LegOutcome::Lost) => "public-leg-lost",
        Some(LegOutcome::Push) => "public-leg-push",
        Some(LegOutcome::Void) => "public-leg-void",
        Some(LegOutcome::HalfWon) => "public-leg-half-won",
        Some(LegOutcome::HalfLost) => "public-leg-half-lost",
        Some(LegOutcome::DeadHeat) => "public-leg-dead-heat",
    })
}

/// What came of a stake: `+1.82u`, `-2.00u`, `stake back 2u`.
pub(crate) fn money_word(text: Text, state: TicketState, stake: Units, returned: Units) -> Said {
    match state {
        TicketState::Push | TicketState::Void | TicketState::Refunded | TicketState::Cancelled => {
            text.line("slip-back", &[("amount", money::units(stake).into())])
        }
        _ => money::net(returned - stake),
    }
}

/// What a ticket can win, or what it came to.
pub(super) fn ticket_money(text: Text, ticket: &Ticket) -> Said {
    match ticket.returned {
        Some(returned) => money_word(text, ticket.state, ticket.stake, returned),
        None => to_win(text, ticket.possible_return - ticket.stake),
    }
}

/// What can be won: `to win 1.82u`.
pub(super) fn to_win(text: Text, amount: Units) -> Said {
    text.line("slip-to-win", &[("amount", money::units(amount).into())])
}
