//! Asks, and does not ask what the key's credits cannot pay.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, Utc};
use reqwest::{StatusCode, Url};
use secrecy::SecretString;
use shared::feed::LeagueReport;
use shared::price::OddsFormat;

use super::convert::{Listed, Snapshot};
use super::cost::{Balance, Question};
use super::leagues::{self, LEAGUES, League};
use super::{NAME, WITH_PLAYERS, convert, markets, refusal, scores};
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::gather::Requests;
use crate::http::{Bill, Fetched, Http, Key, KeyPlace, Reply};
use crate::quota::{Allowance, Cost, Period, Told};
use crate::{Answer, FeedQuery, Provider, QueryKind, only};

/// Where the feed is.
pub const URL: &str = "https://api.the-odds-api.com";

/// How many credits a free key has in a month.
const FREE_CREDITS: u32 = 500;

/// The markets that a list of events has prices for.
const FEATURED: &[&str] = &["h2h", "spreads", "totals"];

/// How far back scores go, in days: the most that the feed has.
const SCORES_DAYS: &str = "3";

/// How many bookmakers cost as much as one region.
const BOOKMAKERS_A_REGION: usize = 10;

/// Whose prices are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bookmakers {
    /// All of these regions: `us`, `uk`, `eu`.
    In(Vec<String>),
    /// These, by the feed's keys, wherever they are.
    Named(Vec<String>),
}

impl Bookmakers {
    /// Every region that there is.
    pub const REGIONS: &'static [&'static str] =
        &["us", "us2", "us_dfs", "us_ex", "uk", "eu", "fr", "se", "au"];

    /// How many regions are paid for.
    fn paid(&self) -> u32 {
        let number = match self {
            Self::In(regions) => regions.len(),
            Self::Named(names) => names.len().div_ceil(BOOKMAKERS_A_REGION),
        };
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    fn parameter(&self) -> (&'static str, String) {
        match self {
            Self::In(regions) => ("regions", regions.join(",")),
            Self::Named(names) => ("bookmakers", names.join(",")),
        }
    }
}

/// What of the past is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Historical<'a> {
    /// Which events there were.
    Events,
    /// The featured markets of all events.
    Odds,
    /// These markets of one event.
    Event {
        /// The feed's id of it.
        event: &'a str,
        /// The feed's keys of the markets.
        markets: &'a [&'a str],
    },
}

/// The Odds API.
pub struct TheOddsApi {
    http: Arc<Http>,
    url: String,
    key: Key,
    bookmakers: Bookmakers,
    leagues: Vec<LeagueReport>,
    with_scores: bool,
    allowances: Vec<Allowance>,
    balance: Mutex<Option<Balance>>,
}

impl TheOddsApi {
    /// The feed at its published address, or at another, for every league that it knows. Prices are
    /// those of the United States; scores are not asked for.
    pub fn new(http: Arc<Http>, url: Option<String>, key: SecretString) -> Self {
        let month = Allowance::new(NAME, &key, "", Period::Month, FREE_CREDITS);
        Self {
            http,
            allowances: vec![month],
            url: url.unwrap_or_else(|| URL.to_owned()),
            key: Key {
                place: KeyPlace::Query("apiKey"),
                secret: key,
            },
            bookmakers: Bookmakers::In(vec!["us".to_owned()]),
            leagues: LEAGUES.iter().map(League::report).collect(),
            with_scores: false,
            balance: Mutex::new(None),
        }
    }

    /// The same for these leagues, as far as it knows them.
    #[must_use]
    pub fn with_leagues(mut self, codes: &[&str]) -> Self {
        self.leagues.retain(|it| codes.contains(&it.code.as_str()));
        self
    }

    /// The same with the prices of these bookmakers.
    #[must_use]
    pub fn with_bookmakers(self, bookmakers: Bookmakers) -> Self {
        Self { bookmakers, ..self }
    }

    /// The same with scores too, which cost two credits a question.
    #[must_use]
    pub fn with_scores(self) -> Self {
        Self {
            with_scores: true,
            ..self
        }
    }

    /// The same, where a day may not take more credits than this.
    #[must_use]
    pub fn with_credits_a_day(mut self, credits: u32) -> Self {
        let day = Allowance::new(NAME, &self.key.secret, "", Period::Day, credits);
        self.allowances.push(day.set_by_operator());
        self
    }

    /// The credits of the key, as far as an answer has told them.
    pub fn balance(&self) -> Option<Balance> {
        *self.balance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every sport that the feed has, out of season too. Free, and tells the balance.
    ///
    /// # Errors
    /// [`ProviderError`]: `Refused` for a wrong key, `OutOfCredits` for one that is used up.
    pub async fn sports(&self) -> Result<Vec<Listed>, ProviderError> {
        let all = [("all", "true".to_owned())];
        let fetched = self.send(Question::Sports, "sports", &all).await?;
        let read = convert::read_sports(&fetched.body);
        read.map_err(|garbled| garbled_with(fetched.stats, garbled))
    }

    /// Which events of a league there are. Free.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`].
    pub async fn events(&self, league: &str) -> Result<Answer, ProviderError> {
        let path = format!("sports/{}/events", known(league)?.key);
        let fetched = self.send(Question::Events, &path, &[]).await?;
        fetched.converted(|body| convert::read_events(&body, league))
    }

    /// These markets of one event: other lines, parts of the game, players. It costs a credit for
    /// each market that is there and each region.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`].
    pub async fn event_odds(
        &self,
        league: &str,
        event: &str,
        markets: &[&str],
    ) -> Result<Answer, ProviderError> {
        let path = format!(
            "sports/{}/events/{}/odds",
            known(league)?.key,
            plain(event)?
        );
        let more = self.prices(markets);
        let fetched = self.paid(self.odds_of(markets.len()), &path, &more).await?;
        fetched.converted(|body| convert::read_event(&body, league, OddsFormat::Decimal))
    }

    /// Who wins the league, where the feed has prices for that.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`].
    pub async fn outrights(&self, league: &str) -> Result<Answer, ProviderError> {
        let winner = known(league)?
            .winner
            .ok_or_else(|| refused(format!("{NAME} has no prices for the winner of {league}")))?;
        let path = format!("sports/{winner}/odds");
        let more = self.prices(&["outrights"]);
        let fetched = self.paid(self.odds_of(1), &path, &more).await?;
        fetched.converted(|body| convert::read_odds(&body, league, OddsFormat::Decimal))
    }

    /// What there was at a moment: the last snapshot at or before it. Plans that cost nothing do
    /// not have it.
    ///
    /// # Errors
    /// [`ProviderError`], as [`Provider::ask`].
    pub async fn historical(
        &self,
        league: &str,
        at: DateTime<Utc>,
        what: Historical<'_>,
    ) -> Result<Snapshot, ProviderError> {
        let sport = format!("historical/sports/{}", known(league)?.key);
        let past = |markets: usize| Question::PastOdds {
            markets: count(markets),
            books: self.bookmakers.paid(),
        };
        let (question, path, mut more) = match what {
            Historical::Events => (Question::PastEvents, format!("{sport}/events"), Vec::new()),
            Historical::Odds => (
                past(FEATURED.len()),
                format!("{sport}/odds"),
                self.prices(FEATURED),
            ),
            Historical::Event { event, markets } => (
                past(markets.len()),
                format!("{sport}/events/{}/odds", plain(event)?),
                self.prices(markets),
            ),
        };
        more.push(("date", moment(at)));
        let fetched = self.paid(question, &path, &more).await?;
        let read = convert::read_historical(&fetched.body, league, OddsFormat::Decimal);
        read.map_err(|garbled| garbled_with(fetched.stats, garbled))
    }

    async fn scores(&self, league: &League) -> Result<Answer, ProviderError> {
        let path = format!("sports/{}/scores", league.key);
        let more = [("daysFrom", SCORES_DAYS.to_owned())];
        let fetched = self
            .paid(Question::Scores { ended: true }, &path, &more)
            .await?;
        fetched.converted(|body| scores::read_scores(&body, league.code))
    }

    /// The prices of games that have not begun.
    async fn odds(&self, league: &League, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        let path = format!("sports/{}/odds", league.key);
        let from = ask.from.max(self.http.now());
        let mut more = self.prices(FEATURED);
        more.push(("commenceTimeFrom", moment(from)));
        more.push(("commenceTimeTo", moment(ask.to.max(from))));
        let fetched = self
            .paid(self.odds_of(FEATURED.len()), &path, &more)
            .await?;
        let now = self.http.now();
        fetched.converted(|body| {
            let read = convert::read_odds(&body, league.code, OddsFormat::Decimal)?;
            Ok(only(read, |it| it.starts_at > now))
        })
    }

    fn odds_of(&self, markets: usize) -> Question {
        Question::Odds {
            markets: count(markets),
            books: self.bookmakers.paid(),
        }
    }

    fn prices(&self, markets: &[&str]) -> Vec<(&'static str, String)> {
        vec![
            self.bookmakers.parameter(),
            ("markets", markets.join(",")),
            // American prices are rounded here.
            ("oddsFormat", "decimal".to_owned()),
            ("dateFormat", "iso".to_owned()),
        ]
    }

    /// Asks a question that costs something, if the key can pay it. Where that is not known, or
    /// where it could not pay when it was last known, it is looked up first, which is free.
    async fn paid(
        &self,
        question: Question,
        path: &str,
        more: &[(&'static str, String)],
    ) -> Result<Fetched, ProviderError> {
        let cost = question.cost();
        let mut requests = Requests::of(NAME);
        let pays = |balance: Option<Balance>| balance.is_some_and(|it| it.remaining >= cost);
        if !pays(self.balance()) {
            match self.send(Question::Sports, "sports", &[]).await {
                Ok(fetched) => requests.answered(&fetched),
                Err(error) => return Err(error),
            }
            // An answer that does not tell the balance stands in the way of nothing.
            if let Some(balance) = self.balance()
                && balance.remaining < cost
            {
                let stats = Box::new(requests.done());
                return Err(ProviderError::OutOfCredits {
                    cost,
                    remaining: Some(balance.remaining),
                    wait: refusal::LOOK_AGAIN,
                    stats,
                });
            }
        }
        match self.send(question, path, more).await {
            Ok(mut fetched) => {
                requests.answered(&fetched);
                let digest = fetched.stats.digest;
                fetched.stats = requests.done();
                fetched.stats.digest = digest;
                Ok(fetched)
            }
            Err(error) => Err(requests.ended_by(error)),
        }
    }

    async fn send(
        &self,
        question: Question,
        path: &str,
        more: &[(&'static str, String)],
    ) -> Result<Fetched, ProviderError> {
        let mut url = format!("{}/v4/{path}", self.url);
        if let Ok(mut parsed) = Url::parse(&url)
            && !more.is_empty()
        {
            parsed.query_pairs_mut().extend_pairs(more);
            url = parsed.into();
        }
        let bill = Bill {
            allowances: &self.allowances,
            cost: Cost::of("", question.cost()),
            read: told,
        };
        let sent = self.http.exchange_paid(NAME, &url, Some(&self.key), &bill);
        let reply = sent.await?;
        self.keep_balance(question, &reply);
        if reply.status != StatusCode::OK {
            return Err(refusal::error(reply, question.cost()));
        }
        let Reply { body, stats, .. } = reply;
        Ok(Fetched { body, stats })
    }

    fn keep_balance(&self, question: Question, reply: &Reply) {
        let Some(balance) = Balance::read(&reply.headers) else {
            return;
        };
        let (cost, remaining) = (question.cost(), balance.remaining);
        match balance.last {
            Some(last) if last > cost => tracing::warn!(
                provider.name = NAME,
                "{NAME} charged {last} credits where {cost} were expected; {remaining} are left"
            ),
            last => tracing::debug!(
                provider.name = NAME,
                "{} credits, {remaining} left",
                last.unwrap_or(cost)
            ),
        }
        *self.balance.lock().unwrap_or_else(PoisonError::into_inner) = Some(balance);
    }
}

/// What an answer says is left.
fn told(reply: &Reply) -> Told {
    match Balance::read(&reply.headers) {
        Some(balance) => balance.told(),
        None if refusal::is_out_of_credits(reply) => Told {
            left: Some(0),
            ..Told::default()
        },
        None => Told::default(),
    }
}

/// The markets about the players of that league. `None`: its players are not asked about.
fn of_players(league: &str) -> Option<Vec<&'static str>> {
    let league = leagues::find(league).filter(|it| WITH_PLAYERS.contains(&it.code))?;
    Some(markets::of_players(league.sport))
}

fn known(league: &str) -> Result<&'static League, ProviderError> {
    leagues::find(league).ok_or_else(|| ProviderError::unknown_league(NAME, league))
}

/// An id that may stand in an address.
fn plain(event: &str) -> Result<&str, ProviderError> {
    let is_plain = !event.is_empty() && event.bytes().all(|it| it.is_ascii_alphanumeric());
    is_plain
        .then_some(event)
        .ok_or_else(|| refused(format!("{event:?} is no id of an event")))
}

fn refused(reason: String) -> ProviderError {
    ProviderError::Refused {
        reason,
        stats: Box::new(RequestStats::of(NAME)),
    }
}

fn garbled_with(stats: RequestStats, garbled: Garbled) -> ProviderError {
    ProviderError::Garbled {
        garbled: Box::new(garbled),
        stats: Box::new(stats),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// As the feed reads a moment: to the second.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[async_trait]
impl Provider for TheOddsApi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        match kind {
            QueryKind::Schedule => &[QueryKind::Schedule],
            QueryKind::Scores if self.with_scores => &[QueryKind::Schedule, QueryKind::Scores],
            QueryKind::Scores => &[],
            QueryKind::Quotes => &[QueryKind::Schedule, QueryKind::Quotes],
        }
    }

    fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    fn cost(&self, ask: &FeedQuery) -> Cost {
        let question = match ask.kind {
            QueryKind::Schedule => Question::Events,
            QueryKind::Scores if self.with_scores => Question::Scores { ended: true },
            QueryKind::Scores => return Cost::FREE,
            QueryKind::Quotes => self.odds_of(FEATURED.len()),
        };
        Cost::of("", question.cost())
    }

    fn cost_of_players(&self, league: &str) -> Option<Cost> {
        let markets = of_players(league)?;
        let cost = self.odds_of(markets.len()).cost();
        Some(Cost::of("", cost))
    }

    /// One event with every market about its players that box scores can settle.
    async fn ask_players(&self, league: &str, event: &str) -> Result<Answer, ProviderError> {
        let none = || format!("{NAME} has no prices on the players of {league} to ask for");
        let markets = of_players(league).ok_or_else(|| refused(none()))?;
        self.event_odds(league, event, &markets).await
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        let league = known(&ask.league)?;
        match ask.kind {
            QueryKind::Schedule => {
                let mut answer = self.events(league.code).await?;
                answer.feed = only(answer.feed, |it| ask.wants(it.starts_at));
                Ok(answer)
            }
            QueryKind::Scores if self.with_scores => self.scores(league).await,
            QueryKind::Scores => Err(refused(format!("{NAME} is not asked for scores"))),
            QueryKind::Quotes => self.odds(league, ask).await,
        }
    }
}
