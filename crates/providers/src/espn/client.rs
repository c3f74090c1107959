//! Asks for scoreboards: one request a league, whatever is asked.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shared::feed::LeagueReport;

use super::{NAME, convert, leagues};
use crate::error::ProviderError;
use crate::http::{Fetched, Http};
use crate::{Answer, Ask, AskKind, Provider};

/// Where the scoreboards are.
pub const URL: &str = "https://site.api.espn.com/apis/site/v2/sports";

/// Where the same scoreboards are, when the first place turns us away.
pub const URL_SECOND: &str = "https://site.web.api.espn.com/apis/site/v2/sports";

/// The most games that one answer has.
const GAMES_MAX: u32 = 500;

/// ESPN's scoreboards.
pub struct Espn {
    http: Arc<Http>,
    url: String,
    second: Option<String>,
    leagues: Vec<LeagueReport>,
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
        }
    }

    /// Another address with the same scoreboards, asked when the first one refuses to answer.
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
    async fn scoreboard(&self, rest: &str) -> Result<Fetched, ProviderError> {
        let url = format!("{}/{rest}", self.url);
        let first = self.http.get(NAME, &url, None).await;
        let refused = match (first, &self.second) {
            (Err(error @ ProviderError::Refused { .. }), Some(second)) => (error, second),
            (answer, _) => return answer,
        };
        let (error, second) = refused;
        let mut asked = error.asked().clone();
        let again = self.http.get(NAME, &format!("{second}/{rest}"), None).await;
        again
            .map(|mut fetched| {
                asked.add(&fetched.asked);
                asked.digest = fetched.asked.digest;
                fetched.asked = asked.clone();
                fetched
            })
            .map_err(|mut error| {
                asked.add(error.asked());
                *error.asked_mut() = asked;
                error
            })
    }
}

fn reports(codes: &[&str]) -> Vec<LeagueReport> {
    let found = codes.iter().filter_map(|it| leagues::find(it));
    found.map(leagues::League::report).collect()
}

/// The feed's day: that of the US East, whatever the sport.
fn day(moment: DateTime<Utc>) -> String {
    let eastern = moment.with_timezone(&chrono_tz::America::New_York);
    eastern.format("%Y%m%d").to_string()
}

#[async_trait]
impl Provider for Espn {
    fn name(&self) -> &'static str {
        NAME
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, _kind: AskKind) -> &'static [AskKind] {
        AskKind::ALL
    }

    async fn ask(&self, ask: &Ask) -> Result<Answer, ProviderError> {
        let known = leagues::find(&ask.league);
        let league = known.ok_or_else(|| ProviderError::unknown_league(NAME, &ask.league))?;
        let (first, last) = (day(ask.from), day(ask.to));
        let days = if first == last {
            first
        } else {
            format!("{first}-{last}")
        };
        let (path, more) = (league.path, league.more);
        let rest = format!("{path}/scoreboard?dates={days}&limit={GAMES_MAX}{more}");
        let fetched = self.scoreboard(&rest).await?;
        fetched.converted(|body| convert::read(body, league.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_game_belongs_to_the_evening_before() {
        let late: DateTime<Utc> = "2031-01-12T02:15:00Z".parse().unwrap();
        assert_eq!(day(late), "20310111");
    }
}
