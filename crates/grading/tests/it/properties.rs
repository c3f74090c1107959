//! What must hold for every selection, score and ticket.

use grading::{LegSettled, Receipt, TicketProgress, grade, possible_return, settle, verify};
use num_bigint::BigUint;
use num_traits::One;
use proptest::prelude::*;
use proptest::sample::select;
use shared::game::{GameResult, Period};
use shared::grade::LegOutcome;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};
use shared::price::{Price, Product};
use shared::ticket::{LEGS_MAX, TicketKind, TicketState};
use shared::units::{STEPS_PER_UNIT, Units};

use crate::{final_with, first_leg, full, house, pick_line, shares};

/// The kinds that every one of these sports has.
const KINDS: [MarketKind; 4] = [
    MarketKind::Moneyline2,
    MarketKind::Moneyline3,
    MarketKind::Spread,
    MarketKind::Total,
];

const SPORTS: [Sport; 5] = [
    Sport::AmericanFootball,
    Sport::Basketball,
    Sport::Baseball,
    Sport::IceHockey,
    Sport::Soccer,
];

fn sport() -> impl Strategy<Value = Sport> {
    select(SPORTS.to_vec())
}

fn line() -> impl Strategy<Value = Line> {
    (-120i32..=120).prop_map(|it| Line::from_quarters(it).unwrap())
}

fn result() -> impl Strategy<Value = GameResult> {
    (0i32..60, 0i32..60).prop_map(|(home, away)| first_leg(home, away))
}

fn outcome(kind: MarketKind, side: Side, line: Line, sport: Sport, it: &GameResult) -> LegOutcome {
    let selection = pick_line(Period::Full, kind, side, Some(line));
    grade(&house(sport), &selection, it).unwrap().outcome
}

/// The outcome of the other side of the same question.
pub(crate) fn turned(outcome: LegOutcome) -> LegOutcome {
    match outcome {
        LegOutcome::Won => LegOutcome::Lost,
        LegOutcome::Lost => LegOutcome::Won,
        LegOutcome::HalfWon => LegOutcome::HalfLost,
        LegOutcome::HalfLost => LegOutcome::HalfWon,
        same => same,
    }
}

/// m = w·d + v as a ratio.
fn multiplier(outcome: LegOutcome, price: Price) -> (BigUint, BigUint) {
    let leg = LegSettled::graded(price, outcome, shares(outcome));
    match settle(TicketKind::Single, Units::whole(1), &[leg]).unwrap() {
        TicketProgress::Settled { multiplier, .. } => {
            (multiplier.num().clone(), multiplier.den().clone())
        }
        other @ TicketProgress::Pending { .. } => panic!("{other:?}"),
    }
}

fn price() -> impl Strategy<Value = Price> {
    prop_oneof![
        (100i32..5_000, any::<bool>()).prop_map(|(it, minus)| {
            Price::from_american(if minus { -it } else { it }).unwrap()
        }),
        (101u32..5_000).prop_map(|it| {
            Price::parse_decimal(&format!("{}.{:02}", it / 100, it % 100)).unwrap()
        }),
        (1u32..40, 1u32..40).prop_map(|(gain, risk)| {
            Price::parse_fractional(&format!("{gain}/{risk}")).unwrap()
        }),
    ]
}

fn stake() -> impl Strategy<Value = Units> {
    (1i64..=5 * STEPS_PER_UNIT).prop_map(Units::from_steps)
}

fn leg() -> impl Strategy<Value = LegSettled> {
    (price(), select(LegOutcome::ALL))
        .prop_map(|(price, it)| LegSettled::graded(price, it, shares(it)))
}

fn legs() -> impl Strategy<Value = Vec<LegSettled>> {
    proptest::collection::vec(leg(), 2..6)
}

fn came_to(stake: Units, legs: &[LegSettled]) -> (TicketState, Units, Product) {
    match settle(TicketKind::Parlay, stake, legs).unwrap() {
        TicketProgress::Settled {
            state,
            returned,
            multiplier,
        } => (state, returned, multiplier),
        other @ TicketProgress::Pending { .. } => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn what_one_side_of_a_spread_wins_the_other_loses(
        line in line(), sport in sport(), result in result(),
    ) {
        let home = outcome(MarketKind::Spread, Side::Home, line, sport, &result);
        let away = outcome(MarketKind::Spread, Side::Away, -line, sport, &result);
        prop_assert_eq!(away, turned(home));
    }

    #[test]
    fn what_over_wins_under_loses(line in line(), sport in sport(), result in result()) {
        let over = outcome(MarketKind::Total, Side::Over, line, sport, &result);
        let under = outcome(MarketKind::Total, Side::Under, line, sport, &result);
        prop_assert_eq!(under, turned(over));
    }

    #[test]
    fn a_better_line_never_returns_less(
        line in line(), better in 1i32..20, sport in sport(), result in result(), price in price(),
        side in select(vec![Side::Home, Side::Away, Side::Over, Side::Under]),
    ) {
        let (kind, sign) = match side {
            Side::Over => (MarketKind::Total, -1),
            Side::Under => (MarketKind::Total, 1),
            _ => (MarketKind::Spread, 1),
        };
        let improved = Line::from_quarters(line.quarters() + sign * better).unwrap();
        let (num, den) = multiplier(outcome(kind, side, line, sport, &result), price);
        let (more, of) = multiplier(outcome(kind, side, improved, sport, &result), price);
        prop_assert!(more * den >= num * of);
    }

    #[test]
    fn a_quarter_line_returns_the_average_of_its_neighbours(
        line in line(), sport in sport(), result in result(), price in price(),
    ) {
        let odd = line.quarters() * 2 + 1;
        let at = |quarters| {
            let line = Line::from_quarters(quarters).unwrap();
            multiplier(outcome(MarketKind::Spread, Side::Home, line, sport, &result), price)
        };
        let ((below, a), (above, b)) = (at(odd - 1), at(odd + 1));
        let (num, den) = at(odd);
        // num/den = (below/a + above/b) / 2
        prop_assert_eq!(num * 2u32 * &a * &b, den * (below * &b + above * &a));
    }

    #[test]
    fn a_moneyline_without_a_draw_is_a_spread_of_nothing(sport in sport(), result in result()) {
        for side in [Side::Home, Side::Away] {
            let moneyline = pick_line(Period::Full, MarketKind::Moneyline2, side, None);
            let spread = outcome(MarketKind::Spread, side, Line::ZERO, sport, &result);
            prop_assert_eq!(grade(&house(sport), &moneyline, &result).unwrap().outcome, spread);
        }
    }

    #[test]
    fn exactly_one_answer_of_three_wins(home in 0i32..6, away in 0i32..6) {
        let result = final_with(&[(Period::Regulation, home, away)]);
        for sport in [Sport::Soccer, Sport::IceHockey, Sport::Basketball] {
            let outcomes = MarketKind::Moneyline3.sides().iter().map(|side| {
                let selection = pick_line(Period::Full, MarketKind::Moneyline3, *side, None);
                grade(&house(sport), &selection, &result).unwrap().outcome
            });
            let won = outcomes.filter(|it| *it == LegOutcome::Won).count();
            prop_assert_eq!(won, 1);
        }
    }

    #[test]
    fn the_whole_and_its_parts_grade_alike(
        quarters in proptest::collection::vec((0i32..15, 0i32..15), 4),
        overtime in (0i32..8, 0i32..8), line in line(), over in any::<bool>(),
    ) {
        let mut parts: Vec<_> = (1u8..)
            .zip(&quarters)
            .map(|(number, (home, away))| (Period::Quarter(number), *home, *away))
            .collect();
        let sum = |of: fn(&(Period, i32, i32)) -> i32, it: &[(Period, i32, i32)]| -> i32 {
            it.iter().map(of).sum()
        };
        if sum(|it| it.1, &parts) == sum(|it| it.2, &parts) {
            parts.push((Period::Overtime, overtime.0 + 8, overtime.1));
        }
        let whole = full(sum(|it| it.1, &parts), sum(|it| it.2, &parts));
        let alone = final_with(&parts);
        let mut both = alone.clone();
        both.scores.extend(whole.scores.clone());
        let (kind, side) = if over {
            (MarketKind::Total, Side::Over)
        } else {
            (MarketKind::Spread, Side::Home)
        };
        for sport in [Sport::AmericanFootball, Sport::Basketball] {
            let expected = outcome(kind, side, line, sport, &whole);
            prop_assert_eq!(outcome(kind, side, line, sport, &alone), expected);
            prop_assert_eq!(outcome(kind, side, line, sport, &both), expected);
        }
    }

    #[test]
    fn a_receipt_replays_to_the_byte(
        line in line(), sport in sport(), result in result(), provider in ".{0,12}",
        kind in select(&KINDS[..]), answer in 0usize..3,
    ) {
        let sides = kind.sides();
        let side = sides[answer % sides.len()];
        let selection: Selection =
            pick_line(Period::Full, kind, side, kind.has_line().then_some(line));
        let result = GameResult { provider, ..result };
        if let Ok(grade) = grade(&house(sport), &selection, &result) {
            let bytes = grade.receipt.to_bytes().unwrap();
            prop_assert_eq!(Receipt::from_bytes(&bytes).unwrap(), grade.receipt.clone());
            prop_assert_eq!(verify(&bytes).unwrap(), grade);
        }
    }

    #[test]
    fn no_bytes_at_all_make_reading_a_receipt_stop(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in any::<proptest::sample::Index>(), byte in any::<u8>(), result in result(),
    ) {
        prop_assert!(verify(&bytes).is_err());
        let selection = pick_line(Period::Full, MarketKind::Moneyline2, Side::Home, None);
        let grade = grade(&house(Sport::Soccer), &selection, &result).unwrap();
        let mut bytes = grade.receipt.to_bytes().unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(grade) = verify(&bytes) {
            prop_assert_eq!(grade.receipt.to_bytes().unwrap(), bytes);
        }
    }

    #[test]
    fn the_order_of_legs_does_not_matter(
        stake in stake(),
        (legs, shuffled) in legs()
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
    ) {
        prop_assert_eq!(came_to(stake, &legs), came_to(stake, &shuffled));
    }

    #[test]
    fn a_pushed_leg_is_as_good_as_none(stake in stake(), legs in legs(), price in price()) {
        for dropped in [LegOutcome::Push, LegOutcome::Void] {
            let mut more = legs.clone();
            more.push(LegSettled::graded(price, dropped, shares(dropped)));
            prop_assert_eq!(came_to(stake, &more), came_to(stake, &legs));
        }
    }

    #[test]
    fn a_return_is_cut_by_less_than_a_micro_unit_and_stays_in_its_bounds(
        stake in stake(), legs in legs(),
    ) {
        let (_, returned, multiplier) = came_to(stake, &legs);
        let steps = |units: Units| BigUint::from(units.steps().unsigned_abs());
        let exact = steps(stake) * multiplier.num();
        prop_assert!(returned >= Units::ZERO);
        prop_assert!(steps(returned) * multiplier.den() <= exact);
        prop_assert!((steps(returned) + BigUint::one()) * multiplier.den() > exact);
        let prices: Vec<Price> = legs.iter().map(|it| it.price).collect();
        prop_assert!(returned <= possible_return(stake, &prices).unwrap());
    }

    #[test]
    fn all_pushed_is_the_stake(
        stake in stake(), prices in proptest::collection::vec(price(), 2..=LEGS_MAX),
    ) {
        let pushed = |it: &Price| LegSettled::graded(*it, LegOutcome::Push, shares(LegOutcome::Push));
        let legs: Vec<_> = prices.iter().map(pushed).collect();
        let (state, returned, _) = came_to(stake, &legs);
        prop_assert_eq!((state, returned), (TicketState::Refunded, stake));
    }

    #[test]
    fn a_parlay_that_comes_in_leg_by_leg_ends_where_it_ends_at_once(
        stake in stake(), legs in legs(), open in proptest::collection::vec(any::<bool>(), 5),
    ) {
        let mut partly = legs.clone();
        for (leg, open) in partly.iter_mut().zip(open) {
            if open {
                *leg = LegSettled::pending(leg.price);
            }
        }
        let (state, returned, multiplier) = came_to(stake, &legs);
        match settle(TicketKind::Parlay, stake, &partly).unwrap() {
            TicketProgress::Settled { state: early, returned: paid, multiplier: exact } => {
                prop_assert_eq!((early, paid, exact), (state, returned, multiplier));
            }
            TicketProgress::Pending { legs_in, still_possible } => {
                prop_assert!(legs_in < legs.len());
                let (ends, can) = (&multiplier, &still_possible);
                prop_assert!(ends.num() * can.den() <= can.num() * ends.den());
            }
        }
    }
}
