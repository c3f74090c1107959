//! A game's tickets were settled: one message for the game in a server, edited when the result
//! is corrected.

pub(super) mod resettled;

use shared::id::GameId;
use shared::notice::NoticeKey;
use store::notices::{self, Claim, ResultsPage};
use wording::Catalogue;

use super::failure::after_error;
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::features::tickets;
use crate::views::results;

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let telling = notices::results_page(&mut tx, key.guild, game).await?;
    let Some(telling) = telling.filter(|it| !it.lines.is_empty()) else {
        notices::finish(&mut tx, key, None, Some("no tickets to tell of")).await?;
        tx.commit().await?;
        return Ok(());
    };
    let settings = &server.settings;
    let chosen = settings.results_channel.or(settings.slip_channel);
    let posted = telling.message.map(|it| it.place.channel);
    let channel = posted.or(claim.aimed_at()).or(chosen).or(telling.typed_in);
    let Some(channel) = channel else {
        notices::finish(&mut tx, key, None, Some("no channel")).await?;
        tx.commit().await?;
        return Ok(());
    };
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;

    let place = failure::Where {
        channel: Some(channel),
        typed_in: telling.typed_in,
        slip: None,
    };
    match bring_out(inner, &claim, channel, &telling, &server).await {
        Ok(()) => Ok(()),
        Err(DeliveryError::Send(SendError::MessageGone)) => {
            inner.finish(key, None, Some("the message is gone")).await
        }
        Err(error) => after_error(inner, &claim, error, place).await,
    }
}

/// Posts the game's message, or edits the one that is there.
async fn bring_out(
    inner: &Inner,
    claim: &Claim,
    channel: shared::id::ChannelId,
    telling: &ResultsPage,
    server: &Server,
) -> Result<(), DeliveryError> {
    let key = &claim.key;
    let game = telling.game.id;
    let message = message(telling, server);
    let place = match telling.message {
        Some(shown) if shown.shown_version >= key.sequence => shown.place,
        // What told of bets on an earlier date may stand far up in the channel by now: that the
        // game was played is news of its own.
        Some(shown) if !is_partial(telling, shown.shown_version) => {
            inner.messenger.edit(shown.place, &message).await?;
            resettled::tell(inner, claim, shown.place, telling, server).await?;
            resettled::edit_beside(inner, key, server).await?;
            shown.place
        }
        _ => {
            let mark = tickets::Button::OnGame { game }.custom_id();
            let place = inner.post_once(claim, channel, &message, &mark).await?;
            if claim.doubt.is_some() {
                // An earlier try may have shown less.
                inner.messenger.edit(place, &message).await?;
            }
            place
        }
    };
    let mut tx = inner.begin(key.guild).await?;
    notices::record_results_message(&mut tx, key.guild, game, place, key.sequence).await?;
    notices::stamp_game(&mut tx, key.guild, game, key.sequence).await?;
    notices::finish(&mut tx, key, Some(place), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether that version decided only bets on starts that were given up.
fn is_partial(telling: &ResultsPage, version: i32) -> bool {
    let mut results = telling.results.iter();
    results.any(|it| it.version == version && it.is_partial())
}

/// What the message of a game says by now.
pub(super) fn message(telling: &ResultsPage, server: &Server) -> Message {
    let catalogue = Catalogue::get(&server.guild.locale);
    let (content, pings) = results::content(telling, catalogue);
    Message {
        content,
        components: vec![results::own_bets(catalogue, telling.game.id)],
        pings,
        ..Message::default()
    }
}
