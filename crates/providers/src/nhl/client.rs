//! Asks for the scores of days that have come and the schedule of those that have not, for the
//! partner's prices, and for the box score of each game that is over.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use shared::feed::{FeedAnswer, GameReport, LeagueReport, Rejected};
use shared::game::GameStatus;

use super::players::{self, Players};
use super::{LEAGUE, NAME, PROFILE, convert, odds, standings};
use crate::detail::{self, Details, Had, Plan};
use crate::error::ProviderError;
use crate::gather::Requests;
use crate::http::{Fetched, Http};
use crate::lookup::{self, Looked, Lookup};
use crate::{Answer, FeedQuery, Provider, QueryKind, days, listed};

/// Where the feed is.
pub const URL: &str = "https://api-web.nhle.com";

/// The most days of one question.
const DAYS_MAX: usize = 31;

/// How many days one schedule has.
const DAYS_OF_SCHEDULE: u64 = 7;

/// Whose partner's prices are asked for: the league has another one in each country.
const COUNTRY: &str = "US";

/// The National Hockey League's web API.
pub struct Nhl {
    http: Arc<Http>,
    url: String,
    leagues: [LeagueReport; 1],
    players: Details<Players>,
}

impl Nhl {
    /// The feed at its published address, or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            leagues: [convert::league()],
            players: Details::default(),
        }
    }

    async fn get(&self, path: &str) -> Result<Fetched, ProviderError> {
        self.http
            .get(NAME, &format!("{}/v1/{path}", self.url), None)
            .await
    }

    /// The games of those days: by scores, which list the goals, as far as today, and by schedules,
    /// which take a week at once, from tomorrow on.
    async fn games(
        &self,
        days: &[NaiveDate],
        mut requests: Requests,
    ) -> Result<(FeedAnswer, Requests), ProviderError> {
        let today = days::day(LEAGUE, self.http.now());
        let mut answer = FeedAnswer::default();
        let mut until: Option<NaiveDate> = None;
        for day in days {
            if until.is_some_and(|it| *day < it) {
                continue;
            }
            let path = if *day <= today {
                format!("score/{day}")
            } else {
                until = day.checked_add_days(Days::new(DAYS_OF_SCHEDULE));
                format!("schedule/{day}")
            };
            let fetched = match self.get(&path).await {
                Ok(fetched) => fetched,
                Err(error) => return Err(requests.ended_by(error)),
            };
            requests.answered(&fetched);
            match convert::read(&fetched.body) {
                Ok(read) => add(&mut answer, read),
                Err(garbled) => return Err(requests.garbled(garbled)),
            }
        }
        Ok((answer, requests))
    }

    /// Adds the partner's prices. Games are reported without them when they do not arrive.
    async fn odds(&self, answer: &mut FeedAnswer, requests: &mut Requests) {
        let read = match self.get(&format!("partner-game/{COUNTRY}/now")).await {
            Ok(fetched) => {
                requests.answered(&fetched);
                odds::read_odds(&fetched.body).map_err(|it| it.to_string())
            }
            Err(error) => {
                requests.failed(&error);
                Err(error.to_string())
            }
        };
        match read {
            Ok(partner) => convert::put_odds(answer, &partner),
            Err(reason) => answer.rejected.push(Rejected {
                place: "odds".to_owned(),
                ..listed::refusal(format!("odds: {reason}"))
            }),
        }
    }

    /// The players of every game of the answer that is over, as far as they are had.
    async fn details(
        &self,
        answer: &FeedAnswer,
        requests: &mut Requests,
    ) -> BTreeMap<String, Had<Players>> {
        let mut had = BTreeMap::new();
        let mut left = detail::A_ANSWER_MAX;
        for game in answer.games.iter().filter(|it| has_players(it)) {
            let now = self.http.now();
            let stamp = format!("{:?}", game.scores);
            let reference = &game.reference;
            let found = match self.players.plan(reference, &stamp, &mut left, now) {
                Plan::Known(had) => had,
                Plan::Ask { .. } => match self.ask_players(reference, requests).await {
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

    /// A game's players, and those who were left out of it.
    async fn ask_players(
        &self,
        game: &str,
        requests: &mut Requests,
    ) -> Result<Players, ProviderError> {
        let fetched = self.get(&format!("gamecenter/{game}/boxscore")).await?;
        requests.answered(&fetched);
        let read = players::read_box(&fetched.body);
        let mut players = read.map_err(|it| Requests::of(NAME).garbled(it))?;
        let beside = match self.get(&format!("gamecenter/{game}/right-rail")).await {
            Ok(fetched) => {
                requests.answered(&fetched);
                players::read_rail(&fetched.body).map_err(|it| it.to_string())
            }
            Err(error @ (ProviderError::Throttled { .. } | ProviderError::Unavailable { .. })) => {
                return Err(error);
            }
            Err(error) => {
                requests.failed(&error);
                Err(error.to_string())
            }
        };
        match beside {
            Ok(beside) => players = players.with(beside),
            Err(reason) => players
                .rejected
                .push(format!("who was left out is not known: {reason}")),
        }
        Ok(players)
    }
}

/// A game that occurs twice is taken from the first answer: it is asked about by scores first. The
/// day on which it was to be played before it was put off says less than the new one.
fn add(answer: &mut FeedAnswer, more: FeedAnswer) {
    for game in more.games {
        let mut known = answer.games.iter_mut();
        match known.find(|it| it.reference == game.reference) {
            None => answer.games.push(game),
            Some(known) if known.status == GameStatus::Postponed => *known = game,
            Some(_) => {}
        }
    }
    for rejected in more.rejected {
        if !answer.rejected.contains(&rejected) {
            answer.rejected.push(rejected);
        }
    }
}

/// Whether the game is over, with a score on which bets on its players can be settled.
fn has_players(game: &GameReport) -> bool {
    game.status == GameStatus::Final && !game.scores.is_empty()
}

#[async_trait]
impl Provider for Nhl {
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
        if ask.league != LEAGUE {
            return Err(ProviderError::unknown_league(NAME, &ask.league));
        }
        let days = days::of(NAME, ask, DAYS_MAX)?;
        let (mut feed, mut requests) = self.games(&days, Requests::of(NAME)).await?;
        if ask.kind == QueryKind::Quotes {
            self.odds(&mut feed, &mut requests).await;
        }
        let details = self.details(&feed, &mut requests).await;
        detail::put(&mut feed, details, |game, players| players.put(game));
        Ok(Answer {
            feed,
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
        let fetched = self.get("standings/now").await?;
        lookup::table(fetched.parts(), standings::read_standings)
    }
}
