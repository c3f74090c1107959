//! Halves, quarters and the markets on them, which several sports share.

use shared::game::Period::{self, Full, Regulation};
use shared::market::MarketKind::{self, *};

use super::Term::{self, Minus, Overtime, Plus};

pub(super) const H1: Period = Period::Half(1);
pub(super) const H2: Period = Period::Half(2);
pub(super) const Q1: Period = Period::Quarter(1);
pub(super) const Q2: Period = Period::Quarter(2);
pub(super) const Q3: Period = Period::Quarter(3);
pub(super) const Q4: Period = Period::Quarter(4);

/// The general markets of games in halves and quarters.
pub(super) const KINDS: &[MarketKind] = &[
    DrawNoBet,
    DoubleChance,
    TeamTotal,
    BothTeamsToScore,
    OddEven,
    CorrectScore,
    HalfTimeFullTime,
    WinningMargin,
    ToQualify,
    PlayerTotal,
    PlayerYesNo,
    HeadToHead,
    HeadToHead3,
];

pub(super) const FULL_WITH_OVERTIME: &[&[Term]] = &[
    &[Plus(Full)],
    &[Plus(Q1), Plus(Q2), Plus(Q3), Plus(Q4), Overtime],
    &[Plus(H1), Plus(H2), Overtime],
    &[Plus(Regulation), Overtime],
];
pub(super) const REGULAR_TIME: &[&[Term]] = &[
    &[Plus(Regulation)],
    &[Plus(Q1), Plus(Q2), Plus(Q3), Plus(Q4)],
    &[Plus(H1), Plus(H2)],
    &[Plus(Full), Minus(Period::Overtime)],
];
pub(super) const FIRST_HALF: &[&[Term]] = &[&[Plus(H1)], &[Plus(Q1), Plus(Q2)]];
pub(super) const SECOND_HALF: &[&[Term]] = &[
    &[Plus(H2), Overtime],
    &[Plus(Q3), Plus(Q4), Overtime],
    &[Plus(Full), Minus(H1)],
    &[Plus(Full), Minus(Q1), Minus(Q2)],
];
