//! From a competition's matches to reports.

use bytes::Bytes;
use chrono::{DateTime, NaiveTime, Utc};
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant, Rejected};
use shared::game::GameStatus;

use super::wire::{List, Match, Team};
use super::{competition, scores};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::leagues::{self, Known};
use crate::listed::{self, refusal};
use crate::slug::slug;
use crate::{json, teams};

/// What the feed's statuses mean.
const STATUSES: &[(&str, GameStatus)] = &[
    ("SCHEDULED", GameStatus::Scheduled),
    ("TIMED", GameStatus::Scheduled),
    ("LIVE", GameStatus::Live),
    ("IN_PLAY", GameStatus::Live),
    ("PAUSED", GameStatus::Live),
    ("EXTRA_TIME", GameStatus::Live),
    ("PENALTY_SHOOTOUT", GameStatus::Live),
    ("FINISHED", GameStatus::Final),
    ("SUSPENDED", GameStatus::Suspended),
    ("POSTPONED", GameStatus::Postponed),
    ("CANCELLED", GameStatus::Cancelled),
    ("CANCELED", GameStatus::Cancelled),
];

/// Decided by others than those who played.
const AWARDED: &str = "AWARDED";

/// Reads the matches of that league.
///
/// # Errors
/// [`Garbled`] when it is no such list, or one of another competition.
pub fn read(body: &Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    let known = leagues::known(league).zip(competition(league));
    let (known, competition) = known.ok_or_else(|| {
        let reason = format!("league {league:?} is not one of this feed's");
        Garbled::new("competition.code", reason, body.clone())
    })?;
    let list: List = json::read(body)?;
    let code = &list.competition.code;
    if code != competition {
        let reason = format!("{code:?} is not {competition:?}");
        return Err(Garbled::new("competition.code", reason, body.clone()));
    }
    let entries = list.matches.iter().map(|it| it.get());
    Ok(listed::games(
        entries,
        ("match", "matches"),
        |text, refused| game(known, text, refused),
    ))
}

fn game(league: &Known, text: &str, refused: &mut Vec<Rejected>) -> Result<GameReport, Rejected> {
    let read: Match = json::text_part(text).map_err(refusal)?;
    let awarded = read.status == AWARDED;
    let known = STATUSES.iter().find(|it| it.0 == read.status);
    let status = match known {
        Some((_, status)) => *status,
        None if awarded => GameStatus::Final,
        None => {
            let word = read.status;
            return Err(Rejected {
                unknown_code: Some(word.clone()),
                ..refusal(format!("unknown status {word}"))
            });
        }
    };
    let starts_at = start(&read).map_err(refusal)?;
    let home = competitor(league, &read.home_team).map_err(refusal)?;
    let away = competitor(league, &read.away_team).map_err(refusal)?;
    if home.reference == away.reference {
        return Err(refusal("one team on both sides"));
    }
    let told = match status {
        GameStatus::Final if awarded => Err("it was decided by a ruling, not by play".to_owned()),
        GameStatus::Final => scores::at_the_end(&read.score),
        GameStatus::Live | GameStatus::Suspended => scores::so_far(&read.score),
        _ => Ok(Vec::new()),
    };
    let scores = match told {
        Ok(scores) => scores,
        // It is over, and we cannot say how: it must not look as if it were still to end.
        Err(reason) if status == GameStatus::Final => {
            refused.push(refusal(reason));
            Vec::new()
        }
        Err(reason) => return Err(refusal(reason)),
    };
    let updated = read.last_updated.as_deref();
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
        source_at: updated.and_then(|it| it.parse::<DateTime<Utc>>().ok()),
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

fn start(read: &Match) -> Result<DateTime<Utc>, String> {
    let text = &read.utc_date;
    let start = text.parse::<DateTime<Utc>>();
    let start = start.map_err(|_| format!("{text:?} is no time"))?;
    // Only the day is fixed. A match that begins at this hour is `TIMED`.
    if read.status == "SCHEDULED" && start.time() == NaiveTime::MIN {
        return Err("the hour of its start is not set".to_owned());
    }
    Ok(start)
}

pub(super) fn competitor(league: &Known, team: &Team) -> Result<CompetitorReport, String> {
    let name = team.name.as_deref().map(str::trim);
    let name = name
        .filter(|it| !it.is_empty())
        .ok_or("a side is not decided yet")?;
    let plain = slug(name);
    let id = team
        .id
        .as_ref()
        .map_or_else(|| format!("called/{plain}"), json::Text::text);
    let reference = teams::reference(&id);
    if let Some(known) = teams::known(league.code, name) {
        return Ok(known.report(reference));
    }
    let short = team.short_name.as_deref().map(str::trim);
    let short = short.filter(|it| !it.is_empty()).unwrap_or(name);
    let derived = athlete(name, short);
    let own = team.tla.as_deref().filter(|it| (2..=4).contains(&it.len()));
    let own = own.filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric()));
    Ok(CompetitorReport {
        reference,
        kind: CompetitorKind::Team,
        code: own.map_or_else(|| derived.code.clone(), str::to_ascii_uppercase),
        ..derived
    })
}
