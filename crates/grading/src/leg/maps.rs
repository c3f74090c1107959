//! Esports: maps of a match.

use shared::competitor::{Lead, Role};
use shared::facts::Method;
use shared::game::{GameStatus, Period};
use shared::market::MarketKind;

use super::Leg;
use super::count::{Count, unit};
use super::extent::{Counts, Validity};
use crate::grade::GradeError;
use crate::rules::{EsportsForfeit, Term};
use crate::score::Pair;

/// The maps that were played, from the first.
fn maps(leg: &Leg<'_>) -> Result<Vec<Pair>, GradeError> {
    let side = |number, role| {
        let mut scores = leg.result.scores.iter();
        scores
            .find(|it| it.period == Period::Map(number) && it.role == role)
            .map(|it| i64::from(it.points))
    };
    let mut maps = Vec::new();
    for number in 1..=u8::MAX {
        match (side(number, Role::Home), side(number, Role::Away)) {
            (Some(home), Some(away)) => maps.push(Pair { home, away }),
            _ => break,
        }
    }
    let told = { leg.result.scores.iter() }.filter(|it| matches!(it.period, Period::Map(_)));
    if told.count() == 2 * maps.len() {
        Ok(maps)
    } else {
        Err(leg.missing())
    }
}

fn won(maps: &[Pair]) -> Pair {
    let one = |it: &Pair| Pair {
        home: i64::from(it.home > it.away),
        away: i64::from(it.away > it.home),
    };
    { maps.iter() }.fold(Pair::default(), |sum, it| sum.plus(1, one(it)))
}

fn needed(leg: &Leg<'_>) -> Option<i64> {
    leg.result.facts.best_of.map(|it| i64::from(it / 2 + 1))
}

/// How far a match of maps counts.
pub(super) fn validity(leg: &Leg<'_>, period: Period) -> Result<Validity, GradeError> {
    let maps = maps(leg)?;
    let ending = leg.result.facts.ending;
    let winner = ending.and_then(|it| it.winner);
    let gave_up = leg.result.status == GameStatus::Retired;
    let stopped = matches!(
        leg.result.status,
        GameStatus::Abandoned | GameStatus::Suspended
    );
    if !gave_up && !stopped && leg.result.status != GameStatus::Final {
        return Err(GradeError::NotOver(leg.result.status));
    }
    if let Period::Map(number) = period {
        return one_map(leg, &maps, usize::from(number), gave_up || stopped, winner);
    }
    if period != Period::Full {
        return Err(leg.no_period());
    }
    if stopped {
        let by = ["general/no_result".to_owned()];
        return Ok(Validity::new(Counts::Decided, by));
    }
    if !gave_up {
        return Ok(Validity::whole());
    }
    let by = [leg.own("forfeit")];
    let moneyline = matches!(
        leg.kind(),
        MarketKind::Moneyline2 | MarketKind::Moneyline3 | MarketKind::ToQualify
    );
    let put_out = ending.and_then(|it| it.method) == Some(Method::Disqualification);
    if moneyline && (put_out || leg.rules.options.esports_forfeit == EsportsForfeit::Winner) {
        let winner = winner.ok_or_else(|| leg.untold("who went through"))?;
        return Ok(Validity::new(Counts::Declared(winner), by));
    }
    Ok(Validity::new(Counts::Decided, by))
}

/// A market on one map.
fn one_map(
    leg: &Leg<'_>,
    maps: &[Pair],
    number: usize,
    cut: bool,
    winner: Option<Lead>,
) -> Result<Validity, GradeError> {
    let Some(map) = maps.get(number - 1) else {
        let over = needed(leg).is_some_and(|it| {
            let Pair { home, away } = won(maps);
            home.max(away) >= it
        });
        return if !maps.is_empty() && (cut || over) {
            Ok(Validity::nothing(leg.own("map_not_played")))
        } else {
            Err(leg.untold("whether that map was played"))
        };
    };
    if !cut || number < maps.len() {
        return Ok(Validity::whole());
    }
    let by = [leg.own("started_map")];
    let ahead = match map.home.cmp(&map.away) {
        std::cmp::Ordering::Greater => Some(Lead::Home),
        std::cmp::Ordering::Less => Some(Lead::Away),
        std::cmp::Ordering::Equal => None,
    };
    match (leg.kind(), winner) {
        // The map that was under way goes to whoever goes through; but when the other side leads
        // it, it may have been over before.
        (MarketKind::Moneyline2, Some(winner)) if ahead.is_none_or(|it| it == winner) => {
            Ok(Validity::new(Counts::Declared(winner), by))
        }
        (MarketKind::Moneyline2, Some(_)) => Err(leg.untold("whether that map was over")),
        _ => Ok(Validity::new(Counts::Decided, by)),
    }
}

/// What a match of maps counts for this market.
pub(super) fn counted(leg: &Leg<'_>) -> Result<Count, GradeError> {
    let count = so_far(leg)?;
    let full = |role| leg.result.full(role).map(i64::from);
    let told = full(Role::Home).zip(full(Role::Away));
    let told = told.map(|(home, away)| Pair { home, away });
    let whole = leg.selection.period == Period::Full;
    let of_maps = count.by.contains(&leg.own("counts_maps"));
    match told {
        Some(points) if whole && of_maps && count.terms.is_empty() => Ok(Count {
            points,
            least: points.sum(),
            terms: vec![Term::Plus(Period::Full)],
            by: count.by,
        }),
        _ if count.terms.is_empty() => Err(leg.missing()),
        _ if whole && needed(leg).is_some_and(|it| !reached(leg, it)) => Err(leg.missing()),
        _ => Ok(count),
    }
}

fn reached(leg: &Leg<'_>, needed: i64) -> bool {
    let best_of_even = leg.result.facts.best_of.is_some_and(|it| it % 2 == 0);
    maps(leg).is_ok_and(|maps| {
        let Pair { home, away } = won(&maps);
        home.max(away) == needed || (best_of_even && home == away && home + 1 == needed)
    })
}

/// What was played of a match, and the fewest maps in which it could have ended.
pub(super) fn so_far(leg: &Leg<'_>) -> Result<Count, GradeError> {
    let maps = maps(leg)?;
    let selection = leg.selection;
    let statistic = selection.statistic.as_deref();
    let unit = unit(selection.kind, selection.period, statistic, None);
    let unit = unit.ok_or_else(|| leg.no_statistic())?;
    if let Period::Map(number) = selection.period {
        let map = maps.get(usize::from(number) - 1);
        let points = *map.ok_or_else(|| leg.missing())?;
        return Ok(Count {
            points,
            least: points.sum(),
            terms: vec![Term::Plus(selection.period)],
            by: vec![leg.own("counts_rounds")],
        });
    }
    let numbers = (1..=u8::MAX).zip(&maps);
    let terms = numbers.map(|(number, _)| Term::Plus(Period::Map(number)));
    let terms = terms.collect();
    if unit == "maps" {
        let points = won(&maps);
        // A map that was under way when it stopped may not have been won yet.
        let open = leg.result.status != GameStatus::Final;
        let sure = won(&maps[..maps.len() - usize::from(open && !maps.is_empty())]);
        let least = needed(leg).map_or(sure.sum(), |needed| {
            sure.sum() + (needed - sure.home.max(sure.away)).max(0)
        });
        return Ok(Count {
            points,
            least,
            terms,
            by: vec![leg.own("counts_maps")],
        });
    }
    let points = { maps.iter() }.fold(Pair::default(), |sum, it| sum.plus(1, *it));
    Ok(Count {
        points,
        least: points.sum(),
        terms,
        by: vec![leg.own("counts_rounds")],
    })
}
