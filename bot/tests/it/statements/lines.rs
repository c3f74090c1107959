//! What members press after they typed a bet in one line.

use serde_json::json;

use super::scene::{Scene, message};

/// As many legs as there are of anything.
const LEGS: usize = 3;

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    singles(scene).await;
    parlays(scene).await;
    this(scene).await;
}

async fn singles(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let typed = |line: &str| ("b", json!({ "line": line }));
    let what = ("/b: one bet", "You have");
    scene.slash(&ben, typed("clubh101 +3.5 0.5u"), what).await;
    let what = ("/b: no bet", "I don't know");
    scene.slash(&ben, typed("quokkas ml"), what).await;
    let what = ("/b: a bet that comes near", "Closest");
    let near = scene.slash(&ben, typed("clubh101 +9.5"), what).await;
    let what = ("component b.t: one of several bets", "You have");
    let near = (message(&near), "ClubH101 +3.5");
    let shown = scene.press(&ben, near, what).await;
    let what = ("component b.x: dropped", "Nothing was placed");
    scene.press(&ben, (message(&shown), "Cancel"), what).await;
    // All players have the same first name.
    let what = ("/b: many bets", "could mean");
    let many = scene
        .slash(&ben, typed("player over 4.5 receptions 0.5u"), what)
        .await;
    let menu = message(&many).menu("Choose a bet").unwrap();
    let value = menu.options[0].1.clone();
    let what = ("component b.c: one of many bets", "You have");
    let chosen = (message(&many), "Choose a bet", &[value.as_str()][..]);
    scene.select(&ben, chosen, what).await;
    let what = ("component balance.l: what comes of lines", "to bet with");
    let balance = scene.shown(&ben, "balance", json!({})).await;
    let straight = (&balance, "Bets typed with /b", &["straight"][..]);
    scene.select(&ben, straight, what).await;
    let what = ("/b: placed", "Bet placed");
    scene.slash(&ben, typed("clubh101 +3.5 0.5u"), what).await;
    let balance = scene.shown(&ben, "balance", json!({})).await;
    let preview = ben.select(&balance, "Bets typed with /b", &["preview"]);
    preview.await.unwrap();
}

async fn parlays(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let legs: Vec<_> = (1..=LEGS)
        .map(|it| format!("clubh{} ml", 100 + it))
        .collect();
    let line = json!({ "line": format!("{} 0.5u", legs.join(" + ")) });
    let what = ("/b: a parlay", "Parlay of 3 legs");
    let slip = scene.slash(&ben, ("b", line.clone()), what).await;
    let menu = message(&slip).menu("Remove a leg").unwrap();
    let value = menu.options[0].1.clone();
    let what = ("component b.r: a leg is removed", "Parlay of 2 legs");
    let chosen = (message(&slip), "Remove a leg", &[value.as_str()][..]);
    let slip = scene.select(&ben, chosen, what).await;
    let what = ("component b.o: asks for an amount", "Other amount");
    let form = (message(&slip), "Other amount");
    let form = scene.press(&ben, form, what).await;
    let what = ("component b.of: placed", "Bet placed");
    let amount = json!({ "stake": "0.75" });
    let sent = (form.modal().unwrap(), amount);
    scene.submit(&ben, sent, what).await;
    let slip = scene.shown(&ben, "b", line.clone()).await;
    let what = ("component b.s: placed", "Bet placed");
    scene.press(&ben, (&slip, "Bet 0.5u"), what).await;
    let slip = scene.shown(&ben, "b", line).await;
    scene.reprice(-150).await;
    let what = ("component b.s: every price has moved", "A price has moved");
    scene.press(&ben, (&slip, "Bet 0.5u"), what).await;
    scene.world.report(&scene.open).await;

    let line = json!({ "line": "clubh101 ml + player over 4.5 receptions 0.5u" });
    let what = ("/b: a parlay with a leg of several", "Choose below");
    let asked = scene.slash(&ben, ("b", line), what).await;
    // With more players than a menu takes, it says so.
    let names = ["Choose leg 2", "Choose leg 2 (first 25 of 40)"];
    let mut menus = names
        .iter()
        .filter_map(|it| Some((*it, message(&asked).menu(it)?)));
    let (name, menu) = menus.next().unwrap();
    let value = menu.options[0].1.clone();
    let what = ("component b.l: a leg is chosen", "Parlay of 2 legs");
    let chosen = (message(&asked), name, &[value.as_str()][..]);
    scene.select(&ben, chosen, what).await;
}

async fn this(scene: &mut Scene) {
    let (alice, ben) = (scene.alice.clone(), scene.ben.clone());
    let tip = alice.say("#general", "clubh101 +3.5 1u").await.unwrap();
    let tip = tip.id.to_string();
    let what = ("Bet this: one bet", "You have");
    scene.context_menu(&ben, ("Bet this", &tip), what).await;
}
