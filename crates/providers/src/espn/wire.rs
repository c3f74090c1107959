//! The shape of a scoreboard, named as the feed names it. Only what is read.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::json::Text;

#[derive(Deserialize)]
pub(super) struct Scoreboard {
    #[serde(default)]
    pub(super) leagues: Vec<League>,
    /// Read one by one, so that a bad one spoils no other, not even by its letters.
    pub(super) events: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct League {
    pub(super) slug: Option<String>,
    /// Of football a list of [`CalendarSection`]; of other sports, days.
    pub(super) calendar: Option<Value>,
}

/// A part of football's calendar.
#[derive(Deserialize)]
pub(super) struct CalendarSection {
    /// The season's type.
    pub(super) value: String,
    #[serde(rename = "startDate")]
    pub(super) start_date: String,
    pub(super) entries: Vec<CalendarWeek>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CalendarWeek {
    pub(super) value: String,
    pub(super) start_date: String,
    pub(super) end_date: String,
}

/// What is read of an event of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

/// When an event begins, read before the rest of it.
#[derive(Deserialize)]
pub(super) struct Dated {
    pub(super) date: String,
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) date: String,
    pub(super) season: Option<Season>,
    pub(super) status: Option<Status>,
    #[serde(default)]
    pub(super) competitions: Vec<Competition>,
}

#[derive(Deserialize)]
pub(super) struct Season {
    pub(super) year: i32,
}

#[derive(Deserialize)]
pub(super) struct Status {
    /// The number of the period that is on, or was the last.
    pub(super) period: Option<u8>,
    /// Of a fight that is over, how far into the round: `2:59`. Before, what is left of it, as in
    /// other sports. Soccer counts up: `58'`, `45'+2'`.
    #[serde(rename = "displayClock")]
    pub(super) display_clock: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: StatusType,
}

#[derive(Deserialize)]
pub(super) struct StatusType {
    /// `STATUS_FINAL`.
    pub(super) name: String,
    /// `pre`, `in` or `post`.
    pub(super) state: String,
    #[serde(default)]
    pub(super) completed: bool,
    /// `Final/OT`, `Final/SO`.
    #[serde(default)]
    pub(super) detail: String,
}

/// Where a game is played.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Venue {
    pub(super) full_name: String,
    pub(super) indoor: Option<bool>,
    pub(super) address: Option<Address>,
}

#[derive(Deserialize)]
pub(super) struct Address {
    pub(super) city: Option<String>,
    pub(super) state: Option<String>,
    pub(super) country: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Competition {
    pub(super) date: Option<String>,
    /// Whether the hour of the date is set. It is midnight in New York where it is not.
    #[serde(rename = "timeValid")]
    pub(super) time_valid: Option<bool>,
    pub(super) status: Option<Status>,
    pub(super) format: Option<Format>,
    #[serde(default)]
    pub(super) competitors: Vec<Competitor>,
    /// May hold nulls, and may be null.
    pub(super) odds: Option<Vec<Option<Value>>>,
    /// Read by itself, since it spoils no game.
    pub(super) venue: Option<Box<RawValue>>,
    /// Read by itself, since it spoils no game.
    pub(super) situation: Option<Box<RawValue>>,
}

/// What a spectator sees. A sport has some of it, and a game that is not played has none.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Situation {
    pub(super) outs: Option<Text>,
    pub(super) balls: Option<Text>,
    pub(super) strikes: Option<Text>,
    pub(super) on_first: Option<bool>,
    pub(super) on_second: Option<bool>,
    pub(super) on_third: Option<bool>,
    /// 1 to 4; 0 or less between plays of another kind.
    pub(super) down: Option<Text>,
    pub(super) distance: Option<Text>,
    /// From the home side's goal line: 80 is the away side's 20.
    pub(super) yard_line: Option<Text>,
    /// The feed's id of the side that has the ball.
    pub(super) possession: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct Format {
    pub(super) regulation: Option<Regulation>,
}

#[derive(Deserialize)]
pub(super) struct Regulation {
    /// How many periods were to be played.
    pub(super) periods: Option<u8>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Competitor {
    pub(super) home_away: Option<String>,
    pub(super) score: Option<Score>,
    #[serde(default)]
    pub(super) linescores: Vec<LineScore>,
    pub(super) shootout_score: Option<Text>,
    /// Whether it goes on to the next round. Only in ties and finals.
    pub(super) advance: Option<bool>,
    pub(super) team: Option<Team>,
}

/// A text on scoreboards, an object elsewhere.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Score {
    Plain(Text),
    Object { value: Text },
}

impl Score {
    pub(super) fn text(&self) -> &Text {
        match self {
            Self::Plain(text) | Self::Object { value: text } => text,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LineScore {
    /// From 1. Where it is missing, the place in the list.
    pub(super) period: Option<u8>,
    /// Missing for a half inning that was not played.
    pub(super) value: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    pub(super) id: Text,
    pub(super) display_name: String,
    pub(super) short_display_name: Option<String>,
    pub(super) name: Option<String>,
    pub(super) location: Option<String>,
    pub(super) abbreviation: Option<String>,
    pub(super) color: Option<String>,
    pub(super) alternate_color: Option<String>,
    pub(super) logo: Option<String>,
}

/// One bookmaker's prices: the flat layout, the nested one since 2025, or both at once.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Odds {
    pub(super) provider: Bookmaker,
    /// `TEN -5.5`: a side's code with its handicap, or its moneyline.
    pub(super) details: Option<String>,
    pub(super) over_under: Option<Text>,
    /// The **home** side's handicap.
    pub(super) spread: Option<Text>,
    pub(super) over_odds: Option<Text>,
    pub(super) under_odds: Option<Text>,
    pub(super) home_team_odds: Option<SideOdds>,
    pub(super) away_team_odds: Option<SideOdds>,
    pub(super) draw_odds: Option<SideOdds>,
    pub(super) moneyline: Option<Sides>,
    pub(super) point_spread: Option<Sides>,
    pub(super) total: Option<Sides>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bookmaker {
    pub(super) id: Option<Text>,
    pub(super) name: String,
    pub(super) display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SideOdds {
    /// Whose prices these are.
    pub(super) team: Option<PricedTeam>,
    pub(super) money_line: Option<Text>,
    pub(super) spread_odds: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct PricedTeam {
    pub(super) id: Option<Text>,
}

/// The nested layout of one market: an answer each.
#[derive(Deserialize)]
pub(super) struct Sides {
    pub(super) home: Option<Moments>,
    pub(super) away: Option<Moments>,
    pub(super) draw: Option<Moments>,
    pub(super) over: Option<Moments>,
    pub(super) under: Option<Moments>,
}

#[derive(Deserialize)]
pub(super) struct Moments {
    pub(super) open: Option<Number>,
    /// The latest, until the start.
    pub(super) close: Option<Number>,
}

#[derive(Deserialize)]
pub(super) struct Number {
    /// `-1.5`, `o8.5`, `u8.5`.
    pub(super) line: Option<Text>,
    /// `-110`, `EVEN`, `OFF`.
    pub(super) odds: Option<Text>,
}
