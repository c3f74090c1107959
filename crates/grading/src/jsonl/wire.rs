//! The form of a line, field by field, and nothing that it does not have.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use shared::facts::{Change, Finish, Method};
use shared::league::Sport;

use super::strict;

strict::objects!(
    Ticket, System, Teaser, Leg, EachWay, Graded, Market, Game, Length, Score, Ending, Player,
    Starters, Starter, Entrant, Strokes,
);
strict::words_of!(Status, Team, Winner, Half);

/// A field that may be missing, and is never `null`.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) stake: String,
    pub(super) kind: Kind,
    pub(super) legs: Vec<Leg>,
    #[serde(default, deserialize_with = "given")]
    pub(super) rules: Option<Names<Choice>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) placed_at: Option<String>,
    #[serde(default, rename = "note")]
    _note: Option<IgnoredAny>,
    #[serde(default, rename = "expect")]
    _expect: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub(super) enum Kind {
    Single,
    Parlay,
    System(System),
    Teaser(Teaser),
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WordOrObject)
    }
}

/// A plain kind is a word, and one that has numbers is an object.
struct WordOrObject;

impl<'de> Visitor<'de> for WordOrObject {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"single\", \"parlay\", a system or a teaser")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Kind, E> {
        Kind::deserialize(StrDeserializer::new(word))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Kind, A::Error> {
        match Kind::deserialize(MapAccessDeserializer::new(map))? {
            Kind::Single | Kind::Parlay => Err(A::Error::custom("single and parlay are words")),
            kind => Ok(kind),
        }
    }
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct System {
    #[serde(default, deserialize_with = "given")]
    pub(super) sizes: Option<Vec<usize>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) stake_per_bet: Option<String>,
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Teaser {
    pub(super) points: String,
    pub(super) chart: Names<Price>,
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Leg {
    #[serde(default, deserialize_with = "given")]
    pub(super) market: Option<Market>,
    #[serde(default, deserialize_with = "given")]
    pub(super) selection: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) price: Option<Price>,
    #[serde(default, deserialize_with = "given")]
    pub(super) each_way: Option<EachWay>,
    #[serde(default, deserialize_with = "given")]
    pub(super) game: Option<Game>,
    #[serde(default, deserialize_with = "given")]
    pub(super) graded: Option<Graded>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Price {
    American(String),
    Decimal(String),
    Fractional(String),
    HongKong(String),
    Malay(String),
    Indonesian(String),
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct EachWay {
    pub(super) place_fraction: String,
    pub(super) places: u16,
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Graded {
    pub(super) win: String,
    pub(super) refund: String,
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Market {
    pub(super) kind: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) period: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) line: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) ways: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) statistic: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) subject: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) entrants: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(super) places: Option<u16>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Game {
    #[serde(default, deserialize_with = "given")]
    pub(super) id: Option<String>,
    #[serde(deserialize_with = "strict::word")]
    pub(super) sport: Sport,
    pub(super) league: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) home: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) away: Option<String>,
    pub(super) status: Status,
    #[serde(default)]
    pub(super) scores: Vec<Score>,
    #[serde(default, deserialize_with = "given")]
    pub(super) ending: Option<Ending>,
    #[serde(default, deserialize_with = "given")]
    pub(super) advanced: Option<Team>,
    #[serde(default)]
    pub(super) players: Vec<Player>,
    #[serde(default, deserialize_with = "given")]
    pub(super) starters: Option<Starters>,
    #[serde(default)]
    pub(super) entrants: Vec<Entrant>,
    #[serde(default, deserialize_with = "given")]
    pub(super) best_of: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) set_length: Option<Length>,
    #[serde(default, deserialize_with = "given")]
    pub(super) final_set_length: Option<Length>,
    #[serde(default, deserialize_with = "given")]
    pub(super) match_tiebreak_to: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) strokes_decide: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    pub(super) scheduled_rounds: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) round_length: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) scheduled_innings: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) scheduled_overs: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    pub(super) overs: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    pub(super) scheduled_at: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(super) started_at: Option<String>,
    #[serde(default, deserialize_with = "strict::words")]
    pub(super) changes: Vec<Change>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub(super) enum Status {
    Final,
    Abandoned,
    Suspended,
    Postponed,
    Cancelled,
    Walkover,
    Retired,
    NoContest,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub(super) enum Team {
    Home,
    Away,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub(super) enum Winner {
    Home,
    Away,
    Draw,
    None,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub(super) enum Half {
    Top,
    Bottom,
}

/// How long a set is.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Length {
    pub(super) to: u8,
    #[serde(default, deserialize_with = "given")]
    pub(super) tie_break_at: Option<u8>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Score {
    pub(super) period: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) home: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    pub(super) away: Option<u32>,
    #[serde(default)]
    pub(super) match_tiebreak: bool,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Ending {
    #[serde(default, deserialize_with = "given")]
    pub(super) inning: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) half: Option<Half>,
    #[serde(default, deserialize_with = "given")]
    pub(super) outs: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) minute: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    pub(super) winner: Option<Winner>,
    #[serde(default, deserialize_with = "strict::some_word")]
    pub(super) method: Option<Method>,
    #[serde(default, deserialize_with = "given")]
    pub(super) round: Option<u8>,
    #[serde(default, deserialize_with = "given")]
    pub(super) clock: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Player {
    pub(super) id: String,
    pub(super) team: Team,
    pub(super) played: bool,
    #[serde(default, deserialize_with = "given")]
    pub(super) started: Option<bool>,
    #[serde(default)]
    pub(super) statistics: Names<i64>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Starters {
    #[serde(default, deserialize_with = "given")]
    pub(super) home: Option<Starter>,
    #[serde(default, deserialize_with = "given")]
    pub(super) away: Option<Starter>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Starter {
    pub(super) listed: String,
    pub(super) started: String,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Entrant {
    pub(super) id: String,
    #[serde(deserialize_with = "strict::word")]
    pub(super) finish: Finish,
    #[serde(default, deserialize_with = "given")]
    pub(super) position: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    pub(super) holes: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    pub(super) laps: Option<u16>,
    #[serde(default)]
    pub(super) scores: Vec<Strokes>,
    #[serde(default, deserialize_with = "given")]
    pub(super) withdrawn_price: Option<Price>,
    #[serde(default, deserialize_with = "given")]
    pub(super) withdrawn_at: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Strokes {
    pub(super) period: String,
    pub(super) strokes: u32,
}

/// Values by name, each name once: JSON itself lets the last of two win.
#[derive(PartialEq, Eq)]
pub(super) struct Names<T>(pub(super) BTreeMap<String, T>);

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Names<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(EachOnce(PhantomData))
    }
}

struct EachOnce<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EachOnce<T> {
    type Value = Names<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names<T>, A::Error> {
        let mut names = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value()?;
            if names.contains_key(&name) {
                return Err(A::Error::custom(format!("{name:?} stands twice")));
            }
            names.insert(name, value);
        }
        Ok(Names(names))
    }
}

/// The value of a rule: a word, true or false.
pub(super) enum Choice {
    Word(String),
    Flag(bool),
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WordOrFlag)
    }
}

struct WordOrFlag;

impl Visitor<'_> for WordOrFlag {
    type Value = Choice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, true or false")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Choice, E> {
        Ok(Choice::Flag(flag))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Choice, E> {
        Ok(Choice::Word(word.to_owned()))
    }
}
