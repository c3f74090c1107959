//! `/limits`: what members allow themselves, and breaks from betting.

use insta::assert_snapshot;
use sandbox::{Answer, User};
use serde_json::json;

use crate::bet::{balance, bet_on_bears, pick};
use crate::world::{World, bears_at_home, stable};

async fn limits(user: &User) -> Answer {
    user.slash("#general", "limits", json!({})).await.unwrap()
}

/// Chooses a limit from the menu and types its amount.
async fn set(user: &User, limit: &str, amount: &str) -> Answer {
    let shown = limits(user).await;
    let shown = shown.message().unwrap();
    let form = user.select(shown, "Set a limit", &[limit]).await.unwrap();
    let typed = json!({ "amount": amount });
    let form = form.modal().unwrap();
    user.submit_modal(form, typed).await.unwrap()
}

/// What was said beside the message that was pressed.
fn said(answer: &Answer) -> String {
    let said = answer.follow_ups.last().or(answer.message.as_ref());
    stable(&said.unwrap().text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_sets_a_limit_and_bets_up_to_it_and_no_further() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let shown = limits(&alice).await;
    assert!(shown.message().unwrap().ephemeral);
    assert_snapshot!(stable(&shown.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **Your limits in this server**
    You haven't set any. A limit counts all your bets here, including ones you've already placed.
    -# Lowering a limit takes effect right away. Raising or removing one takes 24 hours.
    -# Open bets count as lost until they're graded. Only you can see this.
    ");
    assert_snapshot!(stable(&set(&alice, "stake-day", "1.5").await.text()), @"
    That's set, from now on.
    **Your limits in this server**
    Stakes in 24 hours: **0u** of **1.5u**
    -# Lowering a limit takes effect right away. Raising or removing one takes 24 hours.
    -# Open bets count as lost until they're graded. Only you can see this.
    ");
    bet_on_bears(&alice).await;
    let refused = bet_on_bears(&alice).await;
    assert_snapshot!(said(&refused), @"
    That would be more than you allow yourself to bet in 24 hours: 1u of 1.5u is used. Nothing was charged. See /limits.
    -# CODE
    ");
    assert!(balance(&alice).await.contains("99u"), "one bet was placed");

    assert_snapshot!(stable(&set(&alice, "stake-day", "10").await.text()), @"
    That takes effect <R>. Until then, your limit stays as it is.
    **Your limits in this server**
    Stakes in 24 hours: **1u** of **1.5u** · becomes 10u <R>
    -# Lowering a limit takes effect right away. Raising or removing one takes 24 hours.
    -# Open bets count as lost until they're graded. Only you can see this.
    ");
    let shown = limits(&alice).await;
    let shown = shown.message().unwrap();
    let removed = alice.select(shown, "Remove a limit", &["stake-day"]).await;
    assert_snapshot!(stable(&removed.unwrap().text()), @"
    That takes effect <R>. Until then, your limit stays as it is.
    **Your limits in this server**
    Stakes in 24 hours: **1u** of **1.5u** · ends <R>
    -# Lowering a limit takes effect right away. Raising or removing one takes 24 hours.
    -# Open bets count as lost until they're graded. Only you can see this.
    ");
    assert_snapshot!(said(&set(&alice, "loss-week", "lots").await), @r#"
    I can't read "lots" as an amount. Your limit hasn't changed. Try 10 or 2.5.
    -# CODE
    "#);
    assert_snapshot!(said(&set(&alice, "loss-week", "-1").await), @r#"
    I can't read "\-1" as an amount. Your limit hasn't changed. Try 10 or 2.5.
    -# CODE
    "#);
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_break_is_asked_for_twice_and_nobody_bets_during_it() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let shown = limits(&alice).await;
    let asked = alice.press(shown.message().unwrap(), "Take a break").await;
    let asked = asked.unwrap();
    assert_snapshot!(stable(&asked.text()), @"
    **Take a break from betting**
    You won't be able to place bets until it's over. Bets you have open stay open and are graded as usual.
    ");
    let menu = asked.message().unwrap();
    let sure = alice.select(menu, "How long?", &["7"]).await.unwrap();
    assert_snapshot!(stable(&sure.text()), @"
    **A break of 7 days, until <f>**
    Nobody can end it early: not you, and not the people who run this server.
    ");
    let not_now = alice.press(sure.message().unwrap(), "Not now").await;
    let shown = not_now.unwrap();
    assert!(shown.text().contains("You haven't set any"));

    let asked = alice.press(shown.message().unwrap(), "Take a break").await;
    let asked = asked.unwrap();
    let sure = alice
        .select(asked.message().unwrap(), "How long?", &["7"])
        .await;
    let sure = sure.unwrap();
    let sure = sure.message().unwrap();
    let begun = alice.press(sure, "Begin, in this server").await.unwrap();
    assert_snapshot!(stable(&begun.text()), @"
    **Your limits in this server**
    You're taking a break from betting in this server until <f> (<R>).
    You haven't set any. A limit counts all your bets here, including ones you've already placed.
    -# Lowering a limit takes effect right away. Raising or removing one takes 24 hours.
    -# Open bets count as lost until they're graded. Only you can see this.
    ");
    let stakes = stakes.message().unwrap();
    let refused = alice.press(stakes, "Bet 1u to win 0.91u").await.unwrap();
    assert_snapshot!(said(&refused), @"
    You're taking a break from betting until <f>. Nothing was charged.
    -# CODE
    ");
    assert!(balance(&alice).await.contains("100u"));
    bet_on_bears(&ben).await;
    assert!(balance(&ben).await.contains("99u"), "others go on");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_offered_once_with_the_first_bet() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let offer = "You can set limits for yourself";
    assert!(bet_on_bears(&alice).await.text().contains(offer));
    assert!(!bet_on_bears(&alice).await.text().contains(offer));
}
