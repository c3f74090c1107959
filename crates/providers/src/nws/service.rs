//! Asks where a ground is on the grid, once, and then for the hours to come there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use shared::weather::HourForecast;

use super::NAME;
use super::hours::{Grid, read_grid, read_hours};
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::http::Http;
use crate::venues::Coordinates;

/// Where the service is.
pub const URL: &str = "https://api.weather.gov";

/// The service.
pub struct Nws {
    http: Arc<Http>,
    url: String,
    /// Places of grounds, which change once in years: asked for again by the next process.
    grids: Mutex<HashMap<Coordinates, Grid>>,
}

impl Nws {
    /// At its usual address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            grids: Mutex::default(),
        }
    }

    /// The weather there at these moments, in the same order: one request, and one more for a place
    /// that was not asked about before. `None`: the forecast does not reach that moment.
    ///
    /// # Errors
    /// [`ProviderError`] as the service answers, with all requests that were sent.
    pub async fn hours(
        &self,
        at: Coordinates,
        moments: &[DateTime<Utc>],
    ) -> Result<(Vec<Option<HourForecast>>, RequestStats), ProviderError> {
        let (grid, before) = self.grid(at).await?;
        let url = format!("{}/gridpoints/{}/forecast/hourly", self.url, grid.0);
        let asked = self.http.get(NAME, &url, None).await;
        let fetched = asked.map_err(|mut error| {
            // The grid was cut anew: where the ground is on it is asked again.
            if error.stats().status == Some(404) {
                self.known().remove(&at);
            }
            error.stats_mut().add(&before);
            error
        })?;
        let (body, mut stats) = fetched.parts();
        stats.add(&before);
        match read_hours(&body, moments, self.http.now()) {
            Ok(hours) => Ok((hours, stats)),
            Err(garbled) => Err(failed(garbled, stats)),
        }
    }

    /// Where the ground is on the grid, and what was sent to find that out.
    async fn grid(&self, at: Coordinates) -> Result<(Grid, RequestStats), ProviderError> {
        if let Some(known) = self.known().get(&at) {
            return Ok((known.clone(), RequestStats::of(NAME)));
        }
        // It leads elsewhere for whoever asks with noughts at the end.
        let [north, east] = [at.latitude, at.longitude].map(|it| it.trim_end_matches('0'));
        let [north, east] = [north, east].map(|it| it.trim_end_matches('.'));
        let url = format!("{}/points/{north},{east}", self.url);
        let (body, stats): (Bytes, _) = self.http.get(NAME, &url, None).await?.parts();
        let grid = match read_grid(&body) {
            Ok(grid) => grid,
            Err(garbled) => return Err(failed(garbled, stats)),
        };
        self.known().insert(at, grid.clone());
        Ok((grid, stats))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Coordinates, Grid>> {
        self.grids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(garbled: Garbled, stats: RequestStats) -> ProviderError {
    ProviderError::Garbled {
        garbled: Box::new(garbled),
        stats: Box::new(stats),
    }
}
