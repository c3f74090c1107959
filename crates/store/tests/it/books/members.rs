//! Who comes for the first time, and who comes back broke.

use chrono::TimeDelta;
use futures_util::future::join_all;
use shared::settings::ServerSettings;
use shared::units::Units;
use uuid::Uuid;

use super::laws::assert_books;
use super::world::{HERE, Head, THERE, UNIT, World, constraint, see};

#[tokio::test]
async fn whoever_comes_many_times_at_once_is_one_member_with_one_grant() {
    let world = World::with_games(1).await;
    for user in 1..=10 {
        let at_once = (0..8).map(|_| see(&world.database.bot, HERE, user, "m"));
        let seen: Vec<_> = join_all(at_once)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(seen.iter().filter(|it| it.is_new).count(), 1);
        assert!(seen.iter().all(|it| it.member_id == seen[0].member_id));
        assert!(
            seen.iter()
                .all(|it| it.cash == Some(100 * UNIT) && it.at_risk == Some(0))
        );
    }
    assert_eq!(world.count("SELECT count(*) FROM members").await, 10);
    assert_eq!(world.count("SELECT count(*) FROM transfers").await, 10);
    assert_books(&world).await;
}

#[tokio::test]
async fn a_new_name_is_taken_over() {
    let world = World::with_games(1).await;
    world.member(HERE, 1).await;
    see(&world.database.bot, HERE, 1, "Renamed").await.unwrap();
    let renamed = "SELECT count(*) FROM members WHERE name = 'Renamed'";
    assert_eq!(world.count(renamed).await, 1);
}

#[tokio::test]
async fn one_account_in_two_servers_is_two_members() {
    let world = World::with_games(1).await;
    assert_ne!(world.member(HERE, 1).await, world.member(THERE, 1).await);
    let unknown = see(&world.database.bot, 33, 1, "m").await.unwrap_err();
    assert_eq!(constraint(&unknown), Some("members_guild_fkey"));
}

/// Loses all but some of what the member has, and leaves some at risk.
async fn lose_down_to(world: &World, member: Uuid, cash: i64, at_risk: i64) {
    let any = |it: &mut ServerSettings| {
        it.stake_min = Units::from_steps(1);
        it.stake_max = Units::whole(1000);
    };
    world.set(testkit::HERE, any).await;
    let (has, _) = world.balances(member).await;
    let mut losing = world.bet(member, &[0]);
    losing.stake = has - cash - at_risk;
    let ticket = world.placed(&losing).await;
    if at_risk > 0 {
        let mut open = world.bet(member, &[0]);
        open.stake = at_risk;
        world.placed(&open).await;
    }
    let lost = Head {
        guild: HERE,
        ticket,
        expected: 0,
        state: "lost",
        returned: Some(0),
    };
    assert_eq!(world.settle(&[lost]).await.unwrap(), 1);
}

/// Sets the clock to a second before the next week, Monday 00:00 UTC.
async fn to_sunday_night(world: &World) {
    world
        .run(
            "UPDATE test_clock SET moved_by = moved_by + (date_trunc('week', app_now(), 'UTC')
               + interval '7 days' - interval '5 seconds' - app_now());
             UPDATE games SET starts_at = app_now() + interval '60 days'",
        )
        .await;
}

#[tokio::test]
async fn relief_comes_with_monday_once_and_to_ten_units() {
    let world = World::with_games(1).await;
    to_sunday_night(&world).await;
    let member = world.member(HERE, 1).await;
    lose_down_to(&world, member, UNIT, 2 * UNIT).await;
    let sunday = see(&world.database.bot, HERE, 1, "m").await.unwrap();
    assert_eq!((sunday.relieved, sunday.cash), (0, Some(UNIT)));

    world.database.advance(TimeDelta::seconds(6)).await;
    let at_once = (0..8).map(|_| see(&world.database.bot, HERE, 1, "m"));
    let seen: Vec<_> = join_all(at_once)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(seen.iter().all(|it| it.cash == Some(8 * UNIT)), "{seen:?}");
    assert_eq!(seen.iter().filter(|it| it.relieved == 7 * UNIT).count(), 1);
    assert_eq!(seen.iter().filter(|it| it.relieved == 0).count(), 7);
    assert_books(&world).await;

    // Lost again in the same week: nothing. The week after: again.
    lose_down_to(&world, member, 0, 0).await;
    let again = see(&world.database.bot, HERE, 1, "m").await.unwrap();
    assert_eq!((again.relieved, again.cash), (0, Some(0)));
    world.database.advance(TimeDelta::days(7)).await;
    let next = see(&world.database.bot, HERE, 1, "m").await.unwrap();
    assert_eq!((next.relieved, next.cash), (8 * UNIT, Some(8 * UNIT)));
    assert_eq!(next.at_risk, Some(2 * UNIT));
    assert_books(&world).await;
}

#[tokio::test]
async fn relief_lifts_who_stands_below_nothing() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    world
        .run(&format!(
            "UPDATE accounts SET balance = -5000000 WHERE kind = 'cash';
             INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
               debit_kind, debit_member, credit_kind, credit_member, amount)
             VALUES (11, 'ticket', gen_random_uuid(), 1, 0, 1, 'cash', '{member}', 'house', NULL,
               105000000)"
        ))
        .await;
    world.database.advance(TimeDelta::days(7)).await;
    let seen = see(&world.database.bot, HERE, 1, "m").await.unwrap();
    assert_eq!((seen.relieved, seen.cash), (15 * UNIT, Some(10 * UNIT)));
    assert_books(&world).await;
}

#[tokio::test]
async fn a_week_begins_on_monday_at_midnight() {
    let world = World::with_games(1).await;
    let week = async |at: &str| {
        world
            .count(&format!(
                "SELECT code.week_number(timestamptz '{at}')::bigint"
            ))
            .await
    };
    assert_eq!(week("1970-01-05 00:00:00Z").await, 0);
    assert_eq!(week("1970-01-11 23:59:59.999999Z").await, 0);
    assert_eq!(week("1970-01-12 00:00:00Z").await, 1);
    assert_eq!(week("1970-01-04 23:59:59.999999Z").await, -1);
    let monday = week("2026-11-23 00:00:00Z").await;
    assert_eq!(week("2026-11-22 23:59:59Z").await, monday - 1);
    assert_eq!(week("2026-11-29 23:59:59Z").await, monday);
}

#[tokio::test]
async fn a_new_season_starts_everybody_afresh_once() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    world.placed(&world.bet(member, &[0])).await;
    let again = (0..8).map(|_| {
        let again = sqlx::query_as(
            "SELECT cash, at_risk, is_new FROM code.ensure_member(11, 1, 'm', gen_random_uuid(), 2)",
        );
        again.fetch_one(&world.database.bot)
    });
    for seen in join_all(again).await {
        let seen: (Option<i64>, Option<i64>, bool) = seen.unwrap();
        assert_eq!(seen, (Some(100 * UNIT), Some(0), false));
    }
    let seasons = "SELECT count(*) FROM transfers WHERE cause_kind = 'grant'";
    assert_eq!(world.count(seasons).await, 2);
    assert_books(&world).await;
}
