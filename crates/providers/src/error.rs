//! Why a feed gave no answer, with all that a line of the poll log says of it.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};

/// What a request cost, the same for answers and for failures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestStats {
    /// The feed's name.
    pub provider: String,
    /// The last address that was requested, without secrets.
    pub url: String,
    /// The last HTTP status. `None` when no answer came.
    pub status: Option<u16>,
    /// How many requests were sent, repeated ones included.
    pub requests: u32,
    /// Length of the bodies that were read, uncompressed, in bytes.
    pub bytes: u64,
    /// SHA-256 of the body, so that an unchanged one need not be stored again. If an answer took
    /// several requests, of their bodies one after another.
    pub digest: Option<[u8; 32]>,
    /// From the first request to the end of the last answer, waiting for a turn included.
    pub took: Duration,
    /// Which forms of the request were answered or refused.
    pub forms: Vec<FormUpdate>,
}

/// What happened to one form of a request: a feed answers some forms and refuses others, and
/// changes its mind about them without notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormUpdate {
    /// The league, by our code.
    pub league: String,
    /// What was requested: `scoreboard`.
    pub feed: String,
    /// The form's word: `month`, `day`.
    pub form: String,
    /// When it was answered or refused.
    pub at: DateTime<Utc>,
    /// Why it was refused. `None`: it was answered.
    pub refused: Option<String>,
}

impl RequestStats {
    /// Stats of a request that has not been sent yet.
    pub fn of(provider: &str) -> Self {
        Self {
            provider: provider.to_owned(),
            ..Self::default()
        }
    }

    /// Adds the stats of a later request for the same answer. The caller sets the digest.
    pub fn add(&mut self, later: &Self) {
        self.url.clone_from(&later.url);
        self.status = later.status;
        self.requests += later.requests;
        self.bytes += later.bytes;
        self.took += later.took;
        self.forms.extend(later.forms.iter().cloned());
    }
}

/// The most characters of a garbled body that are shown.
const EXCERPT_CHARS_MAX: usize = 200;

/// A body that is not what its feed documents. It is kept, and changes nothing.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("garbled at {place}: {reason}")]
pub struct Garbled {
    /// Where in it: a path of fields, or line and column.
    pub place: String,
    /// What is wrong there.
    pub reason: String,
    /// Its beginning, or the text around the place; at most 200 characters.
    pub excerpt: String,
    /// All of it.
    pub body: Bytes,
}

impl Garbled {
    /// A body that is wrong at this place. The excerpt is its beginning.
    pub fn new(place: impl Into<String>, reason: impl Into<String>, body: Bytes) -> Self {
        let excerpt = excerpt(&body);
        Self {
            place: place.into(),
            reason: reason.into(),
            excerpt,
            body,
        }
    }
}

impl fmt::Debug for Garbled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Garbled")
            .field("place", &self.place)
            .field("reason", &self.reason)
            .field("excerpt", &self.excerpt)
            .field("bytes", &self.body.len())
            .finish()
    }
}

fn excerpt(body: &Bytes) -> String {
    let head = body.get(..EXCERPT_CHARS_MAX * 4).unwrap_or(body);
    String::from_utf8_lossy(head)
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .take(EXCERPT_CHARS_MAX)
        .collect()
}

/// Why a feed gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// Asked too often. Asking again sooner than `wait` from now is pointless.
    #[error("throttled for {} s", wait.as_secs())]
    Throttled {
        /// How long the feed wants to be left alone. A span and not a moment: no clock that is
        /// moved can make it longer.
        wait: Duration,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
    /// The plan's credits do not pay for the request: the key is right, and there is nothing to
    /// repair. They come back with the next month.
    #[error("out of credits: the request costs {cost}, and {} left", left(*remaining))]
    OutOfCredits {
        /// What the request would have cost.
        cost: u32,
        /// How many credits are left, as far as the feed says.
        remaining: Option<u32>,
        /// When to look again whether there are more.
        wait: Duration,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
    /// It was not asked: it failed again and again, and is left alone for a while.
    #[error("not asked for {} s: {reason}", wait.as_secs())]
    Resting {
        /// For how long.
        wait: Duration,
        /// How the last requests failed, without secrets.
        reason: String,
        /// The stats of the request that was not sent.
        stats: Box<RequestStats>,
    },
    /// It did not answer, or said that it cannot: asking again later may help.
    #[error("unavailable: {reason}")]
    Unavailable {
        /// What happened, without secrets.
        reason: String,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
    /// It does not understand the request: status 400. Another form of it may be answered,
    /// and the same form at another address will not.
    #[error("bad request: {reason}")]
    BadRequest {
        /// What happened, without secrets.
        reason: String,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
    /// It will not answer this request, however often it is repeated.
    #[error("refused: {reason}")]
    Refused {
        /// What happened, without secrets.
        reason: String,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
    /// It answered, and the answer cannot be read.
    #[error("{garbled}")]
    Garbled {
        /// Where and why, and the body.
        garbled: Box<Garbled>,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
    /// The answer is larger than the limit.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The limit, in bytes.
        max: u64,
        /// The stats of the request.
        stats: Box<RequestStats>,
    },
}

impl ProviderError {
    /// The stats of the failed request.
    pub const fn stats(&self) -> &RequestStats {
        match self {
            Self::Throttled { stats, .. }
            | Self::OutOfCredits { stats, .. }
            | Self::Resting { stats, .. }
            | Self::Unavailable { stats, .. }
            | Self::BadRequest { stats, .. }
            | Self::Refused { stats, .. }
            | Self::Garbled { stats, .. }
            | Self::TooLarge { stats, .. } => stats,
        }
    }

    /// The stats of the failed request, to be added to.
    pub const fn stats_mut(&mut self) -> &mut RequestStats {
        match self {
            Self::Throttled { stats, .. }
            | Self::OutOfCredits { stats, .. }
            | Self::Resting { stats, .. }
            | Self::Unavailable { stats, .. }
            | Self::BadRequest { stats, .. }
            | Self::Refused { stats, .. }
            | Self::Garbled { stats, .. }
            | Self::TooLarge { stats, .. } => stats,
        }
    }

    /// What happened, where a text says it.
    pub(crate) const fn reason_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Resting { reason, .. }
            | Self::Unavailable { reason, .. }
            | Self::BadRequest { reason, .. }
            | Self::Refused { reason, .. } => Some(reason),
            Self::Throttled { .. }
            | Self::OutOfCredits { .. }
            | Self::Garbled { .. }
            | Self::TooLarge { .. } => None,
        }
    }

    /// The word that is stored in the poll log.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Throttled { .. } | Self::OutOfCredits { .. } => "throttled",
            Self::Resting { .. } => "resting",
            Self::Unavailable { .. } => "unavailable",
            Self::BadRequest { .. } => "bad_request",
            Self::Refused { .. } => "refused",
            Self::Garbled { .. } => "garbled",
            Self::TooLarge { .. } => "too_large",
        }
    }

    /// Whether the feed as a whole may be down, so that nothing follows for this one question.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Throttled { .. } | Self::Resting { .. } | Self::Unavailable { .. }
        )
    }

    /// How long the feed is to be left alone, where it says so or has failed again and again.
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Throttled { wait, .. }
            | Self::OutOfCredits { wait, .. }
            | Self::Resting { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    /// Where in the body it is wrong, when it is.
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Garbled { garbled, .. } => Some(&garbled.place),
            _ => None,
        }
    }

    /// The error for something that the feed never tells: `scores`.
    pub fn not_told(provider: &str, what: &str) -> Self {
        Self::Refused {
            reason: format!("{provider} does not tell {what}"),
            stats: Box::new(RequestStats::of(provider)),
        }
    }

    /// The error for a league that the feed does not have.
    pub fn unknown_league(provider: &str, league: &str) -> Self {
        Self::Refused {
            reason: format!("{provider} has no league {league:?}"),
            stats: Box::new(RequestStats::of(provider)),
        }
    }
}

fn left(remaining: Option<u32>) -> String {
    match remaining {
        Some(1) => "1 is".to_owned(),
        Some(number) => format!("{number} are"),
        None => "too few are".to_owned(),
    }
}
