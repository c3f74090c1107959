//! Each rule is broken once: the operator reads it once, and its all-clear once, whoever watches.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use ops::alerts::rules::{Bound, RULES, Rule, Teller, What};
use ops::alerts::{OwnAlarm, Poster, Watcher};
use ops::figures::{Figure, Figures, Scope};
use ops::health::database::Expected;
use ops::observer::Observer;
use ops::registry::Registry;
use sandbox::{Effect, Fault};
use shared::clock::{Clock, SystemClock};
use store::Program;
use store::alerts::{self, NamedFigures, ProcessName};
use testkit::{ReportExt, TestDatabase, World, game, on};

use crate::http::Channel;

/// Two watchers, of which one watches, over the row of a process.
struct Scene {
    database: TestDatabase,
    watchers: [Watcher; 2],
    process: ProcessName,
}

impl Scene {
    async fn new(channel: &Channel) -> Self {
        let database = TestDatabase::create().await;
        let watcher = |pool: &sqlx::PgPool, name: &str| {
            let webhook = Some(channel.webhook.clone());
            Watcher::new(pool.clone(), name.to_owned(), webhook, None)
        };
        let watchers = [
            watcher(&database.bot, "bot"),
            watcher(&database.fetcher, "fetcher"),
        ];
        let process = ProcessName {
            program: "fetcher".to_owned(),
            instance: "here".to_owned(),
        };
        Self {
            database,
            watchers,
            process,
        }
    }

    async fn write(&self, figures: &NamedFigures) {
        let mut connection = self.database.fetcher.acquire().await.unwrap();
        let write = alerts::write(&mut connection, &self.process, figures);
        write.await.unwrap();
    }

    /// Everybody looks, a look's distance later.
    async fn look(&mut self, later: TimeDelta) {
        self.database.advance(later).await;
        for watcher in &mut self.watchers {
            watcher.tick().await.unwrap();
        }
    }
}

/// A value on either side of the bound.
fn values(bound: Bound) -> (f64, f64) {
    match bound {
        Bound::Over(limit) => (limit * 2.0 + 1.0, limit / 2.0),
        Bound::From(limit) => (limit, limit - 1.0),
        Bound::Under(limit) => (limit / 2.0, limit * 1.5),
    }
}

fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}

/// The row of a process that breaks the rule, or keeps it. A silent process writes nothing.
fn row(rule: &Rule, is_broken: bool) -> Option<NamedFigures> {
    let (bad, good) = values(rule.bound);
    match rule.what {
        What::Figure(figure) => {
            let value = if is_broken { bad } else { good };
            Some(BTreeMap::from([(figure.to_string(), value)]))
        }
        What::Silence => (!is_broken).then(NamedFigures::new),
    }
}

/// The rule is broken, for as long as it takes and longer, and then kept.
async fn play(rule: &Rule, channel: &Channel) {
    let mut scene = Scene::new(channel).await;
    scene.write(&row(rule, false).unwrap()).await;
    scene.look(seconds(1)).await;
    let lasts = i64::try_from(rule.lasts.as_secs()).unwrap();
    let silence = match rule.what {
        What::Silence => 61,
        What::Figure(_) => 0,
    };
    // Just before its time, just after it, and long after.
    for later in [silence, lasts - 1, 2, 15, 600] {
        if later < 0 {
            continue;
        }
        if let Some(figures) = row(rule, true) {
            // Written when it is looked at.
            scene.database.advance(seconds(later)).await;
            scene.write(&figures).await;
            scene.look(seconds(0)).await;
        } else {
            scene.look(seconds(later)).await;
        }
    }
    for later in [15, 61, 15, 600] {
        scene.database.advance(seconds(later)).await;
        scene.write(&row(rule, false).unwrap()).await;
        scene.look(seconds(0)).await;
    }
}

#[tokio::test]
async fn each_rule_is_told_once_and_cleared_once() {
    let channel = Channel::open().await;
    for rule in RULES.iter().filter(|it| it.teller == Teller::Watcher) {
        play(rule, &channel).await;
    }
    let lines = channel.lines().await;
    for line in &lines {
        println!("operator: {line}");
    }
    for rule in RULES.iter().filter(|it| it.teller == Teller::Watcher) {
        let about = format!("`{}`", rule.name);
        let about: Vec<_> = lines.iter().filter(|it| it.contains(&about)).collect();
        assert_eq!(about.len(), 2, "{}: {about:?}", rule.name);
        assert!(about[0].starts_with("**Alert** "), "{about:?}");
        assert!(about[1].starts_with("**All clear** "), "{about:?}");
    }
    assert_eq!(lines.len(), 2 * (RULES.len() - 1), "{lines:#?}");
    read(&lines);
}

/// A few lines, word by word.
fn read(lines: &[String]) {
    for line in [
        "**Alert** `feed_slow` (fetcher@here): A feed took 11 s to answer; the limit is 5 s. \
         `dbsbm_feed_answer_seconds` says which.",
        "**All clear** `feed_slow` (fetcher@here): 2.5 s",
        "**Alert** `review_waits`: A game has waited for a decision for 2 h. `dbsbm-fetcher review \
         list` shows it.",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line}\n{lines:#?}");
    }
}

#[tokio::test]
async fn an_alert_that_discord_does_not_take_is_told_at_the_next_look() {
    let channel = Channel::open().await;
    let mut scene = Scene::new(&channel).await;
    let broken = Fault::new(Effect::Status { status: 500 }).on("/webhooks");
    channel.sandbox.fault(broken).await.unwrap();
    let full = BTreeMap::from([(Figure::FeedSlowest.to_string(), 9.0)]);
    scene.write(&full).await;
    scene.look(seconds(1)).await;
    scene.look(seconds(15)).await;
    assert!(channel.lines().await.is_empty());
    channel.sandbox.clear_faults().await.unwrap();
    scene.look(seconds(15)).await;
    scene.look(seconds(15)).await;
    assert_eq!(channel.lines().await.len(), 1);
}

#[tokio::test]
async fn a_watcher_that_dies_is_replaced_and_tells_nothing_twice() {
    let channel = Channel::open().await;
    let mut scene = Scene::new(&channel).await;
    let full = BTreeMap::from([(Figure::FeedSlowest.to_string(), 9.0)]);
    scene.write(&full).await;
    let [bot, fetcher] = &mut scene.watchers;
    assert!(bot.tick().await.unwrap().is_watching);
    assert!(!fetcher.tick().await.unwrap().is_watching);
    // The bot is not heard of again.
    scene.database.advance(seconds(61)).await;
    let write = scene.database.fetcher.acquire().await;
    let write = alerts::write(&mut write.unwrap(), &scene.process, &full).await;
    write.unwrap();
    assert!(fetcher.tick().await.unwrap().is_watching);
    let lines = channel.lines().await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    // It comes back: another one watches now.
    assert!(!bot.tick().await.unwrap().is_watching);
    fetcher.release().await.unwrap();
    assert!(bot.tick().await.unwrap().is_watching);
    assert_eq!(channel.lines().await.len(), 1);
}

#[tokio::test]
async fn what_the_database_cannot_tell_is_told_by_the_process() {
    let channel = Channel::open().await;
    let (mut alarm, poster) = (OwnAlarm::default(), Poster::default());
    let start = SystemClock.now();
    for (at, silent) in [
        (0, 15.0),
        (15, 31.0),
        (30, 46.0),
        (45, 0.0),
        (110, 0.0),
        (125, 0.0),
    ] {
        let mut figures = Figures::default();
        figures.note(Figure::DatabaseSilent, silent);
        let news = alarm.look("bot@here", &figures, start + seconds(at));
        if !news.lines.is_empty() {
            poster.post(&channel.webhook, &news.lines).await.unwrap();
        }
        alarm.told(news);
    }
    assert_eq!(
        channel.lines().await,
        [
            "**Alert** `database_silent` (bot@here): The database has not answered for 31 s. Look \
             whether Postgres runs.",
            "**All clear** `database_silent` (bot@here): 0 s",
        ]
    );
}

#[tokio::test]
async fn a_dead_mans_switch_is_told_once_a_minute_and_by_the_one_who_watches() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/alive", listener.local_addr().unwrap());
    let database = TestDatabase::create().await;
    let watcher = |pool: &sqlx::PgPool, name: &str| {
        let url = Some(url.parse().unwrap());
        Watcher::new(pool.clone(), name.to_owned(), None, url)
    };
    let mut first = watcher(&database.bot, "first");
    let mut second = watcher(&database.bot, "second");
    let asked = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 1024];
        let read = stream.read(&mut head).await.unwrap();
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(answer).await.unwrap();
        drop(stream);
        let again = tokio::time::timeout(Duration::from_millis(300), listener.accept()).await;
        let head = String::from_utf8_lossy(&head[..read]).into_owned();
        (head, again.is_ok())
    });
    first.tick().await.unwrap();
    first.tick().await.unwrap();
    second.tick().await.unwrap();
    let (head, is_again) = asked.await.unwrap();
    assert!(head.starts_with("GET /alive HTTP/1.1"), "{head}");
    assert!(!is_again);
}

/// A fetcher that looks at this world, writes what it saw, and watches.
struct Looking {
    world: World,
    observer: Observer,
    watcher: Watcher,
    process: ProcessName,
}

impl Looking {
    fn at(world: World, channel: &Channel) -> Self {
        let mut registry = Registry::new(Program::Fetcher, &"here".parse().unwrap());
        let expected = Expected::by(Program::Fetcher, Duration::from_secs(60));
        let observer = Observer::new(&mut registry, "/".into(), expected, Vec::new());
        let (pool, webhook) = (world.database.fetcher.clone(), channel.webhook.clone());
        Self {
            watcher: Watcher::new(pool, "fetcher".to_owned(), Some(webhook), None),
            process: ProcessName {
                program: "fetcher".to_owned(),
                instance: "here".to_owned(),
            },
            world,
            observer,
        }
    }

    async fn look(&mut self, later: TimeDelta) {
        self.world.database.advance(later).await;
        let pool = &self.world.database.fetcher;
        let figures = self.observer.tick(Some(pool), None).await;
        // What this machine is short of is not what this test is about.
        let figures = figures
            .iter()
            .filter(|(it, _)| it.scope() == Scope::Database);
        let figures = figures.map(|(it, value)| (it.to_string(), value)).collect();
        let mut connection = pool.acquire().await.unwrap();
        let write = alerts::write(&mut connection, &self.process, &figures);
        write.await.unwrap();
        self.watcher.tick().await.unwrap();
    }

    async fn run(&self, sql: &str) {
        let owner = &self.world.database.owner;
        sqlx::query(sql).execute(owner).await.unwrap();
    }

    async fn audited(&self, is_clean: bool) {
        let mut connection = self.world.database.fetcher.acquire().await.unwrap();
        let audited = alerts::audited(&mut connection, is_clean).await;
        audited.unwrap();
    }
}

#[tokio::test]
async fn what_is_wrong_in_the_database_reaches_the_operator() {
    const FEED_ANSWERS: &str =
        "INSERT INTO feed_questions (question_id, provider, feed, answered_at)
         VALUES ('00000000-0000-4000-8000-000000000001', 'espn', 'NFL/scores', app_now())
         ON CONFLICT (question_id) DO UPDATE SET answered_at = excluded.answered_at";
    let (channel, world) = (Channel::open().await, World::new().await);
    let bears = game("NFL", "Bears", "Packers").starts_at(world.at(2));
    let bears = bears.spread("-3", -110, -110);
    world.report(&bears).await;
    let alice = world.member(1).await;
    world.bet(alice, 1, on("bears-packers").home("-3")).await;
    let mut looking = Looking::at(world, &channel);
    looking.run("UPDATE deliveries SET state = 'sent'").await;
    looking.run(FEED_ANSWERS).await;
    looking.audited(true).await;
    looking.look(seconds(1)).await;
    assert!(channel.lines().await.is_empty());

    // The game ends, and nobody settles; no feed answers any more; the books differ.
    looking.world.report(bears.final_score(27, 20)).await;
    looking.audited(false).await;
    looking.look(seconds(301)).await;
    looking.look(seconds(61)).await;
    // It is settled, and nobody tells it.
    looking.world.settle().await;
    looking.look(seconds(121)).await;
    looking.run("UPDATE deliveries SET state = 'sent'").await;
    looking.audited(true).await;
    looking.run(FEED_ANSWERS).await;
    looking.look(seconds(15)).await;
    looking.run(FEED_ANSWERS).await;
    looking.look(seconds(61)).await;
    let lines = channel.lines().await;
    for rule in ["unsettled", "audit_failed", "no_answers", "deliveries_late"] {
        let about: Vec<_> = lines
            .iter()
            .filter(|it| it.contains(&format!("`{rule}`")))
            .collect();
        assert_eq!(about.len(), 2, "{rule}: {lines:#?}");
        assert!(about[0].starts_with("**Alert** ") && about[1].starts_with("**All clear** "));
    }
    assert_eq!(lines.len(), 8, "{lines:#?}");
}
