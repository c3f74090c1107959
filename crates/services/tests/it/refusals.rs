//! Every kind of ticket is refused for every reason, by the database and in the same words.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use grading::ticket::terms::Terms;
use shared::league::Sport;
use shared::limit::{LimitKind, LimitOn, LimitSpan};
use shared::market::{MarketKind, Side};
use shared::units::Units;
use store::limits;
use store::tickets::{EachWay, PlaceOutcome};
use testkit::{
    Bet, FEED, HERE, Member, ReportExt, UNIT, World, account, athlete, bet, field, game, leg, on,
    quote,
};

/// In so many hours the games begin: after their prices have grown too old.
const START: i64 = 200;
const NAMES: [&str; 3] = ["bears-guests", "lions-guests", "jets-guests"];

/// A bet of each kind, on games of its own world.
async fn bets(world: &World, member: Member, stake: Units) -> Vec<(&'static str, Bet)> {
    let spread = |it| on(it).home("-3.5");
    let golfer = athlete("Ash").first_id(FEED, Sport::Golf);
    let ash = world.entrant("harbor-open", golfer).await;
    let price = quote(MarketKind::Outright, None, Side::Entrant(golfer), 800);
    let terms = EachWay {
        num: 1,
        den: 5,
        places: 5,
    };
    let chart = BTreeMap::from([(2, "-115".parse().unwrap())]);
    let teaser = Terms::Teaser {
        points: "6".parse().unwrap(),
        chart,
    };
    let two = [spread(NAMES[0]), spread(NAMES[1])];
    let three = NAMES.map(spread);
    let of = |it: Bet| it.stake(stake);
    vec![
        ("a single", of(bet(member, spread(NAMES[0])))),
        ("a parlay", of(bet(member, &two))),
        ("a round robin", of(bet(member, &three).system([2]))),
        ("a trixie", of(bet(member, &three).system([2, 3]))),
        ("a teaser", of(bet(member, &two).terms(teaser))),
        (
            "each way",
            of(bet(member, leg(ash, price.price)).each_way(terms)),
        ),
    ]
}

async fn world() -> (World, Member) {
    let world = World::new().await;
    let mut games = ["Bears", "Lions", "Jets"]
        .map(|home| {
            let game = game("NFL", home, "Guests").starts_at(world.at(START));
            game.spread("-3.5", -110, -110)
        })
        .to_vec();
    let price = |name| {
        let golfer = athlete(name).first_id(FEED, Sport::Golf);
        quote(MarketKind::Outright, None, Side::Entrant(golfer), 800)
    };
    let open = field("PGA", "Harbor Open", &["Ash", "Elm"]).starts_at(world.at(START));
    games.push(open.quoted(["Ash", "Elm"].map(price)));
    world.report(&games).await;
    let alice = world.member(1).await;
    (world, alice)
}

/// Tries a bet of each kind of that stake, which must all be refused so and move nothing.
async fn refused(
    (world, alice): &(World, Member),
    reason: &str,
    stake: Units,
    is_it: impl Fn(&PlaceOutcome) -> bool,
) {
    for (kind, bet) in bets(world, *alice, stake).await {
        let outcome = world.try_place(bet).await;
        assert!(is_it(&outcome), "{kind}, {reason}: {outcome:?}");
    }
    assert_eq!(world.count("SELECT count(*) FROM tickets").await, 0);
    assert_eq!(world.balances(*alice).await, (100 * UNIT, 0));
}

const ONE: Units = Units::from_steps(1_000_000);

#[tokio::test]
async fn without_a_reason_each_of_them_is_placed() {
    let (world, alice) = world().await;
    for (kind, bet) in bets(&world, alice, ONE).await {
        let outcome = world.try_place(bet).await;
        assert!(
            matches!(outcome, PlaceOutcome::Placed(_)),
            "{kind}: {outcome:?}"
        );
    }
    assert_eq!(world.balances(alice).await, (94 * UNIT, 6 * UNIT));
}

#[tokio::test]
async fn what_happens_to_games_and_prices_refuses_every_kind() {
    let started = world().await;
    let past = TimeDelta::hours(START + 1);
    started.0.database.advance(past).await;
    refused(&started, "the games have begun", ONE, |it| {
        matches!(it, PlaceOutcome::GameStarted { .. })
    })
    .await;
    let stale = world().await;
    stale.0.database.advance(TimeDelta::hours(START - 1)).await;
    refused(&stale, "nobody confirms the prices", ONE, |it| {
        *it == PlaceOutcome::PriceStale
    })
    .await;
    let off = world().await;
    off.0.run("UPDATE games SET status = 'postponed'").await;
    refused(&off, "the games are off", ONE, |it| {
        *it == PlaceOutcome::GameNotOpen
    })
    .await;
    let gone = world().await;
    gone.0
        .run("UPDATE quotes SET taken_down_at = app_now()")
        .await;
    refused(&gone, "the prices are gone", ONE, |it| {
        *it == PlaceOutcome::TakenDown
    })
    .await;
}

#[tokio::test]
async fn the_stake_is_checked_in_total_whatever_it_is_spread_over() {
    let small = world().await;
    let least = Units::from_steps(499_999);
    refused(&small, "too little", least, |it| {
        matches!(it, PlaceOutcome::StakeTooSmall { .. })
    })
    .await;
    let large = world().await;
    let most = Units::from_steps(5_000_001);
    refused(&large, "too much", most, |it| {
        matches!(it, PlaceOutcome::StakeTooLarge { .. })
    })
    .await;
    let poor = world().await;
    poor.0
        .set(HERE, |it| it.stake_max = Units::whole(1_000))
        .await;
    let more = Units::whole(101);
    refused(&poor, "more than there is", more, |it| {
        let cash = Units::whole(100);
        *it == PlaceOutcome::BalanceTooSmall { cash }
    })
    .await;
}

#[tokio::test]
async fn limits_and_breaks_hold_for_every_kind() {
    let limited = world().await;
    let on = LimitOn {
        kind: LimitKind::Stake,
        span: LimitSpan::Day,
    };
    let half = Units::from_steps(500_000);
    let mut tx = limited.0.begin(HERE).await;
    limits::set(&mut tx, HERE, limited.1.id, on, Some(half))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    refused(
        &limited,
        "a limit of one's own",
        ONE,
        |it| matches!(it, PlaceOutcome::OverLimit { amount, .. } if *amount == half),
    )
    .await;
    let on_a_break = world().await;
    let mut tx = on_a_break.0.begin(HERE).await;
    limits::exclude(&mut tx, HERE, &account(0), false, 7)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    refused(&on_a_break, "a break", ONE, |it| {
        matches!(it, PlaceOutcome::Excluded { .. })
    })
    .await;
}

#[tokio::test]
async fn two_legs_of_one_game_are_refused_on_every_kind_that_has_several() {
    let (world, alice) = world().await;
    let home = on(NAMES[0]).home("-3.5");
    let away = on(NAMES[0]).away("+3.5");
    let third = on(NAMES[1]).home("-3.5");
    let chart = BTreeMap::from([(2, "-115".parse().unwrap())]);
    let teaser = Terms::Teaser {
        points: "6".parse().unwrap(),
        chart,
    };
    for (kind, bet) in [
        ("a parlay", bet(alice, [home.clone(), away.clone()])),
        (
            "a round robin",
            bet(alice, [home.clone(), away.clone(), third]).system([2]),
        ),
        ("a teaser", bet(alice, [home, away]).terms(teaser)),
    ] {
        assert_eq!(world.try_place(bet).await, PlaceOutcome::SameGame, "{kind}");
    }
}
