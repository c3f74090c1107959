//! Asks for a whole season to learn which days it has, and then for the days that matter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shared::feed::{FeedAnswer, LeagueReport};

use super::convert::{self, Listed};
use super::{LEAGUE, NAME, PROFILE, SHORTCUT, standings};
use crate::error::{ProviderError, RequestStats};
use crate::gather::Requests;
use crate::http::{Fetched, Http};
use crate::lookup::{self, Looked, Lookup};
use crate::{Answer, FeedQuery, Provider, QueryKind, leagues, only};

/// Where the feed is.
pub const URL: &str = "https://api.openligadb.de";

/// The most seasons of one question.
const SEASONS_MAX: usize = 2;

/// How many days of a season are asked for one by one. More are asked for with their season.
const DAYS_MAX: usize = 4;

/// When the matches of each day of a season begin.
type Starts = BTreeMap<u8, Vec<DateTime<Utc>>>;

/// OpenLigaDB's JSON API.
pub struct OpenLigaDb {
    http: Arc<Http>,
    url: String,
    leagues: Vec<LeagueReport>,
    /// The days of each season with the starts of their matches, as last told.
    days: Mutex<BTreeMap<i32, Starts>>,
}

impl OpenLigaDb {
    /// The feed at its published address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        let league = leagues::known(LEAGUE).map(leagues::Known::report);
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            leagues: league.into_iter().collect(),
            days: Mutex::new(BTreeMap::new()),
        }
    }

    async fn get(&self, path: &str) -> Result<Fetched, ProviderError> {
        self.get_of("getmatchdata", path).await
    }

    async fn get_of(&self, what: &str, path: &str) -> Result<Fetched, ProviderError> {
        let url = format!("{}/{what}/{SHORTCUT}/{path}", self.url);
        self.http.get(NAME, &url, None).await
    }

    /// The days of a season on which matches are played that are asked about. `None`: they are not
    /// known, or too many to be asked for one by one.
    fn days_of(&self, season: i32, ask: &FeedQuery) -> Option<BTreeSet<u8>> {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let known = days.get(&season)?.iter();
        let wanted = known.filter(|(_, starts)| starts.iter().any(|it| ask.wants(*it)));
        let wanted: BTreeSet<_> = wanted.map(|(day, _)| *day).collect();
        (wanted.len() <= DAYS_MAX).then_some(wanted)
    }

    fn learn(&self, season: i32, games: &[Listed]) {
        let mut told = Starts::new();
        for Listed { day, game } in games {
            if let Some(day) = day {
                told.entry(*day).or_default().push(game.starts_at);
            }
        }
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.entry(season).or_default().extend(told);
    }

    /// What to ask for a season: it as a whole for the schedule, and while its days are unknown.
    /// A season is answered from a store that can be behind; a day is not.
    fn paths(&self, season: i32, ask: &FeedQuery) -> Vec<String> {
        let whole = vec![season.to_string()];
        if ask.kind == QueryKind::Schedule {
            return whole;
        }
        match self.days_of(season, ask) {
            Some(days) => days.iter().map(|it| format!("{season}/{it}")).collect(),
            None => whole,
        }
    }
}

/// The seasons that are asked about, by the year in which each began.
fn seasons(ask: &FeedQuery) -> Result<Vec<i32>, ProviderError> {
    let year = |at| leagues::known(LEAGUE).map_or(0, |it| it.first_year(at));
    let seasons: Vec<_> = (year(ask.from)..=year(ask.to))
        .take(SEASONS_MAX + 1)
        .collect();
    if seasons.is_empty() || seasons.len() > SEASONS_MAX {
        return Err(ProviderError::Refused {
            reason: format!("{NAME} is asked about 1 to {SEASONS_MAX} seasons at once"),
            stats: Box::new(RequestStats::of(NAME)),
        });
    }
    Ok(seasons)
}

#[async_trait]
impl Provider for OpenLigaDb {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        match kind {
            QueryKind::Schedule | QueryKind::Scores => &[QueryKind::Schedule, QueryKind::Scores],
            QueryKind::Quotes => &[],
        }
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        if ask.league != LEAGUE {
            return Err(ProviderError::unknown_league(NAME, &ask.league));
        }
        if ask.kind == QueryKind::Quotes {
            return Err(ProviderError::not_told(NAME, "prices"));
        }
        let mut requests = Requests::of(NAME);
        let mut feed = FeedAnswer::default();
        for season in seasons(ask)? {
            for path in self.paths(season, ask) {
                let fetched = match self.get(&path).await {
                    Ok(fetched) => fetched,
                    Err(error) => return Err(requests.ended_by(error)),
                };
                requests.answered(&fetched);
                let (games, rejected) = match convert::list(&fetched.body, LEAGUE) {
                    Ok(read) => read,
                    Err(garbled) => return Err(requests.garbled(garbled)),
                };
                self.learn(season, &games);
                feed.games.extend(games.into_iter().map(|it| it.game));
                feed.rejected.extend(rejected);
            }
        }
        Ok(Answer {
            feed: only(feed, |it| ask.wants(it.starts_at)),
            stats: requests.done(),
        })
    }

    fn looks_up(&self, ask: &Lookup) -> bool {
        PROFILE.tells(&ask.league, ask.about.topic())
    }

    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        if !self.looks_up(ask) {
            return Err(ProviderError::not_told(NAME, ask.about.word()));
        }
        let year = leagues::known(LEAGUE).map_or(0, |it| it.first_year(self.http.now()));
        let fetched = self.get_of("getbltable", &year.to_string()).await?;
        lookup::table(fetched.parts(), |body| {
            standings::read_standings(body, year)
        })
    }
}
