//! From a list of matches to reports.

use std::collections::BTreeSet;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant, Rejected};
use shared::game::GameStatus;

use super::wire::{Match, Named, Team};
use super::{LEAGUE, SHORTCUT, scores};
use crate::archive::{athlete, rejected};
use crate::error::Garbled;
use crate::leagues::{self, Known};
use crate::slug::slug;
use crate::{json, teams};

/// A match that was read, with its day of the season.
pub(super) struct Listed {
    /// The day of the season, from 1.
    pub(super) day: Option<u8>,
    /// The report.
    pub(super) game: GameReport,
}

/// Reads the matches of a day or of a season of that league. An empty list is an answer: the season
/// is not there yet.
///
/// # Errors
/// [`Garbled`] when it is none, or the league is none of the feed's.
pub fn read(body: &Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    let (games, rejected) = list(body, league)?;
    Ok(FeedAnswer {
        games: games.into_iter().map(|it| it.game).collect(),
        rejected,
    })
}

/// The same, with the day of each match.
pub(super) fn list(body: &Bytes, league: &str) -> Result<(Vec<Listed>, Vec<Rejected>), Garbled> {
    let known = leagues::known(league).filter(|it| it.code == LEAGUE);
    let known = known.ok_or_else(|| {
        let reason = format!("league {league:?} is not one of this feed's");
        Garbled::new("leagueShortcut", reason, body.clone())
    })?;
    let matches: Vec<Box<RawValue>> = json::read(body)?;
    let mut games = Vec::new();
    let mut refused = Vec::new();
    let mut seen = BTreeSet::new();
    for (place, raw) in matches.iter().enumerate() {
        let mut reasons = Vec::new();
        match game(known, raw.get(), &mut reasons) {
            Ok(read) if seen.insert(read.game.reference.clone()) => games.push(read),
            Ok(_) => reasons.push("it is in the answer twice".to_owned()),
            Err(reason) => reasons.push(reason),
        }
        let id = json::text_part::<Named>(raw.get())
            .ok()
            .map(|it| it.id.text());
        let place = match &id {
            Some(id) => format!("match {id}"),
            None => format!("[{place}]"),
        };
        refused.extend(reasons.into_iter().map(|reason| Rejected {
            game: id.clone(),
            ..rejected(place.clone(), reason)
        }));
    }
    Ok((games, refused))
}

fn game(league: &Known, text: &str, reasons: &mut Vec<String>) -> Result<Listed, String> {
    let read: Match = json::text_part(text)?;
    if read.league_shortcut != SHORTCUT {
        return Err(format!("{:?} is not {SHORTCUT:?}", read.league_shortcut));
    }
    let start = &read.start;
    let starts_at = start.parse::<DateTime<Utc>>();
    let starts_at = starts_at.map_err(|_| format!("{start:?} is no time"))?;
    let (home, away) = (competitor(&read.team1)?, competitor(&read.team2)?);
    if home.reference == away.reference {
        return Err("one team on both sides".to_owned());
    }
    let status = scores::status(&read);
    let scores = match status {
        GameStatus::Final => match scores::at_the_end(&read) {
            Ok(scores) => scores,
            // It is over, and we cannot say how: it must not look as if it were still to end.
            Err(reason) => {
                reasons.push(reason);
                Vec::new()
            }
        },
        GameStatus::Live => scores::so_far(&read)?,
        _ => Vec::new(),
    };
    let game = GameReport {
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
    };
    let day = read.group.map(|it| it.number);
    Ok(Listed { day, game })
}

pub(super) fn competitor(team: &Team) -> Result<CompetitorReport, String> {
    let name = team.team_name.trim();
    let reference = teams::reference(&team.team_id.text());
    if let Some(known) = teams::known(LEAGUE, name) {
        return Ok(known.report(reference));
    }
    if slug(name).is_empty() {
        return Err("a team without a name".to_owned());
    }
    let short = team.short_name.as_deref().map(str::trim);
    let short = short.filter(|it| !it.is_empty()).unwrap_or(name);
    Ok(CompetitorReport {
        reference,
        kind: CompetitorKind::Team,
        ..athlete(name, short)
    })
}
