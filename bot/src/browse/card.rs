//! The card of a game, whatever its state: what can be bet on it, how it stands or how it ended,
//! and what the member has on it.

use std::sync::Arc;

use shared::game::Game;
use shared::id::GameId;
use shared::quote::BoardGame;
use sqlx::PgConnection;
use store::game_state::{self, GameState};
use store::notices::{self, ResultLine};

use crate::app::{App, own_format};
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::views::balance;
use crate::views::card::{self, Mine};

/// A game as it is shown.
enum Shown {
    /// With all that can be bet on.
    Offered(Arc<BoardGame>),
    /// As it stands, where nothing can be bet on.
    Standing(Box<GameState>),
}

impl Shown {
    fn game(&self) -> &Game {
        match self {
            Self::Offered(of) => &of.game,
            Self::Standing(state) => &state.game,
        }
    }
}

/// The card.
///
/// # Errors
/// A refusal where there is no such game, and [`Failure`] when the database refuses.
pub(crate) async fn card(app: &App, request: &Request, id: GameId) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let offered = app.offers(id).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let shown = match offered {
        Some(of) => Shown::Offered(of),
        None => {
            let state = game_state::of(&mut tx, &[id]).await?.pop();
            Shown::Standing(Box::new(state.ok_or_else(|| refuse("refuse-game-gone"))?))
        }
    };
    let of = shown.game().id;
    let lines = notices::member_lines(&mut tx, request.guild, of, caller.member.id).await?;
    let named = named(&mut tx, &shown, &lines).await?;
    tx.commit().await?;

    let mine = Mine {
        game: named.as_ref().unwrap_or_else(|| shown.game()),
        lines: &lines,
    };
    let (catalogue, format) = (request.catalogue(), own_format(&server, &caller));
    let parts = match &shown {
        Shown::Offered(of) => card::open(catalogue, of, &mine, format),
        Shown::Standing(state) => card::closed(catalogue, state, &mine, format),
    };
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// The game with whomever these bets name, where what is shown does not name them already.
async fn named(
    conn: &mut PgConnection,
    shown: &Shown,
    lines: &[ResultLine],
) -> Result<Option<Game>, Failure> {
    // What is on offer names everybody whom its markets ever named.
    let Shown::Standing(state) = shown else {
        return Ok(None);
    };
    if lines.is_empty() {
        return Ok(None);
    }
    let selections: Vec<_> = lines.iter().map(|it| &it.leg.selection).collect();
    let games = store::board::games_naming(conn, &[state.game.id], &selections).await?;
    Ok(games.into_iter().next())
}
