//! What happened, and the numbers that decided, as the holder of the selection sees them.

use std::fmt;

use shared::competitor::Lead;
use shared::facts::Method;
use shared::game::{GameStatus, Period};
use shared::grade::{LegOutcome, Share};
use shared::line::Line;
use shared::market::Side;

use crate::receipt::{Receipt, Working};

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
    /// The selected side.
    pub side: Side,
    /// The market's period.
    pub period: Period,
    /// The leg's outcome.
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
        /// How the sum compares to the other side's score.
        comparison: Comparison,
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
        /// The line that the sum is compared with.
        line: Line,
        /// How the sum compares to the line: above is over, below is under.
        comparison: Comparison,
    },
    /// One number: a side's score, a player's statistic, or the least that a sum would have been.
    One {
        /// The number.
        own: i64,
        /// The line that it is compared with.
        line: Line,
        /// How it compares to the line.
        comparison: Comparison,
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
    /// The declared winner, or the side that advanced.
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
        /// The official place. `None`: unplaced.
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

/// How one number compares to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// Greater.
    Above,
    /// The same.
    Level,
    /// Less.
    Below,
}

impl Comparison {
    pub(super) const fn of(difference: i64) -> Self {
        match difference {
            1.. => Self::Above,
            0 => Self::Level,
            ..=-1 => Self::Below,
        }
    }
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
    match *working {
        Working::NotPlayed { status } => Numbers::NotPlayed { status },
        Working::Void { ref rule } => Numbers::Void { rule: rule.clone() },
        Working::Draw { home, away } => draw(home, away),
        Working::Sides {
            own,
            other,
            line,
            margin,
        } => sides(own, line, other, margin),
        Working::Total {
            home, away, line, ..
        } => total(home, away, line),
        Working::AtLeast { least, line, .. } => one(least, line, true),
        Working::One { own, line, .. } => one(own, line, false),
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

fn draw(home: i64, away: i64) -> Numbers {
    Numbers::Draw {
        home,
        away,
        level: home == away,
    }
}

fn sides(own: i64, line: Option<Line>, other: i64, margin: i64) -> Numbers {
    Numbers::Sides {
        own,
        line,
        sum: Points::with_line(own, line.unwrap_or(Line::ZERO)),
        other,
        comparison: Comparison::of(margin),
    }
}

fn total(home: i64, away: i64, line: Line) -> Numbers {
    let total = home + away;
    Numbers::Total {
        home,
        away,
        total,
        line,
        comparison: held_to(total, line),
    }
}

fn one(own: i64, line: Line, at_least: bool) -> Numbers {
    Numbers::One {
        own,
        line,
        comparison: held_to(own, line),
        at_least,
    }
}

/// Compares a number with a line.
fn held_to(number: i64, line: Line) -> Comparison {
    Comparison::of(4 * number - i64::from(line.quarters()))
}
