//! One member's many bets, and the slips of everybody else.

use std::time::Duration;

use sandbox::{Effect, Fault, Options, RenderedMessage, User};
use serde_json::{Value, json};

use crate::world::{World, bears_at_home};

/// More than a channel takes in five seconds, twice over.
const MANY: usize = 12;
const LONG: Duration = Duration::from_secs(30);

/// The Bears at +3.5, as what is chosen in `/bet`.
pub(super) async fn bears(user: &User) -> Value {
    let typing = json!({ "game": "bears", "pick": "chi +3.5" });
    let found = user.autocomplete("#general", "bet", typing, "pick").await;
    json!(found.unwrap()[0].value)
}

/// Bets half a unit in that channel.
pub(super) async fn bet(user: &User, channel: &str, pick: &Value) {
    let options = json!({ "game": "bears", "pick": pick, "stake": "0.5" });
    let stakes = user.slash(channel, "bet", options).await.unwrap();
    let stakes = stakes.message().unwrap();
    let label = &stakes.buttons()[0].label;
    let placed = user.press(stakes, label).await.unwrap();
    assert!(placed.text().contains("Bet placed"), "{}", placed.text());
}

pub(super) fn is_of(name: &str) -> impl Fn(&RenderedMessage) -> bool + Send + 'static {
    let who = format!("**{name}**");
    move |it: &RenderedMessage| it.content.starts_with(&who)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_another_channel_does_not_wait_for_a_members_many() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    let pick = bears(&alice).await;
    // Nothing gets through to her channel for now.
    let general = alice.say("#general", "x").await.unwrap().channel;
    let held = Fault::new(Effect::HoldBefore).method("POST");
    let held = held.on(&format!("/channels/{general}/messages"));
    world.drive().fault(held).await.unwrap();
    for _ in 0..MANY {
        bet(&alice, "#general", &pick).await;
    }
    bet(&ben, "#slips", &pick).await;
    let drive = world.drive();
    let slip = drive.wait_for("#slips", is_of("Ben"), LONG);
    slip.await.unwrap();
    let hers = drive.messages("#general", None).await.unwrap();
    assert!(hers.iter().all(|it| it.attachments.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_members_slip_takes_the_next_free_slot_of_the_channel() {
    let options = Options {
        rate_limits: false,
        ..Options::default()
    };
    let world = World::start_with(options).await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    let pick = bears(&alice).await;
    // Her first slip is on its way while everybody bets.
    let held = Fault::new(Effect::HoldBefore)
        .on("/channels/{channel}/messages")
        .method("POST");
    world.drive().fault(held.times(1)).await.unwrap();
    for _ in 0..MANY {
        bet(&alice, "#general", &pick).await;
    }
    world.drive().wait_held(1, LONG).await.unwrap();
    bet(&ben, "#general", &pick).await;
    // So that his is known to be due by now: a bet elsewhere is posted, and it came after his.
    bet(&world.user("cleo"), "#slips", &pick).await;
    let drive = world.drive();
    let elsewhere = drive.wait_for("#slips", is_of("Cleo"), LONG);
    elsewhere.await.unwrap();
    drive.release().await.unwrap();
    let all =
        |all: &[RenderedMessage]| all.iter().filter(|it| !it.attachments.is_empty()).count() > MANY;
    let posted = drive.wait_until("#general", all, LONG).await.unwrap();
    let slips: Vec<_> = posted
        .iter()
        .filter(|it| !it.attachments.is_empty())
        .collect();
    let his = slips.iter().position(|it| is_of("Ben")(it));
    assert_eq!(his, Some(1), "right after the one that was on its way");
    assert_eq!(slips.len(), MANY + 1);
}
