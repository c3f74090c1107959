//! The participants of a game, as a feed names them.

use serde::{Deserialize, Serialize};

use super::{CompetitorReport, GameReport};
use crate::competitor::Role;
use crate::game::GameKind;

/// A participant of a game, with its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// As what.
    pub role: Role,
    /// The place among those of that role, as the feed has it: 0 for the two sides of a match, from
    /// 1 in a field.
    pub slot: i16,
    /// The competitor.
    pub competitor: CompetitorReport,
}

impl Participant {
    /// The two sides of a match, home (or listed first) before away.
    pub fn sides(home: CompetitorReport, away: CompetitorReport) -> Vec<Self> {
        [(Role::Home, home), (Role::Away, away)]
            .map(|(role, competitor)| Self {
                role,
                slot: 0,
                competitor,
            })
            .into()
    }

    /// A field, in its order.
    pub fn field(entrants: impl IntoIterator<Item = CompetitorReport>) -> Vec<Self> {
        let entrants = (1..).zip(entrants).map(|(slot, competitor)| Self {
            role: Role::Entrant,
            slot,
            competitor,
        });
        entrants.collect()
    }
}

/// What a contest of many is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReport {
    /// Its name within the season or tournament: `masters`, `most-valuable-player`. Feeds that give
    /// the same one mean the same contest.
    pub slug: String,
    /// For reading: `The Masters`.
    pub name: String,
}

impl GameReport {
    /// What kind of contest it is.
    pub const fn kind(&self) -> GameKind {
        match self.field {
            Some(_) => GameKind::Field,
            None => GameKind::Match,
        }
    }

    /// The side with that role in a match. `None` in a field.
    pub fn side(&self, role: Role) -> Option<&CompetitorReport> {
        let of = |it: &&Participant| it.role == role && role != Role::Entrant;
        self.participants.iter().find(of).map(|it| &it.competitor)
    }

    /// The same, to be changed.
    pub fn side_mut(&mut self, role: Role) -> Option<&mut CompetitorReport> {
        let of = |it: &&mut Participant| it.role == role && role != Role::Entrant;
        self.participants
            .iter_mut()
            .find(of)
            .map(|it| &mut it.competitor)
    }

    /// Every competitor that it names: participants, and subjects of prices.
    pub fn competitors(&self) -> impl Iterator<Item = &CompetitorReport> {
        let participants = self.participants.iter().map(|it| &it.competitor);
        participants.chain(&self.players)
    }
}
