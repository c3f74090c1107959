//! Asks for the games of days, and where it is paid for, for their prices and players.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use reqwest::{StatusCode, Url};
use secrecy::SecretString;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Injuries, LeagueReport, Rejected};
use shared::game::GameStatus;

use super::players::{self, Players};
use super::{
    LEAGUES, NAME, PROFILE, WITH_PLAYERS, base, convert, injuries, odds, props, refusal, standings,
};
use crate::archive::rejected;
use crate::detail::{self, Details, Had, Plan};
use crate::error::{Garbled, ProviderError};
use crate::gather::Requests;
use crate::http::{Fetched, Http, Key, KeyPlace, Reply};
use crate::lookup::{self, About, Looked, Lookup, Told};
use crate::{Answer, FeedQuery, Provider, QueryKind, days, leagues, only};

/// Where the feed is.
pub const URL: &str = "https://api.balldontlie.io";

/// The most entries of a page: as many as the feed gives.
const PER_PAGE: &str = "100";

/// The most pages of one question.
const PAGES_MAX: usize = 10;

/// The most days of one question.
const DAYS_MAX: usize = 14;

/// How many games have their players priced in one answer. The others with the next one.
const PROPS_MAX: usize = 6;

/// How many players are kept by name. A league has some two hundred.
const NAMES_MAX: usize = 5_000;

/// BALLDONTLIE.
pub struct Balldontlie {
    http: Arc<Http>,
    url: String,
    key: Key,
    leagues: Vec<LeagueReport>,
    is_paid: bool,
    players: Details<Players>,
    names: Mutex<BTreeMap<String, CompetitorReport>>,
}

/// A parameter of a question.
type Parameter = (&'static str, String);

impl Balldontlie {
    /// The feed at its published address, or at another, for every league that it knows, with what
    /// a free key has.
    pub fn new(http: Arc<Http>, url: Option<String>, key: SecretString) -> Self {
        let leagues = LEAGUES.iter().filter_map(|it| leagues::known(it.0));
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            key: Key {
                place: KeyPlace::Header("authorization"),
                secret: key,
            },
            leagues: leagues.map(leagues::Known::report).collect(),
            is_paid: false,
            players: Details::default(),
            names: Mutex::default(),
        }
    }

    /// The same for these leagues, as far as it knows them.
    #[must_use]
    pub fn with_leagues(mut self, codes: &[&str]) -> Self {
        self.leagues.retain(|it| codes.contains(&it.code.as_str()));
        self
    }

    /// The same with players and prices, which plans have that cost something.
    #[must_use]
    pub fn paid(self) -> Self {
        Self {
            is_paid: true,
            ..self
        }
    }

    async fn get(&self, path: &str, more: &[Parameter]) -> Result<Fetched, ProviderError> {
        let mut url = format!("{}{path}", self.url);
        if let Ok(mut parsed) = Url::parse(&url) {
            parsed.query_pairs_mut().extend_pairs(more);
            url = parsed.into();
        }
        let reply = self.http.exchange(NAME, &url, Some(&self.key)).await?;
        if reply.status != StatusCode::OK {
            return Err(refusal::error(reply, self.is_paid));
        }
        let Reply { body, stats, .. } = reply;
        Ok(Fetched { body, stats })
    }

    /// Every page of an answer, each read by the pure step, which tells where the next one is.
    async fn pages(
        &self,
        path: &str,
        more: &[Parameter],
        requests: &mut Requests,
        mut read: impl FnMut(&Fetched) -> Result<Option<String>, Garbled> + Send,
    ) -> Result<(), ProviderError> {
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let mut all = vec![("per_page", PER_PAGE.to_owned())];
            all.extend_from_slice(more);
            all.extend(cursor.iter().map(|it| ("cursor", it.clone())));
            let fetched = self.get(path, &all).await?;
            requests.answered(&fetched);
            let next = read(&fetched).map_err(|it| Requests::of(NAME).garbled(it))?;
            if next.is_none() {
                return Ok(());
            }
            if next == cursor {
                let reason = "the next page is this one";
                let garbled = Garbled::new("meta.next_cursor", reason, fetched.body);
                return Err(Requests::of(NAME).garbled(garbled));
            }
            cursor = next;
        }
        let reason = format!("more than {PAGES_MAX} pages");
        let garbled = Garbled::new("meta.next_cursor", reason, bytes::Bytes::new());
        Err(Requests::of(NAME).garbled(garbled))
    }

    async fn games(
        &self,
        base: &str,
        ask: &FeedQuery,
        requests: &mut Requests,
    ) -> Result<FeedAnswer, ProviderError> {
        let days = days::of(NAME, ask, DAYS_MAX)?;
        // Late games of one day are listed with the next in the time of Greenwich.
        let after = days.last().and_then(|it| it.checked_add_days(Days::new(1)));
        let dates: Vec<_> = days.iter().copied().chain(after).map(date).collect();
        let mut answer = FeedAnswer::default();
        let read = |fetched: &Fetched| {
            let (page, next) = convert::page(&fetched.body, &ask.league)?;
            for game in page.games {
                if !answer.games.iter().any(|it| it.reference == game.reference) {
                    answer.games.push(game);
                }
            }
            answer.rejected.extend(page.rejected);
            Ok(next)
        };
        self.pages(&format!("{base}/games"), &dates, requests, read)
            .await?;
        Ok(only(answer, |it| ask.wants(it.starts_at)))
    }

    /// Adds the prices of games that have not begun. They are reported without when these do not
    /// arrive.
    async fn prices(&self, base: &str, answer: &mut FeedAnswer, requests: &mut Requests) {
        let now = self.http.now();
        let is_ahead = |it: &GameReport| it.status == GameStatus::Scheduled && it.starts_at > now;
        let ids = answer.games.iter().filter(|it| is_ahead(it));
        let ids: Vec<_> = ids.map(|it| ("game_ids[]", it.reference.clone())).collect();
        if ids.is_empty() {
            return;
        }
        let games = &mut answer.games;
        let mut refused = Vec::new();
        let read = |fetched: &Fetched| {
            let (reasons, next) = odds::read_odds(&fetched.body, games)?;
            refused.extend(reasons);
            Ok(next)
        };
        let asked = self
            .pages(&format!("{base}/odds"), &ids, requests, read)
            .await;
        answer.rejected.extend(refused);
        if let Err(error) = asked {
            requests.failed(&error);
            answer.rejected.push(left_out("odds", &error));
            return;
        }
        let ahead: Vec<_> = (0..answer.games.len())
            .filter(|at| answer.games.get(*at).is_some_and(is_ahead))
            .collect();
        for (number, at) in ahead.into_iter().enumerate() {
            let Some(game) = answer.games.get_mut(at) else {
                continue;
            };
            let asked = number < PROPS_MAX;
            // All that there is, as far as was asked.
            game.quotes_complete = asked;
            if !asked {
                continue;
            }
            match self.props(base, game, requests).await {
                Ok(refused) => answer.rejected.extend(refused),
                Err(error) => {
                    game.quotes_complete = false;
                    requests.failed(&error);
                    answer.rejected.push(left_out("props", &error));
                }
            }
        }
    }

    /// The prices on the players of one game, whose names are asked for where they are unknown.
    async fn props(
        &self,
        base: &str,
        game: &mut GameReport,
        requests: &mut Requests,
    ) -> Result<Vec<Rejected>, ProviderError> {
        let parameter = [("game_id", game.reference.clone())];
        let fetched = self
            .get(&format!("{base}/odds/player_props"), &parameter)
            .await?;
        requests.answered(&fetched);
        let known = |id: &String| self.names().contains_key(id);
        let unknown = props::named(&fetched.body)
            .into_iter()
            .filter(|it| !known(it));
        let unknown: Vec<_> = unknown.map(|it| ("player_ids[]", it)).collect();
        if !unknown.is_empty() {
            let mut found = BTreeMap::new();
            let read = |fetched: &Fetched| {
                found.extend(players::read_players(&fetched.body)?);
                Ok(None)
            };
            self.pages(&format!("{base}/players"), &unknown, requests, read)
                .await?;
            let mut names = self.names();
            if names.len() > NAMES_MAX {
                names.clear();
            }
            names.extend(found);
        }
        let names = self.names().clone();
        let read = props::read_props(&fetched.body, &names, game);
        read.map_err(|it| Requests::of(NAME).garbled(it))
    }

    fn names(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, CompetitorReport>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The players of every game of the answer that is over, as far as they are had.
    async fn details(
        &self,
        base: &str,
        answer: &FeedAnswer,
        requests: &mut Requests,
    ) -> BTreeMap<String, Had<Players>> {
        let mut had = BTreeMap::new();
        let mut left = detail::A_ANSWER_MAX;
        let is_over = |it: &&GameReport| it.status == GameStatus::Final && !it.scores.is_empty();
        for game in answer.games.iter().filter(is_over) {
            let now = self.http.now();
            let stamp = format!("{:?}", game.scores);
            let reference = &game.reference;
            let found = match self.players.plan(reference, &stamp, &mut left, now) {
                Plan::Known(had) => had,
                Plan::Ask { .. } => match self.box_score(base, reference, requests).await {
                    Ok(players) => self.players.answered(reference, players, None, now),
                    Err(error) => {
                        requests.failed(&error);
                        self.players.failed(reference, &error, now)
                    }
                },
            };
            had.insert(reference.clone(), found);
        }
        had
    }

    async fn injuries(&self, base: &str, league: &str) -> Result<Looked, ProviderError> {
        let mut requests = Requests::of(NAME);
        let mut all: Option<Injuries> = None;
        let read = |fetched: &Fetched| {
            let (page, next) = injuries::page(&fetched.body, league)?;
            match &mut all {
                Some(all) => {
                    all.players.extend(page.players);
                    all.rejected.extend(page.rejected);
                }
                None => all = Some(page),
            }
            Ok(next)
        };
        let path = format!("{base}/player_injuries");
        if let Err(error) = self.pages(&path, &[], &mut requests, read).await {
            return Err(requests.ended_by(error));
        }
        let all = all.ok_or_else(|| ProviderError::not_told(NAME, "injuries"))?;
        Ok(Looked {
            told: Told::Injuries(all),
            stats: requests.done(),
        })
    }

    async fn box_score(
        &self,
        base: &str,
        game: &str,
        requests: &mut Requests,
    ) -> Result<Players, ProviderError> {
        let parameters = [
            ("per_page", PER_PAGE.to_owned()),
            ("game_ids[]", game.to_owned()),
        ];
        let fetched = self
            .get(&format!("{base}/player_stats"), &parameters)
            .await?;
        requests.answered(&fetched);
        let read = players::read_stats(&fetched.body);
        read.map_err(|it| Requests::of(NAME).garbled(it))
    }
}

fn date(day: NaiveDate) -> Parameter {
    ("dates[]", day.to_string())
}

fn left_out(what: &str, error: &ProviderError) -> Rejected {
    rejected(what.to_owned(), format!("{what}: {error}"))
}

#[async_trait]
impl Provider for Balldontlie {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, kind: QueryKind) -> &'static [QueryKind] {
        match kind {
            QueryKind::Schedule | QueryKind::Scores => &[QueryKind::Schedule, QueryKind::Scores],
            QueryKind::Quotes if self.is_paid => QueryKind::ALL,
            QueryKind::Quotes => &[],
        }
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        let base = base(&ask.league);
        let base = base.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        let has_more = self.is_paid && ask.league == WITH_PLAYERS;
        if ask.kind == QueryKind::Quotes && !self.is_paid {
            return Err(ProviderError::not_told(NAME, "prices without a paid plan"));
        }
        let mut requests = Requests::of(NAME);
        let mut feed = match self.games(base, ask, &mut requests).await {
            Ok(feed) => feed,
            Err(error) => return Err(requests.ended_by(error)),
        };
        if ask.kind == QueryKind::Quotes && has_more {
            self.prices(base, &mut feed, &mut requests).await;
        }
        if has_more {
            let details = self.details(base, &feed, &mut requests).await;
            detail::put(&mut feed, details, |game, players| players.put(game));
        }
        Ok(Answer {
            feed,
            stats: requests.done(),
        })
    }

    fn looks_up(&self, ask: &Lookup) -> bool {
        self.is_paid && PROFILE.tells(&ask.league, ask.about.topic())
    }

    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        if !self.looks_up(ask) {
            return Err(ProviderError::not_told(NAME, ask.about.word()));
        }
        let base = base(&ask.league);
        let base = base.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        let league = ask.league.as_str();
        match ask.about {
            About::Standings => {
                let known = leagues::known(league);
                let year = known.map_or(0, |it| it.first_year(self.http.now()));
                let parameters = [("season", year.to_string())];
                let fetched = self.get(&format!("{base}/standings"), &parameters).await?;
                lookup::table(fetched.parts(), |body| {
                    standings::read_standings(body, league)
                })
            }
            About::Injuries => self.injuries(base, league).await,
        }
    }
}
