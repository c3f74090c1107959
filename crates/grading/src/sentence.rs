//! The numbers of the sentences on slips and receipts. The words are the catalogue's.

use std::fmt;

use shared::facts::Method;
use shared::game::{GameStatus, Period};
use shared::grade::{LegOutcome, Share};
use shared::line::Line;
use shared::market::{Lead, MarketKind, Selection, Side};

use crate::leg::{GradeError, asked, unit};
use crate::receipt::{Receipt, Working};
use crate::rules::{HouseRules, Level, Market, Reach, Shape, SportRules};

mod english;

pub use english::why;

/// What must happen for a selection to win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The answer that was taken.
    pub side: Side,
    /// The market's period.
    pub period: Period,
    /// How much of the game counts, for "in 90 minutes" and "with overtime".
    pub reach: Reach,
    /// What wins in full.
    pub wins: Wins,
    /// Where the stake comes back.
    pub push_on: Option<Exactly>,
    /// Where half of the stake is won or lost and the other half comes back.
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
    /// The score is just that: home, away.
    Exact(i64, i64),
    /// Who leads at half time, and who in the end.
    HalfFull(Lead, Lead),
    /// The side wins by that many at least, and by that many at most.
    ByBetween(i64, Option<i64>),
    /// The side goes through.
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
    /// The side wins by just that many.
    WinsBy(i64),
    /// The score is level.
    Level,
    /// The side loses by just that many.
    LosesBy(i64),
    /// Both sides together score just that many.
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

/// Points with a fraction, as they come out of adding a line: `27.5`. In quarters of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Points(i64);

impl Points {
    /// That many whole points with a line added.
    pub fn with_line(points: i64, line: Line) -> Self {
        Self(4 * points + i64::from(line.quarters()))
    }

    /// In quarters of a point.
    pub const fn quarters(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let quarters = self.0.unsigned_abs();
        let rest = match quarters % 4 {
            0 => "",
            1 => ".25",
            2 => ".5",
            _ => ".75",
        };
        write!(f, "{sign}{}{rest}", quarters / 4)
    }
}

/// What happened, as the holder of the selection sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// The answer that was taken.
    pub side: Side,
    /// The market's period.
    pub period: Period,
    /// What the leg came to.
    pub outcome: LegOutcome,
    /// The share of the stake that won, for a dead heat.
    pub win: Share,
    /// The numbers that decided.
    pub numbers: Numbers,
}

/// The numbers that decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Numbers {
    /// The game does not count.
    NotPlayed {
        /// How it ended instead.
        status: GameStatus,
    },
    /// The leg does not count, by a rule.
    Void {
        /// Its full name: `baseball/listed_pitchers`.
        rule: String,
    },
    /// One side's score, with its line where there is one: `24 + 3.5 = 27.5 beats 27`.
    Sides {
        /// What the backed side scored.
        own: i64,
        /// What was added to it.
        line: Option<Line>,
        /// The two together.
        sum: Points,
        /// What the other side scored.
        other: i64,
        /// How the sum stands to the other side's score.
        standing: Standing,
    },
    /// A level score, or not.
    Draw {
        /// What the home side scored.
        home: i64,
        /// What the away side scored.
        away: i64,
        /// Whether it is level.
        level: bool,
    },
    /// Both sides' points: `24 + 27 = 51, over 45.5`.
    Total {
        /// What the home side scored.
        home: i64,
        /// What the away side scored.
        away: i64,
        /// The two together.
        total: i64,
        /// What the sum is held to.
        line: Line,
        /// How the sum stands to the line: above is over, below is under.
        standing: Standing,
    },
    /// One number: a side's score, a player's statistic, or the least that a sum would have been.
    One {
        /// The number.
        own: i64,
        /// What it is held to.
        line: Line,
        /// How it stands to the line.
        standing: Standing,
        /// Whether it is the least that it could have been.
        at_least: bool,
    },
    /// A score that is or is not as it was said.
    Score {
        /// What the home side scored.
        home: i64,
        /// What the away side scored.
        away: i64,
    },
    /// The scores at half time and at the end, home and away.
    HalfFull {
        /// At half time.
        half: (i64, i64),
        /// At the end.
        full: (i64, i64),
    },
    /// Whoever was declared the winner, or went through.
    Declared {
        /// Who.
        winner: Lead,
    },
    /// How a fight ended.
    Ended {
        /// Who won.
        winner: Option<Lead>,
        /// How.
        method: Option<Method>,
        /// In which round.
        round: Option<u8>,
    },
    /// How long a fight lasted, in seconds of fighting, and the line in seconds.
    Lasted {
        /// So long.
        seconds: i64,
        /// The line.
        bound: i64,
    },
    /// Where one of a field was placed.
    Placed {
        /// The official place. Nothing: unplaced.
        position: Option<u16>,
        /// How many places count.
        places: u16,
        /// How many share it.
        tied: u16,
    },
    /// One of those who are compared against the one who decided it.
    Compared {
        /// What was compared: `holes`, `strokes`, `laps`, `points`.
        by: String,
        /// The backed one's.
        own: i64,
        /// The other one's.
        other: i64,
    },
    /// How often it happened.
    Happened {
        /// So many times.
        times: i64,
    },
}

/// How one number stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Greater.
    Above,
    /// The same.
    Level,
    /// Less.
    Below,
}

impl Standing {
    const fn of(difference: i64) -> Self {
        match difference {
            1.. => Self::Above,
            0 => Self::Level,
            ..=-1 => Self::Below,
        }
    }
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
    let (wins, push_on, half) = match (kind, side) {
        (MarketKind::Moneyline3, Side::Draw) => (Wins::Draws, None, None),
        (MarketKind::ToQualify, _) => (Wins::GoesThrough, None, None),
        (_, Side::Home | Side::Away) if line.is_none() && !stake_back => {
            (Wins::Outright, None, None)
        }
        (_, Side::Home | Side::Away) => sides(quarters, can_be_level),
        (MarketKind::Total, Side::Over | Side::Under) => total(quarters, side),
        (MarketKind::TotalRounds, _) => {
            let seconds = match sport.shape {
                Shape::Fight { round_seconds } => quarters * i64::from(round_seconds) / 4,
                _ => 0,
            };
            let longer = side == Side::Over;
            (Wins::Lasts { seconds, longer }, None, None)
        }
        (_, Side::Over | Side::Under) => {
            let (wins, push_on, half) = total(quarters, side);
            let wins = match wins {
                Wins::TotalAtLeast(points) => Wins::SubjectAtLeast(points),
                Wins::TotalAtMost(points) => Wins::SubjectAtMost(points),
                other => other,
            };
            (wins, push_on, half)
        }
        (MarketKind::PlayerYesNo, side) => (Wins::Happens(side == Side::Yes), None, None),
        (MarketKind::TopFinish, _) => (Wins::PlacedWithin(quarters / 4), None, None),
        (_, side) => (plainly(side), None, None),
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

/// What an answer asks for that says it all.
fn plainly(side: Side) -> Wins {
    match side {
        Side::HomeOrDraw | Side::AwayOrDraw => Wins::OrDraws,
        Side::HomeOrAway => Wins::NotLevel,
        Side::Odd => Wins::Odd(true),
        Side::Even => Wins::Odd(false),
        Side::Score { home, away } => Wins::Exact(home.into(), away.into()),
        Side::HalfFull { half, full } => Wins::HalfFull(half, full),
        Side::Margin { from, to, .. } => Wins::ByBetween(from.into(), to.map(Into::into)),
        Side::Draw => Wins::Draws,
        Side::Tie => Wins::Tied,
        Side::Yes => Wins::BothScore(true),
        Side::No => Wins::BothScore(false),
        Side::Knockout | Side::Submission | Side::Decision | Side::Disqualification => Wins::EndsSo,
        _ => Wins::Best,
    }
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
fn sides(quarters: i64, can_be_level: bool) -> (Wins, Option<Exactly>, Option<Half>) {
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

/// The sum T wins from 4T - L = 2 on for over, and likewise turned for under.
fn total(quarters: i64, side: Side) -> (Wins, Option<Exactly>, Option<Half>) {
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

/// What happened, out of the receipt.
pub fn verdict(receipt: &Receipt) -> Verdict {
    Verdict {
        side: receipt.selection.side,
        period: receipt.selection.period,
        outcome: receipt.outcome,
        win: receipt.win,
        numbers: numbers(&receipt.working),
    }
}

fn numbers(working: &Working) -> Numbers {
    let above = |number: i64, line: Line| Standing::of(4 * number - i64::from(line.quarters()));
    match *working {
        Working::NotPlayed { status } => Numbers::NotPlayed { status },
        Working::Void { ref rule } => Numbers::Void { rule: rule.clone() },
        Working::Draw { home, away } => Numbers::Draw {
            home,
            away,
            level: home == away,
        },
        Working::Sides {
            own,
            other,
            line,
            margin,
        } => Numbers::Sides {
            own,
            line,
            sum: Points::with_line(own, line.unwrap_or(Line::ZERO)),
            other,
            standing: Standing::of(margin),
        },
        Working::Total {
            home, away, line, ..
        } => Numbers::Total {
            home,
            away,
            total: home + away,
            line,
            standing: above(home + away, line),
        },
        Working::AtLeast { least, line, .. } => Numbers::One {
            own: least,
            line,
            standing: above(least, line),
            at_least: true,
        },
        Working::One { own, line, .. } => Numbers::One {
            own,
            line,
            standing: above(own, line),
            at_least: false,
        },
        Working::Score { home, away } => Numbers::Score { home, away },
        Working::HalfFull { half, full } => Numbers::HalfFull { half, full },
        Working::Declared { winner } => Numbers::Declared { winner },
        Working::Ended {
            winner,
            method,
            round,
        } => Numbers::Ended {
            winner,
            method,
            round,
        },
        Working::Lasted { seconds, bound } => Numbers::Lasted { seconds, bound },
        Working::Placed {
            position,
            places,
            tied,
        } => Numbers::Placed {
            position,
            places,
            tied,
        },
        Working::Compared { ref by, own, other } => Numbers::Compared {
            by: by.clone(),
            own,
            other,
        },
        Working::Happened { times } => Numbers::Happened { times },
    }
}
