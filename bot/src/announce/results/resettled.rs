//! A corrected result changed tickets that were settled: their owners are told, as they asked to
//! be, and what other games' messages say of them is brought up to date.

use shared::id::{GameId, GuildId};
use shared::member::NotifyBy;
use shared::notice::NoticeKey;
use store::notices::{self, Claim, MessagePlace, Resettled, ResultsPage};
use wording::Catalogue;

use super::message;
use crate::announce::{DeliveryError, Inner, Message};
use crate::caches::Server;
use crate::views::resettled;

/// The most other messages that are edited after one correction.
pub(in crate::announce) const BESIDE_MAX: i64 = 50;

/// Mentions those whose tickets changed and who asked to be mentioned, beside the message: an edit
/// rings for nobody. Who asked for direct messages gets one with the settlement.
pub(super) async fn tell(
    inner: &Inner,
    claim: &Claim,
    place: MessagePlace,
    telling: &ResultsPage,
    server: &Server,
) -> Result<(), DeliveryError> {
    let key = &claim.key;
    let (guild, game) = (key.guild, telling.game.id);
    let mut tx = inner.begin(guild).await?;
    let changed = notices::resettled(&mut tx, guild, game, key.sequence).await?;
    tx.commit().await?;
    let asked = |it: &&Resettled| it.notify == Some(NotifyBy::Ping) && it.before != it.after;
    let changed: Vec<&Resettled> = changed.iter().filter(asked).collect();
    let catalogue = Catalogue::get(&server.guild.locale);
    let Some((content, pings)) = resettled::content(telling, key.sequence, &changed, catalogue)
    else {
        return Ok(());
    };
    let mark = content.last_line();
    let message = Message {
        content,
        pings,
        ..Message::default()
    };
    inner
        .post_once(claim, place.channel, &message, &mark)
        .await?;
    Ok(())
}

/// Brings the messages of other games up to date that list a parlay which this game's correction
/// changed.
pub(super) async fn edit_beside(
    inner: &Inner,
    key: &NoticeKey,
    server: &Server,
) -> Result<(), DeliveryError> {
    let guild = key.guild;
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(guild).await?;
    let about = (game, key.sequence);
    let others = notices::results_beside(&mut tx, guild, about, BESIDE_MAX).await?;
    tx.commit().await?;
    edit_again(inner, guild, server, &others).await
}

/// Brings the results messages of these games up to date.
pub(in crate::announce) async fn edit_again(
    inner: &Inner,
    guild: GuildId,
    server: &Server,
    games: &[GameId],
) -> Result<(), DeliveryError> {
    for game in games {
        let mut tx = inner.begin(guild).await?;
        let telling = notices::results_page(&mut tx, guild, *game).await?;
        tx.commit().await?;
        let shown = telling.and_then(|it| Some((it.message?, it)));
        let Some((shown, telling)) = shown else {
            continue;
        };
        let message = message(&telling, server);
        match inner.messenger.edit(shown.place, &message).await {
            Ok(()) => {}
            // One message that is gone for good does not keep the others from being told.
            Err(error) if error.is_final() => {
                tracing::warn!(game.id = %game, "a results message stays as it was: {error}");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
