//! From the list of games to a ticket.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sandbox::{Answer, Effect, Fault, User};
use serde_json::json;
use shared::feed::{GameReport, QuoteReport};
use shared::market::{MarketKind, Side};
use testkit::{ReportExt, quote};

use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

/// Opens the stakes of a price of the first game that is listed.
pub(crate) async fn pick(user: &User, price: &str) -> Answer {
    let games = user.slash("#general", "games", json!({})).await.unwrap();
    let game = user.press(games.message().unwrap(), "Bet").await.unwrap();
    user.press(game.message().unwrap(), price).await.unwrap()
}

/// Bets one unit on the Bears, and gives what the member reads.
pub(crate) async fn bet_on_bears(user: &User) -> Answer {
    let stakes = pick(user, "Bears +3.5 -110").await;
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
    assert_snapshot!(stable(&games.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **2 games are open**
    **Packers at Bears** · NFL · <f> (<R>)
    Packers -3.5 -110 / Bears +3.5 -110 · Over 45 -105 / Under 45 -115 · Packers to win -180 / Bears to win +150
    **Vikings at Lions** · NFL · <f> (<R>)
    Vikings to win +100 / Lions to win -120
    ");

    let game = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    assert_snapshot!(stable(&game.text()), @"
    **Packers at Bears** · NFL · <f> (<R>)
    -# Prices from Alpha via test, checked <R>. Press one to see what it pays. Nothing is placed yet.
    ");

    let stakes = alice
        .press(game.message().unwrap(), "Bears +3.5 -110")
        .await
        .unwrap();
    assert_snapshot!(stable(&stakes.text()), @"
    **Bears +3.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");

    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(stable(&placed.text()), @"
    **Bet placed**
    **Bears +3.5** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
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
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let mut moved = bears_at_home();
    moved.quotes[0].price = shared::price::Price::from_american(-120).unwrap();
    world.report(moved).await;

    let asked = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(stable(&asked.text()), @"
    **The price moved from -110 to -120.** Nothing was charged. Press a stake to take the new price.
    **Bears +3.5** at **-120**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
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
async fn a_better_price_is_taken_without_asking() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let mut moved = bears_at_home();
    moved.quotes[0].price = shared::price::Price::from_american(105).unwrap();
    world.report(moved).await;
    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    let said = placed.text();
    assert!(said.contains("**Bears +3.5** at **+105**"), "{said}");
    assert!(said.contains("1u to win 1.05u (returns 2.05u)"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_to_be_told_of_results_is_asked_once() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let question = "How should I tell you about results?";
    assert!(bet_on_bears(&alice).await.text().contains(question));
    assert!(!bet_on_bears(&alice).await.text().contains(question));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_is_answered_in_words() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let long = "x".repeat(5_000);
    let turned = "\u{202e}".repeat(3_000);
    for typed in [
        long.as_str(),
        turned.as_str(),
        "a\u{0}b",
        "https://discord.gg/abc @everyone",
    ] {
        for options in [
            json!({ "game": typed }),
            json!({ "game": "bears", "pick": typed }),
            json!({ "game": "bears", "stake": typed }),
        ] {
            let answer = alice.slash("#general", "bet", options).await.unwrap();
            let said = answer.text();
            assert!(!said.contains("went wrong"), "{said}");
            assert!(
                !said.contains("https://") && !said.contains("@everyone"),
                "{said}"
            );
            assert!(said.chars().count() < 1_000, "{said}");
        }
        let units = json!({ "member": "ben", "units": typed, "reason": "a try" });
        let refused = alice.slash("#general", "admin grant", units).await.unwrap();
        let said = refused.text();
        assert!(said.contains("as units. Nothing was changed."), "{said}");
        assert!(said.chars().count() < 1_000, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_fit_several_prices_are_answered_with_these_prices() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let several = json!({ "game": "bears", "pick": "bears" });
    let answer = alice.slash("#general", "bet", several).await.unwrap();
    let said = answer.text();
    assert!(said.contains("Several prices match \"bears\""), "{said}");
    let buttons = answer.message().unwrap().buttons();
    let labels: Vec<_> = buttons.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["Bears +3.5 -110", "Bears to win +150"]);
    let none = json!({ "game": "bears", "pick": "lions" });
    let answer = alice.slash("#general", "bet", none).await.unwrap();
    let said = answer.text();
    assert!(
        said.contains("No price on that game matches \"lions\""),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_line_asks_again_at_the_new_one_and_charges_nothing() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let mut moved = bears_at_home();
    for quote in &mut moved.quotes {
        if quote.kind == MarketKind::Spread {
            quote.line = Some("2.5".parse().unwrap());
        }
    }
    world.report(moved).await;

    let asked = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(stable(&asked.text()), @"
    **Bears +3.5 is gone; it is now Bears +2.5.** Nothing was charged. Press a stake to take it.
    **Bears +2.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 2 or fewer.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_placed_after_the_start() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    world.database.advance(TimeDelta::hours(2)).await;

    let refused = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(beside(&refused), @"
    That game started <R>, and bets close at the start. Nothing was charged.
    -# CODE
    ");
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_nobody_confirms_is_not_taken_and_says_why() {
    let world = World::start().await;
    let mut game = bears_at_home();
    game.starts_at = soon(24);
    world.report(game).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    world.database.advance(TimeDelta::minutes(181)).await;

    let refused = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert_snapshot!(beside(&refused), @"
    That price hasn't been confirmed for a while, so you can't bet on it right now. Nothing was charged. Try again in a few minutes, or see /games for what is open.
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
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
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
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let mut said = Vec::new();
    for typed in ["0", "-1", "1e30", "abc", "NaN", "100", "0.1"] {
        let stakes = pick(&alice, "Bears +3.5 -110").await;
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
    0: A stake must be more than 0. Nothing was charged.
    -# CODE
    -1: A stake must be more than 0. Nothing was charged.
    -# CODE
    1e30: I can't read "1e30" as an amount. Nothing was charged. Try 2 or 0.5.
    -# CODE
    abc: I can't read "abc" as an amount. Nothing was charged. Try 2 or 0.5.
    -# CODE
    NaN: I can't read "NaN" as an amount. Nothing was charged. Try 2 or 0.5.
    -# CODE
    100: The most you can bet here is 5u. Nothing was charged.
    -# CODE
    0.1: The least you can bet here is 0.5u. Nothing was charged.
    -# CODE
    "#);
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );

    let stakes = pick(&alice, "Bears +3.5 -110").await;
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
    let again = pick(&alice, "Bears +3.5 -110").await;
    let first = &again.message().unwrap().buttons()[0].label;
    assert_eq!(
        first, "Bet 1.25u to win 1.14u",
        "the last stake comes first"
    );
}

/// The bears at home, to win, at the prices of that many bookmakers.
fn priced_by(bookmakers: usize) -> GameReport {
    let books = [
        ("Alpha", 150, -180),
        ("Beta", 140, -170),
        ("Gamma", 160, -190),
    ];
    let bare = GameReport {
        quotes: Vec::new(),
        ..bears_at_home()
    };
    let quotes = books
        .iter()
        .take(bookmakers)
        .flat_map(|(name, home, away)| {
            let quotes = bare.moneyline(*home, *away).quotes.into_iter();
            quotes.map(|it| QuoteReport {
                bookmaker: name.to_lowercase(),
                bookmaker_name: (*name).to_owned(),
                ..it
            })
        });
    bare.quoted(quotes)
}

#[tokio::test(flavor = "multi_thread")]
async fn three_bookmakers_show_what_they_say_together_and_fewer_are_only_named() {
    for (bookmakers, shown) in [
        (2, "-# Prices from Alpha, Beta via test, checked <R>. "),
        (
            3,
            "-# Fair prices: Packers to win -161 / Bears to win +161 (3 bookmakers)\n-# ",
        ),
    ] {
        let world = World::start().await;
        world.report(priced_by(bookmakers)).await;
        let options = json!({ "game": "bears" });
        let alice = world.user("alice");
        let game = alice.slash("#general", "bet", options).await.unwrap();
        let text = stable(&game.text());
        assert!(text.contains(shown), "{text}");
        assert_eq!(text.contains("Fair prices"), bookmakers == 3, "{text}");
    }
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
    assert_snapshot!(stable(&stakes.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **Over 45** at **-105**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the total is 46 or more. Exactly 45: stake returned.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    let first = &stakes.message().unwrap().buttons()[0].label;
    assert_eq!(first, "Bet 2u to win 1.9u");

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
    No open game matches "arsenal". Nothing was charged. Choose one from the list, or see /games.
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
    assert_eq!(choices[0].name, "No games are open or scheduled yet");

    let mut unpriced = bears_at_home();
    unpriced.quotes.clear();
    world.report(unpriced).await;
    let choices = world
        .until(async || {
            let choices = alice
                .autocomplete("#general", "bet", typing.clone(), "game")
                .await
                .unwrap();
            choices[0]
                .name
                .starts_with("No games are open. Next: NFL ")
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
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let placed = bet_on_bears(&alice).await;
    let cancelled = alice
        .press(placed.message().unwrap(), "Cancel bet")
        .await
        .unwrap();
    assert_snapshot!(stable(&cancelled.text()), @"Bet cancelled. 1u is back in your balance. You have 100u to bet with.");

    let placed = bet_on_bears(&alice).await;
    world.database.advance(TimeDelta::seconds(61)).await;
    let late = alice
        .press(placed.message().unwrap(), "Cancel bet")
        .await
        .unwrap();
    assert_snapshot!(beside(&late), @"
    Bets can be cancelled for one minute, so yours stands.
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
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let at_once = bet_on_bears(&alice).await;
    let later = bet_on_bears(&alice).await;
    let mut moved = bears_at_home();
    moved.quotes[0] = quote(MarketKind::Spread, Some("3.5"), Side::Home, -125);
    world.report(moved).await;
    alice
        .press(at_once.message().unwrap(), "Cancel bet")
        .await
        .unwrap();
    assert!(balance(&alice).await.contains("99u"), "one stake is back");
    world.database.advance(TimeDelta::seconds(20)).await;
    let refused = alice
        .press(later.message().unwrap(), "Cancel bet")
        .await
        .unwrap();
    assert_snapshot!(beside(&refused), @"
    The price has moved, so the bet stands.
    -# CODE
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_outlives_the_process_that_made_it() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
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
    world.report(bears_at_home()).await;
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
