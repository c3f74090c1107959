//! What tickets of every kind come to.

use std::collections::BTreeMap;

use grading::each_way::{EachWayParlay, Terms, TermsError};
use grading::fraction::of_price;
use grading::fraction::{self, Fraction, cut};
use grading::part::Part;
use grading::rule_4::{LoneFive, deduction, percent, reduced};
use grading::system::{FULL_COVERS, System, SystemError};
use grading::teaser::{TeaseError, Teaser, moved};
use grading::teaser::{TieWithLoss, Ties};
use grading::ticket::kinds::{GradedLeg, Kind, KindError, TicketOutcome, settle_exactly};
use grading::ticket::rules::{SameGame, TicketRules};
use grading::ticket::same_game::{first_pair, regraded};
use grading::{LegSettled, TicketError, TicketProgress, settle};
use num_bigint::BigUint;
use num_traits::{One, Zero};
use proptest::prelude::*;
use proptest::sample::select;
use shared::grade::{LegOutcome, Share};
use shared::line::Line;
use shared::market::Side;
use shared::price::{OddsFormat, Price};
use shared::ticket::{LEGS_MAX, TicketKind};
use shared::units::Units;

use crate::price;

fn exact(text: &str) -> Fraction {
    fraction::read(text).unwrap()
}

fn part(outcome: LegOutcome) -> Part {
    Part::plain(outcome).unwrap()
}

fn dead_heat(places: i32, tied: i32) -> Part {
    Part {
        outcome: LegOutcome::DeadHeat,
        win: Share::new(places, tied).unwrap(),
        refund: Share::NONE,
    }
}

fn leg(text: &str, outcome: LegOutcome) -> GradedLeg {
    GradedLeg::new(price(text), part(outcome))
}

fn each_way(text: &str, terms: (&str, u16), win: Part, place: Part) -> GradedLeg {
    let terms = Terms::new(exact(terms.0), terms.1).unwrap();
    GradedLeg {
        price: of_price(price(text)),
        win,
        place: Some((terms, place)),
    }
}

fn system(legs: usize, sizes: &[usize]) -> Kind {
    Kind::System(System::of(legs, sizes).unwrap())
}

fn came(kind: &Kind, stake: &str, legs: &[GradedLeg]) -> (&'static str, String) {
    let it = settle_exactly(kind, &exact(stake), legs, EachWayParlay::WinToWin).unwrap();
    (it.outcome.word(), it.returned.to_string())
}

fn told(word: &'static str, returned: &str) -> (&'static str, String) {
    (word, returned.to_owned())
}

use LegOutcome::{HalfLost, HalfWon, Lost, Push, Void, Won};

#[test]
fn twenty_five_legs_of_a_thousand_are_exact_to_the_last_digit() {
    let legs = vec![leg("1000.00", Won); LEGS_MAX];
    let (word, returned) = came(&Kind::Parlay, "1", &legs);
    assert_eq!(
        (word, returned.as_str()),
        ("won", format!("1{}", "0".repeat(75)).as_str())
    );
    let odd = vec![leg("999.999999", Won); LEGS_MAX];
    let (_, returned) = came(&Kind::Parlay, "1", &odd);
    let expected = BigUint::from(999_999_999u32).pow(25);
    assert_eq!(exact_or_big(&returned).numer(), &expected);
    assert_eq!(
        exact_or_big(&returned).denom(),
        &BigUint::from(1_000_000u32).pow(25)
    );
}

fn exact_or_big(text: &str) -> Fraction {
    let (upper, lower) = text.split_once('/').unwrap();
    Fraction::new_raw(upper.parse().unwrap(), lower.parse().unwrap())
}

#[test]
fn a_single_ends_as_its_leg_does() {
    for (outcome, returned) in [
        (Won, "210"),
        (Lost, "0"),
        (Push, "110"),
        (Void, "110"),
        (HalfWon, "160"),
        (HalfLost, "55"),
    ] {
        let (word, back) = came(&Kind::Single, "110", &[leg("-110", outcome)]);
        assert_eq!((word, back.as_str()), (outcome.word(), returned));
    }
    let shared = GradedLeg::new(price("+300"), dead_heat(1, 3));
    assert_eq!(
        came(&Kind::Single, "100", &[shared]),
        told("dead_heat", "400/3")
    );
}

#[test]
fn a_parlay_is_named_after_what_its_legs_did_and_what_came_back() {
    let came = |legs: &[GradedLeg]| came(&Kind::Parlay, "100", legs);
    assert_eq!(
        came(&[leg("2.00", Push), leg("3.00", Void)]),
        told("refunded", "100")
    );
    assert_eq!(
        came(&[leg("2.00", Won), leg("3.00", Push)]),
        told("won", "200")
    );
    assert_eq!(
        came(&[leg("2.00", HalfWon), leg("1.80", Won)]),
        told("partial_won", "270")
    );
    assert_eq!(
        came(&[leg("2.00", HalfLost), leg("1.80", Won)]),
        told("partial_lost", "90")
    );
    assert_eq!(
        came(&[leg("2.00", Lost), leg("1.80", Push)]),
        told("lost", "0")
    );
    assert_eq!(
        came(&[leg("2.00", HalfLost), leg("2.00", Won)]),
        told("partial_lost", "100")
    );
}

#[test]
fn full_covers_have_the_number_of_bets_that_they_are_known_for() {
    let known = [
        ("trixie", 4),
        ("patent", 7),
        ("yankee", 11),
        ("lucky_15", 15),
        ("canadian", 26),
        ("super_yankee", 26),
        ("lucky_31", 31),
        ("heinz", 57),
        ("lucky_63", 63),
        ("super_heinz", 120),
        ("lucky_127", 127),
        ("goliath", 247),
        ("lucky_255", 255),
    ];
    assert_eq!(known.len(), FULL_COVERS.len());
    for (name, bets) in known {
        let cover = FULL_COVERS.iter().find(|it| it.name == name).unwrap();
        assert_eq!(System::named(name, cover.legs).unwrap().bets(), bets);
        assert!(System::named(name, cover.legs + 1).is_err());
    }
    let all: Vec<usize> = (1..=LEGS_MAX).collect();
    assert_eq!(System::of(LEGS_MAX, &all).unwrap().bets(), (1 << 25) - 1);
}

#[test]
fn there_is_no_system_without_bets() {
    assert_eq!(System::of(3, &[]), Err(SystemError::NoSizes));
    assert_eq!(System::of(3, &[2, 3, 2]), Err(SystemError::Twice(2)));
    assert_eq!(
        System::of(3, &[4]),
        Err(SystemError::Size { size: 4, legs: 3 })
    );
    assert_eq!(
        System::of(3, &[0]),
        Err(SystemError::Size { size: 0, legs: 3 })
    );
    assert_eq!(System::of(26, &[2]), Err(SystemError::Legs(26)));
    assert!(matches!(
        System::named("martian", 3),
        Err(SystemError::Unknown(_))
    ));
}

#[test]
fn a_goliath_of_evens_returns_all_its_bets() {
    let legs = vec![leg("2.00", Won); 8];
    let goliath = Kind::System(System::named("goliath", 8).unwrap());
    // Each bet of k legs returns 2^k: all of (1 + 2)^8 but the empty bet and the eight singles.
    assert_eq!(
        came(&goliath, "247", &legs),
        told("won", &(6561 - 1 - 16).to_string())
    );
    let mut one_lost = legs;
    one_lost[3] = leg("2.00", Lost);
    assert_eq!(came(&goliath, "247", &one_lost).0, "partial_won");
}

#[test]
fn a_total_stake_over_the_bets_of_a_system_stays_a_fraction() {
    let legs = [leg("12/13", Won), leg("1/1", Won), leg("1/9", Lost)];
    assert_eq!(
        came(&system(3, &[2]), "10", &legs),
        told("partial_won", "500/39")
    );
}

#[test]
fn each_way_halves_the_stake_and_keeps_the_parts_apart() {
    let win = |it| part(it);
    let single = |text, win: LegOutcome, place: Part| {
        let leg = each_way(text, ("1/5", 3), part(win), place);
        came(&Kind::Single, "20", &[leg])
    };
    assert_eq!(single("20/1", Won, win(Won)), told("won", "260"));
    assert_eq!(single("20/1", Lost, win(Won)), told("partial_won", "50"));
    assert_eq!(single("20/1", Lost, win(Lost)), told("lost", "0"));
    assert_eq!(single("20/1", Void, win(Void)), told("refunded", "20"));
    assert_eq!(
        single("20/1", Lost, dead_heat(1, 4)),
        told("partial_lost", "25/2")
    );
}

#[test]
fn an_each_way_double_goes_win_to_win_or_is_divided_anew() {
    let first = each_way("3/1", ("1/4", 2), part(Won), part(Won));
    let second = each_way("4/1", ("1/5", 3), part(Lost), part(Won));
    let legs = [first, second];
    let come = |each_way| settle_exactly(&Kind::Parlay, &exact("16"), &legs, each_way).unwrap();
    assert_eq!(come(EachWayParlay::WinToWin).returned, exact("126/5"));
    // 16 come to 8·4 + 8·7/4 = 46, and these to 23·0 + 23·9/5.
    assert_eq!(come(EachWayParlay::EquallyDivided).returned, exact("207/5"));
}

#[test]
fn each_way_stands_on_every_leg_or_on_none() {
    let legs = [
        each_way("3/1", ("1/4", 2), part(Won), part(Won)),
        leg("2.00", Won),
    ];
    let come = settle_exactly(&Kind::Parlay, &exact("1"), &legs, EachWayParlay::WinToWin);
    assert_eq!(come, Err(KindError::EachWayOnSome));
    assert_eq!(
        Terms::new(exact("0"), 3),
        Err(TermsError::Fraction(exact("0")))
    );
    assert_eq!(
        Terms::new(exact("6/5"), 3),
        Err(TermsError::Fraction(exact("6/5")))
    );
    assert_eq!(Terms::new(exact("1/5"), 0), Err(TermsError::NoPlace));
}

#[test]
fn each_band_of_rule_4_ends_with_its_longest_price() {
    let ends = [
        ("1/9", "2/17", 90, 85),
        ("2/11", "1/5", 85, 80),
        ("1/4", "2/7", 80, 75),
        ("3/10", "1/3", 75, 70),
        ("2/5", "4/9", 70, 65),
        ("8/15", "4/7", 65, 60),
        ("8/13", "4/6", 60, 55),
        ("4/5", "5/6", 55, 50),
        ("20/21", "1/1", 50, 45),
        ("6/5", "5/4", 45, 40),
        ("6/4", "13/8", 40, 35),
        ("7/4", "15/8", 35, 30),
        ("9/4", "5/2", 30, 25),
        ("3/1", "10/3", 25, 20),
        ("4/1", "9/2", 20, 15),
        ("11/2", "6/1", 15, 10),
        ("9/1", "10/1", 10, 5),
        ("14/1", "15/1", 5, 0),
    ];
    for (longest, next, within, beyond) in ends {
        assert_eq!(percent(price(longest)), within, "{longest}");
        assert_eq!(percent(price(next)), beyond, "{next}");
    }
    assert_eq!(percent(price("1.01")), 90);
    assert_eq!(
        percent(price("2.21")),
        40,
        "a decimal price between two fractions"
    );
}

#[test]
fn rule_4_sums_up_to_ninety_percent_and_waives_a_lone_five() {
    let of = |prices: &[&str], lone| {
        let prices: Vec<Price> = prices.iter().map(|it| price(it)).collect();
        deduction(&prices, lone).map(|it| it.to_string())
    };
    let waive = LoneFive::Waive;
    assert_eq!(of(&[], waive), None);
    assert_eq!(of(&["20/1"], waive), None);
    assert_eq!(of(&["3/1"], waive).as_deref(), Some("1/4"));
    assert_eq!(of(&["14/1"], waive), None);
    assert_eq!(of(&["14/1", "33/1"], waive), None);
    assert_eq!(of(&["14/1"], LoneFive::Apply).as_deref(), Some("1/20"));
    assert_eq!(of(&["14/1", "12/1"], waive).as_deref(), Some("1/10"));
    assert_eq!(of(&["4/5", "1/1"], waive).as_deref(), Some("9/10"));
    assert_eq!(reduced(&exact("9"), &exact("1/4")), exact("7"));
}

const NFL_SIX: [(usize, &str); 4] = [(2, "20/23"), (3, "8/5"), (4, "52/20"), (5, "4/1")];

fn teaser(ties: Ties, tie_with_loss: TieWithLoss) -> Kind {
    let chart = NFL_SIX.iter().map(|(legs, text)| (*legs, price(text)));
    Kind::Teaser(Teaser::new(chart.collect(), ties, tie_with_loss).unwrap())
}

fn teased(kind: &Kind, outcomes: &[LegOutcome]) -> (&'static str, String) {
    let legs: Vec<_> = outcomes.iter().map(|it| leg("2.00", *it)).collect();
    came(kind, "115", &legs)
}

#[test]
fn a_teaser_pays_by_the_chart_and_a_tie_takes_it_one_row_down() {
    let kind = teaser(Ties::Reduce, TieWithLoss::Lose);
    assert_eq!(teased(&kind, &[Won, Won]), told("won", "215"));
    assert_eq!(teased(&kind, &[Won, Won, Won]), told("won", "299"));
    assert_eq!(teased(&kind, &[Won, Push, Won]), told("won", "215"));
    assert_eq!(teased(&kind, &[Won, Void, Won]), told("won", "215"));
    assert_eq!(teased(&kind, &[Won, Push]), told("refunded", "115"));
    assert_eq!(teased(&kind, &[Push, Push]), told("refunded", "115"));
    assert_eq!(teased(&kind, &[Push, Lost]), told("lost", "0"));
    assert_eq!(
        teased(&kind, &[Won; 6]),
        told("refunded", "115"),
        "no row for six"
    );
}

#[test]
fn a_chart_has_no_row_for_legs_that_are_no_teaser() {
    for legs in [0, 1, 26] {
        let chart = BTreeMap::from([(legs, price("2.00"))]);
        assert!(Teaser::new(chart, Ties::Reduce, TieWithLoss::Lose).is_err());
    }
}

#[test]
fn ties_lose_or_push_where_that_was_agreed() {
    let lose = teaser(Ties::Lose, TieWithLoss::Lose);
    assert_eq!(teased(&lose, &[Push, Won, Won]), told("lost", "0"));
    assert_eq!(teased(&lose, &[Push, Push]), told("lost", "0"));
    assert_eq!(
        teased(&lose, &[Void, Won, Won]),
        told("won", "215"),
        "void is no tie"
    );
    let push = teaser(Ties::Push, TieWithLoss::Lose);
    assert_eq!(teased(&push, &[Push, Won, Won]), told("refunded", "115"));
    assert_eq!(teased(&push, &[Push, Lost, Won]), told("lost", "0"));
    assert_eq!(teased(&push, &[Void, Won, Won]), told("won", "215"));
}

#[test]
fn a_tie_beside_a_loss_gives_the_stake_back_where_what_is_left_is_no_teaser() {
    let kind = teaser(Ties::Reduce, TieWithLoss::Push);
    assert_eq!(teased(&kind, &[Push, Lost]), told("refunded", "115"));
    assert_eq!(teased(&kind, &[Lost, Lost]), told("lost", "0"));
    assert_eq!(
        teased(&kind, &[Push, Lost, Won]),
        told("lost", "0"),
        "two legs are left"
    );
    let both = teaser(Ties::Push, TieWithLoss::Push);
    assert_eq!(teased(&both, &[Push, Lost, Won]), told("refunded", "115"));
}

#[test]
fn points_move_a_line_in_favour_of_whoever_holds_it() {
    let line = |text: &str| -> Line { text.parse().unwrap() };
    let six = line("6");
    for (from, side, to) in [
        ("-8.5", Side::Home, "-2.5"),
        ("+1.5", Side::Away, "7.5"),
        ("44", Side::Over, "38"),
        ("39", Side::Under, "45"),
    ] {
        assert_eq!(moved(Some(line(from)), side, six), Ok(line(to)));
    }
    assert_eq!(moved(None, Side::Home, six), Err(TeaseError::NoLine));
    let quarter = moved(Some(line("-0.75")), Side::Home, six);
    assert_eq!(quarter, Err(TeaseError::Quarter("+5.25".to_owned())));
    assert!(moved(Some(line("999")), Side::Home, six).is_err());
}

#[test]
fn legs_of_one_game_are_found() {
    assert_eq!(first_pair(&["a", "b", "c"]), None);
    assert_eq!(first_pair(&["a", "b", "a", "b"]), Some((0, 2)));
}

#[test]
fn legs_that_are_priced_together_count_together() {
    let of = |outcomes: &[LegOutcome]| {
        let parts: Vec<Part> = outcomes.iter().map(|it| part(*it)).collect();
        let games = ["a", "a", "b"];
        let together = regraded(SameGame::VoidTogether, &games, &parts);
        assert_eq!(regraded(SameGame::PerLegPrices, &games, &parts), parts);
        together.iter().map(|it| it.outcome).collect::<Vec<_>>()
    };
    assert_eq!(of(&[Won, Void, Won]), [Void, Void, Won]);
    assert_eq!(of(&[Lost, Void, Won]), [Lost, Void, Won]);
    assert_eq!(of(&[Won, Won, Void]), [Won, Won, Void]);
    assert_eq!(of(&[Won, HalfWon, Void]), [Void, Void, Void]);
}

#[test]
fn a_rule_of_tickets_is_chosen_by_name() {
    let mut rules = TicketRules::default();
    assert_eq!(rules.set("teaser_ties", "push"), Some(Ok(())));
    assert_eq!(rules.ties, Ties::Push);
    assert_eq!(rules.set("dead_heat", "reduce"), None);
    let error = rules.set("rule_4_lone_5", "maybe").unwrap().unwrap_err();
    let words = "rule_4_lone_5 is not \"maybe\": it is one of waive, apply";
    assert_eq!(error.to_string(), words);
}

#[test]
fn the_legs_must_fit_the_kind() {
    let come = |kind: &Kind, legs: usize| {
        let legs = vec![leg("2.00", Won); legs];
        settle_exactly(kind, &exact("1"), &legs, EachWayParlay::WinToWin).is_ok()
    };
    assert!(!come(&Kind::Single, 0) && !come(&Kind::Single, 2));
    assert!(!come(&Kind::Parlay, 1) && come(&Kind::Parlay, 25) && !come(&Kind::Parlay, 26));
    assert!(!come(&system(3, &[2]), 4));
    let nothing = settle_exactly(
        &Kind::Single,
        &exact("0"),
        &[leg("2.00", Won)],
        EachWayParlay::WinToWin,
    );
    assert_eq!(nothing, Err(KindError::Stake));
}

fn any_price() -> impl Strategy<Value = Price> {
    prop_oneof![
        (101u32..100_000).prop_map(|it| {
            let text = format!("{}.{:02}", it / 100, it % 100);
            Price::parse(OddsFormat::Decimal, &text).unwrap()
        }),
        (1u32..60, 1u32..60).prop_map(|(gain, risk)| {
            Price::parse(OddsFormat::Fractional, &format!("{gain}/{risk}")).unwrap()
        }),
    ]
}

fn any_part() -> impl Strategy<Value = Part> {
    prop_oneof![
        6 => select(vec![Won, Lost, Push, Void, HalfWon, HalfLost]).prop_map(part),
        1 => (1i32..5, 5i32..9).prop_map(|(places, tied)| dead_heat(places, tied)),
    ]
}

fn any_leg() -> impl Strategy<Value = GradedLeg> {
    (any_price(), any_part()).prop_map(|(price, part)| GradedLeg::new(price, part))
}

fn any_each_way() -> impl Strategy<Value = GradedLeg> {
    (any_leg(), any_part(), 1u32..=5).prop_map(|(leg, place, of)| {
        let terms = Terms::new(exact(&format!("1/{of}")), 3).unwrap();
        GradedLeg {
            place: Some((terms, place)),
            ..leg
        }
    })
}

fn any_stake() -> impl Strategy<Value = Fraction> {
    (1u64..1_000_000_000, 1u64..1_000)
        .prop_map(|(upper, lower)| Fraction::new(BigUint::from(upper), BigUint::from(lower)))
}

fn returned(kind: &Kind, stake: &Fraction, legs: &[GradedLeg]) -> Fraction {
    settle_exactly(kind, stake, legs, EachWayParlay::WinToWin)
        .unwrap()
        .returned
}

/// Every bet of the system, one after the other.
fn listed(sizes: &[usize], multipliers: &[Fraction]) -> (u64, Fraction) {
    let mut sum = (0, Fraction::zero());
    for chosen in 0u32..1 << multipliers.len() {
        if sizes.contains(&(chosen.count_ones() as usize)) {
            let legs = multipliers.iter().enumerate();
            let bet = legs.filter(|(index, _)| chosen >> index & 1 == 1);
            sum.1 += bet.map(|(_, it)| it).product::<Fraction>();
            sum.0 += 1;
        }
    }
    sum
}

/// A system of these legs, with the sizes whose bits are set.
fn sized(bits: u32, legs: usize) -> Vec<usize> {
    let sizes: Vec<usize> = (1..=legs).filter(|it| bits >> it & 1 == 1).collect();
    if sizes.is_empty() { vec![legs] } else { sizes }
}

proptest! {
    #[test]
    fn a_system_returns_what_its_bets_return_one_by_one(
        stake in any_stake(), legs in prop::collection::vec(any_leg(), 1..9), bits in any::<u32>(),
    ) {
        let sizes = sized(bits, legs.len());
        let multipliers: Vec<_> = legs.iter().map(|it| it.win.multiplier(&it.price)).collect();
        let (bets, sum) = listed(&sizes, &multipliers);
        let kind = system(legs.len(), &sizes);
        prop_assert_eq!(kind.bets(), bets);
        prop_assert_eq!(returned(&kind, &stake, &legs), &stake * sum / BigUint::from(bets));
    }

    #[test]
    fn a_round_robin_by_all_is_the_parlay_and_by_one_is_singles(
        stake in any_stake(), legs in prop::collection::vec(any_leg(), 2..=LEGS_MAX),
    ) {
        let count = legs.len();
        let parlay = returned(&Kind::Parlay, &stake, &legs);
        prop_assert_eq!(returned(&system(count, &[count]), &stake, &legs), parlay);
        let each = &stake / BigUint::from(count);
        let singles = legs.iter().map(|it| returned(&Kind::Single, &each, std::slice::from_ref(it)));
        prop_assert_eq!(returned(&system(count, &[1]), &stake, &legs), singles.sum::<Fraction>());
    }

    #[test]
    fn a_ticket_on_which_nothing_counts_gives_its_stake_back(
        stake in any_stake(), prices in prop::collection::vec(any_price(), 2..=LEGS_MAX),
        bits in any::<u32>(), terms in any::<bool>(),
    ) {
        let legs: Vec<_> = prices.iter().map(|it| {
            let place = terms.then(|| (Terms::new(exact("1/4"), 2).unwrap(), part(Void)));
            GradedLeg { place, ..GradedLeg::new(*it, part(Push)) }
        }).collect();
        for kind in [Kind::Parlay, system(legs.len(), &sized(bits, legs.len()))] {
            let it = settle_exactly(&kind, &stake, &legs, EachWayParlay::WinToWin).unwrap();
            prop_assert_eq!(it.outcome, TicketOutcome::Refunded);
            prop_assert_eq!(&it.returned, &stake);
        }
    }

    #[test]
    fn the_order_of_the_legs_does_not_matter(
        stake in any_stake(), legs in prop::collection::vec(any_each_way(), 2..9),
        bits in any::<u32>(), turn in 0usize..9,
        way in select(vec![EachWayParlay::WinToWin, EachWayParlay::EquallyDivided]),
    ) {
        let mut turned = legs.clone();
        turned.rotate_left(turn % legs.len());
        for kind in [Kind::Parlay, system(legs.len(), &sized(bits, legs.len()))] {
            let first = settle_exactly(&kind, &stake, &legs, way).unwrap();
            prop_assert_eq!(settle_exactly(&kind, &stake, &turned, way).unwrap(), first);
        }
    }

    #[test]
    fn a_leg_at_odds_of_one_is_a_pushed_leg(
        stake in any_stake(), legs in prop::collection::vec(any_leg(), 1..9), bits in any::<u32>(),
        pushed in any_price(),
    ) {
        let with = |leg: GradedLeg| { let mut all = legs.clone(); all.push(leg); all };
        let at_one = with(GradedLeg { price: Fraction::one(), win: part(Won), place: None });
        let pushed = with(GradedLeg::new(pushed, part(Push)));
        for kind in [Kind::Parlay, system(at_one.len(), &sized(bits, at_one.len()))] {
            let same = returned(&kind, &stake, &at_one) == returned(&kind, &stake, &pushed);
            prop_assert!(same);
        }
    }

    #[test]
    fn a_return_is_never_more_than_if_all_legs_won(
        stake in any_stake(), legs in prop::collection::vec(any_each_way(), 2..9),
        bits in any::<u32>(),
    ) {
        let all_won: Vec<_> = legs.iter().cloned().map(|it| GradedLeg {
            win: part(Won),
            place: it.place.map(|(terms, _)| (terms, part(Won))),
            ..it
        }).collect();
        let product: Fraction = legs.iter().map(|it| it.price.clone()).product();
        for kind in [Kind::Parlay, system(legs.len(), &sized(bits, legs.len()))] {
            let it = returned(&kind, &stake, &legs);
            prop_assert!(it <= returned(&kind, &stake, &all_won));
            prop_assert!(it <= &stake * &product);
        }
    }

    #[test]
    fn what_is_paid_is_cut_by_less_than_one_step(
        stake in any_stake(), legs in prop::collection::vec(any_leg(), 2..9),
    ) {
        let it = returned(&Kind::Parlay, &stake, &legs);
        let paid = fraction::read(&cut(&it)).unwrap();
        prop_assert!(paid <= it && &it - &paid < exact("1/1000000"));
    }

    #[test]
    fn the_fast_way_of_settling_and_this_one_agree(
        stake in 1i64..5_000_000, legs in prop::collection::vec(any_leg(), 1..6),
    ) {
        let kinds = match legs.len() {
            1 => (TicketKind::Single, Kind::Single),
            _ => (TicketKind::Parlay, Kind::Parlay),
        };
        let fast: Vec<_> = legs.iter().map(|it| {
            let Part { outcome, win, refund } = it.win;
            // Prices of more than a leg's own u64 never reach settling.
            let text = format!("{}/{}", it.price.numer() - it.price.denom(), it.price.denom());
            LegSettled::graded(price(&text), outcome, (win, refund))
        }).collect();
        let units = Units::from_steps(stake);
        let settled = settle(kinds.0, units, &fast);
        prop_assume!(settled != Err(TicketError::ReturnTooLarge));
        let TicketProgress::Settled { state, returned, multiplier } = settled.unwrap() else {
            panic!("all legs are graded");
        };
        let exact_stake = Fraction::new(BigUint::from(stake.unsigned_abs()), 1_000_000u32.into());
        let slow = settle_exactly(&kinds.1, &exact_stake, &legs, EachWayParlay::WinToWin).unwrap();
        let ratio = Fraction::new(multiplier.num().clone(), multiplier.den().clone());
        prop_assert_eq!(&slow.returned, &(exact_stake * ratio));
        prop_assert_eq!(cut(&slow.returned), returned.short());
        if slow.outcome != TicketOutcome::Leg(LegOutcome::DeadHeat) {
            prop_assert_eq!(slow.outcome.word(), state.word());
        }
    }
}
