//! The shape and colour of a ticket's or a leg's state.

use shared::grade::LegOutcome;
use shared::ticket::TicketState;
use slip::State;

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
