//! Prices of games in play. They begin some minutes before the start, and until then they are the
//! last that can be had; whatever comes after the start is not taken.

use bytes::Bytes;

use super::convert::{self, Booked, Priced, Prices};
use super::markets::{Handicaps, LIVE};
use super::wire::Live;
use crate::error::Garbled;
use crate::json;

/// Whose prices they are is not told.
const BOOKMAKER: (&str, &str) = ("api_sports_live", "API-SPORTS live");

/// Reads prices in play.
///
/// # Errors
/// [`Garbled`] when it is no answer with such prices.
pub fn read_live(body: &Bytes) -> Result<Prices, Garbled> {
    convert::rows(body, |text| json::text_part::<Live>(text).and_then(priced))
}

/// The prices of a game that has not begun and is not closed.
fn priced(row: Live) -> Result<Option<(String, Priced)>, String> {
    let id = row.fixture.id.ok_or("prices of no game")?.text();
    let source_at = convert::moment(row.update.as_deref())?;
    if source_at.is_none() {
        return Err("it does not say when its prices held".to_owned());
    }
    let status = &row.fixture.status;
    let has_begun = status.elapsed.is_some_and(|it| it > 0)
        || status.long.as_deref().is_some_and(|it| it != "Not Started");
    if has_begun || row.status.blocked || row.status.finished {
        return Ok(None);
    }
    let booked = Booked {
        code: BOOKMAKER.0.to_owned(),
        name: BOOKMAKER.1.to_owned(),
        bets: row.odds,
    };
    let priced = Priced {
        table: LIVE,
        written: Handicaps::Own,
        source_at,
        bookmakers: vec![booked],
    };
    Ok(Some((id, priced)))
}
