//! Where play ended, by the line score, which counts the outs: what rules about shortened games
//! rest on. What it contradicts itself about is left out, and reported as missing.

use shared::competitor::Role;
use shared::facts::{Ending, Facts, InningEnd};
use shared::game::{GameStatus, Period, PeriodScore};

use super::wire::Linescore;

/// How many innings a game has unless it says otherwise.
const INNINGS: u8 = 9;

/// What scores alone do not show of a game, and what is missing from it where a final does not say
/// where it ended.
pub(super) fn facts(
    status: GameStatus,
    scheduled: Option<u8>,
    line: Option<&Linescore>,
    scores: &[PeriodScore],
) -> (Facts, Option<String>) {
    let scheduled = line.and_then(|it| it.scheduled_innings).or(scheduled);
    let mut facts = Facts {
        scheduled_innings: scheduled.filter(|it| (1..INNINGS).contains(it)),
        ..Facts::default()
    };
    if status != GameStatus::Final || scores.is_empty() {
        return (facts, None);
    }
    let end = line.ok_or_else(|| "no line score is told".to_owned());
    match end.and_then(|it| inning_end(it, scores)) {
        Ok(end) => {
            facts.ending = Some(Ending {
                inning: Some(end),
                ..Ending::default()
            });
            (facts, None)
        }
        Err(reason) => (facts, Some(format!("where play ended: {reason}"))),
    }
}

fn inning_end(line: &Linescore, scores: &[PeriodScore]) -> Result<InningEnd, String> {
    let number = line.current_inning.filter(|it| *it > 0);
    let number = number.ok_or("no inning is named")?;
    let outs = line.outs.filter(|it| *it <= 3);
    let outs = outs.ok_or("how many were out is not told")?;
    let (bottom, outs) = match (line.inning_state.as_deref(), line.is_top_inning) {
        (Some("Middle"), _) => (false, 3),
        (Some("End"), _) => (true, 3),
        (Some("Top"), _) | (None, Some(true)) => (false, outs),
        (Some("Bottom"), _) | (None, Some(false)) => (true, outs),
        (Some(other), _) => return Err(format!("{other:?} is no part of an inning")),
        (None, None) => return Err("no half of an inning is named".to_owned()),
    };
    let end = InningEnd {
        number,
        bottom,
        outs,
    };
    agrees(end, scores)?;
    Ok(end)
}

/// Whether the runs by inning fit that end.
fn agrees(end: InningEnd, scores: &[PeriodScore]) -> Result<(), String> {
    let InningEnd {
        number,
        bottom,
        outs,
    } = end;
    let points = |period, role| {
        let mut of = scores.iter();
        let score = of.find(|it| (it.period, it.role) == (period, role));
        score.map(|it| it.points)
    };
    let full = |role| points(Period::Full, role).ok_or("no score");
    let (home, away) = (full(Role::Home)?, full(Role::Away)?);
    if home == away {
        return Err("the score is level".to_owned());
    }
    let innings = scores.iter().filter_map(|it| match it.period {
        Period::Inning(number) => Some(number),
        _ => None,
    });
    let last = innings.max().ok_or("no inning has runs told")?;
    // Called before anything happened in the next inning.
    let between = number == last + 1 && !bottom && outs == 0;
    if number != last && !between {
        return Err(format!(
            "the line score says inning {number}, and has runs of {last}"
        ));
    }
    let home_bats = points(Period::Inning(number), Role::Home);
    match home_bats {
        None if bottom && outs > 0 => Err(format!(
            "the home side batted in inning {number}, and has no runs told"
        )),
        Some(runs) if !bottom && runs > 0 => Err(format!(
            "the home side has runs in inning {number}, which ended before it batted"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u8, state: &str, outs: u8) -> Linescore {
        Linescore {
            current_inning: Some(number),
            inning_state: Some(state.to_owned()),
            is_top_inning: None,
            scheduled_innings: Some(9),
            outs: Some(outs),
            balls: None,
            strikes: None,
            offense: None,
            innings: Vec::new(),
            teams: None,
        }
    }

    fn runs(away: &[i32], home: &[i32]) -> Vec<PeriodScore> {
        let mut scores = Vec::new();
        for (role, runs) in [(Role::Away, away), (Role::Home, home)] {
            let mut add = |period, points| {
                scores.push(PeriodScore {
                    period,
                    role,
                    points,
                });
            };
            add(Period::Full, runs.iter().sum());
            for (number, runs) in (1..).zip(runs) {
                add(Period::Inning(number), *runs);
            }
        }
        scores
    }

    fn ended(line: &Linescore, scores: &[PeriodScore]) -> Result<(u8, bool, u8), String> {
        match facts(GameStatus::Final, None, Some(line), scores) {
            (_, Some(reason)) => Err(reason),
            (facts, None) => {
                let end = facts.ending.and_then(|it| it.inning).ok_or("none")?;
                Ok((end.number, end.bottom, end.outs))
            }
        }
    }

    #[test]
    fn the_line_score_says_in_which_half_and_with_how_many_out_it_ended() {
        let nine = [0, 0, 1, 0, 0, 0, 0, 0, 1];
        let behind = [0, 0, 1, 0, 0, 0, 0, 0, 0];
        let end = ended(&line(9, "Bottom", 3), &runs(&nine, &behind));
        assert_eq!(end, Ok((9, true, 3)));
        let ahead = [0, 0, 3, 0, 0, 0, 0, 0];
        for state in ["Top", "Middle"] {
            let end = ended(&line(9, state, 3), &runs(&nine, &ahead));
            assert_eq!(end, Ok((9, false, 3)), "{state}");
        }
        let walked_off = [0, 0, 2, 0, 0, 0, 0, 0, 1];
        let end = ended(&line(9, "Bottom", 1), &runs(&nine, &walked_off));
        assert_eq!(end, Ok((9, true, 1)));
    }

    #[test]
    fn a_game_that_rain_cut_short_ends_where_it_was_called() {
        let away = [0, 0, 0, 1, 0, 1, 2];
        let end = ended(&line(7, "Top", 1), &runs(&away, &[1, 0, 0, 0, 0, 0]));
        assert_eq!(end, Ok((7, false, 1)), "the seventh is not complete");
        let six = [0, 0, 0, 1, 0, 1];
        let end = ended(&line(7, "Top", 0), &runs(&six, &[1, 0, 0, 0, 2, 0]));
        assert_eq!(end, Ok((7, false, 0)), "nothing happened in the seventh");
    }

    #[test]
    fn where_the_line_score_contradicts_the_runs_nothing_is_claimed() {
        let six = runs(&[0, 0, 0, 1, 0, 1], &[1, 0, 0, 0, 2, 0]);
        let level = runs(&[1], &[1]);
        let home_out = runs(&[0, 0], &[1]);
        for (line, scores) in [
            (line(9, "Top", 3), &six),
            (line(5, "End", 3), &six),
            (line(6, "Seventh", 3), &six),
            (line(6, "Top", 7), &six),
            (line(1, "End", 3), &level),
            (line(2, "Bottom", 2), &home_out),
        ] {
            assert!(ended(&line, scores).is_err());
        }
        let ahead_in_its_half = runs(&[0, 0], &[1, 1]);
        assert!(ended(&line(2, "Top", 2), &ahead_in_its_half).is_err());
    }

    #[test]
    fn a_game_of_seven_innings_says_so_and_one_of_nine_need_not() {
        let seven = Linescore {
            scheduled_innings: Some(7),
            ..line(7, "Bottom", 3)
        };
        let scores = runs(&[0, 0, 0, 0, 0, 0, 1], &[0, 0, 0, 0, 0, 0, 0]);
        let (facts, _) = facts(GameStatus::Final, None, Some(&seven), &scores);
        assert_eq!(facts.scheduled_innings, Some(7));
        let (facts, _) = super::facts(GameStatus::Scheduled, Some(9), None, &[]);
        assert!(facts.is_empty());
    }
}
