//! A bot that is killed and resumes its session gets interactions again that it has answered.
//! Each does its work once: what holds afterwards is what the member last saw.

use std::collections::BTreeMap;
use std::time::Duration;

use sandbox::{Effect, Fault, Options};
use serde_json::json;
use shared::price::Price;
use testkit::{ReportExt, game};

use crate::b::{said, straight};
use crate::bet::{balance, bet_on_bears, pick};
use crate::parlay::two_legs;
use crate::world::{World, bears_at_home, lions_at_home, soon};

/// Everything that an interaction can change, one text for each table.
const TABLES: &[&str] = &[
    "accounts",
    "correction_drafts",
    "corrections",
    "guild_settings",
    "members",
    "parlay_draft_legs",
    "parlay_drafts",
    "tickets",
    "transfers",
];

/// How often a resumed bot was told that an interaction was answered before.
async fn answered_before(world: &World) -> usize {
    let all = world.drive().requests().await.unwrap();
    let refused = all.iter().filter(|it| it.status == 400);
    refused.filter(|it| it.path.ends_with("/callback")).count()
}

impl World {
    /// What stands in every table that an interaction can change.
    async fn chosen(&self) -> BTreeMap<&'static str, String> {
        let mut all = BTreeMap::new();
        for table in TABLES {
            let rows = format!(
                "SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t"
            );
            let rows = sqlx::query_scalar(&rows).fetch_one(&self.database.owner);
            all.insert(*table, rows.await.unwrap());
        }
        all
    }

    /// The number of the last event that the bot was sent, once its session is kept.
    async fn heard(&self) -> u64 {
        let kept = "SELECT count(*) FROM bot_state WHERE key LIKE 'session/%'";
        self.until(async || {
            let kept: i64 = sqlx::query_scalar(kept)
                .fetch_one(&self.database.owner)
                .await
                .unwrap();
            (kept == 1).then_some(())
        })
        .await;
        self.drive().sessions().await.unwrap()[0].sequence
    }

    /// Kills the bot, and sends it everything after that event again: so many interactions
    /// at least. Nothing is changed by that.
    async fn assert_unchanged_by_replay(&mut self, heard: u64, interactions: usize) {
        let before = self.chosen().await;
        self.killed_and_resumed(heard).await;
        self.until(async || (answered_before(self).await >= interactions).then_some(()))
            .await;
        assert_eq!(self.chosen().await, before);
    }

    /// Kills the bot where it stands, as signal 9 does, and starts another, which resumes after
    /// the event of that number.
    async fn killed_and_resumed(&mut self, heard: u64) {
        self.die().await;
        let rewind = format!(
            "UPDATE bot_state SET value = jsonb_set(value, '{{sequence}}', '{heard}')
             WHERE key LIKE 'session/%'"
        );
        self.run(&rewind).await;
        let resumes = self.drive().stats().await.unwrap().resumes;
        self.revive().await;
        self.until(async || {
            let stats = self.drive().stats().await.unwrap();
            (stats.resumes > resumes).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_is_placed_once_and_read_of_wherever_the_bot_is_killed() {
    let points = [
        (Effect::HoldAfter, "/callback", "POST"),
        (Effect::HoldBefore, "@original", "PATCH"),
        (Effect::HoldAfter, "@original", "PATCH"),
    ];
    for (effect, route, method) in points {
        let options = Options {
            patience: Duration::from_secs(30),
            ..Options::default()
        };
        let mut world = World::start_with(options).await;
        world.report(bears_at_home()).await;
        let alice = world.user("alice");
        let stakes = pick(&alice, "Bears +3.5 -110").await;
        let heard = world.heard().await;
        let fault = Fault::new(effect.clone()).on(route).method(method).times(1);
        world.drive().fault(fault).await.unwrap();
        let pressing = tokio::spawn({
            let (alice, message) = (alice.clone(), stakes.message().unwrap().clone());
            async move { alice.press(&message, "Bet 1u to win 0.91u").await }
        });
        world
            .drive()
            .wait_held(1, Duration::from_secs(10))
            .await
            .unwrap();
        world.killed_and_resumed(heard).await;
        let placed = pressing.await.unwrap().unwrap();
        let where_killed = format!("{effect:?} {route}: {}", placed.text());
        assert!(placed.text().contains("Bet placed"), "{where_killed}");
        assert_eq!(
            balance(&alice).await,
            "99u to bet with, 1u at risk in open tickets",
            "{where_killed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_placed_is_answered_so_after_a_kill_whatever_is_offered_then() {
    let mut moved = bears_at_home();
    moved.quotes[0].price = Price::from_american(-120).unwrap();
    let gone = game("NFL", "Bears", "Packers").starts_at(soon(1));
    let gone = gone.moneyline(150, -180);
    let cases = [("bears +3.5 -110 2u", moved), ("bears +3.5 2u", gone)];
    for (typed, then) in cases {
        let options = Options {
            patience: Duration::from_secs(30),
            ..Options::default()
        };
        let mut world = World::start_with(options).await;
        world.report(bears_at_home()).await;
        let alice = world.user("alice");
        straight(&alice).await;
        let heard = world.heard().await;
        let fault = Fault::new(Effect::HoldBefore)
            .on("@original")
            .method("PATCH");
        world.drive().fault(fault.times(1)).await.unwrap();
        let typing = tokio::spawn({
            let alice = alice.clone();
            async move { said(&alice, typed).await }
        });
        world
            .drive()
            .wait_held(1, Duration::from_secs(10))
            .await
            .unwrap();
        world.report(then).await;
        world.killed_and_resumed(heard).await;
        let placed = typing.await.unwrap();
        assert!(placed.contains("Bet placed"), "{typed}: {placed}");
        assert_eq!(
            balance(&alice).await,
            "98u to bet with, 2u at risk in open tickets",
            "{typed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_a_killed_bot_left_is_kept_by_the_next() {
    let options = Options {
        patience: Duration::from_secs(30),
        ..Options::default()
    };
    let mut world = World::start_with(options).await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    balance(&alice).await;
    let heard = world.heard().await;
    let mut held = world.database.owner.begin().await.unwrap();
    sqlx::query("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *held)
        .await
        .unwrap();
    let asking = tokio::spawn({
        let alice = alice.clone();
        async move { alice.slash("#general", "balance", json!({})).await.unwrap() }
    });
    world
        .until(async || {
            let seen = alice.messages("#general").await.unwrap();
            seen.iter().any(|it| it.loading).then_some(())
        })
        .await;
    world.die().await;
    held.rollback().await.unwrap();
    world.killed_and_resumed(heard).await;
    let answer = asking.await.unwrap();
    assert!(answer.text().contains("100u"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn bets_that_are_heard_of_again_stay_as_they_are() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let heard = world.heard().await;
    for _ in 0..3 {
        bet_on_bears(&alice).await;
    }
    world.assert_unchanged_by_replay(heard, 12).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_drafts_settings_and_previews_stay_what_the_member_last_saw() {
    let mut world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    let heard = world.heard().await;

    // Choices, each changed and changed back.
    let placed = bet_on_bears(&alice).await;
    let question = placed.message().unwrap();
    let answers = question.buttons();
    for answer in answers.iter().rev().take(3) {
        alice.press(question, &answer.label).await.unwrap();
    }
    let shown = alice.slash("#general", "balance", json!({})).await.unwrap();
    let message = shown.message().unwrap();
    let menu = message.selects()[0].custom_id.clone();
    for format in ["decimal", "fractional", "american"] {
        alice.select(message, &menu, &[format]).await.unwrap();
    }
    // A draft, gathered and emptied.
    let slip = two_legs(&alice).await;
    let clear = slip.message().unwrap().buttons();
    let clear = clear.last().unwrap().label.clone();
    alice.press(slip.message().unwrap(), &clear).await.unwrap();
    // Settings, there and back.
    let shown = alice.slash("#general", "setup", json!({})).await.unwrap();
    let message = shown.message().unwrap();
    for format in ["decimal", "american"] {
        let chosen = [format];
        alice
            .select(message, "Odds in public", &chosen)
            .await
            .unwrap();
    }
    for audience in ["shared", "everyone"] {
        let chosen = [audience];
        let menu = "Whose slips are posted";
        alice.select(message, menu, &chosen).await.unwrap();
    }
    // A preview that was dropped.
    let ticket = json!({ "ticket": world.code().await, "reason": "a mistake" });
    let shown = alice.slash("#general", "admin void", ticket).await.unwrap();
    let buttons = shown.message().unwrap().buttons();
    let leave = buttons.last().unwrap().label.clone();
    alice.press(shown.message().unwrap(), &leave).await.unwrap();
    // A bet that was taken back.
    let placed = bet_on_bears(&alice).await;
    let taken_back = alice.press(placed.message().unwrap(), "Cancel bet").await;
    taken_back.unwrap();

    let (before, sent) = (
        world.chosen().await,
        world.drive().stats().await.unwrap().interactions,
    );
    world.killed_and_resumed(heard).await;
    let sent = usize::try_from(sent).unwrap();
    world
        .until(async || (answered_before(&world).await >= sent).then_some(()))
        .await;
    assert_eq!(world.chosen().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_was_told_is_not_done_is_not_done_by_a_replay() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    bet_on_bears(&world.user("ben")).await;
    let ticket = json!({ "ticket": world.code().await, "reason": "a mistake" });
    let shown = alice.slash("#general", "admin void", ticket).await.unwrap();
    world.report(bears_at_home().final_score(27, 20)).await;
    world.settle().await;
    let heard = world.heard().await;
    let told = alice.press(shown.message().unwrap(), "Confirm").await;
    let told = told.unwrap().text();
    assert!(told.contains("Something has changed since then"), "{told}");

    world.assert_unchanged_by_replay(heard, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_that_could_not_be_taken_back_is_not_taken_back_by_a_replay() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let placed = bet_on_bears(&alice).await;
    let heard = world.heard().await;
    // Past the seconds in which the price does not matter.
    let earlier = "UPDATE tickets SET placed_at = placed_at - interval '20 seconds'";
    world.run(earlier).await;
    let moved = "UPDATE quotes SET price_num = price_num + 1";
    world.run(moved).await;
    let told = alice.press(placed.message().unwrap(), "Cancel bet").await;
    let told = told.unwrap().text();
    assert!(told.contains("price"), "{told}");
    world
        .run("UPDATE quotes SET price_num = price_num - 1")
        .await;

    world.assert_unchanged_by_replay(heard, 1).await;
}
