#![doc = include_str!("../README.md")]

pub mod config;
pub mod meters;

mod errors;
mod refusals;
mod spans;

mod app;
mod caches;
mod settings;

mod access;
mod browse;
mod likeness;
mod lines;
mod month;
mod names;
mod offers;
mod placing;
mod players;
mod quoted_price;
mod single;

mod feature;
pub mod features;
mod fitting;
mod typing;
mod views;

mod announce;
mod pictures;
mod slips;

mod abreast;
mod answers;
mod asking;
pub mod discord;
mod dispatch;
mod gateway;
mod identify;
mod reactions;
mod shares;
mod shortage;
mod startup;
mod summed;
mod unread;

pub mod doctor;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use cache::Cache;
use cache::redis::{Limits, RedisConfig, RedisLayer};
use runtime::lifecycle::Lifecycle;
use secrecy::{ExposeSecret, SecretString};
use services::limits::AccountKeys;
use shared::cache::Layer;
use shared::clock::Clock;
use shared::shards::ShardRange;
use sqlx::PgPool;
use twilight_http_ratelimiting::RateLimiter;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::answers::{Answers, Patience};
use crate::app::App;
use crate::config::{Caching, DiscordConfig};
use crate::discord::callback::Callbacks;
use crate::dispatch::Dispatch;
use crate::gateway::Gateway;
use crate::meters::{Meters, REQUESTS_PER_SECOND};
use crate::shares::Shares;

/// All parts wired, for `main` and for tests.
pub struct Bot {
    /// The application behind the token.
    pub application: Id<ApplicationMarker>,
    /// What is cached, for its counts.
    pub cache: Cache,
}

/// What a bot works with.
pub struct Parts {
    /// The database, as `dbsbm_bot`.
    pub pool: PgPool,
    /// By which it hears of changes. `None`: it looks by itself.
    pub listening: Option<PgPool>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What is counted and measured.
    pub meters: Meters,
    /// What processes cache in together, if it is set. Redis itself may be away.
    pub redis: RedisConfig,
    /// Whether anything is cached at all.
    pub caching: Caching,
}

/// A client for Discord, or for the one that the configuration names. Nobody is ever pinged by a
/// message that does not say so.
pub fn client(token: &SecretString, config: &DiscordConfig) -> twilight_http::Client {
    let pace = RateLimiter::new(requests_per_second(config));
    let builder = twilight_http::Client::builder()
        .token(token.expose_secret().to_owned())
        .ratelimiter(Some(pace))
        .default_allowed_mentions(AllowedMentions::default());
    match &config.discord_api {
        Some(host) => builder.proxy(host.clone(), true).build(),
        None => builder.build(),
    }
}

/// This process's share of what Discord accepts from the whole bot.
fn requests_per_second(config: &DiscordConfig) -> u16 {
    let shards = config.discord_shards.unwrap_or(ShardRange::WHOLE);
    shards.share_of(REQUESTS_PER_SECOND)
}

/// What processes cache in together, where there is a Redis.
fn shared_layer(
    redis: &RedisConfig,
    lifecycle: &Lifecycle,
) -> anyhow::Result<Option<Arc<RedisLayer>>> {
    let Some(address) = redis.address()? else {
        return Ok(None);
    };
    let (layer, keeper) = RedisLayer::open(&address, Limits::default())?;
    let soft = lifecycle.soft().clone();
    lifecycle.spawn("the shared cache", async move {
        soft.run_until_cancelled(keeper.keep()).await;
    });
    Ok(Some(Arc::new(layer)))
}

/// Hears what changes in the database, where it can be listened to, and looks by itself too.
fn hear(app: &App, listening: Option<PgPool>, lifecycle: &Lifecycle) {
    if let Some(pool) = listening {
        let listen = caches::listen::listen(pool, app.caches.clone(), app.nudges.clone());
        let soft = lifecycle.soft().clone();
        lifecycle.spawn("listening to the database", async move {
            soft.run_until_cancelled(listen).await;
        });
    }
    let (look, soft) = (app::looking::look(app.clone()), lifecycle.soft().clone());
    lifecycle.spawn("looking for what has moved", async move {
        soft.run_until_cancelled(look).await;
    });
}

/// Loads the board, which choices while typing are found in too, before somebody asks for it.
fn warm_up(app: &App, lifecycle: &Lifecycle) {
    let app = app.clone();
    lifecycle.spawn_short(async move {
        if let Err(error) = app.board().await {
            tracing::warn!("the board cannot be read: {error}");
        }
    });
}

impl Bot {
    /// Registers the commands, connects, and starts every loop under `lifecycle`.
    ///
    /// # Errors
    /// When there is no token, or Discord or the database refuses.
    pub async fn start(
        config: &DiscordConfig,
        pool: PgPool,
        clock: Arc<dyn Clock>,
        lifecycle: &Lifecycle,
    ) -> anyhow::Result<Self> {
        let parts = Parts {
            listening: Some(pool.clone()),
            pool,
            clock,
            meters: Meters::default(),
            redis: RedisConfig::default(),
            caching: Caching::On,
        };
        Self::start_with(config, parts, lifecycle).await
    }

    /// The same over these parts.
    ///
    /// # Errors
    /// As [`Bot::start`].
    pub async fn start_with(
        config: &DiscordConfig,
        parts: Parts,
        lifecycle: &Lifecycle,
    ) -> anyhow::Result<Self> {
        runtime::tls::install();
        let shared = shared_layer(&parts.redis, lifecycle)?;
        let token = config.token().map_err(anyhow::Error::msg)?;
        let http = Arc::new(client(token, config));
        let stop = lifecycle.soft();
        let application = startup::ask(stop, async || {
            Ok(http.current_user_application().await?.model().await?.id)
        })
        .await?;
        let accounts = AccountKeys::new(config.exclusion_key.as_ref());
        let layer = shared.clone().map(|it| it as Arc<dyn Layer>);
        let app = App::new(
            parts.pool,
            parts.clock,
            (layer, parts.caching),
            parts.meters,
            accounts,
        )
        .context("opening the fonts")?;
        app.meters.cache.watch(app.caches.door(), shared);
        app.meters.discord.share(requests_per_second(config));

        let commands = features::definitions();
        let ids = startup::ask(stop, async || {
            discord::register::ensure(&http, &app.pool, application, &commands, false).await
        })
        .await?;
        app.know_commands(commands, ids);
        let me = startup::ask(stop, async || {
            Ok(http.current_user().await?.model().await?.id)
        })
        .await?;

        hear(&app, parts.listening, lifecycle);
        warm_up(&app, lifecycle);

        let options = announce::Options::of(config);
        announce::start(app.clone(), (http.clone(), me), options, lifecycle)?;

        let one_try = Duration::from_millis(u64::from(config.discord_try_ms));
        let callbacks = Callbacks::new(http.clone(), config.discord_api.as_deref(), one_try)
            .counted(app.meters.discord.clone());
        let answers = Answers::new(http.clone(), application, Patience { one_try })
            .counted(app.meters.discord.clone());
        let dispatch = Arc::new(Dispatch::new(
            app.clone(),
            http.clone(),
            callbacks,
            answers,
            application,
        ));
        let gateway = Gateway::new(
            app.clone(),
            dispatch,
            http.clone(),
            Shares::new(config.presses_per_second),
            application,
            lifecycle.clone(),
        );
        gateway.start(&http, token.expose_secret(), config).await?;
        Ok(Self {
            application,
            cache: app.caches.door(),
        })
    }
}
