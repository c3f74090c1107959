//! A game of a line once it is read, and how its competitors are distinguished.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use shared::game::GameResult;
use shared::id::{CompetitorId, GameId};
use shared::league::Sport;

use super::wire;

/// A game, ready to be graded.
pub(super) struct Played {
    pub(super) sport: Sport,
    pub(super) result: GameResult,
    pub(super) names: BTreeMap<CompetitorId, String>,
    pub(super) players: BTreeSet<String>,
}

impl Played {
    /// The home or the away side.
    pub(super) fn side(&self, team: wire::Team) -> CompetitorId {
        side(self.result.game, team)
    }

    /// A player of the game or one of its field, by the id that the file uses.
    pub(super) fn competitor(&self, id: &str) -> CompetitorId {
        if self.players.contains(id) {
            return player(self.result.game, id);
        }
        entrant(self.result.game, id)
    }

    /// The file's name for a player or a team.
    pub(super) fn name(&self, id: CompetitorId) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }

    /// When it began, if the file says so.
    pub(super) fn start(&self) -> Option<DateTime<Utc>> {
        let facts = &self.result.facts;
        facts.started_at.or(facts.scheduled_at)
    }
}

pub(super) fn side(game: GameId, team: wire::Team) -> CompetitorId {
    let word = match team {
        wire::Team::Home => "home",
        wire::Team::Away => "away",
    };
    CompetitorId::derive(&format!("{game}/{word}"))
}

pub(super) fn player(game: GameId, id: &str) -> CompetitorId {
    CompetitorId::derive(&format!("{game}/player/{id}"))
}

pub(super) fn entrant(game: GameId, id: &str) -> CompetitorId {
    CompetitorId::derive(&format!("{game}/entrant/{id}"))
}
