//! What must happen for a selection to win, before anything has happened.

use shared::competitor::Lead;
use shared::game::Period;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use crate::grade::GradeError;
use crate::leg::{asked, unit};
use crate::rules::{HouseRules, Level, Market, Reach, Shape, SportRules};

/// What must happen for a selection to win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The selected side.
    pub side: Side,
    /// The market's period.
    pub period: Period,
    /// How much of the game counts, for "in 90 minutes" and "with overtime".
    pub reach: Reach,
    /// What wins in full.
    pub wins: Wins,
    /// Where the stake is returned.
    pub push_on: Option<Exactly>,
    /// Where half of the stake is won or lost and the other half is returned.
    pub half: Option<Half>,
}

/// What wins in full. A number of points is never a fraction here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wins {
    /// The side wins.
    Outright,
    /// The side wins by that many or more, two at least.
    ByAtLeast(i64),
    /// The side wins, or the score is level.
    OrDraws,
    /// The side wins, draws, or loses by that many or fewer, one at least.
    OrLosesByAtMost(i64),
    /// The score is level.
    Draws,
    /// Either side wins.
    NotLevel,
    /// Both sides together score that many or more.
    TotalAtLeast(i64),
    /// Both sides together score that many or fewer.
    TotalAtMost(i64),
    /// The market's subject scores that many or more, or has so much of the statistic.
    SubjectAtLeast(i64),
    /// The market's subject scores that many or fewer, or has so little of the statistic.
    SubjectAtMost(i64),
    /// Both sides score, or not.
    BothScore(bool),
    /// The sum of the scores is odd, or even.
    Odd(bool),
    /// The score is exactly that: home, away.
    Exact(i64, i64),
    /// Who leads at half time, and who in the end.
    HalfFull(Lead, Lead),
    /// The side wins by that many at least, and by that many at most.
    ByBetween(i64, Option<i64>),
    /// The side advances.
    GoesThrough,
    /// It happens to the market's subject, or not.
    Happens(bool),
    /// The fight ends so: [`Condition::side`] says how.
    EndsSo,
    /// The fight lasts longer than the line, or not so long.
    Lasts {
        /// The line in seconds of fighting.
        seconds: i64,
        /// Longer.
        longer: bool,
    },
    /// The one who was picked is placed that well or better.
    PlacedWithin(i64),
    /// The one who was picked is better than all who are compared with it.
    Best,
    /// Those who are compared are placed alike.
    Tied,
}

/// One exact end of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exactly {
    /// The side wins by exactly that many.
    WinsBy(i64),
    /// The score is level.
    Level,
    /// The side loses by exactly that many.
    LosesBy(i64),
    /// Both sides together score exactly that many.
    Total(i64),
}

/// Where a quarter line splits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Half {
    /// The end of the game.
    pub on: Exactly,
    /// Half won when true, half lost when false.
    pub won: bool,
}

/// What must happen for this selection to win, by these rules.
///
/// # Errors
/// [`GradeError`] when no rule covers it, or a line is missing.
pub fn condition(rules: &HouseRules, selection: &Selection) -> Result<Condition, GradeError> {
    let (sport, market) = asked(rules, selection)?;
    let Selection {
        kind,
        side,
        period,
        line,
        ..
    } = *selection;
    let (reach, can_be_level) = reach(rules, sport, &market, selection)?;
    let quarters = i64::from(line.unwrap_or(Line::ZERO).quarters());
    let stake_back = market.rule.level == Level::StakeBack;
    let no_rule = || GradeError::NoRule {
        version: rules.version,
        sport: rules.sport,
        kind,
    };
    let no_answer = || GradeError::Side { kind, side };
    // Every kind is named: a new one must say what wins it, and cannot inherit another's words.
    let (wins, push_on, half) = match kind {
        MarketKind::Moneyline2
        | MarketKind::Moneyline3
        | MarketKind::DrawNoBet
        | MarketKind::Spread => match side {
            Side::Draw => plain(Wins::Draws),
            _ if line.is_none() && !stake_back => plain(Wins::Outright),
            _ => sides(quarters, can_be_level),
        },
        MarketKind::Total => total(quarters, side),
        MarketKind::TeamTotal | MarketKind::PlayerTotal => of_subject(total(quarters, side)),
        MarketKind::TotalRounds => plain(lasts(sport.shape, quarters, side)),
        MarketKind::ToQualify => plain(Wins::GoesThrough),
        MarketKind::DoubleChance => plain(match side {
            Side::HomeOrAway => Wins::NotLevel,
            _ => Wins::OrDraws,
        }),
        MarketKind::BothTeamsToScore => plain(Wins::BothScore(side == Side::Yes)),
        MarketKind::OddEven => plain(Wins::Odd(side == Side::Odd)),
        MarketKind::PlayerYesNo => plain(Wins::Happens(side == Side::Yes)),
        MarketKind::CorrectScore | MarketKind::HalfTimeFullTime | MarketKind::WinningMargin => {
            plain(spelled_out(side).ok_or_else(no_answer)?)
        }
        MarketKind::Method => plain(Wins::EndsSo),
        MarketKind::TopFinish => plain(Wins::PlacedWithin(quarters / 4)),
        MarketKind::HeadToHead
        | MarketKind::HeadToHead3
        | MarketKind::BestOfGroup
        | MarketKind::Outright => plain(match side {
            Side::Tie => Wins::Tied,
            _ => Wins::Best,
        }),
        // No rule grades it; people do.
        MarketKind::Manual => return Err(no_rule()),
    };
    Ok(Condition {
        side,
        period,
        reach,
        wins,
        push_on,
        half,
    })
}

/// What wins in full, where the stake is returned, and where it is split.
type Ends = (Wins, Option<Exactly>, Option<Half>);

/// Won or lost, and nothing in between.
const fn plain(wins: Wins) -> Ends {
    (wins, None, None)
}

/// How long a fight must last, or must not.
fn lasts(shape: Shape, quarters: i64, side: Side) -> Wins {
    let seconds = match shape {
        Shape::Fight { round_seconds } => quarters * i64::from(round_seconds) / 4,
        _ => 0,
    };
    let longer = side == Side::Over;
    Wins::Lasts { seconds, longer }
}

/// The condition of an answer that spells out what must happen.
fn spelled_out(side: Side) -> Option<Wins> {
    match side {
        Side::Score { home, away } => Some(Wins::Exact(home.into(), away.into())),
        Side::HalfFull { half, full } => Some(Wins::HalfFull(half, full)),
        Side::Margin { from, to, .. } => Some(Wins::ByBetween(from.into(), to.map(Into::into))),
        Side::Draw => Some(Wins::Draws),
        _ => None,
    }
}

/// The condition of a total, counted for the market's subject instead of both sides.
fn of_subject((wins, push_on, half): Ends) -> Ends {
    let wins = match wins {
        Wins::TotalAtLeast(points) => Wins::SubjectAtLeast(points),
        Wins::TotalAtMost(points) => Wins::SubjectAtMost(points),
        other => other,
    };
    (wins, push_on, half)
}

/// How much of the game counts, and whether it can end level.
fn reach(
    rules: &HouseRules,
    sport: &SportRules,
    market: &Market,
    selection: &Selection,
) -> Result<(Reach, bool), GradeError> {
    let period = selection.period;
    let none = || GradeError::NoPeriod {
        sport: rules.sport,
        period,
    };
    let part = |reach: bool| if reach { Reach::WholeGame } else { Reach::Part };
    let whole = period == Period::Full;
    match (sport.shape, period) {
        (Shape::Sets(play), Period::Full | Period::Set(_)) => {
            let statistic = selection.statistic.as_deref();
            let unit = unit(selection.kind, period, statistic, Some(play));
            Ok((part(whole), unit.is_some_and(|it| it != "sets") && whole))
        }
        (Shape::Maps, Period::Full | Period::Map(_)) => Ok((part(whole), true)),
        (Shape::Fight { .. } | Shape::Field(_), Period::Full | Period::Round(_)) => {
            Ok((part(whole), true))
        }
        (Shape::Sets(_) | Shape::Maps | Shape::Fight { .. } | Shape::Field(_), _) => Err(none()),
        _ => {
            let counting = rules.counting(market.rule, period).ok_or_else(none)?;
            Ok((counting.reach, counting.can_be_level))
        }
    }
}

/// The lead D wins from 4D + L = 2 on, pushes at 0, and splits at 1 and -1.
fn sides(quarters: i64, can_be_level: bool) -> Ends {
    let least = (2 - quarters).div_euclid(4) + i64::from((2 - quarters).rem_euclid(4) != 0);
    let wins = match least {
        2.. => Wins::ByAtLeast(least),
        1 => Wins::Outright,
        0 if !can_be_level => Wins::Outright,
        0 => Wins::OrDraws,
        ..=-1 => Wins::OrLosesByAtMost(-least),
    };
    let on = |margin: i64| {
        let lead = margin - quarters;
        let exactly = match lead / 4 {
            1.. => Exactly::WinsBy(lead / 4),
            0 => Exactly::Level,
            ..=-1 => Exactly::LosesBy(-lead / 4),
        };
        let possible = exactly != Exactly::Level || can_be_level;
        (lead % 4 == 0 && possible).then_some(exactly)
    };
    (wins, on(0), half(on))
}

/// The sum T wins from 4T - L = 2 on for over, and the other way round for under.
fn total(quarters: i64, side: Side) -> Ends {
    let sign = if side == Side::Under { -1 } else { 1 };
    let wins = if side == Side::Under {
        Wins::TotalAtMost((quarters - 2).div_euclid(4))
    } else {
        let bound = quarters + 2;
        Wins::TotalAtLeast(bound.div_euclid(4) + i64::from(bound.rem_euclid(4) != 0))
    };
    let on = |margin: i64| {
        let sum = quarters + sign * margin;
        (sum % 4 == 0).then_some(Exactly::Total(sum / 4))
    };
    (wins, on(0), half(on))
}

fn half(on: impl Fn(i64) -> Option<Exactly>) -> Option<Half> {
    let won = on(1).map(|on| Half { on, won: true });
    won.or_else(|| on(-1).map(|on| Half { on, won: false }))
}
