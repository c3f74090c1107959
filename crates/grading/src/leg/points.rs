//! Markets on the scores of two sides.

use shared::competitor::{Lead, Role};
use shared::game::{GameStatus, Period};
use shared::grade::LegOutcome::{self, DeadHeat, HalfLost, HalfWon, Lost, Push, Won};
use shared::line::Line;
use shared::market::{MarketKind, Side};

use super::count::{Count, counting, plain};
use super::extent::{Counts, Validity};
use super::{Decided, Leg, innings, maps, sets, validity};
use crate::grade::GradeError;
use crate::receipt::Working;
use crate::rules::{Counting, HockeyCalledLevel, HouseRules, Level, LevelWithoutDraw, Shape};
use crate::score::{self, Pair};

/// Grades a market on scores.
pub(super) fn decide(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    let Validity { is, mut by } = validity::of(leg)?;
    match is {
        Counts::Nothing => Ok(nothing(leg, by)),
        Counts::Declared(winner) => Ok(declared(leg, winner, by)),
        Counts::Whole => {
            let count = counted(leg)?;
            by.extend(count.by.iter().cloned());
            whole(leg, &count, by)
        }
        Counts::Decided => {
            let count = so_far(leg)?;
            by.extend(count.by.iter().cloned());
            Ok(match determined(leg, &count)? {
                Some((outcome, working)) => {
                    by.push("general/determined".to_owned());
                    if matches!(outcome, HalfWon | HalfLost) {
                        by.push("general/quarter_line".to_owned());
                    }
                    Decided::new(outcome, working, by).counting(count.terms)
                }
                None => nothing(leg, by),
            })
        }
    }
}

/// Void: by how the game ended where that is all, else by the row that says so.
pub(super) fn nothing(leg: &Leg<'_>, by: Vec<String>) -> Decided {
    let first = by.first().map(String::as_str);
    let ended = [
        "general/not_played",
        "general/walkover",
        "general/no_result",
    ];
    if by.len() <= 2 && first.is_some_and(|it| ended.contains(&it)) {
        let status = leg.result.status;
        return Decided::new(LegOutcome::Void, Working::NotPlayed { status }, by);
    }
    Decided::void(by)
}

/// By who was declared the winner.
pub(super) fn declared(leg: &Leg<'_>, winner: Lead, mut by: Vec<String>) -> Decided {
    let wanted = match leg.selection.side {
        Side::Home => Lead::Home,
        Side::Away => Lead::Away,
        _ => Lead::Draw,
    };
    let level = winner == Lead::Draw && wanted != Lead::Draw;
    let outcome = match leg.market.rule.level {
        Level::StakeBack if level => Push,
        _ if winner == wanted => Won,
        _ => Lost,
    };
    if outcome == Push {
        by.push("general/push".to_owned());
    }
    Decided::new(outcome, Working::Declared { winner }, by)
}

/// What a valid game counts for this market.
pub(super) fn counted(leg: &Leg<'_>) -> Result<Count, GradeError> {
    match leg.sport.shape {
        Shape::Sets(play) => sets::counted(leg, play),
        Shape::Maps => maps::counted(leg),
        Shape::Innings => innings::counted(leg),
        _ => plain(leg, leg.selection.period),
    }
}

/// What a game that was cut short has counted so far.
fn so_far(leg: &Leg<'_>) -> Result<Count, GradeError> {
    match leg.sport.shape {
        Shape::Sets(play) => sets::so_far(leg, play),
        Shape::Maps => maps::so_far(leg),
        _ => {
            let counting = counting(leg, leg.selection.period)?;
            let points = score::so_far(leg.rules, counting, leg.result);
            Ok(Count {
                points,
                least: points.sum(),
                terms: Vec::new(),
                by: vec![leg.own(counting.row.name)],
            })
        }
    }
}

/// Grades a valid game.
pub(super) fn whole(
    leg: &Leg<'_>,
    count: &Count,
    mut by: Vec<String>,
) -> Result<Decided, GradeError> {
    let (mut outcome, working) = arithmetic(leg, count.points)?;
    let called = "called_while_level";
    if outcome == Push
        && leg.kind() == MarketKind::Moneyline2
        && leg.result.status != GameStatus::Final
        && leg.sport.rows.iter().any(|it| it.name == called)
    {
        by.push(leg.own(called));
        if leg.rules.options.hockey_called_level == HockeyCalledLevel::DeadHeat {
            outcome = DeadHeat;
        }
    }
    let quarter = leg.selection.line.is_some_and(|it| it.quarters() % 2 != 0);
    if quarter {
        by.push("general/quarter_line".to_owned());
    }
    if outcome == Push {
        by.push("general/push".to_owned());
    }
    Ok(Decided::new(outcome, working, by).counting(count.terms.clone()))
}

/// The comparison as numbers: q = 4(D + L), in quarters of a point.
fn arithmetic(leg: &Leg<'_>, points: Pair) -> Result<(LegOutcome, Working), GradeError> {
    let Pair { home, away } = points;
    let selection = leg.selection;
    let score = Working::Score { home, away };
    let hit = |hit: bool| if hit { Won } else { Lost };
    Ok(match (selection.kind, selection.side) {
        (MarketKind::Moneyline3, Side::Draw) => (hit(home == away), Working::Draw { home, away }),
        (_, Side::Home | Side::Away) => sides(leg, points),
        (MarketKind::DoubleChance, side) => {
            let wins = match side {
                Side::HomeOrDraw => home >= away,
                Side::AwayOrDraw => away >= home,
                _ => home != away,
            };
            (hit(wins), score)
        }
        (MarketKind::TeamTotal, side) => {
            let role = leg.subject_role()?;
            let own = if role == Role::Home { home } else { away };
            one(leg, own, side)
        }
        (MarketKind::Total, side) => total(leg, points, side),
        (MarketKind::BothTeamsToScore, side) => {
            let both = home > 0 && away > 0;
            (hit(both == (side == Side::Yes)), score)
        }
        (MarketKind::OddEven, side) => {
            let odd = (home + away) % 2 == 1;
            (hit(odd == (side == Side::Odd)), score)
        }
        (
            _,
            Side::Score {
                home: own,
                away: other,
            },
        ) => (hit((home, away) == (own.into(), other.into())), score),
        (_, Side::Draw) => (hit(home == away), score),
        (
            _,
            Side::Margin {
                home: of_home,
                from,
                to,
            },
        ) => {
            let lead = if of_home { home - away } else { away - home };
            let upper = to.map_or(i64::MAX, i64::from);
            (hit((i64::from(from)..=upper).contains(&lead)), score)
        }
        (_, Side::HalfFull { half, full }) => {
            let first = half_score(leg)?;
            let working = Working::HalfFull {
                half: (first.home, first.away),
                full: (home, away),
            };
            (hit(lead(first) == half && lead(points) == full), working)
        }
        (kind, side) => return Err(GradeError::Side { kind, side }),
    })
}

fn lead(points: Pair) -> Lead {
    match points.home.cmp(&points.away) {
        std::cmp::Ordering::Greater => Lead::Home,
        std::cmp::Ordering::Less => Lead::Away,
        std::cmp::Ordering::Equal => Lead::Draw,
    }
}

/// The first half's score, for half-time/full-time.
fn half_score(leg: &Leg<'_>) -> Result<Pair, GradeError> {
    let counting = half_counting(leg.rules, leg.kind()).ok_or_else(|| leg.no_period())?;
    Ok(score::count(leg.rules, counting, leg.result)?.points)
}

/// What half time counts in this sport.
fn half_counting(rules: &HouseRules, kind: MarketKind) -> Option<&'static Counting> {
    rules.counting_of(kind, Period::Half(1))
}

fn sides(leg: &Leg<'_>, Pair { home, away }: Pair) -> (LegOutcome, Working) {
    let (own, other) = if leg.selection.side == Side::Home {
        (home, away)
    } else {
        (away, home)
    };
    let line = leg.selection.line;
    let margin = 4 * (own - other) + i64::from(leg.line().quarters());
    let outcome = match (margin, leg.market.rule.level) {
        (0, Level::Loses) => Lost,
        (0, Level::Shared) => match leg.rules.options.level_without_draw {
            LevelWithoutDraw::DeadHeat => DeadHeat,
            LevelWithoutDraw::Push => Push,
        },
        _ => by_quarters(margin),
    };
    let working = Working::Sides {
        own,
        other,
        line,
        margin,
    };
    (outcome, working)
}

fn total(leg: &Leg<'_>, Pair { home, away }: Pair, side: Side) -> (LegOutcome, Working) {
    let line = leg.line();
    let margin = beyond(home + away, line, side);
    let working = Working::Total {
        home,
        away,
        line,
        margin,
    };
    (by_quarters(margin), working)
}

/// One number against the line.
pub(super) fn one(leg: &Leg<'_>, own: i64, side: Side) -> (LegOutcome, Working) {
    let line = leg.line();
    let margin = beyond(own, line, side);
    (by_quarters(margin), Working::One { own, line, margin })
}

/// How far a number is beyond the line, on the backed side of it, in quarters.
fn beyond(number: i64, line: Line, side: Side) -> i64 {
    let beyond = 4 * number - i64::from(line.quarters());
    if side == Side::Over { beyond } else { -beyond }
}

/// A quarter line is two bets of half the stake, on the lines a quarter to either side.
pub(super) const fn by_quarters(margin: i64) -> LegOutcome {
    match margin {
        2.. => Won,
        1 => HalfWon,
        0 => Push,
        -1 => HalfLost,
        ..=-2 => Lost,
    }
}

/// What can no longer change, side by side. A number that only grows decides its line once it is
/// beyond it; of a quarter line the half that is decided stands and the other is returned.
fn determined(leg: &Leg<'_>, count: &Count) -> Result<Option<(LegOutcome, Working)>, GradeError> {
    let Pair { home, away } = count.points;
    let score = Working::Score { home, away };
    let side = leg.selection.side;
    Ok(match (leg.kind(), side) {
        (MarketKind::Total, _) => past(leg, count.least, side).map(|outcome| {
            let line = leg.line();
            let margin = beyond(count.least, line, side);
            let working = if count.least == count.points.sum() {
                Working::Total {
                    home,
                    away,
                    line,
                    margin,
                }
            } else {
                let least = count.least;
                Working::AtLeast {
                    least,
                    line,
                    margin,
                }
            };
            (outcome, working)
        }),
        (MarketKind::TeamTotal, _) => {
            let role = leg.subject_role()?;
            grown(leg, if role == Role::Home { home } else { away }, side)
        }
        (MarketKind::BothTeamsToScore, _) if home > 0 && away > 0 => {
            Some((if side == Side::Yes { Won } else { Lost }, score))
        }
        (
            _,
            Side::Score {
                home: own,
                away: other,
            },
        ) if home > i64::from(own) || away > i64::from(other) => Some((Lost, score)),
        (_, Side::HalfFull { half, .. }) => {
            let first = validity::on(leg, Period::Half(1))?;
            match half_score(leg) {
                Ok(points) if first.is == Counts::Whole && lead(points) != half => {
                    let working = Working::HalfFull {
                        half: (points.home, points.away),
                        full: (home, away),
                    };
                    Some((Lost, working))
                }
                _ => None,
            }
        }
        _ => None,
    })
}

/// What a number that only grows has decided of its line.
pub(super) fn grown(leg: &Leg<'_>, own: i64, side: Side) -> Option<(LegOutcome, Working)> {
    let outcome = past(leg, own, side)?;
    let line = leg.line();
    let margin = beyond(own, line, side);
    Some((outcome, Working::One { own, line, margin }))
}

fn past(leg: &Leg<'_>, least: i64, side: Side) -> Option<LegOutcome> {
    let over = beyond(least, leg.line(), Side::Over);
    (over > 0).then(|| by_quarters(if side == Side::Over { over } else { -over }))
}

/// Grades who advances, however it was decided.
pub(super) fn to_qualify(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    let winner = |role| match role {
        Role::Home => Some(Lead::Home),
        Role::Away => Some(Lead::Away),
        Role::Entrant => None,
    };
    let validity = validity::on(leg, Period::Full)?;
    let told = leg.result.facts.advanced.and_then(winner);
    match (validity.is, told) {
        (Counts::Nothing, _) => Ok(nothing(leg, validity.by)),
        (_, Some(winner)) => Ok(declared(leg, winner, validity.by)),
        (Counts::Declared(winner), None) => Ok(declared(leg, winner, validity.by)),
        (Counts::Decided, None) => Ok(nothing(leg, validity.by)),
        (Counts::Whole, None) => {
            let count = match leg.sport.shape {
                Shape::Timed { .. } => plain(leg, Period::IncludingOvertime)?,
                _ => counted(leg)?,
            };
            let winner = lead(count.points);
            if winner == Lead::Draw {
                return Err(leg.untold("who went through"));
            }
            let mut by = validity.by;
            by.extend(count.by.iter().cloned());
            Ok(declared(leg, winner, by).counting(count.terms))
        }
    }
}
