//! Cricket: the official winner, and runs.

use shared::competitor::{Lead, Role};
use shared::game::Period;
use shared::grade::LegOutcome::{DeadHeat, Lost, Void};
use shared::market::{MarketKind, Side};

use super::count::plain;
use super::extent::{Counts, Validity};
use super::points::{self, declared};
use super::{Decided, Leg, validity};
use crate::grade::GradeError;
use crate::receipt::Working;
use crate::rules::{CricketTie, TOTALS_OVERS_PERCENT};
use crate::score::Pair;

/// Grades a market on a match.
pub(super) fn decide(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    let moneyline = matches!(leg.kind(), MarketKind::Moneyline2 | MarketKind::Moneyline3);
    let whole = leg.selection.period == Period::Full;
    let Validity { is, mut by } = validity::of(leg)?;
    match is {
        Counts::Whole if moneyline && whole => winner(leg, by),
        Counts::Whole if overs_below(leg, TOTALS_OVERS_PERCENT) => {
            by.push(leg.own("overs_cut"));
            cut(leg, by)
        }
        _ => points::decide(leg),
    }
}

/// Totals of a match that lost too many of its overs.
fn cut(leg: &Leg<'_>, mut by: Vec<String>) -> Result<Decided, GradeError> {
    let count = plain(leg, leg.selection.period)?;
    let decided = match leg.kind() {
        MarketKind::Total => points::grown(leg, count.points.sum(), leg.selection.side),
        MarketKind::TeamTotal => {
            let home = leg.subject_role()? == Role::Home;
            let Pair { home: h, away: a } = count.points;
            points::grown(leg, if home { h } else { a }, leg.selection.side)
        }
        _ => None,
    };
    Ok(match decided {
        Some((outcome, working)) => {
            by.push("general/determined".to_owned());
            Decided::new(outcome, working, by).counting(count.terms)
        }
        None => Decided::void(by),
    })
}

/// Whether the match kept fewer than that share of its overs.
pub(super) fn overs_below(leg: &Leg<'_>, percent: u32) -> bool {
    let facts = &leg.result.facts;
    match (facts.overs, facts.scheduled_overs) {
        (Some(overs), Some(scheduled)) => 100 * u32::from(overs) < percent * u32::from(scheduled),
        _ => false,
    }
}

fn winner(leg: &Leg<'_>, mut by: Vec<String>) -> Result<Decided, GradeError> {
    let told = leg.result.facts.ending.and_then(|it| it.winner);
    let super_over = leg
        .result
        .scores
        .iter()
        .any(|it| matches!(it.period, Period::Overtime | Period::Shootout));
    let runs = plain(leg, Period::Full).ok();
    let level = runs
        .as_ref()
        .is_some_and(|it| it.points.home == it.points.away);
    if let Some(winner @ (Lead::Home | Lead::Away)) = told {
        // The winner of a super over does not decide the match if the server counts the tie.
        if !(super_over && level) {
            return Ok(declared(leg, winner, by));
        }
    }
    if told == Some(Lead::Draw) && !level {
        return Ok(drawn(leg, by));
    }
    let runs = runs.ok_or_else(|| leg.missing())?;
    let one_innings_each = leg.result.scores.iter().all(|it| match it.period {
        Period::Inning(n) => n <= 2,
        _ => true,
    });
    if !level {
        if !one_innings_each {
            return Err(leg.untold("who won"));
        }
        let winner = if runs.points.home > runs.points.away {
            Lead::Home
        } else {
            Lead::Away
        };
        return Ok(declared(leg, winner, by).counting(runs.terms));
    }
    if leg.rules.options.cricket_tie == CricketTie::SuperOver
        && let Some(winner) = super_over_winner(leg).or(told.filter(|_| super_over))
        && winner != Lead::Draw
    {
        by.push(leg.own("super_over"));
        return Ok(declared(leg, winner, by));
    }
    Ok(tied(leg, runs.points, by))
}

fn super_over_winner(leg: &Leg<'_>) -> Option<Lead> {
    let side = |role| {
        let of_role = leg.result.scores.iter().filter(|it| it.role == role);
        let mut extra =
            of_role.filter(|it| matches!(it.period, Period::Overtime | Period::Shootout));
        extra.next().map(|it| it.points)
    };
    match side(Role::Home)?.cmp(&side(Role::Away)?) {
        std::cmp::Ordering::Greater => Some(Lead::Home),
        std::cmp::Ordering::Less => Some(Lead::Away),
        std::cmp::Ordering::Equal => None,
    }
}

/// Level in runs, with nothing else to decide it.
fn tied(leg: &Leg<'_>, runs: Pair, mut by: Vec<String>) -> Decided {
    by.push(leg.own("tie"));
    let Pair { home, away } = runs;
    let working = Working::Draw { home, away };
    match (leg.kind(), leg.selection.side) {
        (MarketKind::Moneyline3, Side::Draw) => Decided::new(Lost, working, by),
        _ if leg.rules.options.cricket_tie == CricketTie::Void => Decided::new(Void, working, by),
        _ => Decided::new(DeadHeat, working, by),
    }
}

/// Nobody won within the days of the match.
fn drawn(leg: &Leg<'_>, mut by: Vec<String>) -> Decided {
    if leg.kind() == MarketKind::Moneyline3 {
        return declared(leg, Lead::Draw, by);
    }
    by.push(leg.own("drawn"));
    let winner = Lead::Draw;
    Decided::new(Lost, Working::Declared { winner }, by)
}
