//! Goals at half-time and at the end, which readers of the feed type in one by one.

use shared::game::{GameStatus, Period, PeriodScore};

use super::wire::{Match, Outcome};
use crate::archive::score;

/// A moment of a match whose goals are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Half,
    End,
    /// After extra time or penalties, which a league does not have.
    Extra,
}

fn moment(outcome: &Outcome) -> Option<Moment> {
    match outcome.kind {
        1 => return Some(Moment::Half),
        2 => return Some(Moment::End),
        3.. => return Some(Moment::Extra),
        0 => {}
    }
    // Old seasons have the name alone, in any order.
    let name = outcome.name.to_lowercase();
    if name.starts_with("halbzeit") {
        Some(Moment::Half)
    } else if name.starts_with("endergebnis") {
        Some(Moment::End)
    } else if name.contains("verlängerung") || name.contains("elfmeter") {
        Some(Moment::Extra)
    } else {
        None
    }
}

/// The goals at that moment, if they are told, and told once.
fn at(game: &Match, wanted: Moment) -> Result<Option<(i32, i32)>, String> {
    let told = game
        .match_results
        .iter()
        .filter(|it| moment(it) == Some(wanted));
    let mut told: Vec<_> = told.filter_map(|it| it.home.zip(it.away)).collect();
    told.dedup();
    match told.as_slice() {
        [] => Ok(None),
        [(home, away)] if *home >= 0 && *away >= 0 => Ok(Some((*home, *away))),
        [_] => Err("a score below zero".to_owned()),
        [one, other, ..] => Err(format!(
            "contradiction: {}:{} and {}:{} of one moment",
            one.0, one.1, other.0, other.1
        )),
    }
}

/// Where the match stands, as far as the feed says: it has no status but an end.
pub(super) fn status(game: &Match) -> GameStatus {
    let begun = !game.goals.is_empty() || matches!(at(game, Moment::Half), Ok(Some(_)));
    match (game.match_is_finished, begun) {
        (true, _) => GameStatus::Final,
        (false, true) => GameStatus::Live,
        (false, false) => GameStatus::Scheduled,
    }
}

/// The goals of a match that is over.
pub(super) fn at_the_end(game: &Match) -> Result<Vec<PeriodScore>, String> {
    if game
        .match_results
        .iter()
        .any(|it| moment(it) == Some(Moment::Extra))
    {
        return Err("extra time or penalties in a league that has none".to_owned());
    }
    let full = at(game, Moment::End)?;
    let (home, away) = full.ok_or("it is over, and its end result is not there yet")?;
    let more = game
        .goals
        .iter()
        .find(|it| it.home.is_some_and(|it| it > home) || it.away.is_some_and(|it| it > away));
    if let Some(goal) = more {
        return Err(format!(
            "contradiction: it ended {home}:{away}, and stood at {}:{}",
            goal.home.unwrap_or_default(),
            goal.away.unwrap_or_default()
        ));
    }
    let mut scores = score(Period::Full, home, away).to_vec();
    if let Some((first, second)) = at(game, Moment::Half)? {
        if first > home || second > away {
            return Err(format!(
                "contradiction: it ended {home}:{away}, and stood at {first}:{second} at half-time"
            ));
        }
        scores.extend(score(Period::Half(1), first, second));
        scores.extend(score(Period::Half(2), home - first, away - second));
    }
    Ok(scores)
}

/// The goals so far.
pub(super) fn so_far(game: &Match) -> Result<Vec<PeriodScore>, String> {
    let goals = game.goals.iter().filter_map(|it| it.home.zip(it.away));
    let last = goals.max_by_key(|(home, away)| home.saturating_add(*away));
    let half = at(game, Moment::Half)?;
    let (home, away) = last.or(half).ok_or("it has begun, and no goals are told")?;
    if home < 0 || away < 0 {
        return Err("a score below zero".to_owned());
    }
    Ok(score(Period::Full, home, away).to_vec())
}
