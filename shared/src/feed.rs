//! What a provider's answer says, in our words: reports of games, and quotes.
//!
//! A report is a claim, not a fact. It is stored as it arrived; results are decided from reports.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::competitor::CompetitorKind;
use crate::facts::Facts;
use crate::game::{GameStatus, Period, PeriodScore};
use crate::id::CompetitorId;
use crate::league::Sport;
use crate::line::Line;
use crate::live::LiveState;
use crate::market::{MarketKind, Side};
use crate::price::Price;

mod flaws;
mod injuries;
mod named;
mod pairing;
mod participants;
mod rosters;
mod standings;
mod venue;

pub use flaws::ReportFlaw;
pub use injuries::{Availability, Injuries, InjuryReport, note};
pub use pairing::{Pairing, Scored};
pub use participants::{FieldReport, Participant};
pub use rosters::{Roster, RosterPlayer, RosterStatus};
pub use standings::{Points, PointsError, SeasonRecord, StandingRow, Standings, streak};
pub use venue::VenueReport;

/// A league as a feed names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LeagueReport {
    /// Our code: `NFL`.
    pub code: String,
    /// In full.
    pub name: String,
    /// What it plays.
    pub sport: Sport,
}

/// A competitor as a feed names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompetitorReport {
    /// The feed's own id, unique within the provider and the sport.
    pub reference: String,
    /// Our own name of it, where our data know it: `chicago-bears`. Unique within the sport: feeds
    /// that give the same slug mean the same competitor.
    pub slug: Option<String>,
    /// Team or athlete.
    pub kind: CompetitorKind,
    /// In full: `Chicago Bears`.
    pub name: String,
    /// What fans say: `Bears`.
    pub short_name: String,
    /// Used in sentences: `Chicago`.
    pub place: String,
    /// Two to four letters or digits: `CHI`.
    pub code: String,
    /// First and second colour as `rrggbb`.
    pub colors: Option<(String, String)>,
    /// Where a logo can be had.
    pub logo_url: Option<String>,
}

/// How the references of those begin whom a feed knows by name alone.
const BY_NAME: &str = "name/";

impl CompetitorReport {
    /// The reference of somebody whom the feed knows by name alone. `name` has the game in it, as
    /// another of that name may play in the next one.
    pub fn by_name(name: &str) -> String {
        format!("{BY_NAME}{name}")
    }

    /// Whether the feed knows it by name alone, so that its reference may mean any other of that
    /// name. Only a player who is known by then can be meant.
    pub fn is_by_name(&self) -> bool {
        self.reference.starts_with(BY_NAME)
    }

    /// The id that it gets when it is first reported: derived from the slug if there is one, or
    /// else from the feed's own id. Later reports are looked up.
    pub fn first_id(&self, provider: &str, sport: Sport) -> CompetitorId {
        match &self.slug {
            Some(slug) => CompetitorId::derive(&format!("{sport}/{slug}")),
            None => CompetitorId::derive(&format!("{sport}/{provider}/{}", self.reference)),
        }
    }
}

/// Which moment of a price's life a quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteMark {
    /// What can be had now.
    Current,
    /// The first that was offered.
    Opening,
    /// The last before the start.
    Closing,
    /// From a market that the feed calls live: never on offer, and neither opening nor closing. A
    /// current price of after the start is in play without being called so.
    InPlay,
}

impl QuoteMark {
    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Opening => "opening",
            Self::Closing => "closing",
            Self::InPlay => "in_play",
        }
    }
}

/// A price for one selection of a game, from one bookmaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteReport {
    /// The bookmaker's code: `draftkings`, `average`.
    pub bookmaker: String,
    /// The bookmaker's name, for people.
    pub bookmaker_name: String,
    /// The kind of market.
    pub kind: MarketKind,
    /// Which part of the game counts.
    pub period: Period,
    /// The market's line; for a spread, the **home** side's, whatever the feed's convention.
    pub line: Option<Line>,
    /// The competitor that the market is about, if it is about one: one that the report names, by
    /// [`CompetitorReport::first_id`], as everywhere in a report.
    pub subject: Option<CompetitorId>,
    /// Which statistic, where it is not the score: `rebounds`.
    pub statistic: Option<String>,
    /// The competitors that are compared, in a head-to-head or a group; empty elsewhere. In order
    /// of id.
    pub group: Vec<CompetitorId>,
    /// Which answer.
    pub side: Side,
    /// The price, in the format and number of the feed.
    pub price: Price,
    /// Current, opening or closing.
    pub mark: QuoteMark,
    /// When the feed says that this price held. `None`: the feed does not say.
    pub source_at: Option<DateTime<Utc>>,
}

/// What one feed reports about one game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GameReport {
    /// The feed's own id of the game, unique within the provider.
    pub reference: String,
    /// The league.
    pub league: LeagueReport,
    /// Season or tournament: `2024`, `2024/25`.
    pub season: String,
    /// When it begins, or began.
    pub starts_at: DateTime<Utc>,
    /// The status.
    pub status: GameStatus,
    /// Of a contest of many, what it is called. `None`: it is a match of two.
    pub field: Option<FieldReport>,
    /// The participants: the two sides of a match, or as much of a field as is known.
    pub participants: Vec<Participant>,
    /// Competitors that prices are about besides the participants: players of the two sides.
    pub players: Vec<CompetitorReport>,
    /// By period and side, [`Period::Full`] among them once there is a score. Empty before.
    pub scores: Vec<PeriodScore>,
    /// What scores do not show: how a match ended, who played, a field's places.
    pub facts: Facts,
    /// When the feed says that this was so. `None`: the feed does not say.
    pub source_at: Option<DateTime<Utc>>,
    /// What can be bet on, or could be.
    pub quotes: Vec<QuoteReport>,
    /// Whether `quotes` is all that the feed offers for this game now, so that what is missing
    /// from it has been withdrawn.
    pub quotes_complete: bool,
    /// Where it stands while it is played, as far as the feed tells. It is shown and no more: it is
    /// no part of what a report claims.
    #[serde(default)]
    pub live: Option<LiveState>,
    /// Where it is played, as far as the feed tells. It is shown, as `live` is.
    #[serde(default)]
    pub venue: Option<VenueReport>,
}

/// A row or event that could not be turned into a report: kept and counted, never guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Where in the answer: a row number, an event id.
    pub place: String,
    /// Why, in words.
    pub reason: String,
    /// A status code that the provider's table does not have, counted and alerted.
    pub unknown_code: Option<String>,
    /// The feed's own id of the game concerned, if it can be read, so that people who wait for this
    /// game find out why nothing arrived.
    #[serde(default)]
    pub game: Option<String>,
}

/// One answer of a feed, converted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedAnswer {
    /// What could be understood.
    pub games: Vec<GameReport>,
    /// What could not.
    pub rejected: Vec<Rejected>,
}
