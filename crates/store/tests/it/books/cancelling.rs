//! Taking a ticket back.

use chrono::TimeDelta;
use uuid::Uuid;

use super::laws::assert_books;
use super::world::{Bet, HERE, Head, THERE, UNIT, World, cancel, cancel_by, constraint};

async fn try_cancel(world: &World, member: Uuid, ticket: Uuid) -> String {
    cancel(&world.database.bot, HERE, member, ticket)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_cancelled_ticket_gives_the_stake_back_once() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    assert_eq!(try_cancel(&world, member, ticket).await, "cancelled");
    assert_eq!(world.balances(member).await, (100 * UNIT, 0));
    assert_eq!(
        try_cancel(&world, member, ticket).await,
        "already_cancelled"
    );
    assert_eq!(world.balances(member).await, (100 * UNIT, 0));
    let causes = "SELECT count(*) FROM settlements WHERE cause = 'cancel' AND sequence = 1";
    assert_eq!(world.count(causes).await, 1);
    assert_books(&world).await;
}

#[tokio::test]
async fn a_press_that_comes_again_is_told_what_it_was_told_though_the_price_came_back() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let press = async |interaction| {
        cancel_by(&world.database.bot, HERE, member, interaction, ticket)
            .await
            .unwrap()
    };
    let quoted_at = async |num| {
        world
            .run(&format!("UPDATE quotes SET price_num = {num}"))
            .await;
    };
    quoted_at(20).await;
    assert_eq!(press(-1).await, "price_moved");
    quoted_at(21).await;
    assert_eq!(press(-1).await, "price_moved");
    assert_eq!(world.balances(member).await, (99 * UNIT, UNIT));
    assert_eq!(press(-2).await, "cancelled");
    assert_eq!(press(-2).await, "cancelled");
    assert_eq!(world.balances(member).await, (100 * UNIT, 0));
    assert_books(&world).await;
}

#[tokio::test]
async fn the_window_the_start_and_the_price_close_the_way_back() {
    let world = World::with_games(2).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0, 1])).await;
    let second = world.selections[1];
    let quote = format!(
        "UPDATE quotes SET price_num = 2, price_den = 1
       WHERE selection_id = '{second}'"
    );
    world.run(&quote).await;
    assert_eq!(try_cancel(&world, member, ticket).await, "price_moved");
    world
        .run("UPDATE quotes SET price_num = 21, price_den = 11, taken_down_at = app_now()")
        .await;
    assert_eq!(try_cancel(&world, member, ticket).await, "price_moved");
    world.run("UPDATE quotes SET taken_down_at = NULL").await;

    let game = world.games[1];
    for status in ["live", "postponed", "final"] {
        world
            .run(&format!(
                "UPDATE games SET status = '{status}' WHERE game_id = '{game}'"
            ))
            .await;
        assert_eq!(try_cancel(&world, member, ticket).await, "game_started");
    }
    world.run("UPDATE games SET status = 'scheduled'").await;

    world.database.advance(TimeDelta::seconds(61)).await;
    assert_eq!(try_cancel(&world, member, ticket).await, "too_late");
    world.database.advance(TimeDelta::hours(1)).await;
    assert_eq!(try_cancel(&world, member, ticket).await, "game_started");
    assert_eq!(world.balances(member).await, (99 * UNIT, UNIT));
}

#[tokio::test]
async fn what_is_settled_or_reopened_cannot_be_taken_back() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let head = |expected, state, returned| Head {
        guild: HERE,
        ticket,
        expected,
        state,
        returned,
    };
    world
        .settle(&[head(0, "won", Some(1_909_090))])
        .await
        .unwrap();
    assert_eq!(try_cancel(&world, member, ticket).await, "already_settled");
    world.settle(&[head(1, "open", None)]).await.unwrap();
    assert_eq!(try_cancel(&world, member, ticket).await, "already_settled");
    assert_books(&world).await;
}

#[tokio::test]
async fn a_cancelled_ticket_is_never_settled() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    assert_eq!(try_cancel(&world, member, ticket).await, "cancelled");
    for expected in [0, 1] {
        let head = Head {
            guild: HERE,
            ticket,
            expected,
            state: "won",
            returned: Some(1_909_090),
        };
        assert_eq!(world.settle(&[head]).await.unwrap(), 0);
    }
    assert_eq!(world.balances(member).await, (100 * UNIT, 0));
    assert_books(&world).await;
}

#[tokio::test]
async fn only_whose_it_is_takes_a_ticket_back() {
    let world = World::with_games(1).await;
    let (mine, other) = (world.member(HERE, 1).await, world.member(HERE, 2).await);
    let ticket = world.placed(&world.bet(mine, &[0])).await;
    assert_eq!(try_cancel(&world, other, ticket).await, "not_yours");
    assert_eq!(try_cancel(&world, mine, Uuid::now_v7()).await, "not_yours");
    let elsewhere = cancel(&world.database.bot, THERE, mine, ticket)
        .await
        .unwrap();
    assert_eq!(elsewhere, "not_yours");
}

#[tokio::test]
async fn a_transaction_that_acts_for_one_server_cancels_in_no_other() {
    let world = World::with_games(1).await;
    let theirs = world.member(THERE, 1).await;
    let bet = Bet {
        guild: THERE,
        ..world.bet(theirs, &[0])
    };
    let ticket = world.placed(&bet).await;
    let mut acting = world.begin(testkit::HERE).await;
    let refused = cancel(&mut *acting, THERE, theirs, ticket)
        .await
        .unwrap_err();
    assert_eq!(constraint(&refused), Some("acting_guild"));
    drop(acting);
    // Nor does a decision of this server's admin reach the other one's ticket: row security hides
    // it.
    let mut acting = world.begin(testkit::HERE).await;
    let moved = sqlx::query(
        "SELECT * FROM code.correct_tickets(11, ARRAY[$1::uuid], ARRAY[0], ARRAY['lost'],
           ARRAY[0::bigint], ARRAY[0::numeric], ARRAY[1::numeric], ARRAY['{-1}'], ARRAY['digest'])",
    )
    .bind(ticket)
    .fetch_all(&mut *acting)
    .await
    .unwrap();
    assert!(moved.is_empty());
    drop(acting);
    assert_eq!(world.balances(theirs).await, (99 * UNIT, UNIT));
}
