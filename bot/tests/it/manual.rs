//! Bets written by hand: marked as such, graded by people, by command or by reaction.

use std::time::Duration;

use insta::assert_snapshot;
use sandbox::{Answer, RenderedMessage, User};
use serde_json::{Value, json};
use testkit::ReportExt;

use crate::admin::{admin, numberless, said, undo};
use crate::bet::{balance, bet_on_bears};
use crate::world::{World, bears_at_home, stable};

const LONG: Duration = Duration::from_secs(20);
/// Everything that was written has begun.
const BEGUN: &str = "UPDATE games SET starts_at = app_now() - interval '1 minute'";

async fn write(user: &User, options: Value) -> Answer {
    user.slash("#general", "manual", options).await.unwrap()
}

fn club_final() -> Value {
    json!({
        "event": "Club final, board *one*", "pick": "Vera wins", "price": "+150", "stake": "2",
        "starts": "in 2h",
    })
}

impl World {
    /// The server allows bets written by hand.
    async fn allow_manual(&self) -> String {
        let alice = self.user("alice");
        let setup = alice.slash("#general", "setup", json!({})).await.unwrap();
        let setup = setup.message().unwrap();
        let allowed = alice.press(setup, "Allow manual bets").await;
        stable(&allowed.unwrap().text())
    }

    /// Waits until the bot has asked Discord for the roles of the server that often: by them it
    /// knows what who reacted may do.
    async fn until_roles_asked(&self, times: usize) {
        self.until(async || {
            let requests = self.drive().requests().await.unwrap();
            let asked = requests.iter().filter(|it| it.route.ends_with("/roles"));
            (asked.count() >= times).then_some(())
        })
        .await;
    }

    /// Waits until the bot knows which message the slip is.
    async fn until_slip(&self) {
        self.until(async || {
            let known: i64 = sqlx::query_scalar("SELECT count(*) FROM slips")
                .fetch_one(&self.database.owner)
                .await
                .unwrap();
            (known > 0).then_some(())
        })
        .await;
    }

    /// Waits until that many corrections stand.
    async fn until_corrections(&self, count: i64) {
        self.until(async || {
            let stand: i64 = sqlx::query_scalar("SELECT count(*) FROM corrections")
                .fetch_one(&self.database.owner)
                .await
                .unwrap();
            (stand >= count).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_by_hand_is_nowhere_taken_for_formatting() {
    let world = World::start().await;
    world.allow_manual().await;
    let ben = world.user("ben");
    let mut bet = club_final();
    bet["pick"] = "Vera *wins* _it_".into();
    let placed = write(&ben, bet).await;
    let slip = world.told("**Ben** · **Vera").await;
    let tickets = ben.slash("#general", "tickets", json!({})).await.unwrap();
    for said in [placed.text(), slip.content, tickets.text()] {
        assert!(said.contains(r"Vera \*wins\* \_it\_"), "{said}");
        assert!(!said.contains("*wins* "), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_written_by_hand_is_marked_everywhere_and_graded_by_people() {
    let world = World::start().await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    let refused = write(&ben, club_final()).await;
    assert_snapshot!(said(&refused), @"Manual bets aren't allowed here. Nothing was charged. A server manager can allow them with /setup.");
    assert_snapshot!(world.allow_manual().await.lines().next().unwrap(), @"Members can now write their own bets with /manual. Server managers grade them, and so does the role chosen here.");

    let placed = write(&ben, club_final()).await;
    assert_snapshot!(said(&placed), @r"
    **Bet placed**
    **Vera wins** at **+150**
    2u to win 3u (returns 5u)
    **Club final, board \*one\*** · manual, graded by people here · <f> (<R>)
    Graded by people here: Vera wins.
    -# Ticket CODE. You have 98u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    let slip = world.told("**Ben** · **Vera wins").await;
    assert_snapshot!(stable(&slip.content), @r"
    **Ben** · **Vera wins** at **+150** · 2u to win 3u
    **Club final, board \*one\*** · manual, graded by people here · <f> (<R>)
    Graded by people here: Vera wins
    -# Once it starts, people who can grade it react here: ✅ won, ❌ lost, ➖ returned.
    -# Written by hand · placed <f> · ticket CODE
    ");
    let alt = slip.attachments[0].description.clone().unwrap();
    assert!(alt.contains("Club final, board *one*"), "{alt}");
    assert!(alt.contains("MANUAL"), "{alt}");
    let tickets = ben.slash("#general", "tickets", json!({})).await.unwrap();
    assert_snapshot!(said(&tickets), @r"
    **1 open ticket**
    **Open** · **Vera wins** at +150 · 2u to win 3u · ticket CODE, <d>
    **Club final, board \*one\*** · manual, graded by people here · <f> (<R>)
    ");

    world.run(BEGUN).await;
    let typing = json!({ "ticket": "" });
    let choices = alice
        .autocomplete("#general", "admin grade", typing, "ticket")
        .await
        .unwrap();
    assert!(
        choices[0].name.starts_with("Ben · Open · Vera wins"),
        "{}",
        choices[0].name
    );
    let graded = json!({
        "ticket": choices[0].value, "outcome": "won", "reason": "I was there",
    });
    let preview = admin(&alice, "grade", graded).await;
    assert_snapshot!(said(&preview), @"
    **Grade ticket CODE as won?**
    1 ticket changes.
    Ticket CODE of Ben: Open becomes Won, +3u
    Ben: +5u, 98u becomes 103u
    Reason: I was there
    -# Nothing has changed yet. Later results won't change what you decide, but you can undo it.
    ");
    let message = preview.message().unwrap();
    let done = alice.press(message, "Confirm").await.unwrap();
    assert_snapshot!(said(&done), @"**Done: correction 1.** Ticket CODE graded as won. 1 ticket changed. Everyone affected has been told. Use </admin log> to undo it.");
    let told = world.told("· correction 1").await;
    assert_snapshot!(stable(&told.content), @"
    Ben · ticket CODE: Open became Won, +3u
    Reason: I was there
    -# Graded by Alice <f> · correction 1
    ");
    let stamped = world.told("· WON ·").await;
    assert_eq!(stamped.id, slip.id);
    assert_snapshot!(stable(&stamped.content), @r"
    **Ben** · **+3u** · WON · Vera wins at +150 · 2u staked, 5u returned
    **Club final, board \*one\*** · manual, graded by people here · <f> (<R>)
    Decided by Alice: I was there
    -# Written by hand · placed <f> · ticket CODE
    ");
    let why = json!({ "ticket": world.code().await });
    let why = ben.slash("#general", "why", why).await.unwrap();
    assert_snapshot!(stable(&why.text()), @r"
    **Ticket CODE · Won** · Vera wins at +150, placed <f>
    1. **Vera wins** at +150 (Written by hand) · **Won**
    **Club final, board \*one\*** · manual, graded by people here · <f> (<R>)
    Decided by Alice: I was there
    -# Correction 1, decided by Alice <f>. Later results don't change it.
    Won <f>: 2 x 5/2 = **5 back** (+3.00)
    ");

    // Kept apart: from the balance's record, from standings.
    let shown = ben.slash("#general", "balance", json!({})).await.unwrap();
    let shown = shown.text();
    let lines: Vec<_> = shown.lines().take(3).collect();
    assert_snapshot!(lines.join("\n"), @"
    **103u** to bet with
    **0u** at risk in open tickets
    Manual bets, not on your record: 0 open, 1 graded, 1 won, 0 lost, +3u
    ");
    let board = ben
        .slash("#general", "leaderboard", json!({}))
        .await
        .unwrap();
    assert!(board.text().contains("No bets have been graded this month"));
    world.assert_books().await;
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_badly_is_refused_and_nothing_is_charged() {
    let world = World::start().await;
    world.allow_manual().await;
    let ben = world.user("ben");
    let with = |name: &str, value: &str| {
        let mut all = club_final();
        all[name] = json!(value);
        all
    };
    let mut refused = Vec::new();
    for (name, value) in [
        ("price", "even money"),
        ("price", "1"),
        ("stake", "100"),
        ("stake", "lots"),
        ("starts", "soon"),
        ("starts", "2020-01-01 10:00"),
        ("event", "   "),
    ] {
        let answer = write(&ben, with(name, value)).await;
        refused.push(format!("{name} {value}: {}", said(&answer)));
    }
    assert_snapshot!(refused.join("\n"), @r#"
    price even money: I can't read "even money" as odds. Nothing was charged. Try +150, 2.5 or 3/2.
    price 1: I can't read "1" as odds. Nothing was charged. Try +150, 2.5 or 3/2.
    stake 100: The most you can bet here is 5u. Nothing was charged.
    stake lots: I can't read "lots" as an amount. Nothing was charged. Try 2 or 0.5.
    starts soon: I can't read "soon" as a start time within a year. Nothing was charged. Try 19:30, tomorrow 19:30, 2026-11-22 19:30 or in 2h, in America/New_York time.
    starts 2020-01-01 10:00: That game started <R>, and bets close at the start. Nothing was charged.
    event    : A bet needs an event and a pick that people can read. Nothing was charged. Write both in words.
    "#);
    assert_eq!(
        balance(&ben).await,
        "100u to bet with, 0u at risk in open tickets"
    );
    let placed = write(&ben, club_final()).await;
    let placed = placed.message().unwrap();
    let back = ben.press(placed, "Cancel bet").await.unwrap();
    assert!(said(&back).starts_with("Bet cancelled"), "{}", said(&back));
    let code = json!({ "ticket": world.code().await, "outcome": "won", "reason": "late" });
    let refused = admin(&world.user("alice"), "grade", code).await;
    assert_snapshot!(said(&refused), @"That bet was cancelled, so there is nothing to grade. Nothing was changed.");
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_grades_it_from_who_may_and_from_nobody_else() {
    let world = World::start().await;
    world.allow_manual().await;
    let (alice, ben, cleo) = (world.user("alice"), world.user("ben"), world.user("cleo"));
    write(&ben, club_final()).await;
    let slip = world.told("**Ben** · **Vera wins").await;
    world.until_slip().await;
    world.run(BEGUN).await;
    // Who may not, and the bettor, even with the role. What Discord is asked shows that the
    // first one was looked at.
    cleo.react(&slip, "❌").await.unwrap();
    world.until_roles_asked(1).await;
    ben.react(&slip, "❌").await.unwrap();
    world.admin_role("Graders", &["cleo", "ben"]).await;
    ben.unreact(&slip, "❌").await.unwrap();
    ben.react(&slip, "❌").await.unwrap();
    // Another mark, and the same one on another message, are nothing.
    cleo.react(&slip, "🎉").await.unwrap();
    let chat = ben.say("#general", "who grades this?").await.unwrap();
    cleo.react(&chat, "✅").await.unwrap();
    cleo.react(&slip, "✅").await.unwrap();
    world.until_corrections(1).await;
    let told = world.told("· correction 1").await;
    assert!(told.silent && told.pinged.is_empty(), "{told:?}");
    assert_snapshot!(stable(&told.content), @"
    Ben · ticket CODE: Open became Won, +3u
    -# Graded by Cleo <f> · correction 1
    ");
    assert_eq!(
        balance(&ben).await,
        "103u to bet with, 0u at risk in open tickets"
    );
    let stamped = world.told("· WON ·").await;
    assert_snapshot!(stable(&stamped.content), @r"
    **Ben** · **+3u** · WON · Vera wins at +150 · 2u staked, 5u returned
    **Club final, board \*one\*** · manual, graded by people here · <f> (<R>)
    Decided by Cleo: Graded by a reaction
    -# Written by hand · placed <f> · ticket CODE
    ");
    let alt = stamped.attachments[0].description.as_deref();
    let event = "Club final, board *one* · Decided by Cleo: Graded by a reaction";
    assert!(alt.is_some_and(|it| it.contains(event)), "{alt:?}");

    // Graded is graded: a second reaction is no second grade, and the log undoes the first.
    alice.react(&slip, "➖").await.unwrap();
    let preview = undo(&alice, 1, "wrong board").await;
    assert_snapshot!(said(&preview), @"
    **Undo correction 1?**
    This undoes: Ticket CODE graded as won
    1 ticket changes.
    Ticket CODE of Ben: Won, +3u becomes Open
    Ben: -5u, 103u becomes 98u
    Reason: wrong board
    -# Nothing has changed yet. This restores what was there before and can't be undone.
    ");
    let message = preview.message().unwrap();
    alice.press(message, "Confirm").await.unwrap();
    assert_eq!(
        balance(&ben).await,
        "98u to bet with, 2u at risk in open tickets"
    );
    alice.unreact(&slip, "➖").await.unwrap();
    alice.react(&slip, "➖").await.unwrap();
    world.until_corrections(3).await;
    assert_eq!(
        balance(&ben).await,
        "100u to bet with, 0u at risk in open tickets"
    );
    assert_snapshot!(said(&admin(&alice, "log", json!({})).await), @"
    **3 corrections**
    **3** · Ticket CODE graded as push · Alice, <f> · by reaction
    -# Reason: Graded by a reaction
    -# Ticket CODE: Open became Push, 2u returned
    -# Ben: 98u became 100u
    **2** · Correction 1 undone · Alice, <f>
    -# Reason: wrong board
    -# Ticket CODE: Won, +3u became Open
    -# Ben: 103u became 98u
    **1** · Ticket CODE graded as won · Cleo, <f> · by reaction
    -# Reason: Graded by a reaction
    -# Ticket CODE: Open became Won, +3u
    -# Ben: 98u became 103u
    -# Undone by correction 2
    ");
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bets_graded_one_after_the_other_are_told_in_one_quiet_message() {
    let world = World::start().await;
    world.allow_manual().await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    write(&ben, club_final()).await;
    let first = world.told("**Ben** · **Vera wins").await;
    let mut other = club_final();
    other["pick"] = json!("Olga wins");
    write(&ben, other).await;
    let second = world.told("**Ben** · **Olga wins").await;
    world.until_slip().await;
    // Before it has begun there is nothing to grade, and that is said.
    alice.react(&first, "✅").await.unwrap();
    let early = |it: &RenderedMessage| it.says("React again once it has started");
    let said = world
        .drive()
        .wait_for("#general", early, LONG)
        .await
        .unwrap();
    assert_eq!(said.reference, Some(first.id));
    alice.unreact(&first, "✅").await.unwrap();

    world.run(BEGUN).await;
    alice.react(&first, "✅").await.unwrap();
    world.until_corrections(1).await;
    let told = world.told("· correction 1").await;
    alice.react(&second, "❌").await.unwrap();
    world.until_corrections(2).await;
    let both = world.told("· correction 2").await;
    assert_eq!(both.id, told.id, "one message for both");
    assert!(both.silent && both.pinged.is_empty(), "{both:?}");
    assert_snapshot!(stable(&both.content), @"
    Ben · ticket CODE: Open became Won, +3u
    -# Graded by Alice <f> · correction 1
    Ben · ticket CODE: Open became Lost, -2u
    -# Graded by Alice <f> · correction 2
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_on_a_ticket_that_results_decide_asks_for_the_reason() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&ben).await;
    let slip = world.told("**Ben** · **Bears").await;
    // While the game is played a mark is applause, and so is one that says what is so.
    world.run(BEGUN).await;
    alice.react(&slip, "❌").await.unwrap();
    world.end(bears_at_home().final_score(24, 27)).await;
    world.told("· WON ·").await;
    alice.react(&slip, "✅").await.unwrap();
    world.until_roles_asked(1).await;
    alice.unreact(&slip, "❌").await.unwrap();
    alice.react(&slip, "❌").await.unwrap();
    let has_button = |it: &RenderedMessage| it.button("Give a reason").is_some();
    let asked = world
        .drive()
        .wait_for("#general", has_button, LONG)
        .await
        .unwrap();
    assert_eq!(asked.reference, Some(slip.id));
    assert_snapshot!(stable(&asked.text), @"Alice wants to grade ticket CODE as lost. Results decide that ticket, so changing it needs a reason. Nothing has changed yet.");
    let other = ben.press(&asked, "Give a reason").await.unwrap();
    assert_snapshot!(said(&other), @"<@> started that, so only they can confirm or cancel it. Nothing was changed.");
    let form = alice.press(&asked, "Give a reason").await.unwrap();
    let why = json!({ "reason": "the video shows it" });
    let preview = alice
        .submit_modal(form.modal().unwrap(), why)
        .await
        .unwrap();
    assert_snapshot!(said(&preview), @"
    **Regrade leg 1 of ticket CODE as lost?**
    1 ticket changes.
    Ticket CODE of Ben: Won, +0.91u becomes Lost, -1u
    Ben: -1.91u, 100.91u becomes 99u
    Reason: the video shows it
    -# Nothing has changed yet. Later results won't change what you decide, but you can undo it.
    ");
    let message = preview.message().unwrap();
    alice.press(message, "Confirm").await.unwrap();
    assert_eq!(
        balance(&ben).await,
        "99u to bet with, 0u at risk in open tickets"
    );
    // Asked once, however often the mark is set and taken away.
    alice.unreact(&slip, "❌").await.unwrap();
    alice.react(&slip, "❌").await.unwrap();
    let late = alice.press(&asked, "Give a reason").await.unwrap();
    assert_snapshot!(numberless(&stable(&late.text())), @"You already confirmed that, as correction 1. It counts once.");
    let all = world.drive().messages("#general", None).await.unwrap();
    assert_eq!(all.iter().filter(|it| has_button(it)).count(), 1);
    world.assert_books().await;
}
