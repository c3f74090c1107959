//! What can go wrong between us and the database.

/// A row that cannot be a word of ours: the table holds what it never should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}.{column} of {row} is {found:?}")]
pub struct Inconsistency {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's key.
    pub row: String,
    /// What was found there.
    pub found: String,
}

/// Why a statement gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row that cannot be read.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistency),
    /// The fetcher that asked is no longer the one that works.
    #[error("the lease is held by another fetcher")]
    LeaseLost,
    /// Others made the same games at the same moment, again and again.
    #[error("{games} games are being made by others at the same moment")]
    Contested {
        /// How many of them are still open.
        games: usize,
    },
    /// The database refused, or could not be reached.
    #[error("database: {0}")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// The name of the constraint that was violated, which errors are made from.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Database(error) => error.as_database_error()?.constraint(),
            _ => None,
        }
    }

    /// Whether the database gave the transaction up for the sake of another one: a deadlock, or
    /// two that cannot be put in order. The same again may go through.
    pub fn is_worth_another_try(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        let code = error.as_database_error().and_then(|it| it.code());
        code.is_some_and(|it| it == "40P01" || it == "40001")
    }

    /// Whether somebody else held what the statement needs for longer than it waits.
    pub fn is_lock_timeout(&self) -> bool {
        matches!(self, Self::Database(error) if is_lock_timeout(error))
    }
}

/// Whether somebody else held what the statement needs for longer than it waits.
pub(crate) fn is_lock_timeout(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|it| it.code());
    code.is_some_and(|it| it == "55P03")
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let constraint = error.as_database_error().and_then(|it| it.constraint());
        if constraint == Some("leases_epoch") {
            Self::LeaseLost
        } else {
            Self::Database(error)
        }
    }
}
