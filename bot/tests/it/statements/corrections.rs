//! What admins press to change the tickets of a whole game, to undo that, and to grade by reactions.

use sandbox::RenderedMessage;
use serde_json::json;

use super::admins::last;
use super::scene::Scene;
use crate::world::World;

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    result(scene).await;
    undone(scene).await;
    reactions(scene).await;
}

/// A stated score moves every ticket on the game.
async fn result(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let game: String = sqlx::query_scalar("SELECT game_id::text FROM games WHERE status = 'final'")
        .fetch_one(&scene.world.database.owner)
        .await
        .unwrap();
    let stated = json!({
        "game": game, "home": 27, "away": 14, "reason": "for the count",
    });
    let changed = format!("{} tickets change", 2 * scene.rows + 1);
    let what = ("/admin: correct-result", changed.as_str());
    let preview = scene
        .slash(&alice, ("admin correct-result", stated), what)
        .await;
    let what = ("component admin.ac: a score", "**Done");
    scene.press(&alice, (last(&preview), "Confirm"), what).await;
}

async fn undone(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let log = alice
        .slash("#general", "admin log", json!({}))
        .await
        .unwrap();
    let menu = last(&log).menu("Undo a correction").unwrap();
    let what = ("component admin.au: asks why", "Undo correction");
    let chosen = (
        last(&log),
        "Undo a correction",
        &[menu.options[0].1.as_str()][..],
    );
    let form = scene.select(&alice, chosen, what).await;
    let what = ("component admin.af: the reason", "This undoes");
    let reason = json!({ "reason": "for the count" });
    let preview = scene
        .submit(&alice, (form.modal().unwrap(), reason), what)
        .await;
    let what = ("component admin.ac: an undoing", "**Done");
    scene.press(&alice, (last(&preview), "Confirm"), what).await;
}

/// Of a bet written by hand, and of one that results decide, where the reason is asked for.
async fn reactions(scene: &mut Scene) {
    let alice = scene.alice.clone();
    let slip = scene.world.told("**Ben** · **Olga").await;
    scene
        .world
        .run("UPDATE games SET starts_at = app_now() - interval '1 minute'")
        .await;
    let before = corrections(&scene.world).await;
    let done = async |world: &World| {
        let is_made = async || (corrections(world).await > before).then_some(());
        world.until(is_made).await;
    };
    let what = "reaction: a bet by hand";
    scene.react(&alice, (&slip, "✅"), what, done).await;

    let slip = scene.slip.clone();
    let has_button = |it: &RenderedMessage| it.button("Give a reason").is_some();
    let done = async |world: &World| {
        world.wait(has_button).await;
    };
    let what = "reaction: a settled bet";
    scene.react(&alice, (&slip, "✅"), what, done).await;
    let asked = scene.world.wait(has_button).await;
    let what = ("component admin.ag: asks for the reason", "Why?");
    let form = scene.press(&alice, (&asked, "Give a reason"), what).await;
    let reason = json!({ "reason": "for the count" });
    let preview = alice.submit_modal(form.modal().unwrap(), reason).await;
    let confirmed = alice.press(last(&preview.unwrap()), "Confirm").await;
    assert!(last(&confirmed.unwrap()).says("**Done"));
    let what = ("component admin.ag: confirmed before", "already confirmed");
    scene.press(&alice, (&asked, "Give a reason"), what).await;
}

/// How many corrections there are.
async fn corrections(world: &World) -> i64 {
    let count = sqlx::query_scalar("SELECT count(*) FROM corrections");
    count.fetch_one(&world.database.owner).await.unwrap()
}
