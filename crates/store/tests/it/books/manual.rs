//! Bets written by hand: placed like others, kept apart, graded by nobody but people.

use std::time::Duration;

use chrono::TimeDelta;
use services::bets::ManualPlacement;
use shared::id::{MemberId, TicketId};
use shared::units::Units;
use store::leaderboards::{self, Span};
use store::manual;
use store::tickets::{self, CancelOutcome, CancelWindow, PlaceOutcome};
use testkit::{HERE, Member, THERE, UNIT, World};
use uuid::Uuid;

use super::laws::assert_books;

/// A server in which bets are written by hand, and a member of it.
async fn allowed() -> (World, Member) {
    let world = World::new().await;
    world.set(HERE, |it| it.manual_bets = true).await;
    let member = world.member(1).await;
    (world, member)
}

#[tokio::test]
async fn a_bet_written_by_hand_obeys_the_rules_of_every_bet() {
    let world = World::new().await;
    let member = world.member(1).await;
    let place = async |bet: &ManualPlacement| world.place_manual(bet).await;
    let bet = async || world.manual_bet(member).await;
    assert_eq!(place(&bet().await).await, PlaceOutcome::ManualOff);
    world.set(HERE, |it| it.manual_bets = true).await;

    let first = bet().await;
    let PlaceOutcome::Placed(placed) = place(&first).await else {
        panic!("not placed");
    };
    assert_eq!(placed.possible_return, Units::whole(5));
    assert_eq!(placed.cash, Units::whole(98));
    let again = ManualPlacement {
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        ..first
    };
    assert!(
        matches!(place(&again).await, PlaceOutcome::AlreadyPlaced(it) if it.ticket == placed.ticket)
    );

    let stake = async |stake| ManualPlacement {
        stake,
        ..bet().await
    };
    let small = stake(Units::from_steps(1)).await;
    assert!(matches!(
        place(&small).await,
        PlaceOutcome::StakeTooSmall { .. }
    ));
    let large = stake(Units::whole(6)).await;
    assert!(matches!(
        place(&large).await,
        PlaceOutcome::StakeTooLarge { .. }
    ));
    let late = ManualPlacement {
        starts_at: world.now - TimeDelta::seconds(1),
        ..bet().await
    };
    assert!(matches!(
        place(&late).await,
        PlaceOutcome::GameStarted { .. }
    ));
    let stranger = ManualPlacement {
        member: MemberId::from_uuid(Uuid::now_v7()),
        ..bet().await
    };
    assert_eq!(place(&stranger).await, PlaceOutcome::NotAMember);
    assert_eq!(world.balances(member).await, (98 * UNIT, 2 * UNIT));
    assert_books(&world).await;
}

#[tokio::test]
async fn what_was_written_is_read_in_its_own_server_alone() {
    let (world, member) = allowed().await;
    let bet = world.manual_bet(member).await;
    let placed = world.place_manual(&bet).await;
    assert!(matches!(placed, PlaceOutcome::Placed(_)));
    let mut tx = world.begin(bet.guild).await;
    let found = tickets::find(&mut tx, bet.guild, bet.ticket)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.games[0].written(), Some(("Club final", "Vera wins")));
    assert!(found.ticket.is_manual());
    let game = found.games[0].id;
    drop(tx);
    let mut tx = world.begin(THERE).await;
    assert_eq!(store::board::games(&mut tx, &[game]).await.unwrap(), []);
}

#[tokio::test]
async fn it_can_be_taken_back_for_a_minute_and_until_it_begins() {
    let (world, member) = allowed().await;
    let window = CancelWindow {
        free: Duration::ZERO,
        unmoved: Duration::from_secs(60),
    };
    let cancel = |bet: &ManualPlacement| world.cancel(member, bet.ticket, window);
    let (first, second) = (
        world.manual_bet(member).await,
        world.manual_bet(member).await,
    );
    for it in [&first, &second] {
        world.place_manual(it).await;
    }
    assert_eq!(cancel(&first).await, CancelOutcome::Cancelled);
    assert_eq!(cancel(&first).await, CancelOutcome::AlreadyCancelled);
    assert_eq!(world.balances(member).await, (98 * UNIT, 2 * UNIT));
    world.database.advance(TimeDelta::seconds(61)).await;
    assert_eq!(cancel(&second).await, CancelOutcome::TooLate);
    world.database.advance(TimeDelta::hours(1)).await;
    assert_eq!(cancel(&second).await, CancelOutcome::GameStarted);
    assert_books(&world).await;
}

#[tokio::test]
async fn no_record_mixes_it_with_what_feeds_decide() {
    let (world, member) = allowed().await;
    let bet = world.manual_bet(member).await;
    world.place_manual(&bet).await;
    world
        .run(&format!(
            "SELECT code.correct_tickets(11, ARRAY['{}']::uuid[], ARRAY[0], ARRAY['won'],
               ARRAY[5000000], ARRAY[5], ARRAY[2], ARRAY['{{-1}}'], ARRAY['digest'])",
            bet.ticket
        ))
        .await;
    let mut tx = world.begin(bet.guild).await;
    let span = Span {
        from: world.now - TimeDelta::days(1),
        until: world.now + TimeDelta::days(1),
        graded_min: 1,
    };
    let standings = leaderboards::page(&mut tx, bet.guild, &span, 0, 10).await;
    assert_eq!(standings.unwrap().rows, []);
    let record = manual::record(&mut tx, bet.guild, bet.member)
        .await
        .unwrap();
    assert_eq!(
        (record.graded, record.won, record.net),
        (1, 1, Units::whole(3))
    );
}
