//! Who can be named in a sentence about a game.

use crate::competitor::{Competitor, Lead};
use crate::game::Game;
use crate::id::CompetitorId;

/// The two sides of a game and whoever else its markets name.
#[derive(Clone, Copy, Debug)]
pub struct Participants<'a> {
    /// The game with its two sides.
    pub game: &'a Game,
    /// Players of the sides, or the entrants of a field.
    pub others: &'a [Competitor],
}

impl<'a> From<&'a Game> for Participants<'a> {
    fn from(game: &'a Game) -> Self {
        let others = &[];
        Self { game, others }
    }
}

impl<'a> Participants<'a> {
    /// The competitor with that id, where it is known.
    pub fn find(&self, id: CompetitorId) -> Option<&'a Competitor> {
        let sides = [&self.game.home, &self.game.away];
        let mut all = sides.into_iter().chain(self.others);
        all.find(|it| it.id == id)
    }

    /// The side that leads, `None` for a draw.
    pub fn leader(&self, lead: Lead) -> Option<&'a Competitor> {
        match lead {
            Lead::Home => Some(&self.game.home),
            Lead::Away => Some(&self.game.away),
            Lead::Draw => None,
        }
    }
}
