//! Asks for the calendar of a season, and for the results of races that have been driven.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use shared::feed::{FeedAnswer, GameReport, LeagueReport, Standings};
use shared::game::GameStatus;

use super::convert::{self, Listed};
use super::{LEAGUE, NAME, PROFILE, standings};
use crate::error::{ProviderError, RequestStats};
use crate::gather::Requests;
use crate::http::{Fetched, Http};
use crate::lookup::{Looked, Lookup, Told};
use crate::{Answer, FeedQuery, Provider, QueryKind, only};

/// Where the feed is.
pub const URL: &str = "https://api.jolpi.ca";

/// The most entries of a page: as many as the feed gives. A season has some 24 races, and a race
/// some 20 drivers.
const LIMIT: u32 = 100;

/// The most seasons of one question.
const SEASONS_MAX: usize = 2;

/// No race is over sooner after its start.
const SHORTEST: TimeDelta = TimeDelta::minutes(60);

/// How many results one answer asks for. The rest is asked for with the next one.
const A_ANSWER_MAX: usize = 6;

/// How often a result that is known is asked for again: corrections arrive for months.
const CORRECTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// Jolpica-F1.
pub struct Jolpica {
    http: Arc<Http>,
    url: String,
    leagues: [LeagueReport; 1],
    /// What is known of races that are over, and since when.
    results: Mutex<BTreeMap<String, (DateTime<Utc>, GameReport)>>,
}

impl Jolpica {
    /// The feed at its published address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            leagues: [convert::league()],
            results: Mutex::new(BTreeMap::new()),
        }
    }

    async fn get(&self, path: &str) -> Result<Fetched, ProviderError> {
        let url = format!("{}/ergast/f1/{path}.json?limit={LIMIT}", self.url);
        self.http.get(NAME, &url, None).await
    }

    /// The result that is known of a race, if it need not be asked for again.
    fn known(&self, race: &str, now: DateTime<Utc>) -> Option<GameReport> {
        let results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let known = results.get(race).filter(|it| now < it.0 + CORRECTED_EVERY);
        known.map(|it| it.1.clone())
    }

    fn keep(&self, game: &GameReport, now: DateTime<Utc>) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.retain(|_, it| now < it.0 + CORRECTED_EVERY);
        results.insert(game.reference.clone(), (now, game.clone()));
    }

    /// The results of those races that were driven in the span that is asked about.
    async fn results(
        &self,
        ask: &FeedQuery,
        races: &[Listed],
        answer: &mut FeedAnswer,
        requests: &mut Requests,
    ) -> Result<(), ProviderError> {
        let now = self.http.now();
        let driven = |it: &&Listed| {
            let start = it.game.starts_at;
            ask.wants(start) && start + SHORTEST <= now
        };
        let mut asked = 0;
        for Listed { round, game } in races.iter().filter(driven) {
            if let Some(known) = self.known(&game.reference, now) {
                answer.games.push(known);
                continue;
            }
            if asked == A_ANSWER_MAX {
                break;
            }
            asked += 1;
            let path = format!("{}/{round}/results", game.season);
            let fetched = self.get(&path).await?;
            requests.answered(&fetched);
            let read = convert::read(&fetched.body);
            let read = read.map_err(|it| Requests::of(NAME).garbled(it))?;
            answer.rejected.extend(read.rejected);
            // A number that means another race by now says nothing of this one.
            let mut own = read
                .games
                .into_iter()
                .filter(|it| it.reference == game.reference && it.status == GameStatus::Final);
            if let Some(own) = own.next() {
                if !own.facts.entrants.is_empty() {
                    self.keep(&own, now);
                }
                answer.games.push(own);
            }
        }
        Ok(())
    }
}

/// The seasons that are asked about.
fn seasons(ask: &FeedQuery) -> Result<Vec<i32>, ProviderError> {
    let seasons: Vec<_> = (ask.from.year()..=ask.to.year())
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
impl Provider for Jolpica {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        match kind {
            QueryKind::Schedule => &[QueryKind::Schedule],
            QueryKind::Scores => &[QueryKind::Schedule, QueryKind::Scores],
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
            let fetched = match self.get(&format!("{season}/races")).await {
                Ok(fetched) => fetched,
                Err(error) => return Err(requests.ended_by(error)),
            };
            requests.answered(&fetched);
            let (races, rejected) = match convert::list(&fetched.body) {
                Ok(read) => read,
                Err(garbled) => return Err(requests.garbled(garbled)),
            };
            feed.rejected.extend(rejected);
            if ask.kind == QueryKind::Scores {
                let put = self.results(ask, &races, &mut feed, &mut requests).await;
                if let Err(error) = put {
                    return Err(requests.ended_by(error));
                }
            }
            // How a race stands that has begun, the calendar does not say.
            let now = self.http.now();
            let ahead = races.into_iter().map(|it| it.game);
            feed.games.extend(ahead.filter(|it| it.starts_at > now));
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
        let mut requests = Requests::of(NAME);
        let mut whole: Option<Standings> = None;
        for championship in ["driverstandings", "constructorstandings"] {
            let fetched = match self.get(&format!("current/{championship}")).await {
                Ok(fetched) => fetched,
                Err(error) => return Err(requests.ended_by(error)),
            };
            requests.answered(&fetched);
            let read = match standings::read_standings(&fetched.body) {
                Ok(read) => read,
                Err(garbled) => return Err(requests.garbled(garbled)),
            };
            match &mut whole {
                Some(whole) => {
                    whole.rows.extend(read.rows);
                    whole.rejected.extend(read.rejected);
                }
                None => whole = Some(read),
            }
        }
        let table = whole.ok_or_else(|| ProviderError::not_told(NAME, ask.about.word()))?;
        Ok(Looked {
            told: Told::Standings(table),
            stats: requests.done(),
        })
    }
}
