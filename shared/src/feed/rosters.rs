//! Who plays for a team, as feeds list them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LeagueReport, Rejected};
use crate::words::words;

words! {
    /// What a player of a team is listed as.
    RosterStatus {
        /// He may play.
        Active = "active",
        /// He misses the next game.
        Out = "out",
        /// He is on a list of the injured, for so many days or for the season.
        InjuredList = "injured_list",
        /// He trains with the team, and may be called up.
        PracticeSquad = "practice_squad",
        /// He has been banned.
        Suspended = "suspended",
        /// He belongs to the team and is not to play.
        Inactive = "inactive",
    }
}

/// The players of one team, as one feed lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// The league for which the team was asked about.
    pub league: LeagueReport,
    /// The team, by the feed's own id.
    pub team: String,
    /// Its players, each of the feed's ids once.
    pub players: Vec<RosterPlayer>,
    /// What could not be read.
    pub rejected: Vec<Rejected>,
}

impl Roster {
    /// Whether every player of the list could be read, so that who is not on it has left the team.
    /// A word that is not known leaves nobody out.
    pub fn is_whole(&self) -> bool {
        let is_left_out = |it: &Rejected| it.unknown_code.is_none();
        !self.players.is_empty() && !self.rejected.iter().any(is_left_out)
    }
}

/// A player on the list of a team. It is a line of that list and no competitor: that two feeds mean
/// the same person by two lines is not known from their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterPlayer {
    /// The feed's own id of the player, unique within the provider and the sport.
    pub reference: String,
    /// In full.
    pub name: String,
    /// Where he plays, as the feed writes it: `TE`. At most eight bytes.
    pub position: Option<String>,
    /// What is on his back: `00`, `81`. At most four bytes.
    pub number: Option<String>,
    /// What he is listed as. `None`: the feed does not say.
    pub status: Option<RosterStatus>,
    /// When he was born.
    pub born_on: Option<NaiveDate>,
}
