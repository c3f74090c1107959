//! The numbers of the sentences on slips and receipts. The words are the catalogue's.

use std::fmt;

use shared::game::{GameStatus, Period};
use shared::grade::LegOutcome;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use crate::leg::GradeError;
use crate::receipt::{Receipt, Working};
use crate::rules::{self as table, Counting, HouseRules, Reach};

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
    /// Both sides together score that many or more.
    TotalAtLeast(i64),
    /// Both sides together score that many or fewer.
    TotalAtMost(i64),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// The answer that was taken.
    pub side: Side,
    /// The market's period.
    pub period: Period,
    /// What the leg came to.
    pub outcome: LegOutcome,
    /// The numbers that decided.
    pub numbers: Numbers,
}

/// The numbers that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Numbers {
    /// The game does not count.
    NotPlayed {
        /// How it ended instead.
        status: GameStatus,
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
    let Selection {
        kind,
        side,
        period,
        line,
        ..
    } = *selection;
    let HouseRules { version, sport, .. } = *rules;
    let rule = table::rule(version, sport, kind).ok_or(GradeError::NoRule {
        version,
        sport,
        kind,
    })?;
    let counting = table::counting(rule, period).ok_or(GradeError::NoPeriod { sport, period })?;
    if kind.has_line() != line.is_some() {
        return Err(GradeError::Line { kind, line });
    }
    let quarters = i64::from(line.unwrap_or(Line::ZERO).quarters());
    let (wins, push_on, half) = match (kind, side) {
        (MarketKind::Moneyline3, Side::Draw) => (Wins::Draws, None, None),
        (MarketKind::Moneyline3, Side::Home | Side::Away) => (Wins::Outright, None, None),
        (MarketKind::Moneyline2 | MarketKind::Spread, Side::Home | Side::Away) => {
            sides(quarters, counting)
        }
        (MarketKind::Total, Side::Over | Side::Under) => total(quarters, side),
        _ => return Err(GradeError::Side { kind, side }),
    };
    Ok(Condition {
        side,
        period,
        reach: counting.reach,
        wins,
        push_on,
        half,
    })
}

/// The lead D wins from 4D + L = 2 on, pushes at 0, and splits at 1 and -1.
fn sides(quarters: i64, counting: &Counting) -> (Wins, Option<Exactly>, Option<Half>) {
    let least = (2 - quarters).div_euclid(4) + i64::from((2 - quarters).rem_euclid(4) != 0);
    let wins = match least {
        2.. => Wins::ByAtLeast(least),
        1 => Wins::Outright,
        0 if !counting.can_be_level => Wins::Outright,
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
        let possible = exactly != Exactly::Level || counting.can_be_level;
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
    let numbers = match receipt.working {
        Working::NotPlayed { status } => Numbers::NotPlayed { status },
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
            standing: Standing::of(4 * (home + away) - i64::from(line.quarters())),
        },
    };
    Verdict {
        side: receipt.selection.side,
        period: receipt.selection.period,
        outcome: receipt.outcome,
        numbers,
    }
}
