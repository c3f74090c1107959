//! Settles tickets of every kind exactly: rounding happens only once, at the very end.

use num_bigint::BigUint;
use num_traits::Zero;
use shared::grade::LegOutcome;
use shared::price::Price;
use shared::ticket::LEGS_MAX;

use crate::each_way::{EachWayParlay, Terms};
use crate::fraction::{self, Fraction, of_price};
use crate::part::Part;
use crate::system::System;
use crate::teaser::{Teaser, TeaserOutcome};

/// A leg as it is added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradedLeg {
    /// What a winning unit returns, after every deduction. Of a teaser's legs: any.
    pub price: Fraction,
    /// The outcome of the leg, or of the win part if it is each way.
    pub win: Part,
    /// If it is each way: the terms, and the outcome of the place part.
    pub place: Option<(Terms, Part)>,
}

impl GradedLeg {
    /// A leg that is not each way.
    pub fn new(price: Price, win: Part) -> Self {
        Self {
            price: of_price(price),
            win,
            place: None,
        }
    }

    fn parts(&self) -> impl Iterator<Item = Part> {
        let place = self.place.as_ref().map(|(_, part)| *part);
        std::iter::once(self.win).chain(place)
    }

    fn win_multiplier(&self) -> Fraction {
        self.win.multiplier(&self.price)
    }

    fn place_multiplier(&self) -> Option<Fraction> {
        let (terms, part) = self.place.as_ref()?;
        Some(part.multiplier(&terms.place_price(&self.price)))
    }
}

/// How the legs of a ticket belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One leg.
    Single,
    /// Two or more legs that must all win.
    Parlay,
    /// Every combination of some sizes is a parlay.
    System(System),
    /// Lines are moved, and a chart gives the price.
    Teaser(Teaser),
}

impl Kind {
    /// The stored word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Parlay => "parlay",
            Self::System(_) => "system",
            Self::Teaser(_) => "teaser",
        }
    }

    /// How many bets it is. Each way, there are two of each.
    pub fn bets(&self) -> u64 {
        match self {
            Self::System(system) => system.bets(),
            Self::Single | Self::Parlay | Self::Teaser(_) => 1,
        }
    }

    fn takes(&self, legs: usize) -> bool {
        match self {
            Self::Single => legs == 1,
            Self::Parlay | Self::Teaser(_) => (2..=LEGS_MAX).contains(&legs),
            Self::System(system) => legs == system.legs(),
        }
    }

    /// What one unit of the whole stake returns on legs of these multipliers.
    fn returned(&self, multipliers: &[Fraction]) -> Fraction {
        match self {
            Self::System(system) => system.returned(multipliers) / BigUint::from(system.bets()),
            Self::Single | Self::Parlay | Self::Teaser(_) => multipliers.iter().product(),
        }
    }
}

/// How a ticket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketOutcome {
    /// As its only leg did: a single that is not each way.
    Leg(LegOutcome),
    /// No leg counted.
    Refunded,
    /// Nothing was returned.
    Lost,
    /// All that counted won.
    Won,
    /// Neither, with a return above the stake.
    PartialWon,
    /// Neither, with a return of at most the stake.
    PartialLost,
}

impl TicketOutcome {
    /// The stored word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Leg(outcome) => outcome.word(),
            Self::Refunded => "refunded",
            Self::Lost => "lost",
            Self::Won => "won",
            Self::PartialWon => "partial_won",
            Self::PartialLost => "partial_lost",
        }
    }
}

/// The exact outcome and return of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExactSettlement {
    /// The outcome.
    pub outcome: TicketOutcome,
    /// The return, stake included, exactly.
    pub returned: Fraction,
}

/// Why a ticket cannot be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KindError {
    /// More or fewer legs than its kind has.
    #[error("a {kind} with {count} legs")]
    Legs {
        /// What it is called.
        kind: &'static str,
        /// How many it has.
        count: usize,
    },
    /// A stake of zero.
    #[error("a stake of nothing")]
    Stake,
    /// Each way on some legs only.
    #[error("each way stands on every leg, or on none")]
    EachWayOnSome,
    /// A teaser has one price for all parts.
    #[error("a teaser is not each way")]
    EachWayTeaser,
}

/// Settles a ticket whose legs are all graded, without rounding.
///
/// # Errors
/// [`KindError`] when the legs do not fit the kind, or the stake is zero.
pub fn settle_exactly(
    kind: &Kind,
    stake: &Fraction,
    legs: &[GradedLeg],
    each_way: EachWayParlay,
) -> Result<ExactSettlement, KindError> {
    if !kind.takes(legs.len()) {
        let (kind, count) = (kind.word(), legs.len());
        return Err(KindError::Legs { kind, count });
    }
    if stake.is_zero() {
        return Err(KindError::Stake);
    }
    let regraded: Vec<GradedLeg>;
    let legs = match kind {
        Kind::Teaser(teaser) => {
            regraded = legs.iter().map(|it| teased(teaser, it)).collect();
            &regraded
        }
        _ => legs,
    };
    let places: Vec<Fraction> = legs
        .iter()
        .filter_map(GradedLeg::place_multiplier)
        .collect();
    if !places.is_empty() && places.len() != legs.len() {
        return Err(KindError::EachWayOnSome);
    }
    let wins: Vec<Fraction> = legs.iter().map(GradedLeg::win_multiplier).collect();
    let mut no_action = false;
    let multiplier = match kind {
        Kind::Teaser(_) if !places.is_empty() => return Err(KindError::EachWayTeaser),
        Kind::Teaser(teaser) => {
            let parts: Vec<Part> = legs.iter().map(|it| it.win).collect();
            let teased = teaser.outcome(&parts);
            no_action = teased == TeaserOutcome::NoAction;
            teased.returned()
        }
        _ if places.is_empty() => kind.returned(&wins),
        _ => each_way.returned((&wins, &places), |set| kind.returned(set)),
    };
    let returned = stake * &multiplier;
    let own = match (kind, legs) {
        (Kind::Single, [leg]) if leg.place.is_none() => Some(leg.win.outcome),
        _ => None,
    };
    let outcome = match own {
        Some(outcome) => TicketOutcome::Leg(outcome),
        None if no_action => TicketOutcome::Refunded,
        None => word(legs, &multiplier),
    };
    Ok(ExactSettlement { outcome, returned })
}

fn teased(teaser: &Teaser, leg: &GradedLeg) -> GradedLeg {
    GradedLeg {
        win: teaser.regraded(leg.win),
        ..leg.clone()
    }
}

/// The first that fits.
fn word(legs: &[GradedLeg], multiplier: &Fraction) -> TicketOutcome {
    let mut parts = legs.iter().flat_map(GradedLeg::parts);
    if parts.all(|it| it.is_no_action()) {
        return TicketOutcome::Refunded;
    }
    if multiplier.is_zero() {
        return TicketOutcome::Lost;
    }
    let mut parts = legs.iter().flat_map(GradedLeg::parts);
    if parts.all(|it| it.is_plain()) {
        return TicketOutcome::Won;
    }
    if *multiplier > fraction::one() {
        TicketOutcome::PartialWon
    } else {
        TicketOutcome::PartialLost
    }
}
