//! Baseball: innings in their order, and where the game stopped.

use shared::facts::InningEnd;
use shared::game::Period;

use super::forms::{INNINGS_MAX, NO_TIES_IN_BASEBALL, WALK_OFF_MAX};
use super::{CheckedEnd, Flaw, FlawKind, Most, adds_up, ensure, numbered, only, whole};
use crate::rules::FULL_INNINGS;

/// The innings that are reported.
struct Innings {
    /// Home, away; `None` for a side that did not bat.
    of: [[Option<i64>; 2]; INNINGS_MAX],
    last: usize,
    /// For how many it was scheduled.
    scheduled: usize,
}

impl Innings {
    /// The score after that many innings.
    fn through(&self, innings: usize) -> (i64, i64) {
        let told = self.of.iter().take(innings);
        told.fold((0, 0), |(home, away), it| {
            (home + it[0].unwrap_or(0), away + it[1].unwrap_or(0))
        })
    }

    /// The score before the home side bats in the last inning.
    fn before_home_bats(&self) -> (i64, i64) {
        let (home, away) = self.through(self.last);
        (home - self.home_bats().unwrap_or(0), away)
    }

    fn home_bats(&self) -> Option<i64> {
        self.of[self.last - 1][0]
    }

    /// Whether the last inning is one after which the game may be over.
    const fn is_long_enough(&self) -> bool {
        self.last >= self.scheduled
    }
}

fn wrong(says: impl Into<String>) -> Flaw {
    Flaw::new(FlawKind::Innings, says)
}

pub(super) fn check(told: CheckedEnd<'_>) -> Result<Most, Flaw> {
    only(told, |it| {
        matches!(it, Period::Full | Period::Inning(_) | Period::FirstFive)
    })?;
    let (of, last) = numbered::<INNINGS_MAX>(told, |it| match it {
        Period::Inning(number) => Some(number),
        _ => None,
    })?;
    let scheduled = told.facts.scheduled_innings.unwrap_or(FULL_INNINGS);
    ensure((1..=9).contains(&scheduled), FlawKind::Innings, || {
        format!("no game is scheduled for {scheduled} innings")
    })?;
    let full = whole(told, Period::Full)?;
    let ending = told.facts.ending.and_then(|it| it.inning);
    if let Some(ending) = ending {
        ensure(
            ending.number >= 1 && ending.outs <= 3,
            FlawKind::Innings,
            || "a game stops in an inning from 1 on, with 0 to 3 outs".to_owned(),
        )?;
    }
    if last == 0 {
        return without_innings(told, full, ending);
    }
    let innings = Innings {
        of,
        last,
        scheduled: usize::from(scheduled),
    };
    batted(&innings)?;
    adds_up(full, innings.through(last), Period::Full)?;
    if last >= 5 {
        let five = whole(told, Period::FirstFive)?;
        adds_up(five, innings.through(5), Period::FirstFive)?;
    }
    extra(&innings)?;
    match ending {
        Some(ending) => stopped(&innings, ending)?,
        None if told.is_final() => played_out(told, &innings)?,
        None => {}
    }
    Ok(Some(innings.through(last)))
}

/// Only the full score is reported.
fn without_innings(
    told: CheckedEnd<'_>,
    full: Option<(i64, i64)>,
    ending: Option<InningEnd>,
) -> Result<Most, Flaw> {
    if let Some((home, away)) = full.filter(|_| told.is_final() && ending.is_none()) {
        no_tie(told, (home, away))?;
    }
    Ok(full)
}

/// Both sides bat in every inning, except the home side in the last.
fn batted(innings: &Innings) -> Result<(), Flaw> {
    for (index, it) in innings.of.iter().take(innings.last).enumerate() {
        let number = index + 1;
        ensure(it[1].is_some(), FlawKind::Innings, || {
            format!("the away side does not bat in inning {number}")
        })?;
        ensure(
            it[0].is_some() || number == innings.last,
            FlawKind::Innings,
            || format!("the home side does not bat in inning {number}, which is not the last"),
        )?;
    }
    Ok(())
}

/// An inning after the scheduled ones is played only after a level score, and the home side bats
/// in its last one only as long as it does not lead.
fn extra(innings: &Innings) -> Result<(), Flaw> {
    for number in innings.scheduled..innings.last {
        let (home, away) = innings.through(number);
        ensure(home == away, FlawKind::Innings, || {
            format!(
                "inning {} was played though it was {home}-{away}",
                number + 1
            )
        })?;
    }
    if !innings.is_long_enough() {
        return Ok(());
    }
    let runs = innings.home_bats().unwrap_or(0);
    let (home, away) = innings.before_home_bats();
    let last = innings.last;
    ensure(home <= away || runs == 0, FlawKind::Innings, || {
        format!("the home side batted in inning {last} though it had won by {home}-{away}")
    })?;
    let lead = home + runs - away;
    ensure(
        home > away || lead <= WALK_OFF_MAX,
        FlawKind::Innings,
        || format!("the game was over before the home side led by {lead} in inning {last}"),
    )
}

/// Where it is said to have stopped.
fn stopped(innings: &Innings, ending: InningEnd) -> Result<(), Flaw> {
    let InningEnd {
        number,
        bottom,
        outs,
    } = ending;
    let (at, last) = (usize::from(number), innings.last);
    // Called before anything happened in the next inning.
    if at == last + 1 && !bottom && outs == 0 {
        ensure(innings.home_bats().is_some(), FlawKind::Innings, || {
            format!("the home side does not bat in inning {last}, and inning {at} began")
        })?;
        return Ok(());
    }
    ensure(at == last, FlawKind::Innings, || {
        format!("it stopped in inning {at}, and {last} innings are told")
    })?;
    match (bottom, innings.home_bats()) {
        (false, Some(runs)) if runs > 0 => Err(wrong(format!(
            "the home side has runs in inning {last}, and it stopped before it batted"
        ))),
        (true, None) if outs > 0 => Err(wrong(format!(
            "the home side batted in inning {last}, and has no runs there"
        ))),
        _ => Ok(()),
    }
}

/// A final that does not say where it stopped was played to its end.
fn played_out(told: CheckedEnd<'_>, innings: &Innings) -> Result<(), Flaw> {
    let (last, scheduled) = (innings.last, innings.scheduled);
    if !innings.is_long_enough() {
        return Err(Flaw::missing(format_args!(
            "where the game ended (`ending`), and has {last} of {scheduled} innings; a shorter \
             game says so in `scheduled_innings`"
        )));
    }
    let (home, away) = innings.through(last);
    let batted = innings.home_bats().is_some();
    ensure(batted || home > away, FlawKind::Innings, || {
        format!("the home side does not bat in inning {last} though it is not ahead, {home}-{away}")
    })?;
    no_tie(told, (home, away))
}

fn no_tie(told: CheckedEnd<'_>, (home, away): (i64, i64)) -> Result<(), Flaw> {
    let may = home != away || !NO_TIES_IN_BASEBALL.contains(&told.league);
    ensure(may, FlawKind::Tie, || {
        format!("it ended level at {home}-{away}, which this game cannot")
    })
}
