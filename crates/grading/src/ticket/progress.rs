//! How far a ticket of any kind has come with what is known of its legs.

use num_bigint::BigUint;
use num_traits::Zero;
use shared::grade::LegOutcome;
use shared::price::Product;
use shared::ticket::TicketState;
use shared::units::Units;

use super::kinds::{ExactSettlement, GradedLeg, Kind, TicketOutcome, settle_exactly};
use super::{LegState, TicketError, TicketProgress, cut, positive};
use crate::each_way::{EachWayParlay, Terms};
use crate::fraction::Fraction;
use crate::part::Part;

/// A leg as settling sees it, each way or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegProgress {
    /// The agreed price: what a winning unit returns.
    pub price: Fraction,
    /// The state of the leg, or of the win part if it is each way.
    pub win: LegState,
    /// If it is each way: the terms, and the state of the place part.
    pub place: Option<(Terms, LegState)>,
}

/// The state of a ticket. It is settled once all of its legs are graded, and before that when
/// nothing can come back whatever the others do.
///
/// # Errors
/// [`TicketError`] when the legs do not fit the kind, the stake is not above zero, or the return is
/// beyond [`shared::units::RETURN_UNITS_MAX`].
pub fn settle_any(
    kind: &Kind,
    stake: Units,
    legs: &[LegProgress],
    each_way: EachWayParlay,
) -> Result<TicketProgress, TicketError> {
    positive(stake)?;
    let came = |pending| added(kind, legs, each_way, pending);
    let best = came(WON)?;
    let legs_in = legs.iter().filter(|it| it.is_graded()).count();
    let is_lost =
        || Ok::<_, TicketError>(best.returned.is_zero() && came(PUSHED)?.returned.is_zero());
    if legs_in < legs.len() && !is_lost()? {
        return Ok(TicketProgress::Pending {
            legs_in,
            still_possible: product(&best.returned)?,
        });
    }
    let multiplier = product(&best.returned)?;
    Ok(TicketProgress::Settled {
        state: state(best.outcome, &best.returned),
        returned: cut(stake, &multiplier)?,
        multiplier,
    })
}

/// The return if every leg wins and is placed, stake included, rounded down to the micro-unit.
///
/// # Errors
/// Those of [`settle_any`].
pub fn possible_return_of(
    kind: &Kind,
    stake: Units,
    legs: &[(Fraction, Option<Terms>)],
    each_way: EachWayParlay,
) -> Result<Units, TicketError> {
    let legs: Vec<_> = legs
        .iter()
        .map(|(price, terms)| LegProgress {
            price: price.clone(),
            win: LegState::Pending,
            place: terms.clone().map(|it| (it, LegState::Pending)),
        })
        .collect();
    let best = added(kind, &legs, each_way, WON)?;
    cut(stake, &product(&best.returned)?)
}

impl LegProgress {
    fn is_graded(&self) -> bool {
        let graded = |it: &LegState| matches!(it, LegState::Graded { .. });
        graded(&self.win) && self.place.iter().all(|(_, it)| graded(it))
    }
}

const WON: LegOutcome = LegOutcome::Won;
const PUSHED: LegOutcome = LegOutcome::Push;

/// The return of one unit on these legs, if pending ones end as `pending`.
fn added(
    kind: &Kind,
    legs: &[LegProgress],
    each_way: EachWayParlay,
    pending: LegOutcome,
) -> Result<ExactSettlement, TicketError> {
    let graded: Option<Vec<_>> = legs
        .iter()
        .map(|leg| {
            let place = match &leg.place {
                Some((terms, state)) => Some((terms.clone(), part(*state, pending)?)),
                None => None,
            };
            Some(GradedLeg {
                price: leg.price.clone(),
                win: part(leg.win, pending)?,
                place,
            })
        })
        .collect();
    let graded = graded.ok_or(TicketError::Price)?;
    let one = Fraction::from_integer(BigUint::from(1_u8));
    Ok(settle_exactly(kind, &one, &graded, each_way)?)
}

fn part(state: LegState, pending: LegOutcome) -> Option<Part> {
    match state {
        LegState::Pending => Part::plain(pending),
        LegState::Graded {
            outcome,
            win,
            refund,
        } => Some(Part {
            outcome,
            win,
            refund,
        }),
    }
}

fn product(returned: &Fraction) -> Result<Product, TicketError> {
    let (num, den) = (returned.numer().clone(), returned.denom().clone());
    Product::from_ratio(num, den).ok_or(TicketError::Price)
}

/// The state of a settled ticket. A single that shares its place has no state of its own.
fn state(outcome: TicketOutcome, returned: &Fraction) -> TicketState {
    match outcome {
        TicketOutcome::Leg(LegOutcome::Won) | TicketOutcome::Won => TicketState::Won,
        TicketOutcome::Leg(LegOutcome::Lost) | TicketOutcome::Lost => TicketState::Lost,
        TicketOutcome::Leg(LegOutcome::Push) => TicketState::Push,
        TicketOutcome::Leg(LegOutcome::Void) => TicketState::Void,
        TicketOutcome::Leg(LegOutcome::HalfWon) => TicketState::HalfWon,
        TicketOutcome::Leg(LegOutcome::HalfLost) => TicketState::HalfLost,
        TicketOutcome::Leg(LegOutcome::DeadHeat) if returned.numer() > returned.denom() => {
            TicketState::PartialWon
        }
        TicketOutcome::Leg(LegOutcome::DeadHeat) => TicketState::PartialLost,
        TicketOutcome::Refunded => TicketState::Refunded,
        TicketOutcome::PartialWon => TicketState::PartialWon,
        TicketOutcome::PartialLost => TicketState::PartialLost,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use shared::price::Price;
    use shared::ticket::TicketKind;

    use super::*;
    use crate::fraction::of_price;
    use crate::system::System;
    use crate::ticket::{LegSettled, settle};

    fn price(text: &str) -> Price {
        text.parse().unwrap()
    }

    fn leg(outcome: Option<LegOutcome>) -> LegProgress {
        let win = outcome.map_or(LegState::Pending, |outcome| {
            let (win, refund) = outcome.shares().unwrap();
            LegState::Graded {
                outcome,
                win,
                refund,
            }
        });
        LegProgress {
            price: of_price(price("+100")),
            win,
            place: None,
        }
    }

    fn trixie(outcomes: [Option<LegOutcome>; 3]) -> TicketProgress {
        let kind = Kind::System(System::named("trixie", 3).unwrap());
        let legs = outcomes.map(leg);
        settle_any(&kind, Units::whole(4), &legs, EachWayParlay::WinToWin).unwrap()
    }

    #[test]
    fn a_system_goes_on_while_a_bet_of_it_can_win_and_is_lost_when_none_can() {
        let (won, lost) = (Some(LegOutcome::Won), Some(LegOutcome::Lost));
        assert!(matches!(
            trixie([won, lost, None]),
            TicketProgress::Pending { legs_in: 2, .. }
        ));
        let TicketProgress::Settled {
            state, returned, ..
        } = trixie([lost, lost, None])
        else {
            panic!("two lost legs leave no double");
        };
        assert_eq!((state, returned), (TicketState::Lost, Units::ZERO));
        let TicketProgress::Settled {
            state, returned, ..
        } = trixie([won, won, lost])
        else {
            panic!("all are graded");
        };
        assert_eq!(
            (state, returned),
            (TicketState::PartialLost, Units::whole(4))
        );
    }

    fn any_state() -> impl Strategy<Value = Option<LegOutcome>> {
        prop::option::of(prop_oneof![
            Just(LegOutcome::Won),
            Just(LegOutcome::Lost),
            Just(LegOutcome::Push),
            Just(LegOutcome::Void),
            Just(LegOutcome::HalfWon),
            Just(LegOutcome::HalfLost),
        ])
    }

    proptest! {
        /// Two ways of adding up singles and parlays agree on everything.
        #[test]
        fn parlays_come_to_what_the_plain_rule_says(
            outcomes in prop::collection::vec(any_state(), 1..6),
            prices in prop::collection::vec(prop::sample::select(vec!["-110", "+250", "-350"]), 6),
            steps in 1_i64..50_000_000,
        ) {
            let stake = Units::from_steps(steps);
            let legs: Vec<_> = outcomes
                .iter()
                .zip(&prices)
                .map(|(it, number)| LegProgress { price: of_price(price(number)), ..leg(*it) })
                .collect();
            let plain: Vec<_> = legs
                .iter()
                .zip(&prices)
                .map(|(it, number)| LegSettled { price: price(number), state: it.win })
                .collect();
            let (kind, word) = match legs.len() {
                1 => (Kind::Single, TicketKind::Single),
                _ => (Kind::Parlay, TicketKind::Parlay),
            };
            let any = settle_any(&kind, stake, &legs, EachWayParlay::WinToWin).unwrap();
            prop_assert_eq!(any, settle(word, stake, &plain).unwrap());
        }
    }
}
