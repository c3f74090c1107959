//! An admin corrected something: everybody concerned is told, once, where results are told. The
//! slips of the tickets are stamped besides, as after every settlement.

use std::collections::HashMap;

use chrono::TimeDelta;
use shared::id::{ChannelId, CorrectionId, GameId};
use shared::notice::NoticeKey;
use store::corrections::{self, CorrectionAction};
use store::notices::{self, Claim, MessagePlace};
use twilight_model::channel::message::MessageFlags;
use wording::{Catalogue, Said};

use super::failure::after_error;
use super::results::resettled::{BESIDE_MAX, edit_again};
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::caches::Server;
use crate::discord::reply::CONTENT_CHARS_MAX;
use crate::views::corrected::{self, CorrectionPage};
use crate::views::correction;

/// For how long bets that people grade are added to the message of those graded before.
const BATCH_FOR: TimeDelta = TimeDelta::minutes(10);
pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let id = CorrectionId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let Some(page) = load(&mut tx, key, id).await? else {
        notices::finish(&mut tx, key, None, Some("no such correction")).await?;
        tx.commit().await?;
        return Ok(());
    };
    let settings = &server.settings;
    let chosen = settings.results_channel.or(settings.slip_channel);
    let channel = claim.aimed_at().or(chosen);
    let channel = channel.unwrap_or(page.correction.channel);
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;

    let told = async {
        let place = match page.correction.asked {
            CorrectionAction::Grade { .. } => {
                graded(inner, &claim, channel, &page, &server).await?
            }
            _ => {
                let catalogue = Catalogue::get(&server.guild.locale);
                let (content, pings) = corrected::content(&page, catalogue);
                let mark = content.last_line();
                let message = Message {
                    content,
                    pings,
                    ..Message::default()
                };
                inner.post_once(&claim, channel, &message, &mark).await?
            }
        };
        // What the results said of these tickets is over.
        let mut tx = inner.begin(key.guild).await?;
        let tickets: Vec<_> = page.tickets.iter().map(|(it, _)| it.ticket).collect();
        let games = notices::results_of(&mut tx, key.guild, &tickets, BESIDE_MAX).await?;
        tx.commit().await?;
        edit_again(inner, key.guild, &server, &games).await?;
        Ok(place)
    };
    match told.await {
        Ok(place) => inner.finish(key, Some(place), None).await,
        Err(error) => {
            let place = failure::Where {
                channel: Some(channel),
                typed_in: Some(page.correction.channel),
                slip: None,
            };
            after_error(inner, &claim, error, place).await
        }
    }
}

/// Bets that people grade are told without a sound and without a ping, and those that are graded
/// one after the other in one message.
async fn graded(
    inner: &Inner,
    claim: &Claim,
    channel: ChannelId,
    page: &CorrectionPage,
    server: &Server,
) -> Result<MessagePlace, DeliveryError> {
    let catalogue = Catalogue::get(&server.guild.locale);
    let said = corrected::graded(page, catalogue);
    let mark = said.last_line();
    // One at a time, so that none edits away what another one just added.
    let _alone = inner.grading.lock().await;
    let since = inner.app.clock.now() - BATCH_FOR;
    let own = inner
        .messenger
        .find_text(channel, corrected::GRADED_FOOT, since)
        .await;
    let earlier = match own {
        Ok(earlier) => earlier,
        // Reading a channel is a permission of its own; without it each has its message.
        Err(SendError::Forbidden) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some((message, before)) = earlier {
        let place = MessagePlace { channel, message };
        if before.contains(&mark) {
            return Ok(place);
        }
        let together = wording::lines([Said::ours(before), said.clone()]);
        if together.discord_chars() <= CONTENT_CHARS_MAX {
            let message = Message {
                content: together,
                ..Message::default()
            };
            inner.messenger.edit(place, &message).await?;
            return Ok(place);
        }
    }
    let message = Message {
        content: said,
        flags: Some(MessageFlags::SUPPRESS_NOTIFICATIONS),
        ..Message::default()
    };
    inner.post_once(claim, channel, &message, &mark).await
}

async fn load(
    conn: &mut sqlx::PgConnection,
    key: &NoticeKey,
    id: CorrectionId,
) -> Result<Option<CorrectionPage>, DeliveryError> {
    let guild = key.guild;
    let Some(correction) = corrections::by_id(conn, guild, id).await? else {
        return Ok(None);
    };
    let tickets = corrections::corrected_tickets(conn, guild, id).await?;
    let heads = corrections::ticket_heads(conn, guild, &correction::tickets_of(&tickets)).await?;
    let mut heads: HashMap<_, _> = heads.into_iter().map(|it| (it.ticket, it)).collect();
    let game = match correction.asked {
        CorrectionAction::Result { game, .. } => Some(game),
        _ => None,
    };
    let games: Vec<GameId> = game.into_iter().collect();
    let games = store::board::games(conn, &games).await?;
    let tickets = tickets.into_iter().filter(|it| it.sequence.is_some());
    let tickets = tickets.filter_map(|it| {
        let head = heads.remove(&it.ticket)?;
        Some((it, head))
    });
    Ok(Some(CorrectionPage {
        tickets: tickets.collect(),
        members: corrections::corrected_members(conn, guild, id).await?,
        games: games.into_iter().map(|it| (it.id, it)).collect(),
        correction,
    }))
}
