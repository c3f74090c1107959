//! Keeps where games are played, apart from what is decided on.

use providers::venues;
use shared::feed::GameReport;
use shared::weather::Roof;
use sqlx::PgPool;
use store::StoreError;
use store::feed_requests::FeedRequest;
use store::leases::{self, Lease};
use store::venues::{Ground, keep as store};

/// Keeps where the games of an answer are played, where it tells so.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over.
pub(super) async fn keep(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    games: &[GameReport],
) -> Result<(), StoreError> {
    let grounds: Vec<_> = games.iter().filter_map(ground).collect();
    if grounds.is_empty() {
        return Ok(());
    }
    let mut transaction = pool.begin().await?;
    let now = leases::check(&mut transaction, lease).await?;
    store(&mut transaction, &request.provider, &grounds, now).await?;
    transaction.commit().await?;
    Ok(())
}

/// Where a game is played. What we know of a ground comes before what the feed says: it calls one
/// with a roof that opens indoor.
fn ground(game: &GameReport) -> Option<Ground> {
    let venue = game.venue.as_ref()?;
    let known = venues::find(&venue.name, venue.place.as_deref());
    let told = venue.is_indoor.map(|it| match it {
        true => Roof::Closed,
        false => Roof::Open,
    });
    Some(Ground {
        reference: game.reference.clone(),
        name: venue.name.clone(),
        place: venue
            .place
            .clone()
            .or_else(|| Some(known?.place.to_owned())),
        roof: known.map(|it| it.roof).or(told),
        is_placed: known.is_some(),
    })
}
