//! The archive of the NFL beside the same seasons as a scoreboard served them live: the same games.
//!
//! The scoreboard was not recorded. Its seasons are made of the archive's rows in the form that the
//! scoreboard has: its own ids, which the archive knows, full names, starts some minutes later, and
//! on neutral ground home and away the other way round.

use std::path::Path;

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use providers::espn;
use serde_json::json;
use services::matching::{self, Why};
use shared::feed::GameReport;
use shared::league::time_zone;
use store::joins;

use crate::backfill::{corpus, take};
use crate::world::World;

const ARCHIVE: &str = "nfl/nflverse_games_2010_2022.csv";
const SECOND: &str = "nfl/sbr_nfl_2011_2021_dirty.json";

/// What the scoreboard calls the teams of the archive's codes in 2021 and 2022. Washington had
/// another name in either year.
const NAMES: [(&str, &str); 31] = [
    ("ARI", "Arizona Cardinals"),
    ("ATL", "Atlanta Falcons"),
    ("BAL", "Baltimore Ravens"),
    ("BUF", "Buffalo Bills"),
    ("CAR", "Carolina Panthers"),
    ("CHI", "Chicago Bears"),
    ("CIN", "Cincinnati Bengals"),
    ("CLE", "Cleveland Browns"),
    ("DAL", "Dallas Cowboys"),
    ("DEN", "Denver Broncos"),
    ("DET", "Detroit Lions"),
    ("GB", "Green Bay Packers"),
    ("HOU", "Houston Texans"),
    ("IND", "Indianapolis Colts"),
    ("JAX", "Jacksonville Jaguars"),
    ("KC", "Kansas City Chiefs"),
    ("LA", "Los Angeles Rams"),
    ("LAC", "Los Angeles Chargers"),
    ("LV", "Las Vegas Raiders"),
    ("MIA", "Miami Dolphins"),
    ("MIN", "Minnesota Vikings"),
    ("NE", "New England Patriots"),
    ("NO", "New Orleans Saints"),
    ("NYG", "New York Giants"),
    ("NYJ", "New York Jets"),
    ("PHI", "Philadelphia Eagles"),
    ("PIT", "Pittsburgh Steelers"),
    ("SEA", "Seattle Seahawks"),
    ("SF", "San Francisco 49ers"),
    ("TB", "Tampa Bay Buccaneers"),
    ("TEN", "Tennessee Titans"),
];

/// A row of the archive, as far as the scoreboard knows the game.
struct Row {
    id: String,
    espn: String,
    season: String,
    start: DateTime<Utc>,
    sides: [(String, i32); 2],
    overtime: bool,
    is_neutral: bool,
}

async fn rows(file: &Path, seasons: &[&str]) -> Vec<Row> {
    let text = tokio::fs::read_to_string(file).await.unwrap();
    let mut lines = text.lines().map(|it| it.split(',').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let place = |name: &str| columns.iter().position(|it| *it == name).unwrap();
    let rows = lines.map(|cells| {
        let cell = |name: &str| cells[place(name)].to_owned();
        let start = format!("{} {}", cell("gameday"), cell("gametime"));
        let start = NaiveDateTime::parse_from_str(&start, "%Y-%m-%d %H:%M").unwrap();
        let start = time_zone("NFL").from_local_datetime(&start).unwrap();
        Row {
            id: cell("game_id"),
            espn: cell("espn"),
            season: cell("season"),
            start: start.with_timezone(&Utc),
            sides: ["home", "away"].map(|it| {
                (
                    cell(&format!("{it}_team")),
                    cell(&format!("{it}_score")).parse().unwrap(),
                )
            }),
            overtime: cell("overtime") == "1",
            is_neutral: cell("location") == "Neutral",
        }
    });
    rows.filter(|it| seasons.contains(&it.season.as_str()))
        .collect()
}

fn name(code: &str, season: &str) -> &'static str {
    match (code, season) {
        ("WAS", "2021") => "Washington Football Team",
        ("WAS", _) => "Washington Commanders",
        _ => NAMES.iter().find(|it| it.0 == code).unwrap().1,
    }
}

/// The scoreboard before the games, or after them.
fn scoreboard(rows: &[Row], is_over: bool) -> Vec<GameReport> {
    let events = rows.iter().enumerate().map(|(nth, row)| {
        let later = TimeDelta::minutes(i64::try_from(nth % 10).unwrap());
        let level = row.sides[0].1.min(row.sides[1].1);
        let side = |role: &str, (code, points): &(String, i32)| {
            let name = name(code, &row.season);
            // How an overtime went is known; of the quarters only that they left it level.
            let parts = [level, 0, 0, 0, points - level].map(|it| json!({ "value": it }));
            json!({
                "homeAway": role, "team": { "id": code, "displayName": name },
                "score": is_over.then(|| points.to_string()),
                "linescores": if is_over && row.overtime { &parts[..] } else { &[] },
            })
        };
        let [home, away] = &row.sides;
        let (home, away) = if row.is_neutral {
            (away, home)
        } else {
            (home, away)
        };
        let (word, state) = match is_over {
            false => ("STATUS_SCHEDULED", "pre"),
            true => ("STATUS_FINAL", "post"),
        };
        let detail = if row.overtime { "Final/OT" } else { "Final" };
        let status = json!({ "period": 4 + i32::from(row.overtime), "type": {
            "name": word, "state": state, "completed": is_over, "detail": detail,
        } });
        json!({
            "id": row.espn, "date": row.start + later,
            "season": { "year": row.season.parse::<i32>().unwrap() },
            "competitions": [{
                "status": status, "competitors": [side("home", home), side("away", away)],
            }],
        })
    });
    let board = json!({ "leagues": [{ "slug": "nfl" }], "events": events.collect::<Vec<_>>() });
    let read = espn::read(board.to_string().into(), "NFL").unwrap();
    assert_eq!(read.rejected, []);
    read.games
}

/// How many of these rows the scoreboard's id leads to the archive's game, and how many to another.
async fn led(world: &World, rows: &[Row]) -> (usize, usize) {
    let (mut right, mut wrong) = (0, 0);
    for row in rows {
        match world.game_id(&row.espn).await == world.game_id(&row.id).await {
            true => right += 1,
            false => wrong += 1,
        }
    }
    (right, wrong)
}

/// Games of those seasons with closing prices.
const CLOSED: &str = "SELECT count(DISTINCT m.game_id) FROM quote_marks q
    JOIN selections USING (selection_id) JOIN markets m USING (market_id)
    JOIN game_refs r ON r.game_id = m.game_id AND r.provider = 'espn'
    WHERE q.mark = 'closing'";
const GAMES: &str = "SELECT count(*) FROM games";
/// Finals that a later version of their result made another score. Versions that only know more
/// than the first are no such thing.
const CHANGED: &str = "SELECT count(DISTINCT s.game_id) FROM result_scores s
    JOIN result_scores f USING (game_id, period, role)
    WHERE f.version = 1 AND period = 'full' AND s.points <> f.points";

#[expect(clippy::print_stdout, reason = "counts are for reading")]
fn tell(what: &str) {
    println!("together: archive: {what}");
}

#[tokio::test]
async fn a_season_that_was_served_live_is_in_the_archive_the_same_season() {
    let Some(corpus) = corpus("the live season") else {
        return;
    };
    let file = corpus.join("datasets").join(ARCHIVE);
    let season = rows(&file, &["2022"]).await;
    let world = World::new().await;
    let first = season.iter().map(|it| it.start).min().unwrap();
    let last = season.iter().map(|it| it.start).max().unwrap();
    world.pass(first - TimeDelta::days(30) - world.now).await;
    world.ingest(espn::NAME, scoreboard(&season, false)).await;
    world
        .pass(last + TimeDelta::days(1) - world.database.now().await)
        .await;
    world.ingest(espn::NAME, scoreboard(&season, true)).await;
    world.pass(TimeDelta::minutes(3)).await;
    while !world.decide().await.results.is_empty() {}
    let results = world.count("SELECT count(*) FROM results").await;
    assert_eq!(
        results,
        season.len() as i64,
        "each ended by the scoreboard's word"
    );
    take(&world, "nflverse", &[file]).await;
    let (right, wrong) = led(&world, &season).await;
    let (games, closed) = (world.count(GAMES).await, world.count(CLOSED).await);
    tell(&format!(
        "{} games of 2022 were served live, and the archive of 3,508 came after: {games} games, \
         {right} the same, {wrong} apart; {closed} with closing prices; {} scores changed",
        season.len(),
        world.count(CHANGED).await
    ));
    assert_eq!((games, right, wrong), (3_508, season.len(), 0));
    assert_eq!(
        (closed, world.count(CHANGED).await),
        (season.len() as i64, 0)
    );
}

#[tokio::test]
async fn seasons_that_are_in_two_archives_are_served_live_as_the_same_games() {
    let Some(corpus) = corpus("the archives") else {
        return;
    };
    let [file, second] = [ARCHIVE, SECOND].map(|it| corpus.join("datasets").join(it));
    let seasons = rows(&file, &["2021", "2022"]).await;
    let world = World::new().await;
    take(&world, "nflverse", &[file]).await;
    assert_eq!(world.count(GAMES).await, 3_508);
    for is_over in [false, true] {
        world
            .ingest(espn::NAME, scoreboard(&seasons, is_over))
            .await;
        world.pass(TimeDelta::minutes(3)).await;
        while !world.decide().await.results.is_empty() {}
    }
    let (right, wrong) = led(&world, &seasons).await;
    let (games, closed) = (world.count(GAMES).await, world.count(CLOSED).await);
    tell(&format!(
        "the archive of 3,508 games first, then {} of 2021 and 2022 live: {games} games, {right} \
         the same, {wrong} apart; {closed} with closing prices; {} scores changed",
        seasons.len(),
        world.count(CHANGED).await
    ));
    assert_eq!((games, right, wrong), (3_508, seasons.len(), 0));
    assert_eq!(
        (closed, world.count(CHANGED).await),
        (seasons.len() as i64, 0)
    );

    take(&world, "sbr", &[second]).await;
    let told = "SELECT count(*) FROM game_refs WHERE provider = 'sbr'";
    let (told, more) = (world.count(told).await, world.count(GAMES).await - 3_508);
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let span = (world.now - TimeDelta::days(20 * 365), world.now);
    let games = joins::known(&mut connection, span.0, span.1).await.unwrap();
    let listed = matching::apart(&games);
    let days = listed.iter().filter(|it| it.why == Why::AnotherDay).count();
    tell(&format!(
        "a second archive, with mistakes, tells of {told} of them: {} the same; {more} stand \
         apart, {} are listed as doubtful, {days} of them for another day; {} scores changed",
        told - more,
        listed.len(),
        world.count(CHANGED).await
    ));
    assert_eq!(
        more,
        i64::try_from(listed.len()).unwrap(),
        "what stands apart is listed"
    );
    assert_eq!(world.count(CHANGED).await, 0);
}
