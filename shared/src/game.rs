//! Games, and how they ended.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::competitor::{Competitor, Lead, Role};
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

    /// Who won a contest of many: everybody in the first place.
    pub fn winners(&self) -> impl Iterator<Item = CompetitorId> {
        let entrants = self.facts.entrants.iter();
        entrants.filter(|it| it.position == Some(1)).map(|it| it.id)
    }

    /// The whole game's score of a side, when the game had one.
    pub fn full(&self, role: Role) -> Option<i32> {
        self.scores
            .iter()
            .find(|it| it.period == Period::Full && it.role == role)
            .map(|it| it.points)
    }
}

/// A game as a member sees it.
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
    /// Who meets in it.
    pub contest: Contest,
    /// Whom its markets name besides two sides, as far as whoever loaded it asked for them: players
    /// of the sides, entrants of a field.
    pub named: Vec<Competitor>,
}

/// Who meets in a game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contest {
    /// Two sides.
    Match(Box<Sides>),
    /// Many, in a contest of this name: `The Masters`.
    Field(String),
    /// Nobody whom a feed knows: a bettor wrote it by hand.
    Written {
        /// What it is about.
        event: String,
        /// What is to happen.
        pick: String,
    },
}

/// The two sides of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    /// Who plays at home, or is listed first.
    pub home: Competitor,
    /// Who plays away, or is listed second.
    pub away: Competitor,
}

impl Contest {
    /// A match of these two.
    pub fn between(home: Competitor, away: Competitor) -> Self {
        Self::Match(Box::new(Sides { home, away }))
    }
}

impl Sides {
    /// The side with that role. `None` for an entrant.
    pub const fn of(&self, role: Role) -> Option<&Competitor> {
        match role {
            Role::Home => Some(&self.home),
            Role::Away => Some(&self.away),
            Role::Entrant => None,
        }
    }

    /// The ids of the home and of the away side.
    pub const fn ids(&self) -> (CompetitorId, CompetitorId) {
        (self.home.id, self.away.id)
    }
}

/// The league of bets written by hand.
const BY_HAND: &str = "MANUAL";

impl Game {
    /// What a bet written by hand is on: `event` is what it is about, `pick` what is to happen.
    pub fn by_hand(id: GameId, event: &str, pick: &str, starts_at: DateTime<Utc>) -> Self {
        Self {
            id,
            league: LeagueId::derive(BY_HAND),
            league_code: BY_HAND.to_owned(),
            sport: Sport::Esports,
            season: String::new(),
            starts_at,
            status: GameStatus::Scheduled,
            contest: Contest::Written {
                event: event.to_owned(),
                pick: pick.to_owned(),
            },
            named: Vec::new(),
        }
    }

    /// What was written by hand: what it is about, and what is to happen. `None` for a game that
    /// a feed knows.
    pub fn written(&self) -> Option<(&str, &str)> {
        match &self.contest {
            Contest::Written { event, pick } => Some((event, pick)),
            _ => None,
        }
    }

    /// What a contest of many is called. `None` for anything else.
    pub fn field(&self) -> Option<&str> {
        match &self.contest {
            Contest::Field(name) => Some(name),
            _ => None,
        }
    }

    /// The two sides of a match.
    pub const fn sides(&self) -> Option<&Sides> {
        match &self.contest {
            Contest::Match(sides) => Some(sides),
            _ => None,
        }
    }

    /// The side of a match with that role.
    pub fn side(&self, role: Role) -> Option<&Competitor> {
        self.sides()?.of(role)
    }

    /// The side that leads. `None` for a draw, and where there are no sides.
    pub fn leader(&self, lead: Lead) -> Option<&Competitor> {
        match lead {
            Lead::Home => self.side(Role::Home),
            Lead::Away => self.side(Role::Away),
            Lead::Draw => None,
        }
    }

    /// The part that this competitor has in a match. `None` for anybody but its sides.
    pub fn role(&self, id: CompetitorId) -> Option<Role> {
        let mut roles = [Role::Home, Role::Away].into_iter();
        roles.find(|it| self.side(*it).is_some_and(|side| side.id == id))
    }

    /// The competitor with that id: a side, or one of those whom its markets name.
    pub fn find(&self, id: CompetitorId) -> Option<&Competitor> {
        let sides = [Role::Home, Role::Away].into_iter();
        let sides = sides.filter_map(|it| self.side(it));
        sides.chain(&self.named).find(|it| it.id == id)
    }
}
