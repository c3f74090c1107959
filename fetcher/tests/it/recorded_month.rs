//! Twelve recorded answers about baseball in August, beside the league's results: each event finds
//! its game, nothing in play becomes a closing price, and every closing market settles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use fetcher::ingest;
use grading::HouseRules;
use grading::decide::Policy;
use providers::{Answer, RequestStats, mlb, the_odds_api};
use serde_json::{Value, json};
use shared::feed::FeedAnswer;
use shared::game::{GameResult, Period};
use shared::grade::LegOutcome;
use shared::id::GameId;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use shared::price::OddsFormat;
use store::backtest;
use store::feed_requests::FeedRequest;

use crate::backfill::corpus;
use crate::world::World;

/// A game is over this long after its start.
const OVER_AFTER: TimeDelta = TimeDelta::hours(5);

/// A line of the file of results.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) start: DateTime<Utc>,
    pub(crate) home: String,
    pub(crate) away: String,
    status: String,
    runs: (i32, i32),
}

pub(crate) async fn results(folder: &Path) -> Vec<Row> {
    let file = folder.join("games_2026-07-31_2026-08-12.csv");
    let text = tokio::fs::read_to_string(file).await.unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<_> = line.split(',').collect();
        let runs = |at: usize| cells[at].parse::<f64>().unwrap() as i32;
        Row {
            id: cells[0].to_owned(),
            start: cells[6].parse().unwrap(),
            home: cells[8].to_owned(),
            away: cells[10].to_owned(),
            status: cells[11].to_owned(),
            runs: (runs(12), runs(13)),
        }
    });
    rows.collect()
}

/// The game as the league's schedule has it at that moment. The file has no innings: nine are put
/// in, with all runs in the first.
fn listed(row: &Row, now: DateTime<Utc>) -> Value {
    let is_over = row.status == "Final" && row.start + OVER_AFTER < now;
    let (state, code) = match (is_over, row.start < now) {
        (true, _) => ("Final", "F"),
        (false, true) => ("Live", "I"),
        (false, false) => ("Preview", "S"),
    };
    let (home, away) = row.runs;
    let side = |name: &str, runs: i32| {
        json!({
            "team": { "id": name, "name": name }, "score": (state != "Preview").then_some(runs),
        })
    };
    let inning = |number: i32| {
        let first = |runs: i32| json!({ "runs": if number == 1 { runs } else { 0 } });
        let last_half = number < 9 || home < away;
        let home = if last_half || number == 1 {
            first(home)
        } else {
            json!({})
        };
        json!({ "num": number, "home": home, "away": first(away) })
    };
    let ended = if home > away { "Middle" } else { "End" };
    let line = json!({
        "currentInning": 9, "inningState": ended, "scheduledInnings": 9, "outs": 3,
        "innings": (1..=9).map(inning).collect::<Vec<_>>(),
        "teams": { "home": { "runs": home }, "away": { "runs": away } },
    });
    json!({
        "gamePk": row.id, "gameType": "R", "season": "2026", "gameDate": row.start,
        "status": { "abstractGameState": state, "codedGameState": code, "statusCode": code },
        "teams": { "home": side(&row.home, home), "away": side(&row.away, away) },
        "linescore": is_over.then_some(line),
    })
}

pub(crate) fn schedule(rows: &[Row], now: DateTime<Utc>) -> FeedAnswer {
    let near = |it: &&Row| (it.start - now).abs() < TimeDelta::hours(48);
    let games: Vec<_> = rows.iter().filter(near).map(|it| listed(it, now)).collect();
    let schedule = json!({ "dates": [{ "games": games }] });
    let read = mlb::read(&schedule.to_string().into()).unwrap();
    assert_eq!(read.rejected, []);
    read
}

/// A recorded answer: as it was read, and as it came.
pub(crate) struct Recorded {
    pub(crate) answer: FeedAnswer,
    raw: Vec<Value>,
    pub(crate) asked_at: DateTime<Utc>,
}

fn moment(of: &Value) -> DateTime<Utc> {
    of.as_str().unwrap().parse().unwrap()
}

fn list(of: &Value) -> &[Value] {
    of.as_array().unwrap()
}

pub(crate) async fn recorded(folder: &Path) -> Vec<Recorded> {
    let folder = folder.join("oddsapi_2026-08");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut read = Vec::new();
    for file in files {
        let body = Bytes::from(tokio::fs::read(file).await.unwrap());
        let answer = the_odds_api::read_odds(&body, "MLB", OddsFormat::American).unwrap();
        assert_eq!(answer.rejected, []);
        let raw: Vec<Value> = serde_json::from_slice(&body).unwrap();
        let books = raw.iter().flat_map(|it| list(&it["bookmakers"]));
        // The file does not say when it was asked for: after the newest of its prices.
        let newest = books.map(|it| moment(&it["last_update"])).max();
        read.push(Recorded {
            answer,
            raw,
            asked_at: newest.unwrap() + TimeDelta::seconds(1),
        });
    }
    read
}

async fn take(world: &World, provider: &str, feed: FeedAnswer) -> u64 {
    let request = FeedRequest {
        provider: provider.to_owned(),
        feed: "MLB/quotes".to_owned(),
        asked_at: world.database.now().await,
    };
    let answer = Answer {
        feed,
        stats: RequestStats::of(provider),
    };
    let (pool, lease) = (&world.database.fetcher, &world.lease);
    let policy = Policy::default();
    let done = ingest::store_answer(pool, lease, &request, &answer, &policy, |_| {}).await;
    let done = done.unwrap();
    assert_eq!(done.rejected, 0);
    done.changes.total()
}

async fn until(world: &World, moment: DateTime<Utc>) {
    let now = world.database.now().await;
    world.database.advance(moment - now).await;
}

/// The results that belong to events, found by both names and the nearest start within half a day,
/// which no code of ours has a part in.
fn expected(recorded: &[Recorded], rows: &[Row]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for event in recorded.iter().flat_map(|it| &it.raw) {
        let start = moment(&event["commence_time"]);
        let apart = |it: &Row| (it.start - start).abs();
        let same = |it: &&Row| it.home == event["home_team"] && it.away == event["away_team"];
        let near = |it: &&Row| apart(it) < TimeDelta::hours(12);
        let row = rows
            .iter()
            .filter(same)
            .filter(near)
            .min_by_key(|it| apart(it));
        if let Some(row) = row {
            found.insert(event["id"].as_str().unwrap().to_owned(), row.id.clone());
        }
    }
    found
}

async fn joined(world: &World) -> BTreeMap<String, String> {
    let pairs: Vec<(String, String)> = sqlx::query_as(
        "SELECT o.reference, l.reference FROM game_refs o JOIN game_refs l USING (game_id)
         WHERE o.provider = 'the_odds_api' AND l.provider = 'mlb'",
    )
    .fetch_all(&world.database.owner)
    .await
    .unwrap();
    pairs.into_iter().collect()
}

/// How the bets of a market end by the runs alone.
fn by_runs(
    kind: MarketKind,
    side: Side,
    line: Option<Line>,
    (home, away): (i32, i32),
) -> LegOutcome {
    let quarters = line.map_or(0, Line::quarters);
    let lead = 4 * (home - away);
    let ahead = match (kind, side) {
        (MarketKind::Total, Side::Over) => 4 * (home + away) - quarters,
        (MarketKind::Total, _) => quarters - 4 * (home + away),
        (_, Side::Home) => lead + quarters,
        _ => -lead + quarters,
    };
    match ahead.signum() {
        1 => LegOutcome::Won,
        0 => LegOutcome::Push,
        _ => LegOutcome::Lost,
    }
}

/// The markets of closing prices: game, kind, the home side's line, side, how many prices.
type Closing = (uuid::Uuid, String, Option<i32>, String, i64);

async fn closings(world: &World) -> Vec<Closing> {
    sqlx::query_as(
        "SELECT m.game_id, m.kind, m.line, s.side, count(*)
         FROM quote_marks q JOIN selections s USING (selection_id) JOIN markets m USING (market_id)
         WHERE q.mark = 'closing' GROUP BY 1, 2, 3, 4",
    )
    .fetch_all(&world.database.owner)
    .await
    .unwrap()
}

async fn ended(world: &World) -> BTreeMap<GameId, GameResult> {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let league = backtest::league(&mut connection, "MLB").await.unwrap();
    let mut results = BTreeMap::new();
    let each = backtest::each_result(&mut connection, league.unwrap().id, &[], |it| {
        results.insert(it.game, it);
    });
    each.await.unwrap();
    results
}

/// Grades every closing price by the house rules, and holds each grade against the runs. Returns
/// how many prices ended how, by kind, and how many have no result.
async fn settled(
    world: &World,
    runs: &BTreeMap<GameId, (i32, i32)>,
) -> (BTreeMap<(&'static str, &'static str), i64>, i64) {
    let results = ended(world).await;
    let rules = HouseRules::new(shared::league::Sport::Baseball, "MLB");
    let (mut counts, mut without) = (BTreeMap::new(), 0);
    for (game, kind, line, side, prices) in closings(world).await {
        let game = GameId::from_uuid(game);
        let Some(result) = results.get(&game) else {
            without += prices;
            continue;
        };
        let kind = MarketKind::from_word(&kind).unwrap();
        let line = line.map(|it| Line::from_quarters(it).unwrap());
        let key = MarketKey::of_game(game, kind, Period::Full, line);
        let selection = Selection::of(&key, side.parse().unwrap()).unwrap();
        let grade = grading::grade(&rules, &selection, result).unwrap();
        let right = by_runs(kind, selection.side, selection.line, runs[&game]);
        assert_eq!(grade.outcome, right, "{selection:?} {:?}", runs[&game]);
        *counts
            .entry((kind.word(), grade.outcome.word()))
            .or_insert(0) += prices;
    }
    (counts, without)
}

/// The newest price of before the start that the files have, by event, bookmaker, market, side and
/// line.
fn newest(recorded: &[Recorded], starts: &BTreeMap<String, DateTime<Utc>>) -> BTreeSet<String> {
    let mut newest: BTreeMap<String, (DateTime<Utc>, String)> = BTreeMap::new();
    for event in recorded.iter().flat_map(|it| &it.raw) {
        let id = event["id"].as_str().unwrap();
        for book in list(&event["bookmakers"]) {
            for market in list(&book["markets"]) {
                let at = moment(&market["last_update"]);
                if starts.get(id).is_none_or(|start| at >= *start) {
                    continue;
                }
                for outcome in list(&market["outcomes"]) {
                    let key = format!(
                        "{id} {} {} {} {:?}",
                        book["key"],
                        market["key"],
                        outcome["name"],
                        outcome["point"].as_f64()
                    );
                    let price = (at, outcome["price"].to_string());
                    let kept = newest.entry(key).or_insert_with(|| price.clone());
                    if price.0 >= kept.0 {
                        *kept = price;
                    }
                }
            }
        }
    }
    newest
        .into_iter()
        .map(|(key, (_, price))| format!("{key} {price}"))
        .collect()
}

/// Every closing price in the same words.
async fn kept(world: &World) -> Vec<String> {
    let rows: Vec<(String, String, String, String, Option<i32>, String)> = sqlx::query_as(
        "SELECT r.reference, b.code, m.kind, CASE s.side WHEN 'home' THEN h.name
             WHEN 'away' THEN a.name ELSE initcap(s.side) END,
           CASE s.side WHEN 'away' THEN -m.line ELSE m.line END, q.price_number
         FROM quote_marks q JOIN bookmakers b USING (bookmaker_id)
         JOIN selections s USING (selection_id) JOIN markets m USING (market_id)
         JOIN game_refs r ON r.game_id = m.game_id AND r.provider = 'the_odds_api'
         JOIN game_competitors gh ON gh.game_id = m.game_id AND gh.role = 'home'
         JOIN competitors h ON h.competitor_id = gh.competitor_id
         JOIN game_competitors ga ON ga.game_id = m.game_id AND ga.role = 'away'
         JOIN competitors a ON a.competitor_id = ga.competitor_id
         WHERE q.mark = 'closing'",
    )
    .fetch_all(&world.database.owner)
    .await
    .unwrap();
    let rows = rows
        .into_iter()
        .map(|(event, book, kind, side, line, price)| {
            let market = match kind.as_str() {
                "moneyline_2way" => "h2h",
                "spread" => "spreads",
                _ => "totals",
            };
            let line = line.map(|it| f64::from(it) / 4.0);
            let price = price.trim_start_matches('+');
            format!("{event} \"{book}\" \"{market}\" \"{side}\" {line:?} {price}")
        });
    rows.collect()
}

async fn starts(world: &World) -> BTreeMap<String, DateTime<Utc>> {
    let rows: Vec<(String, DateTime<Utc>)> = sqlx::query_as(
        "SELECT r.reference, g.starts_at FROM game_refs r JOIN games g USING (game_id)
         WHERE r.provider = 'the_odds_api'",
    )
    .fetch_all(&world.database.owner)
    .await
    .unwrap();
    rows.into_iter().collect()
}

async fn runs(world: &World, rows: &[Row]) -> BTreeMap<GameId, (i32, i32)> {
    let by_id: BTreeMap<_, _> = rows.iter().map(|it| (it.id.as_str(), it.runs)).collect();
    let games: Vec<(uuid::Uuid, String)> =
        sqlx::query_as("SELECT game_id, reference FROM game_refs WHERE provider = 'mlb'")
            .fetch_all(&world.database.owner)
            .await
            .unwrap();
    let games = games.into_iter();
    games
        .map(|(id, it)| (GameId::from_uuid(id), by_id[it.as_str()]))
        .collect()
}

/// Bookmakers' blocks in the answers, and those whose own moment is after the start.
fn blocks(recorded: &[Recorded]) -> (usize, usize) {
    let all = recorded.iter().flat_map(|it| &it.raw).flat_map(|event| {
        let start = moment(&event["commence_time"]);
        let books = list(&event["bookmakers"]).iter();
        books.map(move |it| moment(&it["last_update"]) > start)
    });
    let all: Vec<_> = all.collect();
    (all.len(), all.iter().filter(|it| **it).count())
}

#[tokio::test]
async fn a_month_of_recorded_prices_joins_its_results_and_settles() {
    let Some(corpus) = corpus("recorded_month") else {
        return;
    };
    let folder = corpus.join("datasets/mlb");
    let (rows, answers) = (results(&folder).await, recorded(&folder).await);
    let world = World::new().await;
    for (nth, recorded) in answers.iter().enumerate() {
        until(&world, recorded.asked_at).await;
        let league = schedule(&rows, recorded.asked_at);
        // Either feed is the first to tell of a game.
        if nth % 2 == 0 {
            take(&world, mlb::NAME, league).await;
            take(&world, the_odds_api::NAME, recorded.answer.clone()).await;
        } else {
            take(&world, the_odds_api::NAME, recorded.answer.clone()).await;
            take(&world, mlb::NAME, league).await;
        }
        let again = take(&world, the_odds_api::NAME, recorded.answer.clone()).await;
        assert_eq!(again, 0, "the answer of {} again", recorded.asked_at);
    }
    let last = rows.iter().map(|it| it.start).max().unwrap();
    until(&world, last + OVER_AFTER + TimeDelta::hours(1)).await;
    fetcher::jobs::quotes::tick(&world.database.fetcher, &world.lease)
        .await
        .unwrap();
    take(&world, mlb::NAME, schedule(&rows, last + OVER_AFTER * 2)).await;

    let (right, found) = (expected(&answers, &rows), joined(&world).await);
    let missing = right.keys().filter(|it| !found.contains_key(*it)).count();
    let wrong = found
        .iter()
        .filter(|it| right.get(it.0) != Some(it.1))
        .count();
    println!(
        "recorded: {} events have a game, {missing} not joined, {wrong} wrong",
        right.len()
    );
    assert_eq!((missing, wrong), (0, 0));
    assert!(right.len() > 150, "{}", right.len());

    let (all, in_play) = blocks(&answers);
    println!("recorded: {all} blocks of bookmakers, {in_play} of them in play");
    assert_eq!((all, in_play), (1_886, 195));
    let late = "SELECT count(*) FROM quote_marks q JOIN selections USING (selection_id)
        JOIN markets USING (market_id) JOIN games g USING (game_id)
        WHERE q.mark <> 'in_play' AND q.source_at >= g.starts_at";
    assert_eq!(world.count(late).await, 0);
    assert!(
        world
            .count("SELECT count(*) FROM quote_marks WHERE mark = 'in_play'")
            .await
            > 0
    );
    let (closing, newest) = (kept(&world).await, newest(&answers, &starts(&world).await));
    let unknown: Vec<_> = closing.iter().filter(|it| !newest.contains(*it)).collect();
    assert_eq!(unknown, [&""; 0], "of {}", closing.len());

    let (counts, without) = settled(&world, &runs(&world, &rows).await).await;
    println!(
        "recorded: {} closing prices, {without} without a result: {counts:?}",
        closing.len()
    );
    let kinds: BTreeSet<_> = counts.keys().map(|it| it.0).collect();
    assert_eq!(kinds, BTreeSet::from(["moneyline_2way", "spread", "total"]));
}
