//! Legs of one game: the outcome of one says something about the other, so their prices must not be
//! multiplied as if it did not, unless somebody said so when the ticket was placed.

use shared::grade::{LegOutcome, Share};

use super::rules::SameGame;
use crate::part::Part;

/// What a leg that does not count pays.
const VOID: Part = Part {
    outcome: LegOutcome::Void,
    win: Share::NONE,
    refund: Share::ALL,
};

/// The first two legs, from 0, that are of one game.
pub fn first_pair<G: PartialEq>(games: &[G]) -> Option<(usize, usize)> {
    games.iter().enumerate().find_map(|(later, game)| {
        let earlier = games.iter().take(later).position(|it| it == game)?;
        Some((earlier, later))
    })
}

/// What each leg counts as, beside the others. `games` and `parts` are in the same order.
pub fn regraded<G: PartialEq>(rule: SameGame, games: &[G], parts: &[Part]) -> Vec<Part> {
    if rule != SameGame::VoidTogether {
        return parts.to_vec();
    }
    let legs = games.iter().zip(parts);
    legs.map(|(game, part)| {
        let of_game = games.iter().zip(parts).filter(|(it, _)| *it == game);
        let together: Vec<&Part> = of_game.map(|(_, it)| it).collect();
        let stands = together.len() < 2
            || together.iter().any(|it| it.is_lost())
            || together.iter().all(|it| it.refund == Share::NONE);
        if stands { *part } else { VOID }
    })
    .collect()
}
