//! A database of its own for every test, copied from a template in some 50 ms.
//!
//! `DBSBM_TEST_DATABASE_URL` names a server where databases may be made and dropped, as its
//! superuser; `scripts/test` starts one. In the template, and nowhere else, `app_now()` can be
//! moved, so that no test waits for a game to begin.

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, PgPool};
use uuid::Uuid;

use store::Program;

/// Where the tests' server is.
pub const URL_VARIABLE: &str = "DBSBM_TEST_DATABASE_URL";

/// The key of the lock under which the template is made once.
const TEMPLATE_LOCK: i64 = 0x6462_7362_6d5f_7470;

/// In the template the clock is the machine's, moved by what this table says.
const MOVABLE_CLOCK: &str = "
    CREATE TABLE test_clock (moved_by interval NOT NULL);
    INSERT INTO test_clock VALUES ('0');
    GRANT SELECT ON test_clock TO PUBLIC;
    CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
      SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT clock_timestamp() + moved_by FROM test_clock $$;";

/// A migrated database that is dropped with this value.
pub struct TestDatabase {
    /// As its owner: makes rows that no program would, and looks at everything.
    pub owner: PgPool,
    /// As `dbsbm_bot`.
    pub bot: PgPool,
    /// As `dbsbm_fetcher`.
    pub fetcher: PgPool,
    name: String,
    server: PgConnectOptions,
}

impl TestDatabase {
    /// A fresh database.
    pub async fn create() -> Self {
        let url = std::env::var(URL_VARIABLE)
            .expect("DBSBM_TEST_DATABASE_URL names no server: use scripts/test, which starts one");
        let server = PgConnectOptions::from_str(&url).expect("the test server's URL");
        let mut admin = PgConnection::connect_with(&server)
            .await
            .expect("the test server");
        let template = ensure_template(&mut admin, &server)
            .await
            .expect("the template");
        let name = format!("dbsbm_test_{}", Uuid::now_v7().simple());
        admin
            .execute(format!("CREATE DATABASE {name} TEMPLATE {template}").as_str())
            .await
            .expect("a database from the template");
        admin.close().await.expect("closing");
        let options = server.clone().database(&name);
        let pool = |user: Option<Program>, connections| {
            let options = match user {
                Some(program) => options.clone().username(program.role()),
                None => options.clone(),
            };
            // As `connect` has it.
            let options = options.options([("jit", "off")]);
            PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(20))
                .connect_lazy_with(options)
        };
        Self {
            owner: pool(None, 3),
            bot: pool(Some(Program::Bot), 8),
            fetcher: pool(Some(Program::Fetcher), 8),
            name,
            server,
        }
    }

    /// The URL under which a program reaches this database as its own role.
    pub fn url(&self, program: Program) -> String {
        let options = self
            .server
            .clone()
            .database(&self.name)
            .username(program.role());
        options.to_url_lossy().to_string()
    }

    /// Moves the database's clock forward.
    pub async fn advance(&self, by: TimeDelta) {
        sqlx::query("UPDATE test_clock SET moved_by = moved_by + $1")
            .bind(by)
            .execute(&self.owner)
            .await
            .expect("the test clock");
    }

    /// The time by the database's clock.
    pub async fn now(&self) -> DateTime<Utc> {
        sqlx::query_scalar("SELECT app_now()")
            .fetch_one(&self.owner)
            .await
            .expect("the test clock")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A runtime of its own: the test's may be shutting down.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.map(|runtime| {
                runtime.block_on(async {
                    let mut admin = PgConnection::connect_with(&server).await?;
                    let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    admin.execute(drop.as_str()).await?;
                    admin.close().await
                })
            })
        });
        // A database that stays behind goes with the throw-away server.
        let _ = dropped.join();
    }
}

/// Creates the template for the current schema if it is missing, and returns its name.
async fn ensure_template(
    admin: &mut PgConnection,
    server: &PgConnectOptions,
) -> Result<String, sqlx::Error> {
    let made_of = store::schema_digest() + MOVABLE_CLOCK;
    let digest = Uuid::new_v5(&Uuid::NAMESPACE_OID, made_of.as_bytes()).simple();
    let template = format!("dbsbm_template_{digest}");
    let exists = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate)";
    if sqlx::query_scalar(exists)
        .bind(&template)
        .fetch_one(&mut *admin)
        .await?
    {
        return Ok(template);
    }
    sqlx::query("SELECT pg_advisory_lock($1)")
        .bind(TEMPLATE_LOCK)
        .execute(&mut *admin)
        .await?;
    let made: bool = sqlx::query_scalar(exists)
        .bind(&template)
        .fetch_one(&mut *admin)
        .await?;
    if !made {
        admin
            .execute(format!("DROP DATABASE IF EXISTS {template}").as_str())
            .await?;
        admin
            .execute(format!("CREATE DATABASE {template}").as_str())
            .await?;
        let inside = server.clone().database(&template);
        store::migrate(inside.to_url_lossy().as_str())
            .await
            .map_err(sqlx::Error::config)?;
        let mut inside = PgConnection::connect_with(&inside).await?;
        inside.execute(MOVABLE_CLOCK).await?;
        inside.close().await?;
        admin
            .execute(format!("ALTER DATABASE {template} WITH IS_TEMPLATE true").as_str())
            .await?;
    }
    sqlx::query("SELECT pg_advisory_unlock($1)")
        .bind(TEMPLATE_LOCK)
        .execute(admin)
        .await?;
    Ok(template)
}
