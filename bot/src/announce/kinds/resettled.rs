//! A corrected result changed tickets that were settled: their owners are informed, as they asked
//! to be.

use shared::member::NotifyBy;
use store::notices::{self, MessagePlace, Resettled, ResultsPage};

use crate::announce::announcement::Attempt;
use crate::announce::{DeliveryError, Message};
use crate::views::resettled;

/// Mentions those whose tickets changed and who asked to be mentioned, beside the results message:
/// an edit rings for nobody. Those who asked for direct messages get one with the settlement.
pub(super) async fn mention(
    attempt: &Attempt<'_>,
    place: MessagePlace,
    page: &ResultsPage,
) -> Result<(), DeliveryError> {
    let key = attempt.key();
    let mut tx = attempt.begin().await?;
    let changed = notices::resettled(&mut tx, key.guild, page.game.id, key.sequence).await?;
    tx.commit().await?;
    let asked = |it: &&Resettled| it.notify == Some(NotifyBy::Ping) && it.before != it.after;
    let changed: Vec<&Resettled> = changed.iter().filter(asked).collect();
    let content = resettled::content(page, key.sequence, &changed, attempt.catalogue());
    let Some((content, pings)) = content else {
        return Ok(());
    };
    let marker = content.last_line();
    let message = Message {
        content,
        pings,
        ..Message::default()
    };
    attempt.post_once(place.channel, &message, &marker).await?;
    Ok(())
}
