//! Who takes part in a game: a team or an athlete.

use serde::{Deserialize, Serialize};

use crate::id::CompetitorId;
use crate::words::words;

words! {
    /// What kind of competitor it is.
    CompetitorKind {
        /// A club or a national side.
        Team = "team",
        /// A person.
        Athlete = "athlete",
    }
}

words! {
    /// The part that a competitor has in a game.
    Role {
        /// Plays at home, or is listed first.
        Home = "home",
        /// Plays away, or is listed second.
        Away = "away",
        /// One of a field of many.
        Entrant = "entrant",
    }
}

impl Role {
    /// The other side of a match. An entrant has none and stays one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Home => Self::Away,
            Self::Away => Self::Home,
            Self::Entrant => Self::Entrant,
        }
    }
}

words! {
    /// Who leads.
    Lead {
        /// The home side.
        Home = "home",
        /// The away side.
        Away = "away",
        /// Neither.
        Draw = "draw",
    }
}

/// A team or an athlete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competitor {
    /// Its id.
    pub id: CompetitorId,
    /// In full: `Chicago Bears`.
    pub name: String,
    /// What fans say: `Bears`.
    pub short_name: String,
    /// The place or the rest of the name, used in sentences: `Chicago`.
    pub place: String,
    /// Two to four letters or digits: `CHI`.
    pub code: String,
    /// First and second colour as `rrggbb`, for the crest.
    pub colors: Option<(String, String)>,
}
