//! What was agreed for tickets and legs, and the grades of legs.

use shared::price::Price;
use shared::ticket::TicketKind;
use shared::units::Units;

use crate::grades::GradeShares;
use crate::tickets::EachWay;

/// The grades of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegGrades {
    /// The grade of the leg, or of the win part if it is each way.
    pub win: GradeShares,
    /// The grade of the place part, if it is each way.
    pub place: Option<GradeShares>,
}

impl LegGrades {
    /// The grades of a leg that an admin ruled on. A ruling covers both parts of an each-way leg.
    pub fn ruled(held: GradeShares, leg: &AgreedLeg) -> Self {
        Self {
            win: held,
            place: leg.each_way.as_ref().map(|_| held),
        }
    }

    /// The grades of a leg. `None` while one of them is missing.
    pub fn graded(win: GradeShares, place: Option<GradeShares>, leg: &AgreedLeg) -> Option<Self> {
        (leg.each_way.is_none() || place.is_some()).then_some(Self { win, place })
    }
}

/// What was agreed for a leg and affects what it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedLeg {
    /// The price.
    pub price: Price,
    /// What a place pays, if it is each way.
    pub each_way: Option<EachWay>,
}

/// What was agreed for a ticket and affects what it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The kind of ticket.
    pub kind: TicketKind,
    /// The terms of that kind, as stored JSON.
    pub terms: String,
    /// The stake.
    pub stake: Units,
}
