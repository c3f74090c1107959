//! Tickets by their typed door: what is placed, listed, taken back, shared.

use std::time::Duration;

use chrono::TimeDelta;
use shared::id::{InteractionId, MemberId};
use shared::price::Price;
use shared::shards::ShardRange;
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;
use store::notices;
use store::tickets::{self, CancelOutcome, CancelWindow, PlaceOutcome};
use testkit::{HERE, Member, Pick, World, bet, on};
use uuid::Uuid;

use crate::board::game;

/// Home of the game X, as it is offered.
fn home() -> Pick {
    on("X").home("+3.5")
}

/// A minute, of which nothing is free of conditions.
const WINDOW: CancelWindow = CancelWindow {
    free: Duration::ZERO,
    unmoved: Duration::from_secs(60),
};

#[tokio::test]
async fn a_parlay_is_placed_once_and_read_back_as_it_was_agreed() {
    let world = World::new().await;
    let games = [game(&world, "X", 1), game(&world, "Y", 2)];
    world.report(&games).await;
    let alice = world.member(1).await;
    let parlay = bet(alice, [home(), on("Y").away("-3.5")]).by_interaction(1);
    let placed = world.try_place(parlay.clone()).await;
    let PlaceOutcome::Placed(placed) = placed else {
        panic!("{placed:?}");
    };
    assert_eq!(placed.possible_return, Units::from_steps(3_644_628));
    assert_eq!(placed.cash, Units::whole(99));
    let again = world.try_place(parlay).await;
    assert_eq!(again, PlaceOutcome::AlreadyPlaced(placed.clone()));

    let mut tx = world.begin(HERE).await;
    let found = tickets::find(&mut tx, HERE, placed.ticket)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.ticket.kind(), TicketKind::Parlay);
    let lines = found
        .ticket
        .legs
        .iter()
        .map(|it| it.selection.line.unwrap().signed());
    assert_eq!(lines.collect::<Vec<_>>(), ["+3.5", "-3.5"]);
    let codes: Vec<_> = found
        .games
        .iter()
        .map(|it| it.sides().unwrap().home.code.as_str())
        .collect();
    assert_eq!(codes, ["XH", "YH"]);
    let by_code = tickets::by_code(&mut tx, HERE, &placed.code).await.unwrap();
    assert_eq!(by_code, Some(placed.ticket));
    let last = tickets::last_stake(&mut tx, HERE, alice.id).await.unwrap();
    assert_eq!(last, Some(Units::whole(1)));
}

#[tokio::test]
async fn every_refusal_has_its_word_and_its_numbers() {
    let world = World::new().await;
    let mut open = game(&world, "X", 1);
    world.report(&open).await;
    let alice = world.member(1).await;
    // Each is asked again: what was refused stays so for the interaction that asked for it.
    let place = |bet| world.try_place(bet);
    let seen = world.placement(bet(alice, home())).await;
    let single = || bet(alice, seen.legs.clone());
    let (min, max) = (Units::from_steps(500_000), Units::whole(5));
    let small = place(single().stake(Units::from_steps(1))).await;
    assert_eq!(small, PlaceOutcome::StakeTooSmall { min, max });
    let large = place(single().units(6)).await;
    assert_eq!(large, PlaceOutcome::StakeTooLarge { min, max });
    let twice = bet(alice, [home(), on("X").away("-3.5")]);
    assert_eq!(place(twice).await, PlaceOutcome::SameGame);
    let nothing = bet(alice, Vec::<Pick>::new());
    assert_eq!(place(nothing).await, PlaceOutcome::TooManyLegs);
    let nobody = Member {
        guild: HERE,
        id: MemberId::from_uuid(Uuid::now_v7()),
    };
    assert_eq!(place(bet(nobody, home())).await, PlaceOutcome::NotAMember);
    let mut forged = seen.legs[0];
    forged.num = u64::MAX;
    assert_eq!(
        place(bet(alice, forged)).await,
        PlaceOutcome::UnknownSelection
    );

    open.quotes[0].price = Price::from_american(-120).unwrap();
    world.report(&open).await;
    let PlaceOutcome::PriceMoved(moved) = place(single()).await else {
        panic!("the price moved");
    };
    assert_eq!(moved[0].price, open.quotes[0].price);
    open.quotes.remove(0);
    world.report(open).await;
    assert_eq!(place(single()).await, PlaceOutcome::TakenDown);
    world.database.advance(TimeDelta::hours(2)).await;
    let started = place(single()).await;
    assert!(
        matches!(started, PlaceOutcome::GameStarted { at: Some(_) }),
        "{started:?}"
    );
}

#[tokio::test]
async fn a_ticket_is_taken_back_once_and_by_nobody_else() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let (alice, ben) = (world.member(1).await, world.member(2).await);
    let ticket = world.bet(alice, 1, home()).await;
    let cancel = async |member: Member, pressed| {
        let (pool, pressed) = (&world.database.bot, InteractionId::new(pressed));
        tickets::cancel(pool, HERE, member.id, pressed, ticket, WINDOW)
            .await
            .unwrap()
    };
    assert_eq!(cancel(ben, 11).await, CancelOutcome::NotYours);
    assert_eq!(cancel(alice, 12).await, CancelOutcome::Cancelled);
    assert_eq!(cancel(alice, 13).await, CancelOutcome::AlreadyCancelled);
    // The first press, heard once more.
    assert_eq!(cancel(alice, 12).await, CancelOutcome::Cancelled);
    let mut tx = world.begin(HERE).await;
    let settlements = tickets::settlements(&mut tx, HERE, ticket).await.unwrap();
    assert_eq!(settlements.len(), 1);
    assert_eq!(settlements[0].state, TicketState::Cancelled);
    drop(tx);

    let late = world.bet(alice, 1, home()).await;
    world.database.advance(TimeDelta::seconds(61)).await;
    let refused = world.cancel(alice, late, WINDOW).await;
    assert_eq!(refused, CancelOutcome::TooLate);
}

#[tokio::test]
async fn a_slip_is_shared_once_and_only_by_its_owner() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let (alice, ben) = (world.member(1).await, world.member(2).await);
    let ticket = world.bet(alice, 1, home()).await;
    let mut tx = world.begin(HERE).await;
    let mut share = async |member: Member| {
        tickets::share(&mut tx, HERE, member.id, ticket, InteractionId::new(7))
            .await
            .unwrap()
    };
    assert!(!share(ben).await);
    assert!(share(alice).await);
    assert!(!share(alice).await);
    tx.commit().await.unwrap();
    assert_eq!(
        notices::due_deliveries(&world.database.bot, ShardRange::WHOLE, 10)
            .await
            .unwrap()
            .len(),
        1
    );
}
