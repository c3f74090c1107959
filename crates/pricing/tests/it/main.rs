//! Tests of what the crate promises to its callers.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod closing;
mod consensus;
mod corpus;
mod devig;
mod expected;
mod fair;
mod formats;
mod movement;
mod stake;

use shared::price::Price;

/// Prices as they are typed, apart by a slash: all decimal where one of them is.
pub(crate) fn prices(text: &str) -> Vec<Price> {
    let decimal = text.contains('.');
    let read = |it: &str| match decimal {
        true => Price::parse_decimal(it),
        false => Price::parse_american(it),
    };
    text.split('/').map(|it| read(it).unwrap()).collect()
}
