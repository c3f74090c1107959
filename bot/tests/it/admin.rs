//! Admins correct: shown first, with a reason, once, and undone from the log.

use std::time::Duration;

use chrono::TimeDelta;
use insta::assert_snapshot;
use sandbox::{Answer, RenderedMessage, User};
use serde_json::{Value, json};
use testkit::ReportExt;

use crate::bet::{balance, bet_on_bears, pick};
use crate::world::{World, bears_at_home, lions_at_home, stable};

const LONG: Duration = Duration::from_secs(20);
/// What a member who has bet one unit has left.
const ONE_AT_RISK: &str = "99u to bet with, 1u at risk in open tickets";

/// What was said last: beside the message that was pressed, or in its place.
pub(crate) fn said(answer: &Answer) -> String {
    let last = answer.follow_ups.last().or(answer.message.as_ref());
    let last = last.expect("an answer");
    assert!(last.ephemeral, "{}", last.text);
    numberless(&stable(&last.text))
}

/// Without the numbers in mentions, and without what marks an error for us.
pub(crate) fn numberless(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '/']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let digits = tail
            .find(|it: char| it.is_ascii_digit())
            .filter(|it| tail[..*it].chars().all(|it| "<@&#".contains(it)));
        let (head, number) = tail.split_at(digits.unwrap_or(1));
        out.push_str(head);
        rest = if digits.is_some() {
            number.trim_start_matches(|it: char| it.is_ascii_digit())
        } else {
            number
        };
    }
    out.push_str(rest);
    let lines = out.lines().filter(|it| *it != "-# CODE");
    lines.map(commands).collect::<Vec<_>>().join("\n")
}

/// A command's mention without its number: `</admin log:1>`.
fn commands(line: &str) -> String {
    let mut parts = line.split("</");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(':').expect("a command");
        let rest = rest.trim_start_matches(|it: char| it.is_ascii_digit());
        out = format!("{out}</{name}{rest}");
    }
    out
}

impl World {
    /// The newest ticket's code.
    pub(crate) async fn code(&self) -> String {
        let newest = "SELECT code FROM tickets ORDER BY placed_at DESC LIMIT 1";
        let code = sqlx::query_scalar(newest).fetch_one(&self.database.owner);
        code.await.unwrap()
    }

    /// That no unit came from nowhere, each account is what its transfers make it, and each
    /// settled ticket has one newest settlement that says what it says.
    pub(crate) async fn assert_books(&self) {
        let wrong: Vec<String> = sqlx::query_scalar(
            "WITH sums AS (
               SELECT member_id, kind, sum(amount) AS amount FROM (
                 SELECT credit_member AS member_id, credit_kind AS kind, amount FROM transfers
                 UNION ALL
                 SELECT debit_member, debit_kind, -amount FROM transfers) moved
               GROUP BY member_id, kind)
             SELECT format('account %s of %s', a.kind, a.member_id)
             FROM accounts a LEFT JOIN sums s USING (member_id, kind)
             WHERE a.balance <> coalesce(s.amount, 0)
             UNION ALL
             SELECT format('ticket %s', t.code) FROM tickets t
             LEFT JOIN settlements s ON s.guild_id = t.guild_id AND s.ticket_id = t.ticket_id
               AND s.sequence = t.settled_seq
             WHERE t.settled_seq > 0
               AND (s.state, s.returned) IS DISTINCT FROM (t.state, t.returned)",
        )
        .fetch_all(&self.database.owner)
        .await
        .unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }

    /// A public message that says this.
    pub(crate) async fn told(&self, what: &str) -> RenderedMessage {
        let wanted = |it: &RenderedMessage| it.says(what);
        self.drive()
            .wait_for("#general", wanted, LONG)
            .await
            .unwrap()
    }

    /// A role of that name for these members, chosen in `/setup` as the one that corrects.
    pub(crate) async fn admin_role(&self, name: &str, holders: &[&str]) {
        let made = json!({ "name": name, "members": holders, "commands": ["admin"] });
        let _: Value = self.drive().call("new_role", made).await.unwrap();
        self.choose_role(&[name]).await;
    }

    /// The role that corrects is that one, or none.
    pub(crate) async fn choose_role(&self, roles: &[&str]) {
        let alice = self.user("alice");
        let setup = alice.slash("#general", "setup", json!({})).await.unwrap();
        let menu = "Role that can correct and grade";
        let setup = setup.message().unwrap();
        alice.select(setup, menu, roles).await.unwrap();
    }
}

/// That a text says all of this.
fn says(text: &str, wanted: &[&str]) {
    for it in wanted {
        assert!(text.contains(it), "{it:?} is not in:\n{text}");
    }
}

/// A subcommand of `/admin`.
pub(crate) async fn admin(user: &User, name: &str, options: Value) -> Answer {
    let command = format!("admin {name}");
    user.slash("#general", &command, options).await.unwrap()
}

async fn confirm(user: &User, preview: &Answer) -> Answer {
    let message = preview.message().unwrap();
    user.press(message, "Confirm").await.unwrap()
}

/// The log, and its menu's only choice, undone for that reason: the preview of it.
pub(crate) async fn undo(user: &User, number: i32, reason: &str) -> Answer {
    let log = admin(user, "log", json!({})).await;
    let log = log.message().unwrap();
    let menu = log.menu("Undo a correction").unwrap();
    let start = format!("{number} · ");
    let option = menu.options.iter().find(|(it, _)| it.starts_with(&start));
    let value = option.expect("a correction to undo").1.clone();
    let form = user.select(log, "Undo a correction", &[&value]).await;
    let form = form.unwrap();
    let form = form.modal().unwrap();
    assert_eq!(form.title, format!("Undo correction {number}"));
    user.submit_modal(form, json!({ "reason": reason }))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_is_shown_first_wants_a_reason_and_is_undone_from_the_log() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&ben).await;
    world.told("**Ben** · **Bears").await;

    let typing = json!({ "ticket": "" });
    let choices = alice
        .autocomplete("#general", "admin void", typing, "ticket")
        .await
        .unwrap();
    assert_snapshot!(stable(&choices[0].name).rsplit_once(" · ").unwrap().0, @r"Ben · Open · Bears +3.5");
    let asked = json!({ "ticket": choices[0].value });
    let form = admin(&alice, "void", asked).await;
    let form = form.modal().unwrap();
    assert_eq!(form.title, "Why?");
    let why = json!({ "reason": "the line was\n posted   wrongly" });
    let preview = alice.submit_modal(form, why).await.unwrap();
    assert_snapshot!(said(&preview), @"
    **Void ticket CODE?**
    1 ticket changes.
    Ticket CODE of Ben: Open becomes Void, 1u returned
    Ben: +1u, 99u becomes 100u
    Reason: the line was posted wrongly
    -# Nothing has changed yet. Later results won't change what you decide, but you can undo it.
    ");
    // A preview changes nothing.
    assert_eq!(balance(&ben).await, ONE_AT_RISK);

    // Somebody holds the ticket for too long.
    let mut holds = world.database.owner.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM tickets FOR UPDATE")
        .execute(&mut *holds)
        .await
        .unwrap();
    let held = confirm(&alice, &preview).await;
    assert_snapshot!(said(&held), @"Somebody else is changing the same tickets right now, so this took too long. Nothing has changed. Try again.");
    holds.rollback().await.unwrap();
    assert_eq!(balance(&ben).await, ONE_AT_RISK);

    let done = confirm(&alice, &preview).await;
    assert_snapshot!(said(&done), @"**Done: correction 1.** Ticket CODE voided. 1 ticket changed. Everyone affected has been told. Use </admin log> to undo it.");
    assert_eq!(
        balance(&ben).await,
        "100u to bet with, 0u at risk in open tickets"
    );
    let told = world.told("**Correction 1**").await;
    assert_snapshot!(stable(&told.content), @"
    **Correction 1** · Ticket CODE voided
    Ben · ticket CODE: Open became Void, 1u returned
    Reason: the line was posted wrongly
    -# Correction 1, decided by Alice <f>
    ");
    let slip = world.told("· **VOID** ·").await;
    assert_snapshot!(stable(&slip.content), @"
    **Ben** · **VOID** · Bears +3.5 at -110 · 1u returned
    Packers at Bears · NFL · <f> (<R>)
    Decided by Alice: the line was posted wrongly
    -# Alpha · placed <f> · ticket CODE
    ");
    world.assert_books().await;

    let log = admin(&alice, "log", json!({})).await;
    assert_snapshot!(said(&log), @"
    **1 correction**
    **1** · Ticket CODE voided · Alice, <f>
    -# Reason: the line was posted wrongly
    -# Ticket CODE: Open became Void, 1u returned
    -# Ben: 99u became 100u
    ");
    let preview = undo(&alice, 1, "it was right after all").await;
    assert_snapshot!(said(&preview), @"
    **Undo correction 1?**
    This undoes: Ticket CODE voided
    1 ticket changes.
    Ticket CODE of Ben: Void, 1u returned becomes Open
    Ben: -1u, 100u becomes 99u
    Reason: it was right after all
    -# Nothing has changed yet. This restores what was there before and can't be undone.
    ");
    let done = confirm(&alice, &preview).await;
    assert_snapshot!(said(&done), @"**Done: correction 2.** Correction 1 undone. 1 ticket changed. Everyone affected has been told.");
    assert_eq!(balance(&ben).await, ONE_AT_RISK);
    let told = world.told("**Correction 2**").await;
    assert_snapshot!(stable(&told.content), @"
    **Correction 2** · Correction 1 undone
    Ben · ticket CODE: Void, 1u returned became Open
    Reason: it was right after all
    -# Correction 2, decided by Alice <f>
    ");
    let log = admin(&alice, "log", json!({})).await;
    assert_snapshot!(said(&log), @"
    **2 corrections**
    **2** · Correction 1 undone · Alice, <f>
    -# Reason: it was right after all
    -# Ticket CODE: Void, 1u returned became Open
    -# Ben: 100u became 99u
    **1** · Ticket CODE voided · Alice, <f>
    -# Reason: the line was posted wrongly
    -# Ticket CODE: Open became Void, 1u returned
    -# Ben: 99u became 100u
    -# Undone by correction 2
    ");
    assert!(log.message().unwrap().menu("Undo a correction").is_none());
    world.assert_books().await;
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_confirmed_twice_counts_once_and_what_is_left_changes_nothing() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&ben).await;
    let gift = json!({ "member": "ben", "units": "5", "reason": "prize of the week" });
    let preview = admin(&alice, "grant", gift).await;
    let message = preview.message().unwrap();
    let (first, second) = tokio::join!(
        alice.press(message, "Confirm"),
        alice.press(message, "Confirm")
    );
    let said = [said(&first.unwrap()), said(&second.unwrap())];
    // The later answer stands in the place of the earlier one.
    let once = |it: &String| {
        it.starts_with("**Done: correction 1.** 5u given to Ben.")
            || it == "You already confirmed that, as correction 1. It counts once."
    };
    assert!(said.iter().all(once), "{said:?}");
    assert_eq!(
        balance(&ben).await,
        "104u to bet with, 1u at risk in open tickets"
    );

    let code = world.code().await;
    let void = json!({ "ticket": code, "reason": "a try" });
    let preview = admin(&alice, "void", void).await;
    let message = preview.message().unwrap();
    let left = alice.press(message, "Cancel").await.unwrap();
    assert_snapshot!(stable(&left.text()), @"Cancelled. Nothing was changed.");
    let corrections: i64 = sqlx::query_scalar("SELECT count(*) FROM corrections")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(corrections, 1);
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_ruled_stands_when_the_result_is_corrected_later() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&ben).await;
    let code = world.code().await;
    world.end(bears_at_home().final_score(24, 27)).await;
    let asked = json!({
        "ticket": code, "leg": 1, "outcome": "lost", "reason": "*placed* after <@1> knew",
    });
    let preview = admin(&alice, "regrade", asked).await;
    assert_snapshot!(said(&preview), @r"
    **Regrade leg 1 of ticket CODE as lost?**
    1 ticket changes.
    Ticket CODE of Ben: Won, +0.91u becomes Lost, -1u
    Ben: -1.91u, 100.91u becomes 99u
    Reason: \*placed\* after \<@\> knew
    -# Nothing has changed yet. Later results won't change what you decide, but you can undo it.
    ");
    confirm(&alice, &preview).await;
    let told = world.told("**Correction 1**").await;
    assert_snapshot!(stable(&told.content), @r"
    **Correction 1** · Leg 1 of ticket CODE regraded as lost
    Ben · ticket CODE: Won, +0.91u became Lost, -1u
    Reason: \*placed\* after \<@1\> knew
    -# Correction 1, decided by Alice <f>
    ");
    assert_eq!(told.pinged, Vec::<String>::new());
    let lost = "99u to bet with, 0u at risk in open tickets";
    assert_eq!(balance(&ben).await, lost);

    // The feed corrects itself: the ruling stands.
    world.end(bears_at_home().final_score(24, 24)).await;
    assert_eq!(balance(&ben).await, lost);
    let why = ben
        .slash("#general", "why", json!({ "ticket": code }))
        .await;
    assert_snapshot!(stable(&why.unwrap().text()), @r"
    **Ticket CODE · Lost** · Bears +3.5 at -110, placed <f>
    1. **Bears +3.5** at -110 (Alpha) · **Lost**
    **Packers at Bears** · NFL · <f> (<R>)
    Decided by Alice: \*placed\* after \<@1\> knew
    -# Correction 1, decided by Alice <f>. Later results don't change it.
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    Corrected <f>: Won, +0.91u became Lost, -1u. 1 x 0 = **0 back** (-1.00)
    -# Correction 1 by Alice: \*placed\* after \<@1\> knew
    ");
    world.assert_books().await;

    // Undone, the newest result decides: 24 + 3.5 beats 24.
    let preview = undo(&alice, 1, "he did not know").await;
    assert_snapshot!(said(&preview), @"
    **Undo correction 1?**
    This undoes: Leg 1 of ticket CODE regraded as lost
    1 ticket changes.
    Ticket CODE of Ben: Lost, -1u becomes Won, +0.91u
    Ben: +1.91u, 99u becomes 100.91u
    Reason: he did not know
    -# Nothing has changed yet. This restores what was there before and can't be undone.
    ");
    confirm(&alice, &preview).await;
    assert_eq!(
        balance(&ben).await,
        "100.91u to bet with, 0u at risk in open tickets"
    );
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_for_this_server_grades_every_ticket_that_it_decides() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let alice = world.user("alice");
    bet_on_bears(&world.user("ben")).await;
    for (name, price) in [("cleo", "Packers -3.5 -110"), ("alice", "Over 45 -105")] {
        let user = world.user(name);
        let stakes = pick(&user, price).await;
        let stakes = stakes.message().unwrap();
        let buttons = stakes.buttons();
        let one = buttons.iter().find(|it| it.label.starts_with("Bet 1u"));
        user.press(stakes, &one.unwrap().label).await.unwrap();
    }
    let why = "the feed had the sides swapped";
    let score = |game: &Value, home: i32, away: i32| json!({ "game": game, "home": home, "away": away, "reason": why });
    let typing = json!({ "game": "" });
    let none = alice
        .autocomplete("#general", "admin correct-result", typing.clone(), "game")
        .await
        .unwrap();
    assert_eq!(none[0].name, "No ticket or game like that");
    world.end(bears_at_home().final_score(27, 20)).await;
    world
        .run("UPDATE games SET starts_at = starts_at - interval '2 hours'")
        .await;
    let games = alice
        .autocomplete("#general", "admin correct-result", typing, "game")
        .await
        .unwrap();
    assert_eq!(games.len(), 1);
    assert!(
        games[0].name.contains("Bears · NFL · "),
        "{}",
        games[0].name
    );

    let preview = admin(&alice, "correct-result", score(&games[0].value, 20, 27)).await;
    says(
        &said(&preview),
        &[
            "Packers 27, Bears 20 for this server's tickets",
            "2 tickets change, of 2 members.",
            "of Ben: Won, +0.91u becomes Lost, -1u",
            "of Cleo: Lost, -1u becomes Won, +0.91u",
            "1 ticket keeps its grade.",
            "Ben: -1.91u, 100.91u becomes 99u",
            "Cleo: +1.91u, 99u becomes 100.91u",
        ],
    );
    let done = said(&confirm(&alice, &preview).await);
    says(&done, &["**Done: correction 1.**", "2 tickets changed."]);
    let told = world.told("**Correction 1**").await;
    let reason = "Reason: the feed had the sides swapped";
    says(&told.content, &[reason, "Ben · ticket", "Cleo · ticket"]);
    assert_eq!(
        balance(&world.user("cleo")).await,
        "100.91u to bet with, 0u at risk in open tickets"
    );
    let code: String = sqlx::query_scalar(
        "SELECT t.code FROM tickets t JOIN members m USING (guild_id, member_id)
         WHERE m.name = 'Ben'",
    )
    .fetch_one(&world.database.owner)
    .await
    .unwrap();
    let ben = world.user("ben");
    let why = ben.slash("#general", "why", json!({ "ticket": code }));
    let decided = "Decided by Alice: the feed had the sides swapped";
    says(&why.await.unwrap().text(), &["· **Lost**", decided]);

    // The same score again changes nothing, and a new ruling on one ticket stands on it.
    let same = admin(&alice, "correct-result", score(&games[0].value, 20, 27)).await;
    says(
        &said(&same),
        &["No ticket changes.", "3 tickets keep their grade."],
    );
    let later = json!({ "ticket": code, "reason": "his picture froze" });
    let later = admin(&alice, "void", later).await;
    confirm(&alice, &later).await;
    let refused = undo(&alice, 1, "swapped back").await;
    assert_eq!(
        said(&refused),
        "Correction 2 builds on correction 1. Nothing was changed. Undo the later one first."
    );
    world.assert_books().await;
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_given_and_taken_and_a_balance_below_zero_is_said_before() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    balance(&ben).await;
    let gift = json!({ "member": "ben", "units": "2.5", "reason": "prize of the week" });
    let preview = admin(&alice, "grant", gift).await;
    assert_snapshot!(said(&preview), @"
    **Give 2.5u to Ben?**
    Ben: +2.5u, 100u becomes 102.5u
    Reason: prize of the week
    -# Nothing has changed yet.
    ");
    assert_snapshot!(said(&confirm(&alice, &preview).await), @"**Done: correction 1.** 2.5u given to Ben. Everyone affected has been told. Use </admin log> to undo it.");
    let told = world.told("**Correction 1**").await;
    assert_snapshot!(stable(&told.content), @"
    **Correction 1** · 2.5u given to Ben
    Reason: prize of the week
    -# Correction 1, decided by Alice <f>
    ");

    let fine = json!({ "member": "ben", "units": "110", "reason": "two accounts" });
    let preview = admin(&alice, "take", fine).await;
    assert_snapshot!(said(&preview), @"
    **Take 110u from Ben?**
    Ben: -110u, 102.5u becomes -7.5u
    Below zero afterwards: Ben (-7.5u). They can bet again once they are above zero.
    Reason: two accounts
    -# Nothing has changed yet.
    ");
    confirm(&alice, &preview).await;
    let told = world.told("**Correction 2**").await;
    assert_snapshot!(stable(&told.content), @"
    **Correction 2** · 110u taken from Ben
    Reason: two accounts
    -# Correction 2, decided by Alice <f>
    ");
    assert_eq!(
        balance(&ben).await,
        "-7.5u to bet with, 0u at risk in open tickets"
    );
    // Who is below zero is offered no stake.
    let stakes = pick(&ben, "Bears +3.5 -110").await;
    says(&stakes.text(), &["You have -7.5u to bet with."]);
    let buttons = stakes.message().unwrap().buttons();
    assert!(buttons.iter().all(|it| !it.label.starts_with("Bet ")));

    let preview = undo(&alice, 2, "it was his brother").await;
    confirm(&alice, &preview).await;
    assert_eq!(
        balance(&ben).await,
        "102.5u to bet with, 0u at risk in open tickets"
    );
    assert_snapshot!(said(&admin(&alice, "log", json!({})).await), @"
    **3 corrections**
    **3** · Correction 2 undone · Alice, <f>
    -# Reason: it was his brother
    -# Ben: -7.5u became 102.5u
    **2** · 110u taken from Ben · Alice, <f>
    -# Reason: two accounts
    -# Ben: 102.5u became -7.5u
    -# Undone by correction 3
    **1** · 2.5u given to Ben · Alice, <f>
    -# Reason: prize of the week
    -# Ben: 100u became 102.5u
    ");
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_correct_is_told_who_may() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&alice).await;
    let void = json!({ "ticket": world.code().await, "reason": "please" });
    // Discord offers it to nobody else, until the server offers it to a role under Integrations.
    let offered = ben.slash("#general", "admin void", void.clone()).await;
    assert!(offered.is_err(), "/admin is offered to everybody");
    let made = json!({ "name": "Offered", "members": ["ben"], "commands": ["admin"] });
    let _: Value = world.drive().call("new_role", made).await.unwrap();
    let refused = admin(&ben, "void", void.clone()).await;
    assert_snapshot!(said(&refused), @"Only server managers and the role set in </setup> can correct. Nothing was changed. Ask one of them.");
    for (name, options) in [
        ("log", json!({})),
        (
            "grant",
            json!({ "member": "ben", "units": "50", "reason": "please" }),
        ),
    ] {
        let refused = admin(&ben, name, options).await;
        assert!(said(&refused).starts_with("Only server managers"), "{name}");
    }
    // Nor do choices show what others bet.
    let typing = json!({ "ticket": "" });
    let choices = ben
        .autocomplete("#general", "admin void", typing.clone(), "ticket")
        .await
        .unwrap();
    let names: Vec<_> = choices.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        ["Only server managers and their correction role can see these"]
    );
    let help = async || {
        ben.slash("#general", "help", json!({}))
            .await
            .unwrap()
            .text()
    };
    assert!(!help().await.contains("</admin"));

    // With the role that /setup names they may, and no longer once another is named.
    world.admin_role("Graders", &["ben"]).await;
    assert!(help().await.contains("</admin"));
    let preview = admin(&ben, "void", void).await;
    assert!(said(&preview).starts_with("**Void ticket CODE?**"));
    world.choose_role(&[]).await;
    let refused = confirm(&ben, &preview).await;
    assert!(said(&refused).starts_with("Only server managers"));
    world.choose_role(&["Graders"]).await;
    assert!(said(&confirm(&ben, &preview).await).starts_with("**Done: correction 1.**"));
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_admins_who_decide_at_once_the_second_is_shown_what_has_changed() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.admin_role("Graders", &["ben"]).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&world.user("cleo")).await;
    let code = world.code().await;
    let ask =
        |outcome| json!({ "ticket": code, "leg": 1, "outcome": outcome, "reason": "I saw it" });
    let won = admin(&alice, "regrade", ask("won")).await;
    let lost = admin(&ben, "regrade", ask("lost")).await;
    let (first, second) = tokio::join!(confirm(&alice, &won), confirm(&ben, &lost));
    let said = [said(&first), said(&second)];
    let done = said
        .iter()
        .filter(|it| it.starts_with("**Done: correction 1"));
    assert_eq!(done.count(), 1, "{said:?}");
    let changed = said.iter().find(|it| it.contains("Something has changed"));
    let changed = changed.expect("who came second").lines().next();
    assert_snapshot!(changed.unwrap(), @"**Something has changed since then.** Nothing was corrected. This is what it would do now:");

    // Nobody confirms what another one asked for, and nothing is confirmed hours later.
    let preview = admin(
        &alice,
        "void",
        json!({ "ticket": code, "reason": "void it" }),
    )
    .await;
    world.database.advance(TimeDelta::minutes(31)).await;
    let late = confirm(&alice, &preview).await;
    assert_snapshot!(numberless(&stable(&late.text())).lines().last().unwrap(), @"That is too old or was already decided. Nothing was changed. Start again with </admin log> or the command.");
    world.assert_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_decided_is_refused_in_words() {
    let world = World::start().await;
    world.report(&[bears_at_home(), lions_at_home()]).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    bet_on_bears(&ben).await;
    let code = world.code().await;
    let game = sqlx::query_scalar::<_, String>("SELECT game_id::text FROM legs LIMIT 1")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    let mut all = Vec::new();
    let why = "because";
    for (name, options) in [
        ("void", json!({ "ticket": "nothing", "reason": why })),
        (
            "regrade",
            json!({ "ticket": code, "leg": 2, "outcome": "won", "reason": why }),
        ),
        (
            "grade",
            json!({ "ticket": code, "outcome": "won", "reason": why }),
        ),
        (
            "correct-result",
            json!({ "game": game, "home": 1, "away": 2, "reason": why }),
        ),
        (
            "correct-result",
            json!({ "game": "bears", "home": 1, "away": 2, "reason": why }),
        ),
        (
            "grant",
            json!({ "member": "cleo", "units": "5", "reason": why }),
        ),
        (
            "grant",
            json!({ "member": "ben", "units": "2000000", "reason": why }),
        ),
        (
            "take",
            json!({ "member": "ben", "units": "$5", "reason": why }),
        ),
        (
            "take",
            json!({ "member": "ben", "units": "0", "reason": why }),
        ),
    ] {
        all.push(format!(
            "{name}: {}",
            said(&admin(&alice, name, options).await)
        ));
    }
    assert_snapshot!(all.join("\n"), @r#"
    void: No ticket here has that code. Nothing was changed. Choose one from the list, or type the code on the slip.
    regrade: That ticket has 1 leg. Nothing was changed. Choose one of them.
    grade: That ticket is graded by results. Nothing was changed. To overrule them, use /admin regrade.
    correct-result: That game starts <R>, so it has no score yet. Nothing was changed.
    correct-result: I need a game with a score. Nothing was changed. Choose one from the list.
    grant: That member has no balance here yet. They'll get one when they first use me. Nothing was changed.
    grant: A correction can give or take 1,000,000u at most. Nothing was changed.
    take: I can't read "$5" as units. Nothing was changed. Try 5 or 2.5.
    take: I can't read "0" as units. Nothing was changed. Try 5 or 2.5.
    "#);

    // Without a reason the form comes only for what can be done.
    let refused = admin(&alice, "void", json!({ "ticket": "nothing" })).await;
    assert!(refused.modal.is_none());
    assert!(said(&refused).starts_with("No ticket here has that code"));
    // What its owner took back stays so.
    let placed = ben.slash("#general", "tickets", json!({})).await.unwrap();
    assert!(placed.text().contains(&code));
    let long = json!({ "ticket": code, "reason": "x".repeat(401) });
    let refused = alice
        .slash("#general", "admin void", long)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("reason"), "{refused}");
    world.assert_books().await;
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
