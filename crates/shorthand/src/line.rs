//! A whole line: every reading of it, and what they come to together.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use shared::id::GameId;
use shared::line::Line;
use shared::market::Selection;
use shared::units::Units;

use crate::answer::{Ambiguous, Bet, Candidate, Leg, NamedPrice, Nothing, Read, Reason, Stake};
use crate::board::Board;
use crate::conflict::exclude;
use crate::lattice::{Piece, paths};
use crate::legs::{Parts, part};
use crate::place::placings;
use crate::resolve::{Around, Refused, resolve, take};
use crate::token::atoms;
use crate::wants::Wants;

/// More than this is no line of a bet: characters, atoms, legs.
const CHARS_MAX: usize = 400;
const ATOMS_MAX: usize = 120;
const LEGS_MAX: usize = 25;

/// What a line means on a board at a moment: the selections that fit every word of it.
pub fn read(text: &str, board: &Board, moment: DateTime<Utc>) -> Read {
    let nothing = |(reason, near)| Read::Nothing(Nothing { reason, near });
    let paths = match readable(text, board) {
        Ok(paths) => paths,
        Err(reason) => return nothing((reason, Vec::new())),
    };
    let mut readings: Vec<Reading> = Vec::new();
    let mut refused: Option<Refused> = None;
    for path in paths {
        match reading(board, &path, moment) {
            Ok(reading) if readings.contains(&reading) => {}
            Ok(reading) => readings.push(reading),
            Err(new) => {
                let sooner = refused.as_ref().is_none_or(|it| new.0 < it.0);
                if sooner {
                    refused = Some(new);
                }
            }
        }
    }
    match together(readings) {
        Some(read) => read,
        None => nothing(refused.unwrap_or((Reason::NotABet, Vec::new()))),
    }
}

/// The games that a line can be about, whatever they offer: those in which all names of one of its
/// legs stand, by the league and the day that it says. In the order of the board.
pub fn games(text: &str, board: &Board, moment: DateTime<Utc>) -> Vec<GameId> {
    let mut events = BTreeSet::new();
    for path in readable(text, board).unwrap_or_default() {
        let legs = part(board, &path).map(|it| it.legs).unwrap_or_default();
        for leg in legs {
            let placed = Wants::of(&leg.pieces).and_then(|it| placings(board, &it, moment));
            events.extend(placed.unwrap_or_default().iter().map(|it| it.event));
        }
    }
    let events = events.iter().filter_map(|it| board.events.get(*it));
    events.map(|it| it.game).collect()
}

/// Every reading of a line that is not too long for one.
fn readable(text: &str, board: &Board) -> Result<Vec<Vec<Piece>>, Reason> {
    if text.chars().count() > CHARS_MAX {
        return Err(Reason::TooLong);
    }
    let line = atoms(text);
    if line.len() > ATOMS_MAX {
        return Err(Reason::TooLong);
    }
    paths(board, &line)
}

/// One reading of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reading {
    legs: Vec<Vec<Candidate>>,
    leg_prices: Vec<Option<NamedPrice>>,
    stake: Option<Stake>,
    to_win: Option<Units>,
    price: Option<NamedPrice>,
    typo: bool,
}

fn reading(board: &Board, path: &[Piece], moment: DateTime<Utc>) -> Result<Reading, Refused> {
    let plain = |reason: Reason| -> Refused { (reason, Vec::new()) };
    let parts = part(board, path).map_err(plain)?;
    if parts.legs.is_empty() {
        return Err(plain(Reason::NotABet));
    }
    if parts.legs.len() > LEGS_MAX {
        return Err(plain(Reason::TooLong));
    }
    let wants: Result<Vec<Wants>, Reason> =
        parts.legs.iter().map(|it| Wants::of(&it.pieces)).collect();
    let wants = wants.map_err(plain)?;
    let bare = wants.iter().flat_map(|it| it.stakes.iter().copied());
    let stakes: Vec<Stake> = parts.stakes.iter().copied().chain(bare).collect();
    let (stake, to_win) = stake(&stakes).map_err(plain)?;
    let (leg_prices, price) = prices(&parts).map_err(plain)?;
    let several = wants.len() > 1;
    let priced = price.is_some() || leg_prices.iter().any(Option::is_some);
    let mut legs = Vec::with_capacity(wants.len());
    let mut before = None;
    for leg in &wants {
        let around = Around {
            moment,
            winner_by_default: priced || several,
            staked: stake.is_some(),
            before,
        };
        let (candidates, event) = resolve(board, leg, around)?;
        before = event;
        legs.push(candidates);
    }
    one_stake(&mut legs, &wants).map_err(plain)?;
    if contradicts(&legs) {
        return Err(plain(Reason::Contradiction));
    }
    Ok(Reading {
        legs,
        leg_prices,
        stake,
        to_win,
        price,
        typo: path.iter().any(|it| it.typo),
    })
}

/// The one stake of a bet, and what it is to win where what is risked is stated too.
fn stake(all: &[Stake]) -> Result<(Option<Stake>, Option<Units>), Reason> {
    let none = |it: &Stake| match it {
        Stake::Units(units) | Stake::ToWin(units) => *units <= Units::ZERO,
        Stake::Percent(share) => *share == 0 || *share >= 10_000,
    };
    if all.iter().any(none) {
        return Err(Reason::Stake);
    }
    let risked: Vec<Stake> = all
        .iter()
        .copied()
        .filter(|it| !matches!(it, Stake::ToWin(_)))
        .collect();
    let to_win = all.iter().find_map(|it| match it {
        Stake::ToWin(units) => Some(*units),
        Stake::Units(_) | Stake::Percent(_) => None,
    });
    match (risked.as_slice(), all) {
        ([], []) => Ok((None, None)),
        ([one], [_] | [_, _]) => Ok((Some(*one), to_win)),
        ([], [one]) => Ok((Some(*one), None)),
        _ => Err(Reason::Several),
    }
}

/// A bet has one stake. Legs whose bare numbers would be different ones are a bet if each number
/// can be a line: `mavs 8 + lakers 3`.
fn one_stake(legs: &mut [Vec<Candidate>], wants: &[Wants]) -> Result<(), Reason> {
    let mut stakes: Vec<Stake> = Vec::new();
    for stake in legs.iter().flatten().filter_map(|it| it.stake) {
        if !stakes.contains(&stake) {
            stakes.push(stake);
        }
    }
    if stakes.len() < 2 {
        return Ok(());
    }
    for (leg, wants) in legs.iter_mut().zip(wants) {
        let line: Option<Line> = wants.bare.as_deref().and_then(|it| it.parse().ok());
        let is_staked = leg.iter().any(|it| it.stake.is_some());
        leg.retain(|it| {
            let own = it.selection.line.map(|it| it.quarters().abs());
            !is_staked || (it.stake.is_none() && own == line.map(|it| it.quarters().abs()))
        });
        if leg.is_empty() {
            return Err(Reason::Several);
        }
    }
    Ok(())
}

/// A price for each leg, or one for the whole bet.
fn prices(parts: &Parts) -> Result<(Vec<Option<NamedPrice>>, Option<NamedPrice>), Reason> {
    let none = vec![None; parts.legs.len()];
    if parts.legs.len() > 1 && parts.legs.iter().all(|it| it.prices.len() == 1) {
        let prices = parts.legs.iter().map(|it| it.prices.first().copied());
        return Ok((prices.collect(), None));
    }
    let mut all = parts.legs.iter().flat_map(|it| it.prices.iter().copied());
    let first = all.next();
    match all.next() {
        Some(_) if parts.legs.len() == 1 => Err(Reason::NotABet),
        Some(_) => Err(Reason::Several),
        None => Ok((none, first)),
    }
}

/// Whether two clear legs exclude each other.
fn contradicts(legs: &[Vec<Candidate>]) -> bool {
    let clear: Vec<&Selection> = legs.iter().filter_map(|it| only(it)).collect();
    clear.iter().enumerate().any(|(index, one)| {
        let rest = clear.get(index + 1..).unwrap_or_default();
        rest.iter().any(|other| exclude(one, other))
    })
}

fn only(candidates: &[Candidate]) -> Option<&Selection> {
    match candidates {
        [one] => Some(&one.selection),
        _ => None,
    }
}

/// What all readings come to: a bet if they are one, else everything that they allow.
fn together(readings: Vec<Reading>) -> Option<Read> {
    let mut readings = readings.into_iter();
    let first = readings.next()?;
    let rest: Vec<Reading> = readings.collect();
    if rest.is_empty() {
        return Some(alone(first));
    }
    let legs = first.legs.len();
    if rest.iter().any(|it| it.legs.len() != legs) {
        let (reason, near) = (Reason::Several, Vec::new());
        return Some(Read::Nothing(Nothing { reason, near }));
    }
    let mut merged: Vec<Vec<Candidate>> = vec![Vec::new(); legs];
    let priced = |it: &Reading| (it.price, it.leg_prices.clone());
    if rest.iter().any(|it| priced(it) != priced(&first)) {
        // A number that is a price in one reading and something else in another.
        let (reason, near) = (Reason::Price, Vec::new());
        return Some(Read::Nothing(Nothing { reason, near }));
    }
    let staked = |it: &Reading| (it.stake, it.to_win);
    let agreed = rest.iter().all(|it| staked(it) == staked(&first));
    for reading in std::iter::once(&first).chain(&rest) {
        for (all, here) in merged.iter_mut().zip(&reading.legs) {
            for candidate in here {
                let own = if agreed { None } else { reading.stake };
                let stake = candidate.stake.or(own);
                let candidate = candidate.clone();
                take(all, Candidate { stake, ..candidate });
            }
        }
    }
    if merged.iter().all(|it| it.len() == 1) {
        // The readings differ in what is staked or won alone.
        let (reason, near) = (Reason::Stake, Vec::new());
        return Some(Read::Nothing(Nothing { reason, near }));
    }
    Some(Read::Ambiguous(Ambiguous {
        legs: merged,
        leg_prices: first.leg_prices,
        stake: first.stake.filter(|_| agreed),
        to_win: first.to_win.filter(|_| agreed),
        price: first.price,
    }))
}

fn alone(reading: Reading) -> Read {
    if reading.legs.iter().any(|it| it.len() != 1) {
        return Read::Ambiguous(Ambiguous {
            legs: reading.legs,
            leg_prices: reading.leg_prices,
            stake: reading.stake,
            to_win: reading.to_win,
            price: reading.price,
        });
    }
    let inferred = reading.legs.iter().flatten().any(|it| it.inferred);
    let meant = reading.legs.iter().flatten().find_map(|it| it.stake);
    let candidates = reading.legs.into_iter().flatten();
    let legs = candidates
        .zip(reading.leg_prices)
        .map(|(candidate, price)| Leg {
            selection: candidate.selection,
            price,
        });
    Read::Bet(Bet {
        legs: legs.collect(),
        stake: reading.stake.or(meant),
        to_win: reading.to_win,
        price: reading.price,
        show_first: reading.typo || inferred,
    })
}
