#![doc = include_str!("../README.md")]

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use shared::feed::{FeedAnswer, GameReport, LeagueReport};
use shared::league::Sport;

pub mod coverage;
pub mod error;
pub mod examples;
pub mod http;
pub mod lookup;
pub mod polled;
pub mod quota;
pub mod rosters;
pub mod shape;
pub mod tally;
pub mod venues;
pub mod watch;

pub mod api_sports;
pub mod balldontlie;
pub mod espn;
pub mod football_data;
pub mod football_data_org;
pub mod jolpica;
pub mod kalshi;
pub mod mlb;
pub mod nflverse;
pub mod nhl;
pub mod nws;
pub mod open_liga_db;
pub mod sbr;
pub mod season;
pub mod tennis_data;
pub mod the_odds_api;
pub mod thesportsdb;
pub mod ufc;

#[cfg(any(test, feature = "testing"))]
pub mod stub;

mod archive;
mod breaker;
mod check;
mod days;
mod detail;
mod files;
mod gather;
mod json;
mod leagues;
mod listed;
mod sets;
mod sheet;
mod slug;
mod table;
mod teams;

pub use error::{FormUpdate, Garbled, ProviderError, RequestStats};
pub use files::read;

use lookup::{Looked, Lookup};
use quota::{Allowance, Cost};
use rosters::Listed;

/// What a query asks a feed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QueryKind {
    /// Which games there are, and when.
    Schedule,
    /// Their status and scores.
    Scores,
    /// At what prices they can be bet on.
    Quotes,
}

impl QueryKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Schedule, Self::Scores, Self::Quotes];

    /// The word that is stored in the poll log.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Scores => "scores",
            Self::Quotes => "quotes",
        }
    }
}

/// A query to a feed, about the games of a league that begin between two moments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedQuery {
    /// Our code of the league: `NFL`.
    pub league: String,
    /// What is asked for.
    pub kind: QueryKind,
    /// The earliest start that matters.
    pub from: DateTime<Utc>,
    /// The latest start that matters. A feed may answer with games outside of the two.
    pub to: DateTime<Utc>,
}

impl FeedQuery {
    /// Whether a game with this start is covered.
    pub fn wants(&self, starts_at: DateTime<Utc>) -> bool {
        (self.from..=self.to).contains(&starts_at)
    }

    /// Which games there are that begin between the two.
    pub fn schedule(league: &str, starts: RangeInclusive<DateTime<Utc>>) -> Self {
        Self::new(league, QueryKind::Schedule, starts)
    }

    /// The status and scores of the games that begin between the two.
    pub fn scores(league: &str, starts: RangeInclusive<DateTime<Utc>>) -> Self {
        Self::new(league, QueryKind::Scores, starts)
    }

    /// The prices of the games that begin between the two.
    pub fn quotes(league: &str, starts: RangeInclusive<DateTime<Utc>>) -> Self {
        Self::new(league, QueryKind::Quotes, starts)
    }

    fn new(league: &str, kind: QueryKind, starts: RangeInclusive<DateTime<Utc>>) -> Self {
        let (from, to) = starts.into_inner();
        let league = league.to_owned();
        Self {
            league,
            kind,
            from,
            to,
        }
    }
}

/// A feed's answer, with the stats of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer in our words.
    pub feed: FeedAnswer,
    /// What a line of the poll log needs.
    pub stats: RequestStats,
}

/// An outside feed.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// The word that names it in settings, tables and logs: `espn`.
    fn name(&self) -> &'static str;

    /// The leagues that it knows.
    fn leagues(&self) -> &[LeagueReport];

    /// What one answer to a query of this kind brings, including the kind itself. Empty
    /// when the feed cannot answer it at all.
    fn covers(&self, kind: QueryKind) -> &'static [QueryKind];

    /// What its key may spend in a day or a month. See [`quota`]. Default: nothing is counted.
    fn allowances(&self) -> &[Allowance] {
        &[]
    }

    /// What a query costs at most, known before it is sent. Default: nothing.
    fn cost(&self, _ask: &FeedQuery) -> Cost {
        Cost::FREE
    }

    /// What a question about the players of one game of this league costs at most, known before it
    /// is sent. `None`, the default: there is none beside what [`Provider::ask`] brings.
    fn cost_of_players(&self, _league: &str) -> Option<Cost> {
        None
    }

    /// Asks for the prices on the players of one game, by the feed's own id of it: those that no
    /// other query brings. Default: there are none.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`]; `Refused` where the league has no such prices.
    async fn ask_players(&self, league: &str, _game: &str) -> Result<Answer, ProviderError> {
        let name = self.name();
        Err(ProviderError::Refused {
            reason: format!("{name} has no prices on the players of {league} to ask for"),
            stats: Box::new(RequestStats::of(name)),
        })
    }

    /// Restores what [`RequestStats::forms`] reported in an earlier run, so that a form that was
    /// refused then is not sent again now. A feed with a single form has nothing to restore.
    fn restore_forms(&self, _forms: &[FormUpdate]) {}

    /// Asks, with as few requests as possible.
    ///
    /// # Errors
    /// [`ProviderError`], which carries what a line of the poll log needs. A garbled answer
    /// changes nothing: a [`FeedAnswer`] is complete or does not exist.
    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError>;

    /// Whether it can be asked this about a league besides its games. Default: it cannot.
    fn looks_up(&self, _ask: &Lookup) -> bool {
        false
    }

    /// What such a question costs at most, known before it is sent. Default: nothing.
    fn lookup_cost(&self, _ask: &Lookup) -> Cost {
        Cost::FREE
    }

    /// Asks something about a league besides its games.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`]. Also when it cannot be asked this.
    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        Err(ProviderError::not_told(self.name(), ask.about.word()))
    }

    /// Whether it can be asked who plays for a team of that league. Default: it cannot.
    fn lists_players(&self, _league: &str) -> bool {
        false
    }

    /// What the question about one team costs at most, known before it is sent. Default: nothing.
    fn roster_cost(&self, _league: &str) -> Cost {
        Cost::FREE
    }

    /// Asks who plays for a team of a league, by the feed's own id of the team: one request.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`]. Also when it cannot be asked this.
    async fn roster(&self, _league: &str, _team: &str) -> Result<Listed, ProviderError> {
        Err(ProviderError::not_told(self.name(), rosters::WORD))
    }
}

/// A feed that publishes whole seasons as files, which can also be read from a disk.
#[async_trait]
pub trait Historical: Provider {
    /// Reads one of its files. This can take a while: call it where blocking is allowed.
    ///
    /// # Errors
    /// [`Garbled`] when the file is not one of its files.
    fn read(&self, body: Bytes) -> Result<FeedAnswer, Garbled>;

    /// The seasons, oldest first, that began in or after the year `since`, as far as `now`.
    /// `since` is bounded by the first season that the feed has.
    fn seasons(&self, since: i32, now: DateTime<Utc>) -> Vec<String>;

    /// Fetches one season of a league, labelled as [`Historical::seasons`] does.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`].
    async fn season(&self, league: &str, season: &str) -> Result<Answer, ProviderError>;
}

fn league(code: &str, name: &str, sport: Sport) -> LeagueReport {
    LeagueReport {
        code: code.to_owned(),
        name: name.to_owned(),
        sport,
    }
}

/// The games of an answer that are wanted, without what is wrong with the others.
fn only(mut feed: FeedAnswer, mut wanted: impl FnMut(&GameReport) -> bool) -> FeedAnswer {
    let mut others = BTreeSet::new();
    feed.games.retain(|it| {
        let is_wanted = wanted(it);
        if !is_wanted {
            others.insert(it.reference.clone());
        }
        is_wanted
    });
    let is_of_another = |it: &str| others.contains(it);
    let rejected = &mut feed.rejected;
    rejected.retain(|it| !it.game.as_deref().is_some_and(is_of_another));
    feed
}
