//! Every migration goes up on rows that were there before, and all the way down again.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a test may stop where it stands, and read its rows as it likes"
)]

use std::str::FromStr;

use sqlx::migrate::MigrationType;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use store::testing::URL_VARIABLE;
use store::{MIGRATOR, Program};

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

    async fn objects(&mut self) -> i64 {
        let count = "SELECT (SELECT count(*) FROM pg_class c \
             WHERE c.relnamespace = 'public'::regnamespace AND c.relname !~ '^_sqlx') \
           + (SELECT count(*) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace)";
        sqlx::query_scalar(count)
            .fetch_one(&mut self.inside)
            .await
            .unwrap()
    }

    async fn drop(mut self) {
        self.inside.close().await.unwrap();
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        self.admin.execute(drop.as_str()).await.unwrap();
    }
}

fn rows_after(version: i64, description: &str) -> String {
    let name = format!("{version}_{}.sql", description.replace(' ', "_"));
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

async fn goes_up_with_rows_and_all_the_way_down(server: &str) {
    let mut scratch = Scratch::create(server, "steps").await;
    let version = scratch.version().await;
    for migration in MIGRATOR
        .iter()
        .filter(|it| it.migration_type.is_up_migration())
    {
        scratch
            .inside
            .execute(&*migration.sql)
            .await
            .unwrap_or_else(|error| panic!("{} up on {version}: {error}", migration.description));
        let rows = rows_after(migration.version, &migration.description);
        scratch
            .inside
            .execute(rows.as_str())
            .await
            .unwrap_or_else(|error| {
                panic!("rows after {} on {version}: {error}", migration.description)
            });
    }
    let mut down: Vec<_> = MIGRATOR
        .iter()
        .filter(|it| it.migration_type == MigrationType::ReversibleDown)
        .collect();
    down.sort_by_key(|it| std::cmp::Reverse(it.version));
    for migration in down {
        scratch
            .inside
            .execute(&*migration.sql)
            .await
            .unwrap_or_else(|error| panic!("{} down on {version}: {error}", migration.description));
    }
    assert_eq!(
        scratch.objects().await,
        0,
        "something stays behind on {version}"
    );
    scratch.drop().await;
}

#[tokio::test]
async fn migrations_go_up_with_rows_and_all_the_way_down() {
    let server = std::env::var(URL_VARIABLE).unwrap();
    goes_up_with_rows_and_all_the_way_down(&server).await;
}

#[tokio::test]
async fn migrations_go_up_and_down_on_the_other_version_too() {
    let Ok(server) = std::env::var(OTHER_URL_VARIABLE) else {
        println!("skipped: {OTHER_URL_VARIABLE} names no second server");
        return;
    };
    goes_up_with_rows_and_all_the_way_down(&server).await;
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
