//! The service's own format, as far as it is read: two documents of its API, in its GeoJSON form.

use serde::Deserialize;
use serde_json::value::RawValue;

/// Where a point is on the service's grid.
#[derive(Deserialize)]
pub(super) struct Point {
    pub(super) properties: Place,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    /// The office: `LOT`.
    pub(super) grid_id: String,
    pub(super) grid_x: u32,
    pub(super) grid_y: u32,
}

/// The hours to come at a place of the grid.
#[derive(Deserialize)]
pub(super) struct Forecast {
    pub(super) properties: Hours,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Hours {
    /// When the forecast was made: `2026-12-05T14:50:36+00:00`.
    pub(super) update_time: Option<String>,
    /// The same, as it was called before.
    pub(super) updated: Option<String>,
    /// Each is read by itself.
    pub(super) periods: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Hour {
    /// `2026-12-06T12:00:00-06:00`
    pub(super) start_time: String,
    pub(super) end_time: String,
    pub(super) temperature: i16,
    /// `F`, or `C` where that was asked for.
    pub(super) temperature_unit: String,
    pub(super) probability_of_precipitation: Option<Quantity>,
    /// `12 mph`, `5 to 10 mph`.
    pub(super) wind_speed: Option<String>,
    /// `NW`
    pub(super) wind_direction: Option<String>,
    /// `Chance Light Snow`
    pub(super) short_forecast: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Quantity {
    pub(super) value: Option<u8>,
}
