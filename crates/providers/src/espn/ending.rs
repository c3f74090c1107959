//! Where play ended, by the line score and the words of the status: what rules about shortened
//! games rest on. What cannot be known for certain is left out, and reported as missing.

use shared::competitor::Role;
use shared::facts::{Ending, Facts, InningEnd};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;

/// How many innings a game of baseball has unless its format says otherwise.
const INNINGS: u8 = 9;

/// What the feed says of the end beside the scores.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EndFields<'a> {
    /// `Final`, `Final/6`, `F/10`.
    pub(super) detail: &'a str,
    /// The number of the last period.
    pub(super) period: Option<u8>,
    /// How many periods its format has.
    pub(super) scheduled: Option<u8>,
}

/// What scores alone do not show of a game, and what is missing from it where a final does not say
/// where it ended.
pub(super) fn facts(
    sport: Sport,
    status: GameStatus,
    told: EndFields<'_>,
    scores: &[PeriodScore],
) -> (Facts, Option<String>) {
    let mut facts = Facts::default();
    if sport != Sport::Baseball {
        return (facts, None);
    }
    facts.scheduled_innings = told.scheduled.filter(|it| (1..INNINGS).contains(it));
    if status != GameStatus::Final || scores.is_empty() {
        return (facts, None);
    }
    match last_inning(told, scores).and_then(|it| inning_end(it, told, scores)) {
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

fn scheduled(told: EndFields<'_>) -> u8 {
    told.scheduled.unwrap_or(INNINGS)
}

/// The inning in which it ended, in which detail, line score and status must agree.
fn last_inning(told: EndFields<'_>, scores: &[PeriodScore]) -> Result<u8, String> {
    let line_score = scores.iter().filter_map(|it| match it.period {
        Period::Inning(number) => Some(number),
        _ => None,
    });
    let said = [
        ("the detail", by_detail(told)),
        ("the line score", line_score.max()),
        ("the status", told.period.filter(|it| *it > 0)),
    ];
    let mut said = said.into_iter().filter_map(|(who, it)| Some((who, it?)));
    let (first_who, first) = said.next().ok_or("no inning is named")?;
    match said.find(|(_, it)| *it != first) {
        Some((who, other)) => Err(format!("{first_who} says inning {first}, {who} {other}")),
        None => Ok(first),
    }
}

/// A final without a number went its scheduled length.
fn by_detail(told: EndFields<'_>) -> Option<u8> {
    let detail = told.detail.trim();
    let rest = detail
        .strip_prefix("Final")
        .or_else(|| detail.strip_prefix('F'))?;
    if rest.is_empty() {
        return Some(scheduled(told));
    }
    let number = rest.strip_prefix('/')?;
    let end = number.find(|it: char| !it.is_ascii_digit());
    number[..end.unwrap_or(number.len())]
        .parse()
        .ok()
        .filter(|it| *it > 0)
}

/// The side that is behind has batted to the end of the last inning. A home side that leads need
/// not have: of a half in which it did bat, no out is certain, and none is claimed.
fn inning_end(
    number: u8,
    told: EndFields<'_>,
    scores: &[PeriodScore],
) -> Result<InningEnd, String> {
    let points = |period, role| {
        let mut of = scores.iter();
        let score = of.find(|it| (it.period, it.role) == (period, role));
        score.map(|it| it.points)
    };
    let full = (
        points(Period::Full, Role::Home).ok_or("no score")?,
        points(Period::Full, Role::Away).ok_or("no score")?,
    );
    let has_line_score = points(Period::Inning(1), Role::Away).is_some();
    let home_batted = points(Period::Inning(number), Role::Home).is_some();
    let end = |bottom, outs| InningEnd {
        number,
        bottom,
        outs,
    };
    match full.0.cmp(&full.1) {
        std::cmp::Ordering::Equal => Err("the score is level".to_owned()),
        std::cmp::Ordering::Greater if has_line_score && home_batted => Ok(end(true, 0)),
        std::cmp::Ordering::Greater if !has_line_score && number > scheduled(told) => {
            Ok(end(true, 0))
        }
        std::cmp::Ordering::Greater => Ok(end(false, 3)),
        std::cmp::Ordering::Less if has_line_score && !home_batted => Err(format!(
            "the home side is behind and has no runs told of inning {number}"
        )),
        std::cmp::Ordering::Less => Ok(end(true, 3)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs by inning, away first; the home side may have one inning fewer.
    fn game(away: &[i32], home: &[i32]) -> Vec<PeriodScore> {
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

    fn ended(told: EndFields<'_>, scores: &[PeriodScore]) -> Result<InningEnd, String> {
        match facts(Sport::Baseball, GameStatus::Final, told, scores) {
            (_, Some(reason)) => Err(reason),
            (facts, None) => Ok(facts.ending.unwrap().inning.unwrap()),
        }
    }

    fn told(detail: &str, period: u8) -> EndFields<'_> {
        EndFields {
            detail,
            period: Some(period),
            scheduled: None,
        }
    }

    const fn end(number: u8, bottom: bool, outs: u8) -> InningEnd {
        InningEnd {
            number,
            bottom,
            outs,
        }
    }

    #[test]
    fn a_whole_game_ends_in_the_ninth_or_later() {
        let (nine, eight) = ([0, 0, 1, 0, 0, 0, 0, 0, 1], [0, 0, 3, 0, 0, 0, 0, 0]);
        assert_eq!(
            ended(told("Final", 9), &game(&nine, &eight)),
            Ok(end(9, false, 3)),
            "the home side led and did not bat"
        );
        let behind = [0, 0, 1, 0, 0, 0, 0, 0, 0];
        assert_eq!(
            ended(told("Final", 9), &game(&nine, &behind)),
            Ok(end(9, true, 3))
        );
        let walked_off = [0, 0, 2, 0, 0, 0, 0, 0, 1];
        assert_eq!(
            ended(told("Final", 9), &game(&nine, &walked_off)),
            Ok(end(9, true, 0))
        );
        let ten = [0, 0, 1, 0, 0, 0, 0, 0, 1, 0];
        let won_in_ten = [0, 0, 2, 0, 0, 0, 0, 0, 0, 1];
        for detail in ["Final/10", "F/10"] {
            assert_eq!(
                ended(told(detail, 10), &game(&ten, &won_in_ten)),
                Ok(end(10, true, 0))
            );
        }
    }

    #[test]
    fn a_game_that_rain_cut_short_says_so() {
        let home = game(&[0, 0, 0, 1, 0, 1], &[1, 0, 0, 0, 2, 0]);
        assert_eq!(ended(told("Final/6", 6), &home), Ok(end(6, true, 0)));
        let not_batted = game(&[0, 0, 0, 1, 0], &[1, 0, 0, 2]);
        assert_eq!(ended(told("F/5", 5), &not_batted), Ok(end(5, false, 3)));
        let away = game(&[0, 0, 3, 1, 0, 1, 0], &[1, 0, 0, 0, 2, 0, 0]);
        assert_eq!(ended(told("Final/7", 7), &away), Ok(end(7, true, 3)));
        let scores_alone: Vec<_> = home
            .into_iter()
            .filter(|it| it.period == Period::Full)
            .collect();
        assert_eq!(
            ended(told("Final/6", 6), &scores_alone),
            Ok(end(6, false, 3))
        );
    }

    #[test]
    fn a_game_of_seven_innings_is_known_by_its_format() {
        let seven = game(&[0, 0, 0, 0, 0, 0, 1], &[0, 0, 0, 0, 0, 0, 2]);
        let format = EndFields {
            scheduled: Some(7),
            ..told("Final", 7)
        };
        assert_eq!(ended(format, &seven), Ok(end(7, true, 0)));
        let (facts, _) = facts(Sport::Baseball, GameStatus::Final, format, &seven);
        assert_eq!(facts.scheduled_innings, Some(7));
        let nine = EndFields {
            scheduled: Some(9),
            ..told("Final/7", 7)
        };
        assert_eq!(
            super::facts(Sport::Baseball, GameStatus::Final, nine, &seven)
                .0
                .scheduled_innings,
            None
        );
    }

    #[test]
    fn where_the_feed_contradicts_itself_nothing_is_claimed() {
        let six = game(&[0, 0, 0, 1, 0, 1], &[1, 0, 0, 0, 2, 0]);
        for (detail, period, scores) in [
            ("Final", 6, &six),
            ("Final", 9, &six),
            ("Final/7", 6, &six),
            ("Final/6", 5, &six),
            ("Final/6", 6, &game(&[1, 0, 0, 0, 0, 0], &[0, 0, 0, 0, 0])),
            (
                "Final/6",
                6,
                &game(&[1, 0, 0, 0, 0, 0], &[1, 0, 0, 0, 0, 0]),
            ),
        ] {
            let ended = ended(told(detail, period), scores);
            assert!(ended.is_err(), "{detail} in {period}: {ended:?}");
        }
        let nothing = EndFields::default();
        let scores_alone = game(&[], &[]);
        assert!(ended(nothing, &scores_alone).is_err());
    }

    #[test]
    fn a_game_that_is_not_over_has_no_end() {
        let six = game(&[0, 0, 0, 1, 0, 1], &[1, 0, 0, 0, 2, 0]);
        for status in [
            GameStatus::Live,
            GameStatus::Suspended,
            GameStatus::Scheduled,
        ] {
            let (facts, missing) = facts(Sport::Baseball, status, told("Bot 6th", 6), &six);
            assert!(facts.is_empty() && missing.is_none(), "{status}");
        }
    }
}
