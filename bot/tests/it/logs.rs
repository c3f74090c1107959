//! What is in the log of a story, and what is not: no token, no key, nothing typed.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::logging::{self, Lines, LogConfig};
use sandbox::{Effect, Fault, Options};
use serde_json::json;

use crate::bet::{bet_on_bears, pick};
use crate::world::{World, bears_at_home};

/// What was logged by the whole process.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// From here on everything, at this level. In a process of its own this is all that is logged.
    pub(crate) fn listen(level: &str) -> Self {
        let log = Self::default();
        let config = LogConfig {
            log_filter: level.to_owned(),
        };
        let writer = log.clone();
        // Another test of the same process may have been first: then nothing is here to be read,
        // and the tests say so.
        let sink = store::statements::observe;
        logging::init_to(&config, Lines::Json, move || writer.clone(), Some(sink)).unwrap();
        log
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const BOT_TOKEN: &str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.GhKey1.the-token-of-the-portal-itself";

fn limited() -> Effect {
    Effect::RateLimit {
        retry_after: 0.1,
        scope: "user".to_owned(),
    }
}

fn broken() -> Effect {
    Effect::Status { status: 500 }
}

/// Members type while events come unreadable and twice, and while hardly anything gets through.
async fn everything_goes_wrong(world: &World) {
    let (alice, drive) = (world.user("alice"), world.drive());
    let typed = json!({ "game": "tYpEd words" });
    let bet = async || alice.slash("#general", "bet", typed.clone()).await.unwrap();
    bet().await;
    for effect in [Effect::Garble, Effect::Garble, Effect::Duplicate] {
        drive.fault(Fault::new(effect).times(1)).await.unwrap();
        bet().await;
    }
    for effect in [limited(), broken(), Effect::DropAfter, Effect::DropBefore] {
        let fault = Fault::new(effect).on("/callback").times(3);
        drive.fault(fault).await.unwrap();
        bet().await;
        drive.clear_faults().await.unwrap();
    }
    let edits = |effect| Fault::new(effect).on("@original").method("PATCH").times(2);
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let stakes = stakes.message().unwrap();
    let form = alice.press(stakes, "Other amount").await.unwrap();
    drive.fault(edits(broken())).await.unwrap();
    let amount = json!({ "stake": "tYpEd amount" });
    let form = form.modal().unwrap();
    alice.submit_modal(form, amount).await.unwrap();
    drive.clear_faults().await.unwrap();
    // An edit of an answer that comes too soon: the library logs it with its address.
    for effect in [limited(), broken()] {
        drive.fault(edits(effect)).await.unwrap();
        bet_on_bears(&alice).await;
        drive.clear_faults().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_token_nor_typed_text_is_logged_at_any_level_whatever_goes_wrong() {
    let log = Log::listen("trace");
    let options = Options {
        token: BOT_TOKEN.to_owned(),
        ack_deadline: Duration::from_millis(1_500),
        patience: Duration::from_secs(3),
        ..Options::default()
    };
    let world = World::start_trying(options, 150).await;
    world.report(bears_at_home()).await;
    everything_goes_wrong(&world).await;

    let text = log.text();
    for token in world.drive().tokens().await.unwrap() {
        assert!(!text.contains(&token), "an interaction's token is logged");
    }
    for secret in [BOT_TOKEN, "the-token-of-the-portal-itself", "tYpEd"] {
        let line = text.lines().find(|it| it.contains(secret));
        assert_eq!(line, None, "{secret} is logged");
    }
    let accounts = "SELECT discord_user_id::text FROM members";
    let accounts = sqlx::query_scalar(accounts).fetch_all(&world.database.owner);
    let accounts: Vec<String> = accounts.await.unwrap();
    assert!(!accounts.is_empty());
    for account in accounts {
        let line = text.lines().find(|it| it.contains(&account));
        assert_eq!(line, None, "an account of Discord's is logged");
    }
    let unread = |it: &&str| it.contains("cannot be read");
    let unread: Vec<_> = text.lines().filter(unread).collect();
    assert_eq!(unread.len(), 2, "{unread:?}");
    assert!(unread[0].contains("INTERACTION_CREATE"), "{}", unread[0]);
    assert!(unread[0].contains(r#""event.bytes":"#), "{}", unread[0]);
    assert!(text.contains("is tried again: status 500"));
    let of_library = |it: &&str| it.contains(r#""target":"twilight"#);
    for line in text.lines().filter(of_library) {
        let is_warning = line.contains(r#""level":"WARN""#) || line.contains(r#""level":"ERROR""#);
        assert!(is_warning, "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_was_answered_before_is_no_failure_in_the_log() {
    let log = Log::listen("info");
    let world = World::start().await;
    let alice = world.user("alice");
    let twice = Fault::new(Effect::Duplicate).times(1);
    world.drive().fault(twice).await.unwrap();
    alice.slash("#general", "help", json!({})).await.unwrap();
    let callbacks = async || {
        let all = world.drive().requests().await.unwrap();
        let answered = all.iter().filter(|it| it.path.ends_with("/callback"));
        (answered.count() == 2).then_some(())
    };
    world.until(callbacks).await;
    let text = log.text();
    assert!(!text.contains("interaction"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_its_ticket_and_the_message_about_it_are_found_by_one_code() {
    let log = Log::listen("info");
    let world = World::start().await;
    world.report(bears_at_home()).await;
    bet_on_bears(&world.user("alice")).await;
    let posted = world.until(async || {
        let text = log.text();
        let line = text.lines().find(|it| it.contains(" is posted"));
        line.map(str::to_owned)
    });
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let posted = read(&posted.await);
    let text = log.text();
    let placed = text.lines().find(|it| it.contains("has placed ticket"));
    let placed = read(placed.unwrap());
    let ticket = placed["ticket.id"].as_str().unwrap();
    assert_eq!(
        posted["message"],
        format!("ticket_placed {ticket} is posted")
    );
    let code = placed["error.code"].as_str().unwrap();
    assert!(code.starts_with("E-"), "{code}");
    assert_eq!(posted["error.code"], code);
    // The code is what the member would have read.
    let left = "SELECT n.interaction_id = t.interaction_id FROM notices n
        JOIN tickets t ON t.ticket_id = n.subject";
    let left = sqlx::query_scalar(left).fetch_one(&world.database.owner);
    assert!(left.await.unwrap_or(false));
}
