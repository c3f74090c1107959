//! What the bot tells a server by itself, through lost answers, deaths and missing permissions.

use std::time::Duration;

use chrono::TimeDelta;
use insta::assert_snapshot;
use sandbox::{Effect, Fault, Options, RenderedMessage};
use serde_json::json;
use shared::feed::GameReport;
use shared::price::Price;
use testkit::ReportExt;

use crate::world::{World, bears_at_home, stable};

/// Where messages are posted, looked for and edited.
const POSTS: &str = "/channels/{channel}/messages";
const LONG: Duration = Duration::from_secs(60);

impl World {
    /// Bets one unit on that price of the first game.
    pub(crate) async fn bet(&self, name: &str, price: &str) {
        let user = self.user(name);
        let games = user.slash("#general", "games", json!({})).await.unwrap();
        let game = user.press(games.message().unwrap(), "Bet").await.unwrap();
        let stakes = user.press(game.message().unwrap(), price).await.unwrap();
        let stakes = stakes.message().unwrap();
        let buttons = stakes.buttons();
        let one = buttons
            .iter()
            .find(|it| it.label.starts_with("Bet 1u"))
            .expect("a stake of one unit");
        user.press(stakes, &one.label).await.unwrap();
    }

    pub(crate) async fn slip(&self, name: &str) -> RenderedMessage {
        let who = format!("**{name}**");
        self.drive()
            .wait_for("#general", |it| it.content.starts_with(&who), LONG)
            .await
            .unwrap()
    }

    /// How many public messages start so.
    async fn count(&self, start: &str) -> usize {
        let all = self.drive().messages("#general", None).await.unwrap();
        all.iter()
            .filter(|it| it.content.starts_with(start))
            .count()
    }

    /// How many deliveries are in that state.
    async fn deliveries(&self, state: &str) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM deliveries WHERE state = $1")
            .bind(state)
            .fetch_one(&self.database.owner)
            .await
            .unwrap()
    }
}

/// The alt text of a slip's picture, without the time in it.
fn alt(seen: &RenderedMessage) -> String {
    let said = seen.attachments[0].description.as_ref().unwrap();
    let (before, after) = said.split_once("NFL, ").expect("the league");
    let (_, money) = after.rsplit_once(", ").expect("the money");
    format!("{before}NFL, TIME, {money}")
}

/// What a slip's text says, without moments and codes.
pub(crate) fn lines(seen: &RenderedMessage) -> String {
    stable(&seen.content)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placed_bet_is_posted_as_a_picture_and_the_same_facts_in_text() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    let slip = world.slip("Alice").await;
    assert_snapshot!(lines(&slip), @"
    **Alice** · **Bears +3.5** at **-110** · 1u to win 0.91u
    Packers at Bears · NFL · <f> (<R>)
    Wins if the Bears win, or lose by 3 or fewer
    -# Alpha · placed <f> · ticket CODE
    ");
    let picture = &slip.attachments[0];
    assert_snapshot!(alt(&slip), @"Alice: OPEN. Packers at Bears. Bears +3.5, -110. Wins if the Bears win, or lose by 3 or fewer. Risk 1u, NFL, TIME, to win 0.91u.");
    assert_eq!(picture.content_type, "image/png");
    assert!(picture.size < 80 * 1024, "{} bytes", picture.size);
    assert_eq!(slip.buttons(), []);
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_is_told_once_and_the_slip_is_stamped_in_place() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.bet("ben", "Packers -3.5 -110").await;
    let (alice, bob) = (world.slip("Alice").await, world.slip("Ben").await);
    world.end(bears_at_home().final_score(24, 27)).await;

    let results = world
        .drive()
        .wait_for("#general", |it| it.button("Mine").is_some(), LONG)
        .await
        .unwrap();
    assert_snapshot!(stable(&results.content), @"
    **Packers 27, Bears 24** · final · NFL
    `+0.91u` Alice · Bears +3.5
    `-1u` Ben · Packers -3.5
    ");
    let stamped = |before: &RenderedMessage| {
        let (id, drive) = (before.id, world.drive());
        async move {
            let wanted = move |it: &RenderedMessage| it.id == id && it.edits > 0;
            drive.wait_for("#general", wanted, LONG).await.unwrap()
        }
    };
    let (won, lost) = (stamped(&alice).await, stamped(&bob).await);
    assert_snapshot!(lines(&won), @"
    **Alice** · **+0.91u** · WON · Bears +3.5 at -110 · 1u staked, 1.91u returned
    Packers 27, Bears 24 · final · NFL · <d>
    24 + 3.5 = 27.5 beats 27
    -# Alpha · placed <f> · ticket CODE
    ");
    assert_snapshot!(alt(&won), @"Alice: WON. Packers 27 at Bears 24. Bears +3.5, -110. 24 + 3.5 = 27.5 beats 27. Risk 1u, NFL, TIME, +0.91u.");
    assert_eq!(won.attachments.len(), 1, "never a second picture");
    assert!(won.button("Why").is_some());
    assert_snapshot!(lines(&lost), @"
    **Ben** · **-1u** · LOST · Packers -3.5 at -110 · 1u staked
    Packers 27, Bears 24 · final · NFL · <d>
    27 - 3.5 = 23.5 doesn't beat 24
    -# Alpha · placed <f> · ticket CODE
    ");

    let mine = world.user("alice").press(&results, "Mine").await.unwrap();
    assert!(mine.message().unwrap().ephemeral);
    assert_snapshot!(stable(&mine.text()), @"
    Your bets on Packers at Bears
    `+0.91u` Bears +3.5 · Won · ticket CODE
    ");
    let none = world.user("cleo").press(&results, "Mine").await.unwrap();
    assert_snapshot!(stable(&none.text()), @"You have no bets on Packers at Bears.");
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_edits_the_message_and_adds_one_line() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.bet("ben", "Packers -3.5 -110").await;
    world.slip("Ben").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    let mine = |it: &RenderedMessage| it.button("Mine").is_some();
    let first = world
        .drive()
        .wait_for("#general", mine, LONG)
        .await
        .unwrap();
    world.end(bears_at_home().final_score(24, 28)).await;
    let corrected = |it: &RenderedMessage| mine(it) && it.says("Corrected");
    let second = world
        .drive()
        .wait_for("#general", corrected, LONG)
        .await
        .unwrap();
    assert_eq!(first.id, second.id);
    assert_snapshot!(stable(&second.content), @"
    **Packers 28, Bears 24** · final · NFL
    `+0.91u` Ben · Packers -3.5
    `-1u` Alice · Bears +3.5
    -# Corrected 27-24 to 28-24 <f>: 2 tickets changed
    ");
    let slip = world
        .drive()
        .wait_for(
            "#general",
            |it| it.content.contains("Corrected. Was WON"),
            LONG,
        )
        .await
        .unwrap();
    assert_snapshot!(lines(&slip), @"
    **Alice** · **-1u** · LOST · Bears +3.5 at -110 · 1u staked
    Packers 28, Bears 24 · final · NFL · <d>
    24 + 3.5 = 27.5 doesn't beat 28
    Corrected. Was WON, +0.91u.
    -# Alpha · placed <f> · ticket CODE
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_posted_once_though_the_answer_was_lost() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let lost = Fault::new(Effect::DropAfter)
        .method("POST")
        .on(POSTS)
        .times(1);
    world.drive().fault(lost).await.unwrap();
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.until_sent(1).await;
    assert_eq!(world.count("**Alice**").await, 1);
    let requests = world.drive().requests().await.unwrap();
    let posts = requests
        .iter()
        .filter(|it| it.method == "POST" && it.route.ends_with(POSTS));
    assert_eq!(posts.count(), 2, "it was sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_doubt_past_the_memory_of_the_nonce_is_looked_for() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let lost = Fault::new(Effect::DropAfter)
        .method("POST")
        .on(POSTS)
        .times(1);
    let down = Fault::new(Effect::Status { status: 503 })
        .method("POST")
        .on(POSTS)
        .times(2);
    world.drive().fault(lost).await.unwrap();
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.drive().fault(down).await.unwrap();
    world.drive().forget_nonces().await.unwrap();
    world.database.advance(TimeDelta::seconds(200)).await;
    world.until_sent(1).await;
    assert_eq!(world.count("**Alice**").await, 1);
    let requests = world.drive().requests().await.unwrap();
    let looked = requests
        .iter()
        .any(|it| it.method == "GET" && it.route.ends_with("/messages"));
    assert!(looked, "it looked before it sent again");
}

impl World {
    /// Waits until that many deliveries are sent.
    async fn until_sent(&self, count: i64) {
        self.until_deliveries("sent", count).await;
    }

    /// The channel of that name.
    async fn channel(&self, name: &str) -> i64 {
        let http = self.http();
        let guild: i64 = sqlx::query_scalar("SELECT guild_id FROM guilds")
            .fetch_one(&self.database.owner)
            .await
            .unwrap();
        let guild = guild.cast_unsigned().to_string().parse().unwrap();
        let all = http
            .guild_channels(guild)
            .await
            .unwrap()
            .model()
            .await
            .unwrap();
        let found = all.iter().find(|it| it.name.as_deref() == Some(name));
        found.expect("the channel").id.get().cast_signed()
    }

    /// An admin chose a channel for slips.
    async fn slips_go_to(&self, channel: i64) {
        sqlx::raw_sql(&format!(
            "INSERT INTO guild_settings (guild_id, version, slip_channel_id, time_zone,
               odds_format, stake_min, stake_max, slip_audience, changed_by)
             SELECT guild_id, 2, {channel}, 'UTC', 'american', 500000, 5000000, 'everyone', 1
             FROM guilds;
             SELECT pg_notify('dbsbm_settings', '')"
        ))
        .execute(&self.database.owner)
        .await
        .unwrap();
    }

    /// Waits until that many deliveries are in that state.
    async fn until_deliveries(&self, state: &str, count: i64) {
        let mut tries = tokio::time::interval(Duration::from_millis(50));
        let waiting = async {
            while self.deliveries(state).await < count {
                tries.tick().await;
            }
        };
        tokio::time::timeout(LONG, waiting)
            .await
            .expect("deliveries");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_bot_left_is_told_by_the_next_one() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let unreachable = Fault::new(Effect::DropBefore).method("POST").on(POSTS);
    world.drive().fault(unreachable).await.unwrap();
    world.bet("alice", "Bears +3.5 -110").await;
    world.until_deliveries("sending", 1).await;
    world.restart().await;
    world.drive().clear_faults().await.unwrap();
    world.database.advance(TimeDelta::seconds(25)).await;
    world.slip("Alice").await;
    world.until_sent(1).await;
    assert_eq!(world.count("**Alice**").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn however_often_the_bot_dies_each_slip_is_posted_once() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let rounds = 8;
    for round in 0..rounds {
        world.bet("alice", "Bears +3.5 -110").await;
        // Sometimes before the send, sometimes during it, sometimes after.
        tokio::time::timeout(Duration::from_millis(40 * round), world.until_sent(100))
            .await
            .expect_err("the bot dies meanwhile");
        world.die().await;
        if round == 4 {
            // With nobody there: a bot that still trusted a nonce would be sending meanwhile.
            world.drive().forget_nonces().await.unwrap();
            world.database.advance(TimeDelta::seconds(200)).await;
        }
        world.database.advance(TimeDelta::seconds(21)).await;
        world.revive().await;
    }
    world.until_sent(i64::try_from(rounds).unwrap()).await;
    assert_eq!(
        world.count("**Alice**").await,
        usize::try_from(rounds).unwrap()
    );
}

/// As a backup from before its announcements has it: everything is due, and Discord has forgotten
/// the nonces.
async fn restore(world: &World) {
    sqlx::raw_sql(
        "UPDATE deliveries SET state = 'due', tries = 0, first_tried_at = NULL, done_at = NULL,
           channel_id = NULL, message_id = NULL;
         DELETE FROM slips; DELETE FROM stamps; DELETE FROM results_messages;
         CREATE OR REPLACE FUNCTION app_history() RETURNS text LANGUAGE sql STABLE
           AS $$ SELECT 'restored/00000002' $$",
    )
    .execute(&world.database.owner)
    .await
    .unwrap();
    world.drive().forget_nonces().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_database_announces_nothing_twice() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.until_sent(2).await;
    let told = async |world: &World| {
        let all = world.drive().messages("#general", None).await.unwrap();
        let own = all.iter().filter(|it| it.is_bot && !it.ephemeral);
        own.map(|it| it.id).collect::<Vec<_>>()
    };
    let before = told(&world).await;

    world.die().await;
    restore(&world).await;
    world.revive().await;
    world.until_sent(2).await;
    assert_eq!(told(&world).await, before);
    let found = "SELECT (SELECT count(*) FROM slips) + (SELECT count(*) FROM results_messages)";
    let found: i64 = sqlx::query_scalar(found)
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(found, 2, "each was found where it was posted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission_leaves_the_bets_and_is_said_once() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let slips = world.channel("slips").await;
    world
        .drive()
        .set_permissions("#slips", "bot", &[], &["SEND_MESSAGES"])
        .await
        .unwrap();
    world
        .user("alice")
        .slash("#general", "games", json!({}))
        .await
        .unwrap();
    world.slips_go_to(slips).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.bet("ben", "Bears +3.5 -110").await;
    world.until_deliveries("failed", 2).await;
    let note = world
        .wait(|it| it.content.starts_with("I can't post in"))
        .await;
    assert_snapshot!(note.content.replace(&slips.to_string(), "slips"), @"I can't post in <#slips>: a permission is missing (View Channel, Send Messages or Attach Files). Bets still count and are graded, but their slips and results don't appear there. A server manager can fix it in the channel's permissions, or choose another channel with `/setup`.");
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM tickets WHERE state = 'open'")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(open, 2);
    assert_eq!(world.count("I can't post in").await, 1);
    assert_eq!(world.count("**").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_slips_are_stamped_without_a_single_refusal() {
    let options = Options {
        old_edits: (3, Duration::from_secs(1)),
        ..Options::default()
    };
    let world = World::start_with(options).await;
    world.report(bears_at_home()).await;
    for name in ["alice", "ben", "cleo"] {
        world.bet(name, "Bears +3.5 -110").await;
        world.bet(name, "Over 45 -105").await;
    }
    world.until_sent(6).await;
    let hours = Duration::from_secs(7_200);
    world.drive().age_messages("#general", hours).await.unwrap();
    world.end(bears_at_home().final_score(24, 27)).await;
    let all_stamped = |all: &[RenderedMessage]| all.iter().filter(|it| it.says("WON")).count() >= 6;
    let stamped = world
        .drive()
        .wait_until("#general", all_stamped, Duration::from_secs(40))
        .await
        .unwrap();
    let slips: Vec<_> = stamped
        .iter()
        .filter(|it| !it.attachments.is_empty())
        .collect();
    assert_eq!(slips.len(), 6);
    assert!(slips.iter().all(|it| it.edits == 1), "one edit each");
    let stats = world.drive().stats().await.unwrap();
    assert!(stats.rate_limited.is_empty(), "{:?}", stats.rate_limited);
}

impl World {
    /// Waits for a public message.
    pub(crate) async fn wait(
        &self,
        wanted: impl Fn(&RenderedMessage) -> bool + Send,
    ) -> RenderedMessage {
        let found = self.drive();
        found.wait_for("#general", wanted, LONG).await.unwrap()
    }

    /// How this member is notified about results from now on.
    pub(crate) async fn notify(&self, name: &str, how: &str) {
        let done = sqlx::query("UPDATE members SET notify = $2 WHERE name ILIKE $1")
            .bind(name)
            .bind(how)
            .execute(&self.database.owner)
            .await
            .unwrap();
        assert_eq!(done.rows_affected(), 1);
    }

    /// Many members with one unit each, on this side of the spread and the other in turn.
    async fn many(&self, count: i64, post_slips: bool) {
        let placed: i64 = sqlx::query_scalar(
            "WITH guild AS (SELECT guild_id, channel_id FROM tickets LIMIT 1),
             people AS (
               SELECT guild_id, channel_id, n, m.member_id FROM guild, generate_series(1, $1) n,
                 LATERAL code.ensure_member(guild_id, 900000 + n, 'Member ' || n,
                   md5('m' || n)::uuid, 1) m),
             picks AS (
               SELECT p.*, s.selection_id, q.bookmaker_id, q.price_num, q.price_den
               FROM people p
               JOIN markets k ON k.kind = 'spread'
               JOIN selections s ON s.market_id = k.market_id
                 AND s.side = CASE WHEN p.n % 2 = 0 THEN 'home' ELSE 'away' END
               JOIN quotes q ON q.selection_id = s.selection_id)
             SELECT count(*) FILTER (WHERE placed.outcome = 'placed') FROM picks,
               LATERAL code.place_ticket(guild_id, member_id, n, md5('t' || n)::uuid,
                 ARRAY['MANY' || lpad(n::text, 3, '0')], 'single', '{}', 1, 1000000, 1000000,
                 ARRAY[ROW(selection_id, bookmaker_id, price_num, price_den, NULL, NULL, NULL,
                   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                   NULL, NULL)::leg_request],
                 1, 1, channel_id, $2, '{}', NULL) placed",
        )
        .bind(count)
        .bind(post_slips)
        .fetch_one(&self.database.owner)
        .await
        .unwrap();
        assert_eq!(placed, count);
    }
}

pub(crate) fn is_results(seen: &RenderedMessage) -> bool {
    seen.button("Mine").is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_of_many_tickets_are_listed_and_the_rest_are_totals() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.many(40, false).await;
    world.end(bears_at_home().final_score(24, 27)).await;
    let results = world.wait(is_results).await;
    assert_eq!(results.content.matches("\n`").count(), 20);
    assert!(results.content.contains("`+0.91u`") && results.content.contains("`-1u`"));
    let totals = results.content.lines().last().unwrap().to_owned();
    assert_snapshot!(totals, @"and 21 more: 9 won +8.18u, 12 lost -12u");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_for_a_ping_is_pinged_and_nobody_else() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.bet("ben", "Packers -3.5 -110").await;
    world.slip("Ben").await;
    world.notify("ben", "ping").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    let results = world.wait(is_results).await;
    assert_eq!(results.pinged, ["ben"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_for_a_direct_message_gets_one_and_a_refusal_ends_it() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.notify("alice", "dm").await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.wait(is_results).await;
    world.until_sent(3).await;
    let told = world.user("alice").direct_messages().await.unwrap();
    assert_eq!(told.len(), 1);
    let content = &told[0].content;
    assert!(
        content.contains("Packers 27, Bears 24 · final · NFL"),
        "{content}"
    );
    let told = told[0].content.replace(char::is_numeric, "9");
    assert_snapshot!(told.lines().next().unwrap(), @"**+9.99u** · Bears +9.9 at -999 · WON");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_whose_account_takes_no_messages_is_told_once() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.notify("alice", "dm").await;
    let closed = serde_json::json!({ "user": "alice", "open": false });
    let _: serde_json::Value = world.drive().call("direct_messages", closed).await.unwrap();
    world.end(bears_at_home().final_score(24, 27)).await;
    world.until_deliveries("failed", 1).await;
    let alice = world.user("alice");
    let contact = async || {
        let answer = alice
            .slash("#general", "balance", serde_json::json!({}))
            .await;
        answer.unwrap().text()
    };
    let first = contact().await;
    assert!(first.contains("I couldn't DM you"), "{first}");
    let second = contact().await;
    assert!(!second.contains("I couldn't DM you"), "{second}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_taken_back_before_the_start_leaves_a_slip_that_says_so() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.until_sent(1).await;
    let outcome: String = sqlx::query_scalar(
        "SELECT code.cancel_ticket(guild_id, member_id, -interaction_id, ticket_id, interval '0', interval '1 minute', 'x')
         FROM tickets",
    )
    .fetch_one(&world.database.owner)
    .await
    .unwrap();
    assert_eq!(outcome, "cancelled");
    let slip = world.wait(|it| it.content.contains("CANCELLED")).await;
    assert_snapshot!(lines(&slip), @"
    **Alice** · CANCELLED · Bears +3.5 at -110 · 1u returned
    Packers at Bears · NFL · <f> (<R>)
    -# Alpha · placed <f> · ticket CODE
    ");
    assert_eq!(slip.buttons(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_taken_back_before_its_slip_was_posted_is_posted_as_it_is() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let down = Fault::new(Effect::Status { status: 503 })
        .method("POST")
        .on(POSTS)
        .times(1);
    world.drive().fault(down).await.unwrap();
    world.bet("alice", "Bears +3.5 -110").await;
    sqlx::query(
        "SELECT code.cancel_ticket(guild_id, member_id, -interaction_id, ticket_id, interval '0', interval '1 minute', 'x')
         FROM tickets",
    )
    .execute(&world.database.owner)
    .await
    .unwrap();
    let slip = world.wait(|it| it.content.contains("CANCELLED")).await;
    assert_eq!(slip.attachments.len(), 1);
    assert_eq!(world.count("**Alice**").await, 1);
}

/// A world with a standing board.
async fn with_board() -> (World, RenderedMessage) {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    sqlx::query("UPDATE guilds g SET board_channel_id = t.channel_id FROM tickets t")
        .execute(&world.database.owner)
        .await
        .unwrap();
    world.report(bears_at_home()).await;
    let board = world.wait(|it| it.button("All games").is_some()).await;
    (world, board)
}

/// The first game with another price for its first selection.
fn moved() -> GameReport {
    let mut game = bears_at_home();
    game.quotes[0].price = Price::from_american(-120).unwrap();
    game
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_follows_the_prices_in_place_and_takes_bets() {
    let (world, board) = with_board().await;
    assert!(board.silent && board.v2);
    assert_snapshot!(stable(&board.text), @"
    **Open games** · play units only
    **Packers at Bears** · NFL · <f> (<R>)
    Packers -3.5 -110 · Bears +3.5 -110
    Over 45 -105 · Under 45 -115
    Packers to win -180 · Bears to win +150
    ");
    let stakes = world.user("ben").press(&board, "Bet").await.unwrap();
    assert!(stakes.message().unwrap().ephemeral);
    world.report(moved()).await;
    let edited = world.wait(|it| it.says("Bears +3.5 -120")).await;
    assert_eq!(edited.id, board.id);
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_that_somebody_deleted_is_given_up() {
    let (world, board) = with_board().await;
    world.delete(&board).await;
    world.report(moved()).await;
    let kept = async || {
        let channel: Option<i64> = sqlx::query_scalar("SELECT board_channel_id FROM guilds")
            .fetch_one(&world.database.owner)
            .await
            .unwrap();
        channel.is_none().then_some(())
    };
    world.until(kept).await;
    let boards = world.drive().messages("#general", None).await.unwrap();
    assert!(boards.iter().all(|it| it.button("All games").is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_that_somebody_deleted_is_no_longer_stamped() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.bet("ben", "Packers -3.5 -110").await;
    let (gone, kept) = (world.slip("Alice").await, world.slip("Ben").await);
    world.until_sent(2).await;
    world.delete(&gone).await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.wait(|it| it.id == kept.id && it.edits == 1).await;
    let mut tries = tokio::time::interval(Duration::from_millis(50));
    let settled = async {
        while world.due_stamps().await > 0 {
            tries.tick().await;
        }
    };
    tokio::time::timeout(LONG, settled)
        .await
        .expect("no stamp is due");
    assert_eq!(
        world.count("**Alice**").await,
        0,
        "and none is posted again"
    );
}

/// How many tickets the crowd holds: `scripts/crowd` takes 300, which is five minutes to post and
/// ten to stamp.
const CROWD: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_told_at_once_and_its_slips_are_stamped_in_time() {
    let crowd = std::env::var("DBSBM_CROWD")
        .ok()
        .and_then(|it| it.parse().ok());
    let crowd: usize = crowd.unwrap_or(CROWD);
    let world = World::start().await;
    world.report(bears_at_home()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.many((crowd - 1).try_into().unwrap(), true).await;
    let patience = Duration::from_secs(900);
    let posted =
        |all: &[RenderedMessage]| all.iter().filter(|it| !it.attachments.is_empty()).count();
    let drive = world.drive();
    let all_posted = |all: &[RenderedMessage]| posted(all) == crowd;
    drive
        .wait_until("#general", all_posted, patience)
        .await
        .unwrap();
    world
        .drive()
        .age_messages("#general", Duration::from_secs(7_200))
        .await
        .unwrap();
    let start = std::time::Instant::now();
    world.end(bears_at_home().final_score(24, 27)).await;
    world.wait(is_results).await;
    let told = start.elapsed();
    let all_stamped =
        |all: &[RenderedMessage]| all.iter().filter(|it| it.edits == 1).count() == crowd;
    let all = drive
        .wait_until("#general", all_stamped, patience)
        .await
        .unwrap();
    println!(
        "{crowd} tickets told after {told:?}, stamped after {:?}",
        start.elapsed()
    );
    assert!(told < Duration::from_secs(15), "{told:?}");
    assert_eq!(
        (posted(&all), all.len()),
        (crowd, crowd + 1),
        "no other message"
    );
    let stats = world.drive().stats().await.unwrap();
    assert!(stats.rate_limited.is_empty(), "{:?}", stats.rate_limited);
}

impl World {
    fn http(&self) -> twilight_http::Client {
        twilight_http::Client::builder()
            .token(self.sandbox.token().to_owned())
            .proxy(self.sandbox.api_host(), true)
            .build()
    }

    /// An admin deletes a message.
    async fn delete(&self, seen: &RenderedMessage) {
        let http = self.http();
        let (channel, message) = (seen.channel.to_string(), seen.id.to_string());
        let (channel, message) = (channel.parse().unwrap(), message.parse().unwrap());
        http.delete_message(channel, message).await.unwrap();
    }

    /// How many slips are behind their tickets.
    async fn due_stamps(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM stamps")
            .fetch_one(&self.database.owner)
            .await
            .unwrap()
    }
}
