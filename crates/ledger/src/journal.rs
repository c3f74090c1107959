//! The journal, which holds each move once: the books as the database keeps them, in memory.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::transfer::{Cause, Move, Transfer};

/// Whether a move was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It was recorded now.
    New,
    /// The same move was recorded before; nothing was done.
    Already,
}

/// Why a move cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// Another move was recorded under the same cause.
    #[error("{0} stands with other transfers")]
    Conflict(Cause),
    /// An account of another server than the cause's.
    #[error("{cause} touches the {account}")]
    OtherServer {
        /// The cause.
        cause: Cause,
        /// The account.
        account: Account,
    },
}

/// Every move once, by its cause. Nothing is ever changed or removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    moves: BTreeMap<Cause, Vec<Transfer>>,
}

impl Journal {
    /// Records a move. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`JournalError`] when another move has its cause, or it touches another server.
    pub fn record(&mut self, new: &Move) -> Result<Recorded, JournalError> {
        let cause = new.cause;
        let mut touched = new.transfers.iter().map(Transfer::debit);
        if let Some(account) = touched.find(|it| it.guild() != cause.guild()) {
            return Err(JournalError::OtherServer { cause, account });
        }
        match self.moves.get(&cause) {
            Some(standing) if *standing == new.transfers => Ok(Recorded::Already),
            Some(_) => Err(JournalError::Conflict(cause)),
            None => {
                self.moves.insert(cause, new.transfers.clone());
                Ok(Recorded::New)
            }
        }
    }

    /// Every transfer, in the order of causes and lines.
    pub fn transfers(&self) -> impl Iterator<Item = &Transfer> {
        self.moves.values().flatten()
    }

    /// How many moves were recorded.
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    /// Whether no move was recorded.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }
}
