//! Limits that members set for themselves, and accounts that shut themselves out.

use chrono::TimeDelta;
use shared::id::{GuildId, MemberId};
use shared::units::Units;
use sqlx::Executor;
use store::begin_guild;
use store::limits::{self, AccountHash, Limit, LimitKind, LimitSpan};
use store::tickets::PlaceOutcome;
use testkit::TestDatabase;

use crate::board::{HERE, game, member, quotes, report};
use crate::tickets::bet;

/// Sets a limit that takes effect that many hours from now. `None` lifts it.
async fn set(
    database: &TestDatabase,
    member: MemberId,
    (kind, span): (&str, &str),
    units: Option<i32>,
    hours: f64,
) {
    let set = "INSERT INTO member_limits (guild_id, member_id, kind, span, number, amount,
          effective_at)
        SELECT 11, $1, $2, $3, 1 + count(*), $4, app_now() + $5 * interval '1 hour' + '1 s'
        FROM member_limits";
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    sqlx::query(set)
        .bind(member.as_uuid())
        .bind(kind)
        .bind(span)
        .bind(units.map(|it| i64::from(it) * 1_000_000))
        .bind(hours)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    database.advance(TimeDelta::seconds(2)).await;
}

async fn held(database: &TestDatabase, guild: GuildId, member: MemberId) -> Vec<Limit> {
    let mut tx = begin_guild(&database.bot, guild).await.unwrap();
    limits::of(&mut tx, guild, member).await.unwrap()
}

/// What is the most, and what of it is used, in whole units.
async fn amounts(database: &TestDatabase, member: MemberId) -> Vec<(Units, Units)> {
    let held = held(database, HERE, member).await;
    held.iter().map(|it| (it.amount, it.used)).collect()
}

#[tokio::test]
async fn what_was_set_last_holds_once_it_has_come_into_effect() {
    let database = TestDatabase::create().await;
    let alice = member(&database, 1, "Alice").await;
    let day = ("stake", "day");
    assert!(held(&database, HERE, alice).await.is_empty());
    set(&database, alice, day, Some(5), 0.0).await;
    set(&database, alice, day, Some(50), 24.0).await;
    let first = Limit {
        kind: LimitKind::Stake,
        span: LimitSpan::Day,
        amount: Units::whole(5),
        used: Units::whole(0),
    };
    assert_eq!(
        held(&database, HERE, alice).await,
        [first],
        "more is waited for"
    );
    // Less is had at once, and the raise that was still to come is overtaken by it.
    set(&database, alice, day, Some(2), 0.0).await;
    let two = [(Units::whole(2), Units::whole(0))];
    assert_eq!(amounts(&database, alice).await, two);
    database.advance(TimeDelta::hours(48)).await;
    assert_eq!(amounts(&database, alice).await, two);
    set(&database, alice, day, None, 0.0).await;
    assert!(held(&database, HERE, alice).await.is_empty(), "lifted");
    set(&database, alice, ("loss", "month"), Some(0), 0.0).await;
    assert_eq!(held(&database, HERE, alice).await[0].span, LimitSpan::Month);
    assert!(held(&database, GuildId::new(22), alice).await.is_empty());
}

#[tokio::test]
async fn what_is_used_is_added_up_from_the_tickets_of_the_span() {
    let database = TestDatabase::create().await;
    let alice = member(&database, 1, "Alice").await;
    let bob = member(&database, 2, "Bob").await;
    for limit in [("loss", "week"), ("stake", "day"), ("stake", "week")] {
        set(&database, alice, limit, Some(9), 0.0).await;
    }
    let games = [game(&database, "X", 200).await];
    report(&database, &games).await;
    let quotes = quotes(&database).await;
    let place = async |member, interaction| {
        // The id is made by the bot's clock, which the database's has left behind.
        let mut bet = bet(member, interaction, &[&quotes[0]]);
        bet.ticket = shared::id::TicketId::mint(database.now().await);
        let placed = services::bets::place(&database.bot, &bet).await.unwrap();
        assert!(matches!(placed, PlaceOutcome::Placed(_)), "{placed:?}");
        bet.ticket
    };
    let used = async || -> Vec<Units> {
        let amounts = amounts(&database, alice).await;
        amounts.into_iter().map(|it| it.1).collect()
    };
    let ticket = place(alice, 1).await;
    place(alice, 2).await;
    place(bob, 3).await;
    assert_eq!(used().await, [2, 2, 2].map(Units::whole));
    // A ticket that came back with more than its stake leaves nothing lost.
    let head = format!(
        "UPDATE tickets SET state = 'won', settled_seq = 1, returned = 1900000
         WHERE ticket_id = '{ticket}'"
    );
    database.owner.execute(head.as_str()).await.unwrap();
    let lost = Units::from_steps(100_000);
    assert_eq!(used().await, [lost, Units::whole(2), Units::whole(2)]);
    database.advance(TimeDelta::hours(25)).await;
    report(&database, &games).await;
    let last = place(alice, 4).await;
    let more = Units::from_steps(1_100_000);
    assert_eq!(used().await, [more, Units::whole(1), Units::whole(3)]);
    let back = format!(
        "UPDATE tickets SET state = 'cancelled', settled_seq = 1, returned = stake
         WHERE ticket_id = '{last}'"
    );
    database.owner.execute(back.as_str()).await.unwrap();
    assert_eq!(used().await, [lost, Units::whole(0), Units::whole(2)]);
}

#[tokio::test]
async fn whoever_is_shut_out_stays_so_until_the_end_and_no_longer() {
    let database = TestDatabase::create().await;
    let (here, there) = (GuildId::new(11), GuildId::new(22));
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
            .execute(&database.owner)
            .await
            .unwrap();
    }
    let excluded = async |guild, n| {
        let mut tx = begin_guild(&database.bot, guild).await.unwrap();
        let asked = limits::is_excluded(&mut tx, guild, &account(n)).await;
        asked.unwrap()
    };
    assert!(excluded(here, 1).await && !excluded(there, 1).await);
    assert!(excluded(here, 2).await && excluded(there, 2).await);
    assert!(!excluded(here, 3).await, "it is over");
    assert!(!excluded(here, 5).await, "nobody has heard of that account");
    database.advance(TimeDelta::minutes(90)).await;
    assert!(!excluded(here, 1).await && !excluded(here, 2).await);
    assert!(excluded(here, 4).await, "the longer one holds");
}

#[tokio::test]
async fn limits_are_added_to_and_neither_changed_nor_taken_away() {
    let database = TestDatabase::create().await;
    let alice = member(&database, 1, "Alice").await;
    set(&database, alice, ("stake", "day"), Some(5), 0.0).await;
    for change in [
        "UPDATE member_limits SET amount = NULL",
        "DELETE FROM member_limits",
        "INSERT INTO exclusions VALUES ('', 0, app_now())",
        "SELECT 1 FROM exclusions",
    ] {
        let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
        let refused = tx.execute(change).await.unwrap_err();
        assert!(
            refused.to_string().contains("permission denied"),
            "{refused}"
        );
    }
}
