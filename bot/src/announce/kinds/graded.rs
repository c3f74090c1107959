//! A bet written by hand was graded: announced without a sound and without a ping, and together
//! with others that were graded shortly before.

use chrono::TimeDelta;
use shared::id::ChannelId;
use store::notices::MessagePlace;
use twilight_model::channel::message::MessageFlags;
use wording::{Catalogue, Said};

use crate::announce::announcement::Attempt;
use crate::announce::{DeliveryError, Message, SendError};
use crate::discord::reply::CONTENT_CHARS_MAX;
use crate::views::corrected::{self, CorrectionPage, GRADED_FOOT};

/// For how long bets that people grade are added to the message of those graded before.
const BATCH_FOR: TimeDelta = TimeDelta::minutes(10);

/// What is said about one bet.
pub(super) fn message(page: &CorrectionPage, catalogue: Catalogue) -> Message {
    Message {
        content: corrected::graded(page, catalogue),
        flags: Some(MessageFlags::SUPPRESS_NOTIFICATIONS),
        ..Message::default()
    }
}

/// Adds it to the message about bets that were graded shortly before, or posts it on its own.
pub(super) async fn post(
    attempt: &Attempt<'_>,
    channel: ChannelId,
    message: &Message,
    marker: &str,
) -> Result<MessagePlace, DeliveryError> {
    // One at a time, so that none edits away what another one just added.
    let _alone = attempt.announcer.grading.lock().await;
    let messenger = &attempt.announcer.messenger;
    let since = attempt.announcer.app.clock.now() - BATCH_FOR;
    let earlier = match messenger.find_text(channel, GRADED_FOOT, since).await {
        Ok(earlier) => earlier,
        // Reading a channel is a permission of its own; without it each has its message.
        Err(SendError::Forbidden) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some((earlier, text)) = earlier {
        let place = MessagePlace {
            channel,
            message: earlier,
        };
        if text.contains(marker) {
            return Ok(place);
        }
        let content = wording::lines([Said::ours(text), message.content.clone()]);
        if content.discord_chars() <= CONTENT_CHARS_MAX {
            let both = Message {
                content,
                ..Message::default()
            };
            match messenger.edit(place, &both).await {
                Ok(()) => return Ok(place),
                // Somebody deleted it in the meantime.
                Err(SendError::MessageGone) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    attempt.post_once(channel, message, marker).await
}
