//! Who may miss games.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Availability, Injuries, InjuryReport, note};

use super::wire::{Player, Team};
use super::{convert, players};
use crate::error::Garbled;
use crate::json;
use crate::leagues::{self, Known};
use crate::lookup::{Unfit, unfit};

#[derive(Deserialize)]
struct List {
    data: Vec<Box<RawValue>>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    next_cursor: Option<json::Text>,
}

#[derive(Deserialize)]
struct Injury {
    player: Hurt,
    status: String,
    comment: Option<String>,
}

#[derive(Deserialize)]
struct Hurt {
    #[serde(flatten)]
    player: Player,
    team: Team,
    position_abbreviation: Option<String>,
}

/// What the feed's words mean. One that is not here is never guessed. Its days of return have no
/// year, so they are not read.
const WORDS: &[(&str, Availability)] = &[
    ("out", Availability::Out),
    ("doubtful", Availability::Doubtful),
    ("questionable", Availability::Questionable),
    ("probable", Availability::Probable),
    ("day-to-day", Availability::DayToDay),
];

/// Reads a page of who may miss games of that league.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_injuries(body: &Bytes, league: &str) -> Result<Injuries, Garbled> {
    page(body, league).map(|it| it.0)
}

/// The same, with where the next page is.
pub(super) fn page(body: &Bytes, league: &str) -> Result<(Injuries, Option<String>), Garbled> {
    let known = leagues::known(league);
    let known = known.ok_or_else(|| Garbled::new("data", "no league of ours", body.clone()))?;
    let list: List = json::read(body)?;
    let mut found = Injuries {
        league: known.report(),
        players: Vec::new(),
        rejected: Vec::new(),
    };
    for (place, raw) in list.data.iter().enumerate() {
        match one(known, raw.get()) {
            Ok(player) => found.players.push(player),
            Err(reason) => found
                .rejected
                .push(unfit(&format!("data[{place}]"), reason)),
        }
    }
    let next = list.meta.and_then(|it| it.next_cursor);
    Ok((found, next.map(|it| it.text())))
}

fn one(league: &Known, text: &str) -> Result<InjuryReport, Unfit> {
    let read: Injury = json::text_part(text)?;
    let word = read.status.trim().to_ascii_lowercase();
    let known = WORDS.iter().find(|it| it.0 == word);
    let status = known.ok_or_else(|| Unfit::unknown(read.status.trim()))?.1;
    Ok(InjuryReport {
        team: convert::team(league, &read.player.team),
        player: players::named(&read.player.player),
        position: read.player.position_abbreviation.filter(|it| it.len() <= 8),
        status,
        note: read.comment.as_deref().and_then(note),
        said_at: None,
        returns_on: None,
    })
}
