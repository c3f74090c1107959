//! What lines mean, on the board that they were labelled for.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod anything;
mod board;
mod labels;
mod lines;
mod main_lines;
