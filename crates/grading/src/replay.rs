//! Grading again what a receipt says was graded.

use crate::grade::{Grade, GradeError};
use crate::leg::grade;
use crate::receipt::{Receipt, ReceiptError};

/// Why stored bytes do not replay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// They are no receipt.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// The rules refuse what the receipt says was graded.
    #[error("a receipt does not grade: {0}")]
    Ungradable(#[from] GradeError),
    /// Grading again gives something else.
    #[error("a receipt replays to {replayed} where {stored} stands, at byte {at}")]
    Differs {
        /// The first byte that differs.
        at: usize,
        /// The stored text there, with what follows.
        stored: String,
        /// What grading again gives there.
        replayed: String,
    },
}

/// Grades again what the receipt says was graded, under the rules that it names.
///
/// # Errors
/// [`GradeError`] when those rules refuse it.
pub fn replay(receipt: &Receipt) -> Result<Grade, GradeError> {
    grade(&receipt.rules(), &receipt.selection, &receipt.result)
}

/// Replays stored bytes and holds what comes out against them, to the byte.
///
/// # Errors
/// [`ReplayError`] when they cannot be read, cannot be graded, or differ.
pub fn verify(stored: &[u8]) -> Result<Grade, ReplayError> {
    let grade = replay(&Receipt::from_bytes(stored)?)?;
    let replayed = grade.receipt.to_bytes()?;
    if replayed == stored {
        return Ok(grade);
    }
    let same = stored.iter().zip(&replayed).take_while(|(a, b)| a == b);
    let at = same.count();
    let excerpt = |bytes: &[u8]| {
        let rest = bytes.get(at..).unwrap_or_default();
        String::from_utf8_lossy(&rest[..rest.len().min(40)]).into_owned()
    };
    Err(ReplayError::Differs {
        at,
        stored: excerpt(stored),
        replayed: excerpt(&replayed),
    })
}
