//! The made-up season under two names. Its games are told as a league of baseball, once in the form
//! of ESPN's scoreboard and once in that of The Odds API: other ids, other names of some teams,
//! starts that are minutes apart, home and away the other way round now and then.
//!
//! Everything is asked from the season's server when somebody asks the feed, and goes through the
//! readers of the real feeds.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use providers::http::Http;
use providers::{
    Answer, FeedQuery, Provider, ProviderError, QueryKind, RequestStats, espn, the_odds_api,
};
use serde_json::{Value, json};
use shared::feed::{FeedAnswer, LeagueReport};
use shared::league::Sport;
use shared::price::OddsFormat;

/// The season's teams, what ESPN calls each, and what The Odds API does.
const NAMES: [(&str, &str, &str); 16] = [
    ("ASB", "Athletics", "Oakland Athletics"),
    ("BRK", "Cleveland Guardians", "Cleveland Indians"),
    ("CDB", "St. Louis Cardinals", "St Louis Cardinals"),
    ("CPN", "Chicago Cubs", "Chicago Cubs"),
    ("DRT", "Chicago White Sox", "Chicago White Sox"),
    ("FSM", "New York Mets", "New York Mets"),
    ("GPL", "New York Yankees", "New York Yankees"),
    ("KHD", "Los Angeles Angels", "Los Angeles Angels"),
    ("LFO", "Los Angeles Dodgers", "Los Angeles Dodgers"),
    ("MPT", "San Diego Padres", "San Diego Padres"),
    ("NLK", "San Francisco Giants", "San Francisco Giants"),
    ("OQB", "Boston Red Sox", "Boston Red Sox"),
    ("SHD", "Seattle Mariners", "Seattle Mariners"),
    ("SMR", "Toronto Blue Jays", "Toronto Blue Jays"),
    ("THK", "Miami Marlins", "Miami Marlins"),
    ("WSP", "Texas Rangers", "Texas Rangers"),
];

/// Under which name the season is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mask {
    Espn,
    OddsApi,
}

/// A feed that tells the season's first games under a name.
pub(super) struct Masked {
    mask: Mask,
    http: Arc<Http>,
    server: String,
    /// How many games it tells.
    games: u64,
    /// Of which of them it gives each side the other's score.
    lies: Vec<u64>,
    leagues: [LeagueReport; 1],
}

impl Masked {
    pub(super) fn new(mask: Mask, http: Arc<Http>, server: &str, games: u64) -> Self {
        let league = LeagueReport {
            code: "MLB".to_owned(),
            name: "MLB".to_owned(),
            sport: Sport::Baseball,
        };
        Self {
            mask,
            http,
            server: server.to_owned(),
            games,
            lies: Vec::new(),
            leagues: [league],
        }
    }

    /// The same feed, with the wrong score of these games.
    pub(super) fn lying(self, lies: &[u64]) -> Self {
        let lies = lies.to_vec();
        Self { lies, ..self }
    }

    async fn get(&self, path: &str) -> Result<Value, ProviderError> {
        let url = format!("{}{path}", self.server);
        let fetched = self.http.get("season", &url, None).await?;
        Ok(serde_json::from_slice(&fetched.body).unwrap())
    }

    fn board(&self, games: &[Value], prices: &[Value]) -> FeedAnswer {
        let events = games.iter().map(|it| event(it, prices));
        let board = json!({ "leagues": [{ "slug": "mlb" }], "events": events.collect::<Vec<_>>() });
        espn::read(board.to_string().into(), "MLB").unwrap()
    }

    /// What is over and to come, with the prices of what is to come.
    fn lists(&self, games: &[Value], prices: &[Value]) -> FeedAnswer {
        // It has no word for a game that was put off: such a game vanishes.
        let listed = games.iter().filter(|it| it["status"] != "postponed");
        let listed: Vec<_> = listed.collect();
        let scores = listed
            .iter()
            .map(|it| scored(it, self.lies.contains(&number(it))));
        let scores = json!(scores.collect::<Vec<_>>()).to_string().into();
        let mut answer = the_odds_api::read_scores(&scores, "MLB").unwrap();
        let open = listed.iter().filter(|it| it["status"] == "scheduled");
        let odds = json!(open.map(|it| priced(it, prices)).collect::<Vec<_>>());
        let odds = odds.to_string().into();
        let odds = the_odds_api::read_odds(&odds, "MLB", OddsFormat::American).unwrap();
        answer.rejected.extend(odds.rejected);
        for priced in odds.games {
            let mut games = answer.games.iter_mut();
            let game = games.find(|it| it.reference == priced.reference).unwrap();
            game.quotes = priced.quotes;
        }
        answer
    }
}

#[async_trait]
impl Provider for Masked {
    fn name(&self) -> &'static str {
        match self.mask {
            Mask::Espn => espn::NAME,
            Mask::OddsApi => the_odds_api::NAME,
        }
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
        let moment = |it: DateTime<Utc>| it.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (from, to) = (moment(ask.from), moment(ask.to));
        let path = format!("/v1/games?from={from}&to={to}&limit=1000");
        let games = self.get(&path).await?;
        let prices = self.get("/v1/prices").await?;
        let games = games["games"].as_array().unwrap();
        let games: Vec<_> = games
            .iter()
            .filter(|it| number(it) < self.games)
            .cloned()
            .collect();
        let prices = prices["prices"].as_array().unwrap();
        let feed = match self.mask {
            Mask::Espn => self.board(&games, prices),
            Mask::OddsApi => self.lists(&games, prices),
        };
        assert_eq!(feed.rejected, [], "{:?} cannot be read", self.mask);
        let stats = RequestStats::of(self.name());
        Ok(Answer { feed, stats })
    }
}

fn number(game: &Value) -> u64 {
    game["number"].as_u64().unwrap()
}

/// What that feed calls the game of this number.
pub(super) fn reference(mask: Mask, number: u64) -> String {
    match mask {
        Mask::Espn => format!("4018{number:05}"),
        Mask::OddsApi => format!("{number:032x}"),
    }
}

/// By how much The Odds API has another start: within nine minutes, by number.
fn apart(number: u64) -> TimeDelta {
    TimeDelta::minutes(i64::try_from(number * 5 % 19).unwrap() - 9)
}

/// Whether The Odds API lists the away side first.
const fn is_turned(number: u64) -> bool {
    number % 7 == 3
}

fn starts_at(game: &Value) -> DateTime<Utc> {
    game["starts_at"].as_str().unwrap().parse().unwrap()
}

fn minute(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A game as baseball: home and away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Baseball {
    pub(super) runs: (i64, i64),
    /// The home side does not bat last if it has won.
    innings: Vec<(Option<i64>, i64)>,
}

/// The points of a quarter are runs of the first, third, fifth and seventh inning; whoever wins in
/// overtime wins by a run in the tenth. `None` before the game.
pub(super) fn baseball(game: &Value) -> Option<Baseball> {
    let score = game["score"].as_object()?;
    let is_over = game["status"] == "final";
    let (mut innings, mut runs) = (Vec::new(), (0, 0));
    let periods = score["periods"].as_array()?;
    for (nth, period) in periods.iter().enumerate() {
        let (home, away) = (period["home"].as_i64()?, period["away"].as_i64()?);
        if nth < 4 {
            runs = (runs.0 + home, runs.1 + away);
            innings.push((Some(home), away));
            if is_over || nth + 1 < periods.len() {
                innings.push((Some(0), 0));
            }
        } else if is_over {
            let home_wins = i64::from(home > away);
            runs = (runs.0 + home_wins, runs.1 + 1 - home_wins);
            innings.extend([(Some(0), 0), (Some(home_wins), 1 - home_wins)]);
        }
    }
    if is_over && periods.len() == 4 {
        innings.push(((runs.0 < runs.1).then_some(0), 0));
    }
    Some(Baseball { runs, innings })
}

/// What the two feeds call the sides: home, away.
fn names(game: &Value, mask: Mask) -> [&'static str; 2] {
    ["home", "away"].map(|side| {
        let found = NAMES.iter().find(|it| game[side] == it.0);
        let (_, by_espn, by_odds) = found.unwrap();
        match mask {
            Mask::Espn => *by_espn,
            Mask::OddsApi => *by_odds,
        }
    })
}

/// An event of ESPN's scoreboard.
fn event(game: &Value, prices: &[Value]) -> Value {
    let baseball = baseball(game);
    let played = baseball.as_ref().map_or(0, |it| it.innings.len());
    let names = names(game, Mask::Espn);
    let side = |role: &str, nth: usize| {
        let runs = baseball
            .as_ref()
            .map(|it| [it.runs.0, it.runs.1][nth].to_string());
        let innings = baseball.iter().flat_map(|it| &it.innings).enumerate();
        let innings = innings.map(|(place, (home, away))| match (nth, home) {
            (0, None) => json!({ "displayValue": "-", "period": place + 1 }),
            (0, Some(home)) => json!({ "value": home, "period": place + 1 }),
            _ => json!({ "value": away, "period": place + 1 }),
        });
        json!({
            "homeAway": role, "score": runs, "linescores": innings.collect::<Vec<_>>(),
            "team": { "id": names[nth], "displayName": names[nth] },
        })
    };
    let (name, state, detail) = match game["status"].as_str().unwrap() {
        "scheduled" => ("STATUS_SCHEDULED", "pre", String::new()),
        "postponed" => ("STATUS_POSTPONED", "post", "Postponed".to_owned()),
        "live" => ("STATUS_IN_PROGRESS", "in", format!("Top {played}")),
        _ if played > 9 => ("STATUS_FINAL", "post", format!("Final/{played}")),
        _ => ("STATUS_FINAL", "post", "Final".to_owned()),
    };
    let completed = name == "STATUS_FINAL";
    json!({
        "id": reference(Mask::Espn, number(game)),
        "date": minute(starts_at(game)),
        "season": { "year": 2032 },
        "competitions": [{
            "competitors": [side("home", 0), side("away", 1)],
            "status": { "period": played, "type": {
                "name": name, "state": state, "completed": completed, "detail": detail,
            } },
            "odds": board_odds(game, prices),
        }],
    })
}

/// The offers of one bookmaker on a game: market, then by side the price and the line.
fn offers<'a>(
    game: &Value,
    prices: &'a [Value],
    (bookmaker, market): (&str, &str),
) -> Vec<(&'a str, i64, Option<f64>)> {
    let is_it = |it: &&Value| {
        it["game"] == game["id"] && it["bookmaker"] == bookmaker && it["market"] == market
    };
    let found = prices.iter().find(is_it);
    let sides = found.and_then(|it| it["selections"].as_array());
    let sides = sides.into_iter().flatten().map(|it| {
        let side = it["selection"].as_str().unwrap();
        (side, it["american"].as_i64().unwrap(), it["line"].as_f64())
    });
    sides.collect()
}

fn board_odds(game: &Value, prices: &[Value]) -> Value {
    let moneyline = offers(game, prices, ("harbor", "moneyline"));
    if moneyline.is_empty() {
        return json!([]);
    }
    let moneyline = moneyline.into_iter().map(|(side, price, _)| {
        let close = json!({ "close": { "odds": format!("{price:+}") } });
        (side.to_owned(), close)
    });
    let total = offers(game, prices, ("harbor", "total"));
    let total = total.into_iter().map(|(side, price, line)| {
        let line = format!("{}{}", &side[..1], line.unwrap());
        let close = json!({ "close": { "odds": format!("{price:+}"), "line": line } });
        (side.to_owned(), close)
    });
    json!([{
        "provider": { "id": "1", "name": "Harbor Book" },
        "moneyline": moneyline.collect::<serde_json::Map<_, _>>(),
        "total": total.collect::<serde_json::Map<_, _>>(),
    }])
}

/// What both lists of The Odds API have of a game.
fn listed(game: &Value) -> Value {
    let [mut home, mut away] = names(game, Mask::OddsApi);
    if is_turned(number(game)) {
        std::mem::swap(&mut home, &mut away);
    }
    json!({
        "id": reference(Mask::OddsApi, number(game)),
        "sport_key": "baseball_mlb", "sport_title": "MLB",
        "commence_time": minute(starts_at(game) + apart(number(game))),
        "home_team": home, "away_team": away,
    })
}

fn scored(game: &Value, is_lie: bool) -> Value {
    let mut event = listed(game);
    let [home, away] = names(game, Mask::OddsApi);
    let is_over = game["status"] == "final";
    let scores = baseball(game).map(|it| {
        let (ours, theirs) = match is_lie && is_over {
            true => (it.runs.1, it.runs.0),
            false => it.runs,
        };
        json!([
            { "name": home, "score": ours.to_string() },
            { "name": away, "score": theirs.to_string() },
        ])
    });
    event["completed"] = json!(is_over);
    event["scores"] = scores.unwrap_or_default();
    event["last_update"] = json!(game["updated_at"]);
    event
}

fn priced(game: &Value, prices: &[Value]) -> Value {
    let mut event = listed(game);
    let [home, away] = names(game, Mask::OddsApi);
    let now = &game["updated_at"];
    let market = |key: &str, market: &str| {
        let outcomes = offers(game, prices, ("tidewater", market));
        let outcomes = outcomes.into_iter().map(|(side, price, line)| {
            let name = match side {
                "home" => home,
                "away" => away,
                "over" => "Over",
                _ => "Under",
            };
            json!({ "name": name, "price": price, "point": line })
        });
        json!({ "key": key, "last_update": now, "outcomes": outcomes.collect::<Vec<_>>() })
    };
    event["bookmakers"] = json!([{
        "key": "tidewater", "title": "Tidewater", "last_update": now,
        "markets": [market("h2h", "moneyline"), market("totals", "total")],
    }]);
    event
}
