//! Which game and which competitors a feed means, and that whoever means the same ones gets them.

use chrono::{DateTime, TimeDelta, Utc};
use shared::competitor::Role;
use shared::feed::{CompetitorReport, GameReport, Participant};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use sqlx::PgPool;
use store::ingest::Ingested;
use testkit::TestDatabase;
use uuid::Uuid;

use crate::board;

/// A competitor by a feed's id, whom our own data know by that name too.
fn known(reference: &str, slug: &str) -> CompetitorReport {
    CompetitorReport {
        reference: reference.to_owned(),
        slug: Some(slug.to_owned()),
        ..board::team(reference)
    }
}

/// Cats at home to dogs, as a feed of that prefix writes it, with prices.
async fn cats_and_dogs(
    database: &TestDatabase,
    feed: &str,
    starts_at: DateTime<Utc>,
) -> GameReport {
    GameReport {
        starts_at,
        participants: Participant::sides(
            known(&format!("{feed}-cats"), "cats"),
            known(&format!("{feed}-dogs"), "dogs"),
        ),
        ..board::game(database, &format!("{feed}-1"), 1).await
    }
}

fn named(report: &GameReport, reference: &str) -> GameReport {
    GameReport {
        reference: reference.to_owned(),
        ..report.clone()
    }
}

/// Takes what a feed says.
pub(crate) async fn take(
    database: &TestDatabase,
    provider: &str,
    reports: &[GameReport],
) -> Ingested {
    let now = database.now().await;
    let mut tx = database.fetcher.begin().await.unwrap();
    let took = services::results::ingest(&mut tx, provider, reports, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    took
}

/// Our id of that game of the feed's.
pub(crate) async fn game(database: &TestDatabase, provider: &str, reference: &str) -> Uuid {
    sqlx::query_scalar("SELECT game_id FROM game_refs WHERE provider = $1 AND reference = $2")
        .bind(provider)
        .bind(reference)
        .fetch_one(&database.owner)
        .await
        .unwrap()
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(&count).fetch_one(pool).await.unwrap()
}

/// The evening of a match day in Chicago, which is the next day in UTC.
fn evening() -> DateTime<Utc> {
    "2031-11-17T01:20:00Z".parse().unwrap()
}

#[tokio::test]
async fn two_feeds_that_name_the_same_two_have_one_game_whoever_is_listed_first() {
    let database = TestDatabase::create().await;
    let report = cats_and_dogs(&database, "a", evening()).await;
    let mut other = cats_and_dogs(&database, "b", evening() - TimeDelta::hours(6)).await;
    let side = |role| other.side(role).unwrap().clone();
    other.participants = Participant::sides(side(Role::Away), side(Role::Home));
    other.status = GameStatus::Live;
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    other.scores = vec![score(Role::Home, 3), score(Role::Away, 7)];
    take(&database, "a", std::slice::from_ref(&report)).await;
    take(&database, "b", std::slice::from_ref(&other)).await;
    let id = game(&database, "a", "a-1").await;
    assert_eq!(id, game(&database, "b", "b-1").await);
    assert_eq!(count(&database.owner, "games").await, 1);
    assert_eq!(count(&database.owner, "competitors").await, 2);
    let cats: serde_json::Value =
        sqlx::query_scalar("SELECT scores FROM provider_reports WHERE provider = 'b'")
            .fetch_one(&database.owner)
            .await
            .unwrap();
    let expected = serde_json::json!([["full", "home", 7], ["full", "away", 3]]);
    assert_eq!(cats, expected, "the cats are at home and have seven");
    let again = take(&database, "b", &[other]).await;
    assert_eq!(again.changes.total(), 0, "{again:?}");
}

/// Both have looked and found nothing before either writes.
async fn race(database: &TestDatabase, first: (&str, GameReport), second: (&str, GameReport)) {
    let now = database.now().await;
    let mut one = database.fetcher.begin().await.unwrap();
    let mut two = database.fetcher.begin().await.unwrap();
    services::results::ingest(&mut one, first.0, &[first.1], now)
        .await
        .unwrap();
    let waiting = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE NOT l.granted AND a.datname = current_database()";
    let (taken, ()) = tokio::join!(
        services::results::ingest(&mut two, second.0, std::slice::from_ref(&second.1), now),
        async {
            while sqlx::query_scalar::<_, i64>(waiting)
                .fetch_one(&database.owner)
                .await
                .unwrap()
                == 0
            {}
            one.commit().await.unwrap();
        }
    );
    taken.unwrap();
    two.commit().await.unwrap();
}

#[tokio::test]
async fn of_two_feeds_that_hear_of_a_game_at_once_one_makes_it_and_the_other_finds_it() {
    let database = TestDatabase::create().await;
    let (a, b) = (
        cats_and_dogs(&database, "a", evening()).await,
        cats_and_dogs(&database, "b", evening()).await,
    );
    // Competitors that are known: nothing but the game itself is waited for.
    let other = |report: &GameReport| GameReport {
        starts_at: evening() - TimeDelta::days(7),
        ..named(report, "before")
    };
    take(&database, "a", &[other(&a)]).await;
    take(&database, "b", &[other(&b)]).await;
    race(&database, ("a", a), ("b", b)).await;
    let id = game(&database, "a", "a-1").await;
    assert_eq!(id, game(&database, "b", "b-1").await);
    assert_eq!(
        count(&database.owner, "games WHERE starts_at > '2031-11-15'").await,
        1
    );
    assert_eq!(count(&database.owner, "game_keys").await, 2);
    assert_eq!(
        count(&database.owner, "markets").await,
        2,
        "one question a game"
    );
}

#[tokio::test]
async fn of_two_fetchers_that_read_one_feed_at_once_neither_makes_a_second_game() {
    let database = TestDatabase::create().await;
    let report = cats_and_dogs(&database, "a", evening()).await;
    race(&database, ("a", report.clone()), ("a", report.clone())).await;
    assert_eq!(count(&database.owner, "games").await, 1);
    assert_eq!(count(&database.owner, "game_refs").await, 1);
    // The second game of the day is another one, however they meet.
    let later = GameReport {
        starts_at: report.starts_at + TimeDelta::hours(1),
        ..named(&report, "a-2")
    };
    let third = GameReport {
        starts_at: report.starts_at + TimeDelta::hours(2),
        ..named(&report, "a-3")
    };
    race(&database, ("a", later), ("a", third)).await;
    let numbers = "SELECT count(DISTINCT number) FROM game_keys";
    let numbers: i64 = sqlx::query_scalar(numbers)
        .fetch_one(&database.owner)
        .await
        .unwrap();
    assert_eq!((numbers, count(&database.owner, "games").await), (3, 3));
}

#[tokio::test]
async fn the_games_of_a_double_header_stay_two_and_each_feed_finds_both() {
    let database = TestDatabase::create().await;
    let noon = evening() - TimeDelta::hours(7);
    let first = cats_and_dogs(&database, "a", noon).await;
    let second = GameReport {
        starts_at: noon + TimeDelta::hours(5),
        ..named(&first, "a-2")
    };
    take(&database, "a", &[second, first]).await;
    let night = cats_and_dogs(&database, "b", noon + TimeDelta::hours(6)).await;
    take(&database, "b", &[named(&night, "night")]).await;
    let day = GameReport {
        starts_at: noon,
        ..named(&night, "day")
    };
    take(&database, "b", &[day]).await;
    assert_eq!(count(&database.owner, "games").await, 2);
    let (one, two) = (
        game(&database, "a", "a-1").await,
        game(&database, "a", "a-2").await,
    );
    assert_ne!(one, two);
    assert_eq!(game(&database, "b", "day").await, one);
    assert_eq!(game(&database, "b", "night").await, two);
}

#[tokio::test]
async fn a_game_keeps_its_id_wherever_the_feed_puts_it_and_whatever_it_calls_the_league() {
    let database = TestDatabase::create().await;
    let report = cats_and_dogs(&database, "a", evening()).await;
    take(&database, "a", std::slice::from_ref(&report)).await;
    let id = game(&database, "a", "a-1").await;
    assert_eq!(id.get_version_num(), 7, "it sorts by when it was made");
    let moved = GameReport {
        starts_at: evening() + TimeDelta::days(40),
        ..report.clone()
    };
    take(&database, "a", &[moved]).await;
    assert_eq!(game(&database, "a", "a-1").await, id);
    assert_eq!(count(&database.owner, "games").await, 1);
    // In another database the same report is another game: nothing can be derived.
    let elsewhere = TestDatabase::create().await;
    take(&elsewhere, "a", &[report]).await;
    assert_ne!(game(&elsewhere, "a", "a-1").await, id);
}

/// Another feed hears of it for the first time on its new day, and of the game that the same two
/// play there anyway.
#[tokio::test]
async fn a_game_that_was_moved_to_another_day_is_found_there_by_a_feed_that_hears_of_it_late() {
    let database = TestDatabase::create().await;
    let report = cats_and_dogs(&database, "a", evening()).await;
    let next = GameReport {
        starts_at: evening() + TimeDelta::days(3),
        ..named(&report, "a-2")
    };
    take(&database, "a", &[report.clone(), next.clone()]).await;
    let moved = GameReport {
        starts_at: next.starts_at - TimeDelta::hours(5),
        ..report
    };
    take(&database, "a", &[moved.clone(), next.clone()]).await;
    let other = cats_and_dogs(&database, "b", moved.starts_at).await;
    let both = [
        GameReport {
            starts_at: next.starts_at,
            ..named(&other, "b-2")
        },
        other,
    ];
    take(&database, "b", &both).await;
    for (one, same) in [("a-1", "b-1"), ("a-2", "b-2")] {
        let (one, same) = (
            game(&database, "a", one).await,
            game(&database, "b", same).await,
        );
        assert_eq!(one, same);
    }
    assert_eq!(count(&database.owner, "games").await, 2);
}

#[tokio::test]
async fn a_club_is_one_competitor_in_its_league_and_in_a_cup() {
    let database = TestDatabase::create().await;
    let in_league = |code: &str, reference: &str, mut report: GameReport| {
        report.league.code = code.to_owned();
        report.league.sport = Sport::Soccer;
        report.reference = reference.to_owned();
        report
    };
    let plain = board::game(&database, "x", 1).await;
    let league = in_league("EPL", "1", plain.clone());
    let cup = in_league("FACUP", "2", plain.clone());
    take(&database, "a", &[league, cup]).await;
    assert_eq!(count(&database.owner, "games").await, 2);
    assert_eq!(count(&database.owner, "competitors").await, 2);
    // A feed's ids are its own, and a sport's: nobody else means the same by them.
    take(&database, "a", std::slice::from_ref(&plain)).await;
    take(&database, "b", &[plain]).await;
    assert_eq!(count(&database.owner, "competitors").await, 6);
    let by_sport = "competitors WHERE sport = 'soccer'";
    assert_eq!(count(&database.owner, by_sport).await, 2);
}

#[tokio::test]
async fn only_the_feed_that_made_a_competitor_known_renames_it() {
    let database = TestDatabase::create().await;
    let a = cats_and_dogs(&database, "a", evening()).await;
    let mut b = cats_and_dogs(&database, "b", evening()).await;
    b.side_mut(Role::Home).unwrap().name = "Felines".to_owned();
    take(&database, "a", std::slice::from_ref(&a)).await;
    let took = take(&database, "b", &[b]).await;
    assert_eq!(
        took.changes.competitors, 2,
        "what it calls the two, and no names"
    );
    let name = "SELECT name FROM competitors ORDER BY name LIMIT 1";
    let name_now = async || -> String {
        let name = sqlx::query_scalar(name).fetch_one(&database.owner).await;
        name.unwrap()
    };
    assert_eq!(name_now().await, "Team a-cats");
    let mut renamed = a;
    renamed.side_mut(Role::Home).unwrap().name = "A Cats".to_owned();
    take(&database, "a", &[renamed]).await;
    assert_eq!(name_now().await, "A Cats");
}
