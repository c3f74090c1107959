//! What is asked about a team: who plays for it. Each team is a question of its own, so that each
//! request is counted by itself, and a refusal leaves all other teams as they are.

use std::collections::BTreeSet;

use bytes::Bytes;
use shared::feed::{Rejected, Roster, RosterPlayer, RosterStatus};

use crate::error::{Garbled, ProviderError, RequestStats};
use crate::lookup::{Unfit, unfit};

/// What such a question is called in the poll log, behind its league.
pub const WORD: &str = "roster";

/// The most players of a team that are taken: a football team has some 90 in its summer camp.
const PLAYERS_MAX: usize = 150;
/// The longest position that is kept, in bytes.
const POSITION_MAX: usize = 8;
/// The longest number that is kept, in bytes.
const NUMBER_MAX: usize = 4;
/// The longest name that is kept, in characters.
const NAME_CHARS_MAX: usize = 80;

/// The answer to such a question, with the stats of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The answer in our words.
    pub roster: Roster,
    /// What a line of the poll log needs.
    pub stats: RequestStats,
}

/// A list of players that is read one by one.
#[derive(Default)]
pub(crate) struct Reading {
    players: Vec<RosterPlayer>,
    rejected: Vec<Rejected>,
    named: BTreeSet<String>,
}

impl Reading {
    /// Adds one, or why it cannot be read. A player whom the feed lists twice is one line.
    pub(crate) fn add(&mut self, read: Result<Line, String>) {
        let line = match read {
            Ok(line) => line,
            Err(reason) => return self.refuse(reason.into()),
        };
        if self.players.len() >= PLAYERS_MAX {
            return self.refuse(format!("more than {PLAYERS_MAX} players").into());
        }
        if !self.named.insert(line.player.reference.clone()) {
            return;
        }
        // He is on the list all the same.
        if let Some(word) = line.unknown_status {
            self.rejected
                .push(unfit(&line.player.name, Unfit::unknown(&word)));
        }
        self.players.push(line.player);
    }

    fn refuse(&mut self, why: Unfit) {
        let place = format!("player {}", self.players.len() + self.rejected.len() + 1);
        self.rejected.push(unfit(&place, why));
    }

    /// The players, and what could not be read.
    pub(crate) fn done(self) -> (Vec<RosterPlayer>, Vec<Rejected>) {
        (self.players, self.rejected)
    }
}

/// A player as a feed writes him.
#[derive(Default)]
pub(crate) struct Written {
    /// The feed's id, as references have it. Empty: none.
    pub(crate) reference: String,
    pub(crate) name: String,
    pub(crate) position: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) born: Option<String>,
}

/// A line of a list.
pub(crate) struct Line {
    player: RosterPlayer,
    unknown_status: Option<String>,
}

/// Reads a player, whose status is one of these words.
pub(crate) fn line(written: Written, words: &[(&str, RosterStatus)]) -> Result<Line, String> {
    let name = written.name.trim();
    if written.reference.is_empty() || name.is_empty() {
        return Err(format!("{name:?} has no id or no name"));
    }
    let word = written.status.filter(|it| !it.trim().is_empty());
    let known = |word: &String| {
        let word = word.trim().to_ascii_lowercase();
        words.iter().find(|it| it.0 == word).map(|it| it.1)
    };
    let status = word.as_ref().and_then(known);
    let short = |text: Option<String>, most: usize| {
        let text = text.map(|it| it.trim().to_owned());
        text.filter(|it| (1..=most).contains(&it.len()))
    };
    let born = written.born.as_deref();
    Ok(Line {
        player: RosterPlayer {
            reference: written.reference,
            name: name.chars().take(NAME_CHARS_MAX).collect(),
            position: short(written.position, POSITION_MAX),
            number: short(written.number, NUMBER_MAX),
            status,
            born_on: born.and_then(|it| it.get(..10)?.parse().ok()),
        },
        unknown_status: word.filter(|_| status.is_none()),
    })
}

/// What was asked for, read by the pure step.
pub(crate) fn listed(
    (body, stats): (Bytes, RequestStats),
    read: impl FnOnce(&Bytes) -> Result<Roster, Garbled>,
) -> Result<Listed, ProviderError> {
    match read(&body) {
        Ok(roster) => Ok(Listed { roster, stats }),
        Err(garbled) => Err(ProviderError::Garbled {
            garbled: Box::new(garbled),
            stats: Box::new(stats),
        }),
    }
}
