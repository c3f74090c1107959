//! Places a bet for somebody who waits for an answer.

use shared::game::GameStatus;
use shared::id::GuildId;
use sqlx::PgPool;
use store::StoreError;
use store::tickets::{Placed, ShownDraft};

use super::manual::{ManualPlacement, place_manual};
use super::place::place_from;
use super::placement::{LegRequest, Placement};
use super::refusal::{PlaceError, Refusal, placed};

/// Places a bet, trying again once where the database gave no answer: the same interaction places
/// one ticket, so asking again is safe, and answers.
///
/// # Errors
/// [`PlaceError`].
pub async fn run(pool: &PgPool, bet: &Placement) -> Result<Placed, PlaceError> {
    run_from(pool, bet, None).await
}

/// The same for a bet that its member put together as a draft.
///
/// # Errors
/// [`PlaceError`].
pub async fn run_draft(
    pool: &PgPool,
    bet: &Placement,
    shown: &ShownDraft,
) -> Result<Placed, PlaceError> {
    run_from(pool, bet, Some(shown)).await
}

async fn run_from(
    pool: &PgPool,
    bet: &Placement,
    draft: Option<&ShownDraft>,
) -> Result<Placed, PlaceError> {
    let outcome = match place_from(pool, bet, draft).await {
        Ok(outcome) => outcome,
        Err(error) => match PlaceError::certain(&error) {
            Some(refused) => return Err(refused),
            None => place_from(pool, bet, draft)
                .await
                .map_err(PlaceError::InDoubt)?,
        },
    };
    match placed(outcome) {
        Err(Refusal::GameNotOpen { .. }) => {
            // Nothing was placed, whatever can be read of the games.
            let status = closed_as(pool, bet.guild, &bet.legs).await.ok().flatten();
            Err(Refusal::GameNotOpen { status }.into())
        }
        placed => Ok(placed?),
    }
}

/// The same for a bet written by hand.
///
/// # Errors
/// [`PlaceError`].
pub async fn run_manual(pool: &PgPool, bet: &ManualPlacement) -> Result<Placed, PlaceError> {
    let outcome = match place_manual(pool, bet).await {
        Ok(outcome) => outcome,
        Err(error) => match PlaceError::certain(&error) {
            Some(refused) => return Err(refused),
            None => place_manual(pool, bet).await.map_err(PlaceError::InDoubt)?,
        },
    };
    Ok(placed(outcome)?)
}

/// What became of the first of the legs' games that is not to be played as planned.
async fn closed_as(
    pool: &PgPool,
    guild: GuildId,
    legs: &[LegRequest],
) -> Result<Option<GameStatus>, StoreError> {
    let ids: Vec<_> = legs.iter().map(|it| it.selection).collect();
    let mut tx = store::begin_guild(pool, guild).await?;
    let selections = store::board::selections(&mut tx, &ids).await?;
    let games: Vec<_> = selections.iter().map(|it| it.game).collect();
    let games = store::board::games(&mut tx, &games).await?;
    tx.commit().await?;
    let mut statuses = games.iter().map(|it| it.status);
    Ok(statuses.find(|it| *it != GameStatus::Scheduled))
}
