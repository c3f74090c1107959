//! The National Weather Service of the United States: the weather of an hour, without a key.
//!
//! Its forecasts are in the public domain and may be used for any purpose. It turns away whoever
//! does not say who asks, and wants no more requests than are needed. Its 500s are many and pass;
//! a square of its grid can be without a forecast for hours (`Forecast Grid Expired`, a 503).

mod hours;
mod service;
mod wire;

pub use hours::{Grid, read_grid, read_hours};
pub use service::{Nws, URL};

/// The word that names this feed.
pub const NAME: &str = "nws";
