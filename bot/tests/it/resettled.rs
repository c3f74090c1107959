//! A corrected result: who is informed about it, and that no message is left out of date.

use std::time::Duration;

use chrono::TimeDelta;
use insta::assert_snapshot;
use sandbox::{Effect, Fault, RenderedMessage};
use serde_json::json;
use testkit::ReportExt;

use crate::announce::is_results;
use crate::parlay::two_legs;
use crate::world::{World, bears_at_home, lions_at_home, stable};

#[tokio::test(flavor = "multi_thread")]
async fn those_who_asked_are_told_once_what_a_correction_made_of_their_ticket() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    for (name, price) in [
        ("alice", "Bears +3.5 -110"),
        ("ben", "Packers -3.5 -110"),
        ("cleo", "Bears +3.5 -110"),
    ] {
        world.bet(name, price).await;
    }
    world.slip("Cleo").await;
    world.notify("alice", "ping").await;
    world.notify("cleo", "dm").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.wait(is_results).await;
    world.end(bears_at_home().final_score(24, 28)).await;
    let told = world.wait(|it| it.says("the result was corrected")).await;
    assert_eq!(told.pinged, ["alice"]);
    let text = stable(&told.content);
    let names = text.split("<@").next().unwrap();
    assert_snapshot!(names, @"
    **Packers at Bears** · the result was corrected from 27-24 to 28-24, which changed graded bets:
    Alice · ticket CODE: Won, +0.91u became Lost, -1u
    ");
    assert_snapshot!(text.lines().last().unwrap(), @"-# Correction of Packers at Bears, result 2, <f>");

    let direct = world.until(async || {
        let all = world.user("cleo").direct_messages().await.unwrap();
        all.into_iter()
            .find(|it| it.says("The result was corrected"))
    });
    let direct = stable(&direct.await.content);
    let said: Vec<_> = direct.lines().take(2).collect();
    assert_snapshot!(said.join("\n"), @"
    **-1u** · Bears +3.5 at -110 · LOST
    Packers 28, Bears 24 · final · NFL · <d>
    ");
    let public = world.drive().messages("#general", None).await.unwrap();
    let notices = public
        .iter()
        .filter(|it| it.says("the result was corrected"));
    assert_eq!(notices.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_that_falls_below_zero_is_named_nowhere_in_public() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.wait(is_results).await;
    // All that is left is bet away.
    sqlx::query("UPDATE accounts SET balance = 500000 WHERE kind = 'cash'")
        .execute(&world.database.owner)
        .await
        .unwrap();
    world.end(bears_at_home().final_score(24, 28)).await;
    let told = world
        .wait(|it| is_results(it) && it.says("Corrected"))
        .await;
    assert_snapshot!(stable(&told.content), @"
    **Packers 28, Bears 24** · final · NFL
    `-1u` Alice · Bears +3.5
    -# Corrected 27-24 to 28-24 <f>: 1 ticket changed, +0.91u became -1u
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_brings_the_message_up_to_date_that_lists_the_parlay() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    two_legs(&alice).await;
    let parlay = alice.slash("#general", "parlay", json!({})).await.unwrap();
    let parlay = parlay.message().unwrap();
    alice.press(parlay, "Bet 1u to win 2.5u").await.unwrap();
    world.slip("Alice").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.end(lions_at_home().final_score(30, 10)).await;
    let won = world
        .wait(|it| is_results(it) && it.says("`+2.5u` Alice"))
        .await;
    assert!(won.says("Lions"), "{}", won.content);

    world.end(bears_at_home().final_score(24, 28)).await;
    let id = won.id;
    let lost = world.wait(|it| it.id == id && !it.says("+2.5u`")).await;
    assert_snapshot!(stable(&lost.content), @"
    **Vikings 10, Lions 30** · final · NFL
    No bets on this game.
    -# Packers at Bears was corrected: 1 ticket here changed, +2.5u became -1u
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_decided_is_said_by_the_results_message_too() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("ben", "Bears +3.5 -110").await;
    world.slip("Ben").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    let won = world
        .wait(|it| is_results(it) && it.says("`+0.91u` Ben"))
        .await;
    let code: String = sqlx::query_scalar("SELECT code FROM tickets")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    let alice = world.user("alice");
    let asked = json!({ "ticket": code, "reason": "the line was posted wrongly" });
    let preview = alice.slash("#general", "admin void", asked).await.unwrap();
    let preview = preview.message().unwrap();
    alice.press(preview, "Confirm").await.unwrap();
    let id = won.id;
    let void = world.wait(|it| it.id == id && it.says("`1u returned` Ben"));
    assert_snapshot!(stable(&void.await.content), @"
    **Packers 27, Bears 24** · final · NFL
    `1u returned` Ben · Bears +3.5
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_posted_once_though_what_follows_it_has_to_wait() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("ben", "Bears +3.5 -110").await;
    world.slip("Ben").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    let won = world
        .wait(|it| is_results(it) && it.says("`+0.91u` Ben"))
        .await;
    let owner = &world.database.owner;
    let code: String = sqlx::query_scalar("SELECT code FROM tickets")
        .fetch_one(owner)
        .await
        .unwrap();
    // Without a slip, the results message alone is edited.
    sqlx::query("DELETE FROM slips")
        .execute(owner)
        .await
        .unwrap();
    let too_soon = Effect::RateLimit {
        retry_after: 0.1,
        scope: "user".to_owned(),
    };
    let edits = "/channels/{channel}/messages/{message}";
    let too_soon = Fault::new(too_soon).method("PATCH").on(edits);
    world.drive().fault(too_soon).await.unwrap();
    let alice = world.user("alice");
    let asked = json!({ "ticket": code, "reason": "the line was posted wrongly" });
    let preview = alice.slash("#general", "admin void", asked).await.unwrap();
    alice
        .press(preview.message().unwrap(), "Confirm")
        .await
        .unwrap();
    let tried = "SELECT count(*) FROM deliveries WHERE kind = 'correction' AND error = 'too soon'";
    until(owner, tried).await;
    world.drive().clear_faults().await.unwrap();
    world.drive().forget_nonces().await.unwrap();
    world.database.advance(TimeDelta::seconds(200)).await;
    let done = "SELECT count(*) FROM deliveries WHERE kind = 'correction' AND state = 'sent'";
    until(owner, done).await;
    let id = won.id;
    world
        .wait(|it| it.id == id && it.says("`1u returned` Ben"))
        .await;
    let all = world.drive().messages("#general", None).await.unwrap();
    let reason = |it: &&RenderedMessage| it.says("the line was posted wrongly");
    assert_eq!(all.iter().filter(reason).count(), 1);
}

/// Waits until this counts something.
async fn until(pool: &sqlx::PgPool, count: &'static str) {
    let mut tries = tokio::time::interval(Duration::from_millis(50));
    let waiting = async {
        loop {
            tries.tick().await;
            let count: i64 = sqlx::query_scalar(count).fetch_one(pool).await.unwrap();
            if count > 0 {
                return;
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    waited.expect(count);
}
