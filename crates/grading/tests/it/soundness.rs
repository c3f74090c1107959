//! What holds however a game ended: both answers to a question, better lines, quarter lines, and
//! that what is called decided was decided.

use grading::{Grade, HouseRules, grade};
use proptest::prelude::*;
use proptest::sample::select;
use shared::competitor::{Lead, Role};
use shared::facts::{Ending, InningEnd};
use shared::game::{GameResult, GameStatus, Period};
use shared::grade::LegOutcome::{self, HalfLost, HalfWon, Lost, Push, Void, Won};
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{About, MarketKey, MarketKind, Selection, Side, side_line};

use crate::properties::turned;
use crate::{ended, game};

/// Sports in parts, with the parts.
const PARTS: [(Sport, &[Period]); 8] = [
    (Sport::AmericanFootball, QUARTERS),
    (Sport::Basketball, QUARTERS),
    (Sport::AustralianRules, QUARTERS),
    (
        Sport::IceHockey,
        &[Period::Third(1), Period::Third(2), Period::Third(3)],
    ),
    (Sport::Soccer, HALVES),
    (Sport::Handball, HALVES),
    (Sport::RugbyUnion, HALVES),
    (Sport::RugbyLeague, HALVES),
];
const QUARTERS: &[Period] = &[
    Period::Quarter(1),
    Period::Quarter(2),
    Period::Quarter(3),
    Period::Quarter(4),
];
const HALVES: &[Period] = &[Period::Half(1), Period::Half(2)];

fn home() -> CompetitorId {
    CompetitorId::derive("home")
}

fn away() -> CompetitorId {
    CompetitorId::derive("away")
}

fn asked(kind: MarketKind, side: Side, line: Option<Line>) -> Selection {
    let key = MarketKey {
        about: About::Game(game()),
        kind,
        period: Period::Full,
        subject: (kind == MarketKind::TeamTotal).then(home),
        statistic: None,
        line: side_line(line, side),
        group: Vec::new(),
    };
    Selection::of(&key, side).unwrap()
}

/// A game in parts, the last of them perhaps in the middle of it, stopped after those.
#[derive(Clone, Debug)]
struct Cut {
    rules: HouseRules,
    /// What was played, to where it stopped.
    stopped: GameResult,
    /// The same game played on to its end.
    finished: GameResult,
}

fn told(status: GameStatus, scores: &[(Period, i32, i32)]) -> GameResult {
    let mut result = ended(status, scores);
    result.facts.sides = Some((home(), away()));
    result
}

/// In which minute the last of that many parts began; of none, the first.
fn began(sport: Sport, parts: usize, played: usize) -> u16 {
    let regular: usize = match sport {
        Sport::Basketball => 40,
        Sport::AustralianRules | Sport::RugbyUnion | Sport::RugbyLeague => 80,
        Sport::Soccer => 90,
        _ => 60,
    };
    u16::try_from(regular * played.saturating_sub(1) / parts).unwrap()
}

fn cut() -> impl Strategy<Value = Cut> {
    let points = proptest::collection::vec((0i32..4, 0i32..4), 5);
    (select(PARTS.to_vec()), points, 0usize..5, 1u16..3).prop_map(
        |((sport, parts), points, stop, minute)| {
            let all = parts.iter().zip(&points);
            let all: Vec<_> = all.map(|(part, it)| (*part, it.0, it.1)).collect();
            let mut played = all.clone();
            played.truncate(stop.min(all.len()));
            if let Some(last) = played.last_mut() {
                // Not all of the part in which it stopped.
                (last.1, last.2) = (last.1 / 2, last.2 / 2);
            }
            let mut stopped = told(GameStatus::Abandoned, &played);
            let minute = began(sport, parts.len(), stop.min(parts.len())) + minute;
            stopped.facts.ending = Some(Ending {
                minute: Some(minute),
                ..Ending::default()
            });
            let mut whole = all;
            let level = whole.iter().map(|it| it.1 - it.2).sum::<i32>() == 0;
            if level && !matches!(sport, Sport::Soccer | Sport::Handball) {
                let home = if sport == Sport::IceHockey {
                    1
                } else {
                    points[4].0 + 1
                };
                whole.push((Period::Overtime, home, points[4].1 / 4));
            }
            Cut {
                rules: HouseRules::new(sport, "NHL"),
                stopped,
                finished: told(GameStatus::Final, &whole),
            }
        },
    )
}

fn line() -> impl Strategy<Value = Line> {
    (-20i32..60).prop_map(|it| Line::from_quarters(it).unwrap())
}

/// Kinds with two answers, the first of them.
const TWO: [(MarketKind, Side, Side); 7] = [
    (MarketKind::Moneyline2, Side::Home, Side::Away),
    (MarketKind::Spread, Side::Home, Side::Away),
    (MarketKind::Total, Side::Over, Side::Under),
    (MarketKind::TeamTotal, Side::Over, Side::Under),
    (MarketKind::BothTeamsToScore, Side::Yes, Side::No),
    (MarketKind::OddEven, Side::Odd, Side::Even),
    (MarketKind::DrawNoBet, Side::Home, Side::Away),
];

/// Kinds with two answers that are not decided by a score of two sides, and why not.
const NOT_BY_SCORE: [(MarketKind, &str); 4] = [
    (
        MarketKind::ToQualify,
        "by who goes through, which no score says",
    ),
    (MarketKind::PlayerTotal, "by what a player did"),
    (MarketKind::PlayerYesNo, "by what a player did"),
    (MarketKind::TotalRounds, "by how long a fight lasted"),
];

#[test]
fn every_kind_with_two_answers_is_tried_or_left_out_for_a_reason() {
    for kind in MarketKind::ALL.iter().filter(|it| it.sides().len() == 2) {
        let tried = TWO.iter().filter(|it| it.0 == *kind).count();
        let left_out = NOT_BY_SCORE.iter().filter(|it| it.0 == *kind).count();
        assert_eq!(
            tried + left_out,
            1,
            "{kind}: tried {tried}, left out {left_out}"
        );
    }
}

fn outcome(rules: &HouseRules, selection: &Selection, result: &GameResult) -> LegOutcome {
    let Grade { outcome, .. } = grade(rules, selection, result).unwrap();
    outcome
}

/// Four times what comes back of one at a price of three.
fn fourfold(outcome: LegOutcome) -> i32 {
    match outcome {
        Won => 12,
        HalfWon => 8,
        Push | Void => 4,
        HalfLost => 2,
        Lost => 0,
        LegOutcome::DeadHeat => 6,
    }
}

/// Whether an end of the game is one that the outcome of the game that stopped allows for.
fn kept(stopped: LegOutcome, finished: LegOutcome) -> bool {
    match stopped {
        Won => finished == Won,
        Lost => finished == Lost,
        HalfWon => matches!(finished, HalfWon | Won),
        HalfLost => matches!(finished, HalfLost | Lost),
        _ => true,
    }
}

/// Games or points of each set: home, away.
type Sets = Vec<(i32, i32)>;

/// A tennis or volleyball match, won by whoever first has so many sets, and where it stopped.
fn sets(tennis: bool) -> impl Strategy<Value = (Sets, Sets)> {
    let set = if tennis {
        let ends = vec![(6, 0), (6, 1), (6, 2), (6, 3), (6, 4), (7, 5), (7, 6)];
        select(ends).boxed()
    } else {
        prop_oneof![
            (0i32..24).prop_map(|it| (25, it)),
            (24i32..30).prop_map(|it| (it + 2, it))
        ]
        .boxed()
    };
    let sets = proptest::collection::vec((set, any::<bool>()), 5);
    let needed = if tennis { 2 } else { 3 };
    (sets, 0usize..5, 0i32..100, 0i32..100).prop_map(move |(sets, stop, own, other)| {
        let mut all = Sets::new();
        let won =
            |all: &[(i32, i32)], home: bool| all.iter().filter(|it| (it.0 > it.1) == home).count();
        for ((more, fewer), home) in sets {
            if won(&all, true) == needed || won(&all, false) == needed {
                break;
            }
            // The fifth set of volleyball goes to 15.
            let (more, fewer) = match (tennis, all.len()) {
                (false, 4) => (15.max(fewer + 2), fewer),
                _ => (more, fewer),
            };
            all.push(if home { (more, fewer) } else { (fewer, more) });
        }
        let mut played = all.clone();
        played.truncate(stop.min(all.len()));
        if let Some((home, away)) = played.pop() {
            let part = (home * own / 100, away * other / 100);
            let target = if tennis { 6 } else { 15 };
            if part.0.max(part.1) < target {
                played.push(part);
            }
        }
        (all, played)
    })
}

fn match_of(status: GameStatus, sets: &[(i32, i32)]) -> GameResult {
    let numbers = (1u8..).zip(sets);
    let scores: Vec<_> = numbers
        .map(|(n, it)| (Period::Set(n), it.0, it.1))
        .collect();
    told(status, &scores)
}

proptest! {
    #[test]
    fn what_one_answer_wins_the_other_loses_however_the_game_ended(
        cut in cut(), (kind, one, other) in select(TWO.to_vec()), at in line(),
    ) {
        for result in [&cut.stopped, &cut.finished] {
            let line = kind.has_line().then_some(at);
            let turn = if kind == MarketKind::Spread { line.map(|it| -it) } else { line };
            let one = grade(&cut.rules, &asked(kind, one, line), result);
            let other = grade(&cut.rules, &asked(kind, other, turn), result);
            match (one, other) {
                (Ok(one), Ok(other)) => prop_assert_eq!(other.outcome, turned(one.outcome)),
                (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
            }
        }
    }

    #[test]
    fn a_better_line_never_returns_less_however_the_game_ended(
        cut in cut(), at in line(), better in 1i32..12,
        (kind, side, sign) in select(vec![
            (MarketKind::Spread, Side::Home, 1), (MarketKind::Spread, Side::Away, 1),
            (MarketKind::Total, Side::Over, -1), (MarketKind::Total, Side::Under, 1),
            (MarketKind::TeamTotal, Side::Over, -1), (MarketKind::TeamTotal, Side::Under, 1),
        ]),
    ) {
        let improved = Line::from_quarters(at.quarters() + sign * better).unwrap();
        for result in [&cut.stopped, &cut.finished] {
            let came = outcome(&cut.rules, &asked(kind, side, Some(at)), result);
            let more = outcome(&cut.rules, &asked(kind, side, Some(improved)), result);
            prop_assert!(fourfold(more) >= fourfold(came), "{came:?} at {at}, {more:?}");
        }
    }

    #[test]
    fn a_quarter_line_is_half_of_both_neighbours_however_the_game_ended(
        cut in cut(), at in -10i32..30, (kind, side, _) in select(TWO[1..4].to_vec()), turn in any::<bool>(),
    ) {
        let side = match (side, turn) {
            (Side::Over, true) => Side::Under,
            (Side::Home, true) => Side::Away,
            (side, _) => side,
        };
        for result in [&cut.stopped, &cut.finished] {
            let come = |quarters| {
                let line = Line::from_quarters(quarters).unwrap();
                fourfold(outcome(&cut.rules, &asked(kind, side, Some(line)), result))
            };
            let odd = 2 * at + 1;
            prop_assert_eq!(2 * come(odd), come(odd - 1) + come(odd + 1));
        }
    }

    #[test]
    fn what_is_called_decided_is_so_at_every_end_of_the_game(
        cut in cut(), (kind, one, other) in select(TWO.to_vec()), at in line(),
        turn in any::<bool>(), (own, theirs) in (0u16..9, 0u16..9),
        (half, full) in (select(Lead::ALL), select(Lead::ALL)),
    ) {
        let line = kind.has_line().then_some(at);
        let mut asks = vec![asked(kind, if turn { other } else { one }, line)];
        let score = Side::Score { home: own, away: theirs };
        asks.push(asked(MarketKind::CorrectScore, score, None));
        if cut.rules.sport != Sport::IceHockey {
            asks.push(asked(MarketKind::HalfTimeFullTime, Side::HalfFull { half, full }, None));
        }
        for selection in asks {
            let stopped = outcome(&cut.rules, &selection, &cut.stopped);
            let finished = outcome(&cut.rules, &selection, &cut.finished);
            prop_assert!(kept(stopped, finished), "{selection:?}: {stopped:?}, {finished:?}");
        }
    }

    #[test]
    fn games_of_a_match_that_are_called_decided_are_so_at_every_end_of_it(
        (all, played) in sets(true), at in 0i32..160, turn in any::<bool>(),
        kind in select(vec![MarketKind::Total, MarketKind::TeamTotal]),
    ) {
        let mut rules = HouseRules::new(Sport::Tennis, "ATP");
        rules.options.set("tennis_retirement_totals", "keep_determined").unwrap();
        let line = Some(Line::from_quarters(at).unwrap());
        let selection = asked(kind, if turn { Side::Over } else { Side::Under }, line);
        let mut stopped = match_of(GameStatus::Retired, &played);
        stopped.facts.best_of = Some(3);
        let mut finished = match_of(GameStatus::Final, &all);
        finished.facts.best_of = Some(3);
        let stopped = outcome(&rules, &selection, &stopped);
        let finished = outcome(&rules, &selection, &finished);
        prop_assert!(kept(stopped, finished), "{all:?} {played:?}: {stopped:?}, {finished:?}");
    }

    #[test]
    fn points_of_a_match_that_are_called_decided_are_so_at_every_end_of_it(
        (all, played) in sets(false), at in 0i32..1000, turn in any::<bool>(),
        statistic in select(vec!["points", "sets"]),
    ) {
        let rules = HouseRules::new(Sport::Volleyball, "CEV");
        let at = if statistic == "sets" { at % 24 } else { at };
        let line = Some(Line::from_quarters(at).unwrap());
        let side = if turn { Side::Over } else { Side::Under };
        let mut selection = asked(MarketKind::Total, side, line);
        selection.statistic = Some(statistic.to_owned());
        let stopped = outcome(&rules, &selection, &match_of(GameStatus::Abandoned, &played));
        let finished = outcome(&rules, &selection, &match_of(GameStatus::Final, &all));
        prop_assert!(kept(stopped, finished), "{all:?} {played:?}: {stopped:?}, {finished:?}");
    }

    #[test]
    fn runs_that_are_called_decided_are_so_at_the_end_of_the_game(
        runs in proptest::collection::vec((0i32..3, 0i32..3), 9), last in 1u8..9, outs in 0u8..4,
        at in 0i32..80, turn in any::<bool>(),
        kind in select(vec![MarketKind::Total, MarketKind::TeamTotal]),
    ) {
        // A game can end level there.
        let rules = HouseRules::new(Sport::Baseball, "NPB");
        let numbers = (1u8..).zip(&runs);
        let mut all: Vec<_> = numbers.map(|(n, it)| (Period::Inning(n), it.0, it.1)).collect();
        let lead = all.iter().map(|it| it.1 - it.2).sum::<i32>() - all[8].1;
        if lead > 0 {
            // The home side does not bat once it has won.
            all[8].1 = 0;
        }
        let mut stopped = told(GameStatus::Final, &all[..usize::from(last)]);
        let inning = InningEnd { number: last, bottom: true, outs };
        stopped.facts.ending = Some(Ending { inning: Some(inning), ..Ending::default() });
        let line = Some(Line::from_quarters(at).unwrap());
        let selection = asked(kind, if turn { Side::Over } else { Side::Under }, line);
        let stopped = outcome(&rules, &selection, &stopped);
        let finished = outcome(&rules, &selection, &told(GameStatus::Final, &all));
        prop_assert!(kept(stopped, finished), "{stopped:?}, {finished:?}");
    }
}

/// No game here has more points of one side: four parts of three, and four in overtime.
const POINTS_MAX: u16 = 16;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn of_answers_that_leave_nothing_out_one_wins(cut in cut()) {
        let (rules, result) = (&cut.rules, &cut.finished);
        let won = |kind, sides: &[Side]| {
            let asked = sides.iter().map(|it| asked(kind, *it, None));
            asked.filter(|it| outcome(rules, it, result) == Won).count()
        };
        let leads = Lead::ALL.iter().flat_map(|half| Lead::ALL.iter().map(|full| (*half, *full)));
        let halves: Vec<_> = leads.map(|(half, full)| Side::HalfFull { half, full }).collect();
        if rules.sport != Sport::IceHockey {
            prop_assert_eq!(won(MarketKind::HalfTimeFullTime, &halves), 1);
        }
        let scores = (0..=POINTS_MAX).flat_map(|home| (0..=POINTS_MAX).map(move |away| (home, away)));
        let scores: Vec<_> = scores.map(|(home, away)| Side::Score { home, away }).collect();
        prop_assert_eq!(won(MarketKind::CorrectScore, &scores), 1);
        let margin = |home, from, to| Side::Margin { home, from, to };
        let margins = [
            Side::Draw, margin(true, 1, Some(2)), margin(true, 3, None),
            margin(false, 1, Some(2)), margin(false, 3, None),
        ];
        prop_assert_eq!(won(MarketKind::WinningMargin, &margins), 1);
        let three = [(Side::Home, Side::AwayOrDraw), (Side::Draw, Side::HomeOrAway), (Side::Away, Side::HomeOrDraw)];
        for (one, two) in three {
            let one = won(MarketKind::Moneyline3, &[one]);
            prop_assert_eq!(one + won(MarketKind::DoubleChance, &[two]), 1);
        }
    }
}

#[test]
fn the_roles_of_the_sides_are_those_of_the_scores() {
    let result = told(
        GameStatus::Final,
        &[(Period::Half(1), 2, 0), (Period::Half(2), 0, 0)],
    );
    assert_eq!(result.full(Role::Home), None);
    let rules = HouseRules::new(Sport::Soccer, "EPL");
    let line = Some(Line::from_quarters(6).unwrap());
    let selection = asked(MarketKind::TeamTotal, Side::Over, line);
    assert_eq!(outcome(&rules, &selection, &result), Won);
}
