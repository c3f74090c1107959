//! Stories and properties of grading.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where it stands"
)]

mod cases;
mod check;
mod corpus;
mod damage;
mod decide;
mod flat;
mod jsonl;
mod kinds;
mod leg;
mod moved;
mod properties;
mod receipt;
mod rules;
mod sentence;
mod soundness;
mod ticket;

use grading::{Grade, GradeError, HouseRules, grade};
use shared::competitor::Role;
use shared::facts::Facts;
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::grade::{LegOutcome, Share};
use shared::id::GameId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Selection, Side, side_line};
use shared::price::Price;

/// The one game that every story here is about.
fn game() -> GameId {
    GameId::derive("CHI@GB")
}

/// A selection with the line as its holder sees it.
fn pick(kind: MarketKind, side: Side, line: Option<&str>) -> Selection {
    pick_in(Period::Full, kind, side, line)
}

fn pick_in(period: Period, kind: MarketKind, side: Side, line: Option<&str>) -> Selection {
    pick_line(period, kind, side, line.map(|it| it.parse().unwrap()))
}

fn pick_line(period: Period, kind: MarketKind, side: Side, line: Option<Line>) -> Selection {
    let key = MarketKey::of_game(game(), kind, period, side_line(line, side));
    let selection = Selection::of(&key, side).unwrap();
    assert_eq!(selection.line, line);
    selection
}

/// A final with these points by period: home, away.
fn final_with(scores: &[(Period, i32, i32)]) -> GameResult {
    ended(GameStatus::Final, scores)
}

fn ended(status: GameStatus, scores: &[(Period, i32, i32)]) -> GameResult {
    let of = |period, role, points| PeriodScore {
        period,
        role,
        points,
    };
    let pairs = scores.iter().flat_map(|(period, home, away)| {
        [
            of(*period, Role::Home, *home),
            of(*period, Role::Away, *away),
        ]
    });
    GameResult {
        game: game(),
        version: 1,
        status,
        scores: pairs.collect(),
        facts: Facts::default(),
        provider: "espn".to_owned(),
        decided_at: shared::testing::noon(),
    }
}

/// A final of which only the whole is known.
fn full(home: i32, away: i32) -> GameResult {
    final_with(&[(Period::Full, home, away)])
}

/// The same of the first of two games, which may end level in every sport.
fn first_leg(home: i32, away: i32) -> GameResult {
    let mut result = full(home, away);
    result.facts.advanced = Some(Role::Away);
    result
}

fn graded(selection: &Selection, sport: Sport, result: &GameResult) -> Grade {
    try_grade(selection, sport, result).unwrap()
}

fn try_grade(
    selection: &Selection,
    sport: Sport,
    result: &GameResult,
) -> Result<Grade, GradeError> {
    grade(&house(sport), selection, result)
}

/// The rules in force, with nothing chosen, in a league that has the sport's usual ones.
fn house(sport: Sport) -> HouseRules {
    let league = match sport {
        Sport::IceHockey => "NHL",
        Sport::Basketball => "NBA",
        _ => "DEMO",
    };
    HouseRules::new(sport, league)
}

/// The shares of a word; a dead heat is one of two here.
fn shares(outcome: LegOutcome) -> (Share, Share) {
    outcome.shares().unwrap_or((Share::HALF, Share::NONE))
}

fn price(text: &str) -> Price {
    text.parse().unwrap()
}
