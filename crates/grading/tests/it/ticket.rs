//! What a ticket comes to.

use grading::{LegSettled, LegState, TicketError, TicketProgress, possible_return, settle, to_win};
use num_bigint::BigUint;
use shared::grade::LegOutcome::{self, HalfLost, HalfWon, Lost, Push, Void, Won};
use shared::grade::Share;
use shared::price::{Price, Product};
use shared::ticket::TicketKind::{self, Parlay, Single};
use shared::ticket::TicketState;
use shared::units::Units;

use crate::{price, shares};

fn settled(kind: TicketKind, stake: &str, legs: &[LegSettled]) -> (TicketState, String) {
    match settle(kind, stake.parse().unwrap(), legs).unwrap() {
        TicketProgress::Settled {
            state, returned, ..
        } => (state, returned.to_string()),
        other => panic!("{other:?}"),
    }
}

fn leg(text: &str, outcome: LegOutcome) -> LegSettled {
    LegSettled::graded(price(text), outcome, shares(outcome))
}

fn pending(text: &str) -> LegSettled {
    LegSettled::pending(price(text))
}

#[test]
fn a_single_has_its_legs_own_word_and_is_cut_to_the_micro_unit() {
    for (outcome, state, returned) in [
        (Won, TicketState::Won, "1.90909"),
        (Lost, TicketState::Lost, "0.00"),
        (Push, TicketState::Push, "1.00"),
        (Void, TicketState::Void, "1.00"),
        (HalfWon, TicketState::HalfWon, "1.454545"),
        (HalfLost, TicketState::HalfLost, "0.50"),
    ] {
        let returned = returned.parse::<Units>().unwrap().to_string();
        assert_eq!(
            settled(Single, "1", &[leg("-110", outcome)]),
            (state, returned)
        );
    }
}

#[test]
fn a_pushed_or_void_leg_drops_out_of_a_parlay() {
    for dropped in [Push, Void] {
        let legs = [leg("-110", Won), leg("+150", dropped), leg("2.00", Won)];
        let (state, returned) = settled(Parlay, "11", &legs);
        assert_eq!((state, returned.as_str()), (TicketState::Won, "42.00"));
    }
}

#[test]
fn a_parlay_of_which_every_leg_dropped_out_is_refunded() {
    let legs = [leg("-110", Push), leg("+150", Void)];
    assert_eq!(
        settled(Parlay, "2.5", &legs),
        (TicketState::Refunded, "2.50".to_owned())
    );
}

#[test]
fn a_lost_leg_settles_a_parlay_at_once_whatever_is_still_to_come() {
    let legs = [pending("+150"), leg("-110", Lost), pending("2.00")];
    assert_eq!(
        settled(Parlay, "1", &legs),
        (TicketState::Lost, "0.00".to_owned())
    );
}

#[test]
fn half_results_make_a_parlay_partly_won_or_partly_lost() {
    for (first, second, state, returned) in [
        (HalfWon, Won, TicketState::PartialWon, "3.00"),
        (HalfLost, Won, TicketState::PartialLost, "1.00"),
        (HalfLost, HalfLost, TicketState::PartialLost, "0.25"),
        (HalfWon, Push, TicketState::PartialWon, "1.50"),
        (HalfLost, Push, TicketState::PartialLost, "0.50"),
    ] {
        let legs = [leg("2.00", first), leg("2.00", second)];
        assert_eq!(settled(Parlay, "1", &legs), (state, returned.to_owned()));
    }
}

#[test]
fn a_return_too_small_to_be_paid_is_not_called_lost() {
    let legs = [leg("2.00", HalfLost), leg("2.00", HalfLost)];
    assert_eq!(
        settled(Parlay, "0.000001", &legs),
        (TicketState::PartialLost, "0.00".to_owned())
    );
}

#[test]
fn a_pending_parlay_tells_what_is_still_possible() {
    let legs = [leg("2.00", HalfWon), pending("-110"), leg("3.00", Void)];
    let progress = settle(Parlay, Units::whole(1), &legs).unwrap();
    let ratio = |num: u32, den: u32| Product::from_ratio(num.into(), den.into()).unwrap();
    assert_eq!(
        progress,
        TicketProgress::Pending {
            legs_in: 2,
            still_possible: ratio(3 * 21, 2 * 11),
        }
    );
}

#[test]
fn any_share_of_the_stake_can_win() {
    let dead_heat = LegSettled {
        price: price("13.00"),
        state: LegState::Graded {
            outcome: Won,
            win: Share::new(1, 4).unwrap(),
            refund: Share::NONE,
        },
    };
    assert_eq!(settled(Single, "2", &[dead_heat]).1, "6.50");
}

#[test]
fn legs_that_do_not_fit_the_kind_are_refused() {
    for (kind, count) in [
        (Single, 0),
        (Single, 2),
        (Parlay, 0),
        (Parlay, 1),
        (Parlay, 26),
    ] {
        let legs = vec![leg("2.00", Won); count];
        assert_eq!(
            settle(kind, Units::whole(1), &legs),
            Err(TicketError::Legs { kind, count })
        );
    }
}

#[test]
fn a_stake_of_nothing_or_below_is_refused() {
    for stake in [Units::ZERO, Units::whole(-1)] {
        let refused = Err(TicketError::Stake(stake));
        for legs in [[leg("2.00", Won)], [leg("2.00", Lost)], [pending("2.00")]] {
            assert_eq!(settle(Single, stake, &legs), refused);
        }
        assert_eq!(
            possible_return(stake, &[price("2.00")]),
            Err(TicketError::Stake(stake))
        );
    }
}

#[test]
fn twenty_five_legs_of_a_thousand_are_exact_and_too_much_to_promise() {
    let prices: Vec<Price> = vec![price("1000.00"); 25];
    assert_eq!(
        possible_return(Units::from_steps(1), &prices),
        Err(TicketError::ReturnTooLarge)
    );
    let mut legs = vec![leg("1000.00", Won); 24];
    legs.push(pending("1000.00"));
    let progress = settle(Parlay, Units::from_steps(1), &legs).unwrap();
    let TicketProgress::Pending { still_possible, .. } = progress else {
        panic!("{progress:?}");
    };
    assert_eq!(still_possible.num(), &BigUint::from(10u32).pow(75));
    assert_eq!(still_possible.den(), &BigUint::from(1u32));
}

#[test]
fn the_largest_promise_is_a_billion_units_to_the_step() {
    let stake = Units::whole(1_000_000);
    let billion = Units::from_steps(1_000_000_000_000_000);
    assert_eq!(possible_return(stake, &[price("1000.00")]), Ok(billion));
    let more = Units::from_steps(stake.steps() + 1);
    assert_eq!(
        possible_return(more, &[price("1000.00")]),
        Err(TicketError::ReturnTooLarge)
    );
}

#[test]
fn what_is_won_is_the_return_less_the_stake() {
    let prices = [price("-110"), price("-110")];
    let won = to_win(Units::whole(1), &prices).unwrap();
    assert_eq!(won, Units::from_steps(2_644_628));
}

#[test]
fn a_price_that_was_never_parsed_is_refused_and_stops_nothing() {
    let text = r#"{"num":2,"den":0,"quoted":{"American":100}}"#;
    let broken: Price = serde_json::from_str(text).unwrap();
    let (stake, refused) = (Units::whole(1), TicketError::Price);
    assert_eq!(possible_return(stake, &[broken]), Err(refused));
    let legs = [LegSettled::graded(broken, Won, shares(Won))];
    assert_eq!(settle(Single, stake, &legs), Err(refused));
}
