//! What is counted for a market: points, sets, maps, and the terms of the sum.

use shared::game::Period;
use shared::market::MarketKind;

use super::Leg;
use crate::grade::GradeError;
use crate::rules::{Counting, SetPlay, Term};
use crate::score::{self, Pair};

/// What was counted, for the arithmetic.
pub(super) struct Count {
    pub(super) points: Pair,
    /// The least that both sides together can have however the game had gone on.
    pub(super) least: i64,
    pub(super) terms: Vec<Term>,
    /// The row that says what counts.
    pub(super) by: Vec<String>,
}

/// The score of a part, by its row.
pub(super) fn plain(leg: &Leg<'_>, period: Period) -> Result<Count, GradeError> {
    let counting = counting(leg, period)?;
    let counted = score::count(leg.rules, counting, leg.result)?;
    Ok(Count {
        points: counted.points,
        least: counted.points.sum(),
        terms: counted.terms.to_vec(),
        by: vec![leg.own(counting.row.name)],
    })
}

/// The row that says what a part counts.
pub(super) fn counting(leg: &Leg<'_>, period: Period) -> Result<&'static Counting, GradeError> {
    let counting = leg.rules.counting(leg.market.rule, period);
    counting.ok_or_else(|| leg.no_period())
}

/// What a market counts in a sport of sets or maps: sets, games, points, legs, maps, rounds.
pub(crate) fn unit(
    kind: MarketKind,
    period: Period,
    statistic: Option<&str>,
    play: Option<SetPlay>,
) -> Option<&'static str> {
    let (large, small) = match play {
        Some(play) => ("sets", play.small),
        None => ("maps", "rounds"),
    };
    if matches!(period, Period::Set(_) | Period::Map(_)) {
        return statistic.is_none_or(|it| it == small).then_some(small);
    }
    let usual = match (kind, play) {
        (MarketKind::Spread, Some(play)) => play.spread,
        (MarketKind::Total | MarketKind::TeamTotal | MarketKind::OddEven, Some(play)) => play.other,
        _ => large,
    };
    match statistic {
        None => Some(usual),
        Some(it) if it == large => Some(large),
        Some(it) if it == small => Some(small),
        Some(_) => None,
    }
}
