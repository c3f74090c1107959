//! What admins press to correct one ticket, one balance or one game, and to see what was corrected.

use sandbox::{Answer, RenderedMessage};
use serde_json::json;

use super::scene::{Scene, none};

/// The answer's last message: beside the one that was pressed, or in its place.
pub(super) fn last(answer: &Answer) -> &RenderedMessage {
    let beside = answer.follow_ups.last();
    beside.or(answer.message.as_ref()).unwrap()
}

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    choices(scene).await;
    drafts(scene).await;
    confirmed(scene).await;
    log(scene).await;
}

async fn choices(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let tickets = [
        ("admin void", "/admin ticket: to void", "Ben"),
        ("admin grade", "/admin ticket: to grade", "Vera wins"),
    ];
    for (command, what, says) in tickets {
        let typed = (command, json!({ "ticket": "" }), "ticket");
        scene.choices(&alice, typed, (what, says)).await;
    }
    let typed = ("admin correct-result", json!({ "game": "" }), "game");
    let what = ("/admin game: to correct its result", "Packers at Bears");
    scene.choices(&alice, typed, what).await;
}

/// Asked for with a reason and without one, and dropped.
async fn drafts(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let code = scene.code("is_manual").await;
    let what = ("/admin: void without a reason", "Why?");
    let form = scene
        .slash(&alice, ("admin void", json!({ "ticket": code })), what)
        .await;
    let what = ("component admin.ar: the reason", "Void ticket");
    let reason = json!({ "reason": "a slip of the pen" });
    let preview = scene
        .submit(&alice, (form.modal().unwrap(), reason), what)
        .await;
    let what = ("component admin.ad: dropped", "Nothing was changed");
    scene.press(&alice, (last(&preview), "Cancel"), what).await;

    let reason = "for the count";
    let settled = scene.code("NOT is_manual AND state = 'lost'").await;
    let regrade = json!({ "ticket": settled, "leg": 1, "outcome": "won", "reason": reason });
    let what = ("/admin: regrade", "Regrade leg 1");
    scene.slash(&alice, ("admin regrade", regrade), what).await;
    let grade = json!({ "ticket": code, "outcome": "won", "reason": reason });
    let what = ("/admin: grade", "Grade ticket");
    scene.slash(&alice, ("admin grade", grade), what).await;
    let units = json!({ "member": "ben", "units": "5", "reason": reason });
    let what = ("/admin: grant", "Give 5u");
    scene
        .slash(&alice, ("admin grant", units.clone()), what)
        .await;
    let what = ("/admin: take", "Take 5u");
    scene.slash(&alice, ("admin take", units), what).await;
}

async fn confirmed(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let code = scene.code("is_manual").await;
    let void = json!({ "ticket": code, "reason": "for the count" });
    let what = ("/admin: void", "Void ticket");
    let preview = scene.slash(&alice, ("admin void", void), what).await;
    let what = ("component admin.ac: a void", "**Done");
    scene.press(&alice, (last(&preview), "Confirm"), what).await;
    let units = json!({ "member": "ben", "units": "5", "reason": "for the count" });
    let preview = alice.slash("#general", "admin grant", units).await.unwrap();
    let what = ("component admin.ac: a gift", "**Done");
    scene.press(&alice, (last(&preview), "Confirm"), what).await;
}

async fn log(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let what = ("/admin: log", "corrections**");
    let log = scene.slash(&alice, ("admin log", none()), what).await;
    let what = ("component admin.al: a page", "corrections**");
    if last(&log).button("Last").is_some() {
        let end = scene.press(&alice, (last(&log), "Last"), what).await;
        scene.was_of_few();
        scene.press(&alice, (last(&end), "Back"), what).await;
    }
}
