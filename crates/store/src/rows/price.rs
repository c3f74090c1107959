//! Stored prices: the number as it was typed or reported, and the exact ratio.

use std::fmt::Display;

use shared::price::{OddsFormat, Price};

use crate::Inconsistency;

/// Reads a price from the number that people read.
pub(crate) fn price(
    table: &'static str,
    row: impl Display,
    format: &str,
    number: &str,
) -> Result<Price, Inconsistency> {
    OddsFormat::from_word(format)
        .and_then(|format| Price::parse(format, number).ok())
        .ok_or_else(|| Inconsistency {
            table,
            column: "price_number",
            row: row.to_string(),
            found: format!("{format} {number}"),
        })
}

/// The same where units depend on it: the number must give the stored ratio.
pub(crate) fn exact_price(
    table: &'static str,
    row: impl Display,
    (format, number): (&str, &str),
    (num, den): (i64, i64),
) -> Result<Price, Inconsistency> {
    let read = price(table, &row, format, number)?;
    if u64::try_from(num) == Ok(read.num()) && u64::try_from(den) == Ok(read.den()) {
        return Ok(read);
    }
    Err(Inconsistency {
        table,
        column: "price_num, price_den",
        row: row.to_string(),
        found: format!("{number} ({format}) = {num}/{den}"),
    })
}
