//! A ticket was settled, and its owner asked for direct messages.

use shared::id::TicketId;
use shared::member::NotifyBy;
use shared::notice::NoticeKey;
use store::notices;

use super::failure::after_error;
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::views::direct;

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let ticket = TicketId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let slip = notices::slip_ticket(&mut tx, key.guild, ticket).await?;
    tx.commit().await?;
    let slip = match slip {
        None => return inner.finish(key, None, Some("no such ticket")).await,
        Some(slip) if slip.member.notify != Some(NotifyBy::DirectMessage) => {
            return inner.finish(key, None, Some("no longer asked for")).await;
        }
        Some(slip) if slip.ticket.settled_seq > key.sequence => {
            return inner.finish(key, None, Some("settled anew since")).await;
        }
        Some(slip) => slip,
    };
    let content = direct::content(&slip, &server, key.sequence);
    let mark = content.last_line();
    let message = Message {
        content,
        ..Message::default()
    };
    let sent = match inner.messenger.direct(slip.member.user).await {
        Ok(channel) => inner.post_once(&claim, channel, &message, &mark).await,
        Err(error) => Err(error.into()),
    };
    match sent {
        Ok(place) => inner.finish(key, Some(place), None).await,
        Err(error) => {
            if let DeliveryError::Send(SendError::NoDirectMessages) = &error {
                let mut tx = inner.begin(key.guild).await?;
                notices::stop_direct_messages(&mut tx, key.guild, slip.member.id).await?;
                tx.commit().await?;
            }
            after_error(inner, &claim, error, failure::Where::default()).await
        }
    }
}
