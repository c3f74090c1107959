//! From a list of games to reports.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant, Rejected};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;

use super::base;
use super::status::{self, NoStatus};
use super::wire::{Game, Page, Team};
use crate::archive::score;
use crate::error::Garbled;
use crate::leagues::{self, Known};
use crate::listed::{self, refusal};
use crate::{json, teams};

/// Reads a page of games.
///
/// # Errors
/// [`Garbled`] when it is none, or the league is none of the feed's.
pub fn read(body: &Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    page(body, league).map(|it| it.0)
}

/// The same, with the place of the next page.
pub(super) fn page(body: &Bytes, league: &str) -> Result<(FeedAnswer, Option<String>), Garbled> {
    let known = leagues::known(league).filter(|_| base(league).is_some());
    let known = known.ok_or_else(|| {
        let reason = format!("league {league:?} is not one of this feed's");
        Garbled::new("data", reason, body.clone())
    })?;
    let page: Page = json::read(body)?;
    let entries = page.data.iter().map(|it| it.get());
    let answer = listed::games(entries, ("game", "data"), |text, refused| {
        game(known, text, refused)
    });
    Ok((answer, page.meta.next_cursor.map(|it| it.text())))
}

fn game(league: &Known, text: &str, refused: &mut Vec<Rejected>) -> Result<GameReport, Rejected> {
    let read: Game = json::text_part(text).map_err(refusal)?;
    let status = match status::read(&read) {
        Ok(status) => status,
        Err(NoStatus::Contradiction(reason)) => return Err(refusal(reason)),
        Err(NoStatus::Unknown(word)) => {
            return Err(Rejected {
                unknown_code: Some(word.clone()),
                ..refusal(format!("unknown status {word}"))
            });
        }
    };
    let starts_at = start(&read).map_err(refusal)?;
    let (home, away) = (
        team(league, &read.home_team),
        team(league, &read.visitor_team),
    );
    if home.reference == away.reference {
        return Err(refusal("one team on both sides"));
    }
    let scores = match scores(league.sport, status, &read) {
        Ok(scores) => scores,
        // It is over, and we cannot say how: it must not look as if it were still to end.
        Err(reason) if status == GameStatus::Final => {
            refused.push(refusal(reason));
            Vec::new()
        }
        Err(reason) => return Err(refusal(reason)),
    };
    Ok(GameReport {
        reference: read.id.text(),
        league: league.report(),
        season: league.season(starts_at),
        starts_at,
        status,
        field: None,
        participants: Participant::sides(home, away),
        players: Vec::new(),
        scores,
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// A team of that league.
pub(super) fn team(league: &Known, team: &Team) -> CompetitorReport {
    let reference = teams::reference(&team.id.text());
    teams::named(league.code, reference, team.full_name.trim())
}

fn start(read: &Game) -> Result<DateTime<Utc>, String> {
    let told = [
        read.datetime.as_deref(),
        Some(read.date.as_str()),
        Some(read.status.as_str()),
    ];
    let moments = told.into_iter().flatten();
    let mut moments = moments.filter_map(|it| it.trim().parse::<DateTime<Utc>>().ok());
    moments
        .next()
        .ok_or_else(|| format!("{:?} does not say at which hour it begins", read.date))
}

/// The points of both sides. Overtime is in them, and quarters are not told alike.
fn scores(sport: Sport, status: GameStatus, read: &Game) -> Result<Vec<PeriodScore>, String> {
    if !matches!(status, GameStatus::Live | GameStatus::Final) {
        return Ok(Vec::new());
    }
    let points = read.home_score.zip(read.away_score);
    let (home, away) = points.ok_or("no score for a side")?;
    if home < 0 || away < 0 {
        return Err("a score below zero".to_owned());
    }
    let over = status == GameStatus::Final;
    if over && home == away && sport == Sport::Basketball {
        return Err(format!("contradiction: it is over at {home}-{away}"));
    }
    if over && read.period.is_some_and(|it| it < 4) {
        return Err("contradiction: it is over before its last quarter".to_owned());
    }
    Ok(score(Period::Full, home, away).to_vec())
}
