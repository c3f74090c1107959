//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::Text;

/// A page of whatever was asked for.
#[derive(Deserialize)]
pub(super) struct Page {
    /// Read one by one, so that a bad one spoils no other.
    pub(super) data: Vec<Box<RawValue>>,
    #[serde(default)]
    pub(super) meta: Meta,
}

#[derive(Default, Deserialize)]
pub(super) struct Meta {
    /// Where the next page begins. Null or missing on the last one.
    pub(super) next_cursor: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct Game {
    pub(super) id: Text,
    /// A day in the NBA, a moment elsewhere.
    pub(super) date: String,
    /// The moment, in the NBA.
    pub(super) datetime: Option<String>,
    /// `post`, `Final/OT`, `3rd Qtr`, or when it begins: each league has words of its own.
    pub(super) status: String,
    /// `scheduled`, `in_progress`, `final`. Missing in older answers.
    pub(super) status_state: Option<String>,
    #[serde(default)]
    pub(super) postponed: bool,
    /// The quarter; 0 before the start, 5 and more in overtime.
    pub(super) period: Option<u8>,
    pub(super) home_team: Team,
    pub(super) visitor_team: Team,
    #[serde(alias = "home_team_score")]
    pub(super) home_score: Option<i32>,
    #[serde(alias = "visitor_team_score")]
    pub(super) away_score: Option<i32>,
}

#[derive(Deserialize)]
pub(super) struct Team {
    pub(super) id: Text,
    /// `Washington Mystics`.
    pub(super) full_name: String,
}

/// Prices of one bookmaker on one game, of which any may be null.
#[derive(Deserialize)]
pub(super) struct Odds {
    pub(super) game_id: Text,
    /// `draftkings`.
    pub(super) vendor: String,
    pub(super) spread_home_value: Option<Text>,
    pub(super) spread_home_odds: Option<i32>,
    pub(super) spread_away_value: Option<Text>,
    pub(super) spread_away_odds: Option<i32>,
    pub(super) moneyline_home_odds: Option<i32>,
    pub(super) moneyline_away_odds: Option<i32>,
    pub(super) total_value: Option<Text>,
    pub(super) total_over_odds: Option<i32>,
    pub(super) total_under_odds: Option<i32>,
    pub(super) updated_at: String,
}

/// A price of one bookmaker on one player.
#[derive(Deserialize)]
pub(super) struct Prop {
    pub(super) game_id: Text,
    pub(super) player_id: Text,
    pub(super) vendor: String,
    /// `assists`.
    pub(super) prop_type: String,
    pub(super) line_value: Text,
    pub(super) market: PropMarket,
    pub(super) updated_at: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum PropMarket {
    /// Both sides of a line.
    OverUnder { over_odds: i32, under_odds: i32 },
    /// So many or more, and no price for fewer.
    Milestone {},
    /// A kind that came later.
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
pub(super) struct Player {
    pub(super) id: Text,
    pub(super) first_name: String,
    pub(super) last_name: String,
}

/// What a player did in a game. Nought is written as null.
#[derive(Deserialize)]
pub(super) struct Stats {
    pub(super) player: Player,
    pub(super) team: TeamOf,
    pub(super) game: GameOf,
    /// `24`, or `23:44`.
    pub(super) min: Option<Text>,
    pub(super) fga: Option<i64>,
    pub(super) fgm: Option<i64>,
    pub(super) fg3m: Option<i64>,
    pub(super) ftm: Option<i64>,
    pub(super) reb: Option<i64>,
    pub(super) ast: Option<i64>,
    pub(super) stl: Option<i64>,
    pub(super) blk: Option<i64>,
    pub(super) turnover: Option<i64>,
    pub(super) pf: Option<i64>,
    pub(super) pts: Option<i64>,
    pub(super) plus_minus: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct TeamOf {
    pub(super) id: Text,
}

#[derive(Deserialize)]
pub(super) struct GameOf {
    pub(super) id: Text,
}
