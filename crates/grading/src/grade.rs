//! The grade of a leg, and reasons for which a leg cannot be graded.

use shared::game::{GameStatus, Period};
use shared::grade::{LegOutcome, Share};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Side};

use crate::check::Flaw;
use crate::receipt::Receipt;
use crate::score::ScoreError;

/// A leg's outcome, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The outcome.
    pub outcome: LegOutcome,
    /// The share of the stake that wins at the full price.
    pub win: Share,
    /// The share of the stake that is refunded.
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
    /// The parts of the result contradict each other, or one that must be there is not.
    #[error("not graded: {0}")]
    Flawed(#[from] Flaw),
    /// The result lacks a fact that decides.
    #[error("ungradable: the result does not tell {0}")]
    Untold(String),
    /// The game is not over.
    #[error("the game is {0}, which is no end")]
    NotOver(GameStatus),
    /// The game was postponed, and may still be played in time for this bet.
    #[error("the game may still be played in time for this bet")]
    StillAwaited,
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
    /// The sport counts no such thing in this market.
    #[error("a {kind} market on {statistic:?}, which {sport} does not count")]
    Statistic {
        /// The sport.
        sport: Sport,
        /// The market.
        kind: MarketKind,
        /// The statistic of the market; `None` if one is needed and missing.
        statistic: Option<String>,
    },
    /// A market with a line has none, or one that it cannot have.
    #[error("a {kind} market with the line {line:?}")]
    Line {
        /// The market.
        kind: MarketKind,
        /// The line.
        line: Option<Line>,
    },
    /// Not an answer to this market's question.
    #[error("{side} is no answer to {kind}")]
    Side {
        /// The market.
        kind: MarketKind,
        /// The side.
        side: Side,
    },
    /// A market about one competitor has none, or one who does not take part.
    #[error("a {kind} market is about somebody who takes part, and this one is not")]
    Subject {
        /// The market.
        kind: MarketKind,
    },
    /// A comparison of too few, or one that the answer is not among.
    #[error("a {kind} market compares {count}, or not the one who was picked")]
    Group {
        /// The market.
        kind: MarketKind,
        /// How many competitors it compares.
        count: usize,
    },
}
