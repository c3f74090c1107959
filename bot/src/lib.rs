#![doc = include_str!("../README.md")]

pub mod config;
mod text;
mod wording;

mod custom_id;
mod errors;
mod reply;
mod request;

mod app;
mod caches;
mod settings;

mod corrections;
mod offers;
mod place;

mod autocomplete;
pub mod commands;
mod components;
mod views;

mod announce;
mod board_post;
mod pictures;
mod slips;

mod callback;
mod dispatch;
mod gateway;
mod permissions;
mod reactions;
pub mod register;

pub mod doctor;
#[cfg(feature = "testing")]
pub mod testing;

use std::sync::Arc;

use anyhow::Context;
use runtime::lifecycle::Lifecycle;
use secrecy::{ExposeSecret, SecretString};
use shared::clock::Clock;
use sqlx::PgPool;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::app::App;
use crate::callback::Callbacks;
use crate::config::DiscordConfig;
use crate::dispatch::Dispatch;
use crate::gateway::Gateway;

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
        runtime::tls::install();
        let token = config
            .discord_token
            .as_ref()
            .context("DISCORD_TOKEN is not set")?;
        let http = Arc::new(client(token, config));
        let me = http
            .current_user_application()
            .await
            .context("asking Discord who we are")?;
        let application = me.model().await?.id;
        let app = App::new(pool, clock);

        let commands = commands::definitions();
        let ids = register::ensure(&http, &app.pool, application, &commands, false).await?;
        app.know_commands(ids);

        let listen = caches::listen(app.pool.clone(), app.caches.clone(), app.nudges.clone());
        let soft = lifecycle.soft().clone();
        lifecycle.spawn("listening to the database", async move {
            soft.run_until_cancelled(listen).await;
        });

        let telling = announce::Options::of(config);
        announce::start(app.clone(), http.clone(), telling, lifecycle).await?;

        let callbacks = Callbacks::new(http.clone(), config.discord_api.as_deref());
        let dispatch = Arc::new(Dispatch::new(
            app.clone(),
            http.clone(),
            callbacks,
            application,
        ));
        let gateway = Gateway::new(
            app.clone(),
            dispatch,
            http.clone(),
            application,
            lifecycle.clone(),
        );
        gateway.start(&http, token.expose_secret(), config).await?;
        Ok(Self { application })
    }
}
