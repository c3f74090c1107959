//! An evening of the NHL in recorded answers of the league's own feed, with its partner's prices,
//! and as ESPN and The Odds API have it.
//!
//! The five games before they begin, and their prices, are as they were recorded. Nobody recorded
//! how they ended: each gets the goals and the ending of a recorded final of another evening. ESPN
//! and The Odds API were not recorded that evening: what they say is made here of the league's
//! answer, in the form that each of them has.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use providers::http::{Http, Limits};
use providers::nhl::Nhl;
use providers::{FeedQuery, Provider, espn, the_odds_api};
use serde_json::{Map, Value, json};
use shared::feed::FeedAnswer;
use shared::price::OddsFormat;
use shared::testing::MockClock;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const LIST: &str = "/v1/score/2026-09-29";
const PRICES: &str = "/v1/partner-game/US/now";

/// The morning of that day.
pub(super) fn morning() -> DateTime<Utc> {
    "2026-09-29T12:00:00Z".parse().unwrap()
}

/// When all five are over.
pub(super) fn night() -> DateTime<Utc> {
    "2026-09-30T06:00:00Z".parse().unwrap()
}

/// The recorded answers of an evening.
pub(super) struct Evening {
    /// The list of games before they begin.
    before: Value,
    /// The same list when they are over.
    after: Value,
    prices: Bytes,
    /// The teams' full names by their codes.
    names: Vec<(String, String)>,
}

async fn body(folder: &Path, name: &str) -> Bytes {
    let file = folder.join(format!("fixtures/nhl-api-web/{name}.json"));
    tokio::fs::read(file).await.unwrap().into()
}

async fn value(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&body(folder, name).await).unwrap()
}

fn games(list: &Value) -> &[Value] {
    list["games"].as_array().unwrap()
}

impl Evening {
    pub(super) async fn read(folder: &Path) -> Self {
        let before = value(folder, "score-now").await;
        let finals = value(folder, "score-by-date").await;
        let mut after = before.clone();
        let ended = games(&finals).iter().cycle();
        for (game, ended) in after["games"].as_array_mut().unwrap().iter_mut().zip(ended) {
            end(game, ended);
        }
        let standings = value(folder, "standings-now").await;
        let teams = standings["standings"].as_array().unwrap();
        let text = |it: &Value| it["default"].as_str().unwrap().to_owned();
        let names = teams
            .iter()
            .map(|it| (text(&it["teamAbbrev"]), text(&it["teamName"])));
        Self {
            before,
            after,
            prices: body(folder, "partner-game-by-country-code-now").await,
            names: names.collect(),
        }
    }

    pub(super) fn count(&self) -> usize {
        games(&self.before).len()
    }

    /// What the league calls the game of that place.
    pub(super) fn id(&self, nth: usize) -> String {
        games(&self.before)[nth]["id"].to_string()
    }

    /// The league's own feed, asked by its client.
    pub(super) async fn by_league(&self, is_over: bool) -> FeedAnswer {
        runtime::tls::install();
        let server = MockServer::start().await;
        let list = if is_over { &self.after } else { &self.before };
        let list = Bytes::from(list.to_string());
        for (at, body) in [(LIST, list), (PRICES, self.prices.clone())] {
            let answer = ResponseTemplate::new(200).set_body_bytes(body);
            let asked = Mock::given(method("GET")).and(path(at));
            asked.respond_with(answer).mount(&server).await;
        }
        let limits = Limits {
            paced: false,
            tries_max: 1,
            ..Limits::default()
        };
        let now = if is_over { night() } else { morning() };
        let http = Http::new(limits, Arc::new(MockClock::at(now))).unwrap();
        let nhl = Nhl::new(Arc::new(http), Some(server.uri()));
        let evening = morning()..=morning() + TimeDelta::hours(15);
        let ask = match is_over {
            false => FeedQuery::quotes("NHL", evening),
            true => FeedQuery::scores("NHL", evening),
        };
        let mut feed = nhl.ask(&ask).await.unwrap().feed;
        // Box scores of games that were never played so are not to be had.
        feed.rejected.clear();
        assert_eq!(feed.games.len(), self.count());
        feed
    }

    fn name(&self, side: &Value) -> &str {
        let mut names = self.names.iter();
        let found = names.find(|it| side["abbrev"] == it.0.as_str());
        &found.unwrap().1
    }

    /// ESPN's scoreboard: other ids, full names, a start eight minutes later, and prices of another
    /// bookmaker.
    pub(super) fn by_espn(&self, is_over: bool) -> FeedAnswer {
        let list = if is_over { &self.after } else { &self.before };
        let events = games(list).iter().enumerate();
        let events = events.map(|(nth, game)| self.event(nth, game, is_over));
        let board = json!({
            "leagues": [{ "slug": "nhl" }], "events": events.collect::<Vec<_>>(),
        });
        let read = espn::read(board.to_string().into(), "NHL").unwrap();
        assert_eq!(read.rejected, []);
        read
    }

    fn event(&self, nth: usize, game: &Value, is_over: bool) -> Value {
        let side = |role: &str, side: &Value| {
            let periods = (1..=5).map(|it| json!({ "value": goals(game, side, it), "period": it }));
            let last = last_period(game);
            let periods: Vec<_> = periods.take(last).collect();
            json!({
                "homeAway": role,
                "score": side["score"].as_i64().map(|it| it.to_string()),
                "linescores": if is_over { periods } else { Vec::new() },
                "team": { "id": side["id"].to_string(), "displayName": self.name(side) },
            })
        };
        let (name, state) = match is_over {
            false => ("STATUS_SCHEDULED", "pre"),
            true => ("STATUS_FINAL", "post"),
        };
        let detail = match last_period(game) {
            5 => "Final/SO",
            4 => "Final/OT",
            _ => "Final",
        };
        let (home, away) = (
            side("home", &game["homeTeam"]),
            side("away", &game["awayTeam"]),
        );
        json!({
            "id": espn_id(nth), "date": later(game), "season": { "year": 2027 },
            "competitions": [{
                "competitors": [home, away],
                "status": { "period": last_period(game), "type": {
                    "name": name, "state": state, "completed": is_over, "detail": detail,
                } },
                "odds": [{
                    "provider": { "id": "1", "name": "Quay Bet" },
                    "moneyline": {
                        "home": { "close": { "odds": "-118" } },
                        "away": { "close": { "odds": "EVEN" } },
                    },
                }],
            }],
        })
    }

    /// The Odds API's prices.
    pub(super) fn odds(&self) -> FeedAnswer {
        let events = games(&self.before).iter().enumerate().map(|(nth, game)| {
            let mut event = self.listed(nth, game);
            let outcomes = json!([
                { "name": event["home_team"], "price": 1.87 },
                { "name": event["away_team"], "price": 1.99 },
            ]);
            event["bookmakers"] = json!([{
                "key": "harbor", "title": "Harbor Book", "last_update": morning(),
                "markets": [{ "key": "h2h", "last_update": morning(), "outcomes": outcomes }],
            }]);
            event
        });
        let events = json!(events.collect::<Vec<_>>()).to_string().into();
        the_odds_api::read_odds(&events, "NHL", OddsFormat::Decimal).unwrap()
    }

    /// The Odds API's final of one game; its word is that each side has the other's goals.
    pub(super) fn scored(&self, nth: usize, is_lie: bool) -> FeedAnswer {
        let game = &games(&self.after)[nth];
        let mut event = self.listed(nth, game);
        let mut goals = [&game["homeTeam"]["score"], &game["awayTeam"]["score"]];
        if is_lie {
            goals.reverse();
        }
        event["completed"] = json!(true);
        event["scores"] = json!([
            { "name": event["home_team"], "score": goals[0].to_string() },
            { "name": event["away_team"], "score": goals[1].to_string() },
        ]);
        let events = json!([event]).to_string().into();
        the_odds_api::read_scores(&events, "NHL").unwrap()
    }

    fn listed(&self, nth: usize, game: &Value) -> Value {
        json!({
            "id": format!("odds-{nth}"), "sport_key": "icehockey_nhl", "sport_title": "NHL",
            "commence_time": later(game), "home_team": self.name(&game["homeTeam"]),
            "away_team": self.name(&game["awayTeam"]),
        })
    }
}

/// What ESPN calls the game of that place.
pub(super) fn espn_id(nth: usize) -> String {
    format!("4018{nth:05}")
}

/// ESPN's word of a game with each side's goals the other's.
pub(super) fn turned(mut answer: FeedAnswer, nth: usize) -> FeedAnswer {
    let mut games = answer.games.drain(..);
    let game = games.find(|it| it.reference == espn_id(nth)).unwrap();
    drop(games);
    let mut turned = game.turned();
    turned.participants.clone_from(&game.participants);
    FeedAnswer {
        games: vec![turned],
        rejected: Vec::new(),
    }
}

fn later(game: &Value) -> String {
    let start: DateTime<Utc> = game["startTimeUTC"].as_str().unwrap().parse().unwrap();
    (start + TimeDelta::minutes(8)).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The recorded ending of another game, with the sides of this one.
fn end(game: &mut Value, ended: &Value) {
    let sides = ["homeTeam", "awayTeam"];
    let mut goals = ended["goals"].clone();
    for goal in goals.as_array_mut().unwrap() {
        let side = sides
            .iter()
            .find(|it| ended[**it]["abbrev"] == goal["teamAbbrev"]);
        goal["teamAbbrev"] = game[*side.unwrap()]["abbrev"].clone();
    }
    for side in sides {
        game[side]["score"] = ended[side]["score"].clone();
    }
    let told = [
        "gameState",
        "clock",
        "period",
        "periodDescriptor",
        "gameOutcome",
    ];
    let told = told.map(|it| (it.to_owned(), ended[it].clone()));
    let game: &mut Map<_, _> = game.as_object_mut().unwrap();
    game.extend(told);
    game.insert("goals".to_owned(), goals);
}

fn goals(game: &Value, side: &Value, period: usize) -> usize {
    let goals = game["goals"].as_array().into_iter().flatten();
    let own = goals.filter(|it| it["period"] == period && it["teamAbbrev"] == side["abbrev"]);
    own.count()
}

/// The last period that was played: 4 is the overtime, 5 the shoot-out.
fn last_period(game: &Value) -> usize {
    let last = game["periodDescriptor"]["number"].as_u64();
    last.map_or(0, |it| usize::try_from(it).unwrap())
}
