//! What the bot announces by itself: slips, results, direct messages, the standing board.
//!
//! Whatever is announced stands in Postgres before it is sent, so a process may die at any
//! statement: what it had claimed comes back to it, or to another, as a message in doubt. Within
//! Discord's memory the nonce makes a repeated send harmless; past it the channel is looked
//! through first.
//!
//! The `outbox` decides whose delivery is next, `announcement` carries one out, and each of `kinds`
//! says what its message is and what follows from it. The words are in `views`.

mod announcement;
mod board;
mod destination;
mod failure;
mod found;
mod kinds;
mod message;
mod messenger;
mod outbox;
mod pace;
mod refresh;
mod send_error;
mod stamps;
mod turns;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use runtime::lifecycle::Lifecycle;
use shared::id::GuildId;
use shared::shards::ShardRange;
use sqlx::{Postgres, Transaction};
use store::{StoreError, begin_guild};
use tokio::sync::Notify;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;

use crate::app::App;
use crate::caches::Server;
use crate::config::DiscordConfig;
use crate::pictures::Pictures;

pub(crate) use failure::nonce;
pub(crate) use message::Message;
pub(crate) use messenger::Messenger;
pub(crate) use pace::EditPace;
pub(crate) use send_error::SendError;

/// How long one of the loops may take to come around. Each waits for the database only, or for one
/// message to Discord with all of its tries; what takes longer hangs.
const SILENCE_MAX: Duration = Duration::from_secs(5 * 60);

/// How the bot announces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Whose servers are told.
    pub(crate) shards: ShardRange,
    /// How fast old messages are edited.
    pub(crate) edits: EditPace,
    /// How often to look for what nobody woke us for.
    pub(crate) poll: Duration,
    /// The shortest time between two edits of a standing board.
    pub(crate) board_every: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            shards: ShardRange::WHOLE,
            edits: EditPace::default(),
            poll: Duration::from_secs(2),
            board_every: Duration::from_secs(15),
        }
    }
}

impl Options {
    /// As the configuration says.
    pub(crate) fn of(config: &DiscordConfig) -> Self {
        let edits = EditPace {
            edits: usize::from(config.discord_old_edits),
            ..EditPace::default()
        };
        Self {
            shards: config.discord_shards.unwrap_or(ShardRange::WHOLE),
            edits,
            ..Self::default()
        }
    }
}

/// What every loop and every delivery works with.
pub(crate) struct Announcer {
    pub(crate) app: App,
    pub(crate) messenger: Messenger,
    pictures: Pictures,
    pub(crate) options: Options,
    /// Slips may be due for stamping.
    stamps: Notify,
    /// Servers whose results are about to be announced: their slips are stamped after them.
    with_results: Mutex<HashSet<GuildId>>,
    /// When the next delivery that failed is due again.
    retry_at: Mutex<Option<Instant>>,
    /// Held while bets that people graded are added to a message.
    grading: tokio::sync::Mutex<()>,
}

/// Starts announcing, under `lifecycle`, until it stops.
///
/// # Errors
/// When the fonts cannot be read.
pub(crate) fn start(
    app: App,
    (http, me): (Arc<twilight_http::Client>, Id<UserMarker>),
    options: Options,
    lifecycle: &Lifecycle,
) -> anyhow::Result<()> {
    let meters = app.meters.clone();
    let announcer = Arc::new(Announcer {
        pictures: app.pictures.clone(),
        app,
        messenger: Messenger::new(http, me, options.edits, meters.discord),
        options,
        stamps: Notify::new(),
        with_results: Mutex::default(),
        retry_at: Mutex::default(),
        grading: tokio::sync::Mutex::default(),
    });
    let parts = || (Arc::clone(&announcer), lifecycle.soft().clone());
    let pulse = |name| lifecycle.pulse(name, SILENCE_MAX);
    let (deliveries, stop) = parts();
    let run = outbox::run(deliveries, stop, pulse("announcing"));
    lifecycle.spawn("announcing", run);
    let (slips, stop) = parts();
    let run = stamps::run(slips, stop, pulse("stamping slips"));
    lifecycle.spawn("stamping slips", run);
    let (boards, stop) = parts();
    let run = board::run(boards, stop, pulse("standing boards"));
    lifecycle.spawn("standing boards", run);
    Ok(())
}

/// Why a delivery stopped where it did.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    /// The database cannot be asked: the claim runs out and comes back.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server cannot be read.
    #[error(transparent)]
    Server(#[from] Arc<StoreError>),
    /// Discord did not take it.
    #[error(transparent)]
    Send(#[from] SendError),
}

impl From<sqlx::Error> for DeliveryError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Announcer {
    pub(crate) async fn server(&self, guild: GuildId) -> Result<Arc<Server>, Arc<StoreError>> {
        self.app.server(guild, wording::FALLBACK).await
    }

    pub(crate) async fn begin(
        &self,
        guild: GuildId,
    ) -> Result<Transaction<'static, Postgres>, DeliveryError> {
        Ok(begin_guild(&self.app.pool, guild).await?)
    }

    /// How long until deliveries are read, unless somebody wakes the outbox before.
    fn next_look(&self) -> Duration {
        let until = |it: Instant| it.saturating_duration_since(Instant::now());
        let retry = self.retry_at().map(until);
        retry.map_or(self.options.poll, |it| it.min(self.options.poll))
    }

    /// A delivery is due again after `wait`.
    fn retry_in(&self, wait: Duration) {
        let at = Instant::now() + wait;
        let mut retry_at = self.retry_at();
        *retry_at = Some(retry_at.map_or(at, |it| it.min(at)));
    }

    /// All that is due is about to be read; what is due later, soon after its time.
    fn reads_due(&self) {
        self.retry_at().take_if(|it| *it <= Instant::now());
    }

    fn retry_at(&self) -> MutexGuard<'_, Option<Instant>> {
        let retry_at = self.retry_at.lock();
        retry_at.unwrap_or_else(PoisonError::into_inner)
    }

    /// Servers whose results are about to be announced.
    fn with_results(&self) -> MutexGuard<'_, HashSet<GuildId>> {
        let with_results = self.with_results.lock();
        with_results.unwrap_or_else(PoisonError::into_inner)
    }
}
