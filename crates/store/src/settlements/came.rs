//! What legs came to, and what was agreed for them.

use shared::price::Price;
use shared::ticket::TicketKind;
use shared::units::Units;

use crate::grades::GradeShares;
use crate::tickets::EachWay;

/// What a leg came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// Each way, the win part.
    pub win: GradeShares,
    /// Each way: the place part.
    pub place: Option<GradeShares>,
}

impl Came {
    /// A leg that somebody decided: each way, both of its parts.
    pub fn ruled(held: GradeShares, leg: &AgreedLeg) -> Self {
        Self {
            win: held,
            place: leg.each_way.as_ref().map(|_| held),
        }
    }

    /// A leg of these grades. Nothing while one of them is missing.
    pub fn graded(win: GradeShares, place: Option<GradeShares>, leg: &AgreedLeg) -> Option<Self> {
        (leg.each_way.is_none() || place.is_some()).then_some(Self { win, place })
    }
}

/// What was agreed for a leg, as far as units go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedLeg {
    /// At what price it was taken.
    pub price: Price,
    /// Each way: what a place pays.
    pub each_way: Option<EachWay>,
}

/// What was agreed for a ticket, as far as units go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// How its legs belong together.
    pub kind: TicketKind,
    /// What that needs beside them, as it is stored.
    pub terms: String,
    /// What was put in.
    pub stake: Units,
}
