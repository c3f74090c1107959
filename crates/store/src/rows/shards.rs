//! A range of shards as functions of the database take it.

use shared::shards::ShardRange;

/// The first, the one after the last, and how many there are in all.
pub(crate) fn columns(shards: ShardRange) -> [i32; 3] {
    let numbers = shards.numbers();
    // There are never more than some thousands.
    [numbers.start, numbers.end, shards.total()].map(|it| i32::try_from(it).unwrap_or(i32::MAX))
}
