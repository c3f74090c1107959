//! Legs with their bookmakers.

use shared::id::{BookmakerId, TicketId};
use shared::quote::Bookmaker;
use shared::ticket::Leg;

use super::each_way::each_way;
use super::price::price;
use super::selection::SelectionRow;
use crate::Inconsistency;

/// The columns of a leg and its bookmaker.
#[derive(Debug)]
pub(crate) struct LegRow {
    pub(crate) ticket: TicketId,
    /// Counts from 1.
    pub(crate) number: i16,
    pub(crate) selection: SelectionRow,
    pub(crate) price_format: String,
    pub(crate) price_number: String,
    pub(crate) bookmaker: BookmakerId,
    pub(crate) bookmaker_code: String,
    pub(crate) bookmaker_name: String,
    /// The share that a place pays, if the leg is each way.
    pub(crate) place: (Option<i32>, Option<i32>),
    /// The last place that pays.
    pub(crate) places: Option<i16>,
}

impl LegRow {
    pub(crate) fn leg(self) -> Result<Leg, Inconsistency> {
        let row = format!("{}/{}", self.ticket, self.number);
        Ok(Leg {
            number: self.number,
            each_way: each_way(&row, self.place.0, self.place.1, self.places)?,
            price: price("legs", &row, &self.price_format, &self.price_number)?,
            selection: self.selection.of_leg(row)?,
            bookmaker: Bookmaker {
                id: self.bookmaker,
                code: self.bookmaker_code,
                name: self.bookmaker_name,
            },
        })
    }
}
