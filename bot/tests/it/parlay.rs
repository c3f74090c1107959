//! Legs gathered from games become one ticket.

use insta::assert_snapshot;
use ops::catalogue::{self, Metric};
use ops::registry::Registry;
use sandbox::{Answer, User};
use serde_json::json;
use shared::price::Price;
use store::Program;
use testkit::metrics::{Sample, samples};

use crate::bet::{balance, pick};
use crate::world::{World, bears_at_home, lions_at_home, stable};

/// Adds the Bears and the Lions.
pub(crate) async fn two_legs(user: &User) -> Answer {
    let bears = pick(user, "Bears +3.5 -110").await;
    let one = user
        .press(bears.message().unwrap(), "Add to parlay")
        .await
        .unwrap();
    assert!(one.text().contains("Add another leg"), "{}", one.text());
    let options = json!({ "game": "lions", "pick": "lions" });
    let lions = user.slash("#general", "bet", options).await.unwrap();
    user.press(lions.message().unwrap(), "Add to parlay")
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parlay_survives_a_restart_and_is_placed_as_one_ticket() {
    let mut world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    let slip = two_legs(&alice).await;
    assert_snapshot!(stable(&slip.text()), @r"
    **Parlay of 2 legs** at **+250**. You have 100u to bet with.
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    ");

    world.restart().await;
    let slip = alice.slash("#general", "parlay", json!({})).await.unwrap();
    let placed = alice
        .press(slip.message().unwrap(), "Bet 1u to win 2.5u")
        .await
        .unwrap();
    assert_snapshot!(stable(&placed.text()), @"
    **Bet placed**
    **2-leg parlay** at **+250**
    1u to win 2.5u (returns 3.5u)
    · Bears +3.5 (-110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    let empty = alice.slash("#general", "parlay", json!({})).await.unwrap();
    assert_snapshot!(stable(&empty.text()), @r#"Your parlay has no legs yet. Choose a game here, or open one, choose a price, and press "Add to parlay"."#);
    assert_eq!(
        balance(&alice).await,
        "99u to bet with, 1u at risk in open tickets"
    );
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_leg_on_one_game_takes_the_place_of_the_first() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    two_legs(&alice).await;
    let over = pick(&alice, "Over 45 -105").await;
    let slip = alice
        .press(over.message().unwrap(), "Add to parlay")
        .await
        .unwrap();
    assert_snapshot!(stable(&slip.text()), @"
    A parlay can have one leg per game, so the new leg replaced the other one.
    **Parlay of 2 legs** at **+258**. You have 100u to bet with.
    · Over 45 (-105) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    ");
}

/// How often legs of parlays were read from the database, and how often they were found.
fn reads(world: &World) -> (f64, f64) {
    let mut registry = Registry::new(Program::Bot, &"here".parse().unwrap());
    world.meters().register(&mut registry);
    let samples = samples(&registry.text().unwrap());
    let of = |metric: &Metric, outcome: &str| {
        let name = metric.exported();
        let is_it = |it: &&Sample| {
            it.name == name
                && it.labels["namespace"] == "parlay_data"
                && it.labels["outcome"] == outcome
        };
        samples.iter().filter(is_it).map(|it| it.value).sum()
    };
    (
        of(&catalogue::CACHE_LOADS, "loaded"),
        of(&catalogue::CACHE_READS, "hit"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_is_read_once_for_everybody_and_again_when_its_price_moves() {
    let world = World::start().await;
    let (mut bears, lions) = (bears_at_home(), lions_at_home());
    world.report(&[bears.clone(), lions.clone()]).await;
    let alice = world.user("alice");
    two_legs(&alice).await;
    let (loads, hits) = reads(&world);
    assert!(hits >= 1.0, "the second leg finds the first");
    two_legs(&world.user("ben")).await;
    assert_eq!(reads(&world), (loads, hits + 3.0));

    bears.quotes[0].price = Price::from_american(-120).unwrap();
    world.report(&[bears, lions]).await;
    let shown = async || {
        let slip = alice.slash("#general", "parlay", json!({})).await.unwrap();
        slip.text().contains("-120, was -110").then_some(())
    };
    world.until(shown).await;
    let now = reads(&world).0;
    assert_eq!(now, loads + 1.0, "the other game's leg is as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_can_be_removed() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    let slip = two_legs(&alice).await;
    let slip = slip.message().unwrap();
    let menu = slip.menu("Remove a leg").unwrap();
    let (_, bears) = &menu.options[0];
    let left = alice
        .select(slip, "Remove a leg", &[bears.as_str()])
        .await
        .unwrap();
    assert!(!left.text().contains("Bears"), "{}", left.text());
    assert!(left.text().contains("Lions"), "{}", left.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_price_is_shown_before_a_parlay_is_placed() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    let slip = two_legs(&alice).await;
    let mut moved = bears_at_home();
    moved.quotes[0].price = Price::from_american(-120).unwrap();
    world.report(&[moved, lions_at_home()]).await;
    let asked = alice
        .press(slip.message().unwrap(), "Bet 1u to win 2.5u")
        .await
        .unwrap();
    assert_snapshot!(stable(&asked.text()), @r"
    **A price has moved.** Nothing was charged. Press a stake to take the new prices.
    **Parlay of 2 legs** at **+236**. You have 100u to bet with.
    · Bears +3.5 (-120, was -110) · **Packers at Bears** · NFL · <f> (<R>)
    · Lions to win (-120) · **Vikings at Lions** · NFL · <f> (<R>)
    ");
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
    let old = alice
        .press(asked.message().unwrap(), "Bet 1u to win 2.36u")
        .await
        .unwrap();
    assert!(old.text().contains("Bet placed"), "{}", old.text());
}
