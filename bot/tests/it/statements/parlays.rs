//! What members press to put a parlay together: with as many legs as there are games.

use serde_json::json;

use super::scene::{Scene, message, none};

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    legs(scene).await;
    places(scene).await;
    drops(scene).await;
}

async fn legs(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let what = ("/parlay: shown", "Parlay of");
    let slip = scene.slash(&ben, ("parlay", none()), what).await;
    let menu = message(&slip).menu("Remove a leg").unwrap();
    let (_, game) = menu.options[0].clone();
    let what = ("component parlay.yr: a leg is removed", "leg");
    let chosen = (message(&slip), "Remove a leg", &[game.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let stakes = scene.stakes("clubh101 to win", "+110").await;
    let what = ("component parlay.a: a leg is added", "Parlay of");
    scene.press(&ben, (&stakes, "Add to parlay"), what).await;
    edits(scene).await;
    let stakes = scene.stakes("clubh101 to win", "+110").await;
    let what = ("component parlay.a: a leg is replaced", "replaced");
    scene.press(&ben, (&stakes, "Add to parlay"), what).await;
}

/// A leg is moved, one is added from the slip, and something else is bet on all of them.
async fn edits(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let slip = scene.parlay().await;
    let second = slip.menu("Move a leg up").unwrap().options[0].1.clone();
    let what = ("component parlay.u: a leg is moved up", "Parlay of");
    let chosen = (&slip, "Move a leg up", &[second.as_str()][..]);
    let moved = scene.select(&ben, chosen, what).await;
    let menu = message(&moved).menu("Remove a leg").unwrap();
    // The second game has players.
    let name = menu.options.iter().find(|it| it.0.contains("102"));
    let game = name.unwrap().1.clone();
    let chosen = (message(&moved), "Remove a leg", &[game.as_str()][..]);
    let (message_of, menu_of, values) = chosen;
    let slip = ben.select(message_of, menu_of, values).await.unwrap();
    let slip = slip.message().unwrap();
    let what = ("component parlay.g: the prices of a game", "Club");
    let chosen = (slip, "Add a leg from a game", &[game.as_str()][..]);
    let prices = scene.select(&ben, chosen, what).await;
    let back = (message(&prices), "Back to your parlay");
    let what = ("component parlay.b: back to the slip", "You have");
    let slip = scene.press(&ben, back, what).await;
    let again = ben.select(message(&slip), chosen.1, chosen.2).await;
    let prices = again.unwrap();
    let prices = message(&prices);
    let markets = prices.selects().into_iter();
    let mut markets = markets.filter(|it| it.placeholder.starts_with("More markets"));
    let markets = markets.next().unwrap();
    let market = markets.options[0].1.clone();
    let what = ("component parlay.m: the prices of a market", "Club");
    let chosen = (prices, markets.placeholder.as_str(), &[market.as_str()][..]);
    let prices = scene.select(&ben, chosen, what).await;
    let menus = message(&prices).selects();
    let menu = &menus[0];
    let price = menu.options[0].1.clone();
    let what = ("component parlay.ac: a leg is added", "Parlay of");
    let chosen = (
        message(&prices),
        menu.placeholder.as_str(),
        &[price.as_str()][..],
    );
    let slip = scene.select(&ben, chosen, what).await;
    let what = ("component parlay.w: singles are wanted", "singles");
    let chosen = (message(&slip), "What to bet", &["by_1"][..]);
    let slip = scene.select(&ben, chosen, what).await;
    let back = (message(&slip), "What to bet", &["parlay"][..]);
    ben.select(back.0, back.1, back.2).await.unwrap();
}

/// Placed by a button and by a form, refused because games are closed, and asked again because
/// every price has moved.
async fn places(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let slip = scene.parlay().await;
    let what = ("component parlay.yo: asks for an amount", "Other amount");
    let form = scene.press(&ben, (&slip, "Other amount"), what).await;
    scene.put_off(true).await;
    let what = ("component parlay.yf: the games are postponed", "postponed");
    let amount = json!({ "stake": "0.5" });
    scene
        .submit(&ben, (form.modal().unwrap(), amount.clone()), what)
        .await;
    scene.put_off(false).await;
    let slip = scene.parlay().await;
    let form = ben.press(&slip, "Other amount").await.unwrap();
    let what = ("component parlay.yf: placed", "Bet placed");
    scene
        .submit(&ben, (form.modal().unwrap(), amount), what)
        .await;

    scene.draft().await;
    let slip = scene.parlay().await;
    let older = scene.parlay().await;
    scene.reprice(-125).await;
    let what = (
        "component parlay.ys: every price has moved",
        "A price has moved",
    );
    let asked = scene.press(&ben, (&slip, "Bet 0.5u"), what).await;
    let what = (
        "component parlay.ys: the parlay is another by now",
        "has changed",
    );
    scene.press(&ben, (&older, "Bet 0.5u"), what).await;
    let what = ("component parlay.ys: placed", "Bet placed");
    scene.press(&ben, (message(&asked), "Bet 0.5u"), what).await;
}

async fn drops(scene: &mut Scene) {
    let ben = scene.ben.clone();
    scene.draft().await;
    scene.reprice(-140).await;
    let what = ("/parlay: every price has moved", "was");
    scene.slash(&ben, ("parlay", none()), what).await;
    scene.put_off(true).await;
    let what = ("/parlay: every leg is gone", "was removed");
    scene.slash(&ben, ("parlay", none()), what).await;
    scene.put_off(false).await;
    scene.draft().await;
    let slip = scene.parlay().await;
    let what = ("component parlay.yc: all legs are removed", "no legs yet");
    scene.press(&ben, (&slip, "Remove all"), what).await;
    scene.world.report(&scene.open).await;
}
