//! Asks, as often as the key's plan has it, and puts what several questions bring together.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use secrecy::SecretString;
use shared::feed::{FeedAnswer, LeagueReport, Rejected};
use tokio::sync::Mutex;

use super::convert::Listing;
use super::leagues::{self, Api, LEAGUES, League};
use super::plan::Plan;
use super::{
    NAME, PROFILE, account, football, formula_1, games, questions, refusal, standings, wire,
};
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::gather::Requests;
use crate::http::{Bill, Fetched, Http, Key, KeyPlace, Reply};
use crate::lookup::{self, Looked, Lookup};
use crate::quota::{Allowance, Cost, Told};
use crate::{Answer, FeedQuery, Provider, QueryKind, only};

mod beside;

/// The last part of the host of every API.
const DOMAIN: &str = "api-sports.io";

/// For how long an answer that is of all leagues is used for the others.
const SHARED_FOR: TimeDelta = TimeDelta::minutes(10);

/// Answers and when they came, by the question.
type Shared = BTreeMap<String, (DateTime<Utc>, Arc<Listing>)>;

/// API-SPORTS.
pub struct ApiSports {
    http: Arc<Http>,
    /// Where all of the APIs are, each at its own name there. `None`: where they are published.
    url: Option<String>,
    key: Key,
    plan: Plan,
    leagues: Vec<LeagueReport>,
    /// How many requests a day the operator allows for each API.
    of_operator: Option<u32>,
    allowances: Vec<Allowance>,
    paces: DefaultKeyedRateLimiter<Api>,
    /// For each API, answers that are of all its leagues.
    shared: BTreeMap<Api, Mutex<Shared>>,
    beside: beside::Beside,
}

/// What a key has, as the feed tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The plan's name.
    pub plan: String,
    /// Whether it is paid, or needs no payment.
    pub is_active: bool,
    /// How many requests were sent today.
    pub used: u32,
    /// How many it has a day.
    pub a_day: u32,
}

impl ApiSports {
    /// The feed at its published addresses, or at another, for every league that it knows.
    pub fn new(http: Arc<Http>, url: Option<String>, key: SecretString, plan: Plan) -> Self {
        let pace = Quota::with_period(plan.period()).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        let feed = Self {
            http,
            url,
            key: Key {
                place: KeyPlace::Header("x-apisports-key"),
                secret: key,
            },
            plan,
            leagues: LEAGUES.iter().map(League::report).collect(),
            of_operator: None,
            allowances: Vec::new(),
            paces: RateLimiter::keyed(pace),
            shared: Api::ALL.iter().map(|it| (*it, Mutex::default())).collect(),
            beside: beside::Beside::default(),
        };
        feed.counted()
    }

    /// The same for these leagues, as far as it knows them.
    #[must_use]
    pub fn with_leagues(mut self, codes: &[&str]) -> Self {
        self.leagues.retain(|it| codes.contains(&it.code.as_str()));
        self.counted()
    }

    /// The same with no more than so many requests a day for each API.
    #[must_use]
    pub fn with_requests_a_day(self, requests: u32) -> Self {
        let of_operator = Some(requests);
        let feed = Self {
            of_operator,
            ..self
        };
        feed.counted()
    }

    /// The same with the allowances of its leagues.
    fn counted(mut self) -> Self {
        let (key, plan) = (&self.key.secret, self.plan);
        self.allowances = account::allowances(&self.known_leagues(), key, plan, self.of_operator);
        self
    }

    fn known_leagues(&self) -> Vec<&'static League> {
        let leagues = self.leagues.iter();
        leagues.filter_map(|it| leagues::find(&it.code)).collect()
    }

    /// What the key has. Free. The answer names who holds the key: it is kept nowhere.
    ///
    /// # Errors
    /// [`ProviderError`]: `Refused` for a wrong key.
    pub async fn subscription(&self) -> Result<Subscription, ProviderError> {
        let sent = self.send(Api::Football, "status", 0, account::told_by_account);
        let fetched = sent.await?;
        let read = serde_json::from_slice::<wire::Account>(&fetched.body);
        let wire::Account { response } = read.map_err(|_| {
            let reason = "an account without a plan or without requests";
            let garbled = Garbled::new("response", reason, Bytes::new());
            garbled_with(fetched.stats, garbled)
        })?;
        Ok(Subscription {
            plan: response.subscription.plan,
            is_active: response.subscription.active,
            used: response.requests.current,
            a_day: response.requests.limit_day,
        })
    }

    /// Asks a question that counts, if there is one left today.
    async fn ask_one(&self, api: Api, question: &str) -> Result<Fetched, ProviderError> {
        self.send(api, question, 1, account::told).await
    }

    async fn send(
        &self,
        api: Api,
        question: &str,
        units: u32,
        read: fn(&Reply) -> Told,
    ) -> Result<Fetched, ProviderError> {
        let host = api.host();
        let url = match &self.url {
            Some(url) => format!("{url}/{host}/{question}"),
            None => format!("https://{host}.{DOMAIN}/{question}"),
        };
        if self.http.is_paced() {
            self.paces.until_key_ready(&api).await;
        }
        let bill = Bill {
            allowances: &self.allowances,
            cost: Cost::of(api.word(), units),
            read,
        };
        let sent = self.http.exchange_paid(NAME, &url, Some(&self.key), &bill);
        let reply = sent.await?;
        let (body, stats) = refusal::checked(reply, self.http.now())?;
        Ok(Fetched { body, stats })
    }

    /// The games of the league that begin between the two.
    async fn games(
        &self,
        league: &League,
        ask: &FeedQuery,
        requests: &mut Requests,
    ) -> Result<FeedAnswer, ProviderError> {
        let now = self.http.now();
        let mut answer = FeedAnswer::default();
        for question in questions::listing(league, self.plan, (ask.from, ask.to), now) {
            let listing = self.listing(league.api, question, requests).await?;
            add(&mut answer, listing.of(league.code));
        }
        Ok(only(answer, |it| ask.wants(it.starts_at)))
    }

    /// The answer to a question about many games. One that is of all leagues is asked for once:
    /// whoever else wants it waits for it.
    async fn listing(
        &self,
        api: Api,
        question: String,
        requests: &mut Requests,
    ) -> Result<Arc<Listing>, ProviderError> {
        let shared = self.shared.get(&api).filter(|_| self.plan.is_narrow());
        let Some(shared) = shared else {
            return self.ask_listing(api, &question, requests).await;
        };
        let mut shared = shared.lock().await;
        let now = self.http.now();
        shared.retain(|_, it| it.0 + SHARED_FOR > now);
        if let Some((_, known)) = shared.get(&question) {
            return Ok(Arc::clone(known));
        }
        let listing = self.ask_listing(api, &question, requests).await?;
        shared.insert(question, (now, Arc::clone(&listing)));
        Ok(listing)
    }

    async fn ask_listing(
        &self,
        api: Api,
        question: &str,
        requests: &mut Requests,
    ) -> Result<Arc<Listing>, ProviderError> {
        let fetched = self.ask_one(api, question).await?;
        requests.answered(&fetched);
        let read = match api {
            Api::Football => football::read(&fetched.body),
            Api::FormulaOne => formula_1::read(&fetched.body),
            _ => games::read(api, &fetched.body),
        };
        let listing = read.map_err(|it| {
            // The request is counted already.
            let stats = RequestStats {
                url: fetched.stats.url.clone(),
                status: fetched.stats.status,
                ..RequestStats::of(NAME)
            };
            garbled_with(stats, it)
        })?;
        Ok(Arc::new(listing))
    }
}

fn garbled_with(stats: RequestStats, garbled: Garbled) -> ProviderError {
    ProviderError::Garbled {
        garbled: Box::new(garbled),
        stats: Box::new(stats),
    }
}

/// A game that is in two answers is taken from the first.
fn add(answer: &mut FeedAnswer, more: FeedAnswer) {
    for game in more.games {
        if answer.games.iter().all(|it| it.reference != game.reference) {
            answer.games.push(game);
        }
    }
    for rejected in more.rejected {
        if !answer.rejected.contains(&rejected) {
            answer.rejected.push(rejected);
        }
    }
}

/// What could not be had beside the games.
fn note(place: &str, game: Option<&str>, reason: String) -> Rejected {
    Rejected {
        place: place.to_owned(),
        reason,
        unknown_code: None,
        game: game.map(str::to_owned),
    }
}

#[async_trait]
impl Provider for ApiSports {
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

    fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    fn cost(&self, ask: &FeedQuery) -> Cost {
        let Some(league) = leagues::find(&ask.league) else {
            return Cost::FREE;
        };
        let (range, now) = ((ask.from, ask.to), self.http.now());
        let with_prices = ask.kind == QueryKind::Quotes;
        let units = questions::cost(league, self.plan, range, now, with_prices);
        Cost::of(league.api.word(), units)
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        let league = leagues::find(&ask.league)
            .ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        let mut requests = Requests::of(NAME);
        let mut feed = match self.games(league, ask, &mut requests).await {
            Ok(feed) => feed,
            Err(error) => return Err(requests.ended_by(error)),
        };
        if ask.kind == QueryKind::Quotes && league.api.has_prices() {
            self.prices(league, &mut feed, &mut requests).await;
        }
        match league.api {
            Api::Football if !self.plan.is_narrow() => {
                self.players(&mut feed, &mut requests).await;
            }
            Api::FormulaOne => self.rankings(&mut feed, &mut requests).await,
            _ => {}
        }
        Ok(Answer {
            feed,
            stats: requests.done(),
        })
    }

    fn looks_up(&self, ask: &Lookup) -> bool {
        // A key without a paid plan is refused every season that is played now.
        !self.plan.is_narrow() && PROFILE.tells(&ask.league, ask.about.topic())
    }

    fn lookup_cost(&self, ask: &Lookup) -> Cost {
        let league = leagues::find(&ask.league);
        league.map_or(Cost::FREE, |it| Cost::of(it.api.word(), 1))
    }

    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        let league = leagues::find(&ask.league).filter(|_| self.looks_up(ask));
        let league = league.ok_or_else(|| ProviderError::not_told(NAME, ask.about.word()))?;
        let question = questions::standings(league, self.http.now());
        let fetched = self.ask_one(league.api, &question).await?;
        lookup::table(fetched.parts(), |body| standings::read(league, body))
    }
}
