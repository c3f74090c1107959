//! Leaves alone what keeps failing, and keeps keys out of what a feed says.

use std::time::Duration;

use governor::Jitter;
use reqwest::StatusCode;

use super::redact::{clean, hide};
use super::{Http, Key, Reply};
use crate::error::{ProviderError, RequestStats};
use crate::watch::{Ending, Place};

impl Http {
    /// Whether a place may be asked now: `true` if that is to find out whether it answers again, so
    /// that it is asked once.
    ///
    /// # Errors
    /// [`ProviderError::Resting`] when it is left alone.
    pub(super) fn admit(&self, place: &Place, stats: &RequestStats) -> Result<bool, ProviderError> {
        self.watch.turn(&stats.provider, place).map_err(|rest| {
            let times = match rest.failures {
                1 => "once".to_owned(),
                more => format!("{more} times in a row"),
            };
            ProviderError::Resting {
                wait: rest.lasts,
                reason: format!("{} failed {times}: {}", place.endpoint, rest.reason),
                stats: Box::new(stats.clone()),
            }
        })
    }

    /// How a request ended, noted for the next one, and without the key that a feed may repeat.
    pub(super) fn concluded(
        &self,
        provider: &str,
        place: &Place,
        key: Option<&Key>,
        mut ended: Result<Reply, ProviderError>,
    ) -> Result<Reply, ProviderError> {
        match &mut ended {
            Ok(reply) => reply.body = clean(std::mem::take(&mut reply.body), key),
            Err(error) => {
                if let Some(reason) = error.reason_mut() {
                    *reason = hide(reason, key);
                }
            }
        }
        let ending = self.ending(&ended);
        self.watch.ended(provider, place, &ending, chance());
        if let Some(tally) = &self.tally {
            let outcome = ended.as_ref().map_or_else(ProviderError::word, answered);
            tally.ended(provider, outcome);
        }
        ended
    }

    /// How a request ended, as far as the next one to the same place depends on it.
    fn ending(&self, ended: &Result<Reply, ProviderError>) -> Ending {
        match ended {
            Ok(reply) => match (reply.status, reply.stats.digest) {
                (StatusCode::OK, Some(digest)) => {
                    let (provider, url) = (&reply.stats.provider, &reply.stats.url);
                    if self.watch.saw(provider, url, digest, &reply.body) {
                        Ending::Answered
                    } else {
                        Ending::Failed("an answer that cannot be read".to_owned())
                    }
                }
                // Whoever is turned away at the door is turned away with every question.
                (status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN), _) => {
                    Ending::TurnedAway(format!("status {status}"))
                }
                _ => Ending::Answered,
            },
            Err(error) => match error {
                ProviderError::Throttled { wait, stats } => {
                    let status = stats.status.unwrap_or_default();
                    Ending::Throttled(format!("status {status}"), *wait)
                }
                ProviderError::Unavailable { reason, stats } if stats.status.is_none() => {
                    Ending::Unreached(reason.clone())
                }
                error => Ending::Failed(error.to_string()),
            },
        }
    }
}

/// The word for what came back: a refusal that another try would not change is an answer.
fn answered(reply: &Reply) -> &'static str {
    match reply.status {
        StatusCode::OK => "answered",
        _ => "refused",
    }
}

/// A number between 0 and 1.
fn chance() -> f64 {
    (Jitter::up_to(Duration::from_secs(1)) + Duration::ZERO).as_secs_f64()
}
