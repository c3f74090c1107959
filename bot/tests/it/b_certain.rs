//! Bets in one line, where they are not as certain as they look: numbers alone, prices that were
//! typed, stakes that are said to win something else.

use insta::assert_snapshot;

use crate::b::{everything, labels, line, said, straight};
use crate::bet::balance;
use crate::tolerance::choose;
use crate::world::{World, stable};

const UNTOUCHED: &str = "100u to bet with, 0u at risk in open tickets";

#[tokio::test(flavor = "multi_thread")]
async fn a_number_alone_and_a_line_beside_another_team_are_asked_about() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let asked = line(&alice, "bears 3").await;
    assert_snapshot!(stable(&asked.text()), @r#"
    "bears 3" could mean more than one bet. Nothing was charged. Which one?
    · Bears to win +150, 3u · **Packers at Bears** · NFL · <f> (<R>)
    · Bears +3.5 -110 · **Packers at Bears** · NFL · <f> (<R>)
    "#);
    for typed in [
        "bears 2.5",
        "bears 1.91",
        "bears 2",
        "bears 0",
        "bears 2 + lions 5",
    ] {
        let said = said(&alice, typed).await;
        assert!(said.contains("Nothing was charged"), "{typed}: {said}");
    }
    assert_snapshot!(said(&alice, "bears vs packers +3.5 2u").await, @r#"
    "bears vs packers +3.5 2u" could mean more than one bet. Nothing was charged. Which one?
    · Bears +3.5 -110 · **Packers at Bears** · NFL · <f> (<R>)
    · Packers -3.5 -110 · **Packers at Bears** · NFL · <f> (<R>)
    "#);
    assert_eq!(balance(&alice).await, UNTOUCHED);
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_was_typed_binds_whoever_takes_less() {
    for (typed, is_placed) in [
        ("bears +3.5 -110 2u", false),
        ("bears +3.5 2u to win 1.82", false),
        ("bears +3.5 + lions ml 2u @ +250", false),
        ("bears +3.5 -110 + lions ml -120 2u", false),
        // A price that was not typed is taken as far as the member chose.
        ("bears +3.5 2u", true),
    ] {
        let world = World::start().await;
        everything(&world).await;
        let alice = world.user("alice");
        straight(&alice).await;
        let less = "Single bets: at that price, better, or up to 10% less to win";
        choose(&alice, "When the price of a single bet moves", less).await;
        let less = "Parlays: at that price, better, or up to 10% less to win";
        choose(&alice, "When the price of a parlay moves", less).await;
        // What is in memory is read once, and then older than what the database has.
        said(&alice, "bears +3.5").await;
        let moved = "UPDATE quotes SET price_num = 11, price_den = 6 WHERE price_num = 21";
        world.run(moved).await;
        let answer = said(&alice, typed).await;
        assert_eq!(
            answer.contains("Bet placed"),
            is_placed,
            "{typed}: {answer}"
        );
        assert_eq!(
            answer.contains("Nothing was charged"),
            !is_placed,
            "{typed}: {answer}"
        );
        assert_eq!(balance(&alice).await == UNTOUCHED, !is_placed, "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stake_that_is_said_to_win_something_else_is_shown_first() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    straight(&alice).await;
    let shown = said(&alice, "bears +3.5 2u to win 5u").await;
    assert_snapshot!(shown.lines().next().unwrap(), @r#"**You typed "to win 5u", and that stake wins 1.82u now.** Nothing was charged. Press a stake to take it."#);
    assert_eq!(balance(&alice).await, UNTOUCHED);
    let same = said(&alice, "bears +3.5 2u to win 1.82").await;
    assert!(same.contains("Bet placed"), "{same}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_compared_after_a_question_too() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    let asked = line(&alice, "giants ml +200 2u").await;
    let message = asked.message().unwrap();
    let menu = message.menu("Choose a bet").unwrap();
    let value = menu.options[0].1.clone();
    let shown = alice
        .select(message, "Choose a bet", &[value.as_str()])
        .await;
    assert_snapshot!(stable(&shown.unwrap().text()), @"
    **You typed +200, and the price is +180 now.** Nothing was charged. Press a stake to take it.
    **Giants to win** at **+180**
    **Eagles at Giants** · NFL · <f> (<R>)
    Wins if Giants wins. A draw: stake returned.
    2u to win 3.6u (returns 5.6u)
    -# Alpha via test, price from <R>, checked <R>. You have 100u to bet with.
    ");

    // Each leg's own price.
    let asked = line(&alice, "giants ml +200 + bears +3.5 -105 1u").await;
    assert_snapshot!(stable(&asked.text()), @r#"
    **You typed -105, and the price is -110 now.** Nothing was charged. Press a stake to take it.
    Parts of "giants ml +200 + bears +3.5 -105 1u" could mean more than one bet. Nothing was charged. Choose below.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    "#);
    let message = asked.message().unwrap();
    let value = message.menu("Choose leg 1").unwrap().options[0].1.clone();
    let shown = alice
        .select(message, "Choose leg 1", &[value.as_str()])
        .await;
    assert_snapshot!(stable(&shown.unwrap().text()), @"
    **You typed +200, and the price is +180 now.** Nothing was charged. Press a stake to take it.
    **Parlay of 2 legs** at **+435**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Giants to win (+180) · **Eagles at Giants** · NFL · <f> (<R>)
    1u to win 4.35u (returns 5.35u)
    ");

    // The price of all legs.
    let asked = line(&alice, "giants ml + bears +3.5 1u @ +500").await;
    let message = asked.message().unwrap();
    let value = message.menu("Choose leg 1").unwrap().options[0].1.clone();
    let shown = alice
        .select(message, "Choose leg 1", &[value.as_str()])
        .await;
    let shown = stable(&shown.unwrap().text());
    assert_snapshot!(shown.lines().next().unwrap(), @"**You typed +500, and the price is +435 now.** Nothing was charged. Press a stake to take it.");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stake_outlives_the_questions_and_a_leg_that_goes() {
    let world = World::start().await;
    everything(&world).await;
    let alice = world.user("alice");
    // The number is a stake for one of the choices.
    let asked = line(&alice, "bears 3 + giants ml + lions ml").await;
    let message = asked.message().unwrap();
    let menu = message.menu("Choose leg 1").unwrap();
    let staked = menu.options.iter().find(|it| it.0.contains("3u")).unwrap();
    let left = alice
        .select(message, "Choose leg 1", &[staked.1.as_str()])
        .await;
    let left = left.unwrap();
    let message = left.message().unwrap();
    let lions = message.menu("Remove a leg").unwrap();
    let lions = lions.options.iter().find(|it| it.0.contains("Lions"));
    let lions = lions.unwrap().1.clone();
    let left = alice
        .select(message, "Remove a leg", &[lions.as_str()])
        .await;
    let left = left.unwrap();
    let message = left.message().unwrap();
    let giants = message.menu("Choose leg 2").unwrap().options[0].1.clone();
    let shown = alice
        .select(message, "Choose leg 2", &[giants.as_str()])
        .await;
    let shown = shown.unwrap();
    assert!(
        labels(&shown)[0].starts_with("Bet 3u to win"),
        "{}",
        shown.text()
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
