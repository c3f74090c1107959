//! Which game and which competitors a feed means, and that whoever means the same ones gets them.

use chrono::{DateTime, TimeDelta, Utc};
use shared::competitor::Role;
use shared::feed::{CompetitorReport, GameReport, Participant};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use testkit::{ReportExt, World, game, team};

/// A competitor by a feed's id, whom our own data know by that name too.
fn known(reference: &str, slug: &str) -> CompetitorReport {
    CompetitorReport {
        reference: reference.to_owned(),
        slug: Some(slug.to_owned()),
        ..team(reference)
    }
}

/// Cats at home to dogs, as a feed of that prefix writes it, with prices.
fn cats_and_dogs(feed: &str, starts_at: DateTime<Utc>) -> GameReport {
    let [cats, dogs] = ["cats", "dogs"].map(|it| known(&format!("{feed}-{it}"), it));
    let report = GameReport {
        participants: Participant::sides(cats, dogs),
        ..game("NFL", "cats", "dogs").named(&format!("{feed}-1"))
    };
    report.starts_at(starts_at).spread("+3.5", -110, -110)
}

async fn count(world: &World, table: &str) -> i64 {
    world.count(&format!("SELECT count(*) FROM {table}")).await
}

/// The evening of a match day in Chicago, which is the next day in UTC.
fn evening() -> DateTime<Utc> {
    "2031-11-17T01:20:00Z".parse().unwrap()
}

#[tokio::test]
async fn two_feeds_that_name_the_same_two_have_one_game_whoever_is_listed_first() {
    let world = World::new().await;
    let report = cats_and_dogs("a", evening());
    let mut other = cats_and_dogs("b", evening() - TimeDelta::hours(6));
    let side = |role| other.side(role).unwrap().clone();
    other.participants = Participant::sides(side(Role::Away), side(Role::Home));
    let other = GameReport {
        status: GameStatus::Live,
        ..other.period_score(Period::Full, 3, 7)
    };
    world.ingest("a", &report).await;
    world.ingest("b", &other).await;
    let id = world.game_id("a-1").await;
    assert_eq!(id, world.game_id("b-1").await);
    assert_eq!(count(&world, "games").await, 1);
    assert_eq!(count(&world, "competitors").await, 2);
    let cats: serde_json::Value =
        sqlx::query_scalar("SELECT scores FROM provider_reports WHERE provider = 'b'")
            .fetch_one(&world.database.owner)
            .await
            .unwrap();
    let expected = serde_json::json!([["full", "home", 7], ["full", "away", 3]]);
    assert_eq!(cats, expected, "the cats are at home and have seven");
    let again = world.ingest("b", other).await;
    assert_eq!(again.changes.total(), 0, "{again:?}");
}

/// Both have looked and found nothing before either writes.
async fn race(world: &World, first: (&str, GameReport), second: (&str, GameReport)) {
    let now = world.database.now().await;
    let mut one = world.database.fetcher.begin().await.unwrap();
    let mut two = world.database.fetcher.begin().await.unwrap();
    services::results::ingest(&mut one, first.0, &[first.1], now)
        .await
        .unwrap();
    let waiting = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE NOT l.granted AND a.datname = current_database()";
    let (taken, ()) = tokio::join!(
        services::results::ingest(&mut two, second.0, std::slice::from_ref(&second.1), now),
        async {
            while sqlx::query_scalar::<_, i64>(waiting)
                .fetch_one(&world.database.owner)
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
    let world = World::new().await;
    let (a, b) = (cats_and_dogs("a", evening()), cats_and_dogs("b", evening()));
    // Competitors that are known: nothing but the game itself is waited for.
    let other = |report: &GameReport| {
        report
            .named("before")
            .starts_at(evening() - TimeDelta::days(7))
    };
    world.ingest("a", other(&a)).await;
    world.ingest("b", other(&b)).await;
    race(&world, ("a", a), ("b", b)).await;
    let id = world.game_id("a-1").await;
    assert_eq!(id, world.game_id("b-1").await);
    assert_eq!(
        count(&world, "games WHERE starts_at > '2031-11-15'").await,
        1
    );
    assert_eq!(count(&world, "game_keys").await, 2);
    assert_eq!(count(&world, "markets").await, 2, "one question a game");
}

#[tokio::test]
async fn of_two_fetchers_that_read_one_feed_at_once_neither_makes_a_second_game() {
    let world = World::new().await;
    let report = cats_and_dogs("a", evening());
    race(&world, ("a", report.clone()), ("a", report.clone())).await;
    assert_eq!(count(&world, "games").await, 1);
    assert_eq!(count(&world, "game_refs").await, 1);
    // The second game of the day is another one, however they meet.
    let later = report
        .named("a-2")
        .starts_at(report.starts_at + TimeDelta::hours(1));
    let third = report
        .named("a-3")
        .starts_at(report.starts_at + TimeDelta::hours(2));
    race(&world, ("a", later), ("a", third)).await;
    let numbers = "SELECT count(DISTINCT number) FROM game_keys";
    assert_eq!(
        (world.count(numbers).await, count(&world, "games").await),
        (3, 3)
    );
}

/// Midnight of the league's day.
fn midnight() -> DateTime<Utc> {
    "2031-11-17T05:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn feeds_that_differ_by_minutes_about_a_start_at_midnight_mean_one_game() {
    for minutes in [-4, 4] {
        let world = World::new().await;
        let (one, other) = (midnight(), TimeDelta::minutes(minutes));
        world.ingest("a", cats_and_dogs("a", one + other)).await;
        world.ingest("b", cats_and_dogs("b", one - other)).await;
        assert_eq!(world.game_id("a-1").await, world.game_id("b-1").await);
    }
}

#[tokio::test]
async fn a_game_that_begins_after_midnight_is_not_taken_for_another_one_of_that_day() {
    let world = World::new().await;
    let late = cats_and_dogs("a", midnight() - TimeDelta::minutes(4));
    let next = midnight() + TimeDelta::hours(14);
    let next = cats_and_dogs("a", next).named("a-2");
    world.ingest("a", [late, next]).await;
    // The other feed hears of the second of them later.
    let late = cats_and_dogs("b", midnight() + TimeDelta::minutes(4));
    world.ingest("b", late).await;
    assert_eq!(world.game_id("a-1").await, world.game_id("b-1").await);
    let next = midnight() + TimeDelta::hours(13);
    let next = cats_and_dogs("b", next).named("b-2");
    world.ingest("b", next).await;
    assert_eq!(world.game_id("a-2").await, world.game_id("b-2").await);
    assert_eq!(count(&world, "games").await, 2);
}

#[tokio::test]
async fn of_two_games_around_midnight_only_one_is_a_known_one() {
    let world = World::new().await;
    let half_an_hour = TimeDelta::minutes(30);
    world.ingest("a", cats_and_dogs("a", midnight())).await;
    let before = cats_and_dogs("b", midnight() - half_an_hour);
    let after = cats_and_dogs("b", midnight() + half_an_hour).named("b-2");
    world.ingest("b", [before, after]).await;
    assert_ne!(world.game_id("b-1").await, world.game_id("b-2").await);
    assert_eq!(count(&world, "games").await, 2);
}

#[tokio::test]
async fn the_games_of_a_double_header_stay_two_and_each_feed_finds_both() {
    let world = World::new().await;
    let noon = evening() - TimeDelta::hours(7);
    let first = cats_and_dogs("a", noon);
    let second = first.named("a-2").starts_at(noon + TimeDelta::hours(5));
    world.ingest("a", &[second, first]).await;
    let night = cats_and_dogs("b", noon + TimeDelta::hours(6));
    world.ingest("b", night.named("night")).await;
    let day = night.named("day").starts_at(noon);
    world.ingest("b", day).await;
    assert_eq!(count(&world, "games").await, 2);
    let (one, two) = (world.game_id("a-1").await, world.game_id("a-2").await);
    assert_ne!(one, two);
    assert_eq!(world.game_id("day").await, one);
    assert_eq!(world.game_id("night").await, two);
}

#[tokio::test]
async fn a_game_keeps_its_id_wherever_the_feed_puts_it_and_whatever_it_calls_the_league() {
    let world = World::new().await;
    let report = cats_and_dogs("a", evening());
    world.ingest("a", &report).await;
    let id = world.game_id("a-1").await;
    assert_eq!(
        id.as_uuid().get_version_num(),
        7,
        "it sorts by when it was made"
    );
    let moved = report.starts_at(evening() + TimeDelta::days(40));
    world.ingest("a", moved).await;
    assert_eq!(world.game_id("a-1").await, id);
    assert_eq!(count(&world, "games").await, 1);
    // In another database the same report is another game: nothing can be derived.
    let elsewhere = World::new().await;
    elsewhere.ingest("a", report).await;
    assert_ne!(elsewhere.game_id("a-1").await, id);
}

/// Another feed hears of it for the first time on its new day, and of the game that the same two
/// play there anyway.
#[tokio::test]
async fn a_game_that_was_moved_to_another_day_is_found_there_by_a_feed_that_hears_of_it_late() {
    let world = World::new().await;
    let report = cats_and_dogs("a", evening());
    let next = report
        .named("a-2")
        .starts_at(evening() + TimeDelta::days(3));
    world.ingest("a", &[report.clone(), next.clone()]).await;
    let moved = report.starts_at(next.starts_at - TimeDelta::hours(5));
    world.ingest("a", &[moved.clone(), next.clone()]).await;
    let other = cats_and_dogs("b", moved.starts_at);
    let both = [other.named("b-2").starts_at(next.starts_at), other];
    world.ingest("b", &both).await;
    for (one, same) in [("a-1", "b-1"), ("a-2", "b-2")] {
        let (one, same) = (world.game_id(one).await, world.game_id(same).await);
        assert_eq!(one, same);
    }
    assert_eq!(count(&world, "games").await, 2);
}

#[tokio::test]
async fn a_club_is_one_competitor_in_its_league_and_in_a_cup() {
    let world = World::new().await;
    let in_league = |code: &str, reference: &str, mut report: GameReport| {
        report.league.code = code.to_owned();
        report.league.sport = Sport::Soccer;
        report.reference = reference.to_owned();
        report
    };
    let plain = game("NFL", "XH", "XA").starts_at(evening());
    let league = in_league("EPL", "1", plain.clone());
    let cup = in_league("FACUP", "2", plain.clone());
    world.ingest("a", &[league, cup]).await;
    assert_eq!(count(&world, "games").await, 2);
    assert_eq!(count(&world, "competitors").await, 2);
    // A feed's ids are its own, and a sport's: nobody else means the same by them.
    world.ingest("a", &plain).await;
    world.ingest("b", plain).await;
    assert_eq!(count(&world, "competitors").await, 6);
    let by_sport = "competitors WHERE sport = 'soccer'";
    assert_eq!(count(&world, by_sport).await, 2);
}

#[tokio::test]
async fn only_the_feed_that_made_a_competitor_known_renames_it() {
    let world = World::new().await;
    let a = cats_and_dogs("a", evening());
    let mut b = cats_and_dogs("b", evening());
    b.side_mut(Role::Home).unwrap().name = "Felines".to_owned();
    world.ingest("a", &a).await;
    let took = world.ingest("b", b).await;
    assert_eq!(
        took.changes.competitors, 2,
        "what it calls the two, and no names"
    );
    let name = "SELECT name FROM competitors ORDER BY name LIMIT 1";
    let name_now = async || -> String {
        let name = sqlx::query_scalar(name)
            .fetch_one(&world.database.owner)
            .await;
        name.unwrap()
    };
    assert_eq!(name_now().await, "Team a-cats");
    let mut renamed = a;
    renamed.side_mut(Role::Home).unwrap().name = "A Cats".to_owned();
    world.ingest("a", renamed).await;
    assert_eq!(name_now().await, "A Cats");
}
