//! Tells people that something could not be told: once a day for each channel and reason.

use sha2::{Digest, Sha256};
use shared::id::{ChannelId, GuildId};
use shared::member::{Member, NotifyBy};
use shared::ticket::TicketCode;
use wording::{Catalogue, Said};

use super::{Inner, Message, SendError};

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

/// Says so in another channel of the server, and to the member, where they asked for direct
/// messages. That neither goes through is no trouble of its own: the database has it.
pub(super) async fn tell(inner: &Inner, guild: GuildId, place: &Where, error: &SendError) {
    let reason = match error {
        SendError::Forbidden => "trouble-permission",
        SendError::ChannelGone => "trouble-channel",
        _ => return,
    };
    let (Some(channel), Ok(server)) = (place.channel, inner.server(guild).await) else {
        return;
    };
    let catalogue = Catalogue::get(&server.guild.locale);
    let reason = catalogue.say(reason);
    let day = inner.app.clock.now().date_naive();
    let places = [
        ("channel", Said::from(channel).into()),
        ("reason", (&reason).into()),
    ];
    let note = Message {
        content: catalogue.line("trouble-post", &places),
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
        if inner.line.post(other, &note, &nonce).await.is_ok() {
            break;
        }
    }
    let Some((member, code)) = &place.slip else {
        return;
    };
    if member.notify == Some(NotifyBy::DirectMessage)
        && let Ok(direct) = inner.line.direct(member.user).await
    {
        let places = [
            ("channel", Said::from(channel).into()),
            ("reason", reason.into()),
            ("code", code.into()),
        ];
        let note = Message {
            content: catalogue.line("trouble-slip", &places),
            ..Message::default()
        };
        let nonce = nonce(&format!("trouble/{guild}/{code}"));
        if let Err(error) = inner.line.post(direct, &note, &nonce).await {
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
