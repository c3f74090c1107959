//! Pages of what can be bet on, as `/games` and `/bet` show them.

use shared::id::{GameId, LeagueId};
use wording::{Catalogue, Said};

use crate::app::{App, own_format};
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::offers;
use crate::views::{balance, game};

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

/// The markets of a game.
pub(crate) async fn markets(app: &App, request: &Request, id: GameId) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let board = app.board().await?;
    let game = offers::open_game(&board, app.clock.now(), id);
    let game = game.ok_or_else(|| refuse("refuse-game-gone"))?;
    let parts = game::markets(catalogue, game, own_format(&server, &caller));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}
