//! Tickets: what a member placed, and how it ended.

mod each_way;
mod filter;
mod terms;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{GuildId, InteractionId, MemberId, TicketId};
use crate::market::{MarketKind, Selection};
use crate::price::Price;
use crate::quote::Bookmaker;
use crate::units::Units;
use crate::words::words;

pub use each_way::EachWay;
pub use filter::{Days, PageFrom, PlacedWithin, TicketFilter, TicketStates};
pub use terms::Terms;

/// The most legs that a parlay may have.
pub const LEGS_MAX: usize = 25;

words! {
    /// How the legs of a ticket belong together.
    TicketKind {
        /// One leg.
        Single = "single",
        /// Two or more legs that must all win.
        Parlay = "parlay",
        /// Combinations of legs, each of them a separate bet.
        System = "system",
        /// Two or more legs with lines moved in the bettor's favour, at one price.
        Teaser = "teaser",
    }
}

words! {
    /// The state of a ticket.
    TicketState {
        /// Not settled.
        Open = "open",
        /// Won in full.
        Won = "won",
        /// Lost in full.
        Lost = "lost",
        /// A single that ended on its line.
        Push = "push",
        /// A single that does not count.
        Void = "void",
        /// A single of which half won and half came back.
        HalfWon = "half_won",
        /// A single of which half lost and half came back.
        HalfLost = "half_lost",
        /// A parlay of which every leg dropped out.
        Refunded = "refunded",
        /// A parlay with half results that returned more than its stake.
        PartialWon = "partial_won",
        /// A parlay with half results that returned no more than its stake.
        PartialLost = "partial_lost",
        /// Cancelled by its owner.
        Cancelled = "cancelled",
    }
}

/// A ticket's short name for people: seven letters and digits without look-alikes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct TicketCode(String);

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How long a code is.
const CODE_CHARS: usize = 7;

impl TicketCode {
    /// The code of the ticket that this interaction places. `attempt` counts up when the server
    /// already has another ticket of that code.
    pub fn derive(guild: GuildId, interaction: InteractionId, attempt: u8) -> Self {
        let hash = Sha256::digest(format!("{guild}/{interaction}/{attempt}").as_bytes());
        let code = hash.iter().take(CODE_CHARS);
        Self(
            code.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
                .collect(),
        )
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is no ticket code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a ticket code")]
pub struct TicketCodeError(String);

impl FromStr for TicketCode {
    type Err = TicketCodeError;

    /// Reads a code as people type it: any case, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, TicketCodeError> {
        let code: String = text
            .trim()
            .trim_start_matches('#')
            .chars()
            .map(|it| match it.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let known = |it: char| u8::try_from(it).is_ok_and(|it| ALPHABET.contains(&it));
        if code.len() == CODE_CHARS && code.chars().all(known) {
            Ok(Self(code))
        } else {
            Err(TicketCodeError(text.to_owned()))
        }
    }
}

impl fmt::Display for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One selection on a ticket, with the agreed terms. Never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Counts from 1.
    pub number: i16,
    /// Which answer to which market, with its line.
    pub selection: Selection,
    /// The agreed price.
    pub price: Price,
    /// The bookmaker whose price it is.
    pub bookmaker: Bookmaker,
    /// The place terms, if it is each way.
    pub each_way: Option<EachWay>,
}

/// A ticket's facts, which never change, and its head, which only settling moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The server.
    pub guild: GuildId,
    /// Its id; sorts by time.
    pub id: TicketId,
    /// Its name for people.
    pub code: TicketCode,
    /// The member who placed it.
    pub member: MemberId,
    /// How its legs belong together.
    pub terms: Terms,
    /// What was put in.
    pub stake: Units,
    /// What it returns if every leg wins, stake included.
    pub possible_return: Units,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// The rules that it was placed under.
    pub rule_version: i32,
    /// The server's settings that it was placed under.
    pub settings_version: i32,
    /// In order of their number.
    pub legs: Vec<Leg>,
    /// The state of its head.
    pub state: TicketState,
    /// How many settlements it has had.
    pub settled_seq: i32,
    /// What it returned, stake included. `None` while it is open.
    pub returned: Option<Units>,
}

impl Ticket {
    /// Its kind.
    pub const fn kind(&self) -> TicketKind {
        self.terms.kind()
    }

    /// Whether it was written by hand and is graded by people: kept apart in every record.
    pub fn is_manual(&self) -> bool {
        let mut legs = self.legs.iter();
        legs.any(|it| it.selection.kind == MarketKind::Manual)
    }

    /// Whether it is settled or cancelled.
    pub fn is_over(&self) -> bool {
        self.state != TicketState::Open
    }

    /// What was won or lost: the return less the stake. `None` while it is open.
    pub fn net(&self) -> Option<Units> {
        self.returned.map(|returned| returned - self.stake)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_can_be_typed_back_as_people_misread_it() {
        let code = TicketCode::derive(GuildId::new(1), InteractionId::new(2), 0);
        assert_eq!(code.as_str().len(), CODE_CHARS);
        assert_eq!(
            format!("#{}", code.as_str().to_lowercase()).parse(),
            Ok(code)
        );
        assert_eq!("oil0000".parse::<TicketCode>().unwrap().as_str(), "0110000");
        assert!("ABC".parse::<TicketCode>().is_err());
        assert!("ABCDEFÜ".parse::<TicketCode>().is_err());
    }

    #[test]
    fn another_attempt_gives_another_code() {
        let code = |attempt| TicketCode::derive(GuildId::new(1), InteractionId::new(2), attempt);
        assert_ne!(code(0), code(1));
    }
}
