//! Asks for the matches of a competition between two days, and stays away when the minute's
//! questions are used up.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{Days, TimeDelta, Utc};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use secrecy::SecretString;
use shared::feed::LeagueReport;
use tokio::time::Instant;

use super::{COMPETITIONS, NAME, PROFILE, competition, convert, refusal, standings};
use crate::error::{ProviderError, RequestStats};
use crate::http::{Fetched, Http, Key, KeyPlace, Reply};
use crate::lookup::{self, Looked, Lookup};
use crate::{Answer, FeedQuery, Provider, QueryKind, leagues, only};

/// Where the feed is.
pub const URL: &str = "https://api.football-data.org";

/// The longest span of one question.
const SPAN_MAX: TimeDelta = TimeDelta::days(370);

/// The longest that an answer's headers keep us away.
const AWAY_MAX: Duration = Duration::from_secs(120);

/// football-data.org.
pub struct FootballDataOrg {
    http: Arc<Http>,
    url: String,
    key: Key,
    leagues: Vec<LeagueReport>,
    /// No question is sent before this moment.
    away_until: Mutex<Option<Instant>>,
}

impl FootballDataOrg {
    /// The feed at its published address, or at another, for every league that it knows.
    pub fn new(http: Arc<Http>, url: Option<String>, key: SecretString) -> Self {
        let leagues = COMPETITIONS.iter().filter_map(|it| leagues::known(it.0));
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            key: Key {
                place: KeyPlace::Header("x-auth-token"),
                secret: key,
            },
            leagues: leagues.map(leagues::Known::report).collect(),
            away_until: Mutex::new(None),
        }
    }

    /// The same for these leagues, as far as it knows them.
    #[must_use]
    pub fn with_leagues(mut self, codes: &[&str]) -> Self {
        self.leagues.retain(|it| codes.contains(&it.code.as_str()));
        self
    }

    /// How long no question is to be sent, because the minute's are used up.
    fn away(&self) -> Option<Duration> {
        let until = *self
            .away_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let left = until?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Asks, unless the minute's questions are used up.
    async fn get(&self, path: &str, league: &str) -> Result<Fetched, ProviderError> {
        if let Some(wait) = self.away() {
            let stats = Box::new(RequestStats::of(NAME));
            return Err(ProviderError::Throttled { wait, stats });
        }
        let url = format!("{}{path}", self.url);
        let reply = self.http.exchange(NAME, &url, Some(&self.key)).await?;
        self.learn(&reply.headers);
        if reply.status != StatusCode::OK {
            return Err(refusal::error(reply, league));
        }
        let Reply { body, stats, .. } = reply;
        Ok(Fetched { body, stats })
    }

    fn learn(&self, headers: &HeaderMap) {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        if number("x-requests-available-minute") == Some(0) {
            let reset = number("x-requestcounter-reset").unwrap_or(60);
            let away = Duration::from_secs(reset).min(AWAY_MAX);
            let until = Instant::now() + away;
            *self
                .away_until
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = Some(until);
        }
    }
}

/// The address of the matches that are asked about. The last day is left out by some versions of
/// the feed, so one more is asked for.
fn path(ask: &FeedQuery, competition: &str) -> Option<String> {
    let first = ask.from.with_timezone(&Utc).date_naive();
    let last = ask.to.with_timezone(&Utc).date_naive();
    let last = last.checked_add_days(Days::new(1))?;
    let fits = ask.from <= ask.to && ask.to - ask.from <= SPAN_MAX;
    fits.then(|| format!("/v4/competitions/{competition}/matches?dateFrom={first}&dateTo={last}"))
}

#[async_trait]
impl Provider for FootballDataOrg {
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
        let competition = competition(&ask.league);
        let competition =
            competition.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        if ask.kind == QueryKind::Quotes {
            return Err(ProviderError::not_told(NAME, "prices"));
        }
        let Some(path) = path(ask, competition) else {
            return Err(ProviderError::Refused {
                reason: format!("{NAME} is asked about a year at most"),
                stats: Box::new(RequestStats::of(NAME)),
            });
        };
        let league = ask.league.as_str();
        let fetched = self.get(&path, league).await?;
        let answer = fetched.converted(|body| convert::read(&body, league))?;
        Ok(Answer {
            feed: only(answer.feed, |it| ask.wants(it.starts_at)),
            stats: answer.stats,
        })
    }

    fn looks_up(&self, ask: &Lookup) -> bool {
        PROFILE.tells(&ask.league, ask.about.topic())
    }

    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        if !self.looks_up(ask) {
            return Err(ProviderError::not_told(NAME, ask.about.word()));
        }
        let league = ask.league.as_str();
        let competition = competition(league);
        let competition = competition.ok_or_else(|| ProviderError::unknown_league(NAME, league))?;
        let path = format!("/v4/competitions/{competition}/standings");
        let fetched = self.get(&path, league).await?;
        lookup::table(fetched.parts(), |body| {
            standings::read_standings(body, league)
        })
    }
}
