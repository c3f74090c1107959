//! Bets on players: found by menu or by name, and graded by what the player did.

use insta::assert_snapshot;
use sandbox::{Answer, RenderedMessage, User};
use serde_json::json;
use shared::feed::GameReport;
use testkit::person::{player_line, player_total, players};
use testkit::{ReportExt, game};

use crate::announce::is_results;
use crate::tickets::receipt;
use crate::world::{World, soon, stable};

const JUDGE: (&str, &str) = ("MLB", "Aaron Judge");

/// A baseball game with two players who can be bet on.
fn yankees() -> GameReport {
    let game = game("MLB", "Yankees", "Orioles").starts_at(soon(1));
    let game = game
        .moneyline(-150, 130)
        .with_players(&["Aaron Judge", "Félix Peña"]);
    game.quoted(player_total(JUDGE, "hits", "1.5", [120, -150]))
        .quoted(player_total(JUDGE, "total_bases", "2.5", [105, -125]))
        .quoted(player_total(
            ("MLB", "Félix Peña"),
            "strikeouts_thrown",
            "4.5",
            [-110, -110],
        ))
}

/// Types a bet of one unit, and places it.
pub(crate) async fn bet(user: &User, game: &str, pick: &str) -> Answer {
    let typed = json!({ "game": game, "pick": pick, "stake": "1" });
    let stakes = user.slash("#general", "bet", typed).await.unwrap();
    let stakes = stakes.message().unwrap().clone();
    let buttons = stakes.buttons();
    let one = buttons.iter().find(|it| it.label.starts_with("Bet 1u"));
    let one = one.unwrap_or_else(|| panic!("no stake for {pick}: {}", stakes.text));
    user.press(&stakes, &one.label).await.unwrap()
}

/// The receipt of the member's newest ticket of that name.
pub(crate) async fn why(user: &User, title: &str) -> String {
    let typing = json!({ "ticket": title });
    let choices = user.autocomplete("#general", "why", typing, "ticket").await;
    let chosen = json!({ "ticket": choices.unwrap()[0].value });
    let why = user.slash("#general", "why", chosen).await.unwrap();
    receipt(&why.text())
}

/// What a slip says: its text, then its picture in words, without the moment of the start.
pub(crate) fn told(slip: &RenderedMessage) -> String {
    let alt = slip.attachments.first();
    let alt = alt
        .and_then(|it| it.description.clone())
        .unwrap_or_default();
    let is_moment = |it: &str| {
        let days = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];
        days.iter().any(|day| it.starts_with(day)) || it.contains(" AM ") || it.contains(" PM ")
    };
    let alt = alt.split(", ").filter(|it| !is_moment(it));
    let alt = alt.collect::<Vec<_>>().join(", ");
    format!("{}\n\n{alt}", stable(&slip.content))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_is_found_in_two_menus_and_graded_by_the_box_score() {
    let world = World::start().await;
    world.report(yankees()).await;
    let alice = world.user("alice");
    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    let game = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    let list = alice
        .select(game.message().unwrap(), "More markets", &["Players"])
        .await
        .unwrap();
    assert_snapshot!(stable(&list.text()), @"
    **Orioles at Yankees** · MLB · <f> (<R>)
    2 players have prices. In /bet you can also type a name.
    ");
    let menu = list.message().unwrap().menu("Choose a player").unwrap();
    let options: Vec<_> = menu.options.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(options, ["Aaron Judge", "Félix Peña"]);

    let list = list.message().unwrap();
    let player = alice
        .select(list, "Choose a player", &["Aaron Judge"])
        .await
        .unwrap();
    let player = player.message().unwrap();
    let options = player.menu("Choose a bet").unwrap().options;
    let options: Vec<_> = options.iter().map(|it| it.0.clone()).collect();
    assert_snapshot!(options.join("\n"), @"
    Aaron Judge over 1.5 hits +120
    Aaron Judge under 1.5 hits -150
    Aaron Judge over 2.5 total bases +105
    Aaron Judge under 2.5 total bases -125
    ");
    let over = "Aaron Judge over 1.5 hits +120";
    let stakes = alice.select(player, "Choose a bet", &[over]).await.unwrap();
    assert_snapshot!(stable(&stakes.text()), @"
    **Aaron Judge over 1.5 hits** at **+120**
    **Orioles at Yankees** · MLB · <f> (<R>)
    Wins if Aaron Judge has 2 or more hits.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 1.2u")
        .await
        .unwrap();
    assert_snapshot!(stable(&placed.text()), @"
    **Bet placed**
    **Aaron Judge over 1.5 hits** at **+120**
    1u to win 1.2u (returns 2.2u)
    **Orioles at Yankees** · MLB · <f> (<R>)
    Wins if Aaron Judge has 2 or more hits.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_snapshot!(told(&world.slip("Alice").await), @"
    **Alice** · **Aaron Judge over 1.5 hits** at **+120** · 1u to win 1.2u
    Orioles at Yankees · MLB · <f> (<R>)
    Wins if Aaron Judge has 2 or more hits
    -# Alpha · placed <f> · ticket CODE

    Alice: OPEN. Orioles at Yankees. Aaron Judge over 1.5 hits, +120. Wins if Aaron Judge has 2 or more hits. Risk 1u, MLB, to win 1.2u.
    ");

    let did = [("hits", 2), ("total_bases", 5)];
    let facts = players(vec![player_line("MLB", "Aaron Judge", Some(&did))]);
    world
        .end(yankees().final_score(4, 2).with_facts(facts))
        .await;
    let results = world.wait(is_results).await;
    assert_snapshot!(stable(&results.content), @"
    **Orioles 2, Yankees 4** · final · MLB
    `+1.2u` Alice · Aaron Judge over 1.5 hits
    ");
    assert_snapshot!(why(&alice, "judge").await, @"
    **Ticket CODE · Won** · Aaron Judge over 1.5 hits at +120, placed <f>
    1. **Aaron Judge over 1.5 hits** at +120 (Alpha) · **Won**
    **Orioles at Yankees** · MLB · <f> (<R>)
    Aaron Judge 2 hits, over 1.5, so it won
    -# Source: test, final <f>, result 1. Yankees:Orioles 4:2. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 11/5 = **2.2 back** (+1.20)
    ");

    // The scorer takes a hit back: it is graded again.
    let did = [("hits", 1), ("total_bases", 4)];
    let facts = players(vec![player_line("MLB", "Aaron Judge", Some(&did))]);
    world
        .end(yankees().final_score(4, 2).with_facts(facts))
        .await;
    assert_snapshot!(why(&alice, "judge").await, @"
    **Ticket CODE · Lost** · Aaron Judge over 1.5 hits at +120, placed <f>
    1. **Aaron Judge over 1.5 hits** at +120 (Alpha) · **Lost**
    **Orioles at Yankees** · MLB · <f> (<R>)
    Aaron Judge 1 hit, under 1.5, so it lost
    -# Source: test, final <f>, result 2. Yankees:Orioles 4:2. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 11/5 = **2.2 back** (+1.20)
    Corrected <f>: Won, +1.2u became Lost, -1u. 1 x 0 = **0 back** (-1.00)
    -# The figures of Orioles at Yankees were corrected (test, result 2).
    ");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn props_of_five_sports_are_graded_and_who_did_not_play_is_void() {
    let world = World::start().await;
    let cases = [
        ("MLB", "Yankees", "Aaron Judge", "hits", "1.5", Some(2)),
        (
            "NBA",
            "Nuggets",
            "Nikola Jokić",
            "rebounds",
            "12.5",
            Some(11),
        ),
        ("NHL", "Devils", "Luke Hughes", "shots_on_goal", "2.5", None),
        (
            "NFL",
            "Vikings",
            "Justin Jefferson",
            "receiving_yards",
            "79.5",
            Some(133),
        ),
        ("EPL", "Arsenal", "Martin Ødegaard", "shots", "2", Some(2)),
    ];
    let report = |case: &(&str, &str, &str, &str, &str, Option<i64>)| {
        let (league, home, name, what, line, _) = *case;
        let game = game(league, home, "Visitors").starts_at(soon(1));
        let game = match league {
            "EPL" => game.spread("-0.5", -110, -110),
            _ => game.moneyline(-110, -110),
        };
        let prop = player_total((league, name), what, line, [-110, -110]);
        game.with_players(&[name]).quoted(prop)
    };
    world
        .report(cases.iter().map(report).collect::<Vec<_>>())
        .await;
    let alice = world.user("alice");
    for (_, home, name, ..) in &cases {
        // Without the accents, and by the last name alone.
        let last = shared::folded::folded(name.rsplit(' ').next().unwrap());
        bet(&alice, home, &format!("{last} over")).await;
    }
    for case in &cases {
        let (league, _, name, what, _, did) = *case;
        let did = did.map(|it| [(what, it)]);
        let line = player_line(league, name, did.as_ref().map(|it| it.as_slice()));
        let over = report(case)
            .final_score(3, 2)
            .with_facts(players(vec![line]));
        world.end(over).await;
    }
    let settled = json!({ "which": "settled" });
    let settled = alice.slash("#general", "tickets", settled).await.unwrap();
    assert_snapshot!(stable(&settled.text()), @"
    **5 settled tickets**
    **Push** · **Martin Ødegaard over 2 shots** at -110 · 1u returned · ticket CODE, <d>
    Arsenal 3, Visitors 2 · final · EPL · <d>
    2 shots, exactly 2: stake returned
    **Won** · **Justin Jefferson over 79.5 receiving yards** at -110 · +0.91u · ticket CODE, <d>
    Visitors 2, Vikings 3 · final · NFL · <d>
    133 receiving yards, over 79.5
    **Void** · **Luke Hughes over 2.5 shots on goal** at -110 · 1u returned · ticket CODE, <d>
    Visitors 2, Devils 3 · final · NHL · <d>
    Didn't take part: stake returned
    **Lost** · **Nikola Jokić over 12.5 rebounds** at -110 · -1u · ticket CODE, <d>
    Visitors 2, Nuggets 3 · final · NBA · <d>
    11 rebounds, under 12.5
    **Won** · **Aaron Judge over 1.5 hits** at -110 · +0.91u · ticket CODE, <d>
    Visitors 2, Yankees 3 · final · MLB · <d>
    2 hits, over 1.5
    ");
    let found = why(&alice, "odegaard over").await;
    assert!(
        found.starts_with("**Ticket CODE · Push** · Martin Ødegaard"),
        "{found}"
    );
    assert_snapshot!(why(&alice, "hughes").await, @"
    **Ticket CODE · Void** · Luke Hughes over 2.5 shots on goal at -110, placed <f>
    1. **Luke Hughes over 2.5 shots on goal** at -110 (Alpha) · **Void**
    **Visitors at Devils** · NHL · <f> (<R>)
    Luke Hughes didn't take part, so it's void and the stake is returned
    -# A bet on a player without ice time is void. (theScore hockey: no ice time is void)
    -# Source: test, final <f>, result 1. Devils:Visitors 3:2. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_finds_the_game_and_a_few_words_find_the_bet() {
    let world = World::start().await;
    world.report(yankees()).await;
    let alice = world.user("alice");
    let typing = json!({ "game": "pena" });
    let games = alice
        .autocomplete("#general", "bet", typing, "game")
        .await
        .unwrap();
    assert_eq!(games.len(), 1);
    assert!(
        games[0].name.starts_with("Orioles at Yankees"),
        "{}",
        games[0].name
    );
    let typing = json!({ "game": games[0].value, "pick": "judge over" });
    let picks = alice
        .autocomplete("#general", "bet", typing, "pick")
        .await
        .unwrap();
    let picks: Vec<_> = picks.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        picks,
        [
            "Aaron Judge over 1.5 hits +120",
            "Aaron Judge over 2.5 total bases +105"
        ]
    );
    let typed = json!({ "game": "judge", "pick": "judge 1.5" });
    let several = alice.slash("#general", "bet", typed).await.unwrap();
    assert_snapshot!(stable(&several.text()), @r#"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    Several prices match "judge 1.5". Nothing was charged. Which one?
    **Orioles at Yankees** · MLB · <f> (<R>)
    "#);
    let buttons = several.message().unwrap().buttons();
    let buttons: Vec<_> = buttons.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(
        buttons,
        [
            "Aaron Judge over 1.5 hits +120",
            "Aaron Judge under 1.5 hits -150"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_moved_is_offered_again_for_the_same_player() {
    let world = World::start().await;
    world.report(yankees()).await;
    let alice = world.user("alice");
    let typed = json!({ "game": "yankees", "pick": "judge over 1.5" });
    let stakes = alice.slash("#general", "bet", typed).await.unwrap();
    let mut moved = yankees();
    moved
        .quotes
        .retain(|it| it.statistic.as_deref() != Some("hits"));
    let moved = moved.quoted(player_total(JUDGE, "hits", "2.5", [200, -250]));
    world.report(moved).await;
    let stakes = stakes.message().unwrap();
    let asked = alice.press(stakes, "Bet 1u to win 1.2u").await.unwrap();
    assert_snapshot!(stable(&asked.text()), @"
    **Aaron Judge over 1.5 hits is gone; it is now Aaron Judge over 2.5 hits.** Nothing was charged. Press a stake to take it.
    **Aaron Judge over 2.5 hits** at **+200**
    **Orioles at Yankees** · MLB · <f> (<R>)
    Wins if Aaron Judge has 3 or more hits.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_has_players_alone_is_listed_and_can_be_bet_on() {
    let world = World::start().await;
    let bare = game("MLB", "Yankees", "Orioles").starts_at(soon(1));
    let bare = bare.with_players(&["Aaron Judge"]);
    world
        .report(bare.quoted(player_total(JUDGE, "hits", "1.5", [120, -150])))
        .await;
    let alice = world.user("alice");
    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    assert_snapshot!(stable(&games.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **1 game is open**
    **Orioles at Yankees** · MLB · <f> (<R>)
    No main lines yet, but other bets are open.
    ");
    let game = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    let list = alice
        .select(game.message().unwrap(), "More markets", &["Players"])
        .await
        .unwrap();
    assert!(list.message().unwrap().menu("Choose a player").is_some());
    let placed = bet(&alice, "yankees", "judge over").await;
    assert!(
        placed.text().contains("**Bet placed**"),
        "{}",
        placed.text()
    );
}
