//! How far a price may move while a bet is placed: as each member chooses it.

use insta::assert_snapshot;
use sandbox::User;
use serde_json::json;
use shared::price::Price;

use crate::bet::{balance, pick};
use crate::parlay::two_legs;
use crate::world::{World, bears_at_home, lions_at_home, stable};

/// Chooses in a menu of `/balance`.
pub(crate) async fn choose(user: &User, menu: &str, option: &str) {
    let shown = user.slash("#general", "balance", json!({})).await.unwrap();
    let shown = shown.message().unwrap();
    user.select(shown, menu, &[option]).await.unwrap();
}

/// The feed has this price for the Bears.
async fn reprice(world: &World, american: i32) {
    let mut moved = bears_at_home();
    moved.quotes[0].price = Price::from_american(american).unwrap();
    world.report(&[moved, lions_at_home()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_within_what_the_member_takes_is_taken_and_one_beyond_is_asked_about() {
    let world = World::start().await;
    reprice(&world, -110).await;
    let alice = world.user("alice");
    let less = "Single bets: at that price, better, or up to 5% less to win";
    choose(&alice, "When the price of a single bet moves", less).await;
    let later = pick(&alice, "Bears +3.5 -110").await;
    let shown = pick(&alice, "Bears +3.5 -110").await;
    assert_snapshot!(stable(&shown.text()), @"
    **Bears +3.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    -# Placed at this price, a better one, or one that wins up to 5% less. You can change that in /balance.
    ");
    // 1.82u, then 1.75u and 1.71u.
    reprice(&world, -114).await;
    let bet = "Bet 2u to win 1.82u";
    let placed = alice.press(shown.message().unwrap(), bet).await.unwrap();
    assert_snapshot!(stable(&placed.text()).lines().nth(1).unwrap(), @"**Bears +3.5** at **-114**");
    reprice(&world, -117).await;
    let asked = alice.press(later.message().unwrap(), bet).await.unwrap();
    assert_snapshot!(stable(&asked.text()), @"
    **The price moved from -110 to -117.** Nothing was charged. Press a stake to take the new price.
    **Bears +3.5** at **-117**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Alpha via test, price from <R>, checked <R>. You have 98u to bet with.
    -# Placed at this price, a better one, or one that wins up to 5% less. You can change that in /balance.
    ");
    assert_eq!(
        balance(&alice).await,
        "98u to bet with, 2u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_prices_may_move_is_chosen_where_the_odds_format_is() {
    let world = World::start().await;
    reprice(&world, -110).await;
    let alice = world.user("alice");
    let shown = alice.slash("#general", "balance", json!({})).await.unwrap();
    let shown = shown.message().unwrap();
    let mut said = Vec::new();
    for name in [
        "When the price of a single bet moves",
        "When the price of a parlay moves",
    ] {
        let options = shown.menu(name).unwrap().options;
        let options = options.into_iter().map(|it| format!("- {}", it.0));
        said.push(format!(
            "{name}\n{}",
            options.collect::<Vec<_>>().join("\n")
        ));
    }
    assert_snapshot!(said.join("\n"), @"
    When the price of a single bet moves
    - Single bets: only at the price shown
    - Single bets: at that price or better
    - Single bets: at that price, better, or up to 1% less to win
    - Single bets: at that price, better, or up to 2% less to win
    - Single bets: at that price, better, or up to 5% less to win
    - Single bets: at that price, better, or up to 10% less to win
    When the price of a parlay moves
    - Parlays: only at the price shown
    - Parlays: at that price or better
    - Parlays: at that price, better, or up to 1% less to win
    - Parlays: at that price, better, or up to 2% less to win
    - Parlays: at that price, better, or up to 5% less to win
    - Parlays: at that price, better, or up to 10% less to win
    ");
    let better = "Parlays: at that price or better";
    choose(&alice, "When the price of a parlay moves", better).await;
    let slip = two_legs(&alice).await;
    reprice(&world, -105).await;
    let placed = alice
        .press(slip.message().unwrap(), "Bet 1u to win 2.5u")
        .await
        .unwrap();
    let placed = placed.text();
    assert!(placed.contains("1u to win 2.58u"), "{placed}");
}
