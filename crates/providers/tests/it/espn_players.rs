//! What is asked for beside ESPN's boards: box scores, line-ups, tee times and places.

use std::sync::Arc;

use bytes::Bytes;
use grading::HouseRules;
use providers::espn::Espn;
use providers::{FeedQuery, Provider};
use shared::facts::PlayerLine;
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameKind, GameResult, GameStatus, Period};
use shared::grade::LegOutcome::{self, DeadHeat, Lost, Void, Won};
use shared::id::{CompetitorId, GameId};
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use shared::testing::noon;
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, game, http};

/// A server with one board and what is beside it.
struct World {
    server: MockServer,
    espn: Espn,
    league: &'static str,
}

impl World {
    async fn of(league: &'static str, place: &str, board: Bytes) -> Self {
        let server = MockServer::start().await;
        Mock::given(path(format!("/{place}/scoreboard")))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(board.to_vec()))
            .mount(&server)
            .await;
        let espn = Espn::new(Arc::new(http()), Some(server.uri())).with_leagues(&[league]);
        Self {
            server,
            espn,
            league,
        }
    }

    async fn has(&self, place: &str, event: &str, name: &str) {
        Mock::given(path(format!("/{place}")))
            .and(query_param("event", event))
            .respond_with(
                ResponseTemplate::new(200)
                    .set_body_bytes(fixture(&format!("espn/{name}")).to_vec()),
            )
            .mount(&self.server)
            .await;
    }

    async fn ask(&self) -> FeedAnswer {
        let ask = FeedQuery::scores(self.league, noon()..=noon());
        self.espn.ask(&ask).await.unwrap().feed
    }

    async fn requests(&self, part: &str) -> usize {
        let seen = self.server.received_requests().await.unwrap();
        seen.iter()
            .filter(|it| it.url.path().contains(part))
            .count()
    }
}

/// A board of basketball with one final.
fn final_of(home: u32, away: u32) -> Bytes {
    let side = |role: &str, team: u8, score: u32| {
        format!(
            r#"{{"homeAway": "{role}", "score": "{score}", "team": {{"id": "{team}",
              "displayName": "Side {team}", "abbreviation": "S{team}"}}}}"#
        )
    };
    let (home, away) = (side("home", 1, home), side("away", 2, away));
    format!(
        r#"{{"leagues": [{{"slug": "nba"}}], "events": [{{"id": "501", "date":
          "2024-11-17T00:10Z", "season": {{"year": 2031}}, "competitions": [{{"id": "501",
          "competitors": [{home}, {away}], "status": {{"period": 4, "type": {{"name":
          "STATUS_FINAL", "state": "post", "completed": true, "detail": "Final"}}}}}}]}}]}}"#
    )
    .into()
}

fn bet_on() -> GameId {
    GameId::derive("the game that is bet on")
}

fn result(report: &GameReport) -> GameResult {
    GameResult {
        game: bet_on(),
        version: 1,
        status: report.status,
        scores: report.scores.clone(),
        facts: report.facts.clone(),
        provider: "espn".to_owned(),
        decided_at: noon(),
    }
}

fn graded(report: &GameReport, key: &MarketKey, side: Side) -> Result<LegOutcome, String> {
    let rules = HouseRules::new(report.league.sport, report.league.code.clone());
    let selection = Selection::of(key, side).unwrap();
    let graded = grading::grade(&rules, &selection, &result(report));
    graded.map(|it| it.outcome).map_err(|it| it.to_string())
}

fn id(report: &GameReport, name: &str) -> CompetitorId {
    let named = report.competitors().find(|it| it.name == name);
    named.unwrap().first_id("espn", report.league.sport)
}

/// What a bet comes to that this player has more of something than so many quarters.
fn over(
    report: &GameReport,
    player: &str,
    what: &str,
    quarters: i32,
) -> Result<LegOutcome, String> {
    let line = Line::from_quarters(quarters).unwrap();
    let key = MarketKey {
        subject: Some(id(report, player)),
        statistic: Some(what.to_owned()),
        ..MarketKey::of_game(bet_on(), MarketKind::PlayerTotal, Period::Full, Some(line))
    };
    graded(report, &key, Side::Over)
}

fn line<'a>(report: &'a GameReport, player: &str) -> &'a PlayerLine {
    let id = id(report, player);
    report.facts.players.iter().find(|it| it.id == id).unwrap()
}

#[tokio::test]
async fn basketball_players_are_graded_by_the_box_score_and_who_stayed_on_the_bench_is_void() {
    let world = World::of("NBA", "basketball/nba", final_of(101, 96)).await;
    world
        .has("basketball/nba/summary", "501", "summary_nba.json")
        .await;
    let answer = world.ask().await;
    let report = game(&answer.games, "501");
    assert_eq!(report.check("espn"), Ok(()));
    let over = |player, what, quarters| over(report, player, what, quarters).unwrap();
    assert_eq!(over("Ada Åkers", "points", 122), Won, "31, over 30.5");
    assert_eq!(over("Ada Åkers", "threes", 18), Lost, "4, over 4.5");
    assert_eq!(over("Ada Åkers", "points_rebounds_assists", 186), Won, "47");
    assert_eq!(over("Cy Crow", "points", 2), Void, "on the bench");
    let (bench, starter) = (line(report, "Cy Crow"), line(report, "Bo Bell"));
    assert!(!bench.played && !bench.started && starter.started);
    assert!(!line(report, "Ed Ems").started);
    let told: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(told, ["Flo Fay played, and nothing is told of it"]);
}

#[tokio::test]
async fn a_box_score_is_asked_for_once_and_not_with_every_board() {
    let world = World::of("NBA", "basketball/nba", final_of(101, 96)).await;
    world
        .has("basketball/nba/summary", "501", "summary_nba.json")
        .await;
    for _ in 0..3 {
        assert!(!world.ask().await.games[0].facts.players.is_empty());
    }
    assert_eq!(world.requests("summary").await, 1);
}

#[tokio::test]
async fn a_box_score_with_fewer_points_than_the_score_is_waited_for() {
    let world = World::of("NBA", "basketball/nba", final_of(103, 96)).await;
    world
        .has("basketball/nba/summary", "501", "summary_nba.json")
        .await;
    let answer = world.ask().await;
    assert!(answer.games.is_empty(), "the final waits for its players");
    assert_eq!(answer.rejected[0].game.as_deref(), Some("501"));
    world.ask().await;
    assert_eq!(
        world.requests("summary").await,
        2,
        "it is asked for again at once"
    );
}

#[tokio::test]
async fn football_players_are_those_who_did_something_that_is_counted() {
    let world = World::of("NFL", "football/nfl", fixture("espn/nfl.json")).await;
    world
        .has("football/nfl/summary", "101", "summary_nfl.json")
        .await;
    let answer = world.ask().await;
    let report = game(&answer.games, "101");
    assert_eq!(report.check("espn"), Ok(()));
    let over = |player, what, quarters| over(report, player, what, quarters);
    assert_eq!(
        over("Quin Back", "passing_yards", 1022),
        Ok(Won),
        "256, over 255.5"
    );
    assert_eq!(
        over("Quin Back", "passing_attempts", 134),
        Ok(Lost),
        "33, over 33.5"
    );
    assert_eq!(
        over("Quin Back", "rushing_yards", -14),
        Ok(Lost),
        "-4, over -3.5"
    );
    assert_eq!(over("Wyn Ide", "receptions", 46), Ok(Won), "12, over 11.5");
    let back = report.players.iter().find(|it| it.name == "Quin Back");
    assert_eq!(back.unwrap().short_name, "Back");
    assert!(report.players.iter().all(|it| !it.name.contains("Team")));
    // All the side's catches are those of others.
    assert_eq!(over("Dee Fend", "receptions", 2), Ok(Lost));
    // The other side has caught more than is listed: nobody knows who.
    assert!(over("Cal Run", "receptions", 2).is_err());
}

#[tokio::test]
async fn soccer_players_are_the_line_ups_and_who_stayed_on_the_bench_is_void() {
    let world = World::of("EPL", "soccer/eng.1", fixture("espn/epl.json")).await;
    world
        .has("soccer/eng.1/summary", "401", "summary_epl.json")
        .await;
    let answer = world.ask().await;
    let report = game(&answer.games, "401");
    let over = |player, what, quarters| over(report, player, what, quarters).unwrap();
    assert_eq!(over("Ari Goal", "goals", 6), Won, "2, over 1.5");
    assert_eq!(over("Cor Bench", "goals", 2), Void, "never came in");
    let started = |name| (line(report, name).played, line(report, name).started);
    assert_eq!(started("Bas Come"), (true, false));
    assert_eq!(started("Dan Post"), (true, true));
    assert_eq!(started("Eli Late"), (true, false));
    // Of the cup tie that went on there is no summary.
    let without = answer
        .rejected
        .iter()
        .find(|it| it.game.as_deref() == Some("403"));
    assert!(
        without
            .unwrap()
            .reason
            .starts_with("its details are not known: ")
    );
}

#[tokio::test]
async fn a_tournament_gets_its_places_and_its_first_tee_time_from_the_leaderboard() {
    let world = World::of("PGA", "golf/pga", fixture("espn/golf.json")).await;
    world
        .has("golf/leaderboard", "7001", "leaderboard.json")
        .await;
    let answer = world.ask().await;
    let report = game(&answer.games, "7001");
    assert_eq!(
        (report.kind(), report.status),
        (GameKind::Field, GameStatus::Final)
    );
    assert_eq!(report.starts_at.to_rfc3339(), "2031-10-08T22:30:00+00:00");
    let outright = MarketKey::of_game(bet_on(), MarketKind::Outright, Period::Full, None);
    let wins = |name| graded(report, &outright, Side::Entrant(id(report, name)));
    assert_eq!(wins("Ann Bly"), Ok(Won));
    assert_eq!(wins("Bea Cox"), Ok(Lost), "lost the play-off");
    assert_eq!(wins("Gwen Ho"), Ok(Void), "never teed off");
    assert!(wins("Hol Ira").is_err(), "how she finished is not known");
    let top = Line::from_quarters(12).unwrap();
    let top = MarketKey::of_game(bet_on(), MarketKind::TopFinish, Period::Full, Some(top));
    let placed = graded(report, &top, Side::Entrant(id(report, "Cat Dow")));
    assert_eq!(placed, Ok(DeadHeat), "two share the third place");
    // One that is played has no leaderboard here, and is reported all the same.
    assert_eq!(game(&answer.games, "7003").status, GameStatus::Live);
}

#[tokio::test]
async fn a_tournament_without_places_is_over_and_says_what_is_missing() {
    let world = World::of("PGA", "golf/pga", fixture("espn/golf.json")).await;
    let answer = world.ask().await;
    let report = game(&answer.games, "7001");
    assert!(report.facts.entrants.is_empty());
    assert!(
        answer
            .rejected
            .iter()
            .any(|it| it.game.as_deref() == Some("7001"))
    );
}
