//! A ticket was placed: post its slip, in the state that it has by now.

use shared::id::TicketId;
use shared::notice::NoticeKey;
use store::notices;

use super::failure::after_error;
use super::messenger::File;
use super::{DeliveryError, HOLD, Inner, Message, failure};
use crate::pictures::PictureError;
use crate::slips;

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let ticket = TicketId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let Some(slip) = notices::slip_ticket(&mut tx, key.guild, ticket).await? else {
        notices::finish(&mut tx, key, None, Some("no such ticket")).await?;
        tx.commit().await?;
        return Ok(());
    };
    if let Some(posted) = slip.slip {
        notices::finish(&mut tx, key, Some(posted.place), None).await?;
        tx.commit().await?;
        return Ok(());
    }
    let chosen = server.settings.slip_channel.unwrap_or(slip.channel);
    let channel = claim.aimed_at().unwrap_or(chosen);
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;

    let told = slips::message(&slip, &server);
    let mark = told.mark().to_owned();
    let shown_seq = told.shown_seq;
    let (message, complete) = with_picture(inner, told).await;
    let posted = match inner.post_once(&claim, channel, &message, &mark).await {
        Ok(posted) => posted,
        Err(error) => {
            let place = failure::Where {
                channel: Some(channel),
                typed_in: Some(slip.channel),
                slip: Some((slip.member.clone(), slip.ticket.code.clone())),
            };
            return after_error(inner, &claim, error, place).await;
        }
    };
    // What an earlier try showed is not known: it is brought up to date by an edit.
    let sure = claim.doubt.is_none();
    let shown_seq = if sure { shown_seq } else { 0 };
    let mut tx = inner.begin(key.guild).await?;
    notices::record_slip(
        &mut tx,
        key.guild,
        ticket,
        posted,
        shown_seq,
        complete && sure,
    )
    .await?;
    notices::finish(&mut tx, key, Some(posted), None).await?;
    tx.commit().await?;
    if !(complete && sure) {
        inner.stamps.notify_one();
    }
    Ok(())
}

/// The message with its picture, or, when too many wait to be drawn, without: that comes later.
async fn with_picture(inner: &Inner, told: slips::SlipMessage) -> (Message, bool) {
    let drawn = inner.pictures.draw_if_free(told.view).await;
    let complete = !matches!(drawn, Err(PictureError::Busy));
    let file = match drawn {
        Ok(bytes) => Some(File {
            name: told.filename,
            alt: told.alt,
            bytes,
        }),
        Err(error) => {
            tracing::warn!("a slip goes out without its picture: {error}");
            None
        }
    };
    let message = Message {
        content: told.content,
        components: told.components,
        file,
        ..Message::default()
    };
    (message, complete)
}
