//! Teasers: every line is moved in the bettor's favour, and a chart gives the price by how many
//! legs are left.

pub mod charts;

use std::collections::BTreeMap;

use num_traits::Zero;
use shared::grade::{LegOutcome, Share};
use shared::line::{Line, LineError};
use shared::market::Side;
use shared::price::Price;
use shared::ticket::LEGS_MAX;

use crate::fraction::{self, Fraction, of_price};
use crate::part::Part;

/// What a leg that ends exactly on its line does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ties {
    /// It drops out, and the chart's row for one leg fewer counts.
    #[default]
    Reduce,
    /// It is lost.
    Lose,
    /// The ticket's stake is returned.
    Push,
}

/// What a tie beside a lost leg does, where the two leave no row of the chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TieWithLoss {
    /// The ticket is lost.
    #[default]
    Lose,
    /// The stake is returned: what is left is not a teaser, so the loss does not count.
    Push,
}

/// The fewest legs that a chart has a row for: a single leg is not a teaser.
const ROW_MIN: usize = 2;

/// A price by the number of winning legs that are left, and what ties do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teaser {
    chart: BTreeMap<usize, Price>,
    ties: Ties,
    tie_with_loss: TieWithLoss,
}

/// A row of a chart that no teaser has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a chart has rows for {ROW_MIN} to {LEGS_MAX} legs, not for {0}")]
pub struct ChartError(usize);

/// The outcome of a teaser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TeaserOutcome {
    /// A leg lost.
    Lost,
    /// No action: the stake is returned.
    NoAction,
    /// All legs that are left won, at the chart's price.
    Won(Fraction),
}

/// Why a line cannot be teased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TeaseError {
    /// A market without a line has nothing to move.
    #[error("a teaser moves lines, and this leg has none")]
    NoLine,
    /// Only the spread and the total of a whole game are teased.
    #[error("a teaser moves spreads and totals of whole games, and this leg is neither")]
    NotMain,
    /// A quarter line splits the stake, which no chart has a row for.
    #[error("a teaser has no quarter lines, and {0} is one")]
    Quarter(String),
    /// Beyond what a line can be.
    #[error(transparent)]
    TooFar(#[from] LineError),
}

/// The line as the selection's holder sees it, moved in his favour: more points for a side, a
/// lower mark for over, a higher one for under.
///
/// # Errors
/// [`TeaseError`] when there is no line, or it would be a quarter line or too far.
pub fn moved(line: Option<Line>, side: Side, points: Line) -> Result<Line, TeaseError> {
    let line = line.ok_or(TeaseError::NoLine)?;
    let by = match side {
        Side::Home | Side::Away | Side::Under => points.quarters(),
        Side::Over => -points.quarters(),
        _ => return Err(TeaseError::NoLine),
    };
    let moved = Line::from_quarters(line.quarters() + by)?;
    if moved.quarters() % 2 != 0 {
        return Err(TeaseError::Quarter(moved.signed()));
    }
    Ok(moved)
}

impl Teaser {
    /// A price by number of legs, and what ties do.
    ///
    /// # Errors
    /// [`ChartError`] for a row of fewer than two legs, or more than a ticket has.
    pub fn new(
        chart: BTreeMap<usize, Price>,
        ties: Ties,
        tie_with_loss: TieWithLoss,
    ) -> Result<Self, ChartError> {
        let mut rows = chart.keys();
        if let Some(legs) = rows.find(|it| !(ROW_MIN..=LEGS_MAX).contains(it)) {
            return Err(ChartError(*legs));
        }
        Ok(Self {
            chart,
            ties,
            tie_with_loss,
        })
    }

    /// What the leg counts as: where ties lose, a push is lost.
    pub fn regraded(&self, part: Part) -> Part {
        if self.ties == Ties::Lose && part.outcome == LegOutcome::Push {
            return Part {
                outcome: LegOutcome::Lost,
                win: Share::NONE,
                refund: Share::NONE,
            };
        }
        part
    }

    /// The outcome of the ticket, from regraded legs.
    pub fn outcome(&self, parts: &[Part]) -> TeaserOutcome {
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|it| wanted(it)).count();
        let lost = count(Part::is_lost);
        let tied = count(|it| it.outcome == LegOutcome::Push);
        let dropped = count(|it| it.refund == Share::ALL);
        let left = parts.len() - dropped;
        let pushes = self.ties == Ties::Push && tied > 0;
        let row = self.chart.get(&left).filter(|_| !pushes);
        if lost > 0 {
            let excused = self.tie_with_loss == TieWithLoss::Push && dropped > 0 && row.is_none();
            return if excused {
                TeaserOutcome::NoAction
            } else {
                TeaserOutcome::Lost
            };
        }
        row.map_or(TeaserOutcome::NoAction, |price| {
            TeaserOutcome::Won(of_price(*price))
        })
    }
}

impl TeaserOutcome {
    /// What one unit of stake returns.
    pub fn returned(&self) -> Fraction {
        match self {
            Self::Lost => Fraction::zero(),
            Self::NoAction => fraction::one(),
            Self::Won(price) => price.clone(),
        }
    }
}
