//! Limits that members set for themselves, and accounts that shut themselves out.

use chrono::{DateTime, TimeDelta, Utc};
use shared::id::GuildId;
use shared::limit::{LimitKind, LimitOn, LimitSpan};
use shared::units::Units;
use sqlx::Executor;
use store::limits::{self, Exclusion, Limit, NextLimit};
use store::tickets::PlaceOutcome;
use testkit::{HERE, Member, THERE, World, account, bet, on};

use crate::board::game;

const BET: LimitOn = LimitOn {
    kind: LimitKind::Stake,
    span: LimitSpan::Bet,
};
const STAKE_DAY: LimitOn = LimitOn {
    kind: LimitKind::Stake,
    span: LimitSpan::Day,
};
const STAKE_WEEK: LimitOn = LimitOn {
    kind: LimitKind::Stake,
    span: LimitSpan::Week,
};
const LOSS_WEEK: LimitOn = LimitOn {
    kind: LimitKind::Loss,
    span: LimitSpan::Week,
};

/// Sets a limit in whole units, or removes it.
async fn set(world: &World, member: Member, on: LimitOn, units: Option<i32>) -> DateTime<Utc> {
    let mut tx = world.begin(HERE).await;
    let amount = units.map(Units::whole);
    let at = limits::set(&mut tx, HERE, member.id, on, amount).await;
    tx.commit().await.unwrap();
    at.unwrap()
}

async fn held(world: &World, guild: GuildId, member: Member) -> Vec<Limit> {
    let mut tx = world.begin(guild).await;
    limits::of(&mut tx, guild, member.id).await.unwrap()
}

/// What is the most, and what of it is used.
async fn amounts(world: &World, member: Member) -> Vec<(Units, Units)> {
    let held = held(world, HERE, member).await;
    held.iter().map(|it| (it.amount, it.used)).collect()
}

/// A game with prices that take bets for days.
async fn open_game(world: &World) {
    world.report(&[game(world, "X", 200)]).await;
}

#[tokio::test]
async fn less_holds_at_once_and_more_waits_for_a_day() {
    let world = World::new().await;
    let alice = world.member(1).await;
    assert!(held(&world, HERE, alice).await.is_empty());
    let now = world.database.now().await;
    let first = set(&world, alice, STAKE_DAY, Some(5)).await;
    assert!(first - now < TimeDelta::minutes(1));
    let raised = set(&world, alice, STAKE_DAY, Some(50)).await;
    assert!(raised - now >= TimeDelta::hours(24));
    let five = Limit {
        on: STAKE_DAY,
        amount: Units::whole(5),
        used: Units::ZERO,
        next: Some(NextLimit {
            amount: Some(Units::whole(50)),
            at: raised,
        }),
    };
    assert_eq!(held(&world, HERE, alice).await, [five]);
    assert!(held(&world, THERE, alice).await.is_empty());

    world.database.advance(TimeDelta::hours(25)).await;
    let fifty = (Units::whole(50), Units::ZERO);
    assert_eq!(amounts(&world, alice).await, [fifty]);
    set(&world, alice, STAKE_DAY, None).await;
    assert_eq!(amounts(&world, alice).await, [fifty], "so does none at all");
    world.database.advance(TimeDelta::hours(25)).await;
    assert!(held(&world, HERE, alice).await.is_empty());
}

#[tokio::test]
async fn what_is_set_replaces_what_was_still_waited_for() {
    let world = World::new().await;
    let alice = world.member(1).await;
    set(&world, alice, STAKE_DAY, Some(5)).await;
    set(&world, alice, STAKE_DAY, Some(50)).await;
    set(&world, alice, STAKE_DAY, Some(2)).await;
    world.database.advance(TimeDelta::hours(48)).await;
    let two = (Units::whole(2), Units::ZERO);
    assert_eq!(amounts(&world, alice).await, [two], "lowered after all");

    set(&world, alice, STAKE_DAY, Some(50)).await;
    world.database.advance(TimeDelta::hours(23)).await;
    let at = set(&world, alice, STAKE_DAY, Some(10)).await;
    let next = NextLimit {
        amount: Some(Units::whole(10)),
        at,
    };
    world.database.advance(TimeDelta::hours(2)).await;
    let limit = held(&world, HERE, alice).await[0];
    assert_eq!((limit.amount, limit.next), (two.0, Some(next)));
}

#[tokio::test]
async fn what_is_used_is_added_up_from_the_tickets_of_the_span() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let bob = world.member(2).await;
    for limit in [LOSS_WEEK, STAKE_DAY, STAKE_WEEK] {
        set(&world, alice, limit, Some(9)).await;
    }
    open_game(&world).await;
    let place = |member| world.bet(member, 1, on("X").home("+3.5"));
    let used = async || -> Vec<Units> {
        let amounts = amounts(&world, alice).await;
        amounts.into_iter().map(|it| it.1).collect()
    };
    let ticket = place(alice).await;
    place(alice).await;
    place(bob).await;
    assert_eq!(used().await, [2, 2, 2].map(Units::whole));
    // A ticket that came back with more than its stake leaves less lost.
    let head = format!(
        "UPDATE tickets SET state = 'won', settled_seq = 1, returned = 1900000
         WHERE ticket_id = '{ticket}'"
    );
    world.tamper(&head).await;
    let lost = Units::from_steps(100_000);
    assert_eq!(used().await, [lost, Units::whole(2), Units::whole(2)]);
    world.database.advance(TimeDelta::hours(25)).await;
    open_game(&world).await;
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
async fn a_bet_that_goes_past_a_limit_is_refused_and_the_tightest_one_is_named() {
    let world = World::new().await;
    let alice = world.member(1).await;
    open_game(&world).await;
    let place = async |units| {
        let bet = bet(alice, on("X").home("+3.5")).units(units);
        world.try_place(bet).await
    };
    set(&world, alice, BET, Some(3)).await;
    set(&world, alice, STAKE_DAY, Some(5)).await;
    set(&world, alice, STAKE_WEEK, Some(7)).await;
    let over = |on, amount, used| PlaceOutcome::OverLimit {
        on,
        amount: Units::whole(amount),
        used: Units::whole(used),
    };
    assert_eq!(place(4).await, over(BET, 3, 0));
    assert!(matches!(place(3).await, PlaceOutcome::Placed(_)));
    assert_eq!(place(3).await, over(STAKE_DAY, 5, 3));
    assert!(matches!(place(2).await, PlaceOutcome::Placed(_)));
    assert_eq!(place(1).await, over(STAKE_DAY, 5, 5));
    world.database.advance(TimeDelta::hours(25)).await;
    open_game(&world).await;
    assert_eq!(place(3).await, over(STAKE_WEEK, 7, 5));
    assert!(matches!(place(2).await, PlaceOutcome::Placed(_)));
}

#[tokio::test]
async fn whoever_is_shut_out_stays_so_until_the_end_and_places_nothing() {
    let world = World::new().await;
    let member = world.member(1).await;
    open_game(&world).await;
    let exclude = async |guild, number, everywhere, days| {
        let mut tx = world.begin(guild).await;
        let end = limits::exclude(&mut tx, guild, &account(number), everywhere, days).await;
        tx.commit().await.unwrap();
        end.unwrap()
    };
    let found = async |guild, number| -> Vec<Exclusion> {
        let mut tx = world.begin(guild).await;
        let found = limits::exclusions_of(&mut tx, guild, &account(number)).await;
        found.unwrap()
    };
    let place = async |number| {
        let bet = bet(member, on("X").home("+3.5")).by_account(account(number));
        world.try_place(bet).await
    };
    let here = exclude(HERE, 1, false, 2).await;
    let everywhere = exclude(THERE, 2, true, 1).await;
    let once = |is_everywhere, ends_at| {
        vec![Exclusion {
            is_everywhere,
            ends_at,
        }]
    };
    assert_eq!(found(HERE, 1).await, once(false, here));
    assert!(found(THERE, 1).await.is_empty());
    assert_eq!(found(HERE, 2).await, once(true, everywhere));
    assert_eq!(found(THERE, 2).await, once(true, everywhere));
    let PlaceOutcome::Excluded { until } = place(2).await else {
        panic!("it was placed");
    };
    assert!(until >= everywhere && until - everywhere < TimeDelta::seconds(1));
    assert!(matches!(place(3).await, PlaceOutcome::Placed(_)));

    assert_eq!(exclude(HERE, 1, false, 1).await, here, "never shorter");
    let longer = exclude(HERE, 1, false, 3).await;
    assert!(longer > here);
    world.database.advance(TimeDelta::hours(25)).await;
    open_game(&world).await;
    assert!(found(HERE, 2).await.is_empty(), "it is over");
    assert!(matches!(place(2).await, PlaceOutcome::Placed(_)));
    assert_eq!(found(HERE, 1).await, once(false, longer));
    assert!(matches!(place(1).await, PlaceOutcome::Excluded { .. }));
}

#[tokio::test]
async fn no_exclusion_is_shorter_than_a_day_or_longer_than_five_years() {
    let world = World::new().await;
    for days in [0, 1_828, u16::MAX] {
        let mut tx = world.begin(HERE).await;
        let refused = limits::exclude(&mut tx, HERE, &account(1), true, days).await;
        assert!(refused.is_err(), "{days}");
    }
}

#[tokio::test]
async fn limits_and_exclusions_are_written_by_their_functions_alone() {
    let world = World::new().await;
    let alice = world.member(1).await;
    set(&world, alice, STAKE_DAY, Some(5)).await;
    for change in [
        "UPDATE member_limits SET amount = NULL",
        "DELETE FROM member_limits",
        "INSERT INTO member_limits SELECT * FROM member_limits",
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
