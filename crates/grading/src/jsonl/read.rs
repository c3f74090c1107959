//! Values of a line that several of its parts have: prices, lines and times.

use chrono::{DateTime, Utc};
use shared::line::Line;
use shared::price::{OddsFormat, Price};

use super::fault::Fault;
use super::wire;

/// A price in the format that the file names.
pub(super) fn price(wire: &wire::Price) -> Result<Price, Fault> {
    let (format, text) = match wire {
        wire::Price::American(text) => (OddsFormat::American, text),
        wire::Price::Decimal(text) => (OddsFormat::Decimal, text),
        wire::Price::Fractional(text) => (OddsFormat::Fractional, text),
        wire::Price::HongKong(text) => (OddsFormat::HongKong, text),
        wire::Price::Malay(text) => (OddsFormat::Malay, text),
        wire::Price::Indonesian(text) => (OddsFormat::Indonesian, text),
    };
    if text != text.trim() {
        return Err(Fault::new(format!(
            "{} price {text:?} has spaces",
            format.word()
        )));
    }
    // A point stands between digits.
    if text.ends_with('.') {
        return Err(Fault::new(format!(
            "{} price {text:?} ends in a point",
            format.word()
        )));
    }
    Price::parse(format, text).map_err(Fault::new)
}

/// Reads a text as it is written back, so that nothing around it is taken for it.
pub(super) fn line(text: &str) -> Result<Line, Fault> {
    if text != text.trim() {
        return Err(Fault::new(format!("line {text:?} has spaces around it")));
    }
    if text.ends_with('.') {
        return Err(Fault::new(format!("line {text:?} ends in a point")));
    }
    text.parse().map_err(Fault::new)
}

/// RFC 3339.
pub(super) fn time(text: Option<&str>) -> Result<Option<DateTime<Utc>>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let read = DateTime::parse_from_rfc3339(text);
    let read = read.map_err(|error| Fault::new(format!("{text:?} is no time: {error}")))?;
    Ok(Some(read.to_utc()))
}
