//! Adding a leg without leaving the slip: choose the game, choose the price.

use shared::id::{GameId, MarketId};
use store::drafts::DraftLeg;
use twilight_model::channel::message::component::SelectMenuOption;
use wording::Catalogue;

use super::menus;
use crate::app::{App, own_format};
use crate::caches::Server;
use crate::discord::reply::{CHOICES_MAX, Reply};
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::offers;
use crate::offers::sections::{every, sections};
use crate::views::balance;

/// The games from which a leg can be added.
pub(super) struct Games {
    /// The soonest, as options of a menu.
    pub(super) options: Vec<SelectMenuOption>,
    /// How many there are.
    pub(super) count: usize,
}

/// Open games with prices that have no leg on the slip yet, the soonest first.
pub(super) async fn games(
    app: &App,
    catalogue: Catalogue,
    legs: &[DraftLeg],
    server: &Server,
) -> Result<Games, Failure> {
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), None);
    let has_leg = |id: GameId| legs.iter().any(|it| it.game.id == id);
    let free = open.into_iter();
    let free = free.filter(|it| !it.quotes.is_empty() && !has_leg(it.game.id));
    let free: Vec<_> = free.collect();
    let zone = server.settings.time_zone;
    let options = free.iter().take(CHOICES_MAX);
    let options = options.map(|it| menus::game(catalogue, &it.game, zone));
    Ok(Games {
        options: options.collect(),
        count: free.len(),
    })
}

/// What can be added from a game: its first prices in one menu, its other markets in another.
pub(super) async fn from(app: &App, request: &Request, id: GameId) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = app.offers(id).await?;
    let game = game.ok_or_else(|| refuse("refuse-game-gone"))?;
    let prices = every(&game);
    let rest = prices.len().saturating_sub(CHOICES_MAX);
    let sections = if rest > 0 {
        sections(&game)
    } else {
        Vec::new()
    };
    let format = own_format(&server, &caller);
    let parts = menus::prices(catalogue, &game.game, (&prices, &sections), format);
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// What can be added from one market of a game, or about one player.
pub(super) async fn market(
    app: &App,
    request: &Request,
    id: GameId,
    market: MarketId,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = app.offers(id).await?;
    let game = game.ok_or_else(|| refuse("refuse-game-gone"))?;
    let sections = sections(&game);
    let found = sections.iter().find(|it| it.id == market);
    let found = found.ok_or_else(|| refuse("refuse-taken-down"))?;
    let format = own_format(&server, &caller);
    let parts = menus::prices(catalogue, &game.game, (&found.quotes, &sections), format);
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}
