//! A game was moved or put off: those who bet on it are told once, where results are told. Its
//! slips are brought up to date, and so is its results message, where it has one.

use chrono::TimeDelta;
use shared::game::GameStatus;
use shared::id::GameId;
use shared::notice::NoticeKey;
use store::notices::{self, MovePage};
use wording::Catalogue;

use super::failure::after_error;
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure, results};
use crate::caches::Server;
use crate::views::moved;
use crate::views::results::own_bets;

/// A start that shifts by less is no news: slips show it, and nobody is told.
const NEWS_FROM: TimeDelta = TimeDelta::minutes(30);

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    notices::stamp_moved(&mut tx, key.guild, game).await?;
    let telling = notices::move_page(&mut tx, key.guild, game, key.sequence).await?;
    let settings = &server.settings;
    let chosen = settings.results_channel.or(settings.slip_channel);
    let told = telling.filter(is_news).and_then(|it| {
        let channel = claim.aimed_at().or(chosen).or(it.typed_in)?;
        Some((it, channel))
    });
    let Some((telling, channel)) = told else {
        notices::finish(&mut tx, key, None, Some("nothing to tell of")).await?;
        tx.commit().await?;
        inner.stamps.notify_one();
        return edit_results(inner, key, &server).await;
    };
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;
    inner.stamps.notify_one();
    let catalogue = Catalogue::get(&server.guild.locale);
    let content = moved::told(catalogue, &telling, key.sequence);
    let mark = content.last_line();
    let message = Message {
        content,
        components: vec![own_bets(catalogue, game)],
        ..Message::default()
    };
    match inner.post_once(&claim, channel, &message, &mark).await {
        Ok(place) => {
            edit_results(inner, key, &server).await?;
            inner.finish(key, Some(place), None).await
        }
        Err(error) => {
            let place = failure::Where {
                channel: Some(channel),
                typed_in: telling.typed_in,
                slip: None,
            };
            after_error(inner, &claim, error, place).await
        }
    }
}

/// Whether members need to read of it: not of a few minutes, not of what its result tells at once,
/// not of a move that another one has overtaken.
fn is_news(telling: &MovePage) -> bool {
    let shift = (telling.starts_at - telling.old_start).abs();
    let turned = telling.status != telling.old_status;
    let is_news = match telling.status {
        GameStatus::Postponed | GameStatus::Suspended => turned || shift >= NEWS_FROM,
        GameStatus::Scheduled => telling.old_status.is_off() || shift >= NEWS_FROM,
        _ => false,
    };
    is_news && !telling.is_over && !telling.bets.is_empty()
}

/// The game's results message says when it is played now, where bets on an earlier date were told
/// of already.
async fn edit_results(
    inner: &Inner,
    key: &NoticeKey,
    server: &Server,
) -> Result<(), DeliveryError> {
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let telling = notices::results_page(&mut tx, key.guild, game).await?;
    tx.commit().await?;
    let Some((telling, shown)) = telling.and_then(|it| it.message.map(|shown| (it, shown))) else {
        return Ok(());
    };
    let message = results::message(&telling, server);
    match inner.messenger.edit(shown.place, &message).await {
        // Somebody deleted it.
        Ok(()) | Err(SendError::MessageGone) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
