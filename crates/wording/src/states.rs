//! Words for the state of a ticket or a leg, and for the units that follow from it.

use shared::grade::LegOutcome;
use shared::ticket::{Ticket, TicketKind, TicketState};
use shared::units::Units;

use crate::catalogue::Catalogue;
use crate::kinds::is_each_way;
use crate::{Said, money};

/// The word for a ticket's state: `WON`.
pub fn state_word(catalogue: Catalogue, state: TicketState) -> Said {
    catalogue.say(match state {
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

/// The word for the outcome of a leg: `Won`.
pub fn leg_word(catalogue: Catalogue, outcome: Option<LegOutcome>) -> Said {
    catalogue.say(match outcome {
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
pub fn money_word(catalogue: Catalogue, state: TicketState, stake: Units, returned: Units) -> Said {
    match state {
        TicketState::Push | TicketState::Void | TicketState::Refunded | TicketState::Cancelled => {
            catalogue.line("slip-back", &[("amount", money::units(stake).into())])
        }
        _ => money::net(returned - stake),
    }
}

/// What a ticket can win, or what it returned.
pub fn ticket_money(catalogue: Catalogue, ticket: &Ticket) -> Said {
    match ticket.returned {
        Some(returned) => money_word(catalogue, ticket.state, ticket.stake, returned),
        None if pays_in_parts(ticket) => {
            let most = ticket.possible_return - ticket.stake;
            let amount = ("amount", money::units(most).into());
            catalogue.line("slip-to-win-up-to", &[amount])
        }
        None => to_win(catalogue, ticket.possible_return - ticket.stake),
    }
}

/// Whether some of its bets may win while others lose, so that what it can win is the most of
/// several sums.
pub fn pays_in_parts(ticket: &Ticket) -> bool {
    ticket.kind() == TicketKind::System || is_each_way(ticket)
}

/// What can be won: `to win 1.82u`.
pub fn to_win(catalogue: Catalogue, amount: Units) -> Said {
    catalogue.line("slip-to-win", &[("amount", money::units(amount).into())])
}
