//! Runs by inning, which must come to the whole before anything is settled on them.
//!
//! Extra innings are one number here. A game that had some has all of nine innings behind it, so
//! that its first five and its whole are known and the innings after the ninth are not.

use std::collections::BTreeMap;

use shared::game::{Period, PeriodScore};

use super::wire::{Innings, Row};
use crate::api_sports::convert::{pair, scored};
use crate::api_sports::status::Over;
use crate::archive::score;
use crate::json;

/// How many innings have a number of their own.
const NUMBERED: u8 = 9;
/// The last of those that are counted together.
const FIRST_INNINGS: u8 = 5;
/// Leagues that know no draw. Games before the season end level all the same.
const NO_TIES: &[&str] = &["MLB"];

/// One side's runs.
struct Runs {
    by_inning: BTreeMap<u8, i32>,
    extra: Option<i32>,
}

pub(super) fn read(
    league: &str,
    row: &Row,
    over: Option<Over>,
) -> Result<Vec<PeriodScore>, String> {
    let home: Innings = json::text_part(row.scores.home.get())?;
    let away: Innings = json::text_part(row.scores.away.get())?;
    let full = pair(home.total, away.total).ok_or("no score for a side")?;
    let (home, away) = (runs(&home)?, runs(&away)?);
    let mut scores = scored(Period::Full, full).to_vec();
    let adds_up = (home.sum(), away.sum()) == full;
    if over.is_none() {
        if adds_up && home.extra.or(away.extra).is_none() {
            scores.extend(numbered(&home, &away));
        }
        return Ok(scores);
    }
    if !adds_up {
        return Err("the innings do not come to the score".to_owned());
    }
    if full.0 == full.1 && NO_TIES.contains(&league) {
        return Err("a final whose score is level".to_owned());
    }
    if home.extra.is_none() && away.extra.is_none() {
        scores.extend(numbered(&home, &away));
        return Ok(scores);
    }
    let whole = usize::from(NUMBERED);
    if (home.by_inning.len(), away.by_inning.len()) != (whole, whole) {
        return Err("extra innings, and not all before them are told".to_owned());
    }
    let five = score(Period::FirstFive, home.first_five(), away.first_five());
    scores.extend(five);
    Ok(scores)
}

fn runs(side: &Innings) -> Result<Runs, String> {
    let mut runs = Runs {
        by_inning: BTreeMap::new(),
        extra: None,
    };
    for (inning, told) in &side.innings {
        let Some(told) = told.filter(|it| *it >= 0) else {
            continue;
        };
        match inning.parse::<u8>() {
            Ok(number @ 1..=NUMBERED) => {
                runs.by_inning.insert(number, told);
            }
            _ if inning == "extra" => runs.extra = Some(told),
            _ => return Err(format!("{inning:?} is no inning")),
        }
    }
    Ok(runs)
}

impl Runs {
    fn sum(&self) -> i32 {
        self.by_inning.values().sum::<i32>() + self.extra.unwrap_or(0)
    }

    fn first_five(&self) -> i32 {
        self.by_inning.range(..=FIRST_INNINGS).map(|it| it.1).sum()
    }
}

fn numbered(home: &Runs, away: &Runs) -> Vec<PeriodScore> {
    use shared::competitor::Role::{Away, Home};
    let sides = [(Home, home), (Away, away)].into_iter();
    let all = sides.flat_map(|(role, runs)| {
        runs.by_inning
            .iter()
            .map(move |(number, runs)| PeriodScore {
                period: Period::Inning(*number),
                role,
                points: *runs,
            })
    });
    all.collect()
}
