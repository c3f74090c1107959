//! What legs came to, and what a ticket of any kind makes of it.

use grading::each_way::EachWayParlay;
use grading::ticket::kinds::{Kind, of_price};
use grading::ticket::progress::{LegProgress, possible_return_of, settle_any};
use grading::ticket::rules::TicketRules;
use grading::ticket::terms;
use grading::{LegSettled, LegState, TicketError, TicketProgress, each_way, settle};
use shared::price::Price;
use shared::ticket::TicketKind;
use shared::units::Units;

use crate::grades::GradeShares;

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
    pub each_way: Option<each_way::Terms>,
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

impl Agreed {
    /// What these legs have made of the stake so far.
    ///
    /// # Errors
    /// [`TicketError`] when the legs make no ticket of its kind.
    pub fn progress<'a>(
        &self,
        legs: impl Iterator<Item = (&'a AgreedLeg, Option<Came>)>,
    ) -> Result<TicketProgress, TicketError> {
        let legs: Vec<_> = legs.collect();
        if self.is_plain(legs.iter().map(|(leg, _)| *leg)) {
            let legs: Vec<_> = legs
                .iter()
                .map(|(leg, came)| LegSettled {
                    price: leg.price,
                    state: state(came.map(|it| it.win)),
                })
                .collect();
            return settle(self.kind, self.stake, &legs);
        }
        let progress: Vec<_> = legs
            .iter()
            .map(|(leg, came)| LegProgress {
                price: of_price(leg.price),
                win: state(came.map(|it| it.win)),
                place: leg
                    .each_way
                    .clone()
                    .map(|terms| (terms, state(came.and_then(|it| it.place)))),
            })
            .collect();
        let (kind, rules) = self.read(legs.len())?;
        settle_any(&kind, self.stake, &progress, rules)
    }

    /// What comes back if every leg wins.
    ///
    /// # Errors
    /// [`TicketError`] when the legs make no ticket of its kind.
    pub fn possible_return(&self, legs: &[&AgreedLeg]) -> Result<Units, TicketError> {
        if self.is_plain(legs.iter().copied()) {
            let prices: Vec<_> = legs.iter().map(|it| it.price).collect();
            return grading::possible_return(self.stake, &prices);
        }
        let (kind, rules) = self.read(legs.len())?;
        let legs: Vec<_> = legs
            .iter()
            .map(|it| (of_price(it.price), it.each_way.clone()))
            .collect();
        possible_return_of(&kind, self.stake, &legs, rules)
    }

    /// Whether it is a single or a parlay, not each way.
    fn is_plain<'a>(&self, mut legs: impl Iterator<Item = &'a AgreedLeg>) -> bool {
        matches!(self.kind, TicketKind::Single | TicketKind::Parlay)
            && legs.all(|it| it.each_way.is_none())
    }

    fn read(&self, legs: usize) -> Result<(Kind, EachWayParlay), TicketError> {
        let rules = TicketRules::default();
        let kind = terms::read(self.kind, &self.terms, legs, &rules);
        let kind = kind.map_err(|_| TicketError::Legs {
            kind: self.kind,
            count: legs,
        })?;
        Ok((kind, rules.each_way))
    }
}

fn state(came: Option<GradeShares>) -> LegState {
    came.map_or(LegState::Pending, |it| LegState::Graded {
        outcome: it.outcome,
        win: it.win,
        refund: it.refund,
    })
}
