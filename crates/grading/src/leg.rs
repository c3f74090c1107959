//! A selection and a result make a grade.

use shared::game::{GameResult, GameStatus, Period};
use shared::grade::{LegOutcome, Share};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use crate::receipt::{Receipt, Working};
use crate::rules::{self, HouseRules, Level, Rule, Term};
use crate::score::{self, Pair, ScoreError};

/// What a leg came to, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The word.
    pub outcome: LegOutcome,
    /// The share of the stake that wins at the full price.
    pub win: Share,
    /// The share of the stake that comes back.
    pub refund: Share,
    /// Everything that was compared.
    pub receipt: Receipt,
}

/// Why a leg cannot be graded. It stays ungraded; nothing is guessed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GradeError {
    /// The result lacks what the market counts, or contradicts itself.
    #[error("ungradable: {0}")]
    Ungradable(#[from] ScoreError),
    /// The game is not over.
    #[error("the game is {0}, which is no end")]
    NotOver(GameStatus),
    /// The result is another game's.
    #[error("the result is of another game")]
    WrongGame,
    /// No rule of this version covers the market in this sport.
    #[error("rules version {version} have none for {kind} in {sport}")]
    NoRule {
        /// The version that was asked for.
        version: i32,
        /// The sport.
        sport: Sport,
        /// The market.
        kind: MarketKind,
    },
    /// The sport has no such part.
    #[error("no rule says what {period} counts in {sport}")]
    NoPeriod {
        /// The sport.
        sport: Sport,
        /// The part.
        period: Period,
    },
    /// A market with a line came without one, or one without came with one.
    #[error("a {kind} market with the line {line:?}")]
    Line {
        /// The market.
        kind: MarketKind,
        /// What came.
        line: Option<Line>,
    },
    /// Not an answer to this market's question.
    #[error("{side} is no answer to {kind}")]
    Side {
        /// The market.
        kind: MarketKind,
        /// What came.
        side: Side,
    },
}

/// Grades a selection by these rules.
///
/// # Errors
/// [`GradeError`] when the result does not decide it or no rule covers it.
pub fn grade(
    rules: &HouseRules,
    selection: &Selection,
    result: &GameResult,
) -> Result<Grade, GradeError> {
    if selection.game != result.game {
        return Err(GradeError::WrongGame);
    }
    let kind = selection.kind;
    let HouseRules { version, sport, .. } = *rules;
    let rule = rules::rule(version, sport, kind).ok_or(GradeError::NoRule {
        version,
        sport,
        kind,
    })?;
    let decided = decide(rule, selection, result)?;
    let receipt = Receipt::new(rules, rule, selection, result, &decided);
    Ok(Grade {
        outcome: decided.outcome,
        win: decided.shares.0,
        refund: decided.shares.1,
        receipt,
    })
}

/// The heart of a grade, before it is written down.
pub(crate) struct Decided {
    pub(crate) outcome: LegOutcome,
    pub(crate) shares: (Share, Share),
    pub(crate) working: Working,
    pub(crate) terms: &'static [Term],
}

fn decide(
    rule: &'static Rule,
    selection: &Selection,
    result: &GameResult,
) -> Result<Decided, GradeError> {
    let (kind, side, line) = (selection.kind, selection.side, selection.line);
    if !kind.sides().contains(&side) {
        return Err(GradeError::Side { kind, side });
    }
    if kind.has_line() != line.is_some() {
        return Err(GradeError::Line { kind, line });
    }
    let (sport, period) = (rule.sport, selection.period);
    let counting = rules::counting(rule, period).ok_or(GradeError::NoPeriod { sport, period })?;
    if rule.voided_by.contains(&result.status) {
        return Ok(Decided {
            outcome: LegOutcome::Void,
            shares: (Share::NONE, Share::ALL),
            working: Working::NotPlayed {
                status: result.status,
            },
            terms: &[],
        });
    }
    if result.status != GameStatus::Final {
        return Err(GradeError::NotOver(result.status));
    }
    let counted = score::count(sport, counting, result)?;
    let working = working(side, line, counted.points);
    let outcome = outcome(rule.level, &working);
    Ok(Decided {
        outcome,
        shares: outcome.shares().unwrap_or((Share::NONE, Share::NONE)),
        working,
        terms: counted.terms,
    })
}

/// The comparison as numbers: q = 4(D + L), in quarters of a point.
fn working(side: Side, line: Option<Line>, points: Pair) -> Working {
    let Pair { home, away } = points;
    let quarters = i64::from(line.unwrap_or(Line::ZERO).quarters());
    match side {
        Side::Home | Side::Away => {
            let (own, other) = if side == Side::Home {
                (home, away)
            } else {
                (away, home)
            };
            let margin = 4 * (own - other) + quarters;
            Working::Sides {
                own,
                other,
                line,
                margin,
            }
        }
        Side::Draw => Working::Draw { home, away },
        _ => {
            let beyond = 4 * (home + away) - quarters;
            let margin = if side == Side::Over { beyond } else { -beyond };
            Working::Total {
                home,
                away,
                line: line.unwrap_or(Line::ZERO),
                margin,
            }
        }
    }
}

fn outcome(level: Level, working: &Working) -> LegOutcome {
    match *working {
        Working::NotPlayed { .. } => LegOutcome::Void,
        Working::Draw { home, away } if home == away => LegOutcome::Won,
        Working::Draw { .. } => LegOutcome::Lost,
        Working::Sides { margin: 0, .. } if level == Level::Loses => LegOutcome::Lost,
        Working::Sides { margin, .. } | Working::Total { margin, .. } => by_quarters(margin),
    }
}

/// A quarter line is two bets of half the stake, on the lines a quarter to either side.
fn by_quarters(margin: i64) -> LegOutcome {
    match margin {
        2.. => LegOutcome::Won,
        1 => LegOutcome::HalfWon,
        0 => LegOutcome::Push,
        -1 => LegOutcome::HalfLost,
        ..=-2 => LegOutcome::Lost,
    }
}
