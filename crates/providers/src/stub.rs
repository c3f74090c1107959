//! A scripted provider: it answers, fails or lies as scripted.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::feed::{FeedAnswer, LeagueReport};

use crate::error::{Garbled, ProviderError, RequestStats};
use crate::{Answer, FeedQuery, Historical, Provider, QueryKind};

/// What the stub does on the next request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Answers with this, true or not.
    Answer(FeedAnswer),
    /// Says that it was asked too often, and for how long to stay away.
    Throttle(Duration),
    /// Is down.
    Fall,
    /// Will not answer this.
    Refuse,
    /// Does not understand the request.
    Misunderstand,
    /// Sends a body that cannot be read.
    Garble(&'static str),
    /// Sends too much.
    Flood,
    /// Waits, then acts. Under a paused clock the wait costs nothing.
    Wait(Duration, Box<Self>),
}

/// The scripted provider. It plays its acts in turn, and repeats the last one.
pub struct Stub {
    name: &'static str,
    leagues: Vec<LeagueReport>,
    covers: &'static [QueryKind],
    acts: Mutex<VecDeque<Act>>,
    asks: Mutex<Vec<FeedQuery>>,
}

impl Stub {
    /// A feed with this name and these leagues that answers with nothing until scripted otherwise.
    pub fn new(name: &'static str, leagues: Vec<LeagueReport>) -> Self {
        Self {
            name,
            leagues,
            covers: QueryKind::ALL,
            acts: Mutex::default(),
            asks: Mutex::default(),
        }
    }

    /// Narrows what one answer brings.
    #[must_use]
    pub fn covering(mut self, covers: &'static [QueryKind]) -> Self {
        self.covers = covers;
        self
    }

    /// Adds an act to the end of the script.
    pub fn then(&self, act: Act) {
        lock(&self.acts).push_back(act);
    }

    /// Deletes the script: from now on only this.
    pub fn only(&self, act: Act) {
        *lock(&self.acts) = VecDeque::from([act]);
    }

    /// The queries that it received, oldest first.
    pub fn asks(&self) -> Vec<FeedQuery> {
        lock(&self.asks).clone()
    }

    fn next(&self) -> Act {
        let mut acts = lock(&self.acts);
        if acts.len() > 1 {
            acts.pop_front()
        } else {
            acts.front().cloned()
        }
        .unwrap_or_else(|| Act::Answer(FeedAnswer::default()))
    }

    fn act(&self, act: Act) -> Result<Answer, ProviderError> {
        let mut stats = RequestStats::of(self.name);
        stats.requests = 1;
        stats.url = format!("https://{}.test/", self.name);
        stats.status = match &act {
            Act::Answer(_) | Act::Garble(_) | Act::Flood => Some(200),
            Act::Throttle(_) => Some(429),
            Act::Refuse => Some(404),
            Act::Misunderstand => Some(400),
            Act::Fall | Act::Wait(..) => None,
        };
        match act {
            Act::Answer(feed) => {
                let body = format!("{feed:?}");
                stats.bytes = body.len() as u64;
                stats.digest = Some(Sha256::digest(&body).into());
                Ok(Answer { feed, stats })
            }
            Act::Wait(_, then) => self.act(*then),
            Act::Throttle(wait) => Err(ProviderError::Throttled {
                wait,
                stats: Box::new(stats),
            }),
            Act::Fall => Err(ProviderError::Unavailable {
                reason: "connection refused".to_owned(),
                stats: Box::new(stats),
            }),
            Act::Refuse => Err(ProviderError::Refused {
                reason: "status 404 Not Found".to_owned(),
                stats: Box::new(stats),
            }),
            Act::Misunderstand => Err(ProviderError::BadRequest {
                reason: "status 400 Bad Request".to_owned(),
                stats: Box::new(stats),
            }),
            Act::Garble(body) => {
                stats.bytes = body.len() as u64;
                stats.digest = Some(Sha256::digest(body).into());
                let body = Bytes::from_static(body.as_bytes());
                Err(ProviderError::Garbled {
                    garbled: Box::new(Garbled::new("line 1 column 1", "expected value", body)),
                    stats: Box::new(stats),
                })
            }
            Act::Flood => Err(ProviderError::TooLarge {
                max: 1,
                stats: Box::new(stats),
            }),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Provider for Stub {
    fn name(&self) -> &'static str {
        self.name
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        if self.covers.contains(&kind) {
            self.covers
        } else {
            &[]
        }
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        lock(&self.asks).push(ask.clone());
        let mut act = self.next();
        while let Act::Wait(time, then) = act {
            tokio::time::sleep(time).await;
            act = *then;
        }
        self.act(act)
    }
}

#[async_trait]
impl Historical for Stub {
    /// A file of the stub is a [`FeedAnswer`] as JSON.
    fn read(&self, body: Bytes) -> Result<FeedAnswer, Garbled> {
        serde_json::from_slice(&body).map_err(|error| {
            let place = format!("line {} column {}", error.line(), error.column());
            Garbled::new(place, error.to_string(), body)
        })
    }

    fn seasons(&self, _since: i32, _now: DateTime<Utc>) -> Vec<String> {
        Vec::new()
    }

    async fn season(&self, league: &str, _season: &str) -> Result<Answer, ProviderError> {
        let all = DateTime::<Utc>::MIN_UTC..=DateTime::<Utc>::MAX_UTC;
        self.ask(&FeedQuery::schedule(league, all)).await
    }
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    #[tokio::test]
    async fn the_stub_plays_its_script_and_stays_at_the_last_act() {
        let stub = Stub::new("stub", Vec::new());
        stub.then(Act::Fall);
        stub.then(Act::Throttle(Duration::from_secs(60)));
        stub.then(Act::Garble("<html>"));
        let ask = FeedQuery::schedule("NFL", noon()..=noon());
        let mut words = Vec::new();
        for _ in 0..4 {
            words.push(stub.ask(&ask).await.unwrap_err().word());
        }
        assert_eq!(words, ["unavailable", "throttled", "garbled", "garbled"]);
        assert_eq!(stub.asks().len(), 4);
    }
}
