//! Games, and how they ended.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::competitor::{Competitor, Role};
use crate::facts::Facts;
use crate::id::{CompetitorId, GameId, LeagueId};
use crate::league::Sport;
pub use crate::period::{Period, PeriodError};
use crate::words::words;

words! {
    /// The status of a game. `final` and the ones below it are the ends that a result can have.
    GameStatus {
        /// Not begun.
        Scheduled = "scheduled",
        /// Being played.
        Live = "live",
        /// Stopped, may go on.
        Suspended = "suspended",
        /// Put off to another time.
        Postponed = "postponed",
        /// The league calls it done.
        Final = "final",
        /// Will not be played.
        Cancelled = "cancelled",
        /// Stopped for good without a result.
        Abandoned = "abandoned",
        /// Never begun: one side advances without playing.
        Walkover = "walkover",
        /// One side gave up or was put out on the way.
        Retired = "retired",
        /// A fight that counts for nobody.
        NoContest = "no_contest",
    }
}

impl GameStatus {
    /// Whether a bet can still be placed, as far as the status says.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Scheduled)
    }

    /// Whether it is not to be played as it was set, as far as is known: postponed, stopped, or
    /// cancelled.
    pub const fn is_off(self) -> bool {
        matches!(
            self,
            Self::Postponed | Self::Suspended | Self::Cancelled | Self::Abandoned
        )
    }

    /// Whether nothing more is expected to happen.
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Final
                | Self::Cancelled
                | Self::Abandoned
                | Self::Walkover
                | Self::Retired
                | Self::NoContest
        )
    }
}

words! {
    /// What kind of contest a game is.
    GameKind {
        /// Two play each other.
        Match = "match",
        /// Many against each other: a tournament, a race, a season, the fights of an evening. Its
        /// start is when bets on it are closed.
        Field = "field",
    }
}

/// What one competitor scored in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PeriodScore {
    /// Which part of the game.
    pub period: Period,
    /// The side that scored.
    pub role: Role,
    /// How much.
    pub points: i32,
}

/// One version of how a game ended. Versions count from 1 and are never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GameResult {
    /// Whose result.
    pub game: GameId,
    /// Counts up with each correction.
    pub version: i32,
    /// How it ended.
    pub status: GameStatus,
    /// By period and side, in the order of period, then role.
    pub scores: Vec<PeriodScore>,
    /// What scores do not show.
    pub facts: Facts,
    /// Who said so.
    pub provider: String,
    /// When it was made from the reports.
    pub decided_at: DateTime<Utc>,
}

impl GameResult {
    /// Whether it is no end, but only decides bets on starts that were given up.
    pub const fn is_partial(&self) -> bool {
        !self.facts.given_up.is_empty()
    }

    /// The whole game's score of a side, when the game had one.
    pub fn full(&self, role: Role) -> Option<i32> {
        self.scores
            .iter()
            .find(|it| it.period == Period::Full && it.role == role)
            .map(|it| it.points)
    }
}

/// A game of two sides as a member sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Game {
    /// Its id.
    pub id: GameId,
    /// Whose game.
    pub league: LeagueId,
    /// The league's code, for people.
    pub league_code: String,
    /// What is played.
    pub sport: Sport,
    /// Season or tournament: `2024`, `2024/25`.
    pub season: String,
    /// When it begins. A bet is refused from then on.
    pub starts_at: DateTime<Utc>,
    /// Its status.
    pub status: GameStatus,
    /// Who plays at home, or is listed first.
    pub home: Competitor,
    /// Who plays away, or is listed second.
    pub away: Competitor,
}

/// The league of bets written by hand.
const BY_HAND: &str = "MANUAL";

impl Game {
    /// What a bet written by hand is on: `event` is what it is about, `pick` what is to happen.
    /// Nobody plays; the texts take the place of the two sides.
    pub fn by_hand(id: GameId, event: &str, pick: &str, starts_at: DateTime<Utc>) -> Self {
        let side = |words: &str| Competitor {
            id: CompetitorId::derive(words),
            name: words.to_owned(),
            short_name: words.to_owned(),
            place: words.to_owned(),
            code: words.to_owned(),
            colors: None,
        };
        Self {
            id,
            league: LeagueId::derive(BY_HAND),
            league_code: BY_HAND.to_owned(),
            sport: Sport::Esports,
            season: String::new(),
            starts_at,
            status: GameStatus::Scheduled,
            home: side(event),
            away: side(pick),
        }
    }

    /// What was written by hand: what it is about, and what is to happen. `None` for a game that
    /// a feed knows.
    pub fn written(&self) -> Option<(&str, &str)> {
        (self.league_code == BY_HAND).then_some((&self.home.name, &self.away.name))
    }
}
