//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::Text;

/// A list of games: of a day in `games`, of a week in `gameWeek`, of some days in `gamesByDate`.
/// One of them is there. The list of a day has an empty `gameWeek` too.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    pub(super) games: Option<Vec<Box<RawValue>>>,
    pub(super) game_week: Option<Vec<Day>>,
    pub(super) games_by_date: Option<Vec<Day>>,
}

#[derive(Deserialize)]
pub(super) struct Day {
    /// Read one by one, so that a bad one spoils no other. Missing beside the list of a day.
    #[serde(default)]
    pub(super) games: Vec<Box<RawValue>>,
}

/// What is read of a game of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Game {
    pub(super) id: Text,
    /// `20232024`.
    pub(super) season: Text,
    /// 1 before the season, 2 the season, 3 the play-offs; others are exhibitions.
    pub(super) game_type: u8,
    #[serde(rename = "startTimeUTC")]
    pub(super) start_time_utc: String,
    /// `FUT`, `PRE`, `LIVE`, `CRIT`, `OVER`, `FINAL`, `OFF`.
    pub(super) game_state: String,
    /// `OK`, `TBD`, `PPD`, `SUSP`, `CNCL`.
    pub(super) game_schedule_state: Option<String>,
    pub(super) home_team: Team,
    pub(super) away_team: Team,
    pub(super) period_descriptor: Option<PeriodDescriptor>,
    pub(super) game_outcome: Option<Outcome>,
    /// Missing before the start, and in schedules.
    pub(super) clock: Option<Clock>,
    /// Every goal, the one that a shoot-out gives included. Missing in schedules.
    pub(super) goals: Option<Vec<Goal>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    pub(super) id: Text,
    pub(super) abbrev: String,
    /// The nickname in scores, the full name in some lists.
    pub(super) name: Option<Name>,
    /// The nickname.
    pub(super) common_name: Option<Name>,
    pub(super) place_name: Option<Name>,
    pub(super) score: Option<i32>,
    pub(super) logo: Option<String>,
}

/// A name in several languages.
#[derive(Deserialize)]
pub(super) struct Name {
    pub(super) default: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PeriodDescriptor {
    pub(super) number: Option<u8>,
    /// `REG`, `OT`, `SO`.
    pub(super) period_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Clock {
    /// Of the period; in an intermission, of that.
    pub(super) seconds_remaining: Option<u16>,
    #[serde(default)]
    pub(super) in_intermission: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    pub(super) last_period_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Goal {
    pub(super) period_descriptor: PeriodDescriptor,
    pub(super) team_abbrev: TeamAbbrev,
}

/// A text in scores, an object elsewhere.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum TeamAbbrev {
    Plain(String),
    Named(Name),
}

impl TeamAbbrev {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Named(Name { default: text }) => text,
        }
    }
}

/// What each player did.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BoxScore {
    pub(super) home_team: BoxTeam,
    pub(super) away_team: BoxTeam,
    pub(super) player_by_game_stats: BoxSides,
}

#[derive(Deserialize)]
pub(super) struct BoxTeam {
    pub(super) id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BoxSides {
    pub(super) home_team: BoxSide,
    pub(super) away_team: BoxSide,
}

#[derive(Deserialize)]
pub(super) struct BoxSide {
    #[serde(default)]
    pub(super) forwards: Vec<Box<RawValue>>,
    #[serde(default)]
    pub(super) defense: Vec<Box<RawValue>>,
    #[serde(default)]
    pub(super) goalies: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Player {
    pub(super) player_id: Text,
    /// `V. Lettieri`.
    pub(super) name: Name,
    /// Minutes and seconds on the ice: `11:11`.
    pub(super) toi: String,
    pub(super) goals: Option<i64>,
    pub(super) assists: Option<i64>,
    pub(super) points: Option<i64>,
    pub(super) sog: Option<i64>,
    pub(super) hits: Option<i64>,
    pub(super) blocked_shots: Option<i64>,
    pub(super) power_play_goals: Option<i64>,
    pub(super) pim: Option<i64>,
    /// Of goalkeepers.
    pub(super) starter: Option<bool>,
    pub(super) saves: Option<i64>,
    pub(super) goals_against: Option<i64>,
    pub(super) shots_against: Option<i64>,
}

/// What stands beside a game: who was left out of it, and how a shoot-out went.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rail {
    pub(super) game_info: RailInfo,
    pub(super) linescore: Option<RailLines>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RailInfo {
    pub(super) home_team: RailSide,
    pub(super) away_team: RailSide,
}

#[derive(Deserialize)]
pub(super) struct RailSide {
    #[serde(default)]
    pub(super) scratches: Vec<Scratch>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scratch {
    pub(super) id: Text,
    pub(super) first_name: Name,
    pub(super) last_name: Name,
}

#[derive(Deserialize)]
pub(super) struct RailLines {
    pub(super) shootout: Option<RailShots>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RailShots {
    pub(super) home_conversions: Option<i32>,
    pub(super) away_conversions: Option<i32>,
}

/// The prices of the bookmaker that is the league's partner in a country, for the games of a day.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Partner {
    pub(super) current_odds_date: String,
    #[serde(rename = "lastUpdatedUTC")]
    pub(super) last_updated_utc: Option<String>,
    pub(super) betting_partner: BettingPartner,
    pub(super) games: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct BettingPartner {
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PricedGame {
    pub(super) game_id: Text,
    pub(super) home_team: PricedTeam,
    pub(super) away_team: PricedTeam,
}

#[derive(Deserialize)]
pub(super) struct PricedTeam {
    pub(super) id: Text,
    #[serde(default)]
    pub(super) odds: Vec<Odds>,
}

#[derive(Deserialize)]
pub(super) struct Odds {
    /// `MONEY_LINE_2_WAY`, `MONEY_LINE_2_WAY_TNB`, `MONEY_LINE_3_WAY`, `PUCK_LINE`, `OVER_UNDER`.
    pub(super) description: String,
    /// An American price: `-110`, written `-110.0` too.
    pub(super) value: Option<Text>,
    /// `-1.5`, `O6.5`, `Draw`, or nothing.
    #[serde(default)]
    pub(super) qualifier: String,
}
