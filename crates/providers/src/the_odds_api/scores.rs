//! Scores: the sum of each side, and whether the game is over. No word for games that were put off
//! or called off: these vanish from the list.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameStatus, Period, PeriodScore};

use super::convert;
use super::leagues::League;
use super::wire::{Event, Score};
use crate::archive::score;
use crate::error::Garbled;
use crate::json;

/// Reads a league's scores. An empty list is an answer: nothing is on.
///
/// # Errors
/// [`Garbled`] when it is no list, or the league is none of ours.
pub fn read_scores(body: &Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    let league = convert::find(league, body)?;
    let events: Vec<Box<RawValue>> = json::read(body)?;
    Ok(convert::each(&events, |text, refused| {
        scored(league, text, refused)
    }))
}

fn scored(league: &League, text: &str, refused: &mut Vec<String>) -> Result<GameReport, String> {
    let event: Event = json::text_part(text)?;
    let mut game = convert::game(league, &event)?;
    let sides = convert::names(&event)?.ok_or("a score of a contest of many")?;
    let completed = event.completed.ok_or("whether it is over is not told")?;
    let scores = event.scores.as_deref().filter(|it| !it.is_empty());
    let scores = scores.map(|it| full(sides, it)).transpose();
    game.status = match (completed, &scores) {
        (true, _) => GameStatus::Final,
        (false, Ok(None)) => GameStatus::Scheduled,
        (false, _) => GameStatus::Live,
    };
    match scores {
        Ok(Some(scores)) => game.scores = scores,
        Ok(None) if completed => refused.push("it is over, and no score is told".to_owned()),
        Ok(None) => {}
        // It is over, and we cannot say how: it must not look as if it were still to end.
        Err(reason) if completed => refused.push(reason),
        Err(reason) => return Err(reason),
    }
    let at = event.last_update.as_deref();
    game.source_at = at.and_then(|it| it.parse::<DateTime<Utc>>().ok());
    Ok(game)
}

fn full(sides: [&str; 2], scores: &[Score]) -> Result<Vec<PeriodScore>, String> {
    let of = |name: &str| {
        let mut found = scores.iter().filter(|it| it.name.trim() == name);
        let only = found.next().filter(|_| found.next().is_none());
        let points = only.and_then(|it| it.score.whole()).filter(|it| *it >= 0);
        points.ok_or_else(|| format!("no score for {name:?}"))
    };
    let [home, away] = sides;
    let (home, away) = (of(home)?, of(away)?);
    if scores.len() != 2 {
        return Err("a score for somebody else".to_owned());
    }
    Ok(score(Period::Full, home, away).to_vec())
}
