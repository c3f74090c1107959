//! The competitors that a report names by id, in prices and facts.

use super::{GameReport, QuoteReport};
use crate::id::CompetitorId;
use crate::market::Side;

impl QuoteReport {
    /// Every competitor that the price names: its subject, its group, and its side.
    pub fn named(&self) -> impl Iterator<Item = CompetitorId> {
        let answer = match self.side {
            Side::Entrant(id) => Some(id),
            _ => None,
        };
        self.subject
            .into_iter()
            .chain(self.group.iter().copied())
            .chain(answer)
    }

    fn rename(&mut self, known: &impl Fn(CompetitorId) -> CompetitorId) {
        self.subject = self.subject.map(known);
        self.group = self.group.iter().map(|it| known(*it)).collect();
        self.group.sort_unstable();
        if let Side::Entrant(id) = &mut self.side {
            *id = known(*id);
        }
    }
}

impl GameReport {
    /// Puts what `known` says for each id that prices and facts name: what the tables know a
    /// competitor under need not be the id that it would get.
    pub fn rename(&mut self, known: impl Fn(CompetitorId) -> CompetitorId) {
        self.quotes.iter_mut().for_each(|it| it.rename(&known));
        let facts = &mut self.facts;
        facts.sides = facts.sides.map(|(home, away)| (known(home), known(away)));
        for player in &mut facts.players {
            player.id = known(player.id);
        }
        for entrant in &mut facts.entrants {
            entrant.id = known(entrant.id);
        }
        // Both are in order of id.
        facts.players.sort_by_key(|it| it.id);
        facts.entrants.sort_by_key(|it| it.id);
    }
}
