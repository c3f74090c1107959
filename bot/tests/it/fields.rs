//! Bets on contests of many: who wins, who finishes well, and who beats whom.

use insta::assert_snapshot;
use serde_json::json;
use shared::feed::GameReport;
use testkit::person::{entrant_line, head_to_head, places, to_win, top};
use testkit::{ReportExt, field};

use crate::announce::is_results;
use crate::props::{bet, told, why};
use crate::world::{World, soon, stable};

const GOLFERS: [&str; 7] = [
    "Rory McIlroy",
    "Scottie Scheffler",
    "Ludvig Åberg",
    "Tommy Fleetwood",
    "Xander Schauffele",
    "Tom Kim",
    "Joaquín Niemann",
];

fn masters() -> GameReport {
    let open = field("PGA", "Harbor Masters", &GOLFERS).starts_at(soon(20));
    let prices = [700, 400, 1400, 1800, 1600, 4000, 2500];
    let to_win = GOLFERS
        .iter()
        .zip(prices)
        .map(|(name, price)| to_win("PGA", name, price));
    let among = GOLFERS
        .iter()
        .zip(prices)
        .map(|(name, price)| top("PGA", name, "5", price / 4));
    let pair = head_to_head("PGA", ["Rory McIlroy", "Ludvig Åberg"], [-130, 110]);
    open.quoted(to_win).quoted(among).quoted(pair)
}

/// Three share the fourth place, of whom two places are left in the top five.
fn played() -> GameReport {
    let places_of = [Some(1), Some(2), Some(4), Some(4), Some(3), Some(4), None];
    let lines = GOLFERS.iter().zip(places_of);
    let lines = lines.map(|(name, place)| entrant_line("PGA", name, place));
    let over = masters().in_state(shared::game::GameStatus::Final);
    over.with_facts(places(lines.collect()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tournament_is_bet_on_by_market_and_entrant_and_a_tie_shares_its_places() {
    let world = World::start().await;
    world.report(masters()).await;
    let alice = world.user("alice");
    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    assert_snapshot!(stable(&games.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **1 game is open**
    **Harbor Masters** · PGA · <f> (<R>)
    Scottie Scheffler to win +400 / Rory McIlroy to win +700 / Ludvig Åberg to win +1400
    ");
    let game = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    assert_snapshot!(stable(&game.text()), @"
    **Harbor Masters** · PGA · <f> (<R>)
    -# Prices from Alpha via test, checked <R>. Press one to see what it pays. Nothing is placed yet.
    ");
    let more = game.message().unwrap().menu("More markets").unwrap();
    let options: Vec<_> = more.options.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        options,
        ["Winner", "Top finishes", "Head-to-heads and groups"]
    );
    let top = alice
        .select(game.message().unwrap(), "More markets", &["Top finishes"])
        .await
        .unwrap();
    assert_snapshot!(stable(&top.text()), @"
    **Harbor Masters** · PGA · <f> (<R>)
    **Top finishes** · 1 market, 7 prices
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    ");
    let top = top.message().unwrap();
    let options = top.menu("Top 5").unwrap().options;
    let options: Vec<_> = options.iter().map(|it| it.0.clone()).collect();
    assert_snapshot!(options.join("\n"), @"
    Scottie Scheffler, top 5 +100
    Rory McIlroy, top 5 +175
    Ludvig Åberg, top 5 +350
    Xander Schauffele, top 5 +400
    Tommy Fleetwood, top 5 +450
    Joaquín Niemann, top 5 +625
    Tom Kim, top 5 +1000
    ");
    let stakes = alice
        .select(top, "Top 5", &["Ludvig Åberg, top 5 +350"])
        .await
        .unwrap();
    assert_snapshot!(stable(&stakes.text()), @"
    **Ludvig Åberg, top 5** at **+350**
    **Harbor Masters** · PGA · <f> (<R>)
    Wins if Ludvig Åberg finishes in the top 5.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    let stakes = stakes.message().unwrap();
    let placed = alice.press(stakes, "Bet 1u to win 3.5u").await.unwrap();
    assert_snapshot!(stable(&placed.text()), @"
    **Bet placed**
    **Ludvig Åberg, top 5** at **+350**
    1u to win 3.5u (returns 4.5u)
    **Harbor Masters** · PGA · <f> (<R>)
    Wins if Ludvig Åberg finishes in the top 5.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_snapshot!(told(&world.slip("Alice").await), @"
    **Alice** · **Ludvig Åberg, top 5** at **+350** · 1u to win 3.5u
    Harbor Masters · PGA · <f> (<R>)
    Wins if Ludvig Åberg finishes in the top 5
    -# Alpha · placed <f> · ticket CODE

    Alice: OPEN. Harbor Masters. Ludvig Åberg, top 5, +350. Wins if Ludvig Åberg finishes in the top 5. Risk 1u, PGA, to win 3.5u.
    ");

    let ben = world.user("ben");
    bet(&ben, "harbor", "mcilroy to win").await;
    bet(&ben, "niemann", "niemann to win").await;
    bet(&ben, "masters", "aberg to beat").await;
    world.end(played()).await;
    let results = world.wait(is_results).await;
    assert_snapshot!(stable(&results.content), @"
    **Harbor Masters** · won by Rory McIlroy · PGA
    `+7u` Ben · Rory McIlroy to win
    `+2u` Alice · Ludvig Åberg, top 5
    `-1u` Ben · Joaquín Niemann to win
    `-1u` Ben · Ludvig Åberg to beat Rory McIlroy
    ");
    assert_snapshot!(why(&alice, "top 5").await, @"
    **Ticket CODE · Partly won** · Ludvig Åberg, top 5 at +350, placed <f>
    1. **Ludvig Åberg, top 5** at +350 (Alpha) · **Dead heat**
    **Harbor Masters** · PGA · <f> (<R>)
    Ludvig Åberg: place 4, shared by 3; the top 5 count, so it's a dead heat: 2/3 of the stake wins and the rest loses
    -# Those who share a place share it: the stake is multiplied by the places left over those tied, and the rest is lost. (DraftKings: odds over (tied over places left); Betradar dead_heat_factor)
    -# Source: test, final <f>, result 1. Rule golf/top_finish, version N. Receipt HASH
    Partly won <f>: 1 x 3 = **3 back** (+2.00)
    ");
    assert_snapshot!(why(&ben, "beat").await, @"
    **Ticket CODE · Lost** · Ludvig Åberg to beat Rory McIlroy at +110, placed <f>
    1. **Ludvig Åberg to beat Rory McIlroy** at +110 (Alpha) · **Lost**
    **Harbor Masters** · PGA · <f> (<R>)
    Ludvig Åberg: place 4 against 1, so it lost
    -# Of two with as many holes the one with fewer strokes wins, the playoff excluded; where not every round is told, the better placed one. (DraftKings golf rules 8 and 9: both tee off; more holes, then the score)
    -# Source: test, final <f>, result 1. Rule golf/head_to_head, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_snapshot!(why(&ben, "niemann").await, @"
    **Ticket CODE · Lost** · Joaquín Niemann to win at +2500, placed <f>
    1. **Joaquín Niemann to win** at +2500 (Alpha) · **Lost**
    **Harbor Masters** · PGA · <f> (<R>)
    Joaquín Niemann: not placed; only the winner counts, so it lost
    -# Source: test, final <f>, result 1. Rule golf/outright, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    let settled = json!({ "which": "settled" });
    let settled = alice.slash("#general", "tickets", settled).await.unwrap();
    assert_snapshot!(stable(&settled.text()), @"
    **1 settled ticket**
    **Partly won** · **Ludvig Åberg, top 5** at +350 · +2u · ticket CODE, <d>
    Harbor Masters · final · PGA · <d>
    Place 4, shared by 3; the top 5 count: dead heat, 2/3 of the stake wins
    ");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_drivers_of_a_race_are_compared_by_their_places() {
    let world = World::start().await;
    let drivers = ["Max Verstappen", "Lewis Hamilton", "Carlos Sainz"];
    let race = field("F1", "Lake Grand Prix", &drivers).starts_at(soon(3));
    let pair = head_to_head("F1", ["Max Verstappen", "Lewis Hamilton"], [-160, 130]);
    let to_win = [
        to_win("F1", "Max Verstappen", 150),
        to_win("F1", "Lewis Hamilton", 400),
        to_win("F1", "Carlos Sainz", 900),
    ];
    let race = race.quoted(to_win).quoted(pair);
    world.report(&race).await;
    let alice = world.user("alice");
    bet(&alice, "grand prix", "hamilton to beat").await;
    assert_snapshot!(told(&world.slip("Alice").await), @"
    **Alice** · **Lewis Hamilton to beat Max Verstappen** at **+130** · 1u to win 1.3u
    Lake Grand Prix · F1 · <f> (<R>)
    Wins if Lewis Hamilton finishes ahead of Max Verstappen
    -# Alpha · placed <f> · ticket CODE

    Alice: OPEN. Lake Grand Prix. Lewis Hamilton to beat Max Verstappen, +130. Wins if Lewis Hamilton finishes ahead of Max Verstappen. Risk 1u, F1, to win 1.3u.
    ");
    let lines = [
        entrant_line("F1", "Carlos Sainz", Some(1)),
        entrant_line("F1", "Lewis Hamilton", Some(2)),
        entrant_line("F1", "Max Verstappen", None),
    ];
    let over = race.in_state(shared::game::GameStatus::Final);
    world.end(over.with_facts(places(lines.into()))).await;
    let results = world.wait(is_results).await;
    assert_snapshot!(stable(&results.content), @"
    **Lake Grand Prix** · won by Carlos Sainz · F1
    `+1.3u` Alice · Lewis Hamilton to beat Max Verstappen
    ");
    assert_snapshot!(why(&alice, "hamilton").await, @"
    **Ticket CODE · Won** · Lewis Hamilton to beat Max Verstappen at +130, placed <f>
    1. **Lewis Hamilton to beat Max Verstappen** at +130 (Alpha) · **Won**
    **Lake Grand Prix** · F1 · <f> (<R>)
    Lewis Hamilton: finished; the other didn't, so it won
    -# Of two who are compared the one who finishes beats the one who does not. (bet365 Kansas and TheVault motorsport: the official classification)
    -# Source: test, final <f>, result 1. Rule motorsport/head_to_head, version N. Receipt HASH
    Won <f>: 1 x 23/10 = **2.3 back** (+1.30)
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_of_many_has_pages_and_says_how_many_more_there_are() {
    let world = World::start().await;
    let names: Vec<String> = (0..60).map(|it| format!("Golfer Number{it:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let prices = (0..)
        .zip(&names)
        .map(|(it, name)| to_win("PGA", name, 500 + it * 10));
    let open = field("PGA", "Long Open", &names).starts_at(soon(20));
    world.report(open.quoted(prices.collect::<Vec<_>>())).await;
    let alice = world.user("alice");
    let typing = json!({ "game": "long open", "pick": "" });
    let picks = alice
        .autocomplete("#general", "bet", typing, "pick")
        .await
        .unwrap();
    assert_eq!(picks.len(), 25);
    assert_eq!(picks[0].name, "Golfer Number00 to win +500");
    assert_eq!(
        picks[24].name,
        "24 of 60 shown: type a name or a number for the others"
    );

    let typed = json!({ "game": "long open", "pick": "golfer" });
    let many = alice.slash("#general", "bet", typed).await.unwrap();
    assert_snapshot!(stable(&many.text()), @r#"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    60 prices match "golfer". Nothing was charged. These are the first 25; type more to narrow it down.
    **Long Open** · PGA · <f> (<R>)
    "#);

    let game = alice
        .slash("#general", "bet", json!({ "game": "long" }))
        .await
        .unwrap();
    let winner = alice
        .select(game.message().unwrap(), "More markets", &["Winner"])
        .await
        .unwrap();
    let last = alice
        .press(winner.message().unwrap(), "Last")
        .await
        .unwrap();
    let options = last
        .message()
        .unwrap()
        .menu("Choose a bet")
        .unwrap()
        .options;
    assert_eq!(options.len(), 10);
    assert_eq!(options[9].0, "Golfer Number59 to win +1090");
    let stakes = alice
        .select(last.message().unwrap(), "Choose a bet", &[&options[9].0])
        .await;
    assert!(
        stakes
            .unwrap()
            .text()
            .contains("**Golfer Number59 to win** at **+1090**")
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_has_pairs_alone_is_listed() {
    let world = World::start().await;
    let pair = head_to_head("PGA", ["Rory McIlroy", "Ludvig Åberg"], [-130, 110]);
    let open = field("PGA", "Harbor Masters", &GOLFERS).starts_at(soon(20));
    world.report(open.quoted(pair)).await;
    let alice = world.user("alice");
    let typing = json!({ "game": "harbor" });
    let choices = alice.autocomplete("#general", "bet", typing, "game").await;
    let names: Vec<_> = choices.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names.len(), 1);
    let name = &names[0];
    assert!(name.starts_with("Harbor Masters · PGA · "), "{name}");
    assert!(!name.trim_end().ends_with('·'), "{name}");
}
