//! Checks of a server before a program uses it. Each error is a sentence that says what to do.
//! Nothing here uses prepared statements, since a pooler may lose them.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{Connection, PgConnection, Row};

use super::{ConnectError, Pooler, Program};
use crate::StoreError;

/// The oldest Postgres that supports the schema.
const OLDEST_MAJOR: u32 = 15;
/// How often two connections are compared. A pooler with several server connections may hand out
/// different ones by chance.
const POOLER_LOOKS: usize = 3;
/// Longer text before `://` cannot be a scheme, and may be a secret in the wrong place.
const SCHEME_LETTERS_MAX: usize = 12;

/// Parses a URL. Errors do not repeat it, since it may hold a password.
pub(super) fn read_url(url: &str) -> Result<PgConnectOptions, ConnectError> {
    let url = url.trim();
    let wrong = |what: &str| Err(ConnectError::Url(what.to_owned()));
    if url.is_empty() {
        return wrong("it is empty");
    }
    match url.split_once("://") {
        Some(("postgres" | "postgresql", _)) => {}
        Some((scheme, _)) if is_scheme(scheme) => {
            return Err(ConnectError::Url(format!(
                "it begins with {scheme}://, and only Postgres will do"
            )));
        }
        _ => return wrong("it does not begin with postgres://"),
    }
    PgConnectOptions::from_str(url).map_err(|error| {
        ConnectError::Url(match error {
            sqlx::Error::Configuration(why) => why.to_string(),
            other => other.to_string(),
        })
    })
}

fn is_scheme(text: &str) -> bool {
    let letters = text.bytes().all(|it| it.is_ascii_lowercase());
    letters && (1..=SCHEME_LETTERS_MAX).contains(&text.len())
}

/// Connects to a server that supports the schema.
pub(super) async fn open(options: &PgConnectOptions) -> Result<PgConnection, ConnectError> {
    let mut connection = reach(options).await?;
    if let Some(number) = connection.server_version_num()
        && number < OLDEST_MAJOR * 10_000
    {
        return Err(ConnectError::ServerTooOld {
            found: format!("{}.{}", number / 10_000, number % 10_000),
            oldest: OLDEST_MAJOR,
        });
    }
    let encoding: String = ask(&mut connection, "SHOW server_encoding").await?;
    if encoding != "UTF8" {
        return Err(ConnectError::Encoding {
            found: encoding,
            database: database_of(options).to_owned(),
        });
    }
    Ok(connection)
}

/// Finds out whether a pooler in front of the server shares server connections between
/// transactions.
///
/// Two clients that are connected at the same time have different server processes, unless a pooler
/// lends one process to whichever client begins a transaction.
pub(super) async fn pooler(
    first: &mut PgConnection,
    options: &PgConnectOptions,
) -> Result<Option<Pooler>, ConnectError> {
    let mut second = reach(options).await?;
    let mut is_shared = false;
    for _ in 0..POOLER_LOOKS {
        let process = "SELECT pg_backend_pid()";
        let (one, other): (i32, i32) =
            (ask(first, process).await?, ask(&mut second, process).await?);
        is_shared |= one == other;
    }
    let found = match is_shared {
        false => None,
        true if keeps_statements(first, &mut second).await => Some(Pooler::KeepsStatements),
        true => Some(Pooler::LosesStatements),
    };
    // When the pooler has mixed up its answers, even closing may fail.
    let _ = second.close().await;
    Ok(found)
}

/// Whether each of two clients finds its own prepared statements and none of the other's.
async fn keeps_statements(first: &mut PgConnection, second: &mut PgConnection) -> bool {
    let mut is_kept = true;
    for _ in 0..2 {
        let one = sqlx::query_scalar::<_, i32>("SELECT 1").fetch_one(&mut *first);
        is_kept &= one.await.is_ok_and(|it| it == 1);
        let two = sqlx::query_scalar::<_, i32>("SELECT 2").fetch_one(&mut *second);
        is_kept &= two.await.is_ok_and(|it| it == 2);
    }
    is_kept
}

/// Which database of which server answers, as one word.
pub(super) async fn place(connection: &mut PgConnection) -> Result<String, ConnectError> {
    let server = "SELECT app_history() || '/' || current_database()";
    ask(connection, server).await
}

/// Reads one value through the simple query protocol.
async fn ask<T>(connection: &mut PgConnection, sql: &'static str) -> Result<T, ConnectError>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    let row: PgRow = sqlx::raw_sql(sql)
        .fetch_one(connection)
        .await
        .map_err(ConnectError::Broken)?;
    row.try_get(0).map_err(ConnectError::Broken)
}

async fn reach(options: &PgConnectOptions) -> Result<PgConnection, ConnectError> {
    let reached = PgConnection::connect_with(options).await;
    reached.map_err(|error| refusal(error, options))
}

/// Turns a failed connection into an error that says what to do.
pub(super) fn refusal(error: sqlx::Error, options: &PgConnectOptions) -> ConnectError {
    let user = options.get_username();
    let (code, message) = match &error {
        sqlx::Error::Database(it) => (it.code().unwrap_or_default(), it.message()),
        sqlx::Error::Io(why) => return unreachable(why, options),
        sqlx::Error::Tls(why) => return unreachable(why, options),
        sqlx::Error::PoolTimedOut => ("53300".into(), ""),
        _ => return ConnectError::Broken(error),
    };
    let told = match code.as_ref() {
        "28P01" => format!("the password of {user} is wrong or missing"),
        "28000" => format!("{user} is not let in ({message}); `dbsbm-fetcher migrate` makes roles"),
        "3D000" => {
            let name = database_of(options);
            format!("there is no database {name}; make it with `createdb {name}`")
        }
        "53300" => {
            "it has no connection left; raise max_connections, or lower DATABASE_CONNECTIONS \
             of the bot and the fetcher"
                .to_owned()
        }
        "57P03" => "it is starting or stopping; try again in a moment".to_owned(),
        "08P01" if message.contains("startup parameter") => format!(
            "PgBouncer answers ({message}); give it \
             `ignore_startup_parameters = extra_float_digits`"
        ),
        _ => message.to_owned(),
    };
    match code.as_ref() {
        "53300" | "57P03" => ConnectError::NotNow(told),
        _ => ConnectError::Refused(told),
    }
}

fn unreachable(why: &impl ToString, options: &PgConnectOptions) -> ConnectError {
    ConnectError::Unreachable {
        at: address_of(options),
        why: why.to_string(),
    }
}

fn database_of(options: &PgConnectOptions) -> &str {
    options.get_database().unwrap_or(options.get_username())
}

fn address_of(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

/// How many connections the server allows this role in this database, over all processes: what is
/// left after those reserved for superusers, within the limits of role and database.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn connections_available(conn: &mut PgConnection) -> Result<i64, StoreError> {
    let given = sqlx::query_scalar(
        "SELECT least(
           current_setting('max_connections')::bigint
             - current_setting('superuser_reserved_connections')::bigint
             - coalesce(current_setting('reserved_connections', true), '0')::bigint,
           (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
           (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()))",
    );
    Ok(given.fetch_one(conn).await?)
}

/// The connections that both programs may open together, and those that the server gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionRoom {
    program: Program,
    given: i64,
    own: i64,
    others: i64,
}

impl ConnectionRoom {
    /// The sum, in words: who may open how many.
    pub fn stated(&self) -> String {
        let Self {
            given, own, others, ..
        } = self;
        let (program, other) = (self.program.role(), self.program.other().role());
        format!(
            "{} connections of both programs, {own} of {program} and {others} of {other} unless \
             told otherwise, and the server gives {given}",
            own + others
        )
    }

    /// What to do where both programs do not fit, or `None` when they do.
    pub fn shortage(&self) -> Option<String> {
        let Self {
            given, own, others, ..
        } = self;
        (*given < own + others).then(|| {
            format!(
                "room for {} connections: the server gives {given}, this program may open {own}, \
                 and {} {others} unless told otherwise; lower DATABASE_CONNECTIONS of one or both, \
                 or raise max_connections by {}",
                own + others,
                self.program.other().role(),
                own + others - given
            )
        })
    }
}

/// How many connections there are for both programs. `own` is how many this one may open.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn connection_room(
    conn: &mut PgConnection,
    program: Program,
    own: u32,
) -> Result<ConnectionRoom, StoreError> {
    let other = program.other();
    Ok(ConnectionRoom {
        program,
        given: connections_available(conn).await?,
        own: i64::from(own),
        others: i64::from(other.connections_default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str) -> String {
        read_url(url).unwrap_err().to_string()
    }

    #[test]
    fn what_is_wrong_with_a_url_is_said_without_its_secrets() {
        for (url, says) in [
            ("", "it is empty"),
            (" \n", "it is empty"),
            ("hunter2", "does not begin with postgres://"),
            ("localhost/hunter2", "does not begin with postgres://"),
            ("mysql://me:hunter2@localhost/x", "begins with mysql://"),
            ("hunter2://localhost/x", "does not begin with postgres://"),
            ("postgres://me:hunter2@localhost:port/x", "invalid port"),
            ("postgres://me:hunter2@one:1,two:2/x", "invalid port"),
        ] {
            let said = said(url);
            assert!(said.contains(says), "{url}: {said}");
            assert!(said.contains("postgres://USER:PASSWORD@HOST"), "{said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
        assert!(read_url("postgresql://me@localhost/x").is_ok());
        assert!(read_url(" postgres://me@localhost/x\n").is_ok());
    }
}
