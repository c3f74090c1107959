//! The slip behind `/parlay`: what is bet on its legs, and how it is put together.

use insta::assert_snapshot;
use sandbox::{Answer, RenderedMessage, User};
use serde_json::json;
use shared::feed::GameReport;
use shared::price::Price;
use testkit::{ReportExt, game};

use crate::announce::lines;
use crate::bet::balance;
use crate::parlay::two_legs;
use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

const FROM: &str = "Add a leg from a game";
const PICK: &str = "Add to your parlay";
const WANT: &str = "What to bet";

/// The Bears, the Lions, and two more games.
fn four_games() -> Vec<GameReport> {
    let jets = game("NFL", "Jets", "Dolphins").starts_at(soon(3));
    let colts = game("NFL", "Colts", "Texans").starts_at(soon(4));
    vec![
        bears_at_home(),
        lions_at_home(),
        jets.spread("-3.5", -110, -110).moneyline(100, -120),
        colts.total("44.5", -110, -110).moneyline(150, -170),
    ]
}

/// The first option of a menu that starts so.
fn option(message: &RenderedMessage, menu: &str, start: &str) -> String {
    let options = message.menu(menu).unwrap().options;
    let found = options.iter().find(|it| it.0.starts_with(start));
    found
        .unwrap_or_else(|| panic!("{start} among {options:?}"))
        .1
        .clone()
}

async fn choose(user: &User, message: &RenderedMessage, menu: &str, start: &str) -> Answer {
    let value = option(message, menu, start);
    user.select(message, menu, &[value.as_str()]).await.unwrap()
}

async fn shown(user: &User) -> Answer {
    user.slash("#general", "parlay", json!({})).await.unwrap()
}

/// A slip with a leg on each of the four games.
async fn four_legs(user: &User) -> Answer {
    let mut slip = two_legs(user).await;
    for (game, price) in [
        ("Dolphins at Jets", "Jets to win"),
        ("Texans at Colts", "Colts to win"),
    ] {
        // Two presses for each further leg, from where the last one ended.
        let prices = choose(user, slip.message().unwrap(), FROM, game).await;
        slip = choose(user, prices.message().unwrap(), PICK, price).await;
    }
    slip
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yankee_is_put_together_outlives_a_restart_and_is_placed_as_eleven_bets() {
    let mut world = World::start().await;
    world.report(&four_games()).await;
    let alice = world.user("alice");
    let slip = four_legs(&alice).await;
    let menu = slip.message().unwrap().menu(WANT).unwrap();
    let offered: Vec<_> = menu.options.iter().map(|it| it.0.clone()).collect();
    assert_snapshot!(offered.join("\n"), @"
    4-leg parlay
    4-leg round robin by 2s
    4-leg round robin by 3s
    Yankee (4 legs)
    Lucky 15 (4 legs)
    4 singles
    6-point teaser
    6.5-point teaser
    7-point teaser
    ");
    let yankee = choose(&alice, slip.message().unwrap(), WANT, "Yankee").await;
    assert_snapshot!(stable(&yankee.text()), @"
    **Yankee (4 legs)**: 11 bets on these legs. You have 100u to bet with.
    -# Stakes here are for all 11 bets together: 1u is 0.0909u on each bet, and 1u on each bet is 11u.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    · Jets to win (+100) · **Dolphins at Jets** · NFL · <f> (<R>)
    · Colts to win (+150) · **Texans at Colts** · NFL · <f> (<R>)
    **What 0.5u returns**
    Fewer than 2 legs win: nothing
    2 of 4 win: 0.16u to 0.23u
    3 of 4 win: 0.82u to 1.05u
    4 of 4 win: 3.51u
    ");

    world.restart().await;
    let slip = yankee.message().unwrap().clone();
    let stakes: Vec<_> = slip.buttons().iter().map(|it| it.label.clone()).collect();
    assert_snapshot!(stakes.join("\n"), @"
    Bet 0.5u to win up to 3.01u
    Bet 1u to win up to 6.03u
    Bet 2u to win up to 12.06u
    Bet 5u to win up to 30.14u
    Other amount
    Add a leg
    Remove all
    ");
    let placed = alice.press(&slip, &one_unit(&slip)).await.unwrap();
    assert_snapshot!(stable(&placed.text()), @"
    **Bet placed**
    **Yankee (4 legs)** at **up to +603**
    1u in total, to win up to 6.03u (returns up to 7.03u)
    11 bets of 0.0909u each, paying from 2 winning legs
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    · Jets to win (+100) · **Dolphins at Jets** · NFL · <f> (<R>)
    · Colts to win (+150) · **Texans at Colts** · NFL · <f> (<R>)
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_snapshot!(lines(&world.slip("Alice").await), @"
    **Alice** · **Yankee (4 legs)** at **up to +603** · 1u to win up to 6.03u
    1. Bears +3.5 (-110) · Packers at Bears · <f>
    2. Lions to win (-120) · Vikings at Lions · <f>
    3. Jets to win (+100) · Dolphins at Jets · <f>
    4. Colts to win (+150) · Texans at Colts · <f>
    11 bets of 0.0909u each, paying from 2 winning legs
    -# Alpha · placed <f> · ticket CODE
    ");
    let tickets = alice.slash("#general", "tickets", json!({})).await.unwrap();
    assert_snapshot!(stable(&tickets.text()), @"
    **1 open ticket**
    **Open** · **Yankee (4 legs)** at up to +603 · 1u to win up to 6.03u · ticket CODE, <d>
    11 bets of 0.0909u each, paying from 2 winning legs
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    · Jets to win (+100) · **Dolphins at Jets** · NFL · <f> (<R>)
    · Colts to win (+150) · **Texans at Colts** · NFL · <f> (<R>)
    ");
    let empty = shown(&alice).await;
    assert!(empty.text().contains("no legs yet"), "{}", empty.text());
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wanted_follows_the_legs_and_falls_back_to_a_parlay() {
    let world = World::start().await;
    world.report(&four_games()).await;
    let alice = world.user("alice");
    let slip = four_legs(&alice).await;
    let yankee = choose(&alice, slip.message().unwrap(), WANT, "Yankee").await;
    let trixie = choose(&alice, yankee.message().unwrap(), "Remove a leg", "Bears").await;
    assert!(
        trixie.text().contains("**Trixie (3 legs)**"),
        "{}",
        trixie.text()
    );
    let parlay = choose(&alice, trixie.message().unwrap(), "Remove a leg", "Lions").await;
    assert_snapshot!(stable(&parlay.text()), @"
    Trixies, Yankees and Lucky bets need 3 to 8 legs.
    **Parlay of 2 legs** at **+400**. You have 100u to bet with.
    · Jets to win (+100) · **Dolphins at Jets** · NFL · <f> (<R>)
    · Colts to win (+150) · **Texans at Colts** · NFL · <f> (<R>)
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_moves_up_and_older_messages_work_on_nothing() {
    let world = World::start().await;
    world.report(&four_games()).await;
    let alice = world.user("alice");
    let slip = four_legs(&alice).await;
    let older = [
        shown(&alice).await,
        shown(&alice).await,
        shown(&alice).await,
    ];
    let [stake, want, up] = older.each_ref().map(|it| it.message().unwrap());
    let moved = choose(&alice, slip.message().unwrap(), "Move a leg up", "Lions").await;
    let legs = moved.text();
    let legs = legs.lines().filter(|it| it.starts_with('·'));
    let legs: Vec<_> = legs.filter_map(|it| it.split(" (").next()).collect();
    assert_eq!(legs[..2], ["· Lions to win", "· Bears +3.5"]);

    let one = one_unit(stake);
    let answers = [
        ("stake", alice.press(stake, &one).await.unwrap()),
        ("want", choose(&alice, want, WANT, "Yankee").await),
        ("up", choose(&alice, up, "Move a leg up", "Jets").await),
    ];
    for (press, answer) in answers {
        let said = answer.text();
        let is_refused = said.starts_with("**Your parlay has changed since then.**");
        assert!(is_refused, "{press}: {said}");
    }
    assert!(
        balance(&alice).await.starts_with("100u"),
        "nothing was charged"
    );
    let now = shown(&alice).await.text();
    assert!(now.contains("Parlay of 4 legs"), "{now}");
    let is_as_it_was = now.find("Lions").unwrap() < now.find("Bears").unwrap();
    assert!(is_as_it_was, "{now}");
}

/// The button that stakes one unit.
fn one_unit(slip: &RenderedMessage) -> String {
    let buttons = slip.buttons();
    let one = buttons.iter().find(|it| it.label.starts_with("Bet 1u"));
    one.unwrap().label.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_price_of_a_system_is_shown_before_it_is_placed() {
    let world = World::start().await;
    let mut games = four_games();
    world.report(&games).await;
    let alice = world.user("alice");
    let slip = four_legs(&alice).await;
    let robin = choose(
        &alice,
        slip.message().unwrap(),
        WANT,
        "4-leg round robin by 2s",
    )
    .await;
    games[0].quotes[0].price = Price::from_american(-105).unwrap();
    world.report(&games).await;
    let robin = robin.message().unwrap();
    let stake = robin
        .buttons()
        .into_iter()
        .find(|it| it.label.starts_with("Bet 1u"));
    let asked = alice.press(robin, &stake.unwrap().label).await.unwrap();
    let said = asked.text();
    assert!(
        said.starts_with("**A price has moved.** Nothing was charged."),
        "{said}"
    );
    assert!(said.contains("Bears +3.5 (-105, was -110)"), "{said}");
    assert!(balance(&alice).await.starts_with("100u"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_one_leg_is_placed_as_a_single() {
    let world = World::start().await;
    world.report(&four_games()).await;
    let alice = world.user("alice");
    let empty = shown(&alice).await;
    let prices = choose(&alice, empty.message().unwrap(), FROM, "Packers at Bears").await;
    assert_snapshot!(stable(&prices.text()), @"**Packers at Bears** · NFL · <f> (<R>)");
    let slip = choose(&alice, prices.message().unwrap(), PICK, "Bears +3.5").await;
    assert_snapshot!(stable(&slip.text()), @"
    **1 leg** at **-110**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    Add another leg to make it a parlay, or bet it on its own.
    ");
    let placed = alice
        .press(slip.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    let said = placed.text();
    assert!(said.contains("**Bears +3.5** at **-110**"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trixie_goes_on_after_a_lost_leg_and_says_what_it_is_to_the_end() {
    let world = World::start().await;
    let games = four_games();
    world.report(&games).await;
    let alice = world.user("alice");
    let slip = four_legs(&alice).await;
    let slip = choose(&alice, slip.message().unwrap(), "Remove a leg", "Bears").await;
    let trixie = choose(&alice, slip.message().unwrap(), WANT, "Trixie").await;
    let trixie = trixie.message().unwrap();
    alice.press(trixie, &one_unit(trixie)).await.unwrap();
    world.slip("Alice").await;
    world.end(games[1].final_score(10, 20)).await;
    world.end(games[2].final_score(20, 10)).await;
    world.end(games[3].final_score(20, 10)).await;
    let result = world.told("**Texans 10, Colts 20**").await;
    assert_snapshot!(stable(&result.content), @"
    **Texans 10, Colts 20** · final · NFL
    `+0.25u` Alice · Trixie (3 legs) · Colts to win
    ");
    let stamped = async || {
        let slip = world.slip("Alice").await;
        slip.content.contains("staked").then_some(slip)
    };
    let slip = world.until(stamped).await;
    assert_snapshot!(lines(&slip), @"
    **Alice** · **+0.25u** · PARTLY WON · Trixie (3 legs) at up to +460 · 1u staked, 1.25u returned
    1. Lions to win (-120) · Lost · Vikings 20, Lions 10, final
    2. Jets to win (+100) · Won · Dolphins 10, Jets 20, final
    3. Colts to win (+150) · Won · Texans 10, Colts 20, final
    4 bets of 0.25u each, paying from 2 winning legs
    -# Alpha · placed <f> · ticket CODE
    ");
    let why = alice.press(&slip, "Why").await.unwrap();
    assert_snapshot!(stable(&why.text()).lines().take(2).collect::<Vec<_>>().join("\n"), @"
    **Ticket CODE · Partly won** · Trixie (3 legs) at up to +460, placed <f>
    4 bets of 0.25u each, paying from 2 winning legs
    ");
    assert_snapshot!(stable(&why.text()).lines().last().unwrap(), @"Partly won <f>: 1 x 5/4 = **1.25 back** (+0.25)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teaser_shows_its_moved_lines_and_says_which_leg_keeps_it_from_being_one() {
    let world = World::start().await;
    world.report(&four_games()).await;
    let alice = world.user("alice");
    let slip = two_legs(&alice).await;
    let refused = choose(&alice, slip.message().unwrap(), WANT, "6-point teaser").await;
    assert_snapshot!(stable(&refused.text()), @"
    **Lions to win** can't be teased: teasers move spreads and totals of a whole game. Remove it, or bet something else on these legs.
    **Parlay of 2 legs** at **+250**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    ");
    let mut slip = choose(&alice, refused.message().unwrap(), "Remove a leg", "Lions").await;
    for (game, price) in [
        ("Dolphins at Jets", "Jets -3.5"),
        ("Texans at Colts", "Over 44.5"),
    ] {
        let prices = choose(&alice, slip.message().unwrap(), FROM, game).await;
        slip = choose(&alice, prices.message().unwrap(), PICK, price).await;
    }
    let teaser = choose(
        &alice,
        slip.message().unwrap(),
        WANT,
        "3-leg 6-point teaser",
    )
    .await;
    assert_snapshot!(stable(&teaser.text()), @"
    **3-leg 6-point teaser** at **+160**. You have 100u to bet with.
    · Bears +9.5 (from +3.5) · **Packers at Bears** · NFL · <f> (<R>)
    · Jets +2.5 (from -3.5) · **Dolphins at Jets** · NFL · <f> (<R>)
    · Over 38.5 (from 44.5) · **Texans at Colts** · NFL · <f> (<R>)
    ");
    let placed = alice
        .press(teaser.message().unwrap(), "Bet 1u to win 1.6u")
        .await;
    assert_snapshot!(stable(&placed.unwrap().text()), @"
    **Bet placed**
    **3-leg 6-point teaser** at **+160**
    1u to win 1.6u (returns 2.6u)
    · Bears +9.5 (teased) · **Packers at Bears** · NFL · <f> (<R>)
    · Jets +2.5 (teased) · **Dolphins at Jets** · NFL · <f> (<R>)
    · Over 38.5 (teased) · **Texans at Colts** · NFL · <f> (<R>)
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_snapshot!(lines(&world.slip("Alice").await), @"
    **Alice** · **3-leg 6-point teaser** at **+160** · 1u to win 1.6u
    1. Bears +9.5 (teased) · Packers at Bears · <f>
    2. Jets +2.5 (teased) · Dolphins at Jets · <f>
    3. Over 38.5 (teased) · Texans at Colts · <f>
    -# Alpha · placed <f> · ticket CODE
    ");
    let picks = "SELECT string_agg(line::text, ' ' ORDER BY leg) FROM legs";
    let held: String = sqlx::query_scalar(picks)
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(held, "38 10 154", "in quarters: +9.5, +2.5, over 38.5");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
