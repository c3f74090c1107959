//! From the list of games to a ticket.

use insta::assert_snapshot;
use serde_json::json;

use crate::world::{World, bears_at_home, lions_at_home, stable};

#[tokio::test(flavor = "multi_thread")]
async fn a_single_takes_three_taps_from_the_list_and_no_typing() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");

    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    assert!(games.message().unwrap().ephemeral);
    assert_snapshot!(stable(&games.text()), @r"
    **Welcome: you start with 100u.**
    1 unit is 1 % of your 100, so a bet of 1u risks a hundredth of it.
    These are play units without any value: nothing to buy, sell or win.
    **2 games are open**
    **Packers at Bears** · NFL · <f> (<R>)
    GB -3.5 -110 / CHI +3.5 -110 · Over 45 -105 / Under 45 -115 · GB to win -180 / CHI to win +150
    **Vikings at Lions** · NFL · <f> (<R>)
    MIN to win +100 / DET to win -120
    ");

    let game = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    assert_snapshot!(stable(&game.text()), @r"
    **Packers at Bears** · NFL · <f> (<R>)
    -# Prices of Alpha. Press one to see what it wins; nothing is placed yet.
    ");

    let stakes = alice
        .press(game.message().unwrap(), "CHI +3.5 -110")
        .await
        .unwrap();
    assert_snapshot!(stable(&stakes.text()), @r"
    **Bears +3.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if Chicago wins, or loses by 3 or fewer.
    -# Alpha, this price <R>. You have 100u to bet with.
    ");

    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(stable(&placed.text()), @r"
    **Bet placed**
    **Bears +3.5** at **-110**
    1u to win 0.91u, 1.91u back in all
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if Chicago wins, or loses by 3 or fewer
    -# Ticket CODE. You have 99u left to bet with. It can be taken back until <T>.
    How shall I tell you of results? You can change this later.
    ");

    let balance = alice.slash("#general", "balance", json!({})).await.unwrap();
    assert_snapshot!(stable(&balance.text()), @r"
    **99u** to bet with
    **1u** at risk in open tickets
    ");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
