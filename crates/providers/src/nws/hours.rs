//! The service's format into ours.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use shared::feed::note;
use shared::weather::HourForecast;

use super::wire::{Forecast, Hour, Point};
use crate::error::Garbled;
use crate::json;

/// A place of the service's grid, as it is written into an address: `LOT/75,73`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid(pub(super) String);

/// The longest name of an office.
const OFFICE_MAX: usize = 8;
/// The longest summary that is kept, in characters.
const SUMMARY_MAX: usize = 60;

/// Reads where a point is on the grid.
///
/// # Errors
/// [`Garbled`] when it says no such thing.
pub fn read_grid(body: &Bytes) -> Result<Grid, Garbled> {
    let Point { properties: place } = json::read(body)?;
    let office = place.grid_id.as_str();
    // It becomes a part of the next address.
    let is_office = !office.is_empty()
        && office.len() <= OFFICE_MAX
        && office.bytes().all(|it| it.is_ascii_alphanumeric());
    if !is_office {
        return Err(Garbled::new("properties.gridId", "no office", body.clone()));
    }
    Ok(Grid(format!("{office}/{},{}", place.grid_x, place.grid_y)))
}

/// How old a forecast may be. The service makes a new one every few hours, and at times its caches
/// answer with one of days ago.
const AGE_MAX: TimeDelta = TimeDelta::hours(24);

/// Reads the weather of the hours in which these moments are, in their order. `None`: the forecast
/// does not reach that hour.
///
/// # Errors
/// [`Garbled`] when it is no forecast, or one of more than a day ago.
pub fn read_hours(
    body: &Bytes,
    moments: &[DateTime<Utc>],
    now: DateTime<Utc>,
) -> Result<Vec<Option<HourForecast>>, Garbled> {
    let Forecast { properties: read } = json::read(body)?;
    let refused = |why: &str| Garbled::new("properties.updateTime", why, body.clone());
    let issued_at = read.update_time.or(read.updated);
    let issued_at = issued_at.as_deref().and_then(moment);
    let issued_at = issued_at.ok_or_else(|| refused("it does not say when it was made"))?;
    if now - issued_at > AGE_MAX {
        return Err(refused("it was made more than a day ago"));
    }
    let hours = read.periods.iter();
    let hours = hours.filter_map(|raw| json::text_part::<Hour>(raw.get()).ok());
    let hours: Vec<Hour> = hours.collect();
    let of = |at: &DateTime<Utc>| hours.iter().find_map(|it| in_hour(it, *at, issued_at));
    Ok(moments.iter().map(of).collect())
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(text).ok()?;
    Some(read.to_utc())
}

fn in_hour(hour: &Hour, at: DateTime<Utc>, issued_at: DateTime<Utc>) -> Option<HourForecast> {
    let (start, end) = (moment(&hour.start_time)?, moment(&hour.end_time)?);
    // Another unit than the one that is asked for is not guessed at.
    if !(start..end).contains(&at) || hour.temperature_unit != "F" {
        return None;
    }
    let wind = hour.wind_speed.as_deref();
    let chance = hour.probability_of_precipitation.as_ref();
    let direction = hour.wind_direction.as_deref().map(str::trim);
    let summary = hour.short_forecast.as_deref().and_then(note);
    Some(HourForecast {
        hour: start,
        temperature_f: hour.temperature,
        wind_mph: wind.and_then(strongest),
        wind_from: direction.filter(|it| is_direction(it)).map(str::to_owned),
        precipitation: chance.and_then(|it| it.value).filter(|it| *it <= 100),
        summary: summary.map(|it| it.chars().take(SUMMARY_MAX).collect()),
        issued_at,
    })
}

/// The larger of the speeds that are named, in miles an hour.
fn strongest(text: &str) -> Option<u16> {
    let speed = text.trim().strip_suffix("mph")?;
    let words = speed.split_whitespace();
    words.filter_map(|it| it.parse().ok()).max()
}

/// `N`, `NW`, `NNW`.
fn is_direction(text: &str) -> bool {
    let is_letter = |it: u8| matches!(it, b'N' | b'E' | b'S' | b'W');
    (1..=3).contains(&text.len()) && text.bytes().all(is_letter)
}
