//! Bets in one line: shown or placed where they can mean one thing only, asked about where several,
//! and explained where none.

use insta::assert_snapshot;
use sandbox::{Answer, Effect, Fault, User};
use serde_json::json;
use shared::feed::GameReport;
use shared::price::Price;
use testkit::person::player_total;
use testkit::{ReportExt, game};

use crate::bet::balance;
use crate::tolerance::choose;
use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

/// Types a line.
pub(crate) async fn line(user: &User, typed: &str) -> Answer {
    let typed = json!({ "line": typed });
    user.slash("#general", "b", typed).await.unwrap()
}

/// What a line is answered with.
pub(crate) async fn said(user: &User, typed: &str) -> String {
    stable(&line(user, typed).await.text())
}

/// Bets that are typed are placed right away.
pub(crate) async fn straight(user: &User) {
    let place = "Bets typed with /b: place right away";
    choose(user, "Bets typed with /b", place).await;
}

/// How many interactions the bot was sent.
async fn interactions(world: &World) -> u64 {
    world.drive().stats().await.unwrap().interactions
}

/// What its buttons say.
pub(crate) fn labels(answer: &Answer) -> Vec<String> {
    let buttons = answer.message().unwrap().buttons();
    buttons.into_iter().map(|it| it.label).collect()
}

/// Two games with teams of one name, and one with a player.
fn others() -> [GameReport; 3] {
    let nfl = game("NFL", "Giants", "Eagles").starts_at(soon(3));
    let mlb = game("MLB", "Giants", "Dodgers").starts_at(soon(4));
    let judge = game("MLB", "Yankees", "Orioles").starts_at(soon(5));
    let hits = player_total(("MLB", "Aaron Judge"), "hits", "1.5", [120, -150]);
    [
        nfl.moneyline(180, -220),
        mlb.moneyline(-105, -115),
        judge
            .moneyline(-150, 130)
            .with_players(&["Aaron Judge"])
            .quoted(hits),
    ]
}

/// One answer of the feed, in which the Bears have this price.
async fn everything_at(world: &World, bears: i32) {
    let mut all = vec![bears_at_home(), lions_at_home()];
    all[0].quotes[0].price = Price::from_american(bears).unwrap();
    all.extend(others());
    world.report(&all).await;
}

/// One answer of the feed with five games.
pub(crate) async fn everything(world: &World) {
    everything_at(world, -110).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_shown_in_full_and_placed_by_one_press() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let before = interactions(&world).await;
    let shown = line(&alice, "bears +3.5 2u").await;
    assert!(shown.message().unwrap().ephemeral);
    assert_snapshot!(stable(&shown.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **Bears +3.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    2u to win 1.82u (returns 3.82u)
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    assert_snapshot!(labels(&shown).join(" | "), @"Bet 2u to win 1.82u | Bet 0.5u to win 0.45u | Bet 1u to win 0.91u | Bet 5u to win 4.55u | Other amount | Add to parlay | All prices | Cancel");
    let placed = alice
        .press(shown.message().unwrap(), "Bet 2u to win 1.82u")
        .await
        .unwrap();
    assert_snapshot!(stable(&placed.text()), @"
    **Bet placed**
    **Bears +3.5** at **-110**
    2u to win 1.82u (returns 3.82u)
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Ticket CODE. You have 98u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_eq!(interactions(&world).await - before, 2);
    assert_eq!(
        balance(&alice).await,
        "98u to bet with, 2u at risk in open tickets"
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chose_it_places_a_line_with_one_interaction() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let before = interactions(&world).await;
    assert_snapshot!(said(&alice, "bears +3.5 2u").await, @"
    **Bet placed**
    **Bears +3.5** at **-110**
    2u to win 1.82u (returns 3.82u)
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Ticket CODE. You have 98u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_snapshot!(said(&alice, "bears +3.5 + lions ml 1u").await, @"
    **Bet placed**
    **2-leg parlay** at **+250**
    1u to win 2.5u (returns 3.5u)
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    -# Ticket CODE. You have 97u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    ");
    assert_eq!(interactions(&world).await - before, 2);
    assert_eq!(
        balance(&alice).await,
        "97u to bet with, 3u at risk in open tickets"
    );
    // Without a stake there is nothing that could be placed.
    let shown = said(&alice, "over 45 bears").await;
    assert!(!shown.contains("Bet placed"), "{shown}");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_comes_twice_places_one_ticket() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let twice = Fault::new(Effect::Duplicate).times(1);
    world.drive().fault(twice).await.unwrap();
    let placed = said(&alice, "bears +3.5 2u").await;
    assert!(placed.contains("Bet placed"), "{placed}");
    assert_eq!(
        balance(&alice).await,
        "98u to bet with, 2u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_can_mean_several_bets_is_asked_about_and_keeps_its_stake() {
    let mut world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let asked = line(&alice, "giants ml 2u").await;
    assert_snapshot!(stable(&asked.text()), @r#"
    "giants ml 2u" could mean more than one bet. Nothing was charged. Which one?
    · Giants to win +180 · **Eagles at Giants** · NFL · <f> (<R>)
    · Giants to win -105 · **Dodgers at Giants** · MLB · <f> (<R>)
    "#);
    let giants: Vec<_> = labels(&asked);
    assert!(giants[0].starts_with("Giants to win"), "{giants:?}");
    world.restart().await;
    let shown = alice
        .press(asked.message().unwrap(), &giants[0])
        .await
        .unwrap();
    assert_snapshot!(stable(&shown.text()), @"
    **Giants to win** at **+180**
    **Eagles at Giants** · NFL · <f> (<R>)
    Wins if Giants wins. A draw: stake returned.
    2u to win 3.6u (returns 5.6u)
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    assert!(labels(&shown)[0].starts_with("Bet 2u to win"));
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
    let dropped = alice.press(asked.message().unwrap(), "Cancel").await;
    assert_snapshot!(stable(&dropped.unwrap().text()), @"Nothing was placed.");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_leg_that_can_mean_several_bets_is_asked_about() {
    let mut world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let asked = line(&alice, "giants ml + bears +3.5 1u").await;
    assert_snapshot!(stable(&asked.text()), @r#"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    Parts of "giants ml + bears +3.5 1u" could mean more than one bet. Nothing was charged. Choose below.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    "#);
    let menu = asked.message().unwrap().menu("Choose leg 1").unwrap();
    let options: Vec<_> = menu.options.iter().map(|it| it.0.as_str()).collect();
    assert_snapshot!(options.join("\n"), @"
    Giants to win +180
    Giants to win -105
    ");
    world.restart().await;
    let value = menu.options[0].1.clone();
    let shown = alice
        .select(asked.message().unwrap(), "Choose leg 1", &[value.as_str()])
        .await
        .unwrap();
    assert_snapshot!(stable(&shown.text()), @"
    **Parlay of 2 legs** at **+435**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Giants to win (+180) · **Eagles at Giants** · NFL · <f> (<R>)
    1u to win 4.35u (returns 5.35u)
    ");
    let bet = labels(&shown);
    let placed = alice.press(shown.message().unwrap(), &bet[0]).await;
    let placed = placed.unwrap().text();
    assert!(placed.contains("Bet placed"), "{placed}");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_goes_while_another_is_still_asked_about_and_the_question_stays() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let asked = line(&alice, "giants ml + bears +3.5 + lions ml 1u").await;
    let message = asked.message().unwrap();
    let menu = message.menu("Remove a leg").unwrap();
    let bears = menu.options.iter().find(|it| it.0.contains("Bears"));
    let bears = bears.unwrap().1.clone();
    let left = alice
        .select(message, "Remove a leg", &[bears.as_str()])
        .await
        .unwrap();
    assert!(!left.text().contains("Bears"), "{}", left.text());
    let message = left.message().unwrap();
    let giants = message.menu("Choose leg 1").unwrap().options[0].1.clone();
    let shown = alice
        .select(message, "Choose leg 1", &[giants.as_str()])
        .await
        .unwrap();
    assert_snapshot!(stable(&shown.text()), @"
    **Parlay of 2 legs** at **+413**. You have 100u to bet with.
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    · Giants to win (+180) · **Eagles at Giants** · NFL · <f> (<R>)
    1u to win 4.13u (returns 5.13u)
    ");

    // One game twice is said at once, before anything is asked.
    let twice = line(&alice, "giants ml + bears +3.5 + bears ml 1u").await;
    assert!(
        twice.text().contains("one leg per game"),
        "{}",
        twice.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_parlay_is_a_slip_whose_legs_survive_a_restart() {
    let mut world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let shown = line(&alice, "bears +3.5 + lions ml + judge over 1.5 hits 1u").await;
    assert_snapshot!(stable(&shown.text()), @"
    **Welcome! You start with 100u.**
    Most people bet 1u at a time.
    Play units only: nothing to buy, sell or win.
    **Parlay of 3 legs** at **+670**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    · Aaron Judge over 1.5 hits (+120) · **Orioles at Yankees** · MLB · <f> (<R>)
    1u to win 6.7u (returns 7.7u)
    ");
    let menu = shown.message().unwrap().menu("Remove a leg").unwrap();
    world.restart().await;
    let value = menu.options[2].1.clone();
    let two = alice
        .select(shown.message().unwrap(), "Remove a leg", &[value.as_str()])
        .await
        .unwrap();
    assert_snapshot!(stable(&two.text()), @"
    **Parlay of 2 legs** at **+250**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    1u to win 2.5u (returns 3.5u)
    ");
    let two = two.message().unwrap().clone();
    let form = alice.press(&two, "Other amount").await.unwrap();
    let amount = json!({ "stake": "1.5" });
    let placed = alice.submit_modal(form.modal().unwrap(), amount).await;
    assert_snapshot!(stable(&placed.unwrap().text()), @"
    **Bet placed**
    **2-leg parlay** at **+250**
    1.5u to win 3.75u (returns 5.25u)
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    -# Ticket CODE. You have 98.5u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    // What is gathered with /parlay is another slip.
    let other = alice.slash("#general", "parlay", json!({})).await.unwrap();
    assert!(other.text().contains("no legs yet"), "{}", other.text());
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_parlay_whose_price_moved_is_asked_about_again_with_both() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let shown = line(&alice, "bears +3.5 + lions ml 1u").await;
    everything_at(&world, -120).await;
    let bet = labels(&shown);
    let asked = alice
        .press(shown.message().unwrap(), &bet[0])
        .await
        .unwrap();
    assert_snapshot!(stable(&asked.text()), @"
    **A price has moved.** Nothing was charged. Press a stake to take the new prices.
    **Parlay of 2 legs** at **+236**. You have 100u to bet with.
    · Bears +3.5 (-120, was -110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    1u to win 2.36u (returns 3.36u)
    ");
    let bet = labels(&asked);
    let placed = alice.press(asked.message().unwrap(), &bet[0]).await;
    let placed = placed.unwrap().text();
    assert!(placed.contains("Bet placed"), "{placed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_was_typed_and_is_another_now_is_said() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let same = said(&alice, "bears +3.5 -110 2u").await;
    assert!(!same.contains("You typed"), "{same}");
    let other = said(&alice, "bears +3.5 -105 2u").await;
    assert_snapshot!(other.lines().next().unwrap(), @"**You typed -105, and the price is -110 now.** Nothing was charged. Press a stake to take it.");
    // Placed without being shown: at the price that was typed, or at a better one.
    straight(&alice).await;
    let worse = said(&alice, "bears +3.5 -105 1u").await;
    assert!(!worse.contains("Bet placed"), "{worse}");
    let better = said(&alice, "bears +3.5 -115 1u").await;
    assert!(better.contains("Bet placed"), "{better}");
    choose(&alice, "When the price of a single bet moves", "x").await;
    let better = said(&alice, "bears +3.5 -115 1u").await;
    assert!(!better.contains("Bet placed"), "{better}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stake_is_read_in_units_as_winnings_and_as_a_share_and_its_bounds_are_said() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    for (typed, first) in [
        ("bears +3.5 2u", "Bet 2u to win 1.82u"),
        ("bears +3.5 to win 1u", "Bet 1.1u to win 1u"),
        ("bears +3.5 3%", "Bet 3u to win 2.73u"),
    ] {
        let shown = line(&alice, typed).await;
        assert_eq!(labels(&shown)[0], first, "{typed}: {}", shown.text());
    }
    let too_much = said(&alice, "bears +3.5 50u").await;
    assert_snapshot!(too_much, @"
    The most you can bet here is 5u. Nothing was charged.
    **Bears +3.5** at **-110**
    **Packers at Bears** · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer.
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");
    let too_little = said(&alice, "bears +3.5 0.1u").await;
    assert_snapshot!(too_little.lines().next().unwrap(), @"The least you can bet here is 0.5u. Nothing was charged.");
    // The same where a stake is typed with `/bet`.
    let typed = json!({ "game": "bears", "pick": "bears +3.5", "stake": "99" });
    let shown = alice.slash("#general", "bet", typed).await.unwrap().text();
    assert_snapshot!(shown.lines().next().unwrap(), @"The most you can bet here is 5u. Nothing was charged.");
    straight(&alice).await;
    assert_snapshot!(said(&alice, "bears +3.5 50u").await, @"
    The most you can bet here is 5u. Nothing was charged.
    -# CODE
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_no_bet_is_explained_and_charges_nothing() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let mut all = Vec::new();
    for typed in [
        "quokkas ml 2u",
        "bears +9.5 2u",
        "over 45 2u",
        "bears lions ml 1u",
        "bears ml + over 45 bears 1u",
        "$20 on the bears",
        "bears +3.5 0u",
        "bears over under 45 1u",
        "bears teaser 6 1u",
        "hello there, how are you?",
        "bears ml 1u tuesday",
    ] {
        // A day on which the game is not, whatever day it is today.
        let day = soon(72).format("%A").to_string().to_lowercase();
        let line = typed.replace("tuesday", &day);
        let said = said(&alice, &line).await.replace(&day, "tuesday");
        all.push(format!("> {typed}\n{said}"));
    }
    assert_snapshot!(all.join("\n\n"), @r#"
    > quokkas ml 2u
    You wrote: quokkas ml 2u
    I don't know "quokkas", or it isn't open right now. Nothing was charged.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears +9.5 2u
    You wrote: bears +9.5 2u
    Nobody offers that right now. Nothing was charged.
    Closest matches:
    · Bears +3.5 -110 · **Packers at Bears** · NFL · <f> (<R>)
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > over 45 2u
    You wrote: over 45 2u
    I can't tell which game you mean. Nothing was charged. Add a team.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears lions ml 1u
    You wrote: bears lions ml 1u
    I can't find a game with all those names. Nothing was charged. Put a + between the legs of a parlay.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears ml + over 45 bears 1u
    A parlay can have one leg per game. Nothing was charged. Remove one of the two.
    -# CODE

    > $20 on the bears
    You wrote: $20 on the bears
    Stakes are in units, not money. Nothing was charged. For two units, type 2.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears +3.5 0u
    You wrote: bears +3.5 0u
    I can't read that stake. Nothing was charged. For two units, type 2u.
    I found this:
    **Packers at Bears** · NFL · <f> (<R>)
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears over under 45 1u
    You wrote: bears over under 45 1u
    Parts of that can't go together on one bet. Nothing was charged. Try one team or total per bet, with a + between legs.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears teaser 6 1u
    You wrote: bears teaser 6 1u
    Round robins, systems and teasers don't fit in one line yet. Nothing was charged. Put the legs together with /parlay.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > hello there, how are you?
    You wrote: hello there, how are you?
    I don't know "hello", or it isn't open right now. Nothing was charged.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.

    > bears ml 1u tuesday
    You wrote: bears ml 1u tuesday
    I can't find that game on that day. Nothing was charged. See /games for what is open.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.
    "#);
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_a_typo_is_shown_first_to_everybody() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let shown = line(&alice, "bearz +3.5 2u").await;
    assert!(!shown.text().contains("Bet placed"), "{}", shown.text());
    assert_eq!(labels(&shown)[0], "Bet 2u to win 1.82u");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_does_not_play_is_no_typo_of_another() {
    let world = World::start().await;
    everything(&world).await;
    // One letter less than the Giants, and a team of its own that plays no more.
    let over = game("NFL", "Gants", "Dolphins").starts_at(soon(1));
    let mut all = vec![over.final_score(3, 0)];
    all.extend(others());
    world.report(&all).await;
    let alice = world.user("alice");
    straight(&alice).await;
    assert_snapshot!(said(&alice, "gants ml 1u").await, @"
    You wrote: gants ml 1u
    That team has no game you can bet on right now. Nothing was charged. See /games for what is open.
    -# Type who, what and how much, such as `lakers -3.5 2u`, `over 220.5 lal bos 1u` or `chiefs ml + lakers ml 1u`.
    ");
}
