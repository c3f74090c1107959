//! Points of rugby by half, and of Australian rules in all.

use shared::game::{Period, PeriodScore};

use super::wire::{Halves, Kicked, Row};
use crate::api_sports::convert::{pair, scored};
use crate::api_sports::status::Over;
use crate::api_sports::wire::Sides;
use crate::json;

/// What a goal of Australian rules is worth.
const GOAL: i32 = 6;

pub(super) fn rugby(row: &Row, over: Option<Over>) -> Result<Vec<PeriodScore>, String> {
    let home: Option<i32> = json::text_part(row.scores.home.get())?;
    let away: Option<i32> = json::text_part(row.scores.away.get())?;
    let full = pair(home, away).ok_or("no score for a side")?;
    let mut scores = scored(Period::Full, full).to_vec();
    let Some(over) = over else {
        return Ok(scores);
    };
    let halves = row.periods.as_ref().ok_or("the halves are not told")?;
    let halves: Halves = json::text_part(halves.get())?;
    let told = |it: &Sides<Option<i32>>| pair(it.home, it.away);
    let extra = |it: &Option<Sides<Option<i32>>>| it.as_ref().and_then(told);
    let (first, second) = (told(&halves.first), told(&halves.second));
    let (first, second) = first.zip(second).ok_or("a half is not told")?;
    let overtimes = [extra(&halves.overtime), extra(&halves.second_overtime)];
    let add = |a: (i32, i32), b: (i32, i32)| (a.0 + b.0, a.1 + b.1);
    let more = overtimes.into_iter().flatten().reduce(add);
    if add(add(first, second), more.unwrap_or_default()) != full {
        return Err("the halves do not come to the score".to_owned());
    }
    let more = match over {
        Over::InTime => more.filter(|it| *it != (0, 0)),
        Over::Extra | Over::Shots => {
            Some(more.ok_or("decided in extra time, whose points are not told")?)
        }
    };
    scores.extend(scored(Period::Half(1), first));
    scores.extend(scored(Period::Half(2), second));
    scores.extend(more.into_iter().flat_map(|it| scored(Period::Overtime, it)));
    Ok(scores)
}

pub(super) fn australian(row: &Row) -> Result<Vec<PeriodScore>, String> {
    let side = |raw: &str| -> Result<i32, String> {
        let Kicked {
            score,
            goals,
            behinds,
        } = json::text_part(raw)?;
        let score = score.filter(|it| *it >= 0).ok_or("no score for a side")?;
        let kicked = goals
            .zip(behinds)
            .map(|(goals, behinds)| goals * GOAL + behinds);
        match kicked {
            Some(kicked) if kicked != score => {
                Err("contradiction: goals and behinds do not come to the score".to_owned())
            }
            _ => Ok(score),
        }
    };
    let home = side(row.scores.home.get())?;
    let away = side(row.scores.away.get())?;
    Ok(scored(Period::Full, (home, away)).to_vec())
}
