//! Errors of the database layer.

/// A row that holds a value which it never should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}.{column} of {row} is {found:?}")]
pub struct Inconsistency {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's key, as text.
    pub row: String,
    /// The value that was found.
    pub found: String,
}

/// Why a statement failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row could not be read.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistency),
    /// Another fetcher holds the lease now.
    #[error("the lease is held by another fetcher")]
    LeaseLost,
    /// Other transactions kept creating the same games.
    #[error("{games} games are being made by others at the same moment")]
    Contested {
        /// How many games are still unresolved.
        games: usize,
    },
    /// The database refused, or could not be reached.
    #[error("database: {0}")]
    Database(#[source] sqlx::Error),
}

/// Whoever waited too long for somebody else's statement is told what they would have been told if
/// they had waited for a connection.
impl From<shared::cache::Waited> for StoreError {
    fn from(_: shared::cache::Waited) -> Self {
        Self::Database(sqlx::Error::PoolTimedOut)
    }
}

impl StoreError {
    /// The name of the violated constraint, if one was violated.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Database(error) => error.as_database_error()?.constraint(),
            _ => None,
        }
    }

    /// Whether the database aborted the transaction in favour of another one: a deadlock or a
    /// serialization failure. Retrying may succeed.
    pub fn is_worth_another_try(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        code_of(error).is_some_and(|it| it == "40P01" || it == "40001")
    }

    /// Whether there was no time for the work: no connection became free, or the statement took too
    /// long and was cut off. Nothing of its transaction was done, and the same may be asked again.
    pub fn is_out_of_time(&self) -> bool {
        let never_began = matches!(self, Self::Database(sqlx::Error::PoolTimedOut));
        never_began || self.is_statement_timeout()
    }

    /// Whether the database cut the statement off because it took too long.
    pub fn is_statement_timeout(&self) -> bool {
        matches!(self, Self::Database(error) if code_of(error).is_some_and(|it| it == CANCELLED))
    }

    /// Whether the database is temporarily unavailable, or aborted the transaction in favour of
    /// another one: the same work may succeed later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        let is_away = matches!(self, Self::Database(error) if is_transient(error));
        is_away || self.is_worth_another_try()
    }

    /// Whether a lock was held by another transaction for longer than the statement waits.
    pub fn is_lock_timeout(&self) -> bool {
        matches!(self, Self::Database(error) if is_lock_timeout(error))
    }
}

/// What Postgres answers where a statement was cut off, by `statement_timeout` or by an operator.
const CANCELLED: &str = "57014";

/// Whether the database is temporarily unavailable: down, starting, stopping, out of connections,
/// or too busy to finish a statement in time.
pub fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            // Class 08 covers connections, 57P0x starting and stopping, 53300 too many connections.
            let is_away = code.starts_with("08") || code.starts_with("57P0") || code == "53300";
            is_away || code == CANCELLED
        }
        _ => false,
    }
}

/// Whether a lock was held by another transaction for longer than the statement waits.
pub(crate) fn is_lock_timeout(error: &sqlx::Error) -> bool {
    code_of(error).is_some_and(|it| it == "55P03")
}

fn code_of(error: &sqlx::Error) -> Option<std::borrow::Cow<'_, str>> {
    error.as_database_error().and_then(|it| it.code())
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
