//! `/line`: how a line moved, in a picture and in words.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;
use sandbox::{RenderedMessage, User};
use serde_json::{Value, json};
use shared::clock::{Clock, SystemClock};
use shared::feed::{GameReport, QuoteReport};
use shared::game::GameStatus;
use testkit::{ReportExt, game};

use crate::bet::bet_on_bears;
use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

/// Hours are counted back from here.
static NOW: LazyLock<DateTime<Utc>> = LazyLock::new(|| SystemClock.now());

/// The Bears with these points, dated so many hours ago, as that bookmaker prices them.
fn spread(name: &str, line: &str, price: i32, hours_ago: i64) -> Vec<QuoteReport> {
    let at = *NOW - TimeDelta::hours(hours_ago);
    let quotes = game("NFL", "Bears", "Packers").spread(line, price, -110);
    let by = |it: &QuoteReport| QuoteReport {
        bookmaker: name.to_lowercase(),
        bookmaker_name: name.to_owned(),
        source_at: Some(at),
        ..it.clone()
    };
    quotes.quotes.iter().map(by).collect()
}

fn bears(starts_at: DateTime<Utc>) -> GameReport {
    game("NFL", "Bears", "Packers").starts_at(starts_at)
}

async fn line(user: &User, options: Value) -> RenderedMessage {
    let shown = user.slash("#general", "line", options).await.unwrap();
    shown.message().unwrap().clone()
}

/// What was said, without moments on the server's clock.
fn timeless(text: &str) -> String {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let mut out = Vec::new();
    for line in stable(text).lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let mut said: Vec<String> = Vec::new();
        let mut nth = 0;
        while let Some(word) = words.get(nth) {
            if days.contains(word) && words.len() > nth + 2 {
                said.push(
                    words[nth + 2]
                        .replacen("AM", "TIME", 1)
                        .replacen("PM", "TIME", 1),
                );
                nth += 3;
            } else {
                said.push((*word).to_owned());
                nth += 1;
            }
        }
        out.push(said.join(" ").trim_end().to_owned());
    }
    out.join("\n")
}

/// The picture's own words, each of which the message says, too.
fn alt_says_what_the_text_says(shown: &RenderedMessage) {
    let picture = shown.attachments.first().expect("a picture");
    assert_eq!(picture.content_type, "image/png");
    assert_eq!(picture.dimensions.map(|it| it.0), Some(800));
    let alt = picture.description.clone().expect("words for it");
    let lines = shown.text.lines();
    // After the game's own line, whose moments Discord writes, and the title.
    let said = lines.skip_while(|it| !it.contains("pened"));
    for line in said.filter(|it| !it.starts_with("-#")) {
        let line = line.replace("\\", "");
        assert!(alt.contains(line.trim_end_matches('.')), "{line}\nin {alt}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_drawn_and_said_with_its_opening_its_moves_and_the_members_own_bet() {
    let world = World::start().await;
    let at = soon(1);
    world
        .report(bears(at).quoted(spread("Alpha", "+3", -110, 5)))
        .await;
    world
        .report(bears(at).quoted(spread("Alpha", "+3.5", -110, 4)))
        .await;
    let alice = world.user("alice");
    bet_on_bears(&alice).await;
    world
        .report(bears(at).quoted(spread("Alpha", "+3.5", -120, 3)))
        .await;
    world
        .report(bears(at).quoted(spread("Alpha", "+4", -112, 2)))
        .await;

    let shown = line(&alice, json!({ "game": "bears" })).await;
    assert_snapshot!(timeless(&shown.text), @r#"
    **Packers at Bears** · NFL · <f> (<R>)
    **Spread: Bears**
    -# Alpha
    Opened +3 at -110, TIME
    Now +4 at -112, since TIME
    Your bet: +3.5 at -110, TIME
    3 moves:
    TIME: +3.5 at -110
    TIME: +3.5 at -120
    TIME: +4 at -112
    -# Days and times of the moves are in this server's time zone (America/New\_York).
    "#);
    alt_says_what_the_text_says(&shown);

    // Nobody else's bet is on it.
    let ben = world.user("ben");
    let shown = line(&ben, json!({ "game": "bears", "market": "bears" })).await;
    assert!(shown.says("Opened +3 at -110") && !shown.says("Your bet"));
    // The other side sees the same line from its own side.
    let shown = line(&ben, json!({ "game": "bears", "market": "packers" })).await;
    assert!(shown.says("Opened -3 at -110"), "{}", shown.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn three_bookmakers_make_one_line_and_each_can_be_seen_alone() {
    let world = World::start().await;
    let at = soon(1);
    let opened = [
        spread("Alpha", "+3", -110, 5),
        spread("Bravo", "+3.5", -105, 5),
        spread("Carol", "+3", -115, 5),
    ];
    world.report(bears(at).quoted(opened.concat())).await;
    let moved = [
        spread("Alpha", "+4", -110, 2),
        spread("Bravo", "+3.5", -105, 5),
        spread("Carol", "+3.5", -112, 2),
    ];
    world.report(bears(at).quoted(moved.concat())).await;
    let alice = world.user("alice");
    alice.slash("#general", "me", json!({})).await.unwrap();
    let typed = json!({ "game": "bears", "market": "spread bears" });
    let shown = line(&alice, typed).await;
    assert_snapshot!(timeless(&shown.text), @r#"
    **Packers at Bears** · NFL · <f> (<R>)
    **Spread: Bears**
    -# Middle of 3 bookmakers
    Opened +3 at -110, TIME
    Now +3.5 at -105, since TIME
    1 move:
    TIME: +3.5 at -105
    -# Days and times of the moves are in this server's time zone (America/New\_York).
    "#);
    alt_says_what_the_text_says(&shown);

    let menu = shown.menu("Choose a bookmaker").unwrap();
    let names: Vec<_> = menu.options.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        names,
        ["All bookmakers together", "Alpha", "Bravo", "Carol"]
    );
    let alone = alice
        .select(&shown, "Choose a bookmaker", &["Bravo"])
        .await
        .unwrap();
    let alone = alone.message().unwrap();
    assert_snapshot!(timeless(&alone.text), @r#"
    **Packers at Bears** · NFL · <f> (<R>)
    **Spread: Bears**
    -# Bravo
    Opened +3.5 at -105, TIME
    Now +3.5 at -105, since TIME
    It hasn't moved yet.
    -# Days and times of the moves are in this server's time zone (America/New\_York).
    "#);
    assert_eq!(
        alone.attachments.len(),
        1,
        "the new picture takes the old one's place"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_has_begun_shows_what_it_closed_at_and_is_found_by_who_bet_on_it() {
    let world = World::start().await;
    let at = soon(1);
    world
        .report(bears(at).quoted(spread("Alpha", "+3.5", -110, 3)))
        .await;
    let alice = world.user("alice");
    bet_on_bears(&alice).await;
    world
        .report(bears(at).quoted(spread("Alpha", "+4", -108, 2)))
        .await;
    let begun = SystemClock.now() - TimeDelta::minutes(1);
    world.report(bears(begun).in_state(GameStatus::Live)).await;
    world.report(lions_at_home()).await;

    let typing = json!({ "game": "bears" });
    let choices = alice.autocomplete("#general", "line", typing.clone(), "game");
    let choices = choices.await.unwrap();
    assert_eq!(choices.len(), 1);
    let game = choices[0].value.as_str().unwrap().to_owned();
    let shown = line(&alice, json!({ "game": game })).await;
    assert_snapshot!(timeless(&shown.text), @r#"
    **Packers at Bears** · NFL · <f> (<R>)
    **Spread: Bears**
    -# Alpha
    Opened +3.5 at -110, TIME
    Closed +4 at -108, last moved TIME
    Your bet: +3.5 at -110, TIME
    1 move:
    TIME: +4 at -108
    -# Days and times of the moves are in this server's time zone (America/New\_York).
    "#);
    alt_says_what_the_text_says(&shown);
    assert!(
        shown.button("Compare odds").is_none(),
        "nobody can bet on it"
    );

    // Whoever has no bet on it is not offered it.
    let ben = world.user("ben");
    let choices = ben.autocomplete("#general", "line", typing, "game").await;
    assert_eq!(
        choices.unwrap()[0].name,
        "No open game or price matches that"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_drawn_is_refused_in_a_sentence() {
    let world = World::start().await;
    let bare = game("NFL", "Jets", "Bills").starts_at(soon(4));
    world
        .report(&[bears_at_home(), lions_at_home(), bare])
        .await;
    let alice = world.user("alice");
    alice.slash("#general", "me", json!({})).await.unwrap();
    let said = async |options| stable(&line(&alice, options).await.text);
    assert_snapshot!(said(json!({ "game": "jets" })).await, @r#"
    No open game matches "jets". Choose one from the list, or see /games.
    -# CODE
    "#);
    let typed = json!({ "game": "bears", "market": "corners" });
    assert_snapshot!(said(typed).await, @r#"
    Nothing on that game matches "corners". Choose one from the list, or leave the market out.
    -# CODE
    "#);

    // Nobody ever priced it.
    let jets = world.game_id("jets-bills").await.to_string();
    assert_snapshot!(said(json!({ "game": jets })).await, @"
    No bookmaker has priced that game, so there's nothing to chart. See /games for what is open.
    -# CODE
    ");

    // One of several, from a menu.
    let several = line(&alice, json!({ "game": "nfl" })).await;
    assert!(several.says("2 games match"), "{}", several.text);
    let menu = several.menu("Choose a game").unwrap();
    let lions = menu.options.iter().find(|it| it.0.contains("Lions"));
    let lions = lions.unwrap().1.clone();
    let shown = alice.select(&several, "Choose a game", &[&lions]).await;
    let shown = shown.unwrap();
    assert!(
        shown.text().contains("It hasn't moved yet."),
        "{}",
        shown.text()
    );

    // What was kept of it is gone.
    world
        .run("DELETE FROM quote_changes; DELETE FROM quote_marks")
        .await;
    assert_snapshot!(said(json!({ "game": "bears" })).await, @"
    I don't have any prices for that market, so there's nothing to chart. Choose another one.
    -# CODE
    ");
}
