//! Reasons for which a bet is not placed.

use chrono::{DateTime, Utc};
use shared::game::GameStatus;
use shared::limit::LimitOn;
use shared::ticket::LEGS_MAX;
use shared::units::Units;
use store::StoreError;
use store::tickets::{MovedPrice, PlaceOutcome, Placed};

/// Why a bet is not placed. Nothing was charged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The server has no such member.
    #[error("there is no such member")]
    NotAMember,
    /// No leg, or more than the kind of ticket allows.
    #[error("a ticket has at most {max} legs, and as many as its kind allows")]
    TooManyLegs {
        /// The most that any ticket has.
        max: usize,
    },
    /// A leg that cannot be teased or placed each way.
    #[error("a leg cannot be on such a ticket")]
    UnfitLeg,
    /// There is no such selection.
    #[error("there is no such selection")]
    UnknownSelection,
    /// Two legs are on the same game.
    #[error("two legs are on the same game")]
    SameGame,
    /// A game has begun.
    #[error("a game has begun")]
    GameStarted {
        /// When, if that is known.
        at: Option<DateTime<Utc>>,
    },
    /// A game takes no bets.
    #[error("a game takes no bets")]
    GameNotOpen {
        /// What became of the game, if that is known.
        status: Option<GameStatus>,
    },
    /// A price is no longer offered.
    #[error("a price is no longer offered")]
    TakenDown,
    /// No answer has confirmed a price for longer than it holds.
    #[error("a price is too old")]
    PriceStale,
    /// Prices have moved; these are the new ones.
    #[error("{} prices have moved", .0.len())]
    PriceMoved(Vec<MovedPrice>),
    /// The stake is below the server's minimum.
    #[error("the smallest stake is {min}")]
    StakeTooSmall {
        /// The smallest stake.
        min: Units,
        /// The largest.
        max: Units,
    },
    /// The stake is above the server's maximum.
    #[error("the largest stake is {max}")]
    StakeTooLarge {
        /// The smallest stake.
        min: Units,
        /// The largest.
        max: Units,
    },
    /// The stake is more than the member's cash.
    #[error("the member has {cash}")]
    BalanceTooSmall {
        /// The member's cash.
        cash: Units,
    },
    /// The stake goes past a limit that the member has set.
    #[error("the member's limit is {amount}, and {used} of it is used")]
    OverLimit {
        /// What the limit is about.
        on: LimitOn,
        /// The most.
        amount: Units,
        /// How much of it is used.
        used: Units,
    },
    /// The member has excluded themselves.
    #[error("the member is excluded until {until}")]
    Excluded {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The bet could return more than a billion units.
    #[error("the bet could return too much")]
    ReturnTooLarge,
    /// The draft that it was to be placed from is not as it was shown.
    #[error("the draft is another by now")]
    DraftChanged,
    /// The server does not allow bets written by hand.
    #[error("the server does not allow bets written by hand")]
    ManualOff,
    /// Others have locked the server's part in the game, or the member's accounts, for too long.
    #[error("others are betting on the game")]
    Busy,
    /// No connection became free, or the database was too slow to place it.
    #[error("the database had no time for it")]
    NoTime,
}

/// Why a bet was not placed.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// The bet is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database gave no answer, twice: the bet may have been placed.
    #[error("nobody knows whether the bet was placed")]
    InDoubt(#[source] StoreError),
}

impl PlaceError {
    /// What a failed first attempt means where it is certain that it placed nothing: there is no
    /// point in trying again at once. `None` where it may have placed the bet.
    pub(super) fn certain(error: &StoreError) -> Option<Self> {
        error
            .is_out_of_time()
            .then_some(Self::Refused(Refusal::NoTime))
    }
}

/// The ticket, or why there is none. It is the same whether it was placed now or by an earlier
/// arrival of the same interaction.
///
/// # Errors
/// [`Refusal`], with nothing known of the game that takes no bets.
pub fn placed(outcome: PlaceOutcome) -> Result<Placed, Refusal> {
    Err(match outcome {
        PlaceOutcome::Placed(placed) | PlaceOutcome::AlreadyPlaced(placed) => return Ok(placed),
        PlaceOutcome::NotAMember => Refusal::NotAMember,
        PlaceOutcome::TooManyLegs => Refusal::TooManyLegs { max: LEGS_MAX },
        PlaceOutcome::UnfitLeg => Refusal::UnfitLeg,
        PlaceOutcome::UnknownSelection => Refusal::UnknownSelection,
        PlaceOutcome::SameGame => Refusal::SameGame,
        PlaceOutcome::GameStarted { at } => Refusal::GameStarted { at },
        PlaceOutcome::GameNotOpen => Refusal::GameNotOpen { status: None },
        PlaceOutcome::TakenDown => Refusal::TakenDown,
        PlaceOutcome::PriceStale => Refusal::PriceStale,
        PlaceOutcome::PriceMoved(prices) => Refusal::PriceMoved(prices),
        PlaceOutcome::StakeTooSmall { min, max } => Refusal::StakeTooSmall { min, max },
        PlaceOutcome::StakeTooLarge { min, max } => Refusal::StakeTooLarge { min, max },
        PlaceOutcome::BalanceTooSmall { cash } => Refusal::BalanceTooSmall { cash },
        PlaceOutcome::OverLimit { on, amount, used } => Refusal::OverLimit { on, amount, used },
        PlaceOutcome::Excluded { until } => Refusal::Excluded { until },
        PlaceOutcome::ReturnTooLarge => Refusal::ReturnTooLarge,
        PlaceOutcome::DraftChanged => Refusal::DraftChanged,
        PlaceOutcome::ManualOff => Refusal::ManualOff,
        PlaceOutcome::Busy => Refusal::Busy,
    })
}

#[cfg(test)]
mod tests {
    use shared::id::TicketId;

    use super::*;

    #[test]
    fn a_ticket_that_was_placed_before_is_the_ticket_and_no_refusal() {
        let ticket = Placed {
            ticket: TicketId::derive("a"),
            code: "K7Q2MXD".parse().unwrap(),
            placed_at: DateTime::UNIX_EPOCH,
            possible_return: Units::whole(2),
            cash: Units::whole(99),
        };
        let before = PlaceOutcome::AlreadyPlaced(ticket.clone());
        assert_eq!(placed(before), Ok(ticket));
    }

    #[test]
    fn a_refusal_keeps_what_the_member_is_to_be_told() {
        let (min, max, cash) = (Units::whole(1), Units::whole(5), Units::whole(2));
        let outcomes = [
            (
                PlaceOutcome::StakeTooLarge { min, max },
                Refusal::StakeTooLarge { min, max },
            ),
            (
                PlaceOutcome::BalanceTooSmall { cash },
                Refusal::BalanceTooSmall { cash },
            ),
        ];
        for (outcome, refusal) in outcomes {
            assert_eq!(placed(outcome), Err(refusal));
        }
    }
}
