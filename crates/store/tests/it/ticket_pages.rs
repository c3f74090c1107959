//! A member's tickets, page by page, narrowed to what is asked for.

use std::time::Duration;

use chrono::TimeDelta;
use shared::id::TicketId;
use shared::league::Sport;
use shared::market::MarketGroup;
use shared::ticket::{PageFrom, PlacedWithin, TicketFilter, TicketStates};
use store::tickets::{self, CancelWindow, TicketPage};
use testkit::{HERE, Member, ReportExt, World, bet, on};

use crate::board::game;

const PER_PAGE: i64 = 2;
/// Nothing is in the way of cancelling.
const WINDOW: CancelWindow = CancelWindow {
    free: Duration::from_secs(3_600),
    unmoved: Duration::from_secs(3_600),
};

/// A page of `member`'s tickets.
async fn page(world: &World, member: Member, filter: TicketFilter, from: PageFrom) -> TicketPage {
    let mut tx = world.begin(HERE).await;
    let limit = (PER_PAGE, world.at(0));
    tickets::page(&mut tx, (HERE, member.id), &filter, from, limit)
        .await
        .unwrap()
}

fn ids(page: &TicketPage) -> Vec<TicketId> {
    page.tickets.iter().map(|it| it.ticket.id).collect()
}

#[tokio::test]
async fn tickets_are_listed_newest_first_in_pages_that_say_where_they_are() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let (alice, ben) = (world.member(1).await, world.member(2).await);
    world.bet(ben, 1, on("X").home("+3.5")).await;
    let mut placed = Vec::new();
    for _ in 0..5 {
        placed.push(world.bet(alice, 1, on("X").home("+3.5")).await);
    }
    placed.reverse();
    let open = TicketFilter::of(TicketStates::Open);
    let first = page(&world, alice, open, PageFrom::Newest).await;
    assert_eq!(
        (ids(&first), first.newer, first.total),
        (placed[..2].to_vec(), 0, 5)
    );
    let second = page(&world, alice, open, PageFrom::OlderThan(placed[1])).await;
    assert_eq!((ids(&second), second.newer), (placed[2..4].to_vec(), 2));
    let last = page(&world, alice, open, PageFrom::OlderThan(placed[3])).await;
    assert_eq!((ids(&last), last.newer), (placed[4..].to_vec(), 4));
    let oldest = page(&world, alice, open, PageFrom::Oldest).await;
    assert_eq!((ids(&oldest), oldest.newer), (placed[3..].to_vec(), 3));
    let back = page(&world, alice, open, PageFrom::NewerThan(placed[4])).await;
    assert_eq!(ids(&back), placed[2..4]);

    // Beyond both ends is the nearest page.
    let beyond = page(&world, alice, open, PageFrom::OlderThan(placed[4])).await;
    assert_eq!(ids(&beyond), placed[3..]);
    let before = page(&world, alice, open, PageFrom::NewerThan(placed[1])).await;
    assert_eq!(ids(&before), placed[..2]);
    let none = page(
        &world,
        alice,
        TicketFilter::of(TicketStates::Settled),
        PageFrom::Newest,
    )
    .await;
    assert_eq!(none, TicketPage::default());
}

#[tokio::test]
async fn whoever_turns_pages_misses_no_ticket_while_others_are_placed_and_cancelled() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let alice = world.member(1).await;
    let mut there = Vec::new();
    for _ in 0..9 {
        there.push(world.bet(alice, 1, on("X").home("+3.5")).await);
    }
    there.reverse();
    let open = TicketFilter::of(TicketStates::Open);
    let (mut seen, mut from) = (Vec::new(), PageFrom::Newest);
    let mut gone = Vec::new();
    loop {
        let found = page(&world, alice, open, from).await;
        let shown = ids(&found);
        let Some(last) = shown.last().filter(|it| !seen.contains(*it)) else {
            break;
        };
        from = PageFrom::OlderThan(*last);
        // What was shown is cancelled, and another is placed at the top.
        gone.push(shown[0]);
        seen.extend(&shown);
        world.cancel(alice, shown[0], WINDOW).await;
        world.bet(alice, 1, on("X").home("+3.5")).await;
    }
    assert_eq!(seen, there);
    let settled = TicketFilter::of(TicketStates::Settled);
    let settled = page(&world, alice, settled, PageFrom::Newest).await;
    assert_eq!((ids(&settled), settled.total), (gone[..2].to_vec(), 5));
}

#[tokio::test]
async fn a_ticket_fits_where_one_of_its_legs_fits_all_that_is_asked_for() {
    let world = World::new().await;
    let football = game(&world, "X", 1).total("44.5", -110, -110);
    let basketball = testkit::game("NBA", "Celtics", "Knicks").named("N");
    let basketball = basketball.starts_at(world.at(2)).moneyline(-120, 100);
    world.report(&[football, basketball.clone()]).await;
    let alice = world.member(1).await;
    let spread = world.bet(alice, 1, on("X").home("+3.5")).await;
    let total = world.bet(alice, 1, on("X").over("44.5")).await;
    let winner = world.bet(alice, 1, on("N").home_wins()).await;
    let both = world
        .place(bet(alice, [on("X").over("44.5"), on("N").home_wins()]))
        .await;
    let any = TicketFilter::of(TicketStates::Every);
    let fits = async |filter| {
        let found = page(&world, alice, filter, PageFrom::Newest).await;
        (ids(&found), found.total)
    };
    let market = |it| TicketFilter {
        market: Some(it),
        ..any
    };
    assert_eq!(fits(any).await, (vec![both, winner], 4));
    assert_eq!(fits(market(MarketGroup::Spread)).await, (vec![spread], 1));
    assert_eq!(
        fits(market(MarketGroup::Total)).await,
        (vec![both, total], 2)
    );
    assert_eq!(fits(market(MarketGroup::Player)).await, (vec![], 0));
    let sport = TicketFilter {
        sport: Some(Sport::Basketball),
        ..any
    };
    assert_eq!(fits(sport).await, (vec![both, winner], 2));
    let league = TicketFilter {
        league: Some(shared::id::LeagueId::derive("NFL")),
        ..any
    };
    assert_eq!(fits(league).await, (vec![both, total], 3));
    // The parlay has a total and a basketball game, and no total of a basketball game.
    let both_asked = TicketFilter {
        market: Some(MarketGroup::Total),
        ..sport
    };
    assert_eq!(fits(both_asked).await, (vec![], 0));

    let week = TicketFilter {
        within: Some(PlacedWithin::Week),
        ..any
    };
    assert_eq!(fits(week).await.1, 4);
    let mut tx = world.begin(HERE).await;
    let later = world.at(0) + TimeDelta::days(8);
    let found = tickets::page(
        &mut tx,
        (HERE, alice.id),
        &week,
        PageFrom::Newest,
        (9, later),
    );
    assert_eq!(found.await.unwrap().total, 0);
}

#[tokio::test]
async fn tickets_are_counted_no_further_than_asked() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let alice = world.member(1).await;
    for placed in [0, 1, 2, 2] {
        let mut tx = world.begin(HERE).await;
        let count = tickets::count_to(&mut tx, HERE, alice.id, 2).await;
        assert_eq!(count.unwrap(), placed);
        drop(tx);
        world.bet(alice, 1, on("X").home("+3.5")).await;
    }
}
