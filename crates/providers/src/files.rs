//! Files of the feeds that publish whole seasons, by the feed's name.

use bytes::Bytes;
use shared::feed::FeedAnswer;

use crate::{Garbled, football_data, nflverse, sbr, tennis_data, ufc};

/// Reads a file of the feed of that name; `file` is the file's own name, which may tell what stands
/// nowhere in it. `None` when there is no such feed of files.
///
/// # Errors
/// [`Garbled`] when the file is not one of that feed's.
pub fn read(provider: &str, file: &str, body: Bytes) -> Option<Result<FeedAnswer, Garbled>> {
    match provider {
        nflverse::NAME => Some(nflverse::read(body)),
        football_data::NAME => Some(football_data::read(body)),
        sbr::NAME => Some(sbr::read(body, file)),
        tennis_data::NAME => Some(tennis_data::read(body)),
        ufc::NAME => Some(ufc::read(body)),
        _ => None,
    }
}
