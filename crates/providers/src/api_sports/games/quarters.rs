//! Points by quarter, which must come to the whole before anything is settled on them.

use shared::game::{Period, PeriodScore};

use super::wire::{Quarters, Row};
use crate::api_sports::convert::{pair, scored};
use crate::api_sports::status::Over;
use crate::json;

/// Leagues that play halves, of which the feed makes quarters in a way that it does not state.
const IN_HALVES: &[&str] = &["NCAAB"];

pub(super) fn read(
    league: &str,
    row: &Row,
    over: Option<Over>,
) -> Result<Vec<PeriodScore>, String> {
    let home: Quarters = json::text_part(row.scores.home.get())?;
    let away: Quarters = json::text_part(row.scores.away.get())?;
    let full = pair(home.total, away.total).ok_or("no score for a side")?;
    let mut quarters = Vec::new();
    for (home, away) in [
        (home.quarter_1, away.quarter_1),
        (home.quarter_2, away.quarter_2),
        (home.quarter_3, away.quarter_3),
        (home.quarter_4, away.quarter_4),
    ] {
        quarters.push(pair(home, away));
    }
    let extra = pair(home.overtime, away.overtime).filter(|it| {
        // Nothing there, in a game that was over in time, means that there was none.
        over != Some(Over::InTime) || *it != (0, 0)
    });
    let mut scores = scored(Period::Full, full).to_vec();
    let Some(over) = over else {
        scores.extend(begun(&quarters, extra, full));
        return Ok(scores);
    };
    let plays_halves = IN_HALVES.contains(&league);
    if over != Over::InTime && extra.is_none() {
        return Err("decided in overtime, whose points are not told".to_owned());
    }
    match quarters.iter().position(Option::is_none) {
        Some(_) if plays_halves => {
            let more = extra.unwrap_or_default();
            let regular = (full.0 - more.0, full.1 - more.1);
            scores.extend(scored(Period::Regulation, regular));
        }
        Some(missing) => {
            return Err(format!(
                "over, and the points of quarter {} are not told: was it played?",
                missing + 1
            ));
        }
        None => {
            if sum(&quarters, extra) != full {
                return Err("the quarters do not come to the score".to_owned());
            }
            scores.extend(numbered(&quarters));
        }
    }
    scores.extend(
        extra
            .into_iter()
            .flat_map(|it| scored(Period::Overtime, it)),
    );
    Ok(scores)
}

fn sum(quarters: &[Option<(i32, i32)>], extra: Option<(i32, i32)>) -> (i32, i32) {
    let all = quarters.iter().copied().flatten().chain(extra);
    all.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
}

fn numbered(quarters: &[Option<(i32, i32)>]) -> Vec<PeriodScore> {
    let told = (1..).zip(quarters).filter_map(|(number, it)| {
        let points = (*it)?;
        Some(scored(Period::Quarter(number), points))
    });
    told.flatten().collect()
}

/// The quarters that have begun. None where they lag behind the score.
fn begun(
    quarters: &[Option<(i32, i32)>],
    extra: Option<(i32, i32)>,
    full: (i32, i32),
) -> Vec<PeriodScore> {
    let told = quarters.iter().take_while(|it| it.is_some()).count();
    let has_hole = quarters.iter().skip(told).any(Option::is_some);
    if has_hole || sum(quarters, extra) != full {
        return Vec::new();
    }
    let mut scores = numbered(quarters);
    scores.extend(
        extra
            .into_iter()
            .flat_map(|it| scored(Period::Overtime, it)),
    );
    scores
}
