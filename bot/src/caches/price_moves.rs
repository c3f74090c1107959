//! How often the prices of games have moved, and with that the names of what is cached of them.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use shared::cache::{CacheKey, Namespace, Scope};
use shared::id::{BookmakerId, GameId, SelectionId};
use store::drafts::{PricedLeg, StoredLeg};
use store::notify::BoardChange;

/// A leg, as the prices of its game were at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LegKey {
    selection: SelectionId,
    bookmaker: BookmakerId,
    game: GameId,
    /// How often the game's prices had moved. What is read before one moves is under an old name
    /// afterwards.
    moves: u64,
}

impl CacheKey for LegKey {
    type Value = PricedLeg;
    const NAMESPACE: Namespace = Namespace::ParlayData;
    const KIND: &'static str = "leg";
    const SHAPE: u16 = 1;
    // Nothing reports that nobody confirms a price any more.
    const LIFETIME: Option<Duration> = Some(Duration::from_secs(15));

    fn scope(&self) -> Scope {
        Scope::Process
    }

    fn write(&self, out: &mut String) {
        let Self {
            selection,
            bookmaker,
            game,
            moves,
        } = self;
        out.push_str(&format!("{selection}:{bookmaker}:{game}:{moves}"));
    }

    fn is_nothing(value: &PricedLeg) -> bool {
        value.current_price.is_none()
    }
}

/// How many games are told apart. With more, a move of one is a move of all.
const GAMES_MAX: usize = 10_000;

/// How often the prices of each game have moved since the process began.
#[derive(Default)]
pub(crate) struct PriceMoves(RwLock<Moves>);

#[derive(Default)]
struct Moves {
    /// How many moves there were, so that no number comes twice.
    count: u64,
    /// That of games which are not listed.
    others: u64,
    games: BTreeMap<GameId, u64>,
}

impl PriceMoves {
    /// Under which name this leg is found, as the prices of its game are now.
    pub(crate) fn key(&self, leg: &StoredLeg) -> LegKey {
        LegKey {
            selection: leg.selection,
            bookmaker: leg.bookmaker,
            game: leg.game,
            moves: self.of(leg.game),
        }
    }

    /// The number of the game's last move.
    fn of(&self, game: GameId) -> u64 {
        let moves = self.0.read().unwrap_or_else(PoisonError::into_inner);
        moves.games.get(&game).copied().unwrap_or(moves.others)
    }

    /// These prices have moved, as the database says.
    pub(crate) fn tell(&self, change: &BoardChange) {
        let mut moves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let is_all = match change {
            BoardChange::Nothing => return,
            BoardChange::Everything => true,
            BoardChange::Games(games) => moves.games.len() + games.len() > GAMES_MAX,
        };
        moves.count += 1;
        let number = moves.count;
        match change {
            BoardChange::Games(games) if !is_all => {
                moves.games.extend(games.iter().map(|it| (*it, number)));
            }
            _ => {
                moves.games.clear();
                moves.others = number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_of_one_game_leaves_the_others_and_no_number_comes_twice() {
        let game = |number: u128| GameId::from_uuid(uuid::Uuid::from_u128(number));
        let (one, other) = (game(1), game(2));
        let moves = PriceMoves::default();
        let before = (moves.of(one), moves.of(other));
        moves.tell(&BoardChange::Games([one].into()));
        assert_ne!(moves.of(one), before.0);
        assert_eq!(moves.of(other), before.1);
        let second = moves.of(one);
        moves.tell(&BoardChange::Everything);
        assert_ne!(moves.of(one), second);
        assert_ne!(moves.of(other), before.1);
        moves.tell(&BoardChange::Nothing);
        let last = moves.of(one);
        moves.tell(&BoardChange::Games((10..20_000).map(game).collect()));
        assert_ne!(moves.of(one), last);
    }
}
