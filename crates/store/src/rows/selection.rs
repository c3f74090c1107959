//! Stored selections, with the markets that they belong to.

use std::fmt::Display;

use shared::game::Period;
use shared::id::{CompetitorId, GameId, MarketId, SelectionId};
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side, side_line};
use uuid::Uuid;

use super::word::word;
use crate::Inconsistency;

/// The columns of a selection.
#[derive(Debug)]
pub(crate) struct SelectionRow {
    pub(crate) selection: SelectionId,
    pub(crate) market: MarketId,
    pub(crate) game: GameId,
    pub(crate) kind: String,
    pub(crate) period: String,
    pub(crate) side: String,
    /// In quarters.
    pub(crate) line: Option<i32>,
    pub(crate) subject: Option<CompetitorId>,
    pub(crate) statistic: Option<String>,
    pub(crate) entrants: Vec<Uuid>,
}

impl SelectionRow {
    /// Reads from `markets` and `selections`, where the line is the home side's.
    pub(crate) fn of_market(self) -> Result<Selection, Inconsistency> {
        let market = self.market;
        let read = self.read("markets", market)?;
        let line = side_line(read.line, read.side);
        Ok(Selection { line, ..read })
    }

    /// Reads from `legs`, where the line is the leg's own side's.
    pub(crate) fn of_leg(self, row: impl Display) -> Result<Selection, Inconsistency> {
        self.read("legs", row)
    }

    fn read(self, table: &'static str, row: impl Display) -> Result<Selection, Inconsistency> {
        Ok(Selection {
            id: self.selection,
            market: self.market,
            game: self.game,
            kind: word(table, "kind", &row, &self.kind, MarketKind::from_word)?,
            period: word(table, "period", &row, &self.period, |it| {
                it.parse::<Period>().ok()
            })?,
            side: word(table, "side", &row, &self.side, Side::from_word)?,
            line: line(table, &row, self.line)?,
            subject: self.subject,
            statistic: self.statistic,
            group: self
                .entrants
                .into_iter()
                .map(CompetitorId::from_uuid)
                .collect(),
        })
    }
}

/// A line in quarters.
pub(crate) fn line(
    table: &'static str,
    row: impl Display,
    quarters: Option<i32>,
) -> Result<Option<Line>, Inconsistency> {
    let line = quarters.map(Line::from_quarters).transpose();
    line.map_err(|error| Inconsistency {
        table,
        column: "line",
        row: row.to_string(),
        found: error.to_string(),
    })
}
