//! The bot in a world of its own: a database, a Discord, games that can be bet on.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use bot::config::{Caching, DiscordConfig};
use bot::meters::Meters;
use bot::{Bot, Parts};
use cache::redis::RedisConfig;
use chrono::{DateTime, TimeDelta, Utc};
use runtime::lifecycle::{Ended, Lifecycle};
use sandbox::{Drive, Options, Sandbox, User};
use shared::clock::{Clock, SystemClock};
use shared::feed::GameReport;
use shared::shards::ShardRange;
use sqlx::PgPool;
use store::Program;
use store::ingest::Ingested;
use store::notify;
pub(crate) use testkit::said::stable;
use testkit::{FEED, ReportExt, Reports, game};

/// Presses a second: members of stories do not wait for their thumbs.
const FASTER_THAN_PEOPLE: u32 = 1_000;

/// Everything at once. Stops with this value.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    kit: testkit::World,
    /// What the bot works on.
    pub(crate) pool: PgPool,
    lifecycle: Lifecycle,
    try_ms: u32,
    presses_per_second: u32,
    meters: Meters,
    redis: RedisConfig,
}

impl World {
    /// A bot that is connected and registered, and no game.
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// The same, on a Discord with these options.
    pub(crate) async fn start_with(options: Options) -> Self {
        Self::start_trying(options, bot::config::TRY_MS).await
    }

    /// The same, with this much time for each try of an answer, in milliseconds.
    pub(crate) async fn start_trying(options: Options, try_ms: u32) -> Self {
        let redis = RedisConfig::default();
        Self::start_as(options, (try_ms, FASTER_THAN_PEOPLE), None, redis).await
    }

    /// A bot that connects as the program does, with so many connections.
    pub(crate) async fn start_connecting(connections: u32) -> Self {
        let options = Options::default();
        let redis = RedisConfig::default();
        let shares = (bot::config::TRY_MS, FASTER_THAN_PEOPLE);
        Self::start_as(options, shares, Some(connections), redis).await
    }

    /// The same, with a share of that many presses a second for each member.
    pub(crate) async fn start_sharing(options: Options, presses_per_second: u32) -> Self {
        let redis = RedisConfig::default();
        let shares = (bot::config::TRY_MS, presses_per_second);
        Self::start_as(options, shares, None, redis).await
    }

    /// The same, with a Redis at this address.
    pub(crate) async fn start_over_redis(url: &str) -> Self {
        let redis = RedisConfig {
            redis_url: Some(url.into()),
            ..RedisConfig::default()
        };
        let shares = (bot::config::TRY_MS, FASTER_THAN_PEOPLE);
        Self::start_as(Options::default(), shares, None, redis).await
    }

    async fn start_as(
        options: Options,
        (try_ms, presses_per_second): (u32, u32),
        connections: Option<u32>,
        redis: RedisConfig,
    ) -> Self {
        runtime::tls::install();
        let sandbox = Sandbox::start(options).await.unwrap();
        let kit = testkit::World::empty().await;
        let pool = match connections {
            Some(number) => {
                let url = kit.database.url(Program::Bot);
                store::connect(&url, Program::Bot, number).await.unwrap()
            }
            None => kit.database.bot.clone(),
        };
        let world = Self {
            sandbox,
            kit,
            pool,
            lifecycle: Lifecycle::new(),
            try_ms,
            presses_per_second,
            meters: Meters::default(),
            redis,
        };
        world.connect(&world.lifecycle).await;
        world
    }

    /// Starts a bot on this world under that lifecycle.
    pub(crate) async fn connect(&self, lifecycle: &Lifecycle) {
        self.connect_shards(lifecycle, None).await;
    }

    /// The same of a bot with these shards.
    pub(crate) async fn connect_shards(&self, lifecycle: &Lifecycle, shards: Option<ShardRange>) {
        let config = DiscordConfig {
            discord_token: Some(self.sandbox.token().into()),
            discord_api: Some(self.sandbox.api_host()),
            discord_gateway: Some(self.sandbox.gateway_url()),
            discord_shards: shards,
            discord_old_edits: bot::config::OLD_EDITS,
            discord_try_ms: self.try_ms,
            presses_per_second: self.presses_per_second,
            exclusion_key: None,
        };
        let parts = Parts {
            pool: self.pool.clone(),
            listening: Some(self.pool.clone()),
            clock: Arc::new(SystemClock),
            meters: self.meters.clone(),
            redis: self.redis.clone(),
            caching: Caching::On,
        };
        Bot::start_with(&config, parts, lifecycle).await.unwrap();
        let ready = self.sandbox.wait_for_bot(Duration::from_secs(10)).await;
        ready.unwrap();
    }

    /// Kills the bot and starts another on the same database.
    pub(crate) async fn restart(&mut self) {
        self.die().await;
        self.revive().await;
    }

    /// Ends the bot where it stands.
    pub(crate) async fn die(&mut self) {
        // Hard first: nobody says goodbye to Discord or leaves a session behind.
        self.lifecycle.hard().cancel();
        self.lifecycle.soft().cancel();
        self.lifecycle.clone().run(Duration::from_secs(5)).await;
    }

    /// Stops the bot as a signal would, and waits for it.
    pub(crate) async fn stop(&self) {
        self.lifecycle.soft().cancel();
        self.lifecycle.clone().run(Duration::from_secs(5)).await;
    }

    /// The same with that much time for what is under way. Says how it ended.
    pub(crate) async fn stop_within(&self, drain: Duration) -> Ended {
        self.lifecycle.soft().cancel();
        self.lifecycle.clone().run(drain).await
    }

    /// Starts the bot again after [`World::die`].
    pub(crate) async fn revive(&mut self) {
        self.lifecycle = Lifecycle::new();
        self.connect(&self.lifecycle.clone()).await;
    }

    /// Writes what a feed says now, as the fetcher does.
    pub(crate) async fn report(&self, reports: impl Reports) -> Ingested {
        self.report_by(FEED, reports).await
    }

    /// The same of that feed.
    pub(crate) async fn report_by(&self, provider: &str, reports: impl Reports) -> Ingested {
        let ingested = self.ingest(provider, reports).await;
        let mut connection = self.kit.database.fetcher.acquire().await.unwrap();
        notify::board(&mut connection, &ingested.on_board)
            .await
            .unwrap();
        ingested
    }

    /// The report of a game's end comes, and its tickets are settled.
    pub(crate) async fn end(&self, report: GameReport) {
        self.report(report).await;
        self.settle().await;
    }

    /// Asks again and again until there is an answer, for ten seconds at most.
    pub(crate) async fn until<T>(&self, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..200 {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it did not happen");
    }

    /// What the bot counts.
    pub(crate) const fn meters(&self) -> &Meters {
        &self.meters
    }

    /// A member of the seeded server.
    pub(crate) fn user(&self, name: &str) -> User {
        self.sandbox.user(name)
    }

    /// The sandbox's levers.
    pub(crate) fn drive(&self) -> Drive {
        self.sandbox.drive()
    }
}

impl Deref for World {
    type Target = testkit::World;

    fn deref(&self) -> &testkit::World {
        &self.kit
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.lifecycle.soft().cancel();
        self.lifecycle.hard().cancel();
    }
}

/// An NFL game in an hour with the usual three markets: the Bears get 3.5 points.
pub(crate) fn bears_at_home() -> GameReport {
    let game = game("NFL", "Bears", "Packers").starts_at(soon(1));
    let game = game.spread("+3.5", -110, -110).total("45", -105, -115);
    game.moneyline(150, -180)
}

/// A second game, two hours away.
pub(crate) fn lions_at_home() -> GameReport {
    let game = game("NFL", "Lions", "Vikings").starts_at(soon(2));
    game.moneyline(-120, 100)
}

pub(crate) fn soon(hours: i64) -> DateTime<Utc> {
    SystemClock.now() + TimeDelta::hours(hours)
}
