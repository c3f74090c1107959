//! What a feed is asked about a league besides its games.

use bytes::Bytes;
use serde_json::value::RawValue;
use shared::feed::{
    CompetitorReport, Injuries, LeagueReport, Rejected, SeasonRecord, StandingRow, Standings,
};

use crate::coverage::Topic;
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::listed::refusal;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// Who stands where.
    Standings,
    /// Who may miss games.
    Injuries,
}

impl About {
    /// Everything that can be asked for.
    pub const ALL: &'static [Self] = &[Self::Standings, Self::Injuries];

    /// The word that is stored in the poll log.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standings => "standings",
            Self::Injuries => "injuries",
        }
    }

    /// What a feed's profile calls it.
    pub const fn topic(self) -> Topic {
        match self {
            Self::Standings => Topic::Standings,
            Self::Injuries => Topic::Injuries,
        }
    }
}

/// A question about a league as a whole, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lookup {
    /// Our code of the league: `NFL`.
    pub league: String,
    /// What is asked for.
    pub about: About,
}

/// What a feed says of a league.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Who stands where.
    Standings(Standings),
    /// Who may miss games.
    Injuries(Injuries),
}

/// The answer to such a question, with the stats of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The answer in our words.
    pub told: Told,
    /// What a line of the poll log needs.
    pub stats: RequestStats,
}

/// The longest name of a part of a table, in characters.
const GROUP_CHARS_MAX: usize = 80;
/// The most rows of a table: a division of college teams has some 360.
const ROWS_MAX: usize = 1_000;

/// A table, row by row.
pub(crate) struct Table(Standings);

impl Table {
    /// One without rows.
    pub(crate) fn of(league: LeagueReport, season: String) -> Self {
        Self(Standings {
            league,
            season,
            rows: Vec::new(),
            rejected: Vec::new(),
        })
    }

    /// Adds the rows of a part of it, each read by itself, so that a bad one spoils no other. What
    /// is read gets the place in the list, from 1.
    pub(crate) fn add(
        &mut self,
        group: &str,
        rows: impl IntoIterator<Item = impl AsRef<RawValue>>,
        read: impl Fn(&str, u16) -> Result<StandingRow, String>,
    ) {
        let group: String = group.trim().chars().take(GROUP_CHARS_MAX).collect();
        for (place, raw) in (1..).zip(rows) {
            if self.0.rows.len() >= ROWS_MAX {
                self.refuse(format!("row {place}"), format!("more than {ROWS_MAX} rows"));
                return;
            }
            match read(raw.as_ref().get(), place) {
                Ok(row) => self.0.rows.push(StandingRow {
                    group: group.clone(),
                    ..row
                }),
                Err(reason) => self.refuse(format!("{group} row {place}"), reason),
            }
        }
    }

    fn refuse(&mut self, place: String, reason: String) {
        self.0.rejected.push(Rejected {
            place: place.trim().to_owned(),
            ..refusal(reason)
        });
    }

    /// All of it.
    pub(crate) fn done(self) -> Standings {
        self.0
    }
}

/// A row, whose part is put in later.
pub(crate) fn row(rank: u16, competitor: CompetitorReport, record: SeasonRecord) -> StandingRow {
    StandingRow {
        group: String::new(),
        rank,
        competitor,
        record,
    }
}

/// What was asked for, read by the pure step.
pub(crate) fn looked(
    (body, stats): (Bytes, RequestStats),
    read: impl FnOnce(&Bytes) -> Result<Told, Garbled>,
) -> Result<Looked, ProviderError> {
    match read(&body) {
        Ok(told) => Ok(Looked { told, stats }),
        Err(garbled) => Err(ProviderError::Garbled {
            garbled: Box::new(garbled),
            stats: Box::new(stats),
        }),
    }
}

/// A table that was asked for, read by the pure step.
pub(crate) fn table(
    fetched: (Bytes, RequestStats),
    read: impl FnOnce(&Bytes) -> Result<Standings, Garbled>,
) -> Result<Looked, ProviderError> {
    looked(fetched, |body| read(body).map(Told::Standings))
}

/// Why a part of an answer is not taken.
pub(crate) struct Unfit {
    reason: String,
    unknown_code: Option<String>,
}

impl Unfit {
    /// A word that the feed's table does not have.
    pub(crate) fn unknown(word: &str) -> Self {
        Self {
            reason: format!("the status {word:?} is unknown"),
            unknown_code: Some(word.to_owned()),
        }
    }
}

impl From<String> for Unfit {
    fn from(reason: String) -> Self {
        Self {
            reason,
            unknown_code: None,
        }
    }
}

/// What was not taken, with its place.
pub(crate) fn unfit(place: &str, why: Unfit) -> Rejected {
    Rejected {
        place: place.to_owned(),
        unknown_code: why.unknown_code,
        ..refusal(why.reason)
    }
}
