//! Where a game is played, as a feed tells it.

use serde::{Deserialize, Serialize};

/// The longest name of a ground, and of its place, in characters.
const CHARS_MAX: usize = 120;

/// A ground as a feed names it. It is shown and no more: it is no part of what a report claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueReport {
    /// Its name: `Soldier Field`.
    pub name: String,
    /// City and state, or city and country: `Chicago, IL`.
    pub place: Option<String>,
    /// Whether it has a roof over the players. `None`: the feed does not say.
    pub is_indoor: Option<bool>,
}

impl VenueReport {
    /// A ground with that name. `None`: without a name, or with one that is too long.
    pub fn of(name: &str, place: Option<String>, is_indoor: Option<bool>) -> Option<Self> {
        let fits = |it: &str| !it.is_empty() && it.chars().count() <= CHARS_MAX;
        let name = name.trim();
        fits(name).then(|| Self {
            name: name.to_owned(),
            place: place.filter(|it| fits(it)),
            is_indoor,
        })
    }
}
