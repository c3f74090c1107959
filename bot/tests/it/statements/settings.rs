//! What managers press in `/setup` and `/rules`, and what follows from it.

use serde_json::{Value, json};

use super::scene::{Scene, button, message, none};

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    menus(scene).await;
    buttons(scene).await;
    rules(scene).await;
    shared(scene).await;
}

async fn menus(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let what = ("/setup: shown", "Settings of this server");
    let shown = scene.slash(&alice, ("setup", none()), what).await;
    let made = json!({ "name": "Graders", "members": ["ben"] });
    let _: Value = scene.world.drive().call("new_role", made).await.unwrap();
    let menus = [
        ("Channel for slips", "#slips", "component setup.zs: slips"),
        (
            "Channel for results",
            "#results",
            "component setup.zr: results",
        ),
        ("Odds in public", "decimal", "component setup.zo: odds"),
        (
            "Whose slips are posted",
            "shared",
            "component setup.za: audience",
        ),
        ("Time zone", "Europe/Berlin", "component setup.zz: zone"),
        (
            "Role that can correct and grade",
            "Graders",
            "component setup.zd: role",
        ),
    ];
    for (menu, value, what) in menus {
        let chosen = (message(&shown), menu, &[value][..]);
        scene
            .select(&alice, chosen, (what, "Settings of this server"))
            .await;
    }
    let zone = json!({ "time_zone": "America/Chicago" });
    scene
        .slash(
            &alice,
            ("setup", zone),
            ("/setup: a zone", "America/Chicago"),
        )
        .await;
    let typed = ("setup", json!({ "time_zone": "" }), "time_zone");
    let what = ("/setup time_zone: choices", "America/New_York");
    scene.choices(&alice, typed, what).await;
}

async fn buttons(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let shown = alice.slash("#general", "setup", none()).await.unwrap();
    let what = ("component setup.zl: asks for the limits", "Stake limits");
    let form = scene
        .press(&alice, (message(&shown), "Stake limits"), what)
        .await;
    let what = ("component setup.zf: the limits", "Stakes are now");
    let limits = json!({ "min": "0.5", "max": "10" });
    scene
        .submit(&alice, (form.modal().unwrap(), limits), what)
        .await;
    let what = (
        "component setup.zf: limits the wrong way round",
        "Nothing was changed",
    );
    let limits = json!({ "min": "5", "max": "1" });
    scene
        .submit(&alice, (form.modal().unwrap(), limits), what)
        .await;
    let what = ("component setup.zb: a board", "board is being posted");
    let board = scene
        .press(&alice, (message(&shown), "Post a board"), what)
        .await;
    let what = ("component setup.zn: no board", "no longer be updated");
    scene
        .press(&alice, (message(&board), "Remove the board"), what)
        .await;
    let what = ("component setup.zm: no bets by hand", "No more manual bets");
    scene
        .press(&alice, (message(&shown), "Stop manual bets"), what)
        .await;
}

async fn rules(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let named = json!({ "sport": "american_football" });
    let what = ("/rules: of a sport", "House rules");
    let shown = scene.slash(&alice, ("rules", named), what).await;
    let what = ("component rules.rc: another rule", "Changed for new bets");
    let rule = ["fourth_quarter=with_overtime"];
    let chosen = (message(&shown), "Choose a different rule", &rule[..]);
    scene.select(&alice, chosen, what).await;
}

/// A slip that is posted by its owner alone.
async fn shared(scene: &mut Scene) {
    let ben = scene.ben.clone();
    let again = "UPDATE games SET starts_at = app_now() + interval '1 hour'
         WHERE status = 'scheduled'";
    scene.world.run(again).await;
    scene.world.report(&scene.open.clone()).await;
    let stakes = scene.stakes("clubh101 +3.5", "1.91").await;
    let stake = button(&stakes, "Bet 0.5u");
    let placed = ben.press(&stakes, &stake).await.unwrap();
    let what = ("component tickets.sh: shared", "Posting your slip");
    scene.press(&ben, (message(&placed), "Share"), what).await;
}
