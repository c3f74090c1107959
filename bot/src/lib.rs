#![doc = include_str!("../README.md")]

pub mod config;

mod errors;
mod refusals;
mod spans;

mod app;
mod caches;
mod settings;

mod access;
mod browse;
mod month;
mod offers;
mod placing;
mod quoted_price;

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
mod reactions;
mod shares;
mod shortage;
mod startup;
mod summed;
mod unread;

pub mod doctor;

use std::sync::Arc;
use std::time::Duration;

use runtime::lifecycle::Lifecycle;
use secrecy::{ExposeSecret, SecretString};
use services::limits::AccountKeys;
use shared::clock::Clock;
use sqlx::PgPool;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::answers::{Answers, Patience};
use crate::app::App;
use crate::config::DiscordConfig;
use crate::discord::callback::Callbacks;
use crate::dispatch::Dispatch;
use crate::gateway::Gateway;
use crate::shares::Shares;

/// All parts wired, for `main` and for tests.
pub struct Bot {
    /// The application behind the token.
    pub application: Id<ApplicationMarker>,
}

/// A client for Discord, or for the one that the configuration names. Nobody is ever pinged by a
/// message that does not say so.
pub fn client(token: &SecretString, config: &DiscordConfig) -> twilight_http::Client {
    let builder = twilight_http::Client::builder()
        .token(token.expose_secret().to_owned())
        .default_allowed_mentions(AllowedMentions::default());
    match &config.discord_api {
        Some(host) => builder.proxy(host.clone(), true).build(),
        None => builder.build(),
    }
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
        let listening = Some(pool.clone());
        Self::start_listening(config, (pool, listening), clock, lifecycle).await
    }

    /// The same where notifications come by another pool, or do not come.
    ///
    /// # Errors
    /// As [`Bot::start`].
    pub async fn start_listening(
        config: &DiscordConfig,
        (pool, listening): (PgPool, Option<PgPool>),
        clock: Arc<dyn Clock>,
        lifecycle: &Lifecycle,
    ) -> anyhow::Result<Self> {
        runtime::tls::install();
        let token = config.token().map_err(anyhow::Error::msg)?;
        let http = Arc::new(client(token, config));
        let stop = lifecycle.soft();
        let application = startup::ask(stop, async || {
            Ok(http.current_user_application().await?.model().await?.id)
        })
        .await?;
        let accounts = AccountKeys::new(config.exclusion_key.as_ref());
        let app = App::new(pool, clock, accounts);

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

        if let Some(listening) = listening {
            let listen = caches::listen(listening, app.caches.clone(), app.nudges.clone());
            let soft = lifecycle.soft().clone();
            lifecycle.spawn("listening to the database", async move {
                soft.run_until_cancelled(listen).await;
            });
        }

        let options = announce::Options::of(config);
        announce::start(app.clone(), (http.clone(), me), options, lifecycle)?;

        let one_try = Duration::from_millis(u64::from(config.discord_try_ms));
        let callbacks = Callbacks::new(http.clone(), config.discord_api.as_deref(), one_try);
        let answers = Answers::new(http.clone(), application, Patience { one_try });
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
        Ok(Self { application })
    }
}
