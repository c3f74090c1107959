//! A bet on a tournament, a race or a season.

use insta::assert_snapshot;
use sandbox::{Answer, User};
use serde_json::{Value, json};
use shared::feed::GameReport;
use testkit::person::{head_to_head, to_win, top};
use testkit::{ReportExt, field, game};

use crate::world::{World, soon, stable};

const GOLFERS: [&str; 3] = ["Rory McIlroy", "Scottie Scheffler", "Ludvig Åberg"];

fn masters() -> GameReport {
    let open = field("PGA", "Harbor Masters", &GOLFERS).starts_at(soon(20));
    let prices = [700, 400, 1400];
    let to_win = GOLFERS
        .iter()
        .zip(prices)
        .map(|(name, price)| to_win("PGA", name, price));
    let among = GOLFERS
        .iter()
        .zip(prices)
        .map(|(name, price)| top("PGA", name, "5", price / 4));
    let pair = head_to_head("PGA", ["Rory McIlroy", "Ludvig Åberg"], [-130, 110]);
    open.quoted(to_win).quoted(among).quoted(pair)
}

fn race() -> GameReport {
    let drivers = ["Max Verstappen", "Lewis Hamilton"];
    let race = field("F1", "Lake Grand Prix", &drivers).starts_at(soon(30));
    race.quoted(drivers.map(|it| to_win("F1", it, 150)))
}

async fn future(user: &User, options: Value) -> Answer {
    user.slash("#general", "future", options).await.unwrap()
}

async fn choices(user: &User, typed: Value, option: &str) -> Vec<(String, String)> {
    let found = user.autocomplete("#general", "future", typed, option).await;
    let found = found.unwrap().into_iter();
    found
        .map(|it| (it.name, it.value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_shows_its_markets_and_says_what_places_and_ties_do() {
    let world = World::start().await;
    let other = game("NFL", "Bears", "Packers")
        .starts_at(soon(1))
        .moneyline(150, -180);
    world.report(&[masters(), race(), other]).await;
    let alice = world.user("alice");
    let events = choices(&alice, json!({ "event": "" }), "event").await;
    let names: Vec<_> = events
        .iter()
        .map(|it| it.0.split(" · ").next().unwrap())
        .collect();
    assert_eq!(
        names,
        ["Harbor Masters", "Lake Grand Prix"],
        "no game of two"
    );

    let page = future(&alice, json!({ "event": "harbor" })).await;
    assert_snapshot!(stable(&page.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **Harbor Masters** · PGA · <f> (<R>)
    -# Head-to-heads and groups · Who is better of two: more holes, then fewer strokes, the playoff excluded; a tie is void.
    -# Top finishes · Who finishes among the first so many; those who tie share the places that are left.
    -# Winner · Who wins the tournament, playoff included; teeing off is action, and withdrawing or being disqualified after that loses.
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    ");
    let page = page.message().unwrap();
    let menus: Vec<_> = page
        .selects()
        .into_iter()
        .map(|it| it.placeholder)
        .collect();
    assert_eq!(menus, ["Head-to-head", "Top 5", "Winner"]);
    let pick = &["Ludvig Åberg, top 5 +350"];
    let stakes = alice.select(page, "Top 5", pick).await.unwrap();
    let placed = alice.press(stakes.message().unwrap(), "Bet 1u to win 3.5u");
    assert!(placed.await.unwrap().text().contains("**Bet placed**"));

    // Chosen while typing: the command and the stake.
    let event = &events[0].1;
    let markets = choices(&alice, json!({ "event": event, "market": "" }), "market").await;
    let names: Vec<_> = markets.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        names,
        [
            "Head-to-head (2 prices)",
            "Top 5 (3 prices)",
            "Winner (3 prices)"
        ]
    );
    let typing = json!({ "event": event, "market": markets[2].1, "pick": "mcil" });
    let picks = choices(&alice, typing, "pick").await;
    assert_eq!(picks[0].0, "Rory McIlroy to win +700");
    let chosen = json!({ "event": event, "market": markets[2].1, "pick": picks[0].1 });
    let stakes = future(&alice, chosen).await;
    let said = stakes.text();
    assert!(
        said.contains("**Rory McIlroy to win** at **+700**"),
        "{said}"
    );
    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 7u")
        .await;
    assert!(placed.unwrap().text().contains("**Bet placed**"));
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fits_no_event_or_market_is_said() {
    let mut world = World::start().await;
    let alice = world.user("alice");
    let none = future(&alice, json!({ "event": "masters" })).await;
    assert_snapshot!(stable(&none.text()), @"
    No tournaments, races or seasons are open right now. See /games for what is.
    -# CODE
    ");
    world.report(&[masters(), race()]).await;
    world.restart().await;
    let unknown = future(&alice, json!({ "event": "zzyzx" })).await;
    assert_snapshot!(stable(&unknown.text()), @r#"
    No open tournament, race or season matches "zzyzx". Nothing was charged. Choose one from the list, or see /games.
    -# CODE
    "#);
    let market = json!({ "event": "harbor", "market": "corners" });
    let unknown = future(&alice, market).await;
    assert_snapshot!(stable(&unknown.text()), @r#"
    No market on that event matches "corners". Nothing was charged. These are its markets:
    **Harbor Masters** · PGA · <f> (<R>)
    -# Head-to-heads and groups · Who is better of two: more holes, then fewer strokes, the playoff excluded; a tie is void.
    -# Top finishes · Who finishes among the first so many; those who tie share the places that are left.
    -# Winner · Who wins the tournament, playoff included; teeing off is action, and withdrawing or being disqualified after that loses.
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    "#);
    let race = json!({ "event": "lake", "market": "winner", "pick": "to win" });
    let several = future(&alice, race).await;
    assert_snapshot!(stable(&several.text()), @r#"
    Several prices match "to win". Nothing was charged. Which one?
    **Lake Grand Prix** · F1 · <f> (<R>)
    "#);
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
