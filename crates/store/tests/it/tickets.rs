//! Tickets by their typed door: what is placed, listed, taken back, shared.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use std::time::Duration;

use chrono::TimeDelta;
use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use shared::id::{ChannelId, InteractionId, MemberId, TicketId};
use shared::price::Price;
use shared::quote::Quote;
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;
use store::tickets::{self, CancelOutcome, CancelWindow, PlaceOutcome, TicketFilter};
use store::{begin_guild, notices};
use testkit::TestDatabase;
use uuid::Uuid;

use crate::board::{HERE, game, member, quotes, report};

/// A minute, of which nothing is free of conditions.
const WINDOW: CancelWindow = CancelWindow {
    free: Duration::ZERO,
    unmoved: Duration::from_secs(60),
};

fn leg_request(quote: &Quote) -> LegRequest {
    LegRequest {
        selection: quote.selection.id,
        bookmaker: quote.bookmaker.id,
        num: quote.price.num(),
        den: quote.price.den(),
        takes_better: false,
        each_way: None,
    }
}

/// A bet of one unit by that interaction.
pub(crate) fn bet(member: MemberId, interaction: u64, legs: &[&Quote]) -> Placement {
    Placement {
        guild: HERE,
        member,
        interaction: InteractionId::new(interaction),
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        stake: Units::whole(1),
        terms: Terms::plain(legs.len()),
        legs: legs.iter().map(|it| leg_request(it)).collect(),
        rule_version: 1,
        channel: ChannelId::new(7),
        post_slip: false,
    }
}

#[tokio::test]
async fn a_parlay_is_placed_once_and_read_back_as_it_was_agreed() {
    let database = TestDatabase::create().await;
    let games = [game(&database, "X", 1).await, game(&database, "Y", 2).await];
    report(&database, &games).await;
    let alice = member(&database, 1, "Alice").await;
    let quotes = quotes(&database).await;
    let parlay = bet(alice, 1, &[&quotes[0], &quotes[3]]);
    let placed = services::bets::place(&database.bot, &parlay).await.unwrap();
    let PlaceOutcome::Placed(placed) = placed else {
        panic!("{placed:?}");
    };
    assert_eq!(placed.possible_return, Units::from_steps(3_644_628));
    assert_eq!(placed.cash, Units::whole(99));
    let again = Placement {
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        ..parlay
    };
    let again = services::bets::place(&database.bot, &again).await.unwrap();
    assert_eq!(again, PlaceOutcome::AlreadyPlaced(placed.clone()));

    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let found = tickets::find(&mut tx, HERE, placed.ticket)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.ticket.kind, TicketKind::Parlay);
    let lines = found
        .ticket
        .legs
        .iter()
        .map(|it| it.selection.line.unwrap().signed());
    assert_eq!(lines.collect::<Vec<_>>(), ["+3.5", "-3.5"]);
    let codes: Vec<_> = found.games.iter().map(|it| it.home.code.as_str()).collect();
    assert_eq!(codes, ["XH", "YH"]);
    let by_code = tickets::by_code(&mut tx, HERE, &placed.code).await.unwrap();
    assert_eq!(by_code, Some(placed.ticket));
    let last = tickets::last_stake(&mut tx, HERE, alice).await.unwrap();
    assert_eq!(last, Some(Units::whole(1)));
}

#[tokio::test]
async fn every_refusal_has_its_word_and_its_numbers() {
    let database = TestDatabase::create().await;
    let mut open = game(&database, "X", 1).await;
    report(&database, std::slice::from_ref(&open)).await;
    let alice = member(&database, 1, "Alice").await;
    let quotes = quotes(&database).await;
    let single = || bet(alice, 2, &[&quotes[0]]);
    // Each is asked again: what was refused stays so for the interaction that asked for it.
    let next = AtomicU64::new(100);
    let place = async |bet: Placement| {
        let interaction = InteractionId::new(next.fetch_add(1, Relaxed));
        let bet = Placement { interaction, ..bet };
        services::bets::place(&database.bot, &bet).await.unwrap()
    };
    let staked = |stake| Placement { stake, ..single() };
    let (min, max) = (Units::from_steps(500_000), Units::whole(5));
    let small = place(staked(Units::from_steps(1))).await;
    assert_eq!(small, PlaceOutcome::StakeTooSmall { min, max });
    let large = place(staked(Units::whole(6))).await;
    assert_eq!(large, PlaceOutcome::StakeTooLarge { min, max });
    let twice = bet(alice, 2, &[&quotes[0], &quotes[1]]);
    assert_eq!(place(twice).await, PlaceOutcome::SameGame);
    assert_eq!(place(bet(alice, 2, &[])).await, PlaceOutcome::TooManyLegs);
    let nobody = MemberId::from_uuid(Uuid::now_v7());
    assert_eq!(
        place(bet(nobody, 2, &[&quotes[0]])).await,
        PlaceOutcome::NotAMember
    );
    let mut forged = single();
    forged.legs[0].num = u64::MAX;
    assert_eq!(place(forged).await, PlaceOutcome::UnknownSelection);

    open.quotes[0].price = Price::from_american(-120).unwrap();
    report(&database, std::slice::from_ref(&open)).await;
    let PlaceOutcome::PriceMoved(moved) = place(single()).await else {
        panic!("the price moved");
    };
    assert_eq!(moved[0].price, open.quotes[0].price);
    open.quotes.remove(0);
    report(&database, &[open]).await;
    assert_eq!(place(single()).await, PlaceOutcome::TakenDown);
    database.advance(TimeDelta::hours(2)).await;
    let started = place(single()).await;
    assert!(
        matches!(started, PlaceOutcome::GameStarted { at: Some(_) }),
        "{started:?}"
    );
}

#[tokio::test]
async fn a_ticket_is_taken_back_once_and_by_nobody_else() {
    let database = TestDatabase::create().await;
    report(&database, &[game(&database, "X", 1).await]).await;
    let (alice, ben) = (
        member(&database, 1, "Alice").await,
        member(&database, 2, "Ben").await,
    );
    let quotes = quotes(&database).await;
    let placement = bet(alice, 3, &[&quotes[0]]);
    services::bets::place(&database.bot, &placement)
        .await
        .unwrap();
    let cancel = async |member, pressed| {
        let (pressed, ticket) = (InteractionId::new(pressed), placement.ticket);
        tickets::cancel(&database.bot, HERE, member, pressed, ticket, WINDOW)
            .await
            .unwrap()
    };
    assert_eq!(cancel(ben, 11).await, CancelOutcome::NotYours);
    assert_eq!(cancel(alice, 12).await, CancelOutcome::Cancelled);
    assert_eq!(cancel(alice, 13).await, CancelOutcome::AlreadyCancelled);
    // The first press, heard once more.
    assert_eq!(cancel(alice, 12).await, CancelOutcome::Cancelled);
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let settlements = tickets::settlements(&mut tx, HERE, placement.ticket)
        .await
        .unwrap();
    assert_eq!(settlements.len(), 1);
    assert_eq!(settlements[0].state, TicketState::Cancelled);
    drop(tx);

    let late = bet(alice, 4, &[&quotes[0]]);
    services::bets::place(&database.bot, &late).await.unwrap();
    database.advance(TimeDelta::seconds(61)).await;
    let pressed = InteractionId::new(14);
    let refused = tickets::cancel(&database.bot, HERE, alice, pressed, late.ticket, WINDOW).await;
    assert_eq!(refused.unwrap(), CancelOutcome::TooLate);
}

#[tokio::test]
async fn tickets_are_listed_newest_first_in_pages() {
    let database = TestDatabase::create().await;
    report(&database, &[game(&database, "X", 1).await]).await;
    let alice = member(&database, 1, "Alice").await;
    let quotes = quotes(&database).await;
    let mut placed = Vec::new();
    for interaction in 1..=3 {
        let placement = bet(alice, interaction, &[&quotes[0]]);
        services::bets::place(&database.bot, &placement)
            .await
            .unwrap();
        placed.push(placement.ticket);
    }
    let pressed = InteractionId::new(9);
    tickets::cancel(&database.bot, HERE, alice, pressed, placed[1], WINDOW)
        .await
        .unwrap();
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let mut page = async |which, skip| {
        let page = tickets::page(&mut tx, HERE, alice, which, skip, 2)
            .await
            .unwrap();
        let ids: Vec<_> = page.tickets.iter().map(|it| it.ticket.id).collect();
        (ids, page.total)
    };
    assert_eq!(
        page(TicketFilter::Open, 0).await,
        (vec![placed[2], placed[0]], 2)
    );
    assert_eq!(page(TicketFilter::Settled, 0).await, (vec![placed[1]], 1));
    assert_eq!(page(TicketFilter::Every, 2).await, (vec![placed[0]], 3));
}

#[tokio::test]
async fn a_slip_is_shared_once_and_only_by_its_owner() {
    let database = TestDatabase::create().await;
    report(&database, &[game(&database, "X", 1).await]).await;
    let (alice, ben) = (
        member(&database, 1, "Alice").await,
        member(&database, 2, "Ben").await,
    );
    let quotes = quotes(&database).await;
    let placement = bet(alice, 5, &[&quotes[0]]);
    services::bets::place(&database.bot, &placement)
        .await
        .unwrap();
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let mut share = async |member| {
        tickets::share(&mut tx, HERE, member, placement.ticket)
            .await
            .unwrap()
    };
    assert!(!share(ben).await);
    assert!(share(alice).await);
    assert!(!share(alice).await);
    tx.commit().await.unwrap();
    assert_eq!(
        notices::due_deliveries(&database.bot, 10)
            .await
            .unwrap()
            .len(),
        1
    );
}
