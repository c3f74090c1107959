//! Pages of what can be bet on, as `/games` and `/bet` show them.

use std::sync::Arc;

use shared::id::{GameId, LeagueId, MarketId};
use shared::quote::BoardGame;
use wording::{Catalogue, Said};

use crate::app::{App, own_format};
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::offers::groups::Group;
use crate::offers::{self, sections};
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

/// A page of a group of a game's markets.
pub(crate) async fn group(
    app: &App,
    request: &Request,
    (id, of): (GameId, Group),
    page: u16,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = all_of(app, id).await?;
    let parts = match of {
        Group::Players => views::offers::players(catalogue, &game, page),
        of => views::group::page((catalogue, own_format(&server, &caller)), &game, of, page)
            .ok_or_else(|| refuse("refuse-taken-down"))?,
    };
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
    let found = sections::section(&game, section);
    let found = found.ok_or_else(|| refuse("refuse-taken-down"))?;
    let format = own_format(&server, &caller);
    let parts = views::offers::section(catalogue, &game, &found, page, format);
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

async fn all_of(app: &App, id: GameId) -> Result<Arc<BoardGame>, Failure> {
    let game = app.offers(id).await?;
    game.ok_or_else(|| refuse("refuse-game-gone"))
}
