//! The weather of games: asked for outside, within the reach of the forecast, ground by ground.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::TimeDelta;
use fetcher::jobs::weather::Weather;
use fetcher::uptime::Uptime;
use providers::http::{Http, Limits};
use providers::nws::Nws;
use shared::feed::{GameReport, VenueReport};
use store::venues::{self, GameWeather};
use wiremock::matchers::path_regex;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::world::{World, game};

fn at(mut game: GameReport, name: &str, place: &str, is_indoor: Option<bool>) -> GameReport {
    game.venue = VenueReport::of(name, Some(place.to_owned()), is_indoor);
    game
}

/// A service whose forecast covers every hour of six days from that moment on.
async fn service(world: &World) -> MockServer {
    let server = MockServer::start().await;
    let grid = serde_json::json!({"properties": {"gridId": "LOT", "gridX": 1, "gridY": 2}});
    Mock::given(path_regex("^/points/"))
        .respond_with(ResponseTemplate::new(200).set_body_json(grid))
        .mount(&server)
        .await;
    let hours = (0..144).map(|hour| {
        let start = world.now + TimeDelta::hours(hour);
        serde_json::json!({
            "startTime": start.to_rfc3339(),
            "endTime": (start + TimeDelta::hours(1)).to_rfc3339(),
            "temperature": 40, "temperatureUnit": "F",
        })
    });
    let hours = serde_json::json!({"properties": {
        "updateTime": world.now.to_rfc3339(),
        "periods": hours.collect::<Vec<_>>(),
    }});
    Mock::given(path_regex("^/gridpoints/"))
        .respond_with(ResponseTemplate::new(200).set_body_json(hours))
        .mount(&server)
        .await;
    server
}

async fn asked(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    let paths = requests.iter().map(|it| it.url.path().to_owned());
    let paths = paths.filter_map(|it| it.strip_prefix("/points/").map(str::to_owned));
    paths.collect()
}

/// A job that asks there, and its uptime in seconds.
fn job(world: &World, url: String) -> (Weather, Arc<AtomicU64>) {
    runtime::tls::install();
    let limits = Limits {
        back_off: Duration::from_millis(1),
        ..Limits::default()
    };
    let clock = Arc::new(shared::testing::MockClock::at(world.now));
    let http = Http::new(limits, clock).unwrap();
    let service = Arc::new(Nws::new(Arc::new(http), Some(url)));
    let seconds = Arc::new(AtomicU64::new(1_000_000));
    let now = Arc::clone(&seconds);
    let uptime = Uptime::from_fn(move || Duration::from_secs(now.load(Relaxed)));
    let pool = world.database.fetcher.clone();
    (Weather::new(pool, service).with_uptime(uptime), seconds)
}

async fn of(world: &World, reference: &str) -> Option<GameWeather> {
    let id = world.game_id(reference).await;
    let mut conn = world.database.bot.acquire().await.unwrap();
    venues::of_game(&mut conn, id).await.unwrap()
}

#[tokio::test]
async fn weather_is_asked_for_outside_and_more_often_as_the_start_comes_near() {
    let world = World::new().await;
    let chicago = |it| at(it, "Soldier Field", "Chicago, IL", Some(false));
    let boston = |it| at(it, "Fenway Park", "Boston, MA", Some(false));
    let mut nobody = boston(game("8", world.at(20), "-3.5"));
    nobody.quotes.clear();
    let games = [
        chicago(game("1", world.at(30), "-3.5")),
        chicago(game("2", world.at(31), "-3.5")),
        at(
            game("3", world.at(3), "-3.5"),
            "Ford Field",
            "Detroit, MI",
            Some(true),
        ),
        // Whatever the feed says of it: nobody knows in time whether its roof is open.
        at(
            game("4", world.at(3), "-3.5"),
            "NRG Stadium",
            "Houston, TX",
            Some(false),
        ),
        boston(game("5", world.at(120), "-3.5")),
        at(
            game("6", world.at(3), "-3.5"),
            "Somewhere Else",
            "London, UK",
            Some(false),
        ),
        game("7", world.at(3), "-3.5"),
        nobody,
    ];
    world.report(&games).await;
    let server = service(&world).await;
    let (mut job, seconds) = job(&world, server.uri());
    let stored = job.tick(&world.lease).await.unwrap();
    assert_eq!(stored, 2, "both games of the ground");
    assert_eq!(job.tick(&world.lease).await.unwrap(), 0);
    assert_eq!(asked(&server).await, ["41.8623,-87.6167"]);
    let mut stored = Vec::new();
    for hours in [5, 1, 2, 1, 3] {
        world.database.advance(TimeDelta::hours(hours)).await;
        seconds.fetch_add(3_600 * hours.unsigned_abs(), Relaxed);
        stored.push(job.tick(&world.lease).await.unwrap());
    }
    let expected = [0, 2, 0, 2, 2];
    assert_eq!(
        stored, expected,
        "every six hours, and within a day every three"
    );
    let told = of(&world, "1").await.unwrap();
    assert_eq!(told.forecast.map(|it| it.temperature_f), Some(40));
    let roof = async |game| {
        let told = of(&world, game).await.unwrap();
        (told.roof.map(|it| it.word()), told.is_placed)
    };
    assert_eq!(roof("3").await, (Some("closed"), true));
    assert_eq!(roof("4").await, (Some("retractable"), true));
    assert_eq!(roof("6").await, (Some("open"), false));
    assert_eq!(of(&world, "7").await, None);
    let dated = "SELECT answers FROM feed_questions WHERE feed = 'weather Soldier Field'";
    assert_eq!(world.count(dated).await, 4, "each answer is counted");

    // A game that goes to another ground has no weather until that is asked about.
    let moved = boston(game("1", world.at(30), "-3.5"));
    world
        .report(&[moved, chicago(game("2", world.at(31), "-3.5"))])
        .await;
    assert_eq!(of(&world, "1").await.unwrap().forecast, None);
    assert_eq!(job.tick(&world.lease).await.unwrap(), 1);
    assert!(of(&world, "1").await.unwrap().forecast.is_some());
}

#[tokio::test]
async fn a_service_that_fails_is_asked_later_and_later_and_it_is_written_down() {
    let world = World::new().await;
    let start = world.at(80);
    let outside = at(
        game("1", start, "-3.5"),
        "Fenway Park",
        "Boston, MA",
        Some(false),
    );
    world.report(&[outside]).await;
    let server = MockServer::start().await;
    Mock::given(path_regex("^/points/"))
        .respond_with(ResponseTemplate::new(404))
        .mount(&server)
        .await;
    let (mut job, seconds) = job(&world, server.uri());
    let mut requests = Vec::new();
    for minutes in [0, 29, 1, 59, 1] {
        seconds.fetch_add(60 * minutes, Relaxed);
        assert_eq!(job.tick(&world.lease).await.unwrap(), 0);
        requests.push(server.received_requests().await.unwrap().len());
    }
    assert_eq!(requests, [1, 1, 2, 2, 3]);
    let failures = "SELECT count(*) FROM poll_log WHERE provider = 'nws'
        AND feed = 'weather Fenway Park'";
    assert_eq!(world.count(failures).await, 3);
    let told = of(&world, "1").await.unwrap();
    assert_eq!(told.forecast, None);
}
