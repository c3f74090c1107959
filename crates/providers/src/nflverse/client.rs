//! Asks for the file. It is one for all seasons, so one request answers everything.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Datelike, Utc};
use shared::feed::{FeedAnswer, LeagueReport};

use super::{NAME, convert};
use crate::error::{Garbled, ProviderError};
use crate::http::Http;
use crate::{Answer, FeedQuery, Historical, Provider, QueryKind, only};

/// Where the file is published.
pub const URL: &str = "https://raw.githubusercontent.com/nflverse/nfldata/master/data/games.csv";

/// The first season in the file.
const SEASON_FIRST: i32 = 1999;

/// The month in which a season begins, a little early.
const SEASON_MONTH: u32 = 8;

/// nflverse's games file.
pub struct Nflverse {
    http: Arc<Http>,
    url: String,
    leagues: [LeagueReport; 1],
}

impl Nflverse {
    /// The feed at its published address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            leagues: [convert::nfl()],
        }
    }

    async fn all(&self) -> Result<Answer, ProviderError> {
        let fetched = self.http.get(NAME, &self.url, None).await?;
        fetched.converted(convert::read)
    }
}

#[async_trait]
impl Provider for Nflverse {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, _kind: QueryKind) -> &'static [QueryKind] {
        QueryKind::ALL
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        if ask.league != self.leagues[0].code {
            return Err(ProviderError::unknown_league(NAME, &ask.league));
        }
        let Answer { feed, stats } = self.all().await?;
        let feed = only(feed, |it| ask.wants(it.starts_at));
        Ok(Answer { feed, stats })
    }
}

#[async_trait]
impl Historical for Nflverse {
    fn read(&self, body: Bytes) -> Result<FeedAnswer, Garbled> {
        convert::read(body)
    }

    fn seasons(&self, since: i32, now: DateTime<Utc>) -> Vec<String> {
        let last = now.year() - i32::from(now.month() < SEASON_MONTH);
        (since.max(SEASON_FIRST)..=last)
            .map(|it| it.to_string())
            .collect()
    }

    async fn season(&self, league: &str, season: &str) -> Result<Answer, ProviderError> {
        if league != self.leagues[0].code {
            return Err(ProviderError::unknown_league(NAME, league));
        }
        let Answer { feed, stats } = self.all().await?;
        let feed = only(feed, |it| it.season == season);
        Ok(Answer { feed, stats })
    }
}
