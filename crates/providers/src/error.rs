//! Why a feed gave no answer, with all that a line of the poll log says of it.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};

/// What asking took, told the same way of an answer and of a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestStats {
    /// The feed's name.
    pub provider: String,
    /// The last address that was asked, without secrets.
    pub url: String,
    /// The last HTTP status. `None` when no answer came.
    pub status: Option<u16>,
    /// How many requests were sent, repeated ones included.
    pub requests: u32,
    /// Length of the bodies that were taken, unpacked.
    pub bytes: u64,
    /// SHA-256 of the body that was taken, so that an unchanged one need not be written again.
    /// With several requests for one answer, of their bodies one after another.
    pub digest: Option<[u8; 32]>,
    /// From the first request to the end of the last answer, waiting for a turn included.
    pub took: Duration,
    /// Which forms of the question were answered or refused on the way.
    pub forms: Vec<FormUpdate>,
}

/// What became of one form of a question: a feed answers some forms and refuses others, and
/// changes its mind about them without notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormUpdate {
    /// The league that was asked about, by our code.
    pub league: String,
    /// What was asked for: `scoreboard`.
    pub feed: String,
    /// The form's word: `month`, `day`.
    pub form: String,
    /// When it was answered or refused.
    pub at: DateTime<Utc>,
    /// Why it was refused. `None`: it was answered.
    pub refused: Option<String>,
}

impl RequestStats {
    /// A question that took nothing yet.
    pub fn of(provider: &str) -> Self {
        Self {
            provider: provider.to_owned(),
            ..Self::default()
        }
    }

    /// Adds what a later request for the same answer took. The digest is the caller's matter.
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

/// A body that is not what its feed promises. It is kept, and changes nothing.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("garbled at {place}: {reason}")]
pub struct Garbled {
    /// Where in it: a path of fields, or line and column.
    pub place: String,
    /// What is wrong there.
    pub reason: String,
    /// How it begins, or what stands around the place; at most 200 characters.
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
    /// Asked too often. There is no use in asking sooner than `wait` from now.
    #[error("throttled for {} s", wait.as_secs())]
    Throttled {
        /// How long the feed wants to be left alone. A span and not a moment: no clock that is
        /// moved can make it longer.
        wait: Duration,
        /// What it took to learn that.
        stats: Box<RequestStats>,
    },
    /// It did not answer, or said that it cannot: asking again later may help.
    #[error("unavailable: {reason}")]
    Unavailable {
        /// What happened, without secrets.
        reason: String,
        /// What it took to learn that.
        stats: Box<RequestStats>,
    },
    /// It does not understand the question: status 400. Another form of it may be answered,
    /// and the same form at another address will not.
    #[error("bad request: {reason}")]
    BadRequest {
        /// What happened, without secrets.
        reason: String,
        /// What it took to learn that.
        stats: Box<RequestStats>,
    },
    /// It will not answer this, however often it is asked.
    #[error("refused: {reason}")]
    Refused {
        /// What happened, without secrets.
        reason: String,
        /// What it took to learn that.
        stats: Box<RequestStats>,
    },
    /// It answered, and the answer cannot be read.
    #[error("{garbled}")]
    Garbled {
        /// Where and why, and the body.
        garbled: Box<Garbled>,
        /// What it took to learn that.
        stats: Box<RequestStats>,
    },
    /// It answered with more than we take.
    #[error("larger than {max} bytes")]
    TooLarge {
        /// The most that is taken.
        max: u64,
        /// What it took to learn that.
        stats: Box<RequestStats>,
    },
}

impl ProviderError {
    /// What it took to fail.
    pub const fn stats(&self) -> &RequestStats {
        match self {
            Self::Throttled { stats, .. }
            | Self::Unavailable { stats, .. }
            | Self::BadRequest { stats, .. }
            | Self::Refused { stats, .. }
            | Self::Garbled { stats, .. }
            | Self::TooLarge { stats, .. } => stats,
        }
    }

    /// What it took to fail, to be added to.
    pub const fn stats_mut(&mut self) -> &mut RequestStats {
        match self {
            Self::Throttled { stats, .. }
            | Self::Unavailable { stats, .. }
            | Self::BadRequest { stats, .. }
            | Self::Refused { stats, .. }
            | Self::Garbled { stats, .. }
            | Self::TooLarge { stats, .. } => stats,
        }
    }

    /// The word that is stored in the poll log.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Throttled { .. } => "throttled",
            Self::Unavailable { .. } => "unavailable",
            Self::BadRequest { .. } => "bad_request",
            Self::Refused { .. } => "refused",
            Self::Garbled { .. } => "garbled",
            Self::TooLarge { .. } => "too_large",
        }
    }

    /// Where in the body it is wrong, when it is.
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Garbled { garbled, .. } => Some(&garbled.place),
            _ => None,
        }
    }

    /// A question about a league that the feed does not have.
    pub fn unknown_league(provider: &str, league: &str) -> Self {
        Self::Refused {
            reason: format!("{provider} has no league {league:?}"),
            stats: Box::new(RequestStats::of(provider)),
        }
    }
}
