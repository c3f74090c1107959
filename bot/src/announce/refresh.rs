//! Results messages that are brought up to date because of something that happened elsewhere.

use shared::id::GameId;
use store::notices::{self, ResultsPage};
use wording::Catalogue;

use super::announcement::Attempt;
use super::{DeliveryError, Message};
use crate::caches::Server;
use crate::views::results;

/// The most other messages that are edited after one correction.
pub(super) const GAMES_MAX: i64 = 50;

/// The message about how a game ended, as it is by now.
pub(super) fn results_message(page: &ResultsPage, server: &Server) -> Message {
    let catalogue = Catalogue::get(&server.guild.locale);
    let (content, pings) = results::content(page, catalogue);
    Message {
        content,
        components: vec![results::own_bets(catalogue, page.game.id)],
        pings,
        ..Message::default()
    }
}

/// Edits the results messages of other games that list a parlay which this version of the game's
/// result changed.
pub(super) async fn edit_results_beside(
    attempt: &Attempt<'_>,
    game: GameId,
) -> Result<(), DeliveryError> {
    let key = attempt.key();
    let about = (game, key.sequence);
    let mut tx = attempt.begin().await?;
    let others = notices::results_beside(&mut tx, key.guild, about, GAMES_MAX).await?;
    tx.commit().await?;
    edit_results(attempt, &others).await
}

/// Edits the results messages of these games, where they have one.
///
/// # Errors
/// [`DeliveryError`] when another attempt may succeed.
pub(super) async fn edit_results(
    attempt: &Attempt<'_>,
    games: &[GameId],
) -> Result<(), DeliveryError> {
    for game in games {
        let mut tx = attempt.begin().await?;
        let page = notices::results_page(&mut tx, attempt.key().guild, *game).await?;
        tx.commit().await?;
        let Some((shown, page)) = page.and_then(|it| Some((it.message?, it))) else {
            continue;
        };
        let message = results_message(&page, &attempt.server);
        let edited = attempt
            .announcer
            .messenger
            .edit(shown.place, &message)
            .await;
        match edited {
            Ok(()) => {}
            // A message that can never be edited does not keep the others from it.
            Err(error) if error.is_final() => {
                tracing::warn!(game.id = %game, "a results message stays as it was: {error}");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
