//! Prices of one bookmaker on one game, written by hand in the form that The Odds API documents.

use chrono::{DateTime, Utc};
use providers::the_odds_api;
use serde_json::{Value, json};
use shared::feed::FeedAnswer;
use shared::price::OddsFormat;

/// A game as the feed lists it.
pub(crate) struct Listed<'a> {
    /// Our code of the league, and the feed's key.
    pub(crate) league: (&'a str, &'a str),
    /// Home and away, in full.
    pub(crate) sides: [&'a str; 2],
    /// When it begins.
    pub(crate) starts: &'a str,
}

impl Listed<'_> {
    /// The feed's answer about this event: these markets, as they were at that moment.
    pub(crate) fn priced(&self, at: DateTime<Utc>, markets: Vec<Value>) -> FeedAnswer {
        let (league, key) = self.league;
        let [home, away] = self.sides;
        let dated = markets.into_iter().map(|mut it| {
            it["last_update"] = json!(at);
            it
        });
        let event = json!({
            "id": "e1", "sport_key": key, "sport_title": league, "commence_time": self.starts,
            "home_team": home, "away_team": away,
            "bookmakers": [{
                "key": "alpha", "title": "Alpha", "markets": dated.collect::<Vec<_>>(),
            }],
        });
        let body = event.to_string().into();
        the_odds_api::read_event(&body, league, OddsFormat::American).unwrap()
    }
}

/// Who wins, for a game that is always shown with that.
pub(crate) fn winner([home, away]: [&str; 2]) -> Value {
    let outcomes = [home, away].map(|name| json!({ "name": name, "price": -110 }));
    json!({ "key": "h2h", "outcomes": outcomes })
}

/// A market with a line at -110 either way for each of these: players, teams, or nobody for both
/// teams together.
pub(crate) fn lines(key: &str, lines: &[(&str, f64)]) -> Value {
    let outcomes = lines.iter().flat_map(|(whom, line)| {
        ["Over", "Under"].map(|name| {
            let mut outcome = json!({ "name": name, "price": -110, "point": line });
            if !whom.is_empty() {
                outcome["description"] = json!(whom);
            }
            outcome
        })
    });
    json!({ "key": key, "outcomes": outcomes.collect::<Vec<_>>() })
}
