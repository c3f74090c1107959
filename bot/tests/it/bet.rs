//! From the list of games to a ticket.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sandbox::{Answer, Effect, Fault, User};
use serde_json::json;
use shared::market::{MarketKind, Side};

use crate::world::{World, bears_at_home, lions_at_home, price, stable};

/// Opens the stakes of a price of the first game that is listed.
pub(crate) async fn pick(user: &User, price: &str) -> Answer {
    let games = user.slash("#general", "games", json!({})).await.unwrap();
    let game = user.press(games.message().unwrap(), "Bet").await.unwrap();
    user.press(game.message().unwrap(), price).await.unwrap()
}

/// Bets one unit on the Bears, and gives what the member reads.
pub(crate) async fn bet_on_bears(user: &User) -> Answer {
    let stakes = pick(user, "CHI +3.5 -110").await;
    let stakes = stakes.message().unwrap();
    user.press(stakes, "Bet 1u to win 0.91u").await.unwrap()
}

/// What the member has, in one line.
pub(crate) async fn balance(user: &User) -> String {
    let balance = user.slash("#general", "balance", json!({})).await.unwrap();
    let text = balance.text();
    let lines = text.lines().filter(|it| it.contains("u**"));
    lines.collect::<Vec<_>>().join(", ").replace("**", "")
}

/// What was said beside the message that was pressed.
fn beside(answer: &Answer) -> String {
    let beside = answer.follow_ups.last().expect("a message of its own");
    assert!(beside.ephemeral);
    stable(&beside.text)
}

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
    Wins if Chicago wins, or loses by 3 or fewer.
    -# Ticket CODE. You have 99u left to bet with. It can be taken back until <T>.
    How shall I tell you of results? /balance changes it later.
    ");

    assert_eq!(
        balance(&alice).await,
        "99u to bet with, 1u at risk in open tickets"
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_price_asks_again_and_shows_both() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "CHI +3.5 -110").await;
    let mut moved = bears_at_home();
    moved.quotes[0].price = shared::price::Price::from_american(-120).unwrap();
    world.report(&[moved]).await;

    let asked = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(stable(&asked.text()), @r"
    **The price moved from -110 to -120.** Nothing was charged. Press a stake to take the new price.
    **Bears +3.5** at **-120**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if Chicago wins, or loses by 3 or fewer.
    -# Alpha, this price <R>. You have 100u to bet with.
    ");
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );

    let placed = alice
        .press(asked.message().unwrap(), "Bet 1u to win 0.83u")
        .await
        .unwrap();
    assert!(placed.text().contains("Bet placed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_line_asks_again_at_the_new_one_and_charges_nothing() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "CHI +3.5 -110").await;
    let mut moved = bears_at_home();
    for quote in &mut moved.quotes {
        if quote.kind == MarketKind::Spread {
            quote.line = Some("2.5".parse().unwrap());
        }
    }
    world.report(&[moved]).await;

    let asked = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(stable(&asked.text()), @r"
    **Bears +3.5 is no longer offered; it is Bears +2.5 now.** Nothing was charged. Press a stake to take that.
    **Bears +2.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if Chicago wins, or loses by 2 or fewer.
    -# Alpha, this price <R>. You have 100u to bet with.
    ");
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_placed_after_the_start() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "CHI +3.5 -110").await;
    world.database.advance(TimeDelta::hours(2)).await;

    let refused = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(beside(&refused), @r"
    That game began <R>: bets close at the start. Nothing was charged.
    -# CODE
    ");
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_comes_twice_places_one_ticket() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "CHI +3.5 -110").await;
    let twice = Fault::new(Effect::Duplicate).times(1);
    world.drive().fault(twice).await.unwrap();

    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert!(placed.text().contains("Bet placed"), "{}", placed.text());
    let tickets = alice.slash("#general", "tickets", json!({})).await.unwrap();
    assert!(
        tickets.text().contains("1 open ticket"),
        "{}",
        tickets.text()
    );
    assert_eq!(
        balance(&alice).await,
        "99u to bet with, 1u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_stake_that_is_none_charges_nothing() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let mut said = Vec::new();
    for typed in ["0", "-1", "1e30", "abc", "NaN", "100", "0.1"] {
        let stakes = pick(&alice, "CHI +3.5 -110").await;
        let form = alice
            .press(stakes.message().unwrap(), "Other amount")
            .await
            .unwrap();
        let form = form.modal().unwrap();
        let answer = alice
            .submit_modal(form, json!({ "stake": typed }))
            .await
            .unwrap();
        said.push(format!("{typed}: {}", beside(&answer)));
    }
    assert_snapshot!(said.join("\n"), @r#"
    0: A stake must be above zero. Nothing was charged.
    -# CODE
    -1: A stake must be above zero. Nothing was charged.
    -# CODE
    1e30: "1e30" is no amount. Nothing was charged. Write units as a plain number, such as 2 or 0.5.
    -# CODE
    abc: "abc" is no amount. Nothing was charged. Write units as a plain number, such as 2 or 0.5.
    -# CODE
    NaN: "NaN" is no amount. Nothing was charged. Write units as a plain number, such as 2 or 0.5.
    -# CODE
    100: Stakes here are 0.50u to 5u. Nothing was charged. Choose a smaller one.
    -# CODE
    0.1: Stakes here are 0.50u to 5u. Nothing was charged. Choose a larger one.
    -# CODE
    "#);
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );

    let stakes = pick(&alice, "CHI +3.5 -110").await;
    let form = alice
        .press(stakes.message().unwrap(), "Other amount")
        .await
        .unwrap();
    let placed = alice
        .submit_modal(form.modal().unwrap(), json!({ "stake": "1.25u" }))
        .await
        .unwrap();
    assert!(
        placed.text().contains("1.25u to win 1.14u"),
        "{}",
        placed.text()
    );
    let again = pick(&alice, "CHI +3.5 -110").await;
    let first = &again.message().unwrap().buttons()[0].label;
    assert_eq!(
        first, "Bet 1.25u to win 1.14u",
        "the last stake comes first"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_is_typed_with_choices_from_memory() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    let typing = json!({ "game": "bea" });
    let games = alice
        .autocomplete("#general", "bet", typing, "game")
        .await
        .unwrap();
    assert_eq!(games.len(), 1);
    assert!(
        games[0].name.starts_with("Packers at Bears · NFL · "),
        "{}",
        games[0].name
    );
    let game = games[0].value.clone();
    let typing = json!({ "game": game, "pick": "over" });
    let picks = alice
        .autocomplete("#general", "bet", typing, "pick")
        .await
        .unwrap();
    let names: Vec<_> = picks.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Over 45 -105"]);
    let options = json!({ "game": game, "pick": picks[0].value, "stake": "2" });
    let stakes = alice.slash("#general", "bet", options).await.unwrap();
    assert_snapshot!(stable(&stakes.text()), @r"
    **Welcome: you start with 100u.**
    1 unit is 1 % of your 100, so a bet of 1u risks a hundredth of it.
    These are play units without any value: nothing to buy, sell or win.
    **Over 45** at **-105**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if both sides together score 46 or more. Exactly 45: stake back.
    -# Alpha, this price <R>. You have 100u to bet with.
    ");
    let first = &stakes.message().unwrap().buttons()[0].label;
    assert_eq!(first, "Bet 2u to win 1.90u");

    // What was typed and not chosen is looked up again.
    let options = json!({ "game": "packers", "pick": "under" });
    let stakes = alice.slash("#general", "bet", options).await.unwrap();
    assert!(stakes.text().contains("Under 45"), "{}", stakes.text());
    let options = json!({ "game": "nfl" });
    let several = alice.slash("#general", "bet", options).await.unwrap();
    assert!(
        several.text().contains("2 games are open"),
        "{}",
        several.text()
    );
    let options = json!({ "game": "arsenal" });
    let none = alice.slash("#general", "bet", options).await.unwrap();
    assert_snapshot!(stable(&none.text()), @r#"
    No open game matches "arsenal". Nothing was charged. Choose from the list, or see /games.
    -# CODE
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nothing_is_open_the_one_choice_names_the_next_game() {
    let world = World::start().await;
    let alice = world.user("alice");
    let typing = json!({ "game": "" });
    let choices = alice
        .autocomplete("#general", "bet", typing.clone(), "game")
        .await
        .unwrap();
    assert_eq!(
        choices[0].name,
        "Nothing open, and no game is scheduled yet"
    );

    let mut unpriced = bears_at_home();
    unpriced.quotes.clear();
    world.report(&[unpriced]).await;
    let choices = world
        .until(async || {
            let choices = alice
                .autocomplete("#general", "bet", typing.clone(), "game")
                .await
                .unwrap();
            choices[0]
                .name
                .starts_with("Nothing open. Next: NFL ")
                .then_some(choices)
        })
        .await;
    assert_eq!(choices.len(), 1);
    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    assert!(
        games.text().contains("Nothing is open. Next:"),
        "{}",
        games.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_can_be_taken_back_for_a_minute() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let placed = bet_on_bears(&alice).await;
    let cancelled = alice
        .press(placed.message().unwrap(), "Take it back")
        .await
        .unwrap();
    assert_snapshot!(stable(&cancelled.text()), @"Taken back: your stake is yours again. You have 100u to bet with.");

    let placed = bet_on_bears(&alice).await;
    world.database.advance(TimeDelta::seconds(61)).await;
    let late = alice
        .press(placed.message().unwrap(), "Take it back")
        .await
        .unwrap();
    assert_snapshot!(beside(&late), @r"
    A ticket can be taken back for one minute. It stands; nothing more was charged.
    -# CODE
    ");
    assert_eq!(
        balance(&alice).await,
        "99u to bet with, 1u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_not_taken_back_once_its_price_has_moved_but_within_fifteen_seconds() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let at_once = bet_on_bears(&alice).await;
    let later = bet_on_bears(&alice).await;
    let mut moved = bears_at_home();
    moved.quotes[0] = price(MarketKind::Spread, Some("3.5"), Side::Home, -125);
    world.report(&[moved]).await;
    alice
        .press(at_once.message().unwrap(), "Take it back")
        .await
        .unwrap();
    assert!(balance(&alice).await.contains("99u"), "one stake is back");
    world.database.advance(TimeDelta::seconds(20)).await;
    let refused = alice
        .press(later.message().unwrap(), "Take it back")
        .await
        .unwrap();
    assert_snapshot!(beside(&refused), @r"
    The price has moved since, so the ticket stands. Nothing more was charged.
    -# CODE
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_outlives_the_process_that_made_it() {
    let mut world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "CHI +3.5 -110").await;
    world.restart().await;
    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert!(placed.text().contains("Bet placed"), "{}", placed.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_slow_an_answer_is_promised() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let alice = world.user("alice");
    let placed = bet_on_bears(&alice).await;
    assert!(placed.text().contains("Bet placed"));
    // Somebody holds the member's row: balance and bets wait for it.
    let mut held = world.database.owner.begin().await.unwrap();
    sqlx::query("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *held)
        .await
        .unwrap();
    let asking = tokio::spawn({
        let alice = alice.clone();
        async move { alice.slash("#general", "balance", json!({})).await.unwrap() }
    });
    world
        .until(async || {
            let seen = alice.messages("#general").await.unwrap();
            seen.iter().any(|it| it.loading).then_some(())
        })
        .await;
    held.rollback().await.unwrap();
    let answer = asking.await.unwrap();
    assert!(answer.text().contains("99u"), "{}", answer.text());
}
