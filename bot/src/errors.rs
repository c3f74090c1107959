//! What went wrong, for the log and for the member.
//!
//! A member reads what happened, whether anything was charged, what to do, and a short code that
//! the log has too.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use shared::id::InteractionId;
use store::StoreError;
use wording::{Catalogue, Said, Value};

/// Why a handler has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The member asked for something that cannot be had, and can do something about it.
    #[error("refused: {}", .0.key)]
    Refused(Refusal),
    /// Something of ours failed.
    #[error("{0}")]
    Unexpected(String),
    /// The database had no time for it: no connection became free, or a statement took too long.
    /// Nothing was done.
    #[error("not done in time: {0}")]
    NoTime(String),
    /// What was asked is done, and showing it failed.
    #[error("done, and then: {0}")]
    Done(String),
    /// Something of ours failed while a bet was being placed: it may have gone in.
    #[error("while placing: {0}")]
    InDoubt(String),
}

/// A refusal in the catalogue's words. Each says what happened, that nothing was charged where
/// that is in question, and what to do.
#[derive(Debug)]
pub(crate) struct Refusal {
    key: &'static str,
    places: Vec<(&'static str, Value<'static>)>,
}

/// Refuses in the words of this line.
pub(crate) fn refuse(key: &'static str) -> Failure {
    refuse_with(key, Vec::new())
}

/// Refuses in the words of this line, with its places filled.
pub(crate) fn refuse_with(
    key: &'static str,
    places: Vec<(&'static str, Value<'static>)>,
) -> Failure {
    Failure::Refused(Refusal { key, places })
}

impl Failure {
    /// What the member reads.
    pub(crate) fn for_player(&self, catalogue: Catalogue, code: &ErrorCode) -> Said {
        let sentence = match self {
            Self::Refused(refusal) => catalogue.line(refusal.key, &refusal.places),
            Self::Unexpected(_) => catalogue.say("error-unexpected"),
            Self::NoTime(_) => catalogue.say("error-no-time"),
            Self::Done(_) => catalogue.say("error-done"),
            Self::InDoubt(_) => catalogue.say("error-in-doubt"),
        };
        let code = Said::ours(code.0.as_str());
        let code = catalogue.line("error-code", &[("code", code.into())]);
        wording::lines([sentence, code])
    }

    /// Something of ours failed, for the reasons behind it.
    pub(crate) fn unexpected(error: &dyn std::error::Error) -> Self {
        let reasons = std::iter::successors(Some(error), |it| it.source());
        let reasons: Vec<_> = reasons.map(ToString::to_string).collect();
        Self::Unexpected(reasons.join(": "))
    }

    /// The same, where what was asked had been done by then.
    pub(crate) fn after_done(self) -> Self {
        Self::Done(self.to_string())
    }

    /// Whether it is ours to look into.
    pub(crate) const fn is_ours(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::NoTime(_))
    }
}

/// A short name for one failure: `E-7Q2K`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorCode(String);

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl ErrorCode {
    /// The code of what this interaction ran into.
    pub(crate) fn of(interaction: InteractionId) -> Self {
        let hash = Sha256::digest(interaction.to_string().as_bytes());
        let letters = hash.iter().take(4);
        let letters: String = letters
            .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
            .collect();
        Self(format!("E-{letters}"))
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::of(&error)
    }
}

impl From<Arc<StoreError>> for Failure {
    fn from(error: Arc<StoreError>) -> Self {
        Self::of(&error)
    }
}

impl Failure {
    /// What waits for too long has changed nothing, and may be asked again.
    fn of(error: &StoreError) -> Self {
        if error.is_lock_timeout() {
            return refuse("refuse-held");
        }
        if error.is_out_of_time() {
            return Self::NoTime(error.to_string());
        }
        Self::Unexpected(error.to_string())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_follows_from_the_interaction() {
        let code = ErrorCode::of(InteractionId::new(7)).to_string();
        assert_eq!(code.len(), 6);
        assert_eq!(code, ErrorCode::of(InteractionId::new(7)).to_string());
        assert_ne!(code, ErrorCode::of(InteractionId::new(8)).to_string());
    }
}
