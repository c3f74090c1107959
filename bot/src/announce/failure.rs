//! What follows when something could not be posted: another try, or a word to people about it, once
//! a day for each channel and reason.

use sha2::{Digest, Sha256};
use shared::id::{ChannelId, GuildId};
use shared::member::{Member, NotifyBy};
use shared::ticket::TicketCode;
use store::notices::{self, Claim};
use wording::Catalogue;

use super::{DeliveryError, Inner, Message, SendError, back_off};
use crate::views::undelivered::{self, Obstacle};

/// Where something was to be told, and for whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Where {
    /// The channel that did not take it.
    pub(super) channel: Option<ChannelId>,
    /// Where the bet was typed.
    pub(super) typed_in: Option<ChannelId>,
    /// Whose slip it was.
    pub(super) slip: Option<(Member, TicketCode)>,
}

/// What to do after a send that did not go through.
pub(super) async fn after_error(
    inner: &Inner,
    claim: &Claim,
    error: DeliveryError,
    at: Where,
) -> Result<(), DeliveryError> {
    let DeliveryError::Send(error) = error else {
        return Err(error);
    };
    let key = &claim.key;
    let said = error.to_string();
    let token_lost = matches!(error, SendError::Refused { status: 401, .. });
    let mut tx = inner.begin(key.guild).await?;
    if error.is_final() && !token_lost {
        let first = notices::fail(&mut tx, key, at.channel, &said).await?;
        tx.commit().await?;
        if first {
            tell(inner, key.guild, &at, &error).await;
        }
    } else {
        // A try that is known not to have gone through leaves an earlier doubt as it was.
        let clear = error.certainly_not_done() && claim.doubt.is_none();
        let wait = back_off(claim.tries);
        notices::retry(&mut tx, key, wait, clear, &said).await?;
        tx.commit().await?;
        inner.look_again_in(wait);
    }
    Err(DeliveryError::Send(error))
}

/// Says so in another channel of the server, and to the member, where they asked for direct
/// messages. That neither goes through is no trouble of its own: the database has it.
async fn tell(inner: &Inner, guild: GuildId, place: &Where, error: &SendError) {
    let obstacle = match error {
        SendError::Forbidden => Obstacle::Permission,
        SendError::ChannelGone => Obstacle::ChannelGone,
        _ => return,
    };
    let (Some(channel), Ok(server)) = (place.channel, inner.server(guild).await) else {
        return;
    };
    let catalogue = Catalogue::get(&server.guild.locale);
    let day = inner.app.clock.now().date_naive();
    let note = Message {
        content: undelivered::channel(catalogue, channel, obstacle),
        ..Message::default()
    };
    let settings = &server.settings;
    let others = [
        settings.results_channel,
        settings.slip_channel,
        place.typed_in,
    ];
    for other in others.into_iter().flatten().filter(|it| *it != channel) {
        let nonce = nonce(&format!("trouble/{guild}/{channel}/{day}"));
        if inner.messenger.post(other, &note, &nonce).await.is_ok() {
            break;
        }
    }
    let Some((member, code)) = &place.slip else {
        return;
    };
    if member.notify == Some(NotifyBy::DirectMessage)
        && let Ok(direct) = inner.messenger.direct(member.user).await
    {
        let note = Message {
            content: undelivered::slip(catalogue, channel, obstacle, code),
            ..Message::default()
        };
        let nonce = nonce(&format!("trouble/{guild}/{code}"));
        if let Err(error) = inner.messenger.post(direct, &note, &nonce).await {
            tracing::info!("a member was not told of an unposted slip: {error}");
        }
    }
}

/// A nonce that follows from what the message is about.
pub(crate) fn nonce(about: &str) -> String {
    let hash = Sha256::digest(about.as_bytes());
    hash.iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
