//! What several requests for one answer cost, added up.

use sha2::{Digest, Sha256};

use crate::error::{Garbled, ProviderError, RequestStats};
use crate::http::Fetched;

/// The requests for one answer so far.
pub(crate) struct Requests {
    stats: RequestStats,
    digest: Sha256,
}

impl Requests {
    /// None yet.
    pub(crate) fn of(provider: &str) -> Self {
        Self {
            stats: RequestStats::of(provider),
            digest: Sha256::new(),
        }
    }

    /// Adds a request that was answered.
    pub(crate) fn answered(&mut self, fetched: &Fetched) {
        self.stats.add(&fetched.stats);
        self.digest.update(&fetched.body);
    }

    /// Adds a request that the answer can do without.
    pub(crate) fn failed(&mut self, error: &ProviderError) {
        self.stats.add(error.stats());
    }

    /// The error of a request without which there is no answer, with what all of them cost.
    pub(crate) fn ended_by(mut self, mut error: ProviderError) -> ProviderError {
        self.stats.add(error.stats());
        *error.stats_mut() = self.stats;
        error
    }

    /// The error of an answer that cannot be read.
    pub(crate) fn garbled(self, garbled: Garbled) -> ProviderError {
        ProviderError::Garbled {
            garbled: Box::new(garbled),
            stats: Box::new(self.stats),
        }
    }

    /// The stats of a whole answer.
    pub(crate) fn done(mut self) -> RequestStats {
        self.stats.digest = Some(self.digest.finalize().into());
        self.stats
    }
}
