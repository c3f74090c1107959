//! The schema is made from nothing, takes rows for each of its tables, and is checked at start.

#![expect(clippy::panic, reason = "a test may stop where it stands")]

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use store::Program;
use testkit::database::URL_VARIABLE;

/// A second server of another version, where there is one: `scripts/test` starts both.
const OTHER_URL_VARIABLE: &str = "DBSBM_TEST_DATABASE_URL_OTHER";

struct Scratch {
    admin: PgConnection,
    inside: PgConnection,
    url: String,
    name: String,
}

impl Scratch {
    async fn create(server: &str, purpose: &str) -> Self {
        let options = PgConnectOptions::from_str(server).unwrap();
        let mut admin = PgConnection::connect_with(&options).await.unwrap();
        let name = format!("dbsbm_{purpose}_{}", uuid::Uuid::now_v7().simple());
        admin
            .execute(format!("CREATE DATABASE {name}").as_str())
            .await
            .unwrap();
        let options = options.database(&name);
        let inside = PgConnection::connect_with(&options).await.unwrap();
        let url = options.to_url_lossy().to_string();
        Self {
            admin,
            inside,
            url,
            name,
        }
    }

    async fn version(&mut self) -> String {
        sqlx::query_scalar("SHOW server_version")
            .fetch_one(&mut self.inside)
            .await
            .unwrap()
    }

    /// Tables without a row.
    async fn empty_tables(&mut self) -> Vec<String> {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT c.relname::text FROM pg_class c \
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') \
               AND NOT c.relispartition AND c.relname !~ '^_sqlx' ORDER BY 1",
        )
        .fetch_all(&mut self.inside)
        .await
        .unwrap();
        let mut empty = Vec::new();
        for table in tables {
            let any: bool = sqlx::query_scalar(&format!("SELECT EXISTS (SELECT 1 FROM {table})"))
                .fetch_one(&mut self.inside)
                .await
                .unwrap();
            if !any {
                empty.push(table);
            }
        }
        empty
    }

    async fn drop(mut self) {
        self.inside.close().await.unwrap();
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        self.admin.execute(drop.as_str()).await.unwrap();
    }
}

/// Rows for every table, and calls of the functions that work on them.
const ROWS: &str = include_str!("../data/rows.sql");

async fn takes_believable_rows(server: &str) {
    let mut scratch = Scratch::create(server, "rows").await;
    let version = scratch.version().await;
    store::migrate(&scratch.url).await.unwrap();
    scratch
        .inside
        .execute(ROWS)
        .await
        .unwrap_or_else(|error| panic!("rows on {version}: {error}"));
    let empty = scratch.empty_tables().await;
    assert!(empty.is_empty(), "no rows for {empty:?}");
    scratch.drop().await;
}

#[tokio::test]
async fn every_table_takes_believable_rows() {
    let server = std::env::var(URL_VARIABLE).unwrap();
    takes_believable_rows(&server).await;
}

#[tokio::test]
async fn every_table_takes_them_on_the_other_version_of_postgres_too() {
    let Ok(server) = std::env::var(OTHER_URL_VARIABLE) else {
        println!("skipped: {OTHER_URL_VARIABLE} names no second server");
        return;
    };
    takes_believable_rows(&server).await;
}

#[tokio::test]
async fn an_owners_url_migrates_by_itself_and_then_acts_as_the_program() {
    let server = std::env::var(URL_VARIABLE).unwrap();
    let scratch = Scratch::create(&server, "first").await;
    let pool = store::connect(&scratch.url, Program::Bot, 2).await.unwrap();
    let role: String = sqlx::query_scalar("SELECT current_user::text")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(role, "dbsbm_bot");
    let refused = sqlx::query("DELETE FROM transfers")
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("permission denied"),
        "{refused}"
    );
    pool.close().await;
    assert_eq!(
        store::migrate(&scratch.url).await.unwrap(),
        0,
        "a second time has nothing to do"
    );
    scratch.drop().await;
}

#[tokio::test]
async fn a_program_refuses_a_schema_that_is_too_old() {
    let server = std::env::var(URL_VARIABLE).unwrap();
    let scratch = Scratch::create(&server, "old").await;
    // The roles belong to the cluster: another test's template may not have made them yet.
    let made = scratch_role(&server).await;
    let url = PgConnectOptions::from_str(&scratch.url)
        .unwrap()
        .username(made);
    let url = url.to_url_lossy().to_string();
    let refused = store::connect(&url, Program::Fetcher, 1).await.unwrap_err();
    assert!(
        refused.to_string().contains("dbsbm-fetcher migrate"),
        "{refused}"
    );
    scratch.drop().await;
}

/// Makes sure that the fetcher's role is there, and names it.
async fn scratch_role(server: &str) -> &'static str {
    let database = Scratch::create(server, "roles").await;
    store::migrate(&database.url).await.unwrap();
    database.drop().await;
    Program::Fetcher.role()
}
