//! In which forms scoreboards are asked for, of a server that is as particular as the real one.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use providers::espn::Espn;
use providers::http::{Http, Limits};
use providers::{FeedQuery, FormUpdate, Provider};
use season::scoreboard::{Contest, Form, LoggedRequest, Scoreboard};
use season::{Clock, TestClock};
use shared::testing::{MockClock, noon};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, http};

/// A scoreboard and who asks it, by one clock.
struct World {
    board: Scoreboard,
    espn: Espn,
    clock: MockClock,
}

impl World {
    /// That many games of a league, one a day from yesterday on.
    async fn with(league: &str, games: u32) -> Self {
        let hands = TestClock::new(noon());
        let board = Scoreboard::start(hands.clock()).await.unwrap();
        for number in 0..games {
            let starts_at = noon() + TimeDelta::days(i64::from(number) - 1);
            board.add(league, contest(number, starts_at));
        }
        let (espn, clock) = espn(&board);
        Self { board, espn, clock }
    }

    async fn ahead(&self, league: &str) -> Result<usize, String> {
        self.between(league, -30, 7 * 24).await
    }

    async fn at_hand(&self, league: &str) -> Result<usize, String> {
        self.between(league, 0, 1).await
    }

    /// How many games come of asking about starts between so many hours from now.
    async fn between(&self, league: &str, from: i64, to: i64) -> Result<usize, String> {
        let hours = |it| noon() + TimeDelta::hours(it);
        let ask = FeedQuery::schedule(league, hours(from)..=hours(to));
        let answer = self.espn.ask(&ask).await;
        answer
            .map(|it| it.feed.games.len())
            .map_err(|it| it.to_string())
    }

    fn forms(&self) -> Vec<(Form, u16)> {
        let seen = self.board.seen().into_iter();
        seen.map(|LoggedRequest { form, status, .. }| (form.unwrap(), status))
            .collect()
    }
}

fn espn(board: &Scoreboard) -> (Espn, MockClock) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let clock = MockClock::at(noon());
    let limits = Limits {
        paced: false,
        ..Limits::default()
    };
    let http = Http::new(limits, Arc::new(clock.clone())).unwrap();
    let espn = Espn::new(Arc::new(http), Some(board.base_url()));
    (espn.with_leagues(&["NFL", "NBA", "EPL"]), clock)
}

fn contest(number: u32, starts_at: DateTime<Utc>) -> Contest {
    Contest {
        id: (1_000 + number).to_string(),
        starts_at,
        home: 2 * number + 1,
        away: 2 * number + 2,
    }
}

#[tokio::test]
async fn the_days_ahead_are_asked_for_by_month_and_games_at_hand_by_day() {
    let world = World::with("nba", 9).await;
    assert_eq!(world.ahead("NBA").await, Ok(9));
    assert_eq!(world.at_hand("NBA").await, Ok(1));
    assert_eq!(world.forms(), [(Form::Month, 200), (Form::Day, 200)]);
    assert!(world.between("XFL", 0, 1).await.is_err());
}

#[tokio::test]
async fn a_game_that_is_over_for_long_is_left_out_of_its_month() {
    let world = World::with("nba", 1).await;
    world
        .board
        .add("nba", contest(1, noon() - TimeDelta::days(10)));
    world
        .board
        .add("nba", contest(2, noon() + TimeDelta::days(12)));
    assert_eq!(
        world.ahead("NBA").await,
        Ok(2),
        "yesterday's, and that of later this month"
    );
}

#[tokio::test]
async fn a_span_over_the_end_of_a_month_takes_two_months() {
    let world = World::with("nba", 14 + 3).await;
    let games = world.between("NBA", -30, 15 * 24).await;
    assert_eq!((games, world.forms().len()), (Ok(17), 2));
}

#[tokio::test]
async fn a_form_that_dies_is_asked_once_and_another_takes_its_place() {
    let world = World::with("nba", 9).await;
    assert_eq!(world.ahead("NBA").await, Ok(9));
    world.board.kill("nba", Form::Month);
    for _ in 0..3 {
        assert_eq!(world.ahead("NBA").await, Ok(9));
    }
    let months: Vec<_> = world
        .forms()
        .into_iter()
        .filter(|it| it.0 == Form::Month)
        .collect();
    assert_eq!(months, [(Form::Month, 200), (Form::Month, 400)]);
    // A week later it is tried again.
    world.clock.advance(TimeDelta::days(7));
    assert_eq!(world.ahead("NBA").await, Ok(9));
    let again = world.forms().into_iter().filter(|it| it.0 == Form::Month);
    assert_eq!(again.count(), 3);
}

#[tokio::test]
async fn who_asks_anew_recalls_what_was_refused() {
    let world = World::with("nba", 9).await;
    world.board.kill("nba", Form::Month);
    let ask = FeedQuery::schedule("NBA", noon()..=noon() + TimeDelta::days(7));
    let learned = world.espn.ask(&ask).await.unwrap().stats.forms;
    let told = |it: &FormUpdate| (it.form.clone(), it.refused.is_some());
    let told: Vec<_> = learned.iter().map(told).collect();
    assert_eq!(
        told,
        [("month".to_owned(), true), ("day".to_owned(), false)]
    );

    let before = world.board.seen().len();
    let (again, _) = espn(&world.board);
    again.restore_forms(&learned);
    assert_eq!(again.ask(&ask).await.unwrap().feed.games.len(), 8);
    let after = world.board.seen();
    assert!(
        after[before..].iter().all(|it| it.status == 200),
        "{after:?}"
    );
}

#[tokio::test]
async fn football_is_asked_for_by_week_once_its_calendar_is_known() {
    let world = World::with("nfl", 9).await;
    assert_eq!(world.ahead("NFL").await, Ok(9));
    world.board.kill("nfl", Form::Month);
    assert_eq!(world.ahead("NFL").await, Ok(9));
    let week = world.forms().into_iter().filter(|it| it.0 == Form::Week);
    assert_eq!(week.count(), 2, "the span touches two weeks");
}

#[tokio::test]
async fn where_every_form_is_refused_none_is_sent_twice() {
    let world = World::with("epl", 1).await;
    for form in [Form::Month, Form::Day, Form::Current] {
        world.board.kill("eng.1", form);
    }
    for _ in 0..3 {
        let refused = world.ahead("EPL").await.unwrap_err();
        assert!(refused.starts_with("bad request: no form"), "{refused}");
    }
    let mut forms = world.forms();
    forms.sort();
    let each_once = [Form::Current, Form::Day, Form::Month, Form::Range];
    assert_eq!(forms, each_once.map(|it| (it, 400)));
}

#[tokio::test]
async fn a_list_that_looks_cut_is_asked_for_day_by_day_as_well() {
    let world = World::with("nba", 0).await;
    // As many as the feed cuts to, all on the days that matter.
    for number in 0..25 {
        let starts_at = noon() + TimeDelta::days(i64::from(number % 5));
        world.board.add("nba", contest(number, starts_at));
    }
    assert_eq!(world.ahead("NBA").await, Ok(25));
    let days = world.forms().into_iter().filter(|it| it.0 == Form::Day);
    assert_eq!(days.count(), 9, "from the day before to a week from now");
    assert!(world.forms().iter().all(|it| it.1 == 200));
}

#[tokio::test]
async fn a_day_that_looks_cut_is_taken_and_said_to_look_so() {
    let world = World::with("nba", 0).await;
    for number in 0..25 {
        world.board.add("nba", contest(number, noon()));
    }
    let ask = FeedQuery::schedule("NBA", noon()..=noon() + TimeDelta::hours(1));
    let feed = world.espn.ask(&ask).await.unwrap().feed;
    assert_eq!(feed.games.len(), 25);
    assert!(feed.rejected[0].reason.starts_with("the list may be cut"));
    assert_eq!(world.forms(), [(Form::Day, 200)]);
}

#[tokio::test]
async fn boards_of_athletes_are_asked_for_by_range_and_come_to_games() {
    for (slug, league) in [("pga", "PGA"), ("atp", "ATP"), ("ufc", "UFC"), ("f1", "F1")] {
        let world = World::with(slug, 3).await;
        assert_eq!(world.ahead(league).await, Ok(3), "{league}");
        assert_eq!(world.forms(), [(Form::Range, 200)], "{league}");
        world.board.kill(slug, Form::Range);
        assert_eq!(world.ahead(league).await, Ok(3), "{league}");
        assert_eq!(world.forms()[1..], [(Form::Range, 400), (Form::Month, 200)]);
    }
}

#[tokio::test]
async fn what_is_beside_the_boards_arrives_with_them() {
    let board = async |league: &str, code: &str| {
        let world = World::with(league, 1).await;
        let hours = |it| noon() + TimeDelta::hours(it);
        let ask = FeedQuery::schedule(code, hours(-30)..=hours(24));
        world.espn.ask(&ask).await.unwrap().feed
    };
    let basketball = board("nba", "NBA").await;
    assert_eq!(basketball.games[0].facts.players.len(), 4, "{basketball:?}");
    let golf = board("pga", "PGA").await;
    assert_eq!(golf.games[0].facts.entrants.len(), 6, "{golf:?}");
    assert_eq!(golf.games[0].starts_at, noon() - TimeDelta::days(1));
}

#[tokio::test]
async fn a_league_with_more_games_than_a_list_is_asked_for_by_day() {
    let world = World::with("mens-college-basketball", 9).await;
    assert_eq!(world.ahead("NCAAB").await, Ok(9));
    assert!(world.forms().iter().all(|it| *it == (Form::Day, 200)));
}

#[tokio::test]
async fn a_bad_request_does_not_cost_the_second_address_a_question() {
    let (first, second) = (MockServer::start().await, MockServer::start().await);
    Mock::given(path("/football/nfl/scoreboard"))
        .respond_with(ResponseTemplate::new(400))
        .mount(&first)
        .await;
    Mock::given(path("/football/nfl/scoreboard"))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(fixture("espn/nfl.json").to_vec()))
        .mount(&second)
        .await;
    let espn = Espn::new(Arc::new(http()), Some(first.uri())).with_second(second.uri());
    let error = espn
        .ask(&FeedQuery::scores("NFL", noon()..=noon()))
        .await
        .unwrap_err();
    assert_eq!(error.word(), "bad_request");
    assert!(second.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_server_of_these_tests_is_as_particular_as_the_feed() {
    let board = Scoreboard::start(Clock::from_fn(noon)).await.unwrap();
    for number in 0..120 {
        board.add("nba", contest(number, noon()));
        board.add("pga", contest(number, noon()));
    }
    let http = http();
    let length = async |league: &str, query: &str| {
        let url = format!("{}/{league}/scoreboard?{query}", board.base_url());
        match http.get("espn", &url, None).await {
            Ok(fetched) => {
                let body: serde_json::Value = serde_json::from_slice(&fetched.body).unwrap();
                Ok(body["events"].as_array().unwrap().len())
            }
            Err(error) => Err(error.stats().status),
        }
    };
    let range = "dates=20241110-20241120&limit=500";
    assert_eq!(length("basketball/nba", range).await, Err(Some(400)));
    assert_eq!(length("golf/pga", range).await, Ok(120));
    assert_eq!(length("basketball/nba", "dates=202411").await, Ok(100));
    assert_eq!(
        length("basketball/nba", "dates=202411&limit=500").await,
        Ok(120)
    );
    assert_eq!(
        length("basketball/nba", "dates=202411&limit=600").await,
        Ok(25)
    );
    assert_eq!(
        length("basketball/nba", "dates=20241117&limit=500").await,
        Ok(120)
    );
    assert_eq!(
        length("basketball/nba", "dates=20241118&limit=500").await,
        Ok(0)
    );
}
