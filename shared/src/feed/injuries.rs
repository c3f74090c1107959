//! Who may miss games, as feeds tell it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CompetitorReport, LeagueReport, Rejected};
use crate::words::words;

words! {
    /// Whether a player is expected to play next.
    Availability {
        /// He is not.
        Out = "out",
        /// Hardly.
        Doubtful = "doubtful",
        /// Nobody knows.
        Questionable = "questionable",
        /// He is looked at every day.
        DayToDay = "day_to_day",
        /// Most likely.
        Probable = "probable",
        /// He is on a list of the injured, for so many days or for the season.
        InjuredList = "injured_list",
        /// He has been banned.
        Suspended = "suspended",
    }
}

/// The longest note that is kept, in characters.
const NOTE_CHARS_MAX: usize = 300;

/// All of a league who may miss games, as one feed tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Injuries {
    /// The league.
    pub league: LeagueReport,
    /// Who.
    pub players: Vec<InjuryReport>,
    /// What could not be read.
    pub rejected: Vec<Rejected>,
}

/// That a player may miss games.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjuryReport {
    /// Whose player.
    pub team: CompetitorReport,
    /// The player.
    pub player: CompetitorReport,
    /// Where he plays, as the feed writes it: `G`.
    pub position: Option<String>,
    /// Whether he is expected to play.
    pub status: Availability,
    /// What is said of it, by whoever wrote it.
    pub note: Option<String>,
    /// When that was said.
    pub said_at: Option<DateTime<Utc>>,
    /// When he is expected back.
    pub returns_on: Option<NaiveDate>,
}

/// A note made fit to be kept: on one line, without control characters, shortened.
pub fn note(text: &str) -> Option<String> {
    let clean = text
        .chars()
        .map(|it| if it.is_whitespace() { ' ' } else { it });
    let clean = clean.filter(|it| !it.is_control());
    let clean: String = clean.take(NOTE_CHARS_MAX).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}
