//! What is asked for beside the list of games: prices, players, and the results of races.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shared::feed::FeedAnswer;
use shared::game::GameStatus;

use super::{ApiSports, note};
use crate::api_sports::football::{self, Players};
use crate::api_sports::formula_1::{self, Ranking};
use crate::api_sports::leagues::{Api, League};
use crate::api_sports::odds::{self, Prices};
use crate::api_sports::{NAME, questions};
use crate::detail::{self, Details, Had, Plan};
use crate::error::{ProviderError, RequestStats};
use crate::gather::Requests;

/// How many games one question about players names.
const NAMED_MAX: usize = 20;
/// How long before its start the grid of a race is asked for.
const GRID_BEFORE: TimeDelta = TimeDelta::hours(20);
/// How long before a start prices in play are there already.
const LIVE_BEFORE: TimeDelta = TimeDelta::minutes(15);

/// What is kept of single games between answers.
#[derive(Default)]
pub(super) struct Beside {
    players: Details<Players>,
    rankings: Details<Ranking>,
}

impl ApiSports {
    /// Puts prices into the games that have not begun. Games are reported without those that do not
    /// arrive.
    pub(super) async fn prices(
        &self,
        league: &League,
        feed: &mut FeedAnswer,
        requests: &mut Requests,
    ) {
        let now = self.http.now();
        let is_open = |status: GameStatus, at| status.is_open() && at > now;
        let mut open: Vec<_> = feed
            .games
            .iter()
            .filter(|it| is_open(it.status, it.starts_at))
            .map(|it| (it.starts_at, it.reference.clone()))
            .collect();
        open.sort_unstable();
        let Some((first, _)) = open.first().cloned() else {
            return;
        };
        let mut found = Prices::default();
        let asked = match self.plan.is_narrow() {
            true => {
                let soonest = open.iter().take(questions::PRICED_MAX as usize);
                let soonest = soonest.map(|it| questions::prices_of(league.api, &it.1));
                let asked = self.priced(league.api, soonest, &mut found, requests);
                asked.await.map(drop)
            }
            false => self.pages(league, &mut found, requests).await,
        };
        if let Err(error) = asked {
            feed.rejected.push(note("odds", None, error.to_string()));
        }
        let mut all = vec![(found, true)];
        let is_near = league.api == Api::Football && first - now <= LIVE_BEFORE;
        if is_near && !self.plan.is_narrow() {
            match self.live(league, requests).await {
                Ok(live) => all.push((live, false)),
                Err(error) => {
                    let reason = error.to_string();
                    feed.rejected.push(note("odds/live", None, reason));
                }
            }
        }
        for (prices, complete) in all {
            for reason in &prices.rejected {
                feed.rejected.push(note("odds", None, reason.clone()));
            }
            let games = feed.games.iter_mut();
            for game in games.filter(|it| is_open(it.status, it.starts_at)) {
                let reasons = prices.put(game);
                game.quotes_complete |= complete && prices.has(&game.reference);
                let told = |it| note("odds", Some(&game.reference), it);
                feed.rejected.extend(reasons.into_iter().map(told));
            }
        }
    }

    /// The prices of a league, page by page.
    async fn pages(
        &self,
        league: &League,
        found: &mut Prices,
        requests: &mut Requests,
    ) -> Result<(), ProviderError> {
        let now = self.http.now();
        let mut page = 1;
        loop {
            let question = questions::prices(league, now, page);
            let questions = std::iter::once(question);
            let pages = self.priced(league.api, questions, found, requests).await?;
            if page >= pages.min(questions::PAGES_MAX) {
                return Ok(());
            }
            page += 1;
        }
    }

    /// Asks these questions, and says how many pages the last answer has.
    async fn priced(
        &self,
        api: Api,
        questions: impl Iterator<Item = String>,
        found: &mut Prices,
        requests: &mut Requests,
    ) -> Result<u32, ProviderError> {
        let mut pages = 1;
        for question in questions {
            let fetched = self.beside(api, &question, requests).await?;
            let read = odds::read_odds(api, &fetched.body);
            let read = read.map_err(|it| Requests::of(NAME).garbled(it))?;
            pages = read.pages;
            found.extend(read);
        }
        Ok(pages)
    }

    /// The last prices before the start.
    async fn live(
        &self,
        league: &League,
        requests: &mut Requests,
    ) -> Result<Prices, ProviderError> {
        let question = format!("odds/live?league={}", league.id);
        let fetched = self.beside(league.api, &question, requests).await?;
        let read = odds::read_live(&fetched.body);
        read.map_err(|it| Requests::of(NAME).garbled(it))
    }

    /// A request that the answer can do without.
    async fn beside(
        &self,
        api: Api,
        question: &str,
        requests: &mut Requests,
    ) -> Result<crate::http::Fetched, ProviderError> {
        match self.ask_one(api, question).await {
            Ok(fetched) => {
                requests.answered(&fetched);
                Ok(fetched)
            }
            Err(error) => {
                requests.failed(&error);
                Err(error)
            }
        }
    }

    /// Puts the players into the games that are over. One question names all games whose players
    /// are due.
    pub(super) async fn players(&self, feed: &mut FeedAnswer, requests: &mut Requests) {
        let now = self.http.now();
        let mut had = BTreeMap::new();
        let mut wanted = Vec::new();
        let mut left = NAMED_MAX;
        let is_told = |it: &&shared::feed::GameReport| {
            it.status == GameStatus::Final && !it.scores.is_empty()
        };
        for game in feed.games.iter().filter(is_told) {
            let stamp = format!("{:?}", game.scores);
            let details = &self.beside.players;
            match details.plan(&game.reference, &stamp, &mut left, now) {
                Plan::Known(known) => drop(had.insert(game.reference.clone(), known)),
                Plan::Ask { .. } => wanted.push(game.reference.clone()),
            }
        }
        if !wanted.is_empty() {
            let asked = self.ask_players(&wanted, requests).await;
            for game in wanted {
                let details = &self.beside.players;
                let now = self.http.now();
                let known = match &asked {
                    Ok(all) => match all.get(&game) {
                        Some(players) => details.answered(&game, players.clone(), None, now),
                        None => details.failed(&game, &untold(), now),
                    },
                    Err(error) => details.failed(&game, error, now),
                };
                had.insert(game, known);
            }
        }
        detail::put(feed, had, |game, players| players.put(game));
    }

    async fn ask_players(
        &self,
        games: &[String],
        requests: &mut Requests,
    ) -> Result<BTreeMap<String, Players>, ProviderError> {
        let question = format!("fixtures?ids={}", games.join("-"));
        let fetched = self.beside(Api::Football, &question, requests).await?;
        let read = football::read_players_of(&fetched.body);
        read.map_err(|it| Requests::of(NAME).garbled(it))
    }

    /// Puts the grid into the races that are near, and the result into those that are over.
    pub(super) async fn rankings(&self, feed: &mut FeedAnswer, requests: &mut Requests) {
        let now = self.http.now();
        let mut had = BTreeMap::new();
        let mut left = detail::A_ANSWER_MAX;
        for game in &feed.games {
            let is_near =
                game.status == GameStatus::Scheduled && game.starts_at - now <= GRID_BEFORE;
            let endpoint = match game.status {
                GameStatus::Final => "races",
                GameStatus::Live => "startinggrid",
                _ if is_near => "startinggrid",
                _ => continue,
            };
            let reference = &game.reference;
            let details = &self.beside.rankings;
            let known = match details.plan(reference, endpoint, &mut left, now) {
                Plan::Known(known) => known,
                Plan::Ask { .. } => match self.ranking(endpoint, reference, requests).await {
                    Ok(ranking) => details.answered(reference, ranking, None, now),
                    Err(error) => details.failed(reference, &error, now),
                },
            };
            // A race that begins is not held back because its grid is late.
            match (game.status, &known) {
                (GameStatus::Final, _) | (_, Had::Detail(_)) => {
                    had.insert(reference.clone(), known);
                }
                _ => {}
            }
        }
        let told: Vec<_> = had
            .iter()
            .filter(|(_, it)| matches!(it, Had::Detail(ranking) if ranking.is_result()))
            .map(|(game, _)| game.clone())
            .collect();
        let is_untold = |it: &shared::feed::Rejected| {
            let game = it.game.as_ref();
            it.reason == formula_1::UNTOLD && game.is_some_and(|it| told.contains(it))
        };
        feed.rejected.retain(|it| !is_untold(it));
        detail::put(feed, had, |game, ranking| ranking.put(game));
    }

    async fn ranking(
        &self,
        endpoint: &str,
        race: &str,
        requests: &mut Requests,
    ) -> Result<Ranking, ProviderError> {
        let question = format!("rankings/{endpoint}?race={race}");
        let fetched = self.beside(Api::FormulaOne, &question, requests).await?;
        let read = formula_1::read_ranking(&fetched.body);
        read.map_err(|it| Requests::of(NAME).garbled(it))
    }
}

/// The feed answered, and not about this game.
fn untold() -> ProviderError {
    ProviderError::Refused {
        reason: "the feed does not tell them".to_owned(),
        stats: Box::new(RequestStats::of(NAME)),
    }
}
