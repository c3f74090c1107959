//! Games in timed periods.

use shared::competitor::Role;
use shared::game::Period;
use shared::league::Sport;

use super::forms::{self, Division, Overtime, TimedForm};
use super::{CheckedEnd, Flaw, FlawKind, Most, ensure, side};
use crate::rules::clock_minutes;

const FULL: usize = 0;
const REGULATION: usize = 1;
const WITH_OVERTIME: usize = 2;
const H1: usize = 3;
const H2: usize = 4;
const Q: [usize; 4] = [5, 6, 7, 8];
const P: [usize; 3] = [9, 10, 11];
const OVERTIME: usize = 12;
/// The goal that a shoot-out counts for.
const SHOOTOUT: usize = 13;
const PLACES: usize = 14;

/// A whole, and the parts that add up to it.
type Sum = (usize, &'static [usize]);

/// The sums of regular time.
const REGULAR_SUMS: &[Sum] = &[
    (H1, &[Q[0], Q[1]]),
    (H2, &[Q[2], Q[3]]),
    (REGULATION, &[H1, H2]),
    (REGULATION, &Q),
    (REGULATION, &P),
];
/// All sums.
const SUMS: &[Sum] = &[
    (H1, &[Q[0], Q[1]]),
    (H2, &[Q[2], Q[3]]),
    (REGULATION, &[H1, H2]),
    (REGULATION, &Q),
    (REGULATION, &P),
    (WITH_OVERTIME, &[REGULATION, OVERTIME, SHOOTOUT]),
    (FULL, &[REGULATION, OVERTIME, SHOOTOUT]),
];
/// How often the sums are gone through: each pass can only fill in what the last one found.
const PASSES: usize = 4;

/// The reported scores and those that follow from them: home, away.
struct Scores {
    of: [[Option<i64>; PLACES]; 2],
    /// The least that each can be, where it is not known.
    least: [[i64; PLACES]; 2],
    told: [bool; PLACES],
    /// Shots scored.
    shots: Option<(i64, i64)>,
}

impl Scores {
    fn pair(&self, place: usize) -> Option<(i64, i64)> {
        self.of[0][place].zip(self.of[1][place])
    }

    const fn tells(&self, place: usize) -> bool {
        self.told[place]
    }
}

const fn place(period: Period) -> Option<usize> {
    Some(match period {
        Period::Full => FULL,
        Period::Regulation => REGULATION,
        Period::IncludingOvertime => WITH_OVERTIME,
        Period::Half(1) => H1,
        Period::Half(2) => H2,
        Period::Quarter(n @ 1..=4) => Q[n as usize - 1],
        Period::Third(n @ 1..=3) => P[n as usize - 1],
        Period::Overtime => OVERTIME,
        Period::Shootout => SHOOTOUT,
        _ => return None,
    })
}

const fn named(place: usize) -> &'static str {
    [
        "full",
        "regulation",
        "including_overtime",
        "H1",
        "H2",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "P1",
        "P2",
        "P3",
        "overtime",
        "shootout",
    ][place]
}

pub(super) fn check(told: CheckedEnd<'_>) -> Result<Most, Flaw> {
    let Some(form) = forms::timed(told.sport, told.league) else {
        return Ok(None);
    };
    let mut scores = read(told, form)?;
    let stopped = stopped(told);
    divided(told, &scores)?;
    clock(told, &scores, form)?;
    // A tie over two games may go on after a game that is not level.
    let alone = told.facts.advanced.is_none();
    follow(&mut scores, REGULAR_SUMS, told.sport)?;
    if alone {
        nothing_after_a_lead(&mut scores, stopped);
    }
    follow(&mut scores, SUMS, told.sport)?;
    if alone {
        level_before(&scores)?;
    }
    shot(told, &scores, form)?;
    if told.is_final() && !stopped {
        whole(told, &scores)?;
        if alone {
            decided(&scores, form)?;
        }
    }
    Ok(most(&scores))
}

/// Whether the result says that play stopped at some minute.
fn stopped(told: CheckedEnd<'_>) -> bool {
    let minute = told.facts.ending.and_then(|it| it.minute);
    !told.is_final() || minute.is_some_and(|it| it < clock_minutes(told.sport, told.league))
}

/// The scores by place, each whole, once, and of both sides.
fn read(told: CheckedEnd<'_>, form: &TimedForm) -> Result<Scores, Flaw> {
    let mut scores = Scores {
        of: [[None; PLACES]; 2],
        least: [[0; PLACES]; 2],
        told: [false; PLACES],
        shots: None,
    };
    for score in told.scores {
        let period = score.period;
        let has = match period {
            Period::Shootout => form.shots.is_some(),
            Period::Third(_) => form.divisions.contains(&Division::Thirds),
            Period::Quarter(_) => form.divisions.contains(&Division::Quarters),
            Period::Half(_) => form.divisions.contains(&Division::Halves),
            _ => true,
        };
        let place = place(period).filter(|_| has);
        let no_part = || {
            let says = format!("{} has no part {period}", told.sport);
            Flaw::new(FlawKind::Parts, says)
        };
        let place = place.ok_or_else(no_part)?;
        let side = side(score)?;
        let before = scores.of[side][place].replace(score.points.into());
        ensure(before.is_none(), FlawKind::Numbers, || {
            format!("{period} has two scores of the {} side", score.role)
        })?;
        scores.told[place] = true;
    }
    for place in (0..PLACES).filter(|it| scores.told[*it]) {
        ensure(scores.pair(place).is_some(), FlawKind::Numbers, || {
            format!("{} has the score of one side alone", named(place))
        })?;
    }
    scores.shots = scores.pair(SHOOTOUT);
    if let Some((home, away)) = scores.shots {
        ensure(home != away, FlawKind::Shootout, || {
            format!("a shoot-out has a winner, and {home}-{away} has none")
        })?;
        scores.of[0][SHOOTOUT] = Some(i64::from(home > away));
        scores.of[1][SHOOTOUT] = Some(i64::from(away > home));
    } else if form.shots.is_none() {
        scores.of[0][SHOOTOUT] = Some(0);
        scores.of[1][SHOOTOUT] = Some(0);
    }
    Ok(scores)
}

/// One way of dividing the game, and no part left out before a later one.
fn divided(told: CheckedEnd<'_>, scores: &Scores) -> Result<(), Flaw> {
    let quarters = Q.iter().any(|it| scores.tells(*it));
    let thirds = P.iter().any(|it| scores.tells(*it));
    ensure(!(quarters && thirds), FlawKind::Parts, || {
        format!("{} in quarters and in thirds at once", told.sport)
    })?;
    for parts in [[H1, H2].as_slice(), &Q, &P] {
        let last = parts.iter().rposition(|it| scores.tells(*it));
        let hole = parts.iter().take(last.unwrap_or(0));
        let hole = hole.copied().find(|it| !scores.tells(*it));
        // Halves may be reported beside quarters, and then only one of them.
        let beside = parts.len() == 2 && quarters;
        if let Some(hole) = hole.filter(|_| !beside) {
            let says = format!("{} is left out before a later part", named(hole));
            return Err(Flaw::new(FlawKind::Parts, says));
        }
    }
    Ok(())
}

/// Fills in what follows from the sums, and finds sums that do not hold.
fn follow(scores: &mut Scores, sums: &[Sum], sport: Sport) -> Result<(), Flaw> {
    // What a feed of soccer calls the full score of a match that went on is not one thing.
    let extended = sport == Sport::Soccer && (scores.tells(OVERTIME) || scores.tells(SHOOTOUT));
    if scores.tells(SHOOTOUT) && !scores.tells(OVERTIME) {
        // A shoot-out straight after regular time.
        scores.of[0][OVERTIME].get_or_insert(0);
        scores.of[1][OVERTIME].get_or_insert(0);
    }
    for _ in 0..PASSES {
        let mut found = false;
        for (whole, parts) in sums {
            if *whole == FULL && extended {
                continue;
            }
            for (of, least) in scores.of.iter_mut().zip(&mut scores.least) {
                found |= sum(of, least, *whole, parts)?;
            }
        }
        if !found {
            break;
        }
    }
    match (extended, scores.pair(FULL)) {
        (true, Some(full)) => full_of_extended(scores, full),
        _ => Ok(()),
    }
}

/// Returns whether anything new was derived.
fn sum(
    of: &mut [Option<i64>; PLACES],
    least: &mut [i64; PLACES],
    whole: usize,
    parts: &[usize],
) -> Result<bool, Flaw> {
    let known: i64 = parts.iter().filter_map(|it| of[*it]).sum();
    let at_least: i64 = parts.iter().map(|it| of[*it].unwrap_or(least[*it])).sum();
    least[whole] = least[whole].max(at_least);
    let mut open = parts.iter().copied().filter(|it| of[*it].is_none());
    let (first, second) = (open.next(), open.next());
    match (of[whole], first, second) {
        (Some(told), None, _) if told != known => {
            let whole = named(whole);
            let says = format!("the parts of {whole} add up to {known}, and {whole} says {told}");
            Err(Flaw::new(FlawKind::Sum, says))
        }
        (Some(told), Some(_), _) if at_least > told => {
            let whole = named(whole);
            let says = format!("parts of {whole} have {at_least} already, and {whole} says {told}");
            Err(Flaw::new(FlawKind::Sum, says))
        }
        (Some(told), Some(only), None) => {
            of[only] = Some(told - known);
            Ok(true)
        }
        (None, None, _) => {
            of[whole] = Some(known);
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// With extra time or without it, with a goal for the penalties or without.
fn full_of_extended(scores: &Scores, full: (i64, i64)) -> Result<(), Flaw> {
    let Some(regular) = scores.pair(REGULATION) else {
        return Ok(());
    };
    let extra = scores.pair(OVERTIME).unwrap_or_default();
    let goal = scores.pair(SHOOTOUT).unwrap_or_default();
    let add = |a: (i64, i64), b: (i64, i64)| (a.0 + b.0, a.1 + b.1);
    let after = add(regular, extra);
    let fits = [regular, after, add(after, goal)].contains(&full);
    ensure(fits, FlawKind::Sum, || {
        let (home, away) = full;
        format!("full says {home}-{away}, which no sum of the parts gives")
    })
}

/// A game that was decided in regular time has nothing after it, and so no shoot-out.
fn nothing_after_a_lead(scores: &mut Scores, stopped: bool) {
    let leads = |place| scores.pair(place).is_some_and(|(home, away)| home != away);
    let over = !scores.tells(OVERTIME) && !scores.tells(SHOOTOUT);
    let none = over && (leads(REGULATION) || stopped);
    let ahead = scores.tells(OVERTIME) && leads(OVERTIME);
    if none {
        for side in &mut scores.of {
            side[OVERTIME].get_or_insert(0);
        }
    }
    if none || (ahead && !scores.tells(SHOOTOUT)) {
        for side in &mut scores.of {
            side[SHOOTOUT].get_or_insert(0);
        }
    }
}

/// Overtime, and a shoot-out, only after a level score.
fn level_before(scores: &Scores) -> Result<(), Flaw> {
    let not_level = |what: &str, (home, away): (i64, i64)| {
        let says = format!("{what} was played though the score was {home}-{away}");
        Flaw::new(FlawKind::Overtime, says)
    };
    let regular = scores.pair(REGULATION);
    if scores.tells(OVERTIME) || scores.tells(SHOOTOUT) {
        let what = if scores.tells(OVERTIME) {
            "overtime"
        } else {
            "a shoot-out"
        };
        match regular {
            Some((home, away)) if home != away => return Err(not_level(what, (home, away))),
            Some(_) => {}
            None => return Err(Flaw::missing("regular time, before overtime")),
        }
    }
    match scores.pair(OVERTIME) {
        Some((home, away)) if scores.tells(SHOOTOUT) && home != away => {
            Err(not_level("a shoot-out", (home, away)))
        }
        _ => Ok(()),
    }
}

/// A shoot-out ends as soon as it is decided, and decides who advances.
fn shot(told: CheckedEnd<'_>, scores: &Scores, form: &TimedForm) -> Result<(), Flaw> {
    let Some(((home, away), shots)) = scores.shots.zip(form.shots) else {
        return Ok(());
    };
    ensure(shootout_ends(home, away, shots), FlawKind::Shootout, || {
        format!("no shoot-out of {shots} each ends {home}-{away}")
    })?;
    // Penalties decide who advances, however many matches the tie had.
    let penalties = told.facts.advanced.filter(|_| told.sport == Sport::Soccer);
    let through = penalties.map(|it| it == Role::Home);
    ensure(
        through.is_none_or(|it| it == (home > away)),
        FlawKind::Winner,
        || format!("the shoot-out ended {home}-{away}, and the other side went through"),
    )
}

/// Whether a shoot-out of that many shots each, and then one each, can end so: it is over once one
/// side cannot be caught any more.
const fn shootout_ends(home: i64, away: i64, shots: i64) -> bool {
    let (more, lead) = if home > away {
        (home, home - away)
    } else {
        (away, away - home)
    };
    lead == 1 || (lead >= 2 && more <= shots && more <= shots + 2 - lead)
}

/// No part of regular time is missing.
fn whole(told: CheckedEnd<'_>, scores: &Scores) -> Result<(), Flaw> {
    let nothing = told.scores.is_empty();
    let wholes = [FULL, REGULATION, WITH_OVERTIME];
    let all = wholes.iter().any(|it| scores.tells(*it));
    for parts in [Q.as_slice(), &P] {
        let first = parts.iter().any(|it| scores.tells(*it));
        let missing = parts.iter().copied().find(|it| !scores.tells(*it));
        if let Some(missing) = missing.filter(|_| first) {
            return Err(Flaw::missing(named(missing)));
        }
    }
    if nothing || all || scores.pair(REGULATION).is_some() {
        return Ok(());
    }
    let missing = [H1, H2].into_iter().find(|it| !scores.tells(*it));
    Err(Flaw::missing(named(missing.unwrap_or(REGULATION))))
}

/// A winner where the sport always has one.
fn decided(scores: &Scores, form: &TimedForm) -> Result<(), Flaw> {
    let tie = |(home, away): (i64, i64)| {
        let says = format!("it ended level at {home}-{away}, which this game cannot");
        Flaw::new(FlawKind::Tie, says)
    };
    let overtime = scores.pair(OVERTIME).filter(|_| scores.tells(OVERTIME));
    if let Some((home, away)) = overtime {
        let level = home == away;
        let by_shots = scores.tells(SHOOTOUT);
        match form.overtime {
            Overtime::Winner if level => return Err(tie((home, away))),
            Overtime::FirstGoal if home + away > 1 => {
                let says = format!("overtime ends with its first goal, not at {home}-{away}");
                return Err(Flaw::new(FlawKind::Overtime, says));
            }
            Overtime::FirstGoal | Overtime::OrShootout if level && !by_shots => {
                return Err(Flaw::missing("the shoot-out after a level overtime"));
            }
            _ => {}
        }
    }
    let end = scores.pair(FULL).or(scores.pair(WITH_OVERTIME));
    match end.filter(|(home, away)| home == away && !form.may_tie) {
        Some(level) => Err(tie(level)),
        None => Ok(()),
    }
}

/// What was played when the clock stopped.
fn clock(told: CheckedEnd<'_>, scores: &Scores, form: &TimedForm) -> Result<(), Flaw> {
    let Some(minute) = told.facts.ending.and_then(|it| it.minute) else {
        return Ok(());
    };
    let regular = clock_minutes(told.sport, told.league);
    let wrong = |says: String| Err(Flaw::new(FlawKind::Clock, says));
    let after = scores.tells(OVERTIME) || scores.tells(SHOOTOUT);
    if after && minute < regular {
        return wrong(format!(
            "it was stopped in minute {minute}, before overtime could be played"
        ));
    }
    if !after && minute > regular + form.stoppage {
        return wrong(format!(
            "{minute} minutes of regular time, which has {regular}"
        ));
    }
    let parts = told.scores.iter().filter_map(|it| {
        let (number, count) = numbered(it.period)?;
        Some((it, regular * (number - 1) / count))
    });
    for (score, start) in parts {
        if start > minute || (start == minute && score.points > 0) {
            let period = score.period;
            return wrong(format!(
                "{period} is told, and it was stopped in minute {minute}, before {period} began"
            ));
        }
    }
    begun(told, scores, minute, regular)
}

/// Every part that had begun when a game was called early and made final.
fn begun(told: CheckedEnd<'_>, scores: &Scores, minute: u16, regular: u16) -> Result<(), Flaw> {
    let whole = scores.tells(FULL) || scores.tells(REGULATION);
    if !told.is_final() || whole || told.scores.is_empty() {
        return Ok(());
    }
    let tells = |parts: &&&[Period]| told.scores.iter().any(|it| parts.contains(&it.period));
    for part in DIVISIONS.iter().find(tells).copied().unwrap_or_default() {
        let start = numbered(*part).map(|(number, count)| regular * (number - 1) / count);
        let told = place(*part).is_some_and(|it| scores.tells(it));
        if !told && start.is_some_and(|it| it < minute) {
            return Err(Flaw::missing(part));
        }
    }
    Ok(())
}

/// The parts of each way of dividing a game.
const DIVISIONS: &[&[Period]] = &[
    &[
        Period::Quarter(1),
        Period::Quarter(2),
        Period::Quarter(3),
        Period::Quarter(4),
    ],
    &[Period::Third(1), Period::Third(2), Period::Third(3)],
    &[Period::Half(1), Period::Half(2)],
];

/// Which part of how many.
const fn numbered(period: Period) -> Option<(u16, u16)> {
    match period {
        Period::Half(n) => Some((n as u16, 2)),
        Period::Third(n) => Some((n as u16, 3)),
        Period::Quarter(n) => Some((n as u16, 4)),
        _ => None,
    }
}

/// The most that each side scored, shoot-out apart.
fn most(scores: &Scores) -> Most {
    let (home, away) = scores.pair(REGULATION).or_else(|| scores.pair(FULL))?;
    let extra = scores.pair(OVERTIME);
    match (extra, scores.pair(FULL), scores.pair(WITH_OVERTIME)) {
        (Some((more, others)), ..) => Some((home + more, away + others)),
        (None, Some(all), _) | (None, None, Some(all)) => Some(all),
        (None, None, None) => None,
    }
}
