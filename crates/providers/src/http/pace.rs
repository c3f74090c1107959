//! How often each feed may be asked, with each key.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Jitter, Quota, RateLimiter};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use super::Key;

/// How often each feed may be asked: the period that one request takes, and how many may be sent
/// at once after a rest. A feed that is not listed has the last line's pace.
const PACES: &[(&str, Duration, u32)] = &[
    // Twenty a second is what its largest plan has; each plan's own pace is kept by the client.
    ("api_sports", Duration::from_millis(50), 1),
    // Five a minute with a free key.
    ("balldontlie", Duration::from_secs(12), 5),
    ("espn", Duration::from_millis(500), 5),
    ("football_data", Duration::from_secs(1), 4),
    // Ten a minute with a free key.
    ("football_data_org", Duration::from_secs(6), 2),
    // Four a second, and 500 an hour: with a poll a minute, far from both.
    ("jolpica", Duration::from_secs(1), 2),
    // It says no number for those who only read. Ten a second is what it gives the smallest trader.
    ("kalshi", Duration::from_millis(500), 4),
    ("mlb", Duration::from_millis(500), 5),
    // It has begun to turn away whoever asks in quick succession.
    ("nhl", Duration::from_secs(1), 4),
    // It wants no more than is needed, and says no number.
    ("nws", Duration::from_secs(1), 2),
    // A community pays for it.
    ("open_liga_db", Duration::from_secs(1), 2),
    ("nflverse", Duration::from_secs(1), 2),
    ("season", Duration::from_millis(20), 50),
    // It takes thirty a second. Its credits are what runs short.
    ("the_odds_api", Duration::from_millis(500), 4),
    // Thirty a minute with the free key.
    ("thesportsdb", Duration::from_secs(2), 1),
    ("", Duration::from_secs(1), 1),
];

/// Whether a feed has a pace of its own.
#[cfg(test)]
pub(crate) fn has_pace(feed: &str) -> bool {
    PACES.iter().any(|(name, ..)| *name == feed)
}

/// The pace of every feed, and who has asked lately.
pub(super) struct Paces(HashMap<&'static str, DefaultKeyedRateLimiter<[u8; 8]>>);

impl Paces {
    pub(super) fn new() -> Self {
        let paces = PACES.iter().map(|(provider, period, burst)| {
            let burst = (*burst).try_into().unwrap_or(NonZeroU32::MIN);
            let quota = Quota::with_period(*period)
                .unwrap_or(Quota::per_second(NonZeroU32::MIN))
                .allow_burst(burst);
            (*provider, RateLimiter::keyed(quota))
        });
        Self(paces.collect())
    }

    /// Waits until this feed may be asked with this key.
    pub(super) async fn turn(&self, provider: &'static str, key: Option<&Key>) {
        let bucket = key.map_or([0; 8], |key| {
            let digest: [u8; 32] = Sha256::digest(key.secret.expose_secret()).into();
            let mut bucket = [0; 8];
            bucket.copy_from_slice(&digest[..8]);
            bucket
        });
        let pace = self.0.get(provider).or_else(|| self.0.get(""));
        if let Some(pace) = pace {
            let jitter = Jitter::up_to(Duration::from_millis(20));
            pace.until_key_ready_with_jitter(&bucket, jitter).await;
        }
    }
}
