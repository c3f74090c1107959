//! Connecting as the right role, and bringing the schema up to date.

use std::str::FromStr;
use std::time::Duration;

use shared::id::GuildId;
use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, PgPool, Postgres, Transaction};

use crate::functions;

/// The schema's migrations, compiled in.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// Which program asks: each has a role of its own in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Serves Discord; sees one server at a time.
    Bot,
    /// Polls feeds and settles for every server.
    Fetcher,
}

impl Program {
    /// The role's name.
    pub const fn role(self) -> &'static str {
        match self {
            Self::Bot => "dbsbm_bot",
            Self::Fetcher => "dbsbm_fetcher",
        }
    }
}

/// Why a program has no database.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL cannot be read.
    #[error("the database URL cannot be read: {0}")]
    Url(#[source] sqlx::Error),
    /// Nothing answers, or it refuses us.
    #[error("no connection to the database: {0}")]
    Unreachable(#[source] sqlx::Error),
    /// The schema is older than this program.
    #[error(
        "the schema lacks {missing} migrations, or its functions: run `dbsbm-fetcher migrate` as the owner"
    )]
    SchemaTooOld {
        /// How many migrations are not applied.
        missing: usize,
    },
    /// A migration failed; the database is as it was before it.
    #[error("migrating failed: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl ConnectError {
    /// Whether the same may succeed later, with nothing changed by anybody.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(error) if is_passing(error))
    }
}

/// Whether the database is away for a while: down, starting, stopping, or full.
pub fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            // Class 08 is about connections; 57P0x is starting and stopping; 53300 is too many.
            code.starts_with("08") || code.starts_with("57P0") || code == "53300"
        }
        _ => false,
    }
}

/// How long one waits for a free connection before giving up.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// No statement of ours runs long enough to be worth compiling, which takes a second where the
/// planner thinks a batch dear.
const NO_JIT: &str = "SET jit = off";

/// A pool whose connections act as the program's role. Where the URL is the owner's, the schema
/// is migrated first; where it is the program's own, a schema that is too old is an error.
///
/// # Errors
/// [`ConnectError`], each variant with what to do.
pub async fn connect(
    url: &str,
    program: Program,
    connections_max: u32,
) -> Result<PgPool, ConnectError> {
    let options = PgConnectOptions::from_str(url).map_err(ConnectError::Url)?;
    let options = options.application_name(match program {
        Program::Bot => "dbsbm-bot",
        Program::Fetcher => "dbsbm-fetcher",
    });
    let mut first = PgConnection::connect_with(&options)
        .await
        .map_err(ConnectError::Unreachable)?;
    let user: String = sqlx::query_scalar("SELECT current_user::text")
        .fetch_one(&mut first)
        .await
        .map_err(ConnectError::Unreachable)?;
    let is_own_role = user == program.role();
    if is_own_role {
        require_current_schema(&mut first).await?;
    } else {
        bring_up(&mut first).await?;
    }
    first.close().await.map_err(ConnectError::Unreachable)?;

    let set_role = format!("SET ROLE {}", program.role());
    let set_up = if is_own_role {
        NO_JIT.to_owned()
    } else {
        format!("{NO_JIT}; {set_role}")
    };
    PgPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(move |connection, _| {
            let set_up = set_up.clone();
            Box::pin(async move {
                connection.execute(set_up.as_str()).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
        .map_err(ConnectError::Unreachable)
}

/// Brings the schema up to date, as the owner, and says how many migrations that took.
///
/// # Errors
/// [`ConnectError`] when the database cannot be reached or a migration fails.
pub async fn migrate(url: &str) -> Result<usize, ConnectError> {
    let options = PgConnectOptions::from_str(url).map_err(ConnectError::Url)?;
    let mut owner = PgConnection::connect_with(&options)
        .await
        .map_err(ConnectError::Unreachable)?;
    owner.ensure_migrations_table().await?;
    let before = owner.list_applied_migrations().await?.len();
    bring_up(&mut owner).await?;
    let after = owner.list_applied_migrations().await?.len();
    Ok(after - before)
}

/// Tables first, then the functions that work on them.
pub(crate) async fn bring_up(owner: &mut PgConnection) -> Result<(), ConnectError> {
    MIGRATOR.run_direct(owner).await?;
    let install = functions::install(owner).await;
    install.map_err(|error| ConnectError::Migrate(error.into()))?;
    Ok(())
}

async fn require_current_schema(connection: &mut PgConnection) -> Result<(), ConnectError> {
    let migrated: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await
        .map_err(ConnectError::Unreachable)?;
    let applied: i64 = match migrated {
        false => 0,
        true => sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE success")
            .fetch_one(&mut *connection)
            .await
            .map_err(ConnectError::Unreachable)?,
    };
    let wanted = MIGRATOR
        .iter()
        .filter(|it| it.migration_type.is_up_migration())
        .count();
    let applied = usize::try_from(applied).unwrap_or(0);
    let has_functions = functions::installed(connection)
        .await
        .map_err(ConnectError::Unreachable)?
        .is_some();
    // Functions of another release are no reason to stay away: they are made to serve the
    // programs of the release before.
    if applied < wanted || !has_functions {
        return Err(ConnectError::SchemaTooOld {
            missing: wanted - applied,
        });
    }
    Ok(())
}

/// A transaction that acts for one server: row-level security lets it see no other.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin_guild(
    pool: &PgPool,
    guild: GuildId,
) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    // One round trip. The id is a number, so nothing can be smuggled in.
    pool.begin_with(format!("BEGIN; SET LOCAL dbsbm.guild = '{guild}'"))
        .await
}
