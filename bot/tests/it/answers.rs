//! Answers that Discord does not take at once: every member reads what became of a bet.

use std::time::Duration;

use sandbox::{Answer, Effect, Fault, Options, User};
use serde_json::{Value, json};

use crate::bet::{balance, pick};
use crate::world::{World, bears_at_home};

/// How long Discord has for one try in these stories.
const TRY_MS: u32 = 150;

/// What can befall a request; the last hangs eight times as long as a try may take, as a minute
/// does to the default.
fn mishaps() -> [Effect; 5] {
    let ms = 8 * u64::from(TRY_MS);
    [
        Effect::Status { status: 500 },
        Effect::Status { status: 502 },
        Effect::DropBefore,
        Effect::DropAfter,
        Effect::Latency { ms },
    ]
}

async fn start() -> World {
    let options = Options {
        rate_limits: false,
        patience: Duration::from_secs(20),
        ..Options::default()
    };
    let world = World::start_trying(options, TRY_MS).await;
    world.report(bears_at_home()).await;
    world
}

/// Opens the stakes of the Bears by one command.
async fn stakes(user: &User, pick: &Value) -> Answer {
    let options = json!({ "game": "bears", "pick": pick, "stake": "0.5" });
    user.slash("#general", "bet", options).await.unwrap()
}

/// The choice that stands for the Bears at +3.5.
async fn bears(user: &User) -> Value {
    let typing = json!({ "game": "bears", "pick": "chi +3.5" });
    let found = user.autocomplete("#general", "bet", typing, "pick").await;
    json!(found.unwrap()[0].value)
}

fn edits() -> Fault {
    Fault::new(Effect::Status { status: 500 })
        .on("@original")
        .method("PATCH")
}

/// How many edits of answers were sent.
async fn edits_sent(world: &World) -> usize {
    let all = world.drive().requests().await.unwrap();
    let edits = all.iter().filter(|it| it.method == "PATCH");
    edits.filter(|it| it.path.ends_with("@original")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_member_reads_of_a_bet_whatever_befalls_the_edit_of_its_answer() {
    const BETS: usize = 100;
    let world = start().await;
    let alice = world.user("alice");
    let chosen = bears(&alice).await;
    let mut unread = Vec::new();
    for (number, effect) in mishaps().into_iter().cycle().take(BETS).enumerate() {
        let stakes = stakes(&alice, &chosen).await;
        let label = &stakes.message().unwrap().buttons()[0].label;
        assert!(label.starts_with("Bet 0.5"), "{label}");
        let fault = Fault {
            effect: effect.clone(),
            ..edits().times(1)
        };
        world.drive().fault(fault).await.unwrap();
        let placed = alice.press(stakes.message().unwrap(), label).await.unwrap();
        if !placed.text().contains("Bet placed") {
            unread.push((number, effect, placed.text()));
        }
        world.drive().clear_faults().await.unwrap();
    }
    assert!(unread.is_empty(), "{unread:?}");
    let stats = world.drive().stats().await.unwrap();
    let times = (BETS / mishaps().len()) as u64;
    for status in [500, 502] {
        assert_eq!(stats.by_status.get(&status), Some(&times), "{status}");
    }
    assert_eq!(
        balance(&alice).await,
        "50u to bet with, 50u at risk in open tickets"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_that_goes_wrong_is_tried_again_in_time() {
    let world = start().await;
    let alice = world.user("alice");
    let chosen = bears(&alice).await;
    for effect in mishaps() {
        let stakes = stakes(&alice, &chosen).await;
        let label = stakes.message().unwrap().buttons()[0].label.clone();
        let fault = Fault::new(effect.clone()).on("/callback").times(2);
        world.drive().fault(fault).await.unwrap();
        let placed = alice
            .press(stakes.message().unwrap(), &label)
            .await
            .unwrap();
        assert!(placed.text().contains("Bet placed"), "{effect:?}");
        world.drive().clear_faults().await.unwrap();
    }
    assert_eq!(world.drive().stats().await.unwrap().missed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nothing_brings_through_follows_the_next_one() {
    let world = start().await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let before = edits_sent(&world).await;
    world.drive().fault(edits()).await.unwrap();
    let pressing = tokio::spawn({
        let (alice, message) = (alice.clone(), stakes.message().unwrap().clone());
        async move { alice.press(&message, "Bet 1u to win 0.91u").await }
    });
    world
        .until(async || (edits_sent(&world).await >= before + 3).then_some(()))
        .await;
    // The token dies before Discord recovers.
    world
        .drive()
        .advance(Duration::from_secs(15 * 60 + 1))
        .await
        .unwrap();
    world.drive().clear_faults().await.unwrap();
    pressing.abort();
    let dead = async || {
        let all = world.drive().requests().await.unwrap();
        all.iter().any(|it| it.status == 401).then_some(())
    };
    world.until(dead).await;

    // Choices while typing are no place for it; the next answer is.
    bears(&alice).await;
    assert_eq!(
        balance(&alice).await,
        "99u to bet with, 1u at risk in open tickets"
    );
    let owed = async || {
        let seen = alice.messages("#general").await.unwrap();
        let told: Vec<_> = seen
            .into_iter()
            .filter(|it| it.text.contains("show you this answer earlier"))
            .collect();
        told.first().cloned().map(|first| (first, told.len()))
    };
    let (told, count) = world.until(owed).await;
    assert!(
        told.ephemeral && told.text.contains("Bet placed"),
        "{}",
        told.text
    );
    // Said once, and its buttons work.
    balance(&alice).await;
    let taken_back = alice.press(&told, "Cancel bet").await.unwrap();
    assert!(taken_back.text().contains("100u"), "{}", taken_back.text());
    assert_eq!((count, owed().await.map_or(0, |(_, count)| count)), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_that_was_not_acknowledged_is_not_placed() {
    let world = start().await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let fault = Fault::new(Effect::DropBefore).on("/callback");
    world.drive().fault(fault).await.unwrap();
    let lost = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await
        .unwrap();
    assert!(lost.failed.is_some());
    world.drive().clear_faults().await.unwrap();
    assert_eq!(
        balance(&alice).await,
        "100u to bet with, 0u at risk in open tickets"
    );
}
