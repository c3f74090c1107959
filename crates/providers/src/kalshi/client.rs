//! Asks for the events of one series, page by page.

use std::sync::Arc;

use async_trait::async_trait;
use reqwest::Url;
use shared::feed::{FeedAnswer, LeagueReport};

use super::{NAME, SERIES, convert, series};
use crate::error::{Garbled, ProviderError};
use crate::gather::Requests;
use crate::http::Http;
use crate::{Answer, FeedQuery, Provider, QueryKind, leagues, only};

/// Where the feed is.
pub const URL: &str = "https://api.elections.kalshi.com";

/// How many events a page has at most: as many as the feed gives.
const PAGE: &str = "200";

/// How many pages of one series are read. A series of games has one, at times two.
const PAGES_MAX: usize = 5;

/// Kalshi's public market data.
pub struct Kalshi {
    http: Arc<Http>,
    url: String,
    leagues: Vec<LeagueReport>,
}

impl Kalshi {
    /// The feed at its published address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        let leagues = SERIES.iter().filter_map(|it| leagues::known(it.0));
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            leagues: leagues.map(leagues::Known::report).collect(),
        }
    }

    /// The same for these leagues, as far as it knows them.
    #[must_use]
    pub fn with_leagues(mut self, codes: &[&str]) -> Self {
        self.leagues.retain(|it| codes.contains(&it.code.as_str()));
        self
    }

    /// The address of a page of open events, with their markets and with when they begin.
    fn page(&self, series: &str, cursor: Option<&str>) -> String {
        let mut url = format!(
            "{}/trade-api/v2/events?series_ticker={series}&status=open&limit={PAGE}\
             &with_nested_markets=true&with_milestones=true",
            self.url
        );
        if let Some(cursor) = cursor
            && let Ok(mut parsed) = Url::parse(&url)
        {
            parsed.query_pairs_mut().append_pair("cursor", cursor);
            url = parsed.into();
        }
        url
    }
}

#[async_trait]
impl Provider for Kalshi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        match kind {
            QueryKind::Schedule | QueryKind::Quotes => &[QueryKind::Schedule, QueryKind::Quotes],
            QueryKind::Scores => &[],
        }
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        let series = series(&ask.league);
        let series = series.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        if ask.kind == QueryKind::Scores {
            return Err(ProviderError::not_told(NAME, "scores"));
        }
        let mut requests = Requests::of(NAME);
        let mut feed = FeedAnswer::default();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let url = self.page(series, cursor.as_deref());
            let fetched = match self.http.get(NAME, &url, None).await {
                Ok(fetched) => fetched,
                Err(error) => return Err(requests.ended_by(error)),
            };
            requests.answered(&fetched);
            let read = match convert::page(&fetched.body, &ask.league) {
                Ok(read) => read,
                Err(garbled) => return Err(requests.garbled(garbled)),
            };
            let known: Vec<_> = feed.games.iter().map(|it| it.reference.clone()).collect();
            let new = read.answer.games.into_iter();
            feed.games
                .extend(new.filter(|it| !known.contains(&it.reference)));
            feed.rejected.extend(read.answer.rejected);
            if read.next.is_none() {
                // A market stays open while its game is played. What it asks then is no price of
                // the board.
                let now = self.http.now();
                let feed = only(feed, |it| it.starts_at > now && ask.wants(it.starts_at));
                let stats = requests.done();
                return Ok(Answer { feed, stats });
            }
            if read.next == cursor {
                let reason = "the next page is this one";
                return Err(requests.garbled(Garbled::new("cursor", reason, fetched.body)));
            }
            cursor = read.next;
        }
        let reason = format!("more than {PAGES_MAX} pages of {series}");
        Err(requests.garbled(Garbled::new("cursor", reason, bytes::Bytes::new())))
    }
}
