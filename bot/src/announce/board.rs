//! The standing board: one message in a server, edited as games come and go and prices move.
//!
//! What is wanted stands in Postgres (`guilds.board_channel_id`); this loop makes it so. An
//! unchanged board is not edited, and none more often than every fifteen seconds.

use std::collections::HashMap;
use std::sync::Arc;

use runtime::pulse::Pulse;
use sha2::{Digest, Sha256};
use shared::id::{ChannelId, GuildId, MessageId};
use store::board::Board;
use store::notices::{self, MessagePlace};
use store::{begin_guild, guilds};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use twilight_model::channel::message::{Component, MessageFlags};

use super::{Announcer, DeliveryError, Message, SendError, nonce};
use crate::discord::custom_id::ComponentId;
use crate::offers;
use crate::views::board;

/// How far back an unrecorded board is looked for after a start, in milliseconds.
const LOOK_BACK_MS: i64 = 10 * 60 * 1_000;

/// Keeps boards up to date until `stop`.
pub(crate) async fn run(announcer: Arc<Announcer>, stop: CancellationToken, pulse: Pulse) {
    let mut keeper = Keeper {
        announcer,
        pulse,
        edited: HashMap::new(),
        posted: HashMap::new(),
    };
    loop {
        keeper.look_at_all(&stop).await;
        let every = keeper.announcer.options.board_every;
        let woken = tokio::select! {
            () = stop.cancelled() => return,
            () = keeper.announcer.app.nudges.boards.notified() => true,
            () = tokio::time::sleep(every) => false,
        };
        if woken {
            // Prices move in bursts: what follows within a moment goes out with it.
            tokio::time::sleep(keeper.announcer.options.poll / 4).await;
        }
    }
}

struct Keeper {
    announcer: Arc<Announcer>,
    /// Beats at every board, of which there may be many.
    pulse: Pulse,
    /// When each board was last edited.
    edited: HashMap<MessageId, Instant>,
    /// What this process has posted, and how often.
    posted: HashMap<GuildId, u32>,
}

impl Keeper {
    async fn look_at_all(&mut self, stop: &CancellationToken) {
        self.pulse.beat();
        let guilds = match guilds::with_boards(
            &self.announcer.app.pool,
            self.announcer.options.shards,
        )
        .await
        {
            Ok(guilds) => guilds,
            Err(error) => {
                tracing::warn!("standing boards cannot be read: {error}");
                return;
            }
        };
        if guilds.is_empty() {
            return;
        }
        let offered = match self.announcer.app.board().await {
            Ok(offered) => offered,
            Err(error) => {
                tracing::warn!("the board cannot be read: {error}");
                return;
            }
        };
        for guild in guilds {
            if stop.is_cancelled() {
                return;
            }
            self.pulse.beat();
            if let Err(error) = self.look_at(guild, &offered).await {
                tracing::warn!("the standing board of {guild} was not kept up: {error}");
            }
        }
    }

    async fn look_at(&mut self, guild: GuildId, offered: &Board) -> Result<(), DeliveryError> {
        let server = self.announcer.server(guild).await?;
        let mut tx = begin_guild(&self.announcer.app.pool, guild).await?;
        let row = guilds::find(&mut tx, guild).await?;
        tx.commit().await?;
        let Some(row) = row else { return Ok(()) };
        let Some(channel) = row.board_channel else {
            return Ok(());
        };
        let now = self.announcer.app.clock.now();
        let open = offers::open(offered, now, None);
        let parts = board::parts(&open, &server);
        let digest = digest(&parts);
        let message = Message {
            components: parts,
            flags: Some(MessageFlags::IS_COMPONENTS_V2 | MessageFlags::SUPPRESS_NOTIFICATIONS),
            ..Message::default()
        };
        match row.board_message {
            None => self.post(guild, channel, &message, &digest).await,
            Some(shown) if row.board_digest.as_deref() != Some(&digest) => {
                let place = MessagePlace {
                    channel,
                    message: shown,
                };
                self.edit(guild, place, &message, &digest).await
            }
            Some(_) => Ok(()),
        }
    }

    async fn post(
        &mut self,
        guild: GuildId,
        channel: ChannelId,
        message: &Message,
        digest: &str,
    ) -> Result<(), DeliveryError> {
        let count = self.posted.entry(guild).or_default();
        *count += 1;
        let announcer = &self.announcer;
        let now = announcer.app.clock.now();
        // Only a process that has just begun may have died between posting and recording.
        let mut found = None;
        if *count == 1 {
            let since = now.timestamp_millis() - LOOK_BACK_MS;
            let mark = board::all_games().custom_id();
            found = match announcer.messenger.find(channel, &mark, since, None).await {
                // Posting will say what is missing.
                Err(SendError::Forbidden) => None,
                looked => looked?,
            };
        }
        let place = match found {
            Some(message) => MessagePlace { channel, message },
            None => {
                let about = format!("board/{guild}/{channel}/{count}/{}", now.timestamp() / 60);
                match announcer
                    .messenger
                    .post(channel, message, &nonce(&about))
                    .await
                {
                    Ok(place) => place,
                    Err(error) => {
                        if error.is_final() {
                            self.off(guild, None).await?;
                        }
                        return Err(error.into());
                    }
                }
            }
        };
        let mut tx = begin_guild(&self.announcer.app.pool, guild).await?;
        guilds::board_posted(&mut tx, guild, channel, place.message, digest).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn edit(
        &mut self,
        guild: GuildId,
        place: MessagePlace,
        message: &Message,
        digest: &str,
    ) -> Result<(), DeliveryError> {
        let every = self.announcer.options.board_every;
        let last = self.edited.get(&place.message);
        if last.is_some_and(|it| it.elapsed() < every) {
            return Ok(());
        }
        self.edited.insert(place.message, Instant::now());
        match self.announcer.messenger.edit(place, message).await {
            Ok(()) => {
                let mut tx = begin_guild(&self.announcer.app.pool, guild).await?;
                notices::board_shown(&mut tx, guild, place.message, digest).await?;
                tx.commit().await?;
                Ok(())
            }
            Err(error) => {
                if matches!(error, SendError::MessageGone | SendError::ChannelGone) {
                    self.edited.remove(&place.message);
                    self.off(guild, Some(place.message)).await?;
                }
                Err(error.into())
            }
        }
    }

    /// The board is gone, or cannot be posted: it is no longer kept up.
    async fn off(&self, guild: GuildId, message: Option<MessageId>) -> Result<(), DeliveryError> {
        let mut tx = begin_guild(&self.announcer.app.pool, guild).await?;
        match message {
            Some(message) => notices::board_gone(&mut tx, guild, message).await?,
            None => guilds::want_board(&mut tx, guild, None).await?,
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The digest of what the board shows.
fn digest(parts: &[Component]) -> String {
    let shown = serde_json::to_vec(parts).unwrap_or_default();
    let hash = Sha256::digest(&shown);
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
