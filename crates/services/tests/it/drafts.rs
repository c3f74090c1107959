//! A bet that its member put together as a draft is placed once, as it was shown, or not at all.

use grading::ticket::terms::Terms;
use services::bets::{Placement, place_draft};
use shared::units::Units;
use store::drafts;
use store::tickets::{PlaceOutcome, ShownDraft};
use testkit::{HERE, Member, ReportExt, UNIT, World, bet, game, on};
use tokio::task::JoinSet;

const NAMES: [&str; 3] = ["bears-guests", "lions-guests", "jets-guests"];

/// Three games, and a draft of Alice's with a leg on each.
async fn drafted(world: &World) -> Member {
    let games = ["Bears", "Lions", "Jets"].map(|home| {
        let game = game("NFL", home, "Guests").starts_at(world.at(2));
        game.moneyline(100, -120)
    });
    world.report(&games).await;
    let alice = world.member(1).await;
    draft(world, alice).await;
    alice
}

async fn draft(world: &World, member: Member) {
    let mut tx = world.begin(HERE).await;
    for name in NAMES {
        let leg = world.leg(&on(name).home_wins()).await;
        let (selection, bookmaker) = (leg.selection, leg.bookmaker);
        drafts::add(&mut tx, HERE, member.id, selection, bookmaker)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn want(world: &World, member: Member, wanted: &str) {
    let mut tx = world.begin(HERE).await;
    drafts::choose(&mut tx, HERE, member.id, wanted, false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn shown(wanted: &str) -> ShownDraft {
    ShownDraft {
        wanted: wanted.to_owned(),
        each_way: false,
    }
}

async fn doubles(world: &World, member: Member) -> Placement {
    let picks = NAMES.map(|it| on(it).home_wins());
    world
        .placement(bet(member, &picks).units(3).system([2]))
        .await
}

async fn place(world: &World, bet: &Placement, wanted: &str) -> PlaceOutcome {
    let pool = &world.database.bot;
    place_draft(pool, bet, &shown(wanted)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_presses_at_once_in_whatever_processes_one_places_the_draft() {
    let world = World::new().await;
    let alice = drafted(&world).await;
    for round in 1..=4 {
        draft(&world, alice).await;
        want(&world, alice, "by_2").await;
        let mut presses = JoinSet::new();
        for _ in 0..6 {
            let bet = doubles(&world, alice).await;
            let pool = world.database.bot.clone();
            presses.spawn(async move { place_draft(&pool, &bet, &shown("by_2")).await.unwrap() });
        }
        let outcomes = presses.join_all().await;
        let placed = |it: &&PlaceOutcome| matches!(it, PlaceOutcome::Placed(_));
        assert_eq!(outcomes.iter().filter(placed).count(), 1, "{outcomes:?}");
        let changed = |it: &&PlaceOutcome| **it == PlaceOutcome::DraftChanged;
        assert_eq!(outcomes.iter().filter(changed).count(), 5, "{outcomes:?}");
        let risk = 3 * round * UNIT;
        assert_eq!(world.balances(alice).await, (100 * UNIT - risk, risk));
        assert_eq!(
            world.count("SELECT count(*) FROM parlay_draft_legs").await,
            0
        );
    }
}

#[tokio::test]
async fn a_draft_that_is_another_by_now_is_not_placed_and_stays() {
    let world = World::new().await;
    let alice = drafted(&world).await;
    want(&world, alice, "by_2").await;
    let bet = doubles(&world, alice).await;
    assert_eq!(
        place(&world, &bet, "parlay").await,
        PlaceOutcome::DraftChanged
    );
    let fewer = Placement {
        legs: bet.legs[..2].to_vec(),
        terms: Terms::Parlay,
        ..bet.clone()
    };
    assert_eq!(
        place(&world, &fewer, "by_2").await,
        PlaceOutcome::DraftChanged
    );
    let mut moved = bet.clone();
    moved.legs[1].num += 1;
    assert_eq!(
        place(&world, &moved, "by_2").await,
        PlaceOutcome::DraftChanged
    );
    assert_eq!(world.count("SELECT count(*) FROM tickets").await, 0);
    // Refused for another reason, it stays as well.
    let poor = Placement {
        interaction: world.interaction(),
        stake: Units::from_steps(1),
        ..bet.clone()
    };
    let refused = place(&world, &poor, "by_2").await;
    assert!(matches!(refused, PlaceOutcome::StakeTooSmall { .. }));
    assert_eq!(
        world.count("SELECT count(*) FROM parlay_draft_legs").await,
        3
    );

    let placed = place(&world, &bet, "by_2").await;
    let PlaceOutcome::Placed(placed) = placed else {
        panic!("{placed:?}");
    };
    assert_eq!(placed.possible_return, Units::whole(12));
    // The interaction comes again: it is told of its ticket, though the draft is gone.
    let again = place(&world, &bet, "by_2").await;
    assert_eq!(again, PlaceOutcome::AlreadyPlaced(placed));
    let other = doubles(&world, alice).await;
    assert_eq!(
        place(&world, &other, "by_2").await,
        PlaceOutcome::DraftChanged
    );
}

#[tokio::test]
async fn legs_stand_in_the_order_they_are_put_in_and_a_new_one_comes_last() {
    let world = World::new().await;
    let alice = drafted(&world).await;
    let read = async || {
        let mut tx = world.begin(HERE).await;
        let stored = drafts::stored(&mut tx, HERE, alice.id).await.unwrap();
        stored.legs.iter().map(|it| it.game).collect::<Vec<_>>()
    };
    let mut games = read().await;
    games.swap(1, 2);
    let mut tx = world.begin(HERE).await;
    drafts::reorder(&mut tx, HERE, alice.id, &games)
        .await
        .unwrap();
    drafts::remove(&mut tx, HERE, alice.id, &games[..1])
        .await
        .unwrap();
    let leg = world.leg(&on(NAMES[0]).away_wins()).await;
    drafts::add(&mut tx, HERE, alice.id, leg.selection, leg.bookmaker)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    games.rotate_left(1);
    assert_eq!(read().await, games);
}
