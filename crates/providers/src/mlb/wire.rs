//! The shapes of the answers, named as the feed names things. Only what is read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::json::Text;

/// Games by day. Without `dates` it is no schedule: errors come as 200 with a `message`, too.
#[derive(Deserialize)]
pub(super) struct Schedule {
    pub(super) dates: Vec<Day>,
}

#[derive(Deserialize)]
pub(super) struct Day {
    /// Read one by one, so that a bad one spoils no other.
    #[serde(default)]
    pub(super) games: Vec<Box<RawValue>>,
}

/// What is read of a game of which nothing else can be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) game_pk: Text,
}

/// Where a game is played.
#[derive(Deserialize)]
pub(super) struct Venue {
    pub(super) name: String,
}

/// One listing of a game. A game that was put off, or stopped and resumed, is listed on both days.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Game {
    pub(super) game_pk: Text,
    /// `R` the regular season, `F`, `D`, `L` and `W` the rounds after it.
    pub(super) game_type: String,
    /// `2024`, a number in some answers.
    pub(super) season: Text,
    pub(super) game_date: String,
    pub(super) status: Status,
    pub(super) teams: Sides<Side>,
    /// Read by itself, since it spoils no game.
    pub(super) venue: Option<Box<RawValue>>,
    pub(super) linescore: Option<Linescore>,
    pub(super) scheduled_innings: Option<u8>,
    /// 2 for the second game of a doubleheader.
    pub(super) game_number: Option<u8>,
    /// When a game is to be played that is put off.
    pub(super) reschedule_date: Option<String>,
    /// When play began that is resumed on the day of this listing.
    pub(super) resumed_from: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    /// `Preview`, `Live`, `Final`, `Other`. A postponed game is `Final`.
    pub(super) abstract_game_state: String,
    /// One letter.
    pub(super) coded_game_state: String,
    /// That letter, and often another for the reason: `FR` is cut short by rain.
    pub(super) status_code: String,
    #[serde(default)]
    pub(super) detailed_state: String,
    /// Whether the hour is not set yet: `gameDate` has 3:33 in the morning then.
    #[serde(rename = "startTimeTBD", default)]
    pub(super) start_time_tbd: bool,
}

#[derive(Deserialize)]
pub(super) struct Sides<T> {
    pub(super) home: T,
    pub(super) away: T,
}

#[derive(Deserialize)]
pub(super) struct Side {
    pub(super) team: Team,
    /// Runs so far. Missing before the start.
    pub(super) score: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    pub(super) id: Text,
    /// In full: `Toronto Blue Jays`.
    pub(super) name: String,
    /// What fans say. Only where the question asks for it.
    pub(super) team_name: Option<String>,
    pub(super) abbreviation: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Linescore {
    pub(super) current_inning: Option<u8>,
    /// `Top`, `Middle`, `Bottom`, `End`.
    pub(super) inning_state: Option<String>,
    pub(super) is_top_inning: Option<bool>,
    pub(super) scheduled_innings: Option<u8>,
    pub(super) outs: Option<u8>,
    pub(super) balls: Option<u8>,
    pub(super) strikes: Option<u8>,
    /// Who bats, and who is on which base.
    pub(super) offense: Option<Offense>,
    /// Filled up to the scheduled number: a half that is not played has no runs.
    #[serde(default)]
    pub(super) innings: Vec<Inning>,
    pub(super) teams: Option<Sides<Runs>>,
}

/// A base on which nobody is is left out.
#[derive(Deserialize)]
pub(super) struct Offense {
    pub(super) first: Option<IgnoredAny>,
    pub(super) second: Option<IgnoredAny>,
    pub(super) third: Option<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Inning {
    pub(super) num: u8,
    pub(super) home: Option<Runs>,
    pub(super) away: Option<Runs>,
}

#[derive(Deserialize)]
pub(super) struct Runs {
    pub(super) runs: Option<i32>,
}

/// One game, with all that happened in it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Live {
    pub(super) game_pk: Text,
    pub(super) meta_data: Option<MetaData>,
    pub(super) game_data: GameData,
    pub(super) live_data: LiveData,
}

#[derive(Deserialize)]
pub(super) struct MetaData {
    /// How many seconds not to ask again for.
    pub(super) wait: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct GameData {
    pub(super) game: GameFacts,
    pub(super) datetime: Datetime,
    pub(super) status: Status,
    pub(super) teams: Sides<Team>,
}

#[derive(Deserialize)]
pub(super) struct GameFacts {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) season: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Datetime {
    pub(super) date_time: String,
    /// When play began that was resumed later.
    pub(super) resumed_from_date_time: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct LiveData {
    pub(super) linescore: Option<Linescore>,
    pub(super) boxscore: Option<BoxScore>,
}

/// What each player did.
#[derive(Deserialize)]
pub(super) struct BoxScore {
    pub(super) teams: Sides<BoxSide>,
}

#[derive(Deserialize)]
pub(super) struct BoxSide {
    pub(super) team: BoxTeam,
    /// By `ID` and the player's id; each read by itself.
    pub(super) players: BTreeMap<String, Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct BoxTeam {
    pub(super) id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Player {
    pub(super) person: Person,
    /// `700` bats seventh from the start, `701` came in for him. Missing for who does not bat.
    pub(super) batting_order: Option<Text>,
    /// Where he played, in order. Empty for who did not.
    #[serde(default)]
    pub(super) all_positions: Vec<IgnoredAny>,
    pub(super) stats: PlayerStats,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    pub(super) id: Text,
    pub(super) full_name: String,
    /// `Guerrero Jr.`, `Contreras, L` where two have one name.
    pub(super) boxscore_name: Option<String>,
}

/// All of it is missing for who did not bat, or did not pitch.
#[derive(Deserialize)]
pub(super) struct PlayerStats {
    #[serde(default)]
    pub(super) batting: Batting,
    #[serde(default)]
    pub(super) pitching: Pitching,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Batting {
    pub(super) plate_appearances: Option<i64>,
    pub(super) hits: Option<i64>,
    pub(super) doubles: Option<i64>,
    pub(super) triples: Option<i64>,
    pub(super) home_runs: Option<i64>,
    pub(super) total_bases: Option<i64>,
    pub(super) runs: Option<i64>,
    pub(super) rbi: Option<i64>,
    pub(super) base_on_balls: Option<i64>,
    pub(super) strike_outs: Option<i64>,
    pub(super) stolen_bases: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Pitching {
    pub(super) games_started: Option<i64>,
    pub(super) number_of_pitches: Option<i64>,
    pub(super) strike_outs: Option<i64>,
    pub(super) outs: Option<i64>,
    pub(super) earned_runs: Option<i64>,
    pub(super) hits: Option<i64>,
    pub(super) base_on_balls: Option<i64>,
    pub(super) wins: Option<i64>,
}
