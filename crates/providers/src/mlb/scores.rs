//! Runs by inning, which must add up to the whole before anything is settled on them.

use shared::competitor::Role;
use shared::game::{GameStatus, Period, PeriodScore};

use super::wire::{Linescore, Runs, Side, Sides};

/// The runs of a game, in all and by inning. None before it begins.
pub(super) fn read(
    status: GameStatus,
    teams: &Sides<Side>,
    line: Option<&Linescore>,
) -> Result<Vec<PeriodScore>, String> {
    let over = status == GameStatus::Final;
    if !over && !matches!(status, GameStatus::Live | GameStatus::Suspended) {
        return Ok(Vec::new());
    }
    let totals = line.and_then(|it| it.teams.as_ref());
    let told = [Role::Home, Role::Away].map(|role| {
        let total = totals.and_then(|it| side(it, role).runs);
        total.or(side(teams, role).score)
    });
    // Called on time and held up by rain before the first pitch, it has neither runs nor a line
    // score.
    if !over && told == [None, None] {
        return Ok(Vec::new());
    }
    let mut scores = Vec::new();
    let mut adds_up = true;
    for role in [Role::Home, Role::Away] {
        let listed = side(teams, role).score;
        let total = totals.and_then(|it| side(it, role).runs);
        if let (true, Some(listed), Some(total)) = (over, listed, total)
            && listed != total
        {
            return Err(format!(
                "contradiction: {listed} runs of the {role} side, and {total} in the line score"
            ));
        }
        let full = total.or(listed).filter(|it| *it >= 0);
        let full = full.ok_or("no score for a side")?;
        let innings = innings(line, role)?;
        let sum: i32 = innings.iter().map(|(_, runs)| runs).sum();
        adds_up &= innings.is_empty() || sum == full;
        let mut add = |period, points| {
            scores.push(PeriodScore {
                period,
                role,
                points,
            });
        };
        add(Period::Full, full);
        for (number, runs) in innings {
            add(Period::Inning(number), runs);
        }
    }
    if over && !adds_up {
        return Err("the innings do not add up to the score".to_owned());
    }
    if !adds_up {
        scores.retain(|it| it.period == Period::Full);
    }
    Ok(scores)
}

/// The innings in which that side has runs, or none: a half that is not played has nothing told.
fn innings(line: Option<&Linescore>, role: Role) -> Result<Vec<(u8, i32)>, String> {
    let mut innings: Vec<(u8, i32)> = Vec::new();
    for inning in line.iter().flat_map(|it| &it.innings) {
        let half: Option<&Runs> = match role {
            Role::Away => inning.away.as_ref(),
            _ => inning.home.as_ref(),
        };
        let Some(runs) = half.and_then(|it| it.runs) else {
            continue;
        };
        let number = inning.num;
        if number == 0 || runs < 0 {
            return Err(format!("inning {number} has {runs} runs"));
        }
        if innings.iter().any(|(it, _)| *it == number) {
            return Err(format!("inning {number} is there twice"));
        }
        innings.push((number, runs));
    }
    Ok(innings)
}

const fn side<T>(sides: &Sides<T>, role: Role) -> &T {
    match role {
        Role::Away => &sides.away,
        Role::Home | Role::Entrant => &sides.home,
    }
}
