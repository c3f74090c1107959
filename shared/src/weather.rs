//! The weather of an hour at a ground, as a forecast has it. It is shown, and nothing is decided on
//! it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// What is above a ground.
    Roof {
        /// Nothing, except above some of the seats.
        Open = "open",
        /// A roof that stays.
        Closed = "closed",
        /// A roof that is opened or closed before a game, which nobody says in time.
        Retractable = "retractable",
    }
}

/// What one hour is expected to be like. What the forecast does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourForecast {
    /// When that hour begins.
    pub hour: DateTime<Utc>,
    /// In degrees Fahrenheit, as the forecast has it.
    pub temperature_f: i16,
    /// The wind, in miles an hour.
    pub wind_mph: Option<u16>,
    /// Where it comes from: `NW`.
    pub wind_from: Option<String>,
    /// How likely rain or snow is, in per cent.
    pub precipitation: Option<u8>,
    /// In a few words of the service: `Mostly Cloudy`.
    pub summary: Option<String>,
    /// When the forecast was made.
    pub issued_at: DateTime<Utc>,
}

impl HourForecast {
    /// The temperature in whole degrees Celsius, rounded half away from zero.
    pub const fn temperature_c(&self) -> i32 {
        // Widened, so that no sum overflows.
        let ninths = (self.temperature_f as i32 - 32) * 5;
        let half = if ninths < 0 { -4 } else { 4 };
        (ninths + half) / 9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fahrenheit_is_shown_in_celsius_too() {
        let celsius = |temperature_f: i16| {
            let forecast = HourForecast {
                hour: DateTime::UNIX_EPOCH,
                temperature_f,
                wind_mph: None,
                wind_from: None,
                precipitation: None,
                summary: None,
                issued_at: DateTime::UNIX_EPOCH,
            };
            forecast.temperature_c()
        };
        assert_eq!(
            [212, 41, 32, 31, 20, -40].map(celsius),
            [100, 5, 0, -1, -7, -40]
        );
        assert_eq!([i16::MIN, i16::MAX].map(celsius), [-18_222, 18_186]);
    }
}
