//! Asks the league's server: teams and bookmakers once, then games, and prices when asked for.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{SecondsFormat, TimeDelta};
use sha2::{Digest, Sha256};
use shared::feed::LeagueReport;
use shared::league::Sport;
use tokio::sync::OnceCell;

use super::NAME;
use super::convert::{self, Directory};
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::http::Http;
use crate::{Answer, FeedQuery, Provider, QueryKind, league};

/// The most games of one page; the server gives no more.
const PAGE_MAX: u32 = 1_000;

/// The most pages of one answer.
const PAGES_MAX: usize = 10;

/// The made-up league's server.
pub struct Season {
    http: Arc<Http>,
    base: String,
    leagues: [LeagueReport; 1],
    directory: OnceCell<Directory>,
}

impl Season {
    /// The server at that address: `http://127.0.0.1:8091`.
    pub fn new(http: Arc<Http>, base: &str) -> Self {
        Self {
            http,
            base: base.trim_end_matches('/').to_owned(),
            leagues: [league("HRB", "Harbor League", Sport::AmericanFootball)],
            directory: OnceCell::new(),
        }
    }

    /// One request, added to what the answer took so far.
    async fn get(&self, stats: &mut RequestStats, path: &str) -> Result<Bytes, ProviderError> {
        let url = format!("{}{path}", self.base);
        match self.http.get(NAME, &url, None).await {
            Ok(fetched) => {
                stats.add(&fetched.stats);
                Ok(fetched.body)
            }
            Err(mut error) => {
                stats.add(error.stats());
                *error.stats_mut() = stats.clone();
                Err(error)
            }
        }
    }

    async fn directory(&self, stats: &mut RequestStats) -> Result<&Directory, ProviderError> {
        let load = async {
            let league = self.get(stats, "/v1/league").await?;
            let teams = self.get(stats, "/v1/teams").await?;
            convert::directory(&league, &teams, &self.base).map_err(|it| garbled(it, stats))
        };
        self.directory.get_or_try_init(|| load).await
    }

    async fn games(
        &self,
        stats: &mut RequestStats,
        ask: &FeedQuery,
    ) -> Result<Vec<Bytes>, ProviderError> {
        let moment =
            |it: chrono::DateTime<chrono::Utc>| it.to_rfc3339_opts(SecondsFormat::Millis, true);
        // The feed's end is not included, ours is.
        let end = ask.to.checked_add_signed(TimeDelta::milliseconds(1));
        let (from, to) = (moment(ask.from), moment(end.unwrap_or(ask.to)));
        let path = format!("/v1/games?from={from}&to={to}&limit={PAGE_MAX}");
        let mut pages = vec![self.get(stats, &path).await?];
        while let Some(last) = pages.last().filter(|_| pages.len() < PAGES_MAX) {
            let after = convert::next_page(last).map_err(|it| garbled(it, stats))?;
            let Some(after) = after else { break };
            pages.push(self.get(stats, &format!("{path}&after={after}")).await?);
        }
        Ok(pages)
    }
}

fn garbled(garbled: Garbled, stats: &RequestStats) -> ProviderError {
    ProviderError::Garbled {
        garbled: Box::new(garbled),
        stats: Box::new(stats.clone()),
    }
}

#[async_trait]
impl Provider for Season {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        match kind {
            QueryKind::Schedule | QueryKind::Scores => &[QueryKind::Schedule, QueryKind::Scores],
            QueryKind::Quotes => QueryKind::ALL,
        }
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        if ask.league != self.leagues[0].code {
            return Err(ProviderError::unknown_league(NAME, &ask.league));
        }
        let mut stats = RequestStats::of(NAME);
        let directory = self.directory(&mut stats).await?;
        let pages = self.games(&mut stats, ask).await?;
        let prices = match ask.kind {
            QueryKind::Quotes => Some(self.get(&mut stats, "/v1/prices").await?),
            QueryKind::Schedule | QueryKind::Scores => None,
        };
        let mut digest = Sha256::new();
        pages
            .iter()
            .chain(&prices)
            .for_each(|body| digest.update(body));
        stats.digest = Some(digest.finalize().into());
        let feed = convert::games(directory, &pages, prices.as_ref());
        let feed = feed.map_err(|it| garbled(it, &stats))?;
        Ok(Answer { feed, stats })
    }
}
