//! `/odds`: prices side by side.

use insta::assert_snapshot;
use sandbox::User;
use serde_json::json;
use shared::feed::{GameReport, QuoteReport};
use testkit::{ReportExt, game};

use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

/// The same prices by another bookmaker.
fn by(name: &str, report: &GameReport) -> Vec<QuoteReport> {
    let quotes = report.quotes.iter().map(|it| QuoteReport {
        bookmaker: name.to_lowercase(),
        bookmaker_name: name.to_owned(),
        ..it.clone()
    });
    quotes.collect()
}

fn bears() -> GameReport {
    game("NFL", "Bears", "Packers").starts_at(soon(1))
}

/// What `/odds` says about a game.
async fn odds(user: &User, game: &str) -> String {
    let typed = json!({ "game": game });
    let shown = user.slash("#general", "odds", typed).await.unwrap();
    stable(&shown.text())
}

#[tokio::test(flavor = "multi_thread")]
async fn three_bookmakers_are_compared_and_say_together_what_is_fair() {
    let world = World::start().await;
    let sharp = bears().spread("+3.5", -104, -106).moneyline(155, -165);
    let wide = bears().spread("+3.5", -115, -115).moneyline(140, -190);
    let report = bears_at_home()
        .quoted(by("Bravo", &sharp))
        .quoted(by("Carol", &wide));
    world.report(&report).await;
    let alice = world.user("alice");
    alice.slash("#general", "me", json!({})).await.unwrap();
    assert_snapshot!(odds(&alice, "bears").await, @"
    **Packers at Bears** · NFL · <f> (<R>)
    **Spread**
    Best: Packers -3.5 **-106** at Bravo · Bears +3.5 **-104** at Bravo · 2.4% combined hold
    Fair prices: +100 / +100 (3 bookmakers)
    Bravo **-106** / **-104** · 2.4% hold · test <R>
    Alpha -110 / -110 · 4.5% hold · test <R>
    Carol -115 / -115 · 6.5% hold · test <R>
    **Total**
    Best: Over 45 **-105** at Alpha · Under 45 **-115** at Alpha · 4.5% combined hold
    Alpha **-105** / **-115** · 4.5% hold · fair +104 / -104 · test <R>
    **Moneyline**
    Best: Packers to win **-165** at Bravo · Bears to win **+155** at Bravo · 1.5% combined hold
    Fair prices: -159 / +159 (3 bookmakers)
    Bravo **-165** / **+155** · 1.5% hold · test <R>
    Alpha -180 / +150 · 4.1% hold · test <R>
    Carol -190 / +140 · 6.7% hold · test <R>
    -# Hold is the share of all stakes a bookmaker keeps in the long run. Fair prices leave it out.
    -# Prices from Alpha, Bravo via test, checked <R>. Press one to see what it pays. Nothing is placed yet.
    ");

    // The best price is pressed here as it is in /bet.
    let typed = json!({ "game": "bears" });
    let shown = alice.slash("#general", "odds", typed).await.unwrap();
    let stakes = alice.press(shown.message().unwrap(), "Bears +3.5 -104");
    let stakes = stakes.await.unwrap();
    assert!(
        stakes.text().contains("Bravo via test"),
        "{}",
        stakes.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_three_way_market_of_one_bookmaker_has_that_bookmakers_fair_price_in_the_own_format() {
    let world = World::start().await;
    let match_ = game("EPL", "Arsenal", "Chelsea").starts_at(soon(3));
    let three = [
        (shared::market::Side::Home, 110),
        (shared::market::Side::Draw, 250),
        (shared::market::Side::Away, 240),
    ];
    let kind = shared::market::MarketKind::Moneyline3;
    let three = three.map(|(side, price)| testkit::quote(kind, None, side, price));
    world.report(match_.quoted(three)).await;
    let alice = world.user("alice");
    let balance = alice.slash("#general", "balance", json!({})).await.unwrap();
    let balance = balance.message().unwrap();
    let chosen = alice.select(balance, "Odds format", &["decimal"]);
    chosen.await.unwrap();
    assert_snapshot!(odds(&alice, "arsenal").await, @"
    **Arsenal v Chelsea** · EPL · <f> (<R>)
    **Moneyline with draw**
    Best: Arsenal to win **2.10** at Alpha · Draw **3.50** at Alpha · Chelsea to win **3.40** at Alpha · 5.3% combined hold
    Alpha **2.10** / **3.50** / **3.40** · 5.3% hold · fair 2.22 / 3.70 / 3.59 · test <R>
    -# Hold is the share of all stakes a bookmaker keeps in the long run. Fair prices leave it out.
    -# Prices from Alpha via test, checked <R>. Press one to see what it pays. Nothing is placed yet.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_is_chosen_from_the_list_from_those_that_match_or_refused() {
    let world = World::start().await;
    let alice = world.user("alice");
    alice.slash("#general", "me", json!({})).await.unwrap();
    assert_snapshot!(odds(&alice, "bears").await, @r#"
    No open game matches "bears". Choose one from the list, or see /games.
    -# CODE
    "#);
    let choices = alice.autocomplete("#general", "odds", json!({ "game": "" }), "game");
    assert_snapshot!(choices.await.unwrap()[0].name, @"No games are open or scheduled yet");

    world.report(&[bears_at_home(), lions_at_home()]).await;
    let choices = alice.autocomplete("#general", "odds", json!({ "game": "lio" }), "game");
    let choices = choices.await.unwrap();
    assert_eq!(choices.len(), 1);
    let chosen = choices[0].value.as_str().unwrap().to_owned();
    // The board that is looked at may be the one before.
    let shown = async || {
        let said = odds(&alice, &chosen).await;
        said.contains("Vikings at Lions").then_some(())
    };
    world.until(shown).await;

    let typed = json!({ "game": "nfl" });
    let several = alice.slash("#general", "odds", typed).await.unwrap();
    assert_snapshot!(several.text(), @r#"2 games match "nfl". Which one?"#);
    let several = several.message().unwrap();
    let menu = several.menu("Choose a game").unwrap();
    let lions = menu.options.iter().find(|it| it.0.contains("Lions"));
    let lions = lions.unwrap().1.clone();
    let shown = alice.select(several, "Choose a game", &[&lions]).await;
    assert!(shown.unwrap().text().contains("Vikings at Lions"));

    // No main line, but a player has prices.
    let player = testkit::person::player_total(("NFL", "Sam Ode"), "receptions", "4.5", [-110; 2]);
    let bare = game("NFL", "Jets", "Bills").starts_at(soon(4));
    let bare = bare.with_players(&["Sam Ode"]).quoted(player);
    world.report(bare).await;
    let said = world.until(async || {
        let said = odds(&alice, "jets").await;
        (!said.contains("matches")).then_some(said)
    });
    assert_snapshot!(said.await, @"
    No bookmaker has a moneyline, spread or total on that game right now. /bet shows what else is open.
    -# CODE
    ");
}
