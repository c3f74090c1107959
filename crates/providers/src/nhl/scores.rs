//! Goals by period, counted from the list of goals, which must come to the score.
//!
//! A schedule lists no goals. Its finals say in which period they were decided, and that tells the
//! regular time all the same: overtime ends with its first goal, and a shoot-out gives one.

use shared::competitor::Role;
use shared::game::{GameStatus, Period, PeriodScore};

use super::wire::{Game, Goal, PeriodDescriptor, Team};

/// How many periods there are before overtime.
const REGULAR: u8 = 3;

/// How a final was decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decided {
    InTime,
    InOvertime,
    ByShots,
}

/// The goals of a game by period and side. None before it begins.
pub(super) fn read(game: &Game, status: GameStatus) -> Result<Vec<PeriodScore>, String> {
    let scores = (game.home_team.score, game.away_team.score);
    match status {
        GameStatus::Live | GameStatus::Suspended | GameStatus::Final => {}
        GameStatus::Scheduled if (scores.0.unwrap_or(0), scores.1.unwrap_or(0)) != (0, 0) => {
            return Err("contradiction: not begun, and has a score".to_owned());
        }
        _ => return Ok(Vec::new()),
    }
    let whole = |team: &Team| team.score.filter(|it| *it >= 0);
    let full = whole(&game.home_team).zip(whole(&game.away_team));
    let full = full.ok_or("no score for a side")?;
    let mut scores = pair(Period::Full, full).to_vec();
    if status == GameStatus::Final {
        scores.extend(decided_parts(game, full)?);
    } else if let Some(goals) = &game.goals {
        scores.extend(running_parts(game, goals, full)?);
    }
    scores.sort_unstable();
    Ok(scores)
}

fn pair(period: Period, (home, away): (i32, i32)) -> [PeriodScore; 2] {
    [(Role::Home, home), (Role::Away, away)].map(|(role, points)| PeriodScore {
        period,
        role,
        points,
    })
}

fn decided(game: &Game) -> Result<Decided, String> {
    let outcome = game.game_outcome.as_ref();
    let outcome = outcome.map(|it| it.last_period_type.as_str());
    let last = game.period_descriptor.as_ref();
    let last = last.and_then(|it| it.period_type.as_deref());
    if let (Some(outcome), Some(last)) = (outcome, last)
        && outcome != last
    {
        return Err(format!(
            "contradiction: decided in {outcome:?}, and its last period is {last:?}"
        ));
    }
    match outcome.or(last) {
        Some("REG") => Ok(Decided::InTime),
        Some("OT") => Ok(Decided::InOvertime),
        Some("SO") => Ok(Decided::ByShots),
        Some(other) => Err(format!("a final that was decided in {other:?}")),
        None => Err("how it was decided is not told".to_owned()),
    }
}

/// The parts of a final.
fn decided_parts(game: &Game, full: (i32, i32)) -> Result<Vec<PeriodScore>, String> {
    let decided = decided(game)?;
    let extra = match full.0.cmp(&full.1) {
        std::cmp::Ordering::Greater => (1, 0),
        std::cmp::Ordering::Less => (0, 1),
        std::cmp::Ordering::Equal => return Err("a final whose score is level".to_owned()),
    };
    let (regular, overtime) = match decided {
        Decided::InTime => (full, None),
        Decided::InOvertime => ((full.0 - extra.0, full.1 - extra.1), Some(extra)),
        Decided::ByShots => ((full.0 - extra.0, full.1 - extra.1), Some((0, 0))),
    };
    if decided != Decided::InTime && regular.0 != regular.1 {
        return Err("decided after the regular time, and not by one goal".to_owned());
    }
    let mut parts = Vec::new();
    match &game.goals {
        Some(goals) => {
            let counted = count(game, goals)?;
            if counted.regular() != regular || counted.after != overtime.unwrap_or_default() {
                return Err("the goals do not come to the score".to_owned());
            }
            let periods = (1..=REGULAR).zip(counted.periods);
            parts.extend(periods.flat_map(|(it, goals)| pair(Period::Third(it), goals)));
        }
        None => parts.extend(pair(Period::Regulation, regular)),
    }
    parts.extend(
        overtime
            .into_iter()
            .flat_map(|it| pair(Period::Overtime, it)),
    );
    if decided == Decided::ByShots {
        parts.extend(pair(Period::Shootout, extra));
    }
    Ok(parts)
}

/// The parts of a game that goes on: those that have begun. None where the goals lag behind.
fn running_parts(
    game: &Game,
    goals: &[Goal],
    full: (i32, i32),
) -> Result<Vec<PeriodScore>, String> {
    let now = game.period_descriptor.as_ref();
    let Some(now) = now.and_then(|it| it.number) else {
        return Ok(Vec::new());
    };
    let counted = count(game, goals)?;
    let (home, away) = counted.regular();
    if (home + counted.after.0, away + counted.after.1) != full || counted.shots > 0 {
        return Ok(Vec::new());
    }
    let begun = (1..=REGULAR.min(now)).zip(counted.periods);
    let mut parts: Vec<_> = begun
        .flat_map(|(it, goals)| pair(Period::Third(it), goals))
        .collect();
    if now > REGULAR {
        parts.extend(pair(Period::Overtime, counted.after));
    }
    Ok(parts)
}

/// Goals counted, home and away.
#[derive(Default)]
struct Counted {
    periods: [(i32, i32); REGULAR as usize],
    after: (i32, i32),
    /// Goals that a shoot-out gave: one, at most.
    shots: u32,
}

impl Counted {
    fn regular(&self) -> (i32, i32) {
        let sum = |(home, away), it: &(i32, i32)| (home + it.0, away + it.1);
        self.periods.iter().fold((0, 0), sum)
    }
}

fn count(game: &Game, goals: &[Goal]) -> Result<Counted, String> {
    let mut counted = Counted::default();
    for goal in goals {
        let scorer = goal.team_abbrev.text();
        let own = if scorer == game.home_team.abbrev {
            (1, 0)
        } else if scorer == game.away_team.abbrev {
            (0, 1)
        } else {
            return Err(format!("a goal of {scorer:?}, which does not play"));
        };
        let PeriodDescriptor {
            number,
            period_type,
        } = &goal.period_descriptor;
        let place = match (period_type.as_deref(), number) {
            (Some("REG"), Some(number @ 1..=REGULAR)) => {
                &mut counted.periods[usize::from(*number) - 1]
            }
            (Some("OT"), _) => &mut counted.after,
            (Some("SO"), _) => {
                counted.shots += 1;
                continue;
            }
            _ => return Err("a goal in no period".to_owned()),
        };
        *place = (place.0 + own.0, place.1 + own.1);
    }
    Ok(counted)
}
