//! `/me`.

use insta::assert_snapshot;
use serde_json::json;
use testkit::ReportExt;

use crate::bet::bet_on_bears;
use crate::world::{World, bears_at_home};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_reads_their_own_record_and_nobody_elses() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&alice).await;
    let before = alice.slash("#general", "me", json!({})).await.unwrap();
    assert_snapshot!(before.text(), @"None of your bets have been graded yet. See /tickets for what is open.");

    world.end(bears_at_home().final_score(24, 27)).await;
    let after = alice.slash("#general", "me", json!({})).await.unwrap();
    assert_snapshot!(after.text(), @"
    **Your record**
    This month: **1-0-0**, +0.91u, +90.9% return
    All time: **1-0-0**, +0.91u, +90.9% return
    Your last bet won.
    -# Won, lost, pushed. Months start on the 1st, UTC. Manual bets aren't counted.
    ");
    let bens = ben.slash("#general", "me", json!({})).await.unwrap();
    assert_snapshot!(bens.text(), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    None of your bets have been graded yet. See /tickets for what is open.
    ");
}
