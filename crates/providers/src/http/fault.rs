//! Why a try failed, and whether another one can help.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::error::{ProviderError, RequestStats};

/// The failure that a status means which another try would not change.
pub(super) fn refused(status: StatusCode) -> FailureKind {
    let reason = format!("status {status}");
    match status {
        StatusCode::BAD_REQUEST => FailureKind::BadRequest(reason),
        _ => FailureKind::Refused(reason),
    }
}

/// A failure that has no stats yet.
pub(super) enum FailureKind {
    Throttled(Duration),
    Unavailable(String),
    BadRequest(String),
    Refused(String),
    TooLarge(u64),
}

impl FailureKind {
    pub(super) fn with(self, stats: RequestStats) -> ProviderError {
        let stats = Box::new(stats);
        match self {
            Self::Throttled(wait) => ProviderError::Throttled { wait, stats },
            Self::Unavailable(reason) => ProviderError::Unavailable { reason, stats },
            Self::BadRequest(reason) => ProviderError::BadRequest { reason, stats },
            Self::Refused(reason) => ProviderError::Refused { reason, stats },
            Self::TooLarge(max) => ProviderError::TooLarge { max, stats },
        }
    }
}

/// Whether another try can help.
pub(super) enum Fault {
    Final(FailureKind),
    Passing {
        fault: FailureKind,
        wait: Option<Duration>,
        reached: Reached,
    },
}

/// Whom a request reached.
pub(super) enum Reached {
    /// Nobody: it never left this machine.
    Nobody,
    /// The feed, as far as anybody knows.
    Somebody,
    /// The feed, which said so.
    Answered(Box<HeaderMap>),
}

impl Fault {
    /// A failure on the way. The address is left out: it may hold a secret.
    pub(super) fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_builder() {
            return Self::Final(FailureKind::Refused(chain(&error)));
        }
        let reached = if error.is_connect() {
            Reached::Nobody
        } else {
            Reached::Somebody
        };
        let reason = if error.is_timeout() {
            "timed out".to_owned()
        } else {
            chain(&error)
        };
        Self::Passing {
            fault: FailureKind::Unavailable(reason),
            wait: None,
            reached,
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
