//! Asks for the schedule with its line scores, and for the box score of each game that is over.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{Datelike, NaiveDate, TimeDelta};
use shared::feed::{FeedAnswer, GameReport, LeagueReport};
use shared::game::GameStatus;

use super::players::Players;
use super::{LEAGUE, NAME, PROFILE, convert, players, rosters, standings};
use crate::coverage::Topic;
use crate::detail::{self, Details, Had, Plan};
use crate::error::ProviderError;
use crate::gather::Requests;
use crate::http::{Fetched, Http};
use crate::lookup::{self, Looked, Lookup};
use crate::rosters::{self as lists, Listed};
use crate::{Answer, FeedQuery, Provider, QueryKind, days};

/// Where the feed is.
pub const URL: &str = "https://statsapi.mlb.com";

/// The most days of one question. Its owner asks not to be asked in bulk.
const DAYS_MAX: usize = 31;

/// Major League Baseball's Stats API.
pub struct Mlb {
    http: Arc<Http>,
    url: String,
    leagues: [LeagueReport; 1],
    players: Details<Players>,
}

impl Mlb {
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
            .get(NAME, &format!("{}{path}", self.url), None)
            .await
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
            let plan = self.players.plan(&game.reference, &stamp, &mut left, now);
            let found = match plan {
                Plan::Known(had) => had,
                Plan::Ask { first } => {
                    let asked = self.ask_players(&game.reference, first, requests).await;
                    match asked {
                        Ok((players, wait)) => {
                            let now = self.http.now();
                            self.players.answered(&game.reference, players, wait, now)
                        }
                        Err(error) => {
                            requests.failed(&error);
                            self.players.failed(&game.reference, &error, now)
                        }
                    }
                }
            };
            had.insert(game.reference.clone(), found);
        }
        had
    }

    /// A game's players: by its live feed at first, which also says for how long it stays as it is,
    /// and by the much smaller box score when corrections are looked for, or where the live feed
    /// has none.
    async fn ask_players(
        &self,
        game: &str,
        first: bool,
        requests: &mut Requests,
    ) -> Result<(Players, Option<TimeDelta>), ProviderError> {
        if first {
            match self.get(&format!("/api/v1.1/game/{game}/feed/live")).await {
                Ok(fetched) => {
                    requests.answered(&fetched);
                    if let Ok(live) = convert::read_live(&fetched.body)
                        && let Some(players) = live.players
                    {
                        return Ok((players, live.wait));
                    }
                }
                Err(
                    error @ (ProviderError::Throttled { .. } | ProviderError::Unavailable { .. }),
                ) => return Err(error),
                Err(error) => requests.failed(&error),
            }
        }
        let fetched = self.get(&format!("/api/v1/game/{game}/boxscore")).await?;
        requests.answered(&fetched);
        let read = players::read_box(&fetched.body);
        let players = read.map_err(|garbled| Requests::of(NAME).garbled(garbled))?;
        Ok((players, None))
    }
}

/// Whether the game is over, with a score on which bets on its players can be settled.
fn has_players(game: &GameReport) -> bool {
    game.status == GameStatus::Final && !game.scores.is_empty()
}

fn schedule((first, last): (NaiveDate, NaiveDate)) -> String {
    format!(
        "/api/v1/schedule?sportId=1&startDate={first}&endDate={last}&gameTypes=R,F,D,L,W\
         &hydrate=team,linescore"
    )
}

#[async_trait]
impl Provider for Mlb {
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
        if ask.league != LEAGUE {
            return Err(ProviderError::unknown_league(NAME, &ask.league));
        }
        let days = days::of(NAME, ask, DAYS_MAX)?;
        let mut requests = Requests::of(NAME);
        let fetched = match self.get(&schedule(days::ends(&days))).await {
            Ok(fetched) => fetched,
            Err(error) => return Err(requests.ended_by(error)),
        };
        requests.answered(&fetched);
        let mut feed = match convert::read(&fetched.body) {
            Ok(feed) => feed,
            Err(garbled) => return Err(requests.garbled(garbled)),
        };
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
        let year = days::day(LEAGUE, self.http.now()).year();
        let path = format!(
            "/api/v1/standings?leagueId=103,104&season={year}&standingsTypes=regularSeason\
             &hydrate=team"
        );
        lookup::table(self.get(&path).await?.parts(), standings::read_standings)
    }

    fn lists_players(&self, league: &str) -> bool {
        PROFILE.tells(league, Topic::Rosters)
    }

    async fn roster(&self, league: &str, team: &str) -> Result<Listed, ProviderError> {
        if !self.lists_players(league) {
            return Err(ProviderError::not_told(NAME, lists::WORD));
        }
        let fetched = self.get(&rosters::path(team)).await?;
        lists::listed(fetched.parts(), |body| rosters::read_roster(body, team))
    }
}
