//! Each way to put a bet together, from the price that a feed gives to what comes back.

use shared::competitor::CompetitorKind;
use shared::facts::{EntrantLine, Facts, Finish};
use shared::feed::GameReport;
use shared::game::GameStatus;
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::market::{MarketKind, Side};
use shared::ticket::TicketState::*;
use shared::units::Units;
use store::tickets::{EachWay, PlaceOutcome};
use testkit::{FEED, HERE, ReportExt, UNIT, WON, World, athlete, bet, field, game, leg, on, quote};

/// Three games of football to begin in two hours, each with a spread of three at -110 and home at
/// even money to win.
async fn three_games(world: &World) -> [GameReport; 3] {
    let games = ["Bears", "Lions", "Jets"].map(|home| {
        let game = game("NFL", home, "Guests").starts_at(world.at(2));
        game.spread("-3", -110, -110).moneyline(100, -120)
    });
    world.report(&games).await;
    games
}

#[tokio::test]
async fn a_single_comes_back_at_its_price_and_a_lost_one_not_at_all() {
    let world = World::new().await;
    let [bears, ..] = three_games(&world).await;
    let alice = world.member(1).await;
    let home = world.bet(alice, 1, on("bears-guests").home("-3")).await;
    let away = world.bet(alice, 2, on("bears-guests").away("+3")).await;
    assert_eq!(world.balances(alice).await, (97 * UNIT, 3 * UNIT));

    world.report(bears.final_score(27, 20)).await;
    let settled = world.settle().await;
    assert_eq!((settled.games, settled.tickets), (1, 2));
    assert_eq!(world.head(home).await, (Won, Some(WON), 1));
    assert_eq!(world.head(away).await, (Lost, Some(0), 1));
    assert_eq!(world.balances(alice).await, (97 * UNIT + WON, 0));
}

#[tokio::test]
async fn a_parlay_multiplies_and_a_system_pays_for_the_combinations_that_won() {
    let world = World::new().await;
    let [bears, lions, jets] = three_games(&world).await;
    let alice = world.member(1).await;
    let picks = ["bears-guests", "lions-guests", "jets-guests"].map(|it| on(it).home_wins());
    let parlay = world.bet(alice, 1, &picks).await;
    let trixie = bet(alice, &picks).units(4).system([2, 3]);
    let trixie = world.place(trixie).await;
    let won = [bears.final_score(20, 10), lions.final_score(20, 10)];
    world.report(&won).await;
    world.report(jets.final_score(10, 20)).await;
    world.settle().await;
    let (state, returned, _) = world.head(parlay).await;
    assert_eq!((state, returned), (Lost, Some(0)));
    // Of three doubles and a treble at a unit each, one double is won, at four.
    let (state, returned, _) = world.head(trixie).await;
    assert_eq!((state, returned), (PartialLost, Some(4 * UNIT)));
}

/// Who is called so, as the feed's first report of him makes him known.
fn golfer(name: &str) -> CompetitorId {
    let golfer = athlete(name);
    assert_eq!(golfer.kind, CompetitorKind::Athlete);
    golfer.first_id(FEED, Sport::Golf)
}

#[tokio::test]
async fn a_bet_each_way_is_paid_for_a_place_by_half_of_it() {
    let world = World::new().await;
    let price = |name| {
        let side = Side::Entrant(golfer(name));
        quote(MarketKind::Outright, None, side, 800)
    };
    let open = field("PGA", "Harbor Open", &["Ash", "Elm", "Oak"]).starts_at(world.at(30));
    let open = open.quoted(["Ash", "Elm", "Oak"].map(price));
    world.report(&open).await;
    let alice = world.member(1).await;
    let terms = EachWay {
        num: 1,
        den: 4,
        places: 2,
    };
    let ash = world.entrant("harbor-open", golfer("Ash")).await;
    let bet = bet(alice, leg(ash, price("Ash").price))
        .units(2)
        .each_way(terms);
    let ticket = world.place(bet).await;

    let mut entrants: Vec<_> = (["Ash", "Elm", "Oak"].iter().zip([2, 1, 3]))
        .map(|(name, position)| EntrantLine {
            id: golfer(name),
            finish: Finish::Finished,
            position: Some(position),
            holes: Some(72),
            laps: None,
            scores: Vec::new(),
            withdrawal: None,
        })
        .collect();
    entrants.sort_by_key(|it| it.id);
    world
        .report(GameReport {
            facts: Facts {
                entrants,
                ..Facts::default()
            },
            ..open.in_state(GameStatus::Final)
        })
        .await;
    world.settle().await;
    // Second: the half to win is lost, the other is paid at a quarter of eight to one.
    let (state, returned, _) = world.head(ticket).await;
    assert_eq!((state, returned), (PartialWon, Some(3 * UNIT)));
}

#[tokio::test]
async fn a_bet_by_hand_is_placed_where_the_server_allows_it() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let refused = world.place_manual(&world.manual_bet(alice).await).await;
    assert_eq!(refused, PlaceOutcome::ManualOff);
    world.set(HERE, |it| it.manual_bets = true).await;
    let placed = world.place_manual(&world.manual_bet(alice).await).await;
    let PlaceOutcome::Placed(placed) = placed else {
        panic!("{placed:?}");
    };
    assert_eq!(placed.possible_return, Units::whole(5));
    assert_eq!(world.balances(alice).await, (98 * UNIT, 2 * UNIT));
}

#[tokio::test]
async fn an_interaction_that_comes_again_places_nothing_more() {
    let world = World::new().await;
    three_games(&world).await;
    let alice = world.member(1).await;
    let pressed = || bet(alice, on("bears-guests").home_wins()).by_interaction(7);
    let first = world.try_place(pressed()).await;
    let PlaceOutcome::Placed(first) = first else {
        panic!("{first:?}");
    };
    assert_eq!(
        world.try_place(pressed()).await,
        PlaceOutcome::AlreadyPlaced(first)
    );
    assert_eq!(world.balances(alice).await, (99 * UNIT, UNIT));
}
