//! `/games`: what can be bet on, with prices and a **Bet** on every row.

use shared::id::{GameId, LeagueId};
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use crate::app::{App, own_format};
use crate::commands::in_servers;
use crate::errors::{Failure, refuse, refuse_with};
use crate::offers;
use crate::reply::Reply;
use crate::request::{Options, Request};
use crate::views::{balance, game};

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    let league = StringBuilder::new("league", catalogue.say("games-league")).autocomplete(true);
    in_servers("games", catalogue.say("games-about"))
        .option(league)
        .build()
}

/// The first page, of a league where one was typed.
pub(crate) async fn answer(
    app: &App,
    request: &Request,
    options: &Options,
) -> Result<Reply, Failure> {
    let Some(typed) = options.get("league") else {
        return page(app, request, None, 0).await;
    };
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), None);
    let league = open
        .iter()
        .find(|it| it.game.league_code.eq_ignore_ascii_case(typed))
        .map(|it| it.game.league);
    match league {
        Some(league) => page(app, request, Some(league), 0).await,
        None => {
            let typed = ("typed", Said::typed(typed).into());
            Err(refuse_with("games-no-league", vec![typed]))
        }
    }
}

/// A page.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    league: Option<LeagueId>,
    page: u16,
) -> Result<Reply, Failure> {
    let (server, visit) = app.visit(request).await?;
    let catalogue = request.catalogue();
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), league);
    let Some(first) = open.first() else {
        let nothing = nothing_open(catalogue, board.next.as_ref());
        return Ok(Reply::say(nothing).after(balance::notes(catalogue, &visit)));
    };
    let league = league.map(|_| &first.game);
    let parts = game::page(catalogue, &open, league, page, own_format(&server, &visit));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &visit)))
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
    let (server, visit) = app.visit(request).await?;
    let catalogue = request.catalogue();
    let board = app.board().await?;
    let game = offers::open_game(&board, app.clock.now(), id);
    let game = game.ok_or_else(|| refuse("refuse-game-gone"))?;
    let parts = game::markets(catalogue, game, own_format(&server, &visit));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &visit)))
}
