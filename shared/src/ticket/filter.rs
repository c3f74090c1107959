//! Which of a member's tickets are asked for.

use serde::{Deserialize, Serialize};

use crate::id::{LeagueId, TicketId};
use crate::league::Sport;
use crate::market::MarketGroup;
use crate::words::words;

words! {
    /// Whether a ticket is open or over.
    TicketStates {
        /// Open ones.
        Open = "open",
        /// Settled ones, including cancelled ones.
        Settled = "settled",
        /// All.
        Every = "every",
    }
}

words! {
    /// How long ago a ticket was placed at most.
    PlacedWithin: Days {
        /// A day.
        Day = "day" => Days(1),
        /// A week.
        Week = "week" => Days(7),
        /// 30 days.
        Month = "month" => Days(30),
        /// 365 days.
        Year = "year" => Days(365),
    }
}

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub u16);

/// What a ticket has to be like. A ticket of several legs fits a sport, a league or a market where
/// one leg fits all of them that are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TicketFilter {
    /// Whether it is open or over.
    pub states: TicketStates,
    /// The sport of a leg.
    pub sport: Option<Sport>,
    /// The league of a leg.
    pub league: Option<LeagueId>,
    /// What a leg is about.
    pub market: Option<MarketGroup>,
    /// How long ago it was placed at most.
    pub within: Option<PlacedWithin>,
}

impl TicketFilter {
    /// All tickets of these states.
    pub const fn of(states: TicketStates) -> Self {
        Self {
            states,
            sport: None,
            league: None,
            market: None,
            within: None,
        }
    }

    /// Whether it leaves out tickets for anything but their state.
    pub fn is_narrow(&self) -> bool {
        *self != Self::of(self.states)
    }
}

/// Where a page of tickets begins. It names tickets and no numbers, so that what is placed or
/// settled meanwhile moves no ticket past a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageFrom {
    /// With the newest.
    Newest,
    /// With the newest that is older than that one.
    OlderThan(TicketId),
    /// So that it ends right before that one.
    NewerThan(TicketId),
    /// So that it ends with the oldest.
    Oldest,
}
