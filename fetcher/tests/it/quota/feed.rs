//! A feed that is paid by the request and tells nothing but what is left.

use std::sync::Arc;

use async_trait::async_trait;
use providers::http::{Bill, Http, Reply};
use providers::quota::{Allowance, Cost, Period, Told};
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind, RequestStats};
use secrecy::SecretString;
use shared::feed::{FeedAnswer, LeagueReport};
use shared::league::Sport;

/// The word that names it.
pub(crate) const NAME: &str = "metered";

/// The feed.
pub(crate) struct Metered {
    http: Arc<Http>,
    url: String,
    cost: u32,
    /// What a question about the players of a game costs, if there is one.
    players: Option<u32>,
    leagues: Vec<LeagueReport>,
    allowances: Vec<Allowance>,
}

impl Metered {
    /// A feed of these leagues at that address, whose key has so many units a period.
    pub(crate) fn new(
        http: Arc<Http>,
        url: &str,
        codes: &[String],
        (period, units, cost): (Period, u32, u32),
        players: Option<u32>,
    ) -> Self {
        let key = SecretString::from("the key of the story");
        let league = |code: &String| LeagueReport {
            code: code.clone(),
            name: code.clone(),
            sport: Sport::Soccer,
        };
        Self {
            http,
            url: url.to_owned(),
            cost,
            players,
            leagues: codes.iter().map(league).collect(),
            allowances: vec![Allowance::new(NAME, &key, "all", period, units)],
        }
    }
}

fn told(reply: &Reply) -> Told {
    let number = |name: &str| reply.headers.get(name)?.to_str().ok()?.parse().ok();
    Told {
        left: number("x-left"),
        limit: number("x-limit"),
        charged: number("x-charged"),
    }
}

#[async_trait]
impl Provider for Metered {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, _: QueryKind) -> &'static [QueryKind] {
        QueryKind::ALL
    }

    fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    fn cost(&self, _: &FeedQuery) -> Cost {
        Cost::of("all", self.cost)
    }

    fn cost_of_players(&self, _: &str) -> Option<Cost> {
        self.players.map(|it| Cost::of("all", it))
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        self.exchange(&format!("all/{}", ask.league), self.cost(ask))
            .await
    }

    async fn ask_players(&self, league: &str, game: &str) -> Result<Answer, ProviderError> {
        let cost = self.cost_of_players(league).unwrap_or(Cost::FREE);
        self.exchange(&format!("all/{league}-{game}"), cost).await
    }
}

impl Metered {
    async fn exchange(&self, path: &str, cost: Cost) -> Result<Answer, ProviderError> {
        let url = format!("{}/{path}", self.url);
        let bill = Bill {
            allowances: &self.allowances,
            cost,
            read: told,
        };
        let reply = self.http.exchange_paid(NAME, &url, None, &bill).await?;
        if reply.body.windows(8).any(|it| it == b"requests") {
            let reason = "the limit is reached".to_owned();
            let stats = Box::new(RequestStats::of(NAME));
            return Err(ProviderError::Refused { reason, stats });
        }
        Ok(Answer {
            feed: FeedAnswer::default(),
            stats: reply.stats,
        })
    }
}
