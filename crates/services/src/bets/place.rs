//! Places a bet.

use sqlx::PgPool;
use store::tickets::{self, PlaceOutcome, PlaceRequest, ShownDraft};
use store::{StoreError, fault};

use super::held::{held, promise, rows};
use super::placement::Placement;

/// Places a bet, or says why not, in one call in which the database decides.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached. It is then unknown whether the bet was
/// placed; placing it again with the same interaction answers that.
pub async fn place(pool: &PgPool, bet: &Placement) -> Result<PlaceOutcome, StoreError> {
    place_from(pool, bet, None).await
}

/// The same for a bet that its member put together as a draft, which is gone once it is placed.
///
/// # Errors
/// Those of [`place`].
pub async fn place_draft(
    pool: &PgPool,
    bet: &Placement,
    shown: &ShownDraft,
) -> Result<PlaceOutcome, StoreError> {
    place_from(pool, bet, Some(shown)).await
}

pub(super) async fn place_from(
    pool: &PgPool,
    bet: &Placement,
    draft: Option<&ShownDraft>,
) -> Result<PlaceOutcome, StoreError> {
    let Some(legs) = rows(bet) else {
        // Such a price was never shown to anybody.
        return Ok(PlaceOutcome::UnknownSelection);
    };
    let legs = match held(pool, bet, legs).await? {
        Ok(legs) => legs,
        Err(refused) => return Ok(refused),
    };
    let (bets, possible_return) = match promise(bet) {
        Ok(promised) => promised,
        Err(refused) => return Ok(refused),
    };
    let request = PlaceRequest {
        guild: bet.guild,
        member: bet.member,
        interaction: bet.interaction,
        ticket: bet.ticket,
        kind: bet.terms.kind(),
        terms: bet.terms.to_json(),
        bets,
        stake: bet.stake,
        possible_return,
        legs,
        tolerance: bet.tolerance,
        rule_version: bet.rule_version,
        channel: bet.channel,
        post_slip: bet.post_slip,
        account: bet.account.clone(),
    };
    fault::point("place").await;
    let placing = match draft {
        Some(shown) => tickets::place_draft(pool, &request, shown).await?,
        None => tickets::place(pool, &request).await?,
    };
    fault::point("place.placed").await;
    Ok(placing)
}
