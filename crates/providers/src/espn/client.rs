//! Asks for scoreboards, in the first form that the feed answers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use shared::feed::{LeagueReport, Rejected};

use self::beside::Beside;
use super::forms::{self, Form, Memory, Week};
use super::gathered::Gathered;
use super::leagues::{self, League};
use super::{NAME, PROFILE, convert, injuries, rosters, standings};
use crate::coverage::Topic;
use crate::error::{FormUpdate, ProviderError};
use crate::http::{Fetched, Http};
use crate::lookup::{self, About, Looked, Lookup, Told};
use crate::rosters::{self as lists, Listed};
use crate::{Answer, FeedQuery, Provider, QueryKind};

mod beside;

/// Where the scoreboards are.
pub const URL: &str = "https://site.api.espn.com/apis/site/v2/sports";

/// Where the same scoreboards are, when the first place turns us away.
pub const URL_SECOND: &str = "https://site.web.api.espn.com/apis/site/v2/sports";

/// What is requested, as a word.
const FEED: &str = "scoreboard";

/// How long before the earliest start that matters a game began that is left out: feeds change
/// starts by hours, and move games to other days.
const OVER_FOR_LONG: TimeDelta = TimeDelta::days(1);

/// ESPN's scoreboards.
pub struct Espn {
    pub(super) http: Arc<Http>,
    url: String,
    second: Option<String>,
    leagues: Vec<LeagueReport>,
    memory: Memory,
    /// Box scores and leaderboards.
    beside: Beside,
    /// The calendars of football, by league, as its newest answers have them.
    weeks: Mutex<BTreeMap<&'static str, Vec<Week>>>,
}

impl Espn {
    /// The usual leagues, at the usual addresses or at another.
    pub fn new(http: Arc<Http>, url: Option<String>) -> Self {
        let second = url.is_none().then(|| URL_SECOND.to_owned());
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            second,
            leagues: reports(leagues::USUAL),
            memory: Memory::default(),
            beside: Beside::default(),
            weeks: Mutex::default(),
        }
    }

    /// Sets a second address with the same scoreboards, used when the first one refuses.
    #[must_use]
    pub fn with_second(mut self, url: String) -> Self {
        self.second = Some(url);
        self
    }

    /// These leagues instead of the usual ones. Codes that are not known are left out.
    #[must_use]
    pub fn with_leagues(mut self, codes: &[&str]) -> Self {
        self.leagues = reports(codes);
        self
    }
}

impl Espn {
    /// Requests the first form that is answered, and also a narrower one when a list looks cut off.
    async fn by_forms(&self, league: &League, ask: &FeedQuery) -> Result<Gathered, ProviderError> {
        let days = forms::eastern(ask.from)..=forms::eastern(ask.to);
        let order = forms::order(league.sport, league.is_crowded(), &days);
        let mut gathered = Gathered::new();
        let mut refusal = None;
        let mut cut: Option<Form> = None;
        for form in self.memory.allowed(league.code, order, self.http.now()) {
            if cut.is_some_and(|it| !form.is_narrower_than(it)) {
                continue;
            }
            let weeks = self.weeks_of(league);
            let Some(queries) = forms::queries(form, &days, &weeks) else {
                continue;
            };
            match self
                .by_form(league, ask, form, &queries, &mut gathered)
                .await
            {
                Ok(false) => return Ok(gathered),
                Ok(true) => cut = Some(form),
                // Another form may be answered; another address would not answer this one either.
                Err(error @ ProviderError::BadRequest { .. }) => refusal = Some(error),
                Err(mut error) => {
                    *error.stats_mut() = gathered.stats;
                    return Err(error);
                }
            }
        }
        if gathered.has_answers {
            if cut.is_some() {
                gathered.refused.push(Rejected {
                    place: "events".to_owned(),
                    reason: "the list may be cut: the feed cuts to this length".to_owned(),
                    unknown_code: None,
                    game: None,
                });
            }
            return Ok(gathered);
        }
        let reason = match &refusal {
            Some(ProviderError::BadRequest { reason, .. }) => reason.as_str(),
            _ => "refused before, and not stats again yet",
        };
        Err(ProviderError::BadRequest {
            reason: format!(
                "no form of the question is answered for {}: {reason}",
                league.code
            ),
            stats: Box::new(gathered.stats),
        })
    }

    /// Sends all requests of one form. Returns whether any of the lists looks cut off.
    async fn by_form(
        &self,
        league: &League,
        ask: &FeedQuery,
        form: Form,
        queries: &[String],
        gathered: &mut Gathered,
    ) -> Result<bool, ProviderError> {
        let mut suspect = false;
        // A day is read completely; in longer spans, games that ended long ago are left out.
        let since = (form != Form::Day).then(|| ask.from - OVER_FOR_LONG);
        for query in queries {
            let (path, more) = (league.path, league.more);
            let rest = format!("{path}/scoreboard?{query}{more}");
            let fetched = match self.get(&rest).await {
                Ok(fetched) => fetched,
                Err(error) => {
                    gathered.stats.add(error.stats());
                    if let ProviderError::BadRequest { reason, .. } = &error {
                        self.news(league, form, Some(reason.clone()), gathered);
                    }
                    return Err(error);
                }
            };
            gathered.took(&fetched);
            let board = convert::board(&fetched.body, league.code, since);
            let board = board.map_err(|garbled| ProviderError::Garbled {
                garbled: Box::new(garbled),
                stats: Box::new(gathered.stats.clone()),
            })?;
            suspect |= form.is_suspect(board.events);
            if !board.weeks.is_empty() {
                let mut weeks = self.weeks.lock().unwrap_or_else(PoisonError::into_inner);
                weeks.insert(league.code, board.weeks.clone());
            }
            gathered.add(board);
        }
        self.news(league, form, None, gathered);
        Ok(suspect)
    }

    fn news(&self, league: &League, form: Form, refused: Option<String>, to: &mut Gathered) {
        let news = FormUpdate {
            league: league.code.to_owned(),
            feed: FEED.to_owned(),
            form: form.word().to_owned(),
            at: self.http.now(),
            refused,
        };
        self.memory.learn(&news);
        to.stats.forms.push(news);
    }

    fn weeks_of(&self, league: &League) -> Vec<Week> {
        let weeks = self.weeks.lock().unwrap_or_else(PoisonError::into_inner);
        weeks.get(league.code).cloned().unwrap_or_default()
    }

    /// Asks the first address, and the second one where the first refuses.
    pub(super) async fn get(&self, rest: &str) -> Result<Fetched, ProviderError> {
        let url = format!("{}/{rest}", self.url);
        let first = self.http.get(NAME, &url, None).await;
        let refused = match (first, &self.second) {
            // What is not there at the first address is not at the second.
            (
                Err(error @ (ProviderError::Refused { .. } | ProviderError::Resting { .. })),
                Some(second),
            ) if error.stats().status != Some(404) => (error, second),
            (answer, _) => return answer,
        };
        let (error, second) = refused;
        let mut stats = error.stats().clone();
        let again = self.http.get(NAME, &format!("{second}/{rest}"), None).await;
        again
            .map(|mut fetched| {
                stats.add(&fetched.stats);
                stats.digest = fetched.stats.digest;
                fetched.stats = stats.clone();
                fetched
            })
            .map_err(|mut error| {
                stats.add(error.stats());
                *error.stats_mut() = stats;
                error
            })
    }
}

fn reports(codes: &[&str]) -> Vec<LeagueReport> {
    let found = codes.iter().filter_map(|it| leagues::find(it));
    found.map(leagues::League::report).collect()
}

#[async_trait]
impl Provider for Espn {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, _kind: QueryKind) -> &'static [QueryKind] {
        QueryKind::ALL
    }

    fn restore_forms(&self, forms: &[FormUpdate]) {
        forms.iter().for_each(|it| self.memory.learn(it));
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        let known = leagues::find(&ask.league);
        let league = known.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        let gathered = self.by_forms(league, ask).await?;
        Ok(self.with_details(league, gathered).await)
    }

    fn looks_up(&self, ask: &Lookup) -> bool {
        PROFILE.tells(&ask.league, ask.about.topic())
    }

    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        if !self.looks_up(ask) {
            return Err(ProviderError::not_told(NAME, ask.about.word()));
        }
        let league = leagues::find(&ask.league);
        let league = league.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        match ask.about {
            About::Standings => {
                // Beside the scoreboards there is a page about the table under the same name.
                let tables = self.url.replacen("/apis/site/v2/", "/apis/v2/", 1);
                let url = format!("{tables}/{}/standings", league.path);
                let fetched = self.http.get(NAME, &url, None).await?;
                lookup::table(fetched.parts(), |body| {
                    standings::read_standings(body, league.code)
                })
            }
            About::Injuries => {
                let fetched = self.get(&format!("{}/injuries", league.path)).await?;
                let read = |body: &Bytes| injuries::read_injuries(body, league.code);
                lookup::looked(fetched.parts(), |body| read(body).map(Told::Injuries))
            }
        }
    }

    fn lists_players(&self, league: &str) -> bool {
        PROFILE.tells(league, Topic::Rosters)
    }

    async fn roster(&self, league: &str, team: &str) -> Result<Listed, ProviderError> {
        let known = leagues::find(league).filter(|_| self.lists_players(league));
        let known = known.ok_or_else(|| ProviderError::not_told(NAME, lists::WORD))?;
        let fetched = self.get(&rosters::path(known, team)).await?;
        lists::listed(fetched.parts(), |body| {
            rosters::read_roster(body, known.code, team)
        })
    }
}
