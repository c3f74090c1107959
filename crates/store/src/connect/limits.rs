//! How long a program's statements may take, and how that reaches a connection.
//!
//! A plain `SET` holds for a session, and a pooler in transaction mode has no sessions: its next
//! client would get what this one set, and this one a server connection on which nothing was set.
//! So `migrate` writes the limits to the programs' roles, for this database alone, and each server
//! connection has them from its login on, whoever borrows it. A connection that is not lent sets
//! them itself as well: behind the owner's URL the login is another role's.

use std::fmt::Write;

use sqlx::{Acquire, Executor, PgConnection};

use super::Program;
use crate::StoreError;

/// Programs that start at the same time write the limits one after the other.
const LOCK: i64 = 0x6462_7362_6d5f_6c69;

/// What Postgres answers to somebody who may not alter a role.
const NOT_ALLOWED: &str = "42501";

/// A setting of a session and its value.
type Setting = (&'static str, &'static str);

/// A member waits for an answer, and Discord for half a minute at most: a statement that takes
/// longer than this helps nobody. Locks are waited for as long as the functions of the books do.
const OF_COMMANDS: &[Setting] = &[
    NO_JIT,
    ("statement_timeout", "5s"),
    ("lock_timeout", "2s"),
    NO_IDLING,
];

/// Nobody waits for a job, and the next tick repeats it. A lock is waited for longer than
/// [`NO_IDLING`] lets a frozen process hold it.
const OF_JOBS: &[Setting] = &[
    NO_JIT,
    ("statement_timeout", "1min"),
    ("lock_timeout", "30s"),
    NO_IDLING,
];

/// No statement here runs long enough to be worth JIT compilation, which takes a second whenever
/// the planner overestimates a batch.
const NO_JIT: Setting = ("jit", "off");

/// A process that is frozen, or cut off from the network, in the middle of a transaction holds its
/// locks until the database ends it. No transaction of ours waits this long between two statements.
const NO_IDLING: Setting = ("idle_in_transaction_session_timeout", "20s");

/// Lifts the limit on statements for the rest of a transaction. For work that has no bound and is
/// started by hand or by night, by name: the audit.
pub(crate) const UNLIMITED: &str = "SET LOCAL statement_timeout = 0";

const fn of(program: Program) -> &'static [Setting] {
    match program {
        Program::Bot => OF_COMMANDS,
        Program::Fetcher => OF_JOBS,
    }
}

/// The statements that give a session the program's limits.
pub(super) fn set_up(program: Program) -> String {
    let mut text = String::new();
    for (name, value) in of(program) {
        // Writing to a string cannot fail.
        let _ = write!(text, "SET {name} = '{value}'; ");
    }
    text
}

/// Writes the limits to the roles of both programs, for this database, where they are not there
/// yet. Whoever may not alter the roles is told in the log, and changes nothing.
pub(super) async fn install(owner: &mut PgConnection) -> Result<(), sqlx::Error> {
    let mut transaction = owner.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *transaction)
        .await?;
    for program in [Program::Bot, Program::Fetcher] {
        let role = program.role();
        let written: Vec<String> = sqlx::query_scalar(
            "SELECT unnest(s.setconfig) FROM pg_db_role_setting s
             JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
             WHERE r.rolname = $1 AND d.datname = current_database()",
        )
        .bind(role)
        .fetch_all(&mut *transaction)
        .await?;
        for (name, value) in of(program) {
            if written.contains(&format!("{name}={value}")) {
                continue;
            }
            // ALTER ROLE takes no parameters: the server itself quotes what goes into it.
            let statement: String = sqlx::query_scalar(
                "SELECT format('ALTER ROLE %I IN DATABASE %I SET %I = %L',
                   $1::text, current_database(), $2::text, $3::text)",
            )
            .bind(role)
            .bind(name)
            .bind(value)
            .fetch_one(&mut *transaction)
            .await?;
            match transaction.execute(statement.as_str()).await {
                Ok(_) => {}
                Err(error) if is_not_allowed(&error) => {
                    tracing::warn!(
                        "the limits of {role} were not written, since the owner of the database \
                         may not alter it: behind a pooler in transaction mode statements have \
                         none until a superuser runs `dbsbm-fetcher migrate`"
                    );
                    return transaction.rollback().await;
                }
                Err(error) => return Err(error),
            }
        }
    }
    transaction.commit().await
}

fn is_not_allowed(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|it| it.code());
    code.is_some_and(|it| it == NOT_ALLOWED)
}

/// Which limits a connection of this program lacks, in words, or `None` when it has them all.
/// Prepares no statement.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn limits_missing(
    conn: &mut PgConnection,
    program: Program,
) -> Result<Option<String>, StoreError> {
    let mut missing = Vec::new();
    for (name, value) in of(program) {
        // A name of ours, and no outside text.
        let show = format!("SHOW {name}");
        let row = sqlx::raw_sql(&show).fetch_one(&mut *conn).await?;
        let found: String = sqlx::Row::try_get(&row, 0)?;
        if found != *value {
            missing.push(format!("{name} is {found} and not {value}"));
        }
    }
    Ok((!missing.is_empty()).then(|| {
        format!(
            "limits of {}: {}; run `dbsbm-fetcher migrate` as the owner, and let the pooler \
             connect anew",
            program.role(),
            missing.join(", ")
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_given_every_limit_of_its_program() {
        assert_eq!(
            set_up(Program::Bot),
            "SET jit = 'off'; SET statement_timeout = '5s'; SET lock_timeout = '2s'; \
             SET idle_in_transaction_session_timeout = '20s'; "
        );
        assert!(set_up(Program::Fetcher).contains("SET statement_timeout = '1min'"));
    }
}
