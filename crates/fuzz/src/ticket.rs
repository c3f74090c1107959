//! A ticket of any kind returns what its bets return one by one.

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};
use grading::each_way::{EachWayParlay, Terms};
use grading::fraction::{self, Fraction};
use grading::part::Part;
use grading::system::System;
use grading::teaser::{Teaser, TieWithLoss, Ties};
use grading::ticket::kinds::{GradedLeg, Kind, settle_exactly};
use num_rational::BigRational;
use num_traits::{One, Zero};
use shared::grade::{LegOutcome, Share};
use shared::price::{OddsFormat, Price};

use crate::model::{Bets, LEGS_LISTED, check_cut, check_word};

/// For any bytes, read as a ticket.
pub fn holds(data: &[u8]) {
    let Ok(ticket) = Ticket::arbitrary_take_rest(Unstructured::new(data)) else {
        return;
    };
    if ticket.stake.0 == 0 || ticket.stake.1 == 0 || ticket.legs.len() > LEGS_LISTED {
        return;
    }
    let legs = ticket.legs.iter().map(|it| leg(it, ticket.each_way));
    let Some(legs) = legs.collect::<Option<Vec<_>>>() else {
        return;
    };
    if let Some(kind) = kind(&ticket.kind, legs.len()) {
        adds_up(&ticket, &kind, &legs);
    }
}

fn adds_up(ticket: &Ticket, kind: &Kind, legs: &[GradedLeg]) {
    // No line of a teaser splits or shares: its legs won, lost or dropped.
    let plain = |it: &GradedLeg| {
        let outcome = it.win.outcome;
        matches!(
            outcome,
            LegOutcome::Won | LegOutcome::Lost | LegOutcome::Push | LegOutcome::Void
        )
    };
    if matches!(kind, Kind::Teaser(_)) && !legs.iter().all(plain) {
        return;
    }
    let stake = Fraction::new(ticket.stake.0.into(), ticket.stake.1.into());
    let way = if ticket.divided {
        EachWayParlay::EquallyDivided
    } else {
        EachWayParlay::WinToWin
    };
    let Ok(came) = settle_exactly(kind, &stake, legs, way) else {
        return;
    };
    let stake = signed(&stake);
    let wanted = teased(&ticket.kind, &stake, legs);
    let wanted = wanted.unwrap_or_else(|| expected(ticket, kind, &stake, legs));
    assert_eq!(signed(&came.returned), wanted);
    check_cut(&wanted, &fraction::cut(&came.returned));
    check_word(came.outcome.word(), &wanted, &stake);
}

#[derive(Arbitrary, Debug)]
struct Ticket {
    stake: (u64, u32),
    kind: Shape,
    legs: Vec<Leg>,
    each_way: bool,
    divided: bool,
}

#[derive(Arbitrary, Debug)]
enum Shape {
    Single,
    Parlay,
    System(u16),
    Teaser(Vec<(u8, u32)>, u8, bool),
}

#[derive(Arbitrary, Debug)]
struct Leg {
    hundredths: u32,
    win: Outcome,
    place: Outcome,
    terms: (u8, u8),
}

impl Leg {
    /// The place fraction's upper part, from 1.
    fn upper(&self) -> u16 {
        u16::from(self.terms.0) + 1
    }

    /// And its lower part, no smaller.
    fn lower(&self) -> u16 {
        self.upper() + u16::from(self.terms.1)
    }
}

#[derive(Arbitrary, Debug)]
enum Outcome {
    Plain(u8),
    Shared(u16, u16),
}

impl Outcome {
    fn part(&self) -> Option<Part> {
        match self {
            Self::Plain(choice) => {
                let all = LegOutcome::ALL;
                Part::plain(all[usize::from(*choice) % all.len()])
            }
            Self::Shared(places, more) => Some(Part {
                outcome: LegOutcome::DeadHeat,
                win: Share::new((*places).into(), i32::from(*places) + i32::from(*more) + 1)?,
                refund: Share::NONE,
            }),
        }
    }
}

/// Any of the prices from 1.01 to 100,001.00.
fn price(choice: u32) -> Option<Price> {
    let hundredths = choice % 10_000_000 + 101;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Price::parse(OddsFormat::Decimal, &text).ok()
}

/// The leg, if its parts are right.
fn leg(leg: &Leg, each_way: bool) -> Option<GradedLeg> {
    let graded = GradedLeg::new(price(leg.hundredths)?, leg.win.part()?);
    if !each_way {
        return Some(graded);
    }
    let of = Fraction::new(leg.upper().into(), leg.lower().into());
    let place = Some((Terms::new(of, 3).ok()?, leg.place.part()?));
    Some(GradedLeg { place, ..graded })
}

fn kind(shape: &Shape, legs: usize) -> Option<Kind> {
    Some(match shape {
        Shape::Single => Kind::Single,
        Shape::Parlay => Kind::Parlay,
        Shape::System(sizes) => {
            let sizes: Vec<usize> = (1..=legs).filter(|it| sizes >> it & 1 == 1).collect();
            Kind::System(System::of(legs, &sizes).ok()?)
        }
        Shape::Teaser(rows, ties, push) => {
            let ties = [Ties::Reduce, Ties::Lose, Ties::Push][usize::from(*ties) % 3];
            let push = if *push {
                TieWithLoss::Push
            } else {
                TieWithLoss::Lose
            };
            Kind::Teaser(Teaser::new(chart(rows)?, ties, push).ok()?)
        }
    })
}

fn chart(rows: &[(u8, u32)]) -> Option<BTreeMap<usize, Price>> {
    let priced = |(legs, choice): &(u8, u32)| Some((usize::from(*legs), price(*choice)?));
    rows.iter().map(priced).collect()
}

fn signed(number: &Fraction) -> BigRational {
    BigRational::new(number.numer().clone().into(), number.denom().clone().into())
}

fn share(share: Share) -> BigRational {
    BigRational::new(share.num().into(), share.den().into())
}

fn times(part: &Part, price: &BigRational) -> BigRational {
    share(part.win) * price + share(part.refund)
}

fn expected(ticket: &Ticket, kind: &Kind, stake: &BigRational, legs: &[GradedLeg]) -> BigRational {
    let sizes = match kind {
        Kind::System(system) => system.sizes().to_vec(),
        _ => vec![legs.len()],
    };
    let wins = legs.iter().map(|it| times(&it.win, &signed(&it.price)));
    let wins: Vec<BigRational> = wins.collect();
    let one = BigRational::one;
    let places = legs.iter().zip(&ticket.legs).map(|(leg, raw)| {
        let fraction = BigRational::new(raw.upper().into(), raw.lower().into());
        let price = one() + (signed(&leg.price) - one()) * fraction;
        leg.place
            .as_ref()
            .map_or_else(one, |(_, part)| times(part, &price))
    });
    let places: Vec<BigRational> = places.collect();
    let bets = Bets {
        sizes: &sizes,
        stake,
        wins: &wins,
        places: ticket.each_way.then_some(&places),
        divided: ticket.divided,
    };
    bets.returned()
}

/// A teaser, worked out leg by leg.
fn teased(shape: &Shape, stake: &BigRational, legs: &[GradedLeg]) -> Option<BigRational> {
    let Shape::Teaser(rows, ties_rule, push) = shape else {
        return None;
    };
    let chart = chart(rows)?;
    let ties_lose = ties_rule % 3 == 1;
    let ties_push = ties_rule % 3 == 2;
    let (mut left, mut lost, mut ties, mut dropped) = (0usize, 0, 0, 0);
    for leg in legs {
        match leg.win.outcome {
            LegOutcome::Push if ties_lose => (left, lost) = (left + 1, lost + 1),
            LegOutcome::Push => (ties, dropped) = (ties + 1, dropped + 1),
            LegOutcome::Void => dropped += 1,
            LegOutcome::Lost => (left, lost) = (left + 1, lost + 1),
            _ => left += 1,
        }
    }
    let row = chart.get(&left).filter(|_| !ties_push || ties == 0);
    Some(match row {
        _ if lost > 0 && !push => BigRational::zero(),
        Some(_) if lost > 0 => BigRational::zero(),
        None if lost > 0 && dropped == 0 => BigRational::zero(),
        Some(price) => stake * BigRational::new(price.num().into(), price.den().into()),
        None => stake.clone(),
    })
}
