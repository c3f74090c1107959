//! A key goes to the feed that it belongs to and nowhere else, whatever that feed answers: no line
//! of the log at any level, no row of any table, nothing that a command prints has it.

mod feeds;
mod programs;
mod settings;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Parser;
use fetcher::config::{Cli, Command};
use fetcher::jobs::feeds::FeedPoller;
use fetcher::purse::PgPurse;
use providers::http::{Http, Limits};
use runtime::logging::{Lines, LogConfig};
use shared::clock::SystemClock;
use store::Program;
use tracing_subscriber::fmt::MakeWriter;
use wiremock::MockServer;

use self::feeds::{FEEDS, Scene};
use crate::world::World;

/// Where the key of any feed stands in these words, in any spelling.
fn told(words: &str) -> Vec<&'static str> {
    let low = words.to_lowercase();
    let keys = FEEDS.iter().map(|it| it.secret);
    keys.filter(|it| low.contains(&it.to_lowercase())).collect()
}

/// The tables that hold this word, in text or in bytes.
async fn tables_with(world: &World, word: &str) -> Vec<String> {
    let tables = "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n
        ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')";
    let tables = sqlx::query_scalar(tables).fetch_all(&world.database.owner);
    let tables: Vec<String> = tables.await.unwrap();
    assert!(tables.len() > 40, "{tables:?}");
    let mut found = Vec::new();
    for table in tables {
        let rows = format!(
            "SELECT count(*) FROM {table} AS it WHERE strpos(lower(it::text), lower($1)) > 0
               OR strpos(it::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0"
        );
        let rows = sqlx::query_scalar(&rows).bind(word);
        let rows: i64 = rows.fetch_one(&world.database.owner).await.unwrap();
        if rows > 0 {
            found.push(table);
        }
    }
    found
}

/// No table holds a key, and the search for them would find one.
async fn no_table_has_a_key(world: &World, what: &str) {
    assert!(!tables_with(world, FEEDS[0].name).await.is_empty());
    for feed in FEEDS {
        let tables = tables_with(world, feed.secret).await;
        assert!(tables.is_empty(), "{what}: {} in {tables:?}", feed.name);
    }
}

/// `run`, `probe`, `quota` and `doctor` in this scene, all at the highest level. Returns how many
/// requests came with a key, and how many bytes were looked through.
async fn programs_in(scene: Scene) -> (usize, usize) {
    let (world, server) = (World::new().await, MockServer::start().await);
    scene.mount(&server).await;
    let url = match scene {
        Scene::Unreachable => feeds::nowhere().await,
        _ => server.uri(),
    };
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let released = store::leases::release(&mut connection, &world.lease);
    released.await.unwrap();
    drop(connection);
    let said = programs::all(&world, &world.database.url(Program::Fetcher), &url).await;
    for (program, words) in &said {
        assert_eq!(told(words), [""; 0], "{scene:?}: {program} said {words}");
    }
    no_table_has_a_key(&world, &format!("{scene:?}")).await;
    let requests = server.received_requests().await.unwrap_or_default();
    let with_key = requests.iter().filter(|it| feeds::has_key(it)).count();
    (with_key, said.iter().map(|it| it.1.len()).sum())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_feed_answers_its_key_is_nowhere_but_in_the_requests() {
    let scenes = Scene::ALL.iter().map(|it| programs_in(*it));
    let found = futures_util::future::join_all(scenes).await;
    for (scene, (requests, bytes)) in Scene::ALL.iter().zip(found) {
        println!("failures: keys, {scene:?}: {requests} requests with a key, {bytes} bytes said");
        let least = match scene {
            Scene::Unreachable => 0,
            // Each feed by `run` and by `probe`.
            _ => 2 * FEEDS.len(),
        };
        assert!(requests >= least && bytes > 1_000, "{scene:?}: {requests}");
    }
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_feed_that_never_answers_has_its_key_in_no_log_and_no_table() {
    runtime::tls::install();
    let (world, server) = (World::new().await, MockServer::start().await);
    Scene::Silent.mount(&server).await;
    let written = Written::default();
    let everything = LogConfig {
        log_filter: "trace".to_owned(),
    };
    let sink = Some(store::statements::observe as fn(&str, Duration));
    let logging = runtime::logging::subscriber(&everything, Lines::Json, written.clone(), sink);
    let (subscriber, _) = logging.unwrap();
    let _guard = tracing::subscriber::set_default(subscriber);
    let limits = Limits {
        total: Duration::from_millis(200),
        tries_total: Duration::from_millis(500),
        back_off: Duration::from_millis(1),
        paced: false,
        ..Limits::default()
    };
    let purse = PgPurse::in_database(world.database.fetcher.clone());
    let http = Http::new(limits, Arc::new(SystemClock)).unwrap();
    let http = Arc::new(http.with_purse(purse));
    let arguments = feeds::arguments(&server.uri());
    let keys = FEEDS.iter().flat_map(feeds::Keyed::as_option);
    let line = ["dbsbm-fetcher".to_owned(), "run".to_owned()].into_iter();
    let cli = Cli::try_parse_from(line.chain(arguments).chain(keys)).unwrap();
    let Command::Run(config) = cli.command else {
        panic!("another command");
    };
    for feed in fetcher::feeds::open(&config, &http).unwrap() {
        let pool = world.database.fetcher.clone();
        let mut poller = FeedPoller::new(pool, feed, Arc::default());
        poller.tick(&world.lease).await.unwrap();
    }
    let errors = "SELECT count(DISTINCT provider) FROM poll_log WHERE error LIKE '%timed out%'";
    assert_eq!(world.count(errors).await, 4);
    no_table_has_a_key(&world, "a time-out").await;
    let written = written.0.lock().unwrap().clone();
    let written = String::from_utf8(written).unwrap();
    assert!(written.contains("timed out"), "{written}");
    assert_eq!(told(&written), [""; 0], "{written}");
}
