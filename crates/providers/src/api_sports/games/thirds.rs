//! Goals by period, of overtime and of a shoot-out, which must come to the whole before anything is
//! settled on them.

use shared::game::{Period, PeriodScore};

use super::wire::{Row, Thirds};
use crate::api_sports::convert::{pair, scored};
use crate::api_sports::status::Over;
use crate::json;

pub(super) fn read(row: &Row, over: Option<Over>) -> Result<Vec<PeriodScore>, String> {
    let home: Option<i32> = json::text_part(row.scores.home.get())?;
    let away: Option<i32> = json::text_part(row.scores.away.get())?;
    let full = pair(home, away).ok_or("no score for a side")?;
    let mut scores = scored(Period::Full, full).to_vec();
    let Some(over) = over else {
        return Ok(scores);
    };
    let thirds = row.periods.as_ref().ok_or("the periods are not told")?;
    let thirds: Thirds = json::text_part(thirds.get())?;
    let told = |it: &Option<String>| it.as_deref().map(goals).transpose();
    let mut regular = (0, 0);
    for (number, third) in (1..).zip([&thirds.first, &thirds.second, &thirds.third]) {
        let goals = told(third)?.ok_or_else(|| format!("period {number} is not told"))?;
        regular = (regular.0 + goals.0, regular.1 + goals.1);
        scores.extend(scored(Period::Third(number), goals));
    }
    let (extra, shots) = (told(&thirds.overtime)?, told(&thirds.penalties)?);
    let more = extra.unwrap_or_default();
    let played = (regular.0 + more.0, regular.1 + more.1);
    match over {
        Over::InTime if regular != full => {
            return Err("the periods do not come to the score".to_owned());
        }
        Over::InTime => return Ok(scores),
        Over::Extra if extra.is_none() || played != full => {
            return Err("the periods and overtime do not come to the score".to_owned());
        }
        Over::Extra | Over::Shots => {}
    }
    scores.extend(scored(Period::Overtime, more));
    if over == Over::Shots {
        let shots = shots.filter(|it| it.0 != it.1);
        let shots = shots.ok_or("who won the shoot-out is not told")?;
        let goal = (i32::from(shots.0 > shots.1), i32::from(shots.1 > shots.0));
        let won = (played.0 + goal.0, played.1 + goal.1);
        // The goal that the shoot-out gives is in the score, or is not yet.
        if full != won && full != played {
            return Err("the periods and the shoot-out do not come to the score".to_owned());
        }
        scores.retain(|it| it.period != Period::Full);
        scores.extend(scored(Period::Full, won));
        scores.extend(scored(Period::Shootout, shots));
    }
    Ok(scores)
}

/// `2-1`.
fn goals(text: &str) -> Result<(i32, i32), String> {
    let read = text.split_once('-').and_then(|(home, away)| {
        let whole = |it: &str| it.trim().parse::<u8>().ok().map(i32::from);
        whole(home).zip(whole(away))
    });
    read.ok_or_else(|| format!("{text:?} is no score"))
}
