//! Goals by what was played. The feed adds everything up: its `fullTime` of a match that went to
//! penalties has those of the shoot-out in it.
//!
//! Source: <https://docs.football-data.org/general/v4/overtime.html>.

use shared::game::{Period, PeriodScore};

use super::wire::{Goals, Score};
use crate::archive::score;

/// Goals of the home and the away side.
type Pair = (i32, i32);

/// The goals of one part, where both sides' are told.
fn pair(goals: Option<Goals>) -> Result<Option<Pair>, String> {
    let told = goals.and_then(|it| it.home.zip(it.away));
    match told {
        Some((home, away)) if home < 0 || away < 0 => Err("a score below zero".to_owned()),
        told => Ok(told),
    }
}

const fn sum(one: Pair, other: Pair) -> Pair {
    (one.0.saturating_add(other.0), one.1.saturating_add(other.1))
}

/// What is left of a whole when a part is taken away. `None`: the part is larger.
fn less(whole: Pair, part: Pair) -> Option<Pair> {
    let rest = (whole.0 - part.0, whole.1 - part.1);
    (rest.0 >= 0 && rest.1 >= 0).then_some(rest)
}

/// The goals of a match that is over, by part, or what does not fit.
pub(super) fn at_the_end(told: &Score) -> Result<Vec<PeriodScore>, String> {
    let whole = pair(told.full_time)?.ok_or("it is over, and no score is told")?;
    let (extra, shot) = (pair(told.extra_time)?, pair(told.penalties)?);
    let parts = match told.duration.as_deref() {
        None | Some("REGULAR") => match (extra, shot) {
            (None | Some((0, 0)), None | Some((0, 0))) => Parts::regular(whole),
            _ => return Err("contradiction: goals after a regular end".to_owned()),
        },
        Some("EXTRA_TIME") => Parts {
            regular: regular(told, whole, extra)?,
            extra: Some(extra.ok_or("the goals of extra time are not told")?),
            shot: None,
        },
        Some("PENALTY_SHOOTOUT") => {
            let shot = shot.ok_or("the goals of the shoot-out are not told")?;
            let played = pair(told.regular_time)?.map(|it| sum(it, extra.unwrap_or_default()));
            let played = played
                .or_else(|| less(whole, shot))
                .ok_or("the goals before the shoot-out are not told")?;
            Parts {
                regular: regular(told, played, extra)?,
                extra,
                shot: Some(shot),
            }
        }
        Some(other) => return Err(format!("unknown duration {other:?}")),
    };
    parts.checked(told, whole)
}

/// The goals of ninety minutes: told, or what is left without extra time.
fn regular(told: &Score, played: Pair, extra: Option<Pair>) -> Result<Pair, String> {
    let own = pair(told.regular_time)?;
    own.or_else(|| less(played, extra?))
        .ok_or_else(|| "the goals of the regular time are not told".to_owned())
}

struct Parts {
    regular: Pair,
    extra: Option<Pair>,
    shot: Option<Pair>,
}

impl Parts {
    const fn regular(whole: Pair) -> Self {
        Self {
            regular: whole,
            extra: None,
            shot: None,
        }
    }

    /// The goals by part, if they add up to the whole and to the winner that is named.
    fn checked(&self, told: &Score, whole: Pair) -> Result<Vec<PeriodScore>, String> {
        let played = sum(self.regular, self.extra.unwrap_or_default());
        let with_shots = sum(played, self.shot.unwrap_or_default());
        if whole != with_shots && !(self.shot.is_some() && whole == played) {
            return Err(format!(
                "contradiction: {}:{} in all, and {}:{} by part",
                whole.0, whole.1, with_shots.0, with_shots.1
            ));
        }
        if self.shot.is_some_and(|it| it.0 == it.1) {
            return Err("contradiction: a shoot-out that nobody won".to_owned());
        }
        let decisive = self.shot.unwrap_or(played);
        let winner = match decisive.0.cmp(&decisive.1) {
            std::cmp::Ordering::Greater => "HOME_TEAM",
            std::cmp::Ordering::Less => "AWAY_TEAM",
            std::cmp::Ordering::Equal => "DRAW",
        };
        if let Some(named) = told.winner.as_deref()
            && named != winner
        {
            return Err(format!(
                "contradiction: {named} won {}:{}",
                decisive.0, decisive.1
            ));
        }
        let mut scores = score(Period::Full, played.0, played.1).to_vec();
        let first = pair(told.half_time)?;
        match first {
            Some(first) => {
                let second = less(self.regular, first)
                    .ok_or("contradiction: more goals at half-time than at the end")?;
                scores.extend(score(Period::Half(1), first.0, first.1));
                scores.extend(score(Period::Half(2), second.0, second.1));
            }
            None if self.extra.is_some() || self.shot.is_some() => {
                scores.extend(score(Period::Regulation, self.regular.0, self.regular.1));
            }
            None => {}
        }
        if let Some((home, away)) = self.extra {
            scores.extend(score(Period::Overtime, home, away));
        }
        if let Some((home, away)) = self.shot {
            scores.extend(score(Period::Shootout, home, away));
        }
        Ok(scores)
    }
}

/// The goals so far. Plans that cost nothing learn them late: none are told, then.
pub(super) fn so_far(told: &Score) -> Result<Vec<PeriodScore>, String> {
    let full = pair(told.full_time)?;
    Ok(full.map_or_else(Vec::new, |(home, away)| {
        score(Period::Full, home, away).to_vec()
    }))
}
