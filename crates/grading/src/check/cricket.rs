//! Cricket: innings of one side each, and a winner by the runs.

use shared::competitor::Lead;
use shared::game::Period;

use super::forms::{CHASE_PASSED_MAX, CRICKET_INNINGS_MAX};
use super::{CheckedEnd, Flaw, FlawKind, Most, adds_up, ensure, numbered, only, whole};

/// Innings, home and away.
type Innings = [[Option<i64>; 2]; CRICKET_INNINGS_MAX as usize];

pub(super) fn check(told: CheckedEnd<'_>) -> Result<Most, Flaw> {
    only(told, |it| {
        matches!(
            it,
            Period::Full | Period::Inning(_) | Period::Overtime | Period::Shootout
        )
    })?;
    let (innings, last) = numbered::<{ CRICKET_INNINGS_MAX as usize }>(told, |it| match it {
        Period::Inning(number) => Some(number),
        _ => None,
    })?;
    let full = whole(told, Period::Full)?;
    let super_over = whole(told, Period::Overtime)?.or(whole(told, Period::Shootout)?);
    overs(told)?;
    let order = order(told, &innings, last)?;
    let sum = innings.iter().take(last).fold((0, 0), |(home, away), it| {
        (home + it[0].unwrap_or(0), away + it[1].unwrap_or(0))
    });
    if last > 0 {
        adds_up(full, sum, Period::Full)?;
    }
    let runs = if last > 0 { Some(sum) } else { full };
    let Some(runs) = runs.filter(|_| told.is_final()) else {
        return Ok(runs);
    };
    if last == 1 && full.is_none() {
        return Err(Flaw::missing("the second innings"));
    }
    super_over_after(told, runs, super_over, last)?;
    winner(told, runs, super_over, order, last)?;
    Ok(Some(runs))
}

fn overs(told: CheckedEnd<'_>) -> Result<(), Flaw> {
    match (told.facts.overs, told.facts.scheduled_overs) {
        (Some(_), None) => Err(Flaw::missing(
            "for how many overs it was (`scheduled_overs`)",
        )),
        (Some(overs), Some(scheduled)) => ensure(overs <= scheduled, FlawKind::Clock, || {
            format!("{overs} overs were left of {scheduled}")
        }),
        _ => Ok(()),
    }
}

/// Whether the match kept all its overs, so that runs alone decide it.
fn in_full(told: CheckedEnd<'_>) -> bool {
    let facts = told.facts;
    facts
        .overs
        .is_none_or(|it| Some(it) == facts.scheduled_overs)
}

/// Who bats in each innings, the last of them: each side twice at most, in a one-day match once,
/// and never three innings of one side before the other's second.
fn order(told: CheckedEnd<'_>, innings: &Innings, last: usize) -> Result<Option<usize>, Flaw> {
    let mut batted = [0; 2];
    let mut before = None;
    for (index, it) in innings.iter().take(last).enumerate() {
        let number = index + 1;
        let wrong = |says: &str| {
            Err(Flaw::new(
                FlawKind::Innings,
                format!("innings {number} {says}"),
            ))
        };
        let side = match it {
            [Some(home), Some(away)] if *home > 0 && *away > 0 => {
                return wrong("has runs of both sides");
            }
            [Some(_), Some(away)] if *away > 0 => 1,
            [None, Some(_)] => 1,
            _ => 0,
        };
        batted[side] += 1;
        if batted[side] > 2 {
            return wrong("is the third of its side");
        }
        if number == 2 && before == Some(side) {
            return wrong("is the second of its side in a row");
        }
        if number > 2 && told.facts.scheduled_overs.is_some() {
            return wrong("is one more than a one-day match has");
        }
        before = Some(side);
    }
    Ok(before)
}

/// A super over only breaks a tie.
fn super_over_after(
    told: CheckedEnd<'_>,
    (home, away): (i64, i64),
    super_over: Option<(i64, i64)>,
    innings: usize,
) -> Result<(), Flaw> {
    let Some((own, other)) = super_over else {
        return Ok(());
    };
    ensure(innings <= 2, FlawKind::Overtime, || {
        "a super over after more than one innings each".to_owned()
    })?;
    ensure(home == away || !in_full(told), FlawKind::Overtime, || {
        format!("a super over was played though the score was {home}-{away}")
    })?;
    let winner = told.facts.ending.and_then(|it| it.winner);
    let by_runs = match own.cmp(&other) {
        std::cmp::Ordering::Greater => Some(Lead::Home),
        std::cmp::Ordering::Less => Some(Lead::Away),
        std::cmp::Ordering::Equal => None,
    };
    match (by_runs, winner) {
        (Some(ahead), Some(winner)) => ensure(ahead == winner, FlawKind::Winner, || {
            format!("the declared winner is not who won the super over, {own}-{other}")
        }),
        (None, None) => Err(Flaw::missing("who won after a level super over")),
        _ => Ok(()),
    }
}

/// Whoever is declared the winner has more runs, where no overs were lost.
fn winner(
    told: CheckedEnd<'_>,
    (home, away): (i64, i64),
    super_over: Option<(i64, i64)>,
    last_batting: Option<usize>,
    innings: usize,
) -> Result<(), Flaw> {
    if !in_full(told) || super_over.is_some() {
        return Ok(());
    }
    let declared = told.facts.ending.and_then(|it| it.winner);
    let more = match home.cmp(&away) {
        std::cmp::Ordering::Greater => Lead::Home,
        std::cmp::Ordering::Less => Lead::Away,
        std::cmp::Ordering::Equal => Lead::Draw,
    };
    let one_day = told.facts.scheduled_overs.is_some();
    let fits = match declared {
        None => true,
        Some(Lead::Draw) => more == Lead::Draw || !one_day,
        // Level runs, and a word on who won: by boundaries, or wickets lost.
        Some(winner) => more == Lead::Draw || winner == more,
    };
    ensure(fits, FlawKind::Winner, || {
        format!("the declared winner does not have more runs, {home}-{away}")
    })?;
    // Whoever bats last stops as soon as it is ahead.
    let passed = match last_batting {
        Some(0) => home - away,
        Some(_) => away - home,
        None => 0,
    };
    let chased = matches!(innings, 2 | 4) && declared != Some(Lead::Draw);
    ensure(
        !chased || passed <= CHASE_PASSED_MAX,
        FlawKind::Innings,
        || format!("the side that batted last went on after it had won, {home}-{away}"),
    )
}
