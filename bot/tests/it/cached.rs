//! What the bot caches: nobody waits for it, and nobody sees what is over.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cache::redis::{Address, Limits, RedisLayer, State};
use serde_json::json;
use services::settings::{self, Change, ChangeRequest};
use shared::cache::{Layer, Namespace, Write};
use shared::id::{DiscordUserId, GuildId, InteractionId};
use store::cache_versions::{self, DatabaseVersions};
use testkit::ReportExt;
use tokio::process::Command;

use crate::bet::bet_on_bears;
use crate::world::{World, bears_at_home};

/// A Redis of its own, which ends with the test.
struct Redis {
    folder: PathBuf,
    url: String,
}

async fn services(arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/services");
    let done = Command::new(script).args(arguments).output().await.unwrap();
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

impl Redis {
    async fn start() -> Self {
        let folder = PathBuf::from(services(&["folder", "bot-redis"]).await);
        let url = services(&["redis", folder.join("redis").to_str().unwrap()]).await;
        Self { folder, url }
    }

    async fn kill(&self) {
        services(&["stop", self.folder.join("redis").to_str().unwrap()]).await;
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/services");
        let mut stop = std::process::Command::new(script);
        let stopped = stop.arg("stop").arg(self.folder.join("redis")).spawn();
        let _ = stopped.and_then(|mut it| it.wait());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn leaderboard(world: &World) -> String {
    let ben = world.user("ben");
    let board = ben.slash("#general", "leaderboard", json!({})).await;
    board.unwrap().text()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_on_when_redis_is_killed_and_over_a_bot_that_starts_again() {
    let redis = Redis::start().await;
    let mut world = World::start_over_redis(&redis.url).await;
    world.report(bears_at_home()).await;
    bet_on_bears(&world.user("alice")).await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world
        .until(async || leaderboard(&world).await.contains("Alice").then_some(()))
        .await;
    world.restart().await;
    assert!(leaderboard(&world).await.contains("Alice"));
    redis.kill().await;
    assert!(leaderboard(&world).await.contains("Alice"));
    world.restart().await;
    assert!(leaderboard(&world).await.contains("Alice"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_that_another_process_changes_is_seen_here() {
    let redis = Redis::start().await;
    let world = World::start_over_redis(&redis.url).await;
    let setup = async || {
        let manager = world.user("alice");
        let shown = manager.slash("#general", "setup", json!({})).await.unwrap();
        shown.text()
    };
    let before = setup().await;
    let guild: i64 = sqlx::query_scalar("SELECT guild_id FROM guilds")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    let asked = ChangeRequest {
        guild: GuildId::new(guild.cast_unsigned()),
        actor: DiscordUserId::new(1),
        interaction: InteractionId::new(77),
        change: Change::ManualBets(true),
    };
    settings::run(&world.database.bot, &asked).await.unwrap();
    world
        .until(async || (setup().await != before).then_some(()))
        .await;
}

/// How many values are kept when a namespace is dropped, unless `DBSBM_CACHE_KEYS` says it.
const KEYS: usize = 100_000;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: scripts/show-cache runs it"]
async fn a_drop_costs_the_same_however_much_is_kept() {
    let url = std::env::var("DBSBM_TEST_REDIS_URL").expect("the test Redis's URL");
    let keys = std::env::var("DBSBM_CACHE_KEYS").map(|it| it.parse().unwrap());
    let keys = keys.unwrap_or(KEYS);
    let (layer, keeper) =
        RedisLayer::open(&Address::parse(&url).unwrap(), Limits::default()).unwrap();
    tokio::spawn(keeper.keep());
    let world = testkit::World::new().await;
    // A reader closes the breaker.
    while layer.state() != State::Closed {
        let _ = layer.read("dbsbm:nothing").await;
        tokio::task::yield_now().await;
    }
    for nth in 0..keys {
        let write = || Write {
            name: format!("dbsbm:db_query:0:0:leaderboard.1:{nth}"),
            bytes: vec![0; 64],
            lifetime: Duration::from_secs(600),
        };
        while !layer.write(write()) {
            tokio::task::yield_now().await;
        }
    }
    let cache = cache::Cache::new(cache::Options {
        versions: Arc::new(DatabaseVersions(world.database.bot.clone())),
        clock: Arc::new(shared::clock::SystemClock),
        shared: Some(Arc::new(layer)),
    });
    let (_, cursor) = cache_versions::moved(&world.database.bot, None)
        .await
        .unwrap();
    let mut spans = Vec::new();
    for _ in 0..20 {
        let began = Instant::now();
        let mut tx = world.database.fetcher.begin().await.unwrap();
        cache_versions::move_all(&mut tx, Namespace::DbQuery)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let moved = cache_versions::moved(&world.database.bot, Some(&cursor)).await;
        cache.looked(&moved.unwrap().0, tokio::time::Instant::now());
        spans.push(began.elapsed());
    }
    spans.sort();
    let median = spans[spans.len() / 2];
    println!("{keys} values dropped, and that heard of, in {median:?} (median of 20)");
    assert!(median < Duration::from_millis(5), "{spans:?}");
}
