//! Asks for season files: one request a league and season.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Datelike, Utc};
use sha2::{Digest, Sha256};
use shared::feed::{FeedAnswer, LeagueReport};

use super::convert::{DIVISIONS, season_label};
use super::{NAME, convert};
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::http::Http;
use crate::{Answer, FeedQuery, Historical, Provider, QueryKind, only};

/// Where the files are published, by season and division.
pub const URL: &str = "https://www.football-data.co.uk/mmz4281";

/// The first season whose files have the prices that we read.
const SEASON_FIRST: i32 = 2005;

/// The month in which a season begins, a little early.
const SEASON_MONTH: u32 = 7;

/// The most season files that one question may take.
const SEASONS_MAX: usize = 3;

/// football-data.co.uk's season files.
pub struct FootballData {
    http: Arc<Http>,
    url: String,
    leagues: Vec<LeagueReport>,
}

impl FootballData {
    /// The feed at its published address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            leagues: DIVISIONS.iter().map(|it| it.league()).collect(),
        }
    }

    async fn file(&self, division: &str, year: i32) -> Result<(Answer, Bytes), ProviderError> {
        let (begin, end) = (year.rem_euclid(100), (year + 1).rem_euclid(100));
        let url = format!("{}/{begin:02}{end:02}/{division}.csv", self.url);
        let fetched = self.http.get(NAME, &url, None).await?;
        let body = fetched.body.clone();
        Ok((fetched.converted(convert::read)?, body))
    }

    fn division(&self, league: &str) -> Result<&'static str, ProviderError> {
        let found = DIVISIONS.iter().find(|it| it.code == league);
        let found = found.ok_or_else(|| ProviderError::unknown_league(NAME, league))?;
        Ok(found.division)
    }
}

fn season_of(moment: DateTime<Utc>) -> i32 {
    moment.year() - i32::from(moment.month() < SEASON_MONTH)
}

#[async_trait]
impl Provider for FootballData {
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
        let division = self.division(&ask.league)?;
        let mut feed = FeedAnswer::default();
        let mut stats = RequestStats::of(NAME);
        let mut digest = Sha256::new();
        for year in (season_of(ask.from)..=season_of(ask.to)).take(SEASONS_MAX) {
            let answer = self.file(division, year).await;
            let (mut answer, body) = answer.map_err(|mut error| {
                let mut all = stats.clone();
                all.add(error.stats());
                *error.stats_mut() = all;
                error
            })?;
            digest.update(&body);
            stats.add(&answer.stats);
            feed.games.append(&mut answer.feed.games);
            feed.rejected.append(&mut answer.feed.rejected);
        }
        stats.digest = Some(digest.finalize().into());
        let feed = only(feed, |it| ask.wants(it.starts_at));
        Ok(Answer { feed, stats })
    }
}

#[async_trait]
impl Historical for FootballData {
    fn read(&self, body: Bytes) -> Result<FeedAnswer, Garbled> {
        convert::read(body)
    }

    fn seasons(&self, since: i32, now: DateTime<Utc>) -> Vec<String> {
        let years = since.max(SEASON_FIRST)..=season_of(now);
        years.map(season_label).collect()
    }

    async fn season(&self, league: &str, season: &str) -> Result<Answer, ProviderError> {
        let division = self.division(league)?;
        let year = season.split('/').next().and_then(|it| it.parse().ok());
        let year = year.filter(|it| season_label(*it) == season);
        let year = year.ok_or_else(|| ProviderError::Refused {
            reason: format!("season {season:?} is not written like 2022/23"),
            stats: Box::new(RequestStats::of(NAME)),
        })?;
        Ok(self.file(division, year).await?.0)
    }
}
