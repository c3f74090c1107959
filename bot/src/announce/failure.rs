//! What follows when something could not be posted: another attempt, or a message to people about
//! it, once a day for each channel and reason.

use std::time::Duration;

use sha2::{Digest, Sha256};
use shared::id::{ChannelId, GuildId, MemberId};
use shared::member::{Member, NotifyBy};
use shared::ticket::TicketCode;
use store::notices::{self, Claim};
use wording::Catalogue;

use super::{Announcer, DeliveryError, Message, SendError};
use crate::views::undelivered::{self, Obstacle};

/// The wait before the second attempt; it doubles from there.
const BACK_OFF: Duration = Duration::from_secs(2);
/// The longest wait before the next attempt.
const BACK_OFF_MAX: Duration = Duration::from_secs(300);

/// Who can be informed when an announcement is not accepted.
#[derive(Clone, Debug, Default)]
pub(super) struct Contacts {
    /// Where the bets were typed.
    pub(super) typed_in: Option<ChannelId>,
    /// Whose slip it was.
    pub(super) slip: Option<(Member, TicketCode)>,
    /// Who asked for it as a direct message.
    pub(super) direct: Option<MemberId>,
}

impl Contacts {
    /// Those who read the channel where the bets were typed.
    pub(super) fn typed_in(channel: Option<ChannelId>) -> Self {
        Self {
            typed_in: channel,
            ..Self::default()
        }
    }
}

/// What follows a failed attempt. `in_doubt` says whether this or an earlier attempt may have sent
/// something.
///
/// # Errors
/// The same error, for the log, or that the database cannot be reached.
pub(super) async fn after_error(
    announcer: &Announcer,
    (claim, channel): (&Claim, Option<ChannelId>),
    error: DeliveryError,
    in_doubt: bool,
    contacts: &Contacts,
) -> Result<(), DeliveryError> {
    let DeliveryError::Send(error) = error else {
        return Err(error);
    };
    let key = &claim.key;
    let said = error.to_string();
    let token_lost = matches!(error, SendError::Refused { status: 401, .. });
    let mut tx = announcer.begin(key.guild).await?;
    if error.is_final() && !token_lost {
        if let (SendError::NoDirectMessages, Some(member)) = (&error, contacts.direct) {
            notices::stop_direct_messages(&mut tx, key.guild, member).await?;
        }
        let first = notices::fail(&mut tx, key, channel, &said).await?;
        tx.commit().await?;
        if let Some(channel) = channel.filter(|_| first) {
            inform(announcer, key.guild, channel, contacts, &error).await;
        }
    } else {
        // An attempt that certainly sent nothing leaves an earlier doubt as it was.
        let clear = error.certainly_not_done() && !in_doubt;
        let wait = back_off(claim.tries);
        notices::retry(&mut tx, key, wait, clear, &said).await?;
        tx.commit().await?;
        announcer.retry_in(wait);
    }
    Err(DeliveryError::Send(error))
}

/// The wait before the next attempt.
fn back_off(tries: i32) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    BACK_OFF.saturating_mul(1 << doublings).min(BACK_OFF_MAX)
}

/// Says so in another channel of the server, and to the member, where they asked for direct
/// messages. If neither arrives, the database still has it.
async fn inform(
    announcer: &Announcer,
    guild: GuildId,
    channel: ChannelId,
    contacts: &Contacts,
    error: &SendError,
) {
    let obstacle = match error {
        SendError::Forbidden => Obstacle::Permission,
        SendError::ChannelGone => Obstacle::ChannelGone,
        _ => return,
    };
    let Ok(server) = announcer.server(guild).await else {
        return;
    };
    let catalogue = Catalogue::get(&server.guild.locale);
    let day = announcer.app.clock.now().date_naive();
    let note = Message {
        content: undelivered::channel(catalogue, channel, obstacle),
        ..Message::default()
    };
    let settings = &server.settings;
    let others = [
        settings.results_channel,
        settings.slip_channel,
        contacts.typed_in,
    ];
    for other in others.into_iter().flatten().filter(|it| *it != channel) {
        let nonce = nonce(&format!("trouble/{guild}/{channel}/{day}"));
        if announcer.messenger.post(other, &note, &nonce).await.is_ok() {
            break;
        }
    }
    let Some((member, code)) = &contacts.slip else {
        return;
    };
    if member.notify == Some(NotifyBy::DirectMessage)
        && let Ok(direct) = announcer.messenger.direct(member.user).await
    {
        let note = Message {
            content: undelivered::slip(catalogue, channel, obstacle, code),
            ..Message::default()
        };
        let nonce = nonce(&format!("trouble/{guild}/{code}"));
        if let Err(error) = announcer.messenger.post(direct, &note, &nonce).await {
            tracing::info!("a member was not informed about an unposted slip: {error}");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let waits: Vec<_> = [1, 2, 3, 9, 40].map(|it| back_off(it).as_secs()).into();
        assert_eq!(waits, [2, 4, 8, 300, 300]);
    }
}
