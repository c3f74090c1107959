//! Every recorded answer of API-SPORTS, where this machine has them: what it comes to, in a table.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use grading::end::End;
use providers::api_sports::{
    Api, ApiSports, NAME, Plan, Prices, read, read_live, read_odds, read_players, read_ranking,
    read_standings,
};
use providers::http::{Http, Limits};
use providers::{FeedQuery, Garbled, Provider};
use shared::feed::{FeedAnswer, Standings};
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use shared::testing::MockClock;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{corpus, file};

/// Games, finals, players or drivers or rows of a table, prices, and what was left out.
type Outcome = (usize, usize, usize, usize, usize);

/// Recorded answers that hold no game, score, box score, price or table that we read.
const OTHER: &[&str] = &[
    "api-football/cassettes/chosen-fixture",
    "api-football/cassettes/edge-cases",
    "api-football/cassettes/index",
    "api-football/cassettes/players-squads.57a393b9",
    "api-football/cassettes/players-topscorers.2eacdd85",
    "api-football/cassettes/teams.2eacdd85",
    "api-football/fixtures_events",
    "api-football/fixtures_lineups",
    "api-football/fixtures_rounds",
    "api-football/fixtures_statistics",
    "api-football/leagues_leagues",
    "api-football/leagues_seasons",
    "api-football/odds_bets",
    "api-football/odds_bookmakers",
    "api-football/odds_live_bets",
    "api-football/odds_mapping",
    "api-football/players_players",
    "api-football/status",
    "api-football/teams_statistics",
    "api-football/teams_teams",
    "api-football/timezone",
    "api-formula-1/circuits",
    "api-formula-1/competitions",
    "api-formula-1/drivers",
    "api-formula-1/pitstops",
    "api-formula-1/seasons",
    "api-formula-1/teams",
    // Refusals.
    "api-sports-errors/errors",
];

fn is_other(name: &str) -> bool {
    // What happened in a match, minute by minute.
    let events = name.contains("/fixtures-events.") || name.contains("/events.");
    events || OTHER.contains(&name)
}

fn recorded(corpus: &Path) -> Vec<(String, PathBuf)> {
    let mut all = Vec::new();
    for folder in [
        "api-football",
        "api-football/cassettes",
        "api-basketball",
        "api-baseball",
        "api-american-football",
        "api-formula-1",
        "api-sports-errors",
    ] {
        for entry in std::fs::read_dir(corpus.join("fixtures").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let stem = path.file_stem().unwrap().to_string_lossy();
                all.push((format!("{folder}/{stem}"), path));
            }
        }
    }
    all.sort();
    all
}

/// The feed's own answer, without what a recorder has put around it.
fn unwrapped(body: &Bytes) -> Bytes {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap();
    if let Some(raw) = value.get("raw") {
        return raw.to_string().into();
    }
    if let Some(rows) = value.get("rows").and_then(serde_json::Value::as_array) {
        let rows: Vec<_> = rows.iter().map(|it| it["game"].clone()).collect();
        return serde_json::json!({"errors": [], "response": rows})
            .to_string()
            .into();
    }
    body.clone()
}

fn of_games(answer: &FeedAnswer) -> Outcome {
    let finals = answer.games.iter().filter(|it| {
        let is_over = it.status == GameStatus::Final && !it.scores.is_empty();
        if is_over {
            let end = End {
                status: it.status,
                scores: &it.scores,
                facts: &it.facts,
            };
            let sound = grading::check(it.league.sport, &it.league.code, end);
            assert_eq!(sound, Ok(()), "{} {:?}", it.reference, it.scores);
        }
        is_over
    });
    let finals = finals.count();
    for game in &answer.games {
        assert_eq!(game.check(NAME), Ok(()), "{}", game.reference);
        // Our tables have every team of these.
        if ["EPL", "MLB", "NBA", "NFL"].contains(&game.league.code.as_str()) {
            let mut sides = game.participants.iter();
            assert!(
                sides.all(|it| it.competitor.slug.is_some()),
                "{}",
                game.reference
            );
        }
    }
    let players = answer.games.iter().map(|it| it.facts.players.len()).sum();
    (
        answer.games.len(),
        finals,
        players,
        0,
        answer.rejected.len(),
    )
}

/// The prices of an answer, put into the first game of another that is of this id, or given it.
fn with_prices(api: Api, list: &Path, id: &str, prices: &Prices) -> Outcome {
    let listed = read(api, &file(list)).unwrap().games;
    let of_id = listed.iter().find(|it| it.reference == id);
    let mut game = of_id.unwrap_or(&listed[0]).clone();
    game.reference = id.to_owned();
    let reasons = prices.put(&mut game);
    assert_eq!(game.check(NAME), Ok(()));
    (prices.count(), 0, 0, game.quotes.len(), reasons.len())
}

fn of_table(table: &Standings) -> Outcome {
    (0, 0, table.rows.len(), 0, table.rejected.len())
}

fn outcome(corpus: &Path, name: &str, body: &Bytes) -> Result<Outcome, Garbled> {
    let (folder, stem) = name.split_once('/').unwrap();
    let fixtures = corpus.join("fixtures/api-football/fixtures_fixtures.json");
    Ok(match (folder, stem) {
        (_, "fixtures_players") => {
            let players = read_players(body)?;
            (0, 0, players.count(), 0, players.rejected.len())
        }
        (_, "odds_odds") => {
            let prices = read_odds(Api::Football, body)?;
            with_prices(Api::Football, &fixtures, "1378041", &prices)
        }
        (_, "odds_live") => with_prices(Api::Football, &fixtures, "1378041", &read_live(body)?),
        (_, "odds_docs_sample") => {
            let list = corpus.join("fixtures/api-basketball/games_docs_sample.json");
            let prices = read_odds(Api::Basketball, body)?;
            with_prices(Api::Basketball, &list, "1912", &prices)
        }
        (_, "rankings_races" | "rankings_startinggrid") => {
            (0, 0, read_ranking(body)?.count(), 0, 0)
        }
        (_, "standings") => of_table(&read_standings(body, "SERIEA")?),
        (_, "cassettes/standings.2eacdd85") => of_table(&read_standings(body, "EPL")?),
        (_, "rankings_drivers") => of_table(&read_standings(body, "F1")?),
        ("api-football", _) => of_games(&read(Api::Football, body)?),
        ("api-basketball", _) => of_games(&read(Api::Basketball, body)?),
        ("api-baseball", _) => of_games(&read(Api::Baseball, body)?),
        ("api-american-football", _) => of_games(&read(Api::AmericanFootball, body)?),
        _ => of_games(&read(Api::FormulaOne, body)?),
    })
}

#[test]
fn every_recorded_answer_converts_and_what_is_left_out_of_it_is_known() {
    let Some(corpus) = corpus() else { return };
    let mut outcomes = BTreeMap::new();
    println!("answer: games, finals, players, prices, left out");
    for (name, path) in recorded(&corpus) {
        let body = unwrapped(&file(&path));
        if is_other(&name) {
            println!("{name}: not read");
            continue;
        }
        let outcome = outcome(&corpus, &name, &body).unwrap_or_else(|it| panic!("{name}: {it}"));
        println!("{name}: {outcome:?}");
        outcomes.insert(name, outcome);
    }
    let known = KNOWN.iter().map(|it| (it.0.to_owned(), it.1));
    assert_eq!(outcomes, known.collect());
}

/// All of them.
const KNOWN: &[(&str, Outcome)] = &[
    // The one without a fourth quarter was called off.
    ("api-american-football/games_trimmed_rows", (7, 4, 0, 0, 1)),
    // Two of the spring ended level.
    ("api-baseball/games_mlb_2023_team25", (183, 80, 0, 0, 2)),
    ("api-basketball/games_docs_sample", (1, 0, 0, 0, 0)),
    ("api-basketball/odds_docs_sample", (1, 0, 0, 4, 0)),
    ("api-football/cassettes/fixtures.2cbf550d", (0, 0, 0, 0, 0)),
    (
        "api-football/cassettes/fixtures.2eacdd85",
        (380, 380, 0, 0, 0),
    ),
    ("api-football/cassettes/fixtures.63707e7b", (1, 1, 40, 0, 0)),
    ("api-football/cassettes/fixtures.6ae762cc", (1, 1, 40, 0, 0)),
    ("api-football/cassettes/fixtures.72d1a915", (1, 1, 40, 0, 0)),
    ("api-football/cassettes/fixtures.fc3c8e19", (1, 1, 40, 0, 0)),
    // The others are of leagues that we do not have.
    ("api-football/cassettes/live-list.t0", (1, 0, 0, 0, 0)),
    ("api-football/cassettes/live-list.t1", (1, 0, 0, 0, 0)),
    (
        "api-football/cassettes/standings.2eacdd85",
        (0, 0, 20, 0, 0),
    ),
    ("api-football/fixtures_fixtures", (380, 170, 0, 0, 0)),
    ("api-football/fixtures_headtohead", (16, 16, 0, 0, 0)),
    ("api-football/fixtures_players", (0, 0, 28, 0, 0)),
    ("api-football/odds_live", (1, 0, 0, 82, 0)),
    // Lines that have one price, or one of 1.00.
    ("api-football/odds_odds", (1, 0, 0, 1086, 1)),
    ("api-football/standings", (0, 0, 1, 0, 0)),
    // The results stand in another answer.
    ("api-formula-1/races", (24, 0, 0, 0, 24)),
    ("api-formula-1/rankings_drivers", (0, 0, 24, 0, 0)),
    ("api-formula-1/rankings_races", (0, 0, 20, 0, 0)),
    ("api-formula-1/rankings_startinggrid", (0, 0, 20, 0, 0)),
];

/// The labels of the recorded handicaps with their prices, by bookmaker and market.
fn handicaps(body: &Bytes) -> Vec<(String, String, BTreeMap<String, f64>)> {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap();
    let list = |it: &serde_json::Value| it.as_array().cloned().unwrap_or_default();
    let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    for bookmaker in list(&value["response"][0]["bookmakers"]) {
        for bet in list(&bookmaker["bets"]) {
            if text(&bet["name"]).contains("Asian Handicap") {
                let values = list(&bet["values"]).into_iter();
                let values =
                    values.map(|it| (text(&it["value"]), text(&it["odd"]).parse().unwrap()));
                all.push((
                    text(&bookmaker["name"]),
                    text(&bet["name"]),
                    values.collect(),
                ));
            }
        }
    }
    all
}

/// The label of the home side turned into one of the away side.
fn away(label: &str, is_turned: bool) -> String {
    let line = label.strip_prefix("Home ").unwrap();
    let turned = match (is_turned, line.split_at(1)) {
        (true, ("+", rest)) => format!("-{rest}"),
        (true, ("-", rest)) => format!("+{rest}"),
        _ => line.to_owned(),
    };
    format!("Away {turned}")
}

#[test]
fn all_recorded_handicaps_are_fair_at_the_home_sides_line_and_read_so() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("fixtures/api-football");
    let body = file(&folder.join("odds_odds.json"));
    let list = file(&folder.join("fixtures_fixtures.json"));
    let mut listed = read(Api::Football, &list).unwrap();
    listed.games.retain(|it| it.reference == "1378041");
    let game = &mut listed.games[0];
    let reasons = read_odds(Api::Football, &body).unwrap().put(game);

    let (mut alike, mut fair, mut turned) = (0, 0, 0);
    let (mut goals, mut nothing, mut read_so) = (0, 0, 0);
    for (bookmaker, bet, prices) in handicaps(&body) {
        for (label, home) in prices.iter().filter(|it| it.0.starts_with("Home ")) {
            let sum = |other: &f64| 1.0 / home + 1.0 / other;
            // These bookmakers take between 2 and 11 percent.
            let is_fair = |it: &&f64| (1.0..=1.15).contains(&sum(it));
            let Some(other) = prices.get(&away(label, false)) else {
                continue;
            };
            alike += 1;
            fair += u32::from(is_fair(&other));
            let negated = prices
                .get(&away(label, true))
                .filter(|_| !label.ends_with("+0"));
            turned += u32::from(negated.is_some_and(|it| is_fair(&it)));
            if bet.starts_with("Corners") || bet.starts_with("Cards") {
                continue;
            }
            goals += 1;
            nothing += u32::from(home.min(*other) <= 1.0);
            let line = label.strip_prefix("Home ").unwrap().parse().unwrap();
            let period = match bet.as_str() {
                "Asian Handicap" => Period::Full,
                "Asian Handicap First Half" => Period::Half(1),
                _ => Period::Half(2),
            };
            let of = |side, price: f64| {
                game.quotes.iter().any(|it| {
                    let market = (it.kind, it.line, it.period, it.side);
                    market == (MarketKind::Spread, Some(line), period, side)
                        && it.bookmaker_name == bookmaker
                        && it.price.number().parse() == Ok(price)
                })
            };
            read_so += u32::from(of(Side::Home, *home) && of(Side::Away, *other));
        }
    }
    assert_eq!((alike, fair, turned), (150, 150, 0));
    // Corners and cards are no markets of ours, and a price of 1.00 is none.
    assert_eq!((goals, nothing, read_so), (122, 6, 116));
    let unfair = |it: &&String| it.contains("Handicap") && it.contains("overround");
    assert_eq!(reasons.iter().filter(unfair).count(), 0);
}

/// The kind of each recorded refusal, and how long it keeps away.
const REFUSED: &[(&str, &str, Option<Duration>)] = &[
    (
        "minute_rate_429",
        "throttled",
        Some(Duration::from_secs(60)),
    ),
    // Two hours before midnight.
    (
        "daily_cap_200",
        "throttled",
        Some(Duration::from_secs(2 * 3600 + 60)),
    ),
    ("plan_season_200", "refused", None),
    ("plan_date_200", "refused", None),
    ("missing_key_200", "refused", None),
    ("bad_param_200", "bad_request", None),
    ("side_bug_204", "unavailable", None),
    ("timeout_499", "unavailable", None),
    ("server_500", "unavailable", None),
];

#[tokio::test]
async fn every_recorded_refusal_is_told_apart() {
    let Some(corpus) = corpus() else { return };
    let _ = rustls::crypto::ring::default_provider().install_default();
    let body = file(&corpus.join("fixtures/api-sports-errors/errors.json"));
    let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let mut told = Vec::new();
    for case in value["cases"].as_array().unwrap() {
        let body = case["body"].to_string();
        assert!(
            read(Api::Football, &Bytes::from(body.clone())).is_err(),
            "{body}"
        );
        let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).set_body_string(body);
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let limits = Limits {
            back_off: Duration::from_millis(1),
            tries_max: 1,
            paced: false,
            ..Limits::default()
        };
        let (now, until) = ("2031-11-10T22:00:00Z", "2031-11-11T22:00:00Z");
        let (now, until) = (now.parse().unwrap(), until.parse().unwrap());
        let http = Arc::new(Http::new(limits, Arc::new(MockClock::at(now))).unwrap());
        let feed = ApiSports::new(http, Some(server.uri()), "hunter2".into(), Plan::Pro);
        let asked = feed.ask(&FeedQuery::scores("EPL", now..=until)).await;
        let error = asked.map(|it| it.feed).unwrap_err();
        let name = case["name"].as_str().unwrap().to_owned();
        told.push((name, error.word(), error.wait()));
    }
    let expected = REFUSED.iter().map(|it| (it.0.to_owned(), it.1, it.2));
    assert_eq!(told, expected.collect::<Vec<_>>());
}
