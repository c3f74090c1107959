//! The players of all games that can be bet on, by name: an index in memory, made anew only when
//! games or players change.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Weak};

use chrono::{DateTime, Utc};
use shared::competitor::Competitor;
use shared::game::Game;
use shared::id::CompetitorId;
use shared::quote::BoardGame;
use sqlx::PgPool;
use store::board::Board;
use tokio::sync::Mutex;
use tracing::Instrument;

use crate::likeness::{Fit, Words};
use crate::spans;

/// How alike a name has to be to be suggested, in thousandths.
const ALIKE_MIN: u32 = 780;
/// How many names are suggested.
const NEAREST: usize = 5;

/// A player in a game.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    /// The player.
    pub(crate) player: Competitor,
    /// The game, with its sides.
    pub(crate) of: Arc<BoardGame>,
    /// The side that the player is on, as far as feeds have told.
    pub(crate) team: Option<CompetitorId>,
    words: Words,
}

impl Player {
    /// The game.
    pub(crate) fn game(&self) -> &Game {
        &self.of.game
    }
}

/// The index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// In order of the starts of their games, then of names.
    all: Vec<Player>,
}

impl Index {
    fn of(board: &Board, teams: &HashMap<CompetitorId, CompetitorId>) -> Self {
        let matches = board.games.iter().filter(|it| it.game.sides().is_some());
        let all = matches.flat_map(|of| {
            of.game.named.iter().map(|player| Player {
                words: Words::of(&player.name),
                team: teams.get(&player.id).copied(),
                player: player.clone(),
                of: Arc::clone(of),
            })
        });
        Self { all: all.collect() }
    }

    /// The players of games ahead whose names fit, the best first, and of those the soonest.
    pub(crate) fn search(&self, typed: &str, now: DateTime<Utc>) -> Vec<&Player> {
        let typed = Words::typed(typed);
        let ahead = self.all.iter().filter(|it| it.game().starts_at > now);
        let fitting = ahead.filter_map(|it| Some((it.words.fit(&typed)?, it)));
        let mut found: Vec<(Fit, &Player)> = fitting.collect();
        let best = found.iter().map(|it| it.0).min();
        // A typo counts only where no name fits as it stands.
        if best.is_some_and(|it| it != Fit::Nearly) {
            found.retain(|it| it.0 != Fit::Nearly);
        }
        found.sort_by_key(|it| it.0);
        found.into_iter().map(|it| it.1).collect()
    }

    /// The players whose names are most alike, each once, the most alike first.
    pub(crate) fn nearest(&self, typed: &str, now: DateTime<Utc>) -> Vec<&Player> {
        let typed = Words::typed(typed);
        let ahead = self.all.iter().filter(|it| it.game().starts_at > now);
        let alike = ahead.map(|it| (it.words.likeness(&typed), it));
        let mut found: Vec<(u32, &Player)> = alike.filter(|it| it.0 >= ALIKE_MIN).collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.0));
        let mut once: Vec<&Player> = Vec::new();
        for (_, it) in found {
            if once.iter().all(|other| other.player.id != it.player.id) {
                once.push(it);
            }
        }
        once.truncate(NEAREST);
        once
    }
}

/// The index, and what it was made of.
#[derive(Default)]
pub(crate) struct Players {
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    /// The last board that it was found to be right for.
    board: Weak<Board>,
    digest: u64,
    index: Arc<Index>,
}

impl Players {
    /// The players of this board: made anew where its games, or who plays in them, have changed.
    /// Who asks meanwhile waits for that. Where the database does not say in time who plays for
    /// whom, nobody is said to.
    pub(crate) async fn of(&self, pool: &PgPool, board: &Arc<Board>) -> Arc<Index> {
        let mut kept = self.kept.lock().await;
        let is_of = |it: &&Kept| std::ptr::eq(it.board.as_ptr(), Arc::as_ptr(board));
        if let Some(kept) = kept.as_ref().filter(is_of) {
            return Arc::clone(&kept.index);
        }
        let digest = digest(board);
        if let Some(kept) = kept.as_mut().filter(|it| it.digest == digest) {
            kept.board = Arc::downgrade(board);
            return Arc::clone(&kept.index);
        }
        let load = teams(pool, board).instrument(spans::load("players"));
        let teams = load.await;
        let games = Arc::clone(board);
        // Folding some ten thousand names takes longer than a task may keep others waiting.
        let made = tokio::task::spawn_blocking(move || Index::of(&games, &teams)).await;
        let index = Arc::new(made.unwrap_or_default());
        *kept = Some(Kept {
            board: Arc::downgrade(board),
            digest,
            index: Arc::clone(&index),
        });
        index
    }
}

/// The side that each player of this board is on.
async fn teams(pool: &PgPool, board: &Board) -> HashMap<CompetitorId, CompetitorId> {
    let games = || board.games.iter().map(|it| &it.game);
    let players = games().filter(|it| it.sides().is_some());
    let players = players.flat_map(|it| it.named.iter().map(|it| it.id));
    let players: Vec<CompetitorId> = players.collect();
    if players.is_empty() {
        return HashMap::new();
    }
    let sides = games().filter_map(|it| it.sides().map(|it| it.ids()));
    let sides: Vec<CompetitorId> = sides.flat_map(|(home, away)| [home, away]).collect();
    match store::teams::of_players(pool, &sides, &players).await {
        Ok(teams) => teams,
        Err(error) => {
            tracing::warn!("who plays for whom cannot be read: {error}");
            HashMap::new()
        }
    }
}

/// What an index is made of, in short. Prices are no part of it.
fn digest(board: &Board) -> u64 {
    let mut hasher = DefaultHasher::new();
    for of in &board.games {
        let game = &of.game;
        (game.id, game.starts_at).hash(&mut hasher);
        for named in &game.named {
            (named.id, &named.name).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::offers::testing::game;

    fn board(names: &[&[&str]]) -> Board {
        let games = names.iter().zip(1..).map(|(names, hours)| {
            let mut game = game();
            game.starts_at += TimeDelta::hours(hours);
            game.named = names
                .iter()
                .map(|name| Competitor {
                    id: CompetitorId::derive(name),
                    name: (*name).to_owned(),
                    ..game.sides().unwrap().home.clone()
                })
                .collect();
            Arc::new(BoardGame {
                game,
                quotes: Vec::new(),
            })
        });
        Board {
            games: games.collect(),
            ..Board::default()
        }
    }

    fn names(found: &[&Player]) -> Vec<String> {
        found.iter().map(|it| it.player.name.clone()).collect()
    }

    #[test]
    fn the_best_names_come_first_and_of_those_the_soonest_games() {
        let board = board(&[
            &["Luke Hughes"],
            &["Jack Hughes", "Hugh Jackson"],
            &["Jack Hughes"],
        ]);
        let index = Index::of(&board, &HashMap::new());
        let before = game().starts_at;
        assert_eq!(
            names(&index.search("hughes", before)),
            ["Luke Hughes", "Jack Hughes", "Jack Hughes"]
        );
        let found = index.search("jack hughes", before);
        assert_eq!(names(&found), ["Jack Hughes", "Jack Hughes"]);
        assert!(found[0].game().starts_at < found[1].game().starts_at);
        let begun = before + TimeDelta::hours(2);
        assert_eq!(
            names(&index.search("", begun)),
            ["Jack Hughes"],
            "the others have begun"
        );
        assert_eq!(names(&index.search("hugehs", before)).len(), 3, "a typo");
        assert!(index.search("smith", before).is_empty());
        assert_eq!(
            names(&index.nearest("huges", before)),
            ["Luke Hughes", "Jack Hughes", "Hugh Jackson"]
        );
    }
}
