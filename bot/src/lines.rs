//! Reads a bet that is typed in one line against what can be bet on now.
//!
//! Which games a line can be about is known from names alone, which are indexed once for as long as
//! the same games are open. Only those games are then looked up with all that they offer, as when
//! somebody opens them.

pub(crate) mod amount;
pub(crate) mod named_price;
pub(crate) mod typed_price;

use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use shared::quote::BoardGame;
use shorthand::Read;
use store::StoreError;

use crate::app::App;
use crate::errors::{Failure, refuse_with};

/// A line that can be about more games than these has to say more: each is looked up.
const GAMES_MAX: usize = 40;
/// How many of them are looked up at a time.
const AT_ONCE: usize = 4;

/// What a line was read as.
pub(crate) struct Found {
    /// What it means.
    pub(crate) read: Read,
    /// The games that it can be about, with all that they offer.
    pub(crate) games: Vec<Arc<BoardGame>>,
}

/// Reads a line.
///
/// # Errors
/// A refusal where it can be about too many games, and [`Failure`] when the database refuses.
pub(crate) async fn read(app: &App, text: &str) -> Result<Found, Failure> {
    let board = app.board().await?;
    let names = app.names.of((&app.pool, &app.caches), &board).await?;
    let now = app.clock.now();
    let about = shorthand::games(text, &names, now);
    if about.len() > GAMES_MAX {
        return Err(refuse_with(
            "b-many-games",
            vec![("count", about.len().into())],
        ));
    }
    let offered = stream::iter(about).map(|id| app.offers(id));
    let offered: Vec<Option<Arc<BoardGame>>> = offered
        .buffered(AT_ONCE)
        .try_collect()
        .await
        .map_err(|error: Arc<StoreError>| error)?;
    let games: Vec<Arc<BoardGame>> = offered.into_iter().flatten().collect();
    let read = shorthand::read(text, &names.with(games.iter().map(Arc::as_ref)), now);
    Ok(Found { read, games })
}
