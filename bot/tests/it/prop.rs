//! A bet on a player, from the name to the ticket.

use insta::assert_snapshot;
use sandbox::{Answer, User};
use serde_json::{Value, json};
use shared::feed::GameReport;
use shared::game::GameStatus;
use testkit::person::{player_line, player_total, players};
use testkit::{ReportExt, game};

use crate::world::{World, soon, stable};

const JUDGE: (&str, &str) = ("MLB", "Aaron Judge");

fn yankees() -> GameReport {
    let game = game("MLB", "Yankees", "Orioles").starts_at(soon(2));
    let names = ["Aaron Judge", "Félix Peña", "Adley Rutschman"];
    game.moneyline(-150, 130)
        .with_players(&names)
        .quoted(player_total(JUDGE, "hits", "1.5", [120, -150]))
        .quoted(player_total(JUDGE, "hits", "0.5", [-250, 200]))
        .quoted(player_total(JUDGE, "total_bases", "2.5", [105, -125]))
        .quoted(player_total(
            ("MLB", "Félix Peña"),
            "strikeouts_thrown",
            "4.5",
            [-110, -110],
        ))
}

fn devils() -> GameReport {
    let game = game("NHL", "Devils", "Canucks").starts_at(soon(1));
    let shots = |name| player_total(("NHL", name), "shots_on_goal", "2.5", [-110, -110]);
    game.moneyline(-110, -110)
        .with_players(&["Luke Hughes", "Jack Hughes", "Quinn Hughes"])
        .quoted(shots("Luke Hughes"))
        .quoted(shots("Jack Hughes"))
        .quoted(shots("Quinn Hughes"))
}

async fn choices(user: &User, typed: Value, option: &str) -> Vec<(String, String)> {
    let found = user.autocomplete("#general", "prop", typed, option).await;
    let found = found.unwrap().into_iter();
    found
        .map(|it| (it.name, it.value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

async fn prop(user: &User, options: Value) -> Answer {
    user.slash("#general", "prop", options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_on_a_player_takes_three_interactions_by_name_alone_and_two_when_it_is_typed() {
    let world = World::start().await;
    world.report(&[yankees(), devils()]).await;
    let alice = world.user("alice");

    // By the name alone: the command, a price, a stake.
    let page = prop(&alice, json!({ "player": "judge" })).await;
    assert_snapshot!(stable(&page.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **Aaron Judge**
    **Orioles at Yankees** · MLB · <f> (<R>)
    -# A batter must start and come to the plate once; otherwise a bet on him is void. A void bet returns your stake.
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    ");
    let page = page.message().unwrap();
    let menus: Vec<_> = page
        .selects()
        .into_iter()
        .map(|it| it.placeholder)
        .collect();
    assert_eq!(menus, ["hits", "total bases"]);
    let over = &["Aaron Judge over 1.5 hits +120"];
    let stakes = alice.select(page, "hits", over).await.unwrap();
    let placed = alice.press(stakes.message().unwrap(), "Bet 1u to win 1.2u");
    let placed = placed.await.unwrap();
    assert!(
        placed.text().contains("**Bet placed**"),
        "{}",
        placed.text()
    );

    // All of it typed, or chosen while typing: the command and the stake.
    let found = choices(&alice, json!({ "player": "jugde" }), "player").await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0]
            .0
            .starts_with("Aaron Judge · Orioles at Yankees · "),
        "{found:?}"
    );
    let player = &found[0].1;
    let typing = json!({ "player": player, "category": "" });
    let categories = choices(&alice, typing, "category").await;
    let names: Vec<_> = categories.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(names, ["hits (4 prices)", "total bases (2 prices)"]);
    let category = &categories[0].1;
    let typing = json!({ "player": player, "category": category, "pick": "over" });
    let picks = choices(&alice, typing, "pick").await;
    let names: Vec<_> = picks.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        names,
        [
            "Aaron Judge over 0.5 hits -250",
            "Aaron Judge over 1.5 hits +120"
        ]
    );
    let pick = &picks[1].1;
    let chosen = json!({ "player": player, "category": category, "pick": pick, "stake": "2" });
    let stakes = prop(&alice, chosen).await;
    let placed = alice.press(stakes.message().unwrap(), "Bet 2u to win 2.4u");
    assert!(placed.await.unwrap().text().contains("**Bet placed**"));

    // The labels of choices, pasted as they read.
    let labels = json!({ "player": found[0].0, "category": "hits", "pick": picks[1].0 });
    let stakes = prop(&alice, labels).await;
    let said = stakes.text();
    assert!(
        said.contains("**Aaron Judge over 1.5 hits** at **+120**"),
        "{said}"
    );
    let moved = json!({ "player": "judge", "pick": "Aaron Judge over 1.5 hits 2.20" });
    let said = prop(&alice, moved).await.text();
    assert!(
        said.contains("**Aaron Judge over 1.5 hits** at **+120**"),
        "{said}"
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn players_are_ranked_by_the_soonest_game_and_told_apart_where_a_name_means_several() {
    let world = World::start().await;
    world.report(&[yankees(), devils()]).await;
    let alice = world.user("alice");
    let all = choices(&alice, json!({ "player": "" }), "player").await;
    let first: Vec<_> = all
        .iter()
        .map(|it| it.0.split(" · ").next().unwrap())
        .collect();
    assert_eq!(
        first,
        [
            "Jack Hughes",
            "Luke Hughes",
            "Quinn Hughes",
            "Aaron Judge",
            "Félix Peña"
        ]
    );
    let found = choices(&alice, json!({ "player": "pena" }), "player").await;
    assert_eq!(found.len(), 1, "without the accents");

    let several = prop(&alice, json!({ "player": "hughes" })).await;
    assert_snapshot!(stable(&several.text()), @r#"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    3 players match "hughes". Nothing was charged. Which one?
    "#);
    let menu = several.message().unwrap().menu("Choose a player").unwrap();
    let luke = menu.options.iter().find(|it| it.0.starts_with("Luke"));
    let luke = [luke.unwrap().0.as_str()];
    let page = alice.select(several.message().unwrap(), "Choose a player", &luke);
    assert_snapshot!(stable(&page.await.unwrap().text()), @"
    **Luke Hughes**
    **Canucks at Devils** · NHL · <f> (<R>)
    -# A bet on a player without ice time is void. A void bet returns your stake.
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    ");

    let nearly = prop(&alice, json!({ "player": "hughesington" })).await;
    assert_snapshot!(stable(&nearly.text()), @r#"No player on the board is called "hughesington". Nothing was charged. Did you mean one of these?"#);
    let nobody = prop(&alice, json!({ "player": "zzyzx" })).await;
    assert_snapshot!(stable(&nobody.text()), @r#"
    No player on the board is called "zzyzx". Nothing was charged. See /games for what is open.
    -# CODE
    "#);
    let no_category = json!({ "player": "judge", "category": "goals" });
    let said = prop(&alice, no_category).await;
    assert_snapshot!(stable(&said.text()), @r#"
    Nothing called "goals" is offered on that player. Nothing was charged. This is what is:
    **Aaron Judge**
    **Orioles at Yankees** · MLB · <f> (<R>)
    -# A batter must start and come to the plate once; otherwise a bet on him is void. A void bet returns your stake.
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    "#);
    let no_pick = json!({ "player": "judge", "pick": "over 9.5" });
    let said = prop(&alice, no_pick).await;
    assert_snapshot!(stable(&said.text()), @r#"
    No price on that player matches "over 9.5". Nothing was charged. These are the prices:
    **Aaron Judge**
    **Orioles at Yankees** · MLB · <f> (<R>)
    -# A batter must start and come to the plate once; otherwise a bet on him is void. A void bet returns your stake.
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    "#);
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_named_with_its_player_and_a_choice_of_a_game_that_began_shows_its_card() {
    let mut world = World::start().await;
    // A box score says who plays for whom.
    let line = player_line("NHL", "Luke Hughes", Some(&[("shots_on_goal", 3)]));
    let last = game("NHL", "Devils", "Rangers").starts_at(soon(-30));
    let last = last.with_players(&["Luke Hughes"]);
    let over = last.final_score(3, 2).with_facts(players(vec![line]));
    world.report(over).await;
    world.report(devils()).await;
    let alice = world.user("alice");
    let found = choices(&alice, json!({ "player": "luke" }), "player").await;
    assert!(
        found[0]
            .0
            .starts_with("Luke Hughes · Devils · Canucks at Devils · "),
        "{found:?}"
    );
    world.restart().await;
    let page = prop(&alice, json!({ "player": found[0].1 })).await;
    assert!(page.text().contains("ice time"), "{}", page.text());
    world.report(devils().in_state(GameStatus::Live)).await;
    let card = prop(&alice, json!({ "player": found[0].1 })).await;
    assert_snapshot!(stable(&card.text()), @"
    Bets on players of that game are closed. Nothing was charged.
    **Canucks at Devils** · NHL · live
    -# Betting is closed.
    ");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
