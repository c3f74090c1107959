//! Connects as the right role, and brings the schema up to date.

mod limits;
mod server;

use std::time::Duration;

use log::LevelFilter;
use sha2::{Digest, Sha256};
use shared::id::GuildId;
use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::PgPoolOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, PgPool, Postgres, Transaction};

use crate::error::is_transient;
use crate::{StoreError, functions};

pub(crate) use self::limits::UNLIMITED;
pub use self::limits::limits_missing;
pub use self::server::{ConnectionRoom, connection_room, connections_available};

/// The schema's migrations, compiled into the program.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// A program that connects. Each has a database role of its own.
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

    /// The other program on the same database.
    pub const fn other(self) -> Self {
        match self {
            Self::Bot => Self::Fetcher,
            Self::Fetcher => Self::Bot,
        }
    }

    /// The default size of its connection pool. One of the bot's listens.
    pub const fn connections_default(self) -> u32 {
        match self {
            Self::Bot => 16,
            Self::Fetcher => 8,
        }
    }

    /// How long one task waits for a free connection. A member gets an answer instead, which says
    /// that nothing was charged; a job is repeated.
    pub const fn acquire_timeout(self) -> Duration {
        match self {
            Self::Bot => Duration::from_secs(2),
            Self::Fetcher => Duration::from_secs(10),
        }
    }
}

/// How a pooler that lends its server connections for one transaction treats prepared statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pooler {
    /// Each client finds its own statements, as with PgBouncer from 1.21 on when configured to.
    KeepsStatements,
    /// A client may find another client's statements, or none.
    LosesStatements,
}

/// Why a program could not connect to its database.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL could not be parsed.
    #[error(
        "the database URL cannot be used: {0}. It has the form \
         postgres://USER:PASSWORD@HOST:5432/DATABASE"
    )]
    Url(String),
    /// Nothing answers at the address.
    #[error("no database answers at {at}: {why}")]
    Unreachable {
        /// Host and port, or the folder of the socket.
        at: String,
        /// The operating system's reason.
        why: String,
    },
    /// The server answers and refuses the login.
    #[error("the database refuses: {0}")]
    Refused(String),
    /// The server answers and does not accept connections at the moment.
    #[error("the database refuses: {0}")]
    NotNow(String),
    /// The connection broke off.
    #[error("the connection to the database broke off: {0}")]
    Broken(#[source] sqlx::Error),
    /// The server is too old for the schema.
    #[error("Postgres {found} answers, and {oldest} or newer is needed")]
    ServerTooOld {
        /// The server's version.
        found: String,
        /// The oldest version that is supported.
        oldest: u32,
    },
    /// Names in other alphabets could not be stored, and a single one would stop a whole league.
    #[error(
        "the database {database} is encoded in {found}, which cannot hold every name: make another \
         with `createdb --encoding=UTF8 --template=template0 NAME` and use its URL"
    )]
    Encoding {
        /// The database's encoding.
        found: String,
        /// The database's name.
        database: String,
    },
    /// A pooler that would mix up the statements of its clients.
    #[error(
        "a pooler in transaction mode answers, and it mixes up prepared statements: give PgBouncer \
         `pool_mode = session`, or from 1.21 on `max_prepared_statements = 200`, or connect to \
         Postgres itself"
    )]
    PoolerLosesStatements,
    /// A pooler through which the next client would inherit the role that one client set.
    #[error(
        "a pooler in transaction mode answers, and {user} is not a program's own role: connect \
         as {role}, and run `dbsbm-fetcher migrate` with the address of Postgres itself"
    )]
    PoolerTakesOwner {
        /// The role that connected.
        user: String,
        /// The role that should connect.
        role: &'static str,
    },
    /// The address to listen at is a pooler, which forgets who listens.
    #[error(
        "DATABASE_LISTEN_URL leads to a pooler in transaction mode, which forgets who listens: \
         give the address of Postgres itself"
    )]
    PoolerForgetsListeners,
    /// The address to listen at is another database.
    #[error("DATABASE_LISTEN_URL and DATABASE_URL lead to different databases")]
    ListensElsewhere,
    /// The URL belongs to the other program.
    #[error("the database URL is the one of {found}: this program connects as {wanted}")]
    OtherProgram {
        /// The role in the URL.
        found: &'static str,
        /// The role that this program needs.
        wanted: &'static str,
    },
    /// The schema is older than this program.
    #[error(
        "the schema lacks {missing} migrations, or its functions: run `dbsbm-fetcher migrate` as \
         the owner"
    )]
    SchemaTooOld {
        /// How many migrations are missing.
        missing: usize,
    },
    /// A migration failed. The database is unchanged.
    #[error("migrating failed: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl ConnectError {
    /// Whether the same attempt may succeed later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::NotNow(_) => true,
            Self::Broken(error) => is_transient(error),
            _ => false,
        }
    }
}

/// Opens a pool whose connections act as the program's role. With the owner's URL the schema is
/// migrated first; with the program's own URL, an outdated schema is an error.
///
/// # Errors
/// [`ConnectError`]; each variant says what to do.
pub async fn connect(
    url: &str,
    program: Program,
    connections_max: u32,
) -> Result<PgPool, ConnectError> {
    let options = server::read_url(url)?.application_name(match program {
        Program::Bot => "dbsbm-bot",
        Program::Fetcher => "dbsbm-fetcher",
    });
    // Each execution is told of in the same way: `statements` says which are slow, without text.
    let options = options
        .log_statements(LevelFilter::Debug)
        .log_slow_statements(LevelFilter::Debug, Duration::MAX);
    let mut first = server::open(&options).await?;
    let pooler = server::pooler(&mut first, &options).await?;
    if pooler == Some(Pooler::LosesStatements) {
        return Err(ConnectError::PoolerLosesStatements);
    }
    let user = user_of(&mut first).await?;
    let is_own_role = user == program.role();
    if user == program.other().role() {
        return Err(ConnectError::OtherProgram {
            found: program.other().role(),
            wanted: program.role(),
        });
    }
    match pooler {
        Some(_) if !is_own_role => {
            let role = program.role();
            return Err(ConnectError::PoolerTakesOwner { user, role });
        }
        Some(_) => warn_of_pooler(&mut first, program).await?,
        None => {}
    }
    if is_own_role {
        require_current_schema(&mut first).await?;
    } else {
        bring_up(&mut first).await?;
    }
    first.close().await.map_err(ConnectError::Broken)?;

    let set_up = match (pooler, is_own_role) {
        // What is set would be the next client's: the role has it.
        (Some(_), _) => String::new(),
        (None, true) => limits::set_up(program),
        (None, false) => format!("{}SET ROLE {}", limits::set_up(program), program.role()),
    };
    PgPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(program.acquire_timeout())
        .after_connect(move |connection, _| {
            let set_up = set_up.clone();
            Box::pin(async move {
                if !set_up.is_empty() {
                    connection.execute(set_up.as_str()).await?;
                }
                Ok(())
            })
        })
        .connect_with(options.clone())
        .await
        .map_err(|error| server::refusal(error, &options))
}

/// Where a program that has this pool can listen for notifications: at the URL that was given for
/// it, or where the pool leads. `None`: that is a pooler in transaction mode, which forgets who
/// listens, so the program has to look by itself.
///
/// # Errors
/// [`ConnectError`] when nobody can listen at the URL.
pub async fn listening(pool: &PgPool, url: Option<&str>) -> Result<Option<PgPool>, ConnectError> {
    let options = match url {
        Some(url) => server::read_url(url)?.application_name("dbsbm-bot, listening"),
        None => (*pool.connect_options()).clone(),
    };
    let mut first = server::open(&options).await?;
    let pooler = server::pooler(&mut first, &options).await?;
    let place = server::place(&mut first).await?;
    // A pooler may have mixed up its answers.
    let _ = first.close().await;
    match (url, pooler) {
        (Some(_), Some(_)) => Err(ConnectError::PoolerForgetsListeners),
        (None, Some(_)) => Ok(None),
        (None, None) => Ok(Some(pool.clone())),
        (Some(_), None) => {
            let mut own = pool.acquire().await.map_err(ConnectError::Broken)?;
            if server::place(&mut own).await? != place {
                return Err(ConnectError::ListensElsewhere);
            }
            let one = PgPoolOptions::new().max_connections(1);
            Ok(Some(one.connect_lazy_with(options)))
        }
    }
}

/// Says in the log whether a pooler in transaction mode lends connections without limits.
async fn warn_of_pooler(conn: &mut PgConnection, program: Program) -> Result<(), ConnectError> {
    if let Some(missing) = limits_missing(conn, program).await.map_err(broken)? {
        tracing::warn!("{missing}");
    }
    Ok(())
}

/// Brings the schema up to date as the owner. Returns how many migrations were applied.
///
/// # Errors
/// [`ConnectError`] when the database cannot be reached or a migration fails.
pub async fn migrate(url: &str) -> Result<usize, ConnectError> {
    let options = server::read_url(url)?;
    let mut owner = server::open(&options).await?;
    match server::pooler(&mut owner, &options).await? {
        None => {}
        Some(Pooler::LosesStatements) => return Err(ConnectError::PoolerLosesStatements),
        Some(Pooler::KeepsStatements) => {
            let role = Program::Fetcher.role();
            let user = user_of(&mut owner).await?;
            return Err(ConnectError::PoolerTakesOwner { user, role });
        }
    }
    owner.ensure_migrations_table().await?;
    let before = owner.list_applied_migrations().await?.len();
    bring_up(&mut owner).await?;
    let after = owner.list_applied_migrations().await?.len();
    Ok(after - before)
}

/// A digest of the migrations and functions, in hexadecimal digits. Two builds with the same
/// digest make the same schema.
pub fn schema_digest() -> String {
    let mut hash = Sha256::new();
    hash.update(functions::digest());
    for migration in MIGRATOR.iter() {
        hash.update(&migration.checksum);
    }
    let digest = hash.finalize();
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

/// Migrates the tables first, then installs the functions that use them, then writes the limits of
/// the programs' roles.
pub(crate) async fn bring_up(owner: &mut PgConnection) -> Result<(), ConnectError> {
    MIGRATOR.run_direct(owner).await?;
    let install = functions::install(owner).await;
    install.map_err(|error| ConnectError::Migrate(error.into()))?;
    let written = limits::install(owner).await;
    written.map_err(|error| ConnectError::Migrate(error.into()))?;
    Ok(())
}

fn broken(error: StoreError) -> ConnectError {
    match error {
        StoreError::Database(error) => ConnectError::Broken(error),
        other => ConnectError::Broken(sqlx::Error::Protocol(other.to_string())),
    }
}

async fn user_of(connection: &mut PgConnection) -> Result<String, ConnectError> {
    sqlx::query_scalar("SELECT current_user::text")
        .fetch_one(connection)
        .await
        .map_err(ConnectError::Broken)
}

async fn require_current_schema(connection: &mut PgConnection) -> Result<(), ConnectError> {
    let migrated: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await
        .map_err(ConnectError::Broken)?;
    let applied: i64 = match migrated {
        false => 0,
        true => sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE success")
            .fetch_one(&mut *connection)
            .await
            .map_err(ConnectError::Broken)?,
    };
    let wanted = MIGRATOR
        .iter()
        .filter(|it| it.migration_type.is_up_migration())
        .count();
    let applied = usize::try_from(applied).unwrap_or(0);
    let has_functions = functions::installed(connection)
        .await
        .map_err(ConnectError::Broken)?
        .is_some();
    // The functions may be another release's: they are written to serve the programs of the release
    // before, so this is no reason to refuse.
    if applied < wanted || !has_functions {
        return Err(ConnectError::SchemaTooOld {
            missing: wanted - applied,
        });
    }
    Ok(())
}

/// Begins a transaction for one server: row-level security hides every other server's rows.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin_guild(
    pool: &PgPool,
    guild: GuildId,
) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    // A single round trip. The id is a number, so it cannot carry SQL.
    pool.begin_with(format!("BEGIN; SET LOCAL dbsbm.guild = '{guild}'"))
        .await
}
