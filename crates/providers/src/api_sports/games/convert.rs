//! From rows of games to reports.

use bytes::Bytes;
use shared::feed::GameReport;
use shared::game::PeriodScore;

use super::{halves, innings, quarters, thirds, wire};
use crate::api_sports::convert::{self, Fault, Listing, Row};
use crate::api_sports::leagues::{Api, League};
use crate::api_sports::live;
use crate::api_sports::status::Over;
use crate::error::Garbled;
use crate::json;

/// The scores of a game, of one that goes on where it was not decided yet.
type Scores = Result<Vec<PeriodScore>, String>;

/// Reads the games of our leagues.
pub(crate) fn read(api: Api, body: &Bytes) -> Result<Listing, Garbled> {
    convert::each(api, body, |row, refused| game(api, row, refused))
}

fn game(api: Api, row: &Row<'_>, refused: &mut Vec<String>) -> Result<Option<GameReport>, Fault> {
    let read: wire::Row = json::text_part(row.text)?;
    let nested = read.game.as_ref();
    let status = nested.and_then(|it| it.status.as_ref());
    let status = status.or(read.status.as_ref());
    let status = status.ok_or("a game without a status")?;
    let state = convert::state(api, status)?;
    let seconds = nested.and_then(|it| it.date.as_ref());
    let seconds = seconds.and_then(|it| it.timestamp.as_ref());
    let seconds = seconds.or(read.timestamp.as_ref());
    let starts_at = convert::start(seconds, read.date.as_deref())?;
    let season = read.league.season.as_ref();
    let mut game = convert::game(row, season, starts_at, state, &read.teams)?;
    game.live = live::of(row.league, state, status);
    let now = || scores(api, row.league, &read, None);
    let ended = |over| scores(api, row.league, &read, Some(over));
    convert::put_scores(&mut game, state, now, ended, refused)?;
    Ok(Some(game))
}

fn scores(api: Api, league: &League, row: &wire::Row, over: Option<Over>) -> Scores {
    match api {
        Api::Basketball | Api::AmericanFootball => quarters::read(league.code, row, over),
        Api::Baseball => innings::read(league.code, row, over),
        Api::Hockey => thirds::read(row, over),
        Api::Rugby => halves::rugby(row, over),
        Api::AustralianRules => halves::australian(row),
        Api::Football | Api::FormulaOne => Err("its rows have another form".to_owned()),
    }
}
