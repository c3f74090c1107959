//! *Bet this*: what somebody wrote in a channel, as a bet.

use insta::assert_snapshot;
use serde_json::json;

use crate::bet::balance;
use crate::tolerance::choose;
use crate::world::{World, bears_at_home, lions_at_home, stable};

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_wrote_is_shown_as_a_bet_to_who_asks_and_placed_by_a_press() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    // Also for those whose own lines are placed right away.
    let place = "Bets typed with /b: place right away";
    choose(&alice, "Bets typed with /b", place).await;
    let tip = ben.say("#general", "**Bears +3.5** 2u").await.unwrap();
    let tip = tip.id.to_string();
    let shown = alice.context_menu("#general", "Bet this", &tip).await;
    let shown = shown.unwrap();
    assert!(shown.message().unwrap().ephemeral);
    assert_snapshot!(stable(&shown.text()), @"
    **Bears +3.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    2u to win 1.82u (returns 3.82u)
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    let placed = alice
        .press(shown.message().unwrap(), "Bet 2u to win 1.82u")
        .await
        .unwrap();
    assert!(placed.text().contains("Bet placed"), "{}", placed.text());
    assert_eq!(
        balance(&alice).await,
        "98u to bet with, 2u at risk in open tickets"
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn mentions_and_emoji_are_no_words_of_a_bet_and_what_is_struck_out_is_none() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    let message = "<@123> <a:fire:9> ~~lions ml 1u~~ **bears +3.5** 2u <t:1764590000:R>";
    let tip = ben.say("#general", message).await.unwrap();
    let tip = tip.id.to_string();
    let shown = alice.context_menu("#general", "Bet this", &tip).await;
    let shown = shown.unwrap().text();
    assert!(shown.contains("**Bears +3.5** at **-110**"), "{shown}");
    let struck = ben.say("#general", "~~lions ml 1u~~").await.unwrap();
    let struck = struck.id.to_string();
    let shown = alice.context_menu("#general", "Bet this", &struck).await;
    let shown = shown.unwrap().text();
    assert!(shown.contains("no text that I can read"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_a_bet_is_answered_in_words() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    let chat = ben.say("#general", "what a game!").await.unwrap();
    let chat = chat.id.to_string();
    let answer = alice.context_menu("#general", "Bet this", &chat).await;
    assert_snapshot!(stable(&answer.unwrap().text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    It says: what a game!
    I can't find a bet in that message. Nothing was charged.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.
    ");
    let marks = ben.say("#general", "***").await.unwrap();
    let marks = marks.id.to_string();
    let answer = alice.context_menu("#general", "Bet this", &marks).await;
    assert_snapshot!(stable(&answer.unwrap().text()), @"
    That message has no text that I can read. Nothing was charged.
    -# CODE
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_says_where_it_is() {
    let world = World::start().await;
    let alice = world.user("alice");
    let help = alice.slash("#general", "help", json!({})).await.unwrap();
    let text = help.text();
    let line = text.lines().find(|it| it.contains("Bet this"));
    assert_snapshot!(line.unwrap(), @"**Bet this**: press and hold or right-click a message, then Apps · Finds the bet in a message and shows it to you first");
}
