//! Contests of many: places that are shared properly, held by those who can hold one.

use shared::facts::{EntrantLine, Finish};
use shared::game::Period;

use super::forms::{
    GOLF_HOLES, GOLF_ROUNDS_BEFORE_CUT, GOLF_ROUNDS_MAX, GOLF_STROKES, GOLF_TOURNAMENT_HOLES,
};
use super::{CheckedEnd, Flaw, FlawKind, Most, ensure};
use crate::rules::FieldPlay;

/// The most holes before a cut.
const CUT_HOLES_MAX: u16 = GOLF_HOLES * GOLF_ROUNDS_BEFORE_CUT as u16;

fn wrong(says: impl Into<String>) -> Flaw {
    Flaw::new(FlawKind::Finish, says)
}

pub(super) fn check(told: CheckedEnd<'_>, play: FieldPlay) -> Result<Most, Flaw> {
    let entrants = &told.facts.entrants;
    let mut ids: Vec<_> = entrants.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    ensure(
        ids.windows(2).all(|it| it[0] != it[1]),
        FlawKind::Places,
        || "one of the field stands twice".to_owned(),
    )?;
    for line in entrants {
        finish(line, play)?;
        if play == FieldPlay::Golf {
            rounds(line)?;
        }
    }
    places(entrants, play)?;
    match play {
        FieldPlay::Golf => {
            holes(entrants)?;
            if told.facts.strokes_decide != Some(false) {
                strokes(entrants)?;
            }
        }
        FieldPlay::Motor => laps(entrants)?,
        FieldPlay::Horses => {}
    }
    Ok(None)
}

/// What somebody who finished so can have.
fn finish(line: &EntrantLine, play: FieldPlay) -> Result<(), Flaw> {
    let golf = play == FieldPlay::Golf;
    let started = line.finish.started();
    if line.position == Some(0) {
        return Err(Flaw::new(FlawKind::Places, "places count from 1"));
    }
    if line.withdrawal.is_some() && started {
        return Err(wrong("a price that was withdrawn, of one who started"));
    }
    let played = line.holes.is_some_and(|it| it > 0) || line.laps.is_some_and(|it| it > 0);
    if !started && (played || !line.scores.is_empty()) {
        return Err(wrong("holes, laps or strokes of one who never started"));
    }
    if !golf
        && (line.finish == Finish::MissedCut || line.holes.is_some() || !line.scores.is_empty())
    {
        return Err(wrong("a cut, holes or strokes in a race"));
    }
    if play != FieldPlay::Motor && line.laps.is_some() {
        return Err(wrong("laps where none are driven"));
    }
    Ok(())
}

/// Rounds in their order, each once, with strokes that a round can have.
fn rounds(line: &EntrantLine) -> Result<(), Flaw> {
    for (index, (period, strokes)) in line.scores.iter().enumerate() {
        let Period::Round(number @ 1..=GOLF_ROUNDS_MAX) = *period else {
            return Err(wrong(format!("golf has no {period}")));
        };
        if line.scores.iter().take(index).any(|(it, _)| it == period) {
            return Err(wrong(format!("{period} stands twice")));
        }
        let before = GOLF_HOLES * u16::from(number - 1);
        if line.holes.is_some_and(|it| it <= before) {
            let holes = line.holes.unwrap_or(0);
            return Err(wrong(format!(
                "strokes in {period} after {holes} holes in all"
            )));
        }
        if line.finish == Finish::MissedCut && number > GOLF_ROUNDS_BEFORE_CUT {
            return Err(wrong(format!(
                "strokes in {period} of one who missed the cut"
            )));
        }
        let complete = match line.holes {
            Some(holes) => holes >= before + GOLF_HOLES,
            None => matches!(line.finish, Finish::Finished | Finish::MissedCut),
        };
        let fits = if complete {
            GOLF_STROKES.contains(strokes)
        } else {
            (0..=*GOLF_STROKES.end()).contains(strokes)
        };
        if !fits {
            return Err(wrong(format!("{strokes} strokes in {period}")));
        }
    }
    Ok(())
}

/// Those who share a place take as many places as they are, and only who can be placed is.
fn places(entrants: &[EntrantLine], play: FieldPlay) -> Result<(), Flaw> {
    let mut places: Vec<u16> = entrants.iter().filter_map(|it| it.position).collect();
    places.sort_unstable();
    let mut rest = places.as_slice();
    while let [place, ..] = *rest {
        let shared = rest.iter().take_while(|it| **it == place).count();
        rest = &rest[shared..];
        let next = usize::from(place) + shared;
        if let Some(after) = rest.first().filter(|it| usize::from(**it) < next) {
            return Err(Flaw::new(
                FlawKind::Places,
                format!("{shared} share place {place}, and {after} is the next one that is told"),
            ));
        }
    }
    let finished = entrants.iter().filter(|it| it.finish == Finish::Finished);
    let last = finished.filter_map(|it| it.position).max();
    for line in entrants {
        let Some(position) = line.position else {
            continue;
        };
        let placed = match line.finish {
            Finish::Finished => true,
            // Whoever stops near the end is classified, and does not win.
            Finish::Retired => play == FieldPlay::Motor && position > 1,
            // Behind everybody who finished, as some series list them.
            Finish::Disqualified => {
                play == FieldPlay::Motor && position > 1 && last.is_some_and(|it| position > it)
            }
            Finish::MissedCut => last.is_some_and(|it| position > it),
            Finish::Withdrew | Finish::DidNotStart => false,
        };
        ensure(placed, FlawKind::Places, || {
            format!("place {position} of one who {}", told(line.finish))
        })?;
    }
    Ok(())
}

const fn told(finish: Finish) -> &'static str {
    match finish {
        Finish::Finished => "finished",
        Finish::MissedCut => "missed the cut",
        Finish::Withdrew => "withdrew",
        Finish::Retired => "stopped",
        Finish::Disqualified => "was disqualified",
        Finish::DidNotStart => "did not start",
    }
}

/// Everybody who finishes has played as many holes as the others, and nobody more.
fn holes(entrants: &[EntrantLine]) -> Result<(), Flaw> {
    let of = |finish| {
        let lines = entrants.iter().filter(move |it| it.finish == finish);
        lines.filter_map(|it| it.holes)
    };
    let most = of(Finish::Finished).max();
    let least = of(Finish::Finished).min();
    ensure(most == least, FlawKind::Finish, || {
        "those who finished have not played the same number of holes".to_owned()
    })?;
    let Some(most) = most else { return Ok(()) };
    ensure(
        most <= GOLF_HOLES * u16::from(GOLF_ROUNDS_MAX),
        FlawKind::Finish,
        || format!("{most} holes of golf"),
    )?;
    for line in entrants {
        let holes = line.holes.unwrap_or(0);
        let fits = match line.finish {
            // A tournament that was stopped at the cut has no more holes than that.
            Finish::MissedCut => holes <= most.min(CUT_HOLES_MAX),
            _ => holes <= most,
        };
        ensure(fits, FlawKind::Finish, || {
            format!(
                "{holes} holes of one who {}, where all had {most}",
                told(line.finish)
            )
        })?;
    }
    Ok(())
}

/// Whoever needed fewer strokes over all rounds is not placed behind.
fn strokes(entrants: &[EntrantLine]) -> Result<(), Flaw> {
    let finished = entrants.iter().filter(|it| it.finish == Finish::Finished);
    let mut placed: Vec<_> = finished
        .filter_map(|it| {
            let holes = it.holes.unwrap_or(GOLF_TOURNAMENT_HOLES);
            let rounds = usize::from(holes.div_ceil(GOLF_HOLES));
            let whole = holes % GOLF_HOLES == 0 && it.scores.len() == rounds;
            let strokes: i32 = it.scores.iter().map(|(_, strokes)| strokes).sum();
            whole.then_some((it.position?, strokes))
        })
        .collect();
    placed.sort_unstable();
    for pair in placed.windows(2) {
        let [(ahead, own), (behind, other)] = *pair else {
            continue;
        };
        let fits = if ahead == behind {
            own == other
        } else {
            own <= other
        };
        ensure(fits, FlawKind::Places, || {
            format!("place {ahead} with {own} strokes, and place {behind} with {other}")
        })?;
    }
    Ok(())
}

/// Whoever drove more laps is not classified behind.
fn laps(entrants: &[EntrantLine]) -> Result<(), Flaw> {
    let classified = entrants.iter().filter(|it| it.finish == Finish::Finished);
    let mut placed: Vec<_> = classified
        .filter_map(|it| Some((it.position?, it.laps?)))
        .collect();
    placed.sort_unstable();
    for pair in placed.windows(2) {
        let [(ahead, own), (behind, other)] = *pair else {
            continue;
        };
        ensure(own >= other, FlawKind::Places, || {
            format!("place {ahead} with {own} laps, and place {behind} with {other}")
        })?;
    }
    Ok(())
}
