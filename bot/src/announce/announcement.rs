//! What all announcements have in common. A delivery is claimed, and what it says is read in the
//! same transaction; its message is sent once, whatever happened to earlier attempts; then the
//! delivery is finished. What fails is tried again, or reported to people.
//!
//! A process may die between any two of these steps. The claim then expires, and whoever takes the
//! delivery over knows that an attempt may have been sent, when, and to which channel.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use shared::id::ChannelId;
use shared::notice::NoticeKey;
use sqlx::{PgConnection, Postgres, Transaction};
use store::notices::{self, Claim, MessagePlace};
use wording::Catalogue;

use super::destination::Destination;
use super::failure::{Contacts, after_error};
use super::{Announcer, DeliveryError, Message, SendError};
use crate::caches::Server;
use crate::spans;

/// How long a claim holds before somebody else may take the delivery over.
const HOLD: Duration = Duration::from_secs(20);
/// How long a repeated nonce is trusted to give the same message. Discord says minutes.
const NONCE_MEMORY: Duration = Duration::from_secs(120);
/// How much further back and ahead a message in doubt is looked for: two clocks are compared.
const LOOK_BACK_MS: i64 = 10 * 60 * 1_000;

/// One kind of announcement: what it says, where, and what else it does. [`announce`] does
/// everything that the kinds have in common, and calls these in the order in which they stand here.
pub(super) trait Announcement: Sized + Send + Sync {
    /// Reads what there is to say, in the transaction that claims the delivery.
    fn load(
        conn: &mut PgConnection,
        key: &NoticeKey,
    ) -> impl Future<Output = Result<Loaded<Self>, DeliveryError>> + Send;

    /// Where it goes.
    fn destination(&self, server: &Server) -> Destination;

    /// What it says.
    fn message(&mut self, attempt: &Attempt<'_>) -> impl Future<Output = Message> + Send;

    /// A text or a custom id that this message has, and no other message in its channel. A message
    /// that may have been sent is looked for by it.
    fn marker(&self, message: &Message) -> String {
        message.content.last_line()
    }

    /// Brings the message to a channel: on its own, and once.
    fn post(
        &self,
        attempt: &Attempt<'_>,
        channel: ChannelId,
        message: &Message,
    ) -> impl Future<Output = Result<MessagePlace, DeliveryError>> + Send {
        async move {
            let marker = self.marker(message);
            attempt.post_once(channel, message, &marker).await
        }
    }

    /// What follows in other messages, before the delivery counts as done: when it fails, all of it
    /// is done again, so it does no harm twice. `place` is `None` where nothing was sent.
    fn after_posted(
        &self,
        _attempt: &Attempt<'_>,
        _place: Option<MessagePlace>,
    ) -> impl Future<Output = Result<(), DeliveryError>> + Send {
        async { Ok(()) }
    }

    /// Records the message, in the transaction that finishes the delivery.
    fn record(
        &self,
        _conn: &mut PgConnection,
        _attempt: &Attempt<'_>,
        _place: MessagePlace,
    ) -> impl Future<Output = Result<(), DeliveryError>> + Send {
        async { Ok(()) }
    }

    /// Whether slips are out of date once it is done.
    fn leaves_stamps(&self) -> bool {
        false
    }

    /// Who can be informed where Discord does not accept it.
    fn contacts(&self) -> Contacts;
}

/// What was found when an announcement was read.
pub(super) enum Loaded<A> {
    /// Something to announce.
    Announce(A),
    /// A message that says so already.
    Posted(MessagePlace),
    /// Nothing, and why.
    Nothing(&'static str),
}

/// One attempt at a delivery.
pub(super) struct Attempt<'a> {
    pub(super) announcer: &'a Announcer,
    pub(super) server: Arc<Server>,
    claim: Claim,
}

/// An attempt that failed.
struct Failed {
    error: DeliveryError,
    /// Whether its message was sent before that.
    was_sent: bool,
}

impl Failed {
    fn before(error: impl Into<DeliveryError>) -> Self {
        Self {
            error: error.into(),
            was_sent: false,
        }
    }

    fn after(error: impl Into<DeliveryError>) -> Self {
        Self {
            error: error.into(),
            was_sent: true,
        }
    }
}

/// Delivers one announcement, unless somebody else does.
///
/// # Errors
/// [`DeliveryError`], for the log: what follows from it was done.
pub(super) async fn announce<A: Announcement>(
    announcer: &Announcer,
    key: &NoticeKey,
) -> Result<(), DeliveryError> {
    let server = announcer.server(key.guild).await?;
    let mut tx = announcer.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    if let Some(interaction) = claim.interaction {
        spans::delivers_for(interaction);
    }
    let mut announcement = match A::load(&mut tx, key).await? {
        Loaded::Announce(announcement) => announcement,
        Loaded::Posted(place) => return finish(tx, key, Some(place), None).await,
        Loaded::Nothing(why) => return finish(tx, key, None, Some(why)).await,
    };
    let mut destination = announcement.destination(&server);
    if let Destination::Channel(chosen) = destination {
        let channel = claim.aimed_at().unwrap_or(chosen);
        notices::aim(&mut tx, key, channel).await?;
        destination = Destination::Channel(channel);
    }
    tx.commit().await?;

    let attempt = Attempt {
        announcer,
        server,
        claim,
    };
    let Err(failed) = attempt.deliver(&mut announcement, destination).await else {
        if announcement.leaves_stamps() {
            announcer.stamps.notify_one();
        }
        if claim.interaction.is_some() {
            tracing::info!("{} {} is posted", key.kind, key.subject);
        }
        return Ok(());
    };
    if let DeliveryError::Send(SendError::MessageGone) = failed.error {
        let tx = attempt.begin().await?;
        return finish(tx, key, None, Some("the message is gone")).await;
    }
    let contacts = announcement.contacts();
    let doubt = failed.was_sent || attempt.is_in_doubt();
    let about = (&attempt.claim, destination.channel());
    after_error(announcer, about, failed.error, doubt, &contacts).await
}

/// The delivery is done, or there is nothing to deliver.
async fn finish(
    mut tx: Transaction<'static, Postgres>,
    key: &NoticeKey,
    place: Option<MessagePlace>,
    note: Option<&str>,
) -> Result<(), DeliveryError> {
    notices::finish(&mut tx, key, place, note).await?;
    tx.commit().await?;
    Ok(())
}

impl Attempt<'_> {
    pub(super) const fn key(&self) -> &NoticeKey {
        &self.claim.key
    }

    pub(super) fn catalogue(&self) -> Catalogue {
        Catalogue::get(&self.server.guild.locale)
    }

    /// Whether an earlier attempt may have been sent.
    pub(super) const fn is_in_doubt(&self) -> bool {
        self.claim.doubt.is_some()
    }

    /// A transaction for the server.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Postgres>, DeliveryError> {
        self.announcer.begin(self.claim.key.guild).await
    }

    async fn deliver<A: Announcement>(
        &self,
        announcement: &mut A,
        destination: Destination,
    ) -> Result<(), Failed> {
        let (place, note) = match destination {
            Destination::Nowhere(why) => (None, Some(why)),
            destination => {
                let message = announcement.message(self).await;
                let sent = self.send(announcement, destination, &message).await;
                (sent.map_err(Failed::before)?, None)
            }
        };
        let followed = announcement.after_posted(self, place).await;
        followed.map_err(Failed::after)?;
        let recorded = async {
            let mut tx = self.begin().await?;
            if let Some(place) = place {
                announcement.record(&mut tx, self, place).await?;
            }
            finish(tx, self.key(), place, note).await
        };
        recorded.await.map_err(Failed::after)
    }

    async fn send<A: Announcement>(
        &self,
        announcement: &A,
        destination: Destination,
        message: &Message,
    ) -> Result<Option<MessagePlace>, DeliveryError> {
        let messenger = &self.announcer.messenger;
        let channel = match destination {
            Destination::Nowhere(_) => return Ok(None),
            Destination::Message(place) => {
                messenger.edit(place, message).await?;
                return Ok(Some(place));
            }
            Destination::Channel(channel) => channel,
            Destination::Direct(user) => messenger.direct(user).await?,
        };
        announcement.post(self, channel, message).await.map(Some)
    }

    /// Posts a message of which there must be only one, whatever happened to earlier attempts.
    /// `marker` tells it from every other message in the channel.
    pub(super) async fn post_once(
        &self,
        channel: ChannelId,
        message: &Message,
        marker: &str,
    ) -> Result<MessagePlace, DeliveryError> {
        let messenger = &self.announcer.messenger;
        let memory = NONCE_MEMORY.as_secs().cast_signed();
        if let Some(doubt) = self.claim.doubt
            && (doubt.until.is_some() || doubt.age.num_seconds() >= memory)
        {
            let since = doubt.since.timestamp_millis() - LOOK_BACK_MS;
            let until = doubt.until.map(|it| it.timestamp_millis() + LOOK_BACK_MS);
            let found = messenger.find(channel, marker, since, until).await?;
            if let Some(message) = found {
                tracing::info!("a message in doubt was found in channel {channel}");
                return Ok(MessagePlace { channel, message });
            }
            let mut tx = self.begin().await?;
            notices::restart(&mut tx, self.key()).await?;
            tx.commit().await?;
        }
        let nonce = self.key().nonce();
        Ok(messenger.post(channel, message, &nonce).await?)
    }
}
