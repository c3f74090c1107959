//! Scores by period, which must add up to the whole before anything is settled on them.

use shared::competitor::Role;
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;

use super::leagues::League;
use super::wire::{Competitor, StatusType};
use crate::json::Text;

/// What a side scored: in all, and in each part that the feed tells.
struct SideScore {
    full: i32,
    parts: Vec<(Period, i32)>,
    shootout: Option<i32>,
}

/// The scores of a game, by period and side. None before it begins.
pub(super) fn read(
    league: &League,
    status: GameStatus,
    kind: &StatusType,
    (home, away): (&Competitor, &Competitor),
) -> Result<Vec<PeriodScore>, String> {
    let begun = match status {
        GameStatus::Scheduled
        | GameStatus::Postponed
        | GameStatus::Cancelled
        | GameStatus::Walkover => false,
        GameStatus::Live
        | GameStatus::Suspended
        | GameStatus::Final
        | GameStatus::Abandoned
        | GameStatus::Retired
        | GameStatus::NoContest => true,
    };
    if !begun {
        let points = |side: &Competitor| side.score.as_ref().and_then(|it| it.text().whole());
        let none = |side| points(side).is_none_or(|it| it == 0);
        if status == GameStatus::Scheduled && !(none(home) && none(away)) {
            return Err("contradiction: not begun, and has a score".to_owned());
        }
        return Ok(Vec::new());
    }
    let shot = league.sport == Sport::IceHockey && kind.detail.contains("SO");
    let mut home = side(league, home, shot)?;
    let mut away = side(league, away, shot)?;
    if league.is_cumulative() {
        tidy(&mut home, &mut away);
    }
    let adds_up = home.adds_up(shot) && away.adds_up(shot);
    let over = status == GameStatus::Final;
    if over && !adds_up {
        return Err("the periods do not add up to the score".to_owned());
    }
    if over && is_extended(league, kind) && !(home.tells_extra() && away.tells_extra()) {
        return Err("decided after the regular time, whose score is not told".to_owned());
    }
    let mut scores = Vec::new();
    for (role, side) in [(Role::Home, home), (Role::Away, away)] {
        let mut add = |period, points| {
            scores.push(PeriodScore {
                period,
                role,
                points,
            });
        };
        add(Period::Full, side.full);
        if adds_up {
            side.parts
                .iter()
                .for_each(|(period, points)| add(*period, *points));
        }
        if let Some(goals) = side.shootout {
            add(Period::Shootout, goals);
        }
    }
    Ok(scores)
}

/// Whether it was decided after the regular time, by the name of the status or by its detail:
/// `Final/OT`, `Final/2OT`, `Final/SO`, `AET`, `FT-Pens`. Innings have a name each, however many.
fn is_extended(league: &League, kind: &StatusType) -> bool {
    let by_name = matches!(kind.name.as_str(), "STATUS_FINAL_AET" | "STATUS_FINAL_PEN");
    let mut words = kind.detail.split(|it: char| !it.is_ascii_alphabetic());
    let by_detail = words.any(|it| matches!(it, "OT" | "SO" | "AET" | "ET" | "Pens" | "PEN"));
    by_name || (by_detail && league.periods().is_some())
}

impl SideScore {
    /// Whether it has a score of what followed the regular time, and so of the regular time.
    fn tells_extra(&self) -> bool {
        let has_regular = self.parts.iter().any(|(it, _)| *it != Period::Overtime);
        let has_extra = self.parts.iter().any(|(it, _)| *it == Period::Overtime);
        has_regular && (has_extra || self.shootout.is_some())
    }

    /// Whether the parts come to the whole. Whoever wins a shoot-out on the ice has one goal more.
    fn adds_up(&self, shot: bool) -> bool {
        let sum: i32 = self.parts.iter().map(|(_, points)| points).sum();
        let more = self.full - sum;
        self.parts.is_empty() || more == 0 || (shot && more == 1)
    }
}

/// Boards of rugby have extra time in which nothing was scored for matches without any, and some
/// have nothing for the first half. A match in which nobody scored before the break looks the same,
/// so neither half is taken.
fn tidy(home: &mut SideScore, away: &mut SideScore) {
    let extra = |it: &SideScore| {
        let mut parts = it.parts.iter();
        parts.any(|(period, points)| *period == Period::Overtime && *points > 0)
    };
    let is_extended = extra(home) || extra(away);
    let nothing_first = |it: &SideScore| it.parts.first().is_none_or(|(_, points)| *points == 0);
    let is_untold = nothing_first(home) && nothing_first(away);
    for side in [home, away] {
        side.parts
            .retain(|(period, _)| !is_untold && (is_extended || *period != Period::Overtime));
    }
}

/// Scores so far made into what was scored in each part. Nothing stands for a part that was not
/// played. Where the parts already come to the whole, they are no scores so far.
fn apart(parts: &mut Vec<(u8, i32)>, full: i32) {
    let sum: i32 = parts.iter().map(|(_, points)| points).sum();
    if sum == full {
        return;
    }
    let mut before = 0;
    parts.retain_mut(|(_, points)| {
        let so_far = *points;
        *points -= before;
        let is_played = so_far >= before;
        before = before.max(so_far);
        is_played
    });
}

fn side(league: &League, side: &Competitor, shot: bool) -> Result<SideScore, String> {
    let full = side.score.as_ref().and_then(|it| it.text().whole());
    let full = full.filter(|it| *it >= 0).ok_or("no score for a side")?;
    let mut shootout = side.shootout_score.as_ref().and_then(Text::whole);
    let mut lines: Vec<(u8, i32)> = Vec::new();
    for (place, line) in side.linescores.iter().enumerate() {
        let number = line.period.or_else(|| u8::try_from(place + 1).ok());
        let number = number
            .filter(|it| *it > 0)
            .ok_or("a period without a number")?;
        let Some(value) = &line.value else { continue };
        let points = value.whole().filter(|it| *it >= 0);
        lines.push((number, points.ok_or("a period's score is no number")?));
    }
    if league.is_cumulative() {
        apart(&mut lines, full);
    }
    let mut parts: Vec<(Period, i32)> = Vec::new();
    for (number, points) in lines {
        match period(league, number, shot) {
            Period::Shootout => shootout = shootout.or(Some(points)),
            period => match parts.iter_mut().find(|(it, _)| *it == period) {
                Some((Period::Overtime, sum)) => *sum += points,
                Some(_) => return Err(format!("{period} is there twice")),
                None => parts.push((period, points)),
            },
        }
    }
    Ok(SideScore {
        full,
        parts,
        shootout,
    })
}

/// What the period of that number is.
fn period(league: &League, number: u8, shot: bool) -> Period {
    let Some((regular, name)) = league.periods() else {
        return Period::Inning(number);
    };
    let shootout = match league.sport {
        Sport::IceHockey => shot && number > regular + 1,
        Sport::Soccer => number > regular + 2,
        _ => false,
    };
    if shootout {
        Period::Shootout
    } else if number > regular {
        Period::Overtime
    } else {
        name(number)
    }
}
