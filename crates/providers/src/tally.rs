//! Tells whoever counts how each request to a feed went.

use std::time::Duration;

/// Counts requests to feeds. Called on the path of every request: must not block.
pub trait Tally: Send + Sync + 'static {
    /// One try of a request to this feed took so long, without waiting for its turn.
    fn tried(&self, feed: &str, took: Duration);

    /// A request to this feed is over: `answered`, or the word of the error.
    fn ended(&self, feed: &str, outcome: &'static str);
}
