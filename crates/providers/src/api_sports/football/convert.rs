//! From rows of fixtures to reports.

use bytes::Bytes;
use shared::feed::GameReport;

use super::{players, scores, wire};
use crate::api_sports::convert::{self, Fault, Listing, Row};
use crate::api_sports::leagues::Api;
use crate::api_sports::live;
use crate::error::Garbled;
use crate::json;

/// Reads the fixtures of our leagues.
pub(crate) fn read(body: &Bytes) -> Result<Listing, Garbled> {
    convert::each(Api::Football, body, fixture)
}

fn fixture(row: &Row<'_>, refused: &mut Vec<String>) -> Result<Option<GameReport>, Fault> {
    let read: wire::Row = json::text_part(row.text)?;
    let fixture = &read.fixture;
    let state = convert::state(Api::Football, &fixture.status)?;
    let starts_at = convert::start(fixture.timestamp.as_ref(), fixture.date.as_deref())?;
    let season = read.league.season.as_ref();
    let mut game = convert::game(row, season, starts_at, state, &read.teams)?;
    game.live = live::of(row.league, state, &fixture.status);
    let now = || scores::now(&read);
    let ended = |over| scores::ended(&read, over);
    convert::put_scores(&mut game, state, now, ended, refused)?;
    if !read.players.is_empty() && !game.scores.is_empty() {
        let found = players::of(&read.players, &read.events);
        refused.extend(found.put(&mut game));
    }
    Ok(Some(game))
}
