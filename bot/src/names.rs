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
    /// Kept, so that no other list can have its address.
    teams: Arc<Vec<KnownTeam>>,
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
        let digest = digest(board);
        let is_same = |it: &&Kept| it.digest == digest && Arc::ptr_eq(&it.teams, &teams);
        if let Some(kept) = kept.as_ref().filter(is_same) {
            return Ok(kept.board.clone());
        }
        let (games, known) = (Arc::clone(board), Arc::clone(&teams));
        // A hundred thousand spellings take longer than a task may keep others waiting.
        let made = tokio::task::spawn_blocking(move || index(&games, &known)).await;
        let made = made.map_err(|error| Failure::unexpected(&error))?;
        *kept = Some(Kept {
            digest,
            teams,
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

/// What an index is made of beside the teams that do not play, in short: all that
/// [`shorthand::Board::new`] reads of a game.
fn digest(board: &Board) -> u64 {
    let mut hasher = DefaultHasher::new();
    for of in &board.games {
        let game = &of.game;
        (game.id, game.starts_at, game.status).hash(&mut hasher);
        (&game.league_code, game.sport, game.field()).hash(&mut hasher);
        let sides = game.sides().into_iter().flat_map(|it| [&it.home, &it.away]);
        for who in sides.chain(&game.named) {
            who.id.hash(&mut hasher);
            (&who.name, &who.short_name, &who.place, &who.code).hash(&mut hasher);
        }
        // Where one game's names end and the next one's begin.
        game.named.len().hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use shared::competitor::Competitor;
    use shared::game::{Contest, Game};
    use shared::league::Sport;

    use super::*;
    use crate::offers::testing::board_of;

    #[test]
    fn moved_prices_keep_the_index_and_other_games_or_names_do_not() {
        let board = board_of(2);
        let same = digest(&board);
        assert_eq!(digest(&board_of(40)), same);
        let mut game = BoardGame::clone(&board.games[0]);
        let named = game.game.sides().unwrap().home.clone();
        game.game.named.push(named);
        let changed = Board {
            games: vec![Arc::new(game)],
            ..Board::default()
        };
        assert_ne!(digest(&changed), same);
        assert_ne!(digest(&Board::default()), same);
    }

    #[test]
    fn all_that_a_name_is_made_of_makes_another_index() {
        let board = board_of(2);
        let same = digest(&board);
        let changes: [fn(&mut Game); 7] = [
            |it| it.league_code.push('X'),
            |it| it.sport = Sport::Darts,
            |it| home(it).name.push('x'),
            |it| home(it).short_name.push('x'),
            |it| home(it).place.push('x'),
            |it| home(it).code.push('x'),
            |it| it.contest = Contest::Field("Masters".to_owned()),
        ];
        for (number, change) in changes.iter().enumerate() {
            let mut game = BoardGame::clone(&board.games[0]);
            change(&mut game.game);
            let mut games = board.games.clone();
            games[0] = Arc::new(game);
            let changed = Board {
                games,
                ..Board::default()
            };
            assert_ne!(digest(&changed), same, "change {number}");
        }
    }

    fn home(game: &mut Game) -> &mut Competitor {
        match &mut game.contest {
            Contest::Match(sides) => &mut sides.home,
            _ => panic!("a game of two sides"),
        }
    }
}
