//! What a request may cost.

use std::time::Duration;

/// What a request may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// To be connected.
    pub connect: Duration,
    /// From sending to the last byte, for one try; less if `tries_total` leaves less.
    pub total: Duration,
    /// The longest body that is accepted, uncompressed, in bytes.
    pub body_max: u64,
    /// How many times a request is sent at most.
    pub tries_max: u32,
    /// How long all tries and the waits between them may take.
    pub tries_total: Duration,
    /// The first wait between two tries; each later one is twice as long.
    pub back_off: Duration,
    /// The longest wait between two tries, and the longest `Retry-After` that is waited for.
    pub back_off_max: Duration,
    /// Whether the pace of each feed is limited, and what keeps failing is left alone for a while.
    /// Simulated weeks do without.
    pub paced: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(30),
            body_max: 16 * 1024 * 1024,
            tries_max: 4,
            tries_total: Duration::from_secs(60),
            back_off: Duration::from_millis(500),
            back_off_max: Duration::from_secs(20),
            paced: true,
        }
    }
}
