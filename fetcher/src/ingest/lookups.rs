//! Stores what a feed says of a league or a team besides its games.

use providers::RequestStats;
use providers::lookup::{Looked, Told};
use providers::rosters::Listed;
use shared::cache::Namespace;
use shared::feed::Rejected;
use shared::id::{CompetitorId, LeagueId};
use sqlx::{PgConnection, PgPool};
use store::feed_requests::{self, CarriedPrices, FeedRequest};
use store::leases::Lease;
use store::{StoreError, cache_versions, injuries, leases, rosters, standings};

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
    date(&mut transaction, request).await?;
    transaction.commit().await?;
    log(pool, (request, &looked.stats), rows, rejected).await?;
    Ok(rows)
}

/// Stores who plays for a team, and dates its question. A list like the one before changes nothing
/// else. Returns how many rows changed.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over.
pub async fn store_roster(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    (team, listed): (CompetitorId, &Listed),
) -> Result<u64, StoreError> {
    let roster = &listed.roster;
    let mut transaction = pool.begin().await?;
    let now = leases::check(&mut transaction, lease).await?;
    let rows = rosters::replace(&mut transaction, &request.provider, team, roster, now).await?;
    if rows > 0 {
        let league = LeagueId::derive(&roster.league.code);
        cache_versions::move_league(&mut transaction, league, Namespace::TeamData).await?;
    }
    date(&mut transaction, request).await?;
    transaction.commit().await?;
    log(pool, (request, &listed.stats), rows, &roster.rejected).await?;
    Ok(rows)
}

/// Dates the question. No price hangs on its answer.
async fn date(conn: &mut PgConnection, request: &FeedRequest) -> Result<(), StoreError> {
    let carried = CarriedPrices::default();
    feed_requests::answered(conn, request, &carried, feed_requests::Told::All).await
}

/// Writes a line about an answer that changed something, or that could not be read as a whole.
async fn log(
    pool: &PgPool,
    (request, stats): (&FeedRequest, &RequestStats),
    rows: u64,
    rejected: &[Rejected],
) -> Result<(), StoreError> {
    if rows == 0 && rejected.is_empty() {
        return Ok(());
    }
    let mut poll = line(request, stats);
    poll.outcome = if rows > 0 { "changed" } else { "unchanged" }.to_owned();
    poll.rows_changed = count(rows);
    poll.rejected = count(rejected.len());
    write(pool, &poll, rejected, None).await
}
