//! Stores what a feed says of a league besides its games.

use providers::lookup::{Looked, Told};
use shared::cache::Namespace;
use shared::feed::Rejected;
use shared::id::LeagueId;
use sqlx::PgPool;
use store::feed_requests::{self, CarriedPrices, FeedRequest};
use store::leases::Lease;
use store::{StoreError, cache_versions, injuries, leases, standings};

use super::count;
use super::log::{line, write};

/// Stores the answer and dates its question. An answer like the one before changes nothing else.
/// Returns how many rows changed.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over.
pub async fn store(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    looked: &Looked,
) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let now = leases::check(&mut transaction, lease).await?;
    let provider = request.provider.as_str();
    let (rows, rejected): (_, &[Rejected]) = match &looked.told {
        Told::Standings(table) => {
            let rows = standings::replace(&mut transaction, provider, table, now).await?;
            if rows > 0 {
                let league = LeagueId::derive(&table.league.code);
                cache_versions::move_league(&mut transaction, league, Namespace::LeagueData)
                    .await?;
            }
            (rows, table.rejected.as_slice())
        }
        Told::Injuries(told) => {
            let rows = injuries::replace(&mut transaction, provider, told, now).await?;
            if rows > 0 {
                let league = LeagueId::derive(&told.league.code);
                cache_versions::move_league(&mut transaction, league, Namespace::TeamData).await?;
            }
            (rows, told.rejected.as_slice())
        }
    };
    // No price hangs on it.
    let carried = CarriedPrices::default();
    feed_requests::answered(
        &mut transaction,
        request,
        &carried,
        feed_requests::Told::All,
    )
    .await?;
    transaction.commit().await?;
    if rows > 0 || !rejected.is_empty() {
        let mut poll = line(request, &looked.stats);
        poll.outcome = if rows > 0 { "changed" } else { "unchanged" }.to_owned();
        poll.rows_changed = count(rows);
        poll.rejected = count(rejected.len());
        write(pool, &poll, rejected, None).await?;
    }
    Ok(rows)
}
