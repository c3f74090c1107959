//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::Text;

/// A sport, which is what the feed calls a league, or the winner of one.
#[derive(Deserialize)]
pub(super) struct Sport {
    /// `americanfootball_nfl`.
    pub(super) key: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) active: bool,
    #[serde(default)]
    pub(super) has_outrights: bool,
}

/// What is read of an event of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) sport_key: String,
    pub(super) sport_title: Option<String>,
    pub(super) commence_time: String,
    /// Null where the event is a contest of many.
    pub(super) home_team: Option<String>,
    pub(super) away_team: Option<String>,
    /// Missing in lists of events and in scores. Read one by one.
    #[serde(default)]
    pub(super) bookmakers: Vec<Box<RawValue>>,
    /// In scores only.
    pub(super) completed: Option<bool>,
    pub(super) scores: Option<Vec<Score>>,
    pub(super) last_update: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Score {
    pub(super) name: String,
    pub(super) score: Text,
}

#[derive(Deserialize)]
pub(super) struct Bookmaker {
    /// `draftkings`.
    pub(super) key: String,
    pub(super) title: String,
    /// Missing where one event is asked about.
    pub(super) last_update: Option<String>,
    pub(super) markets: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct Market {
    /// `h2h`, `alternate_spreads_h1`, `player_points`.
    pub(super) key: String,
    /// Missing in old answers.
    pub(super) last_update: Option<String>,
    pub(super) outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
pub(super) struct Outcome {
    /// A team, `Draw`, `Over`, `Yes`, or an entrant.
    pub(super) name: String,
    /// A player, or the team of a team's total.
    pub(super) description: Option<String>,
    pub(super) price: Text,
    pub(super) point: Option<Text>,
}

/// An answer about a moment that has passed.
#[derive(Deserialize)]
pub(super) struct Historical {
    /// The moment of the snapshot, at or before the one that was asked for.
    pub(super) timestamp: String,
    pub(super) previous_timestamp: Option<String>,
    pub(super) next_timestamp: Option<String>,
    /// A list of events, or one event.
    pub(super) data: Box<RawValue>,
}

/// Why the feed refuses.
#[derive(Deserialize)]
pub(super) struct Refusal {
    pub(super) error_code: Option<String>,
}
