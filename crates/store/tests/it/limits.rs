//! Limits that members set for themselves, and accounts that shut themselves out.

use chrono::TimeDelta;
use shared::id::GuildId;
use shared::units::Units;
use sqlx::Executor;
use store::limits::{self, AccountHash, Limit, LimitKind, LimitSpan};
use testkit::{HERE, Member, THERE, World, on};

use crate::board::game;

/// Sets a limit that takes effect that many hours from now. `None` lifts it.
async fn set(
    world: &World,
    member: Member,
    (kind, span): (&str, &str),
    units: Option<i32>,
    hours: f64,
) {
    let set = "INSERT INTO member_limits (guild_id, member_id, kind, span, number, amount,
          effective_at)
        SELECT 11, $1, $2, $3, 1 + count(*), $4, app_now() + $5 * interval '1 hour' + '1 s'
        FROM member_limits";
    let mut tx = world.begin(HERE).await;
    sqlx::query(set)
        .bind(member.id)
        .bind(kind)
        .bind(span)
        .bind(units.map(|it| i64::from(it) * 1_000_000))
        .bind(hours)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.database.advance(TimeDelta::seconds(2)).await;
}

async fn held(world: &World, guild: GuildId, member: Member) -> Vec<Limit> {
    let mut tx = world.begin(guild).await;
    limits::of(&mut tx, guild, member.id).await.unwrap()
}

/// What is the most, and what of it is used, in whole units.
async fn amounts(world: &World, member: Member) -> Vec<(Units, Units)> {
    let held = held(world, HERE, member).await;
    held.iter().map(|it| (it.amount, it.used)).collect()
}

#[tokio::test]
async fn what_was_set_last_holds_once_it_has_come_into_effect() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let day = ("stake", "day");
    assert!(held(&world, HERE, alice).await.is_empty());
    set(&world, alice, day, Some(5), 0.0).await;
    set(&world, alice, day, Some(50), 24.0).await;
    let first = Limit {
        kind: LimitKind::Stake,
        span: LimitSpan::Day,
        amount: Units::whole(5),
        used: Units::whole(0),
    };
    assert_eq!(
        held(&world, HERE, alice).await,
        [first],
        "more is waited for"
    );
    // Less is had at once, and the raise that was still to come is overtaken by it.
    set(&world, alice, day, Some(2), 0.0).await;
    let two = [(Units::whole(2), Units::whole(0))];
    assert_eq!(amounts(&world, alice).await, two);
    world.database.advance(TimeDelta::hours(48)).await;
    assert_eq!(amounts(&world, alice).await, two);
    set(&world, alice, day, None, 0.0).await;
    assert!(held(&world, HERE, alice).await.is_empty(), "lifted");
    set(&world, alice, ("loss", "month"), Some(0), 0.0).await;
    assert_eq!(held(&world, HERE, alice).await[0].span, LimitSpan::Month);
    assert!(held(&world, THERE, alice).await.is_empty());
}

#[tokio::test]
async fn what_is_used_is_added_up_from_the_tickets_of_the_span() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let bob = world.member(2).await;
    for limit in [("loss", "week"), ("stake", "day"), ("stake", "week")] {
        set(&world, alice, limit, Some(9), 0.0).await;
    }
    let games = [game(&world, "X", 200)];
    world.report(&games).await;
    let place = |member| world.bet(member, 1, on("X").home("+3.5"));
    let used = async || -> Vec<Units> {
        let amounts = amounts(&world, alice).await;
        amounts.into_iter().map(|it| it.1).collect()
    };
    let ticket = place(alice).await;
    place(alice).await;
    place(bob).await;
    assert_eq!(used().await, [2, 2, 2].map(Units::whole));
    // A ticket that came back with more than its stake leaves nothing lost.
    let head = format!(
        "UPDATE tickets SET state = 'won', settled_seq = 1, returned = 1900000
         WHERE ticket_id = '{ticket}'"
    );
    world.tamper(&head).await;
    let lost = Units::from_steps(100_000);
    assert_eq!(used().await, [lost, Units::whole(2), Units::whole(2)]);
    world.database.advance(TimeDelta::hours(25)).await;
    world.report(&games).await;
    let last = place(alice).await;
    let more = Units::from_steps(1_100_000);
    assert_eq!(used().await, [more, Units::whole(1), Units::whole(3)]);
    let back = format!(
        "UPDATE tickets SET state = 'cancelled', settled_seq = 1, returned = stake
         WHERE ticket_id = '{last}'"
    );
    world.tamper(&back).await;
    assert_eq!(used().await, [lost, Units::whole(0), Units::whole(2)]);
}

#[tokio::test]
async fn whoever_is_shut_out_stays_so_until_the_end_and_no_longer() {
    let world = World::new().await;
    let (here, there) = (HERE, THERE);
    let account = |n| AccountHash([n; 32]);
    for (n, scope, hours) in [
        (1u8, 11i64, 1),
        (2, 0, 1),
        (3, 0, -1),
        (4, 11, 2),
        (4, 11, 1),
    ] {
        let row = "INSERT INTO exclusions VALUES ($1, $2, app_now() + $3 * interval '1 hour')";
        sqlx::query(row)
            .bind(account(n).0.as_slice())
            .bind(scope)
            .bind(f64::from(hours))
            .execute(&world.database.owner)
            .await
            .unwrap();
    }
    let excluded = async |guild, n| {
        let mut tx = world.begin(guild).await;
        let asked = limits::is_excluded(&mut tx, guild, &account(n)).await;
        asked.unwrap()
    };
    assert!(excluded(here, 1).await && !excluded(there, 1).await);
    assert!(excluded(here, 2).await && excluded(there, 2).await);
    assert!(!excluded(here, 3).await, "it is over");
    assert!(!excluded(here, 5).await, "nobody has heard of that account");
    world.database.advance(TimeDelta::minutes(90)).await;
    assert!(!excluded(here, 1).await && !excluded(here, 2).await);
    assert!(excluded(here, 4).await, "the longer one holds");
}

#[tokio::test]
async fn limits_are_added_to_and_neither_changed_nor_taken_away() {
    let world = World::new().await;
    let alice = world.member(1).await;
    set(&world, alice, ("stake", "day"), Some(5), 0.0).await;
    for change in [
        "UPDATE member_limits SET amount = NULL",
        "DELETE FROM member_limits",
        "INSERT INTO exclusions VALUES ('', 0, app_now())",
        "SELECT 1 FROM exclusions",
    ] {
        let mut tx = world.begin(HERE).await;
        let refused = tx.execute(change).await.unwrap_err();
        assert!(
            refused.to_string().contains("permission denied"),
            "{refused}"
        );
    }
}
