//! Legs and a stake make a return. The only place that rounds, and it rounds once, toward zero.

pub mod kinds;
pub mod outlook;
pub mod progress;
pub mod rules;
pub mod same_game;
pub mod terms;
pub mod wanted;

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};
use shared::grade::{LegOutcome, Share};
use shared::price::{Price, Product};
use shared::ticket::{LEGS_MAX, TicketKind, TicketState};
use shared::units::{RETURN_UNITS_MAX, STEPS_PER_UNIT, Units};

use crate::grade::Grade;

/// A leg as settling sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegSettled {
    /// The agreed price.
    pub price: Price,
    /// Its state.
    pub state: LegState,
}

/// The state of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegState {
    /// Its game is not over, or its result not decided.
    Pending,
    /// It is graded.
    Graded {
        /// The outcome.
        outcome: LegOutcome,
        /// The share of the stake that wins at the full price.
        win: Share,
        /// The share of the stake that is refunded.
        refund: Share,
    },
}

impl LegSettled {
    /// A leg that is not graded.
    pub const fn pending(price: Price) -> Self {
        Self {
            price,
            state: LegState::Pending,
        }
    }

    /// A leg with this outcome and these shares.
    pub const fn graded(price: Price, outcome: LegOutcome, (win, refund): (Share, Share)) -> Self {
        Self {
            price,
            state: LegState::Graded {
                outcome,
                win,
                refund,
            },
        }
    }

    /// A leg as it was graded.
    pub const fn of(price: Price, grade: &Grade) -> Self {
        Self {
            price,
            state: LegState::Graded {
                outcome: grade.outcome,
                win: grade.win,
                refund: grade.refund,
            },
        }
    }

    fn outcome(&self) -> Option<LegOutcome> {
        match self.state {
            LegState::Pending => None,
            LegState::Graded { outcome, .. } => Some(outcome),
        }
    }

    /// m = w·d + v; for a pending leg d, as if it won. Lower part above zero.
    fn multiplier(&self) -> (BigUint, BigUint) {
        let (win, refund) = match self.state {
            LegState::Pending => (Share::ALL, Share::NONE),
            LegState::Graded { win, refund, .. } => (win, refund),
        };
        let part = |number: i32| BigUint::from(number.unsigned_abs());
        let won = part(win.num()) * self.price.num() * part(refund.den());
        let back = part(refund.num()) * part(win.den()) * self.price.den();
        (
            won + back,
            part(win.den()) * part(refund.den()) * self.price.den(),
        )
    }
}

/// How far a ticket has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketProgress {
    /// Something is still to come.
    Pending {
        /// How many legs are graded.
        legs_in: usize,
        /// What each staked unit returns if all pending legs win.
        still_possible: Product,
    },
    /// The ticket is decided: only a correction can change it.
    Settled {
        /// How it ended.
        state: TicketState,
        /// The return, stake included, rounded down to the micro-unit.
        returned: Units,
        /// What each staked unit returns, exactly.
        multiplier: Product,
    },
}

/// Why a ticket cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// A single with more legs than one, a parlay with fewer than two or too many.
    #[error("a ticket of the kind {kind} with {count} legs")]
    Legs {
        /// What it is called.
        kind: TicketKind,
        /// How many it has.
        count: usize,
    },
    /// A stake of zero or less.
    #[error("a stake of {0}")]
    Stake(Units),
    /// Legs, stake or each way do not go with its kind.
    #[error(transparent)]
    Kind(#[from] kinds::KindError),
    /// A price with a denominator of zero, which no parsed price has.
    #[error("a price that is no ratio")]
    Price,
    /// Beyond what a ticket may promise.
    #[error("a return above {RETURN_UNITS_MAX} units")]
    ReturnTooLarge,
}

/// The state of a single or a parlay, not each way, given what is known of its legs. A lost leg
/// settles a parlay at once; pushed and void legs drop out. The other kinds are worked out by
/// [`progress::settle_any`], which gives the same for these two.
///
/// # Errors
/// [`TicketError`] when the legs do not fit the kind, the stake is not above zero, or the return
/// is beyond [`RETURN_UNITS_MAX`].
pub fn settle(
    kind: TicketKind,
    stake: Units,
    legs: &[LegSettled],
) -> Result<TicketProgress, TicketError> {
    let count = legs.len();
    let fits = match kind {
        TicketKind::Single => count == 1,
        TicketKind::Parlay => (2..=LEGS_MAX).contains(&count),
        TicketKind::System | TicketKind::Teaser => false,
    };
    if !fits {
        return Err(TicketError::Legs { kind, count });
    }
    let multiplier = product(legs)?;
    let legs_in = legs.iter().filter(|it| it.outcome().is_some()).count();
    if legs_in < count && !multiplier.num().is_zero() {
        positive(stake)?;
        return Ok(TicketProgress::Pending {
            legs_in,
            still_possible: multiplier,
        });
    }
    Ok(TicketProgress::Settled {
        state: state(kind, legs, &multiplier),
        returned: cut(stake, &multiplier)?,
        multiplier,
    })
}

/// The return if every leg wins, stake included, rounded down to the micro-unit.
///
/// # Errors
/// [`TicketError::ReturnTooLarge`] beyond [`RETURN_UNITS_MAX`]; [`TicketError::Stake`] when the
/// stake is not above zero.
pub fn possible_return(stake: Units, prices: &[Price]) -> Result<Units, TicketError> {
    cut(stake, &Product::of(prices))
}

/// What is won if every leg wins: the possible return less the stake.
///
/// # Errors
/// Those of [`possible_return`].
pub fn to_win(stake: Units, prices: &[Price]) -> Result<Units, TicketError> {
    possible_return(stake, prices).map(|returned| returned - stake)
}

fn product(legs: &[LegSettled]) -> Result<Product, TicketError> {
    let start = (BigUint::one(), BigUint::one());
    let (num, den) = legs.iter().fold(start, |(num, den), leg| {
        let (upper, lower) = leg.multiplier();
        (num * upper, den * lower)
    });
    Product::from_ratio(num, den).ok_or(TicketError::Price)
}

fn positive(stake: Units) -> Result<BigUint, TicketError> {
    u64::try_from(stake.steps())
        .ok()
        .filter(|steps| *steps > 0)
        .map(BigUint::from)
        .ok_or(TicketError::Stake(stake))
}

/// The one rounding: toward zero, to the micro-unit.
fn cut(stake: Units, multiplier: &Product) -> Result<Units, TicketError> {
    if multiplier.den().is_zero() {
        return Err(TicketError::Price);
    }
    let exact = positive(stake)? * multiplier.num();
    (exact / multiplier.den())
        .to_i64()
        .filter(|steps| *steps <= RETURN_UNITS_MAX * STEPS_PER_UNIT)
        .map(Units::from_steps)
        .ok_or(TicketError::ReturnTooLarge)
}

/// The state of a settled ticket: a single has its leg's outcome, a parlay the first state that
/// fits.
fn state(kind: TicketKind, legs: &[LegSettled], multiplier: &Product) -> TicketState {
    let all = |wanted: &[LegOutcome]| {
        let mut outcomes = legs.iter().map(LegSettled::outcome);
        outcomes.all(|it| it.is_some_and(|it| wanted.contains(&it)))
    };
    match (kind, legs) {
        (TicketKind::Single, [leg]) => match leg.outcome() {
            Some(LegOutcome::Won) => TicketState::Won,
            Some(LegOutcome::Push) => TicketState::Push,
            Some(LegOutcome::Void) => TicketState::Void,
            Some(LegOutcome::HalfWon) => TicketState::HalfWon,
            Some(LegOutcome::HalfLost) => TicketState::HalfLost,
            Some(LegOutcome::DeadHeat) if multiplier.num() > multiplier.den() => {
                TicketState::PartialWon
            }
            Some(LegOutcome::DeadHeat) => TicketState::PartialLost,
            Some(LegOutcome::Lost) | None => TicketState::Lost,
        },
        _ if all(&[LegOutcome::Push, LegOutcome::Void]) => TicketState::Refunded,
        _ if multiplier.num().is_zero() => TicketState::Lost,
        _ if all(&[LegOutcome::Won, LegOutcome::Push, LegOutcome::Void]) => TicketState::Won,
        _ if multiplier.num() > multiplier.den() => TicketState::PartialWon,
        _ => TicketState::PartialLost,
    }
}
