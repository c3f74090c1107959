//! The numbers of the sentences on slips and receipts. The words are the catalogue's.

mod condition;
mod english;
mod verdict;

pub use condition::{Condition, Exactly, Half, Wins, condition};
pub use english::why;
pub use verdict::{Comparison, Numbers, Points, Verdict, verdict};
