//! From rows of races to reports of fields.

use bytes::Bytes;
use shared::feed::{FieldReport, GameReport};
use shared::game::GameStatus;

use super::wire;
use crate::api_sports::convert::{self, Fault, Listing, Row};
use crate::api_sports::leagues::Api;
use crate::error::Garbled;
use crate::json;
use crate::slug::slug;

/// The sessions that are bet on.
const RACE: &str = "Race";

/// What is said of a race that is over: the list of races does not tell who won.
pub(crate) const UNTOLD: &str = "over, and its result is told elsewhere";

/// Reads the races of a season. Practice and qualifying are passed over.
pub(crate) fn read(body: &Bytes) -> Result<Listing, Garbled> {
    convert::each(Api::FormulaOne, body, race)
}

fn race(row: &Row<'_>, refused: &mut Vec<String>) -> Result<Option<GameReport>, Fault> {
    let read: wire::Row = json::text_part(row.text)?;
    if read.kind != RACE {
        return Ok(None);
    }
    let starts_at = convert::start(None, read.date.as_deref())?;
    let status = convert::worded(&read.status)?;
    if status == GameStatus::Final {
        refused.push(UNTOLD.to_owned());
    }
    let name = read.competition.name.trim();
    if slug(name).is_empty() {
        return Err(Fault::from("a race without a name"));
    }
    Ok(Some(GameReport {
        reference: row.id.to_owned(),
        league: row.league.report(),
        season: row.league.season(read.season.as_ref(), starts_at),
        starts_at,
        status,
        field: Some(FieldReport {
            slug: slug(name),
            name: name.to_owned(),
        }),
        participants: Vec::new(),
        players: Vec::new(),
        scores: Vec::new(),
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    }))
}
