//! The names of all that can be bet on, indexed once for as long as the same games are open.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use shared::quote::BoardGame;
use shorthand::Known;
use sqlx::PgPool;
use store::StoreError;
use store::board::{Board, KnownTeam};
use tokio::sync::Mutex;
use tracing::Instrument;

use crate::caches::{Caches, TeamsKey};
use crate::errors::Failure;
use crate::spans;

/// The index, and what it was made of.
#[derive(Default)]
pub(crate) struct Names {
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    digest: u64,
    board: shorthand::Board,
}

impl Names {
    /// The names of this board: made anew where its games, or who plays in them, have changed. Who
    /// asks meanwhile waits for that.
    ///
    /// # Errors
    /// [`Failure`] when the database refuses.
    pub(crate) async fn of(
        &self,
        (pool, caches): (&PgPool, &Caches),
        board: &Arc<Board>,
    ) -> Result<shorthand::Board, Failure> {
        let load = async {
            let teams = store::board::known_teams(pool).await?;
            Ok::<_, StoreError>(Arc::new(teams))
        };
        let load = load.instrument(spans::load("teams"));
        let teams = Arc::clone(&*caches.get(TeamsKey, load).await?);
        let mut kept = self.kept.lock().await;
        let digest = digest(board, &teams);
        if let Some(kept) = kept.as_ref().filter(|it| it.digest == digest) {
            return Ok(kept.board.clone());
        }
        let games = Arc::clone(board);
        // A hundred thousand spellings take longer than a task may keep others waiting.
        let made = tokio::task::spawn_blocking(move || index(&games, &teams)).await;
        let made = made.map_err(|error| Failure::unexpected(&error))?;
        *kept = Some(Kept {
            digest,
            board: made.clone(),
        });
        Ok(made)
    }
}

/// The names alone: what games offer is looked up when a line is about them.
fn index(board: &Board, teams: &[KnownTeam]) -> shorthand::Board {
    let bare = board.games.iter().map(|it| BoardGame {
        game: it.game.clone(),
        quotes: Vec::new(),
    });
    let games: Vec<BoardGame> = bare.collect();
    let playing: HashSet<_> = games
        .iter()
        .filter_map(|it| it.game.sides())
        .flat_map(|it| [it.home.id, it.away.id])
        .collect();
    let idle = teams.iter().filter(|it| !playing.contains(&it.team.id));
    let idle: Vec<Known> = idle
        .map(|it| Known {
            team: it.team.clone(),
            league: it.league.clone(),
        })
        .collect();
    shorthand::Board::new(&games, &idle)
}

/// What an index is made of, in short.
fn digest(board: &Board, teams: &Arc<Vec<KnownTeam>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for of in &board.games {
        let game = &of.game;
        (game.id, game.starts_at, game.status).hash(&mut hasher);
        for side in game.sides().iter().flat_map(|it| [&it.home, &it.away]) {
            (side.id, &side.name, &side.code).hash(&mut hasher);
        }
        for named in &game.named {
            (named.id, &named.name).hash(&mut hasher);
        }
    }
    // The list is another one whenever it was read anew.
    Arc::as_ptr(teams).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offers::testing::board_of;

    #[test]
    fn moved_prices_keep_the_index_and_other_games_or_names_do_not() {
        let teams = Arc::new(Vec::new());
        let board = board_of(2);
        let same = digest(&board, &teams);
        assert_eq!(digest(&board_of(40), &teams), same);
        let mut game = BoardGame::clone(&board.games[0]);
        let named = game.game.sides().unwrap().home.clone();
        game.game.named.push(named);
        let changed = Board {
            games: vec![Arc::new(game)],
            ..Board::default()
        };
        assert_ne!(digest(&changed, &teams), same);
        assert_ne!(digest(&Board::default(), &teams), same);
    }
}
