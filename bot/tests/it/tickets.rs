//! Tickets, receipts and standings, once games have ended.

use insta::assert_snapshot;
use serde_json::json;
use testkit::ReportExt;
pub(crate) use testkit::said::receipt;

use crate::bet::{balance, bet_on_bears, pick};
use crate::world::{World, bears_at_home, lions_at_home, stable};

#[tokio::test(flavor = "multi_thread")]
async fn a_settled_ticket_is_explained_from_its_receipt() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    bet_on_bears(&alice).await;
    let open = alice.slash("#general", "tickets", json!({})).await.unwrap();
    assert_snapshot!(stable(&open.text()), @r"
    **1 open ticket**
    **Open** · **Bears +3.5** at -110 · 1u to win 0.91u · ticket CODE, <d>
    **Packers at Bears** · NFL · <f> (<R>)
    ");

    world.end(bears_at_home().final_score(24, 27)).await;
    let settled = json!({ "which": "settled" });
    let settled = alice.slash("#general", "tickets", settled).await.unwrap();
    assert_snapshot!(stable(&settled.text()), @"
    **1 settled ticket**
    **Won** · **Bears +3.5** at -110 · +0.91u · ticket CODE, <d>
    Packers 27, Bears 24 · final · NFL · <d>
    24 + 3.5 = 27.5 beats 27
    ");

    let typing = json!({ "ticket": "bears" });
    let choices = alice
        .autocomplete("#general", "why", typing, "ticket")
        .await
        .unwrap();
    let chosen = json!({ "ticket": choices[0].value });
    let why = alice.slash("#general", "why", chosen).await.unwrap();
    assert_snapshot!(receipt(&why.text()), @"
    **Ticket CODE · Won** · Bears +3.5 at -110, placed <f>
    1. **Bears +3.5** at -110 (Alpha) · **Won**
    **Packers at Bears** · NFL · <f> (<R>)
    Bears 24 + 3.5 = 27.5 beats Packers 27, so it won
    -# Source: test, final <f>, result 1. Bears:Packers 24:27. Counted: the whole game. Rule american_football/spread, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_eq!(
        balance(&alice).await,
        "100.91u to bet with, 0u at risk in open tickets"
    );

    world.end(bears_at_home().final_score(24, 31)).await;
    let menu = settled.message().unwrap();
    let option = menu.menu("Explain a ticket").unwrap().options[0].1.clone();
    let why = alice
        .select(menu, "Explain a ticket", &[&option])
        .await
        .unwrap();
    assert_snapshot!(receipt(&why.text()), @"
    **Ticket CODE · Lost** · Bears +3.5 at -110, placed <f>
    1. **Bears +3.5** at -110 (Alpha) · **Lost**
    **Packers at Bears** · NFL · <f> (<R>)
    Bears 24 + 3.5 = 27.5 doesn't beat Packers 31, so it lost
    -# Source: test, final <f>, result 2. Bears:Packers 24:31. Counted: the whole game. Rule american_football/spread, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    Corrected <f>: Won, +0.91u became Lost, -1u. 1 x 0 = **0 back** (-1.00)
    -# The result of Packers at Bears was corrected: Packers 27, Bears 24, final became Packers 31, Bears 24, final (test, result 2).
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_are_narrowed_and_pages_turned_without_missing_any() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    for _ in 0..6 {
        bet_on_bears(&alice).await;
    }
    let open = alice.slash("#general", "tickets", json!({})).await.unwrap();
    let text = open.text();
    assert!(
        text.starts_with("**6 open tickets** · 1–5 shown\n"),
        "{text}"
    );
    // One more is placed before the page is turned: nothing is shown twice.
    bet_on_bears(&alice).await;
    let next = alice.press(open.message().unwrap(), "Next").await.unwrap();
    let text = next.text();
    assert!(
        text.starts_with("**7 open tickets** · 7–7 shown\n"),
        "{text}"
    );
    let back = alice.press(next.message().unwrap(), "Back").await.unwrap();
    let text = back.text();
    assert!(
        text.starts_with("**7 open tickets** · 2–6 shown\n"),
        "{text}"
    );

    let asked = json!({ "league": "nfl", "market": "total", "placed": "week" });
    let none = alice.slash("#general", "tickets", asked).await.unwrap();
    assert_snapshot!(none.text(), @"
    **No open tickets like that.**
    -# Only: NFL · Over or under · Last 7 days
    ");
    let all = alice
        .press(none.message().unwrap(), "Show all")
        .await
        .unwrap();
    let text = all.text();
    assert!(
        text.starts_with("**7 open tickets** · 1–5 shown\n"),
        "{text}"
    );

    let refused = json!({ "league": "nope" });
    let refused = alice.slash("#general", "tickets", refused).await.unwrap();
    assert_snapshot!(stable(&refused.text()), @r#"
    I don't know a league called "nope". Choose one from the list.
    -# CODE
    "#);
    let choices = alice.autocomplete("#general", "tickets", json!({ "league": "nf" }), "league");
    let choices = choices.await.unwrap();
    assert_eq!(choices[0].name, "NFL · National Football League");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_ticket_without_a_slip_stays_theirs() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let admin = alice.slash("#general", "setup", json!({})).await.unwrap();
    let admin = admin.message().unwrap();
    alice
        .select(admin, "Whose slips are posted", &["nobody"])
        .await
        .unwrap();
    let placed = bet_on_bears(&alice).await;
    let text = placed.text();
    let code = text
        .split("Ticket ")
        .nth(1)
        .unwrap()
        .split('.')
        .next()
        .unwrap();
    let ben = world.user("ben");
    let asked = json!({ "ticket": code });
    let refused = ben.slash("#general", "why", asked).await.unwrap();
    assert_snapshot!(stable(&refused.text()), @"
    You don't have a ticket like that here. See /tickets for yours.
    -# CODE
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_leaderboard_says_how_many_tickets_it_rests_on() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let none = world
        .user("ben")
        .slash("#general", "leaderboard", json!({}))
        .await
        .unwrap();
    assert!(
        none.text().contains("No bets have been graded this month"),
        "{}",
        none.text()
    );
    for name in ["alice", "ben"] {
        let user = world.user(name);
        for _ in 0..5 {
            let price = if name == "alice" {
                "Bears +3.5 -110"
            } else {
                "Packers -3.5 -110"
            };
            let stakes = pick(&user, price).await;
            let placed = user
                .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
                .await;
            assert!(placed.unwrap().text().contains("Bet placed"));
        }
    }
    bet_on_bears(&world.user("cleo")).await;
    world.end(bears_at_home().final_score(24, 27)).await;
    // The bot hears of it when bets were settled.
    let ben = world.user("ben");
    let read = async || {
        let board = ben
            .slash("#general", "leaderboard", json!({}))
            .await
            .unwrap();
        board.text().contains("Cleo").then_some(board)
    };
    let board = world.until(read).await;
    assert!(!board.message().unwrap().ephemeral);
    let text = stable(&board.text());
    assert_snapshot!(text.split_once('\n').unwrap().1, @r"
    1\. **Alice** +4.55u · 5 graded, 5 won, 0 lost, 0 pushes
    2\. **Ben** -5u · 5 graded, 0 won, 5 lost, 0 pushes
    -# Cleo +0.91u · 1 graded, 1 won, 0 lost, 0 pushes
    -# Unranked until 5 graded bets. As of <t>.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_leaderboard_bothers_nobody_else() {
    let world = World::start().await;
    let alice = world.user("alice");
    let empty = alice
        .slash("#general", "leaderboard", json!({}))
        .await
        .unwrap();
    assert!(empty.text().contains("No bets have been graded this month"));
    assert!(empty.message().unwrap().ephemeral, "only the asker sees it");
}
