//! Waiting for what a process cannot work without: a database, Discord.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// The wait before the second try; it doubles from there.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long to wait before repeating the same reason in the log.
const SAID_EVERY: Duration = Duration::from_secs(300);

/// Why an attempt failed. The reason completes the sentence "… cannot be reached: ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptError {
    /// Another try may succeed.
    Transient(String),
    /// None will, until somebody does what this sentence says.
    Permanent(String),
}

/// Why it is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// The process was stopped in the meantime.
    #[error("told to stop before {0} could be reached")]
    Stopped(&'static str),
    /// Trying again would not help: what to do.
    #[error("{0}")]
    Permanent(String),
}

/// Tries until it succeeds, fails for good, or `stop` ends it. One line in the log says what is
/// waited for and why, another that it is there; the same reason is said again every five minutes.
///
/// # Errors
/// [`Unreached`] when it was stopped, or when no further attempt can succeed.
pub async fn until_reachable<T>(
    what: &'static str,
    stop: &CancellationToken,
    mut ask: impl AsyncFnMut() -> Result<T, AttemptError>,
) -> Result<T, Unreached> {
    let mut wait = FIRST_WAIT;
    let mut said: Option<(String, Instant)> = None;
    loop {
        let Some(asked) = stop.run_until_cancelled(ask()).await else {
            return Err(Unreached::Stopped(what));
        };
        match asked {
            Ok(there) => {
                if said.is_some() {
                    tracing::info!("{what} can be reached again");
                }
                return Ok(there);
            }
            Err(AttemptError::Permanent(sentence)) => return Err(Unreached::Permanent(sentence)),
            Err(AttemptError::Transient(why)) => {
                let is_news = said
                    .as_ref()
                    .is_none_or(|(before, at)| *before != why || at.elapsed() >= SAID_EVERY);
                if is_news {
                    tracing::warn!("{what} cannot be reached, trying until it can: {why}");
                    said = Some((why, Instant::now()));
                }
            }
        }
        let slept = stop.run_until_cancelled(tokio::time::sleep(wait)).await;
        if slept.is_none() {
            return Err(Unreached::Stopped(what));
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
