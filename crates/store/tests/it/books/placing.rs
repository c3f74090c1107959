//! What `place_ticket` takes, and what it refuses and why.

use chrono::TimeDelta;
use serde_json::json;
use shared::settings::ServerSettings;
use shared::units::Units;
use uuid::Uuid;

use super::laws::assert_books;
use super::world::{Bet, HERE, THERE, UNIT, World, constraint, place};

/// What is refused changes nothing and charges nothing.
async fn assert_refused(world: &World, bet: &Bet, reason: &str) -> serde_json::Value {
    let before = world.balances(bet.member).await;
    let tickets = world.count("SELECT count(*) FROM tickets").await;
    let answer = world.place(bet).await;
    assert_eq!(answer.outcome, reason, "{answer:?}");
    assert_eq!(answer.ticket_id, None);
    assert_eq!(answer.code, None);
    assert_eq!(world.balances(bet.member).await, before);
    assert_eq!(
        world.count("SELECT count(*) FROM tickets").await,
        tickets,
        "a refused bet leaves no ticket"
    );
    answer.detail
}

#[tokio::test]
async fn a_bet_takes_its_stake_and_leaves_a_ticket_a_leg_and_a_notice() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let bet = Bet {
        post_slip: true,
        ..world.bet(member, &[0])
    };
    let answer = world.place(&bet).await;
    assert_eq!(answer.outcome, "placed");
    assert_eq!(answer.ticket_id, Some(bet.ticket));
    assert_eq!(answer.code.as_ref(), Some(&bet.codes[0]));
    assert_eq!(answer.possible_return, Some(1_909_090));
    assert_eq!(answer.cash, Some(99 * UNIT));
    assert_eq!(world.balances(member).await, (99 * UNIT, UNIT));
    let leg = "SELECT count(*) FROM legs WHERE leg = 1 AND price_num = 21 AND price_den = 11
               AND price_number = '-110' AND side = 'home'";
    assert_eq!(world.count(leg).await, 1);
    let told = "SELECT count(*) FROM deliveries WHERE kind = 'ticket_placed' AND state = 'due'";
    assert_eq!(world.count(told).await, 1);
    assert_books(&world).await;
}

#[tokio::test]
async fn a_code_that_is_taken_is_passed_over() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let first = world.bet(member, &[0]);
    world.placed(&first).await;
    let mut second = world.bet(member, &[0]);
    second.codes[0].clone_from(&first.codes[0]);
    assert_eq!(
        world.place(&second).await.code,
        Some(second.codes[1].clone())
    );
    // In another server the same code is free.
    let elsewhere = world.member(THERE, 1).await;
    let third = Bet {
        guild: THERE,
        codes: first.codes.clone(),
        ..world.bet(elsewhere, &[0])
    };
    assert_eq!(world.place(&third).await.code, Some(first.codes[0].clone()));
}

#[tokio::test]
async fn a_bet_at_the_start_is_refused_and_one_before_it_is_not() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    world.database.advance(TimeDelta::minutes(59)).await;
    world.placed(&world.bet(member, &[0])).await;
    // The clock stands still for a moment, so that it can be exactly the start.
    world
        .run(
            "ALTER FUNCTION app_now() RENAME TO running_now;
             CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
               AS $$ SELECT timestamptz '2030-01-01 12:00:00Z' $$;
             UPDATE games SET starts_at = '2030-01-01 12:00:00Z'",
        )
        .await;
    let detail = assert_refused(&world, &world.bet(member, &[0]), "game_started").await;
    assert_eq!(detail, json!({"started_at": 1_893_499_200}));
    world
        .run("UPDATE games SET starts_at = '2030-01-01 12:00:00.000001Z'")
        .await;
    world.placed(&world.bet(member, &[0])).await;
    world
        .run("UPDATE games SET starts_at = '2029-12-31Z'")
        .await;
    assert_refused(&world, &world.bet(member, &[0]), "game_started").await;
}

#[tokio::test]
async fn one_leg_that_has_started_refuses_the_whole_parlay() {
    let world = World::with_games(3).await;
    let member = world.member(HERE, 1).await;
    let started = world.games[1];
    world
        .run(&format!(
            "UPDATE games SET starts_at = app_now() WHERE game_id = '{started}'"
        ))
        .await;
    assert_refused(&world, &world.bet(member, &[0, 1, 2]), "game_started").await;
}

#[tokio::test]
async fn only_a_scheduled_game_can_be_bet_on() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    for status in [
        "live",
        "suspended",
        "postponed",
        "final",
        "cancelled",
        "abandoned",
    ] {
        world
            .run(&format!("UPDATE games SET status = '{status}'"))
            .await;
        assert_refused(&world, &world.bet(member, &[0]), "game_not_open").await;
    }
}

#[tokio::test]
async fn a_moved_price_is_refused_with_the_new_one() {
    let world = World::with_games(2).await;
    let member = world.member(HERE, 1).await;
    let moved = world.selections[1];
    world
        .run(&format!(
            "UPDATE quotes SET price_num = 2, price_den = 1, price_number = '+100'
             WHERE selection_id = '{moved}'"
        ))
        .await;
    let bet = world.bet(member, &[0, 1]);
    let detail = assert_refused(&world, &bet, "price_moved").await;
    let now = json!([{"selection": moved, "num": 2, "den": 1, "format": "american",
        "number": "+100"}]);
    assert_eq!(detail, now, "the leg that has not moved is not named");
    let agreed = Bet {
        nums: vec![21, 2],
        dens: vec![11, 1],
        ..world.bet(member, &[0, 1])
    };
    assert_eq!(world.place(&agreed).await.possible_return, Some(3_818_181));
}

#[tokio::test]
async fn what_is_not_offered_cannot_be_had() {
    let world = World::with_games(2).await;
    let member = world.member(HERE, 1).await;
    world
        .run("UPDATE quotes SET taken_down_at = app_now()")
        .await;
    assert_refused(&world, &world.bet(member, &[0]), "taken_down").await;
    world.run("DELETE FROM quotes").await;
    assert_refused(&world, &world.bet(member, &[0]), "taken_down").await;
    let unknown = Bet {
        selections: vec![world.selections[0], Uuid::now_v7()],
        ..world.bet(member, &[0, 1])
    };
    assert_refused(&world, &unknown, "unknown_selection").await;
    let nowhere = Bet {
        bookmakers: vec![Uuid::now_v7()],
        ..world.bet(member, &[0])
    };
    assert_refused(&world, &nowhere, "taken_down").await;
}

#[tokio::test]
async fn a_parlay_has_one_leg_a_game_and_at_most_25() {
    let world = World::with_games(26).await;
    let member = world.member(HERE, 1).await;
    assert_refused(&world, &world.bet(member, &[0, 0]), "same_game").await;
    let all: Vec<usize> = (0..26).collect();
    assert_refused(&world, &world.bet(member, &all), "too_many_legs").await;
    assert_refused(&world, &world.bet(member, &[]), "too_many_legs").await;
    // One game that two feeds knew apart is one game.
    let (kept, merged) = (world.games[0], world.games[1]);
    world
        .run(&format!(
            "UPDATE games SET merged_into = '{kept}' WHERE game_id = '{merged}'"
        ))
        .await;
    assert_refused(&world, &world.bet(member, &[0, 1]), "same_game").await;
}

#[tokio::test]
async fn stakes_keep_within_the_newest_settings_of_the_server() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let stake = |stake| Bet {
        stake,
        ..world.bet(member, &[0])
    };
    for too_small in [i64::MIN, -UNIT, 0, 499_999] {
        let detail = assert_refused(&world, &stake(too_small), "stake_too_small").await;
        assert_eq!(detail, json!({"min": 500_000, "max": 5_000_000}));
    }
    for too_large in [5_000_001, i64::MAX] {
        assert_refused(&world, &stake(too_large), "stake_too_large").await;
    }
    world.placed(&stake(500_000)).await;
    world.placed(&stake(5 * UNIT)).await;
    let settings = |guild, version, min, max| {
        format!(
            "INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min,
               stake_max, slip_audience, changed_by)
             VALUES ({guild}, {version}, 'UTC', 'decimal', {min}, {max}, 'everyone', 1)"
        )
    };
    world.run(&settings(HERE, 2, 1, 1_000 * UNIT)).await;
    world.run(&settings(HERE, 3, 10 * UNIT, 20 * UNIT)).await;
    world.run(&settings(THERE, 9, 1, 2)).await;
    let detail = assert_refused(&world, &stake(5 * UNIT), "stake_too_small").await;
    assert_eq!(detail, json!({"min": 10 * UNIT, "max": 20 * UNIT}));
    let ticket = world.placed(&stake(20 * UNIT)).await;
    let version =
        format!("SELECT settings_version::bigint FROM tickets WHERE ticket_id = '{ticket}'");
    assert_eq!(world.count(&version).await, 3);
}

#[tokio::test]
async fn nobody_stakes_more_than_they_have() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let any = |it: &mut ServerSettings| {
        it.stake_min = Units::from_steps(1);
        it.stake_max = Units::whole(1000);
    };
    world.set(testkit::HERE, any).await;
    let stake = |stake| Bet {
        stake,
        ..world.bet(member, &[0])
    };
    let detail = assert_refused(&world, &stake(100 * UNIT + 1), "balance_too_small").await;
    assert_eq!(detail, json!({"cash": 100 * UNIT}));
    world.placed(&stake(100 * UNIT)).await;
    assert_refused(&world, &stake(1), "balance_too_small").await;
    assert_eq!(world.balances(member).await, (0, 100 * UNIT));
}

#[tokio::test]
async fn twenty_five_legs_at_a_thousand_are_multiplied_exactly_and_refused() {
    let world = World::with_games(25).await;
    let member = world.member(HERE, 1).await;
    world
        .run("UPDATE quotes SET price_num = 1000, price_den = 1")
        .await;
    let at = |games: usize, stake| {
        let all: Vec<usize> = (0..games).collect();
        Bet {
            nums: vec![1000; games],
            dens: vec![1; games],
            stake,
            ..world.bet(member, &all)
        }
    };
    assert_refused(&world, &at(25, UNIT), "return_too_large").await;
    // A billion units are the bound and can be had: 1u at 1000.00 three times.
    assert_eq!(
        world.place(&at(3, UNIT)).await.possible_return,
        Some(1_000_000_000 * UNIT)
    );
    assert_refused(&world, &at(3, UNIT + 1), "return_too_large").await;
}

#[tokio::test]
async fn twenty_five_legs_are_rounded_once_and_toward_zero() {
    let world = World::with_games(25).await;
    let member = world.member(HERE, 1).await;
    let all: Vec<usize> = (0..25).collect();
    let bet = Bet {
        stake: 5 * UNIT,
        ..world.bet(member, &all)
    };
    // 5,000,000 * 21^25 / 11^25; rounding after each leg loses 5,083,280 steps.
    assert_eq!(
        world.place(&bet).await.possible_return,
        Some(52_436_686_877_326)
    );
    let kinds = "SELECT count(*) FROM tickets WHERE kind = 'parlay'";
    assert_eq!(world.count(kinds).await, 1);
    assert_eq!(world.count("SELECT max(leg)::bigint FROM legs").await, 25);
}

#[tokio::test]
async fn prices_that_do_not_go_with_the_legs_are_no_bet() {
    let world = World::with_games(2).await;
    let member = world.member(HERE, 1).await;
    let bet = world.bet(member, &[0, 1]);
    let (shorter, longer) = (vec![21], vec![21, 21, 21]);
    for (nums, dens) in [
        (shorter.clone(), bet.dens.clone()),
        (longer.clone(), vec![11, 11, 11]),
        (bet.nums.clone(), vec![11]),
        (bet.nums.clone(), vec![11, 0]),
    ] {
        let wrong = Bet {
            nums,
            dens,
            ..world.bet(member, &[0, 1])
        };
        let answer = place(&world.database.bot, &wrong).await;
        let taken = answer.is_ok_and(|it| it.outcome == "placed");
        assert!(!taken, "{wrong:?}");
    }
    let mut wrong = world.bet(member, &[0, 1]);
    wrong.bookmakers.pop();
    let answer = place(&world.database.bot, &wrong).await;
    assert!(!answer.is_ok_and(|it| it.outcome == "placed"));
    assert_books(&world).await;
    assert_eq!(world.balances(member).await, (100 * UNIT, 0));
}

#[tokio::test]
async fn an_away_side_sees_its_own_line() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    world
        .run("UPDATE markets SET kind = 'spread', line = -13; UPDATE selections SET side = 'away'")
        .await;
    world.placed(&world.bet(member, &[0])).await;
    assert_eq!(world.count("SELECT line::bigint FROM legs").await, 13);
}

#[tokio::test]
async fn a_member_of_another_server_cannot_bet_here() {
    let world = World::with_games(1).await;
    let theirs = world.member(THERE, 1).await;
    let bet = world.bet(theirs, &[0]);
    assert_eq!(world.place(&bet).await.outcome, "not_a_member");
    let nobody = world.bet(Uuid::now_v7(), &[0]);
    assert_eq!(world.place(&nobody).await.outcome, "not_a_member");
    assert_eq!(world.balances(theirs).await, (100 * UNIT, 0));
}

#[tokio::test]
async fn a_transaction_that_acts_for_one_server_cannot_bet_in_another() {
    let world = World::with_games(1).await;
    let theirs = world.member(THERE, 1).await;
    let bet = Bet {
        guild: THERE,
        ..world.bet(theirs, &[0])
    };
    let mut acting = world.begin(testkit::HERE).await;
    let refused = place(&mut *acting, &bet).await.unwrap_err();
    assert_eq!(constraint(&refused), Some("acting_guild"));
    drop(acting);
    assert_eq!(world.place(&bet).await.outcome, "placed");
}
