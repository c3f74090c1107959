//! A real Redis that is killed, stopped, slow, full, flushed, or never there.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cache::Cache;
use cache::redis::{Address, Limits, RedisLayer, State, examine};
use shared::cache::{Layer, Namespace, Pending, Write};
use shared::clock::SystemClock;
use tokio::io::copy_bidirectional;
use tokio::net::{UnixListener, UnixStream};
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use crate::support::{Database, key, process_at, read};

/// Longer than any read takes that is bounded, and shorter than one that hangs.
const HANGS: Duration = Duration::from_secs(5);
/// How long until something is seen that must come.
const COMES: Duration = Duration::from_secs(60);

/// A server of its own, which ends with the test.
struct Server {
    folder: PathBuf,
    url: String,
}

async fn script(arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/services");
    let done = Command::new(script).args(arguments).output().await.unwrap();
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{error}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

impl Server {
    async fn start() -> Self {
        let folder = PathBuf::from(script(&["folder", "redis-test"]).await);
        let url = script(&["redis", folder.join("redis").to_str().unwrap()]).await;
        Self { folder, url }
    }

    async fn start_again(&self) {
        script(&["redis", self.place().to_str().unwrap()]).await;
    }

    async fn stop(&self) {
        script(&["stop", self.place().to_str().unwrap()]).await;
    }

    fn place(&self) -> PathBuf {
        self.folder.join("redis")
    }

    fn socket(&self) -> PathBuf {
        self.place().join("redis.sock")
    }

    async fn signal(&self, signal: &str) {
        let id = tokio::fs::read_to_string(self.place().join("redis.pid"))
            .await
            .unwrap();
        let sent = Command::new("kill")
            .args([signal, id.trim()])
            .status()
            .await;
        assert!(sent.unwrap().success());
    }

    async fn run(&self, command: &[&str]) {
        let client = deadpool_redis::redis::Client::open(self.url.as_str()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut line = deadpool_redis::redis::cmd(command[0]);
        for word in &command[1..] {
            line.arg(word);
        }
        line.query_async::<()>(&mut connection).await.unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/services");
        let mut stop = std::process::Command::new(script);
        let stopped = stop.arg("stop").arg(self.place()).spawn();
        let _ = stopped.and_then(|mut it| it.wait());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A process over that Redis. What it has in memory is forgotten before each read, so that each
/// asks Redis.
struct Story {
    database: Arc<Database>,
    cache: Cache,
    layer: Arc<RedisLayer>,
    keeper: JoinHandle<()>,
    reads: std::sync::atomic::AtomicU64,
}

impl Drop for Story {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

/// The layer as the cache takes it.
struct Same(Arc<RedisLayer>);

impl Layer for Same {
    fn read<'a>(
        &'a self,
        name: &'a str,
    ) -> Pending<'a, Result<Option<Vec<u8>>, shared::cache::LayerError>> {
        self.0.read(name)
    }

    fn write(&self, write: Write) -> bool {
        self.0.write(write)
    }
}

impl Story {
    fn begin(url: &str) -> Self {
        let address = Address::parse(url).unwrap();
        let (layer, keeper) = RedisLayer::open(&address, Limits::default()).unwrap();
        let (layer, database) = (Arc::new(layer), Database::new());
        database.change(key(1), 7);
        let same: Arc<dyn Layer> = Arc::new(Same(Arc::clone(&layer)));
        Self {
            cache: process_at(&database, Some(same), Arc::new(SystemClock)),
            database,
            layer,
            keeper: tokio::spawn(keeper.keep()),
            reads: Default::default(),
        }
    }

    /// A read that asks Redis: it succeeds, and is right.
    async fn read(&self) {
        self.cache.clear(Namespace::GuildData);
        self.reads.fetch_add(1, Ordering::Relaxed);
        let number = timeout(HANGS, read(&self.cache, &self.database, key(1))).await;
        assert_eq!(number.expect("a read waits for Redis"), 7);
    }

    async fn read_times(&self, times: usize) {
        for _ in 0..times {
            self.read().await;
        }
    }

    fn hits(&self) -> u64 {
        self.cache.counts()[Namespace::GuildData.place()]
            .shared
            .hits
    }

    fn errors(&self) -> u64 {
        self.cache.counts()[Namespace::GuildData.place()]
            .shared
            .errors
    }

    /// Reads until Redis has given an answer.
    async fn until_it_answers(&self) {
        let (hits, began) = (self.hits(), Instant::now());
        while self.hits() == hits {
            assert!(began.elapsed() < COMES, "it is never asked again");
            self.read().await;
            tokio::task::yield_now().await;
        }
        assert_eq!(self.layer.state(), State::Closed);
    }

    /// Reads until it is left alone.
    async fn until_it_is_left_alone(&self) {
        let began = Instant::now();
        while self.layer.state() != State::Open {
            assert!(began.elapsed() < COMES, "it is asked all the time");
            self.read().await;
        }
    }
}

#[tokio::test]
async fn a_redis_that_is_killed_costs_nobody_anything_and_is_used_again() {
    let server = Server::start().await;
    let story = Story::begin(&server.url);
    story.until_it_answers().await;
    server.stop().await;
    story.until_it_is_left_alone().await;
    story.read_times(100).await;
    server.start_again().await;
    story.until_it_answers().await;
}

#[tokio::test]
async fn a_redis_that_is_stopped_by_a_signal_delays_three_reads_and_no_more() {
    let server = Server::start().await;
    let story = Story::begin(&server.url);
    story.until_it_answers().await;
    server.signal("-STOP").await;
    let began = Instant::now();
    story.read_times(200).await;
    let most = Limits::default().answer * 20;
    assert!(began.elapsed() < most, "{:?}", began.elapsed());
    assert_eq!(story.layer.state(), State::Open);
    server.signal("-CONT").await;
    story.until_it_answers().await;
}

#[tokio::test]
async fn a_slow_redis_is_not_waited_for() {
    let server = Server::start().await;
    let front = server.folder.join("slow.sock");
    let is_slow = Arc::new(AtomicBool::new(false));
    let (listener, slow) = (UnixListener::bind(&front).unwrap(), Arc::clone(&is_slow));
    let behind = server.socket();
    let proxy = tokio::spawn(async move {
        loop {
            let (mut near, _) = listener.accept().await.unwrap();
            let (slow, behind) = (Arc::clone(&slow), behind.clone());
            tokio::spawn(async move {
                let mut far = UnixStream::connect(behind).await.unwrap();
                // What is slow answers nothing for longer than anybody waits.
                let flows = async { copy_bidirectional(&mut near, &mut far).await.map(|_| ()) };
                tokio::pin!(flows);
                loop {
                    if slow.load(Ordering::SeqCst) {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        continue;
                    }
                    let turn = timeout(Duration::from_millis(5), &mut flows);
                    if turn.await.is_ok() {
                        return;
                    }
                }
            });
        }
    });
    let story = Story::begin(&format!("redis+unix://{}", front.display()));
    story.until_it_answers().await;
    is_slow.store(true, Ordering::SeqCst);
    story.until_it_is_left_alone().await;
    story.read_times(200).await;
    is_slow.store(false, Ordering::SeqCst);
    story.until_it_answers().await;
    proxy.abort();
}

#[tokio::test]
async fn a_full_redis_is_still_read() {
    let server = Server::start().await;
    let story = Story::begin(&server.url);
    story.until_it_answers().await;
    server
        .run(&["CONFIG", "SET", "maxmemory-policy", "noeviction"])
        .await;
    server.run(&["CONFIG", "SET", "maxmemory", "1"]).await;
    let hits = story.hits();
    story.read_times(10).await;
    assert_eq!(story.hits(), hits + 10);
    // Another version: it cannot be written.
    story.database.change(key(1), 7);
    story.cache.looked(&story.database.moved(0), Instant::now());
    let began = Instant::now();
    while story.layer.lost_writes() == 0 {
        assert!(began.elapsed() < COMES, "nothing was refused");
        story.read().await;
    }
    assert_eq!(story.layer.state(), State::Closed);
    server.run(&["CONFIG", "SET", "maxmemory", "0"]).await;
    story.until_it_answers().await;
}

#[tokio::test]
async fn a_flushed_redis_is_filled_again() {
    let server = Server::start().await;
    let story = Story::begin(&server.url);
    story.until_it_answers().await;
    let errors = story.errors();
    server.run(&["FLUSHALL"]).await;
    story.until_it_answers().await;
    assert_eq!(story.errors(), errors);
}

#[tokio::test]
async fn a_redis_that_was_never_there_is_never_waited_for() {
    let story = Story::begin("redis+unix:///nowhere/redis.sock");
    story.read_times(200).await;
    assert_eq!(story.layer.state(), State::Open);
    assert_eq!(story.hits(), 0);
}

#[tokio::test]
async fn a_wrong_password_is_a_redis_that_is_not_there() {
    let server = Server::start().await;
    server
        .run(&["CONFIG", "SET", "requirepass", "secret"])
        .await;
    let story = Story::begin(&server.url);
    story.read_times(50).await;
    assert_eq!(story.hits(), 0);
    let socket = server.socket();
    let story = Story::begin(&format!("redis+unix://{}?pass=secret", socket.display()));
    story.until_it_answers().await;
}

#[tokio::test]
async fn an_operator_sees_what_is_kept_in_the_shared_redis_of_the_tests() {
    let url = std::env::var("DBSBM_TEST_REDIS_URL").expect("the test Redis's URL");
    let story = Story::begin(&url);
    story.until_it_answers().await;
    let found = examine(&Address::parse(&url).unwrap(), true).await.unwrap();
    assert!(found.values[Namespace::GuildData.word()] > 0, "{found:?}");
    assert!(found.is_counted && found.used_bytes > 0);
    let away = Address::parse("redis+unix:///nowhere/redis.sock").unwrap();
    assert!(examine(&away, true).await.is_err());
}
