//! What may be asked about the games, and within which bounds.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

/// Games in one answer when the request does not say.
const GAMES_LIMIT: u64 = 200;
/// Games in one answer at most.
pub(super) const GAMES_LIMIT_MAX: u64 = 1_000;
/// The longest span of starts that one question may be about. Feeds have such bounds, and a reader
/// that asks beyond them is to be seen in tests.
const SPAN_MAX: TimeDelta = TimeDelta::days(31);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GamesQuery {
    pub(super) from: Option<DateTime<Utc>>,
    pub(super) to: Option<DateTime<Utc>>,
    pub(super) after: Option<u64>,
    limit: Option<u64>,
}

impl GamesQuery {
    /// How many games the answer may have, when the question about starts since `from` is within
    /// bounds. One that is not is refused, never answered in part.
    pub(super) fn limit(&self, from: DateTime<Utc>) -> Result<u64, String> {
        if self.to.is_some_and(|to| to < from || to - from > SPAN_MAX) {
            let days = SPAN_MAX.num_days();
            return Err(format!(
                "`to` is `from` or later, and at most {days} days later"
            ));
        }
        let limit = self.limit.unwrap_or(GAMES_LIMIT);
        if (1..=GAMES_LIMIT_MAX).contains(&limit) {
            Ok(limit)
        } else {
            Err(format!("`limit` is 1 to {GAMES_LIMIT_MAX}"))
        }
    }
}
