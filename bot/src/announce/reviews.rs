//! A game is under review: everybody is told once, where results are told. Once it is over, the
//! same message says how it ended.

use shared::id::GameId;
use shared::notice::NoticeKey;
use store::notices;
use wording::{Catalogue, Said};

use super::failure::after_error;
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::views::results::own_bets;
use crate::views::review;

pub(super) async fn opened(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let catalogue = Catalogue::get(&server.guild.locale);
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let telling = notices::review_page(&mut tx, key.guild, game, key.sequence).await?;
    let open = telling.and_then(|it| it.open.clone().map(|open| (it, open)));
    let Some((telling, open)) = open else {
        notices::finish(&mut tx, key, None, Some("over before it was told")).await?;
        tx.commit().await?;
        return Ok(());
    };
    let settings = &server.settings;
    let chosen = settings.results_channel.or(settings.slip_channel);
    let Some(channel) = claim.aimed_at().or(chosen).or(telling.typed_in) else {
        notices::finish(&mut tx, key, None, Some("no channel")).await?;
        tx.commit().await?;
        return Ok(());
    };
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;

    let correct = inner.app.mention("admin correct-result");
    let content = review::opened(catalogue, &telling, &open, &correct);
    let mark = content.last_line();
    let message = message(catalogue, content, game);
    match inner.post_once(&claim, channel, &message, &mark).await {
        Ok(place) => inner.finish(key, Some(place), None).await,
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

pub(super) async fn ended(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let catalogue = Catalogue::get(&server.guild.locale);
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let telling = notices::review_page(&mut tx, key.guild, game, key.sequence).await?;
    tx.commit().await?;
    let told = telling.and_then(|it| Some((it.message?, it.end.clone()?, it)));
    let Some((place, end, telling)) = told else {
        return inner.finish(key, None, Some("it was never told")).await;
    };
    let content = review::ended(catalogue, &telling, &end, key.sequence);
    let message = message(catalogue, content, game);
    match inner.messenger.edit(place, &message).await {
        Ok(()) => inner.finish(key, Some(place), None).await,
        Err(SendError::MessageGone) => inner.finish(key, None, Some("the message is gone")).await,
        Err(error) => {
            let place = failure::Where {
                channel: Some(place.channel),
                typed_in: telling.typed_in,
                slip: None,
            };
            after_error(inner, &claim, error.into(), place).await
        }
    }
}

fn message(catalogue: Catalogue, content: Said, game: GameId) -> Message {
    Message {
        content,
        components: vec![own_bets(catalogue, game)],
        ..Message::default()
    }
}
