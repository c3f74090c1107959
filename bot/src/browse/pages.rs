//! Pages of what can be bet on, as `/games` and `/bet` show them.

use std::sync::Arc;

use shared::id::{GameId, LeagueId, MarketId};
use shared::quote::BoardGame;
use wording::{Catalogue, Said};

use crate::app::{App, own_format};
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::offers::{self, sections::sections};
use crate::views::offers::List;
use crate::views::{self, balance, game};

/// A page.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    league: Option<LeagueId>,
    page: u16,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), league);
    let Some(first) = open.first() else {
        let nothing = nothing_open(catalogue, board.next.as_ref());
        return Ok(Reply::say(nothing).after(balance::notes(catalogue, &caller)));
    };
    let league = league.map(|_| &first.game);
    let parts = game::page(catalogue, &open, league, page, own_format(&server, &caller));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// What is said when nothing can be bet on.
fn nothing_open(catalogue: Catalogue, next: Option<&shared::game::Game>) -> Said {
    match next {
        Some(next) => {
            let line = game::line(catalogue, next);
            catalogue.line("games-none-next", &[("game", line.into())])
        }
        None => catalogue.say("games-none"),
    }
}

/// The main markets of a game, and the ways to its others.
pub(crate) async fn markets(app: &App, request: &Request, id: GameId) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = all_of(app, id).await?;
    let more = views::offers::lists(catalogue, &game);
    let parts = game::markets(catalogue, &game, more, own_format(&server, &caller));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// A page of the players or the other markets of a game.
pub(crate) async fn list(
    app: &App,
    request: &Request,
    id: GameId,
    which: List,
    page: u16,
) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = all_of(app, id).await?;
    let parts = views::offers::list(catalogue, &game, which, page);
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// A page of what is offered about a player, or in a market.
pub(crate) async fn section(
    app: &App,
    request: &Request,
    (id, section): (GameId, MarketId),
    page: u16,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = all_of(app, id).await?;
    let sections = sections(&game);
    let found = sections.iter().find(|it| it.id == section);
    let found = found.ok_or_else(|| refuse("refuse-taken-down"))?;
    let format = own_format(&server, &caller);
    let parts = views::offers::section(catalogue, &game, found, page, format);
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

async fn all_of(app: &App, id: GameId) -> Result<Arc<BoardGame>, Failure> {
    let game = app.offers(id).await?;
    game.ok_or_else(|| refuse("refuse-game-gone"))
}
