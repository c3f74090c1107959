//! Esports: maps with a winner each, and a match that ends when it is won.

use shared::competitor::Lead;
use shared::game::{GameStatus, Period};

use super::forms::MAPS_MAX;
use super::{CheckedEnd, Flaw, FlawKind, Most, adds_up, ensure, numbered, only, whole};

pub(super) fn check(told: CheckedEnd<'_>) -> Result<Most, Flaw> {
    only(told, |it| matches!(it, Period::Full | Period::Map(_)))?;
    let (maps, last) = numbered::<MAPS_MAX>(told, |it| match it {
        Period::Map(number) => Some(number),
        _ => None,
    })?;
    let full = whole(told, Period::Full)?;
    let best_of = told.facts.best_of;
    let fits = best_of.is_none_or(|it| (1..=MAPS_MAX).contains(&usize::from(it)));
    ensure(fits, FlawKind::Maps, || {
        format!("a match is the best of 1 to {MAPS_MAX} maps")
    })?;
    let needed = best_of.map(|it| i64::from(it / 2 + 1));
    let over = told.status == GameStatus::Final;
    let (mut home, mut away) = (0, 0);
    for (index, map) in maps.iter().take(last).enumerate() {
        let number = index + 1;
        let [Some(own), Some(other)] = *map else {
            let says = format!("map {number} has the score of one side alone");
            return Err(Flaw::new(FlawKind::Numbers, says));
        };
        let won = needed.is_some_and(|it| home.max(away) >= it);
        ensure(!won, FlawKind::Maps, || {
            format!("map {number} was played after the match was won")
        })?;
        // The last one may have been under way when it stopped.
        ensure(
            own != other || (!over && number == last),
            FlawKind::Maps,
            || format!("map {number} ended {own}-{other}, which nobody won"),
        )?;
        home += i64::from(own > other);
        away += i64::from(other > own);
    }
    if last == 0 {
        return whole_alone(told, full, needed);
    }
    if !over {
        return Ok(None);
    }
    adds_up(full, (home, away), Period::Full)?;
    ends(told, (home, away), full.is_some())?;
    won(told, (home, away))?;
    Ok(None)
}

/// Only the full score is reported, in maps.
fn whole_alone(
    told: CheckedEnd<'_>,
    full: Option<(i64, i64)>,
    needed: Option<i64>,
) -> Result<Most, Flaw> {
    let Some(full) = full.filter(|_| told.is_final()) else {
        return Ok(None);
    };
    if needed.is_some() {
        ends(told, full, true)?;
    }
    won(told, full)?;
    Ok(None)
}

/// Whether that many maps end a match.
fn ends(told: CheckedEnd<'_>, (home, away): (i64, i64), whole: bool) -> Result<(), Flaw> {
    let Some(best_of) = told.facts.best_of else {
        // A reported series score is the end of the series; maps alone may be part of one.
        return if whole {
            Ok(())
        } else {
            Err(Flaw::missing(
                "how many maps the match was to have (`best_of`)",
            ))
        };
    };
    let needed = i64::from(best_of / 2 + 1);
    let drawn = best_of % 2 == 0 && home == away && home + 1 == needed;
    let (more, fewer) = (home.max(away), home.min(away));
    ensure(
        drawn || (more == needed && fewer < needed),
        FlawKind::Maps,
        || format!("a final of {home}-{away} in maps does not end a best of {best_of}"),
    )
}

/// Whoever is declared the winner won the maps.
fn won(told: CheckedEnd<'_>, (home, away): (i64, i64)) -> Result<(), Flaw> {
    let ahead = match home.cmp(&away) {
        std::cmp::Ordering::Greater => Lead::Home,
        std::cmp::Ordering::Less => Lead::Away,
        std::cmp::Ordering::Equal => Lead::Draw,
    };
    let winner = told.facts.ending.and_then(|it| it.winner);
    ensure(
        winner.is_none_or(|it| it == ahead),
        FlawKind::Winner,
        || format!("the declared winner is not who won the maps, {home}-{away}"),
    )
}
