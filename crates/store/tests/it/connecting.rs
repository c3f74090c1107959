//! What is said where a database cannot be worked with.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgListener};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use store::{ConnectError, Program, connect, connection_room, limits_missing, listening, migrate};
use testkit::database::{TestDatabase, URL_VARIABLE};

mod fakes;

use fakes::{OldServer, Pooler};

fn server() -> PgConnectOptions {
    PgConnectOptions::from_str(&std::env::var(URL_VARIABLE).unwrap()).unwrap()
}

fn url(options: &PgConnectOptions) -> String {
    options.to_url_lossy().to_string()
}

async fn refusal(url: &str, program: Program) -> String {
    connect(url, program, 2).await.unwrap_err().to_string()
}

/// The URL of the same database, as another role and through another address.
fn through(port: u16, database_url: &str, user: &str) -> String {
    let database = PgConnectOptions::from_str(database_url).unwrap();
    let name = database.get_database().unwrap();
    format!("postgres://{user}@127.0.0.1:{port}/{name}?sslmode=disable")
}

#[tokio::test]
async fn a_database_that_cannot_hold_every_name_is_refused_before_it_is_touched() {
    let mut admin = PgConnection::connect_with(&server()).await.unwrap();
    let name = format!("dbsbm_latin_{}", uuid::Uuid::now_v7().simple());
    let make = format!(
        "CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    );
    admin.execute(make.as_str()).await.unwrap();
    let latin = server().database(&name);
    let says = format!("the database {name} is encoded in LATIN1");
    for refused in [
        migrate(&url(&latin)).await.unwrap_err(),
        connect(&url(&latin), Program::Bot, 2).await.unwrap_err(),
        connect(&url(&latin), Program::Fetcher, 2)
            .await
            .unwrap_err(),
    ] {
        let refused = refused.to_string();
        assert!(refused.contains(&says), "{refused}");
        assert!(refused.contains("createdb --encoding=UTF8"), "{refused}");
    }
    let mut inside = PgConnection::connect_with(&latin).await.unwrap();
    let tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    let made: i64 = sqlx::query_scalar(tables)
        .fetch_one(&mut inside)
        .await
        .unwrap();
    assert_eq!(made, 0);
    inside.close().await.unwrap();
    admin
        .execute(format!("DROP DATABASE {name}").as_str())
        .await
        .unwrap();
}

#[tokio::test]
async fn each_program_is_told_when_it_was_given_the_other_ones_url() {
    let database = TestDatabase::create().await;
    for (mine, others) in [
        (Program::Bot, Program::Fetcher),
        (Program::Fetcher, Program::Bot),
    ] {
        assert_eq!(
            refusal(&database.url(others), mine).await,
            format!(
                "the database URL is the one of {}: this program connects as {}",
                others.role(),
                mine.role()
            )
        );
    }
}

#[tokio::test]
async fn a_database_or_a_role_that_is_not_there_is_named() {
    let nowhere = server().database("dbsbm_nowhere");
    let refused = refusal(&url(&nowhere), Program::Bot).await;
    assert!(
        refused.contains("there is no database dbsbm_nowhere"),
        "{refused}"
    );
    assert!(refused.contains("createdb dbsbm_nowhere"), "{refused}");
    let nobody = server().username("dbsbm_nobody");
    let refused = refusal(&url(&nobody), Program::Bot).await;
    assert!(refused.contains("dbsbm_nobody is not let in"), "{refused}");
}

#[tokio::test]
async fn where_nothing_answers_the_address_is_said() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let url = format!("postgres://me:hunter2@127.0.0.1:{port}/dbsbm");
    let refused = refusal(&url, Program::Bot).await;
    assert!(
        refused.starts_with(&format!("no database answers at 127.0.0.1:{port}: ")),
        "{refused}"
    );
    assert!(!refused.contains("hunter2"), "{refused}");
}

#[tokio::test]
async fn a_server_that_is_too_old_is_refused_before_anything_is_asked_of_it() {
    let old = OldServer::start("14.13").await;
    let url = format!("postgres://me@127.0.0.1:{}/dbsbm?sslmode=disable", old.port);
    let says = "Postgres 14.13 answers, and 15 or newer is needed";
    assert_eq!(refusal(&url, Program::Fetcher).await, says);
    assert_eq!(migrate(&url).await.unwrap_err().to_string(), says);
}

#[tokio::test]
async fn a_pooler_that_mixes_up_statements_is_refused_in_a_sentence() {
    let database = TestDatabase::create().await;
    for user in [Program::Bot.role(), "postgres"] {
        let pooler = Pooler::start(server(), false).await;
        let url = through(pooler.port, &database.url(Program::Bot), user);
        let refused = connect(&url, Program::Bot, 2).await.unwrap_err();
        assert!(
            matches!(refused, ConnectError::PoolerLosesStatements),
            "{refused}"
        );
        assert!(
            refused.to_string().contains("pool_mode = session"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_pooler_that_keeps_statements_serves_a_programs_own_role_and_no_owner() {
    let database = TestDatabase::create().await;
    let pooler = Pooler::start(server(), true).await;
    let own = through(
        pooler.port,
        &database.url(Program::Bot),
        Program::Bot.role(),
    );
    let pool = connect(&own, Program::Bot, 2).await.unwrap();
    for number in 0..3_i32 {
        let answer: i32 = sqlx::query_scalar("SELECT $1::int")
            .bind(number)
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(answer, number);
    }
    pool.close().await;

    let pooler = Pooler::start(server(), true).await;
    let owner = through(pooler.port, &database.url(Program::Bot), "postgres");
    for refused in [
        connect(&owner, Program::Bot, 2).await.unwrap_err(),
        migrate(&owner).await.unwrap_err(),
    ] {
        let refused = refused.to_string();
        assert!(
            refused.contains("postgres is not a program's own role"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_server_with_too_few_connections_for_both_programs_is_reported_with_the_numbers() {
    let database = TestDatabase::create().await;
    let mut connection = database.fetcher.acquire().await.unwrap();
    let fits = connection_room(&mut connection, Program::Fetcher, 8)
        .await
        .unwrap();
    assert_eq!(fits.shortage(), None);
    let stated = fits.stated();
    let sum = "24 connections of both programs, 8 of dbsbm_fetcher and 16 of dbsbm_bot unless";
    assert!(stated.starts_with(sum), "{stated}");
    let name = database.url(Program::Fetcher);
    let name = PgConnectOptions::from_str(&name).unwrap();
    let limit = format!(
        "ALTER DATABASE {} CONNECTION LIMIT 8",
        name.get_database().unwrap()
    );
    sqlx::raw_sql(&limit)
        .execute(&database.owner)
        .await
        .unwrap();
    let short = connection_room(&mut connection, Program::Fetcher, 8)
        .await
        .unwrap();
    assert_eq!(
        short.shortage().unwrap(),
        "room for 24 connections: the server gives 8, this program may open 8, and dbsbm_bot 16 \
         unless told otherwise; lower DATABASE_CONNECTIONS of one or both, or raise \
         max_connections by 16"
    );
}

/// The URL of the same database, as its owner.
fn as_owner(database: &TestDatabase) -> String {
    let name = PgConnectOptions::from_str(&database.url(Program::Bot)).unwrap();
    url(&server().database(name.get_database().unwrap()))
}

/// What a connection of a program lacks of its limits.
async fn lacks(url: &str, program: Program) -> Option<String> {
    let pool = connect(url, program, 2).await.unwrap();
    let mut connection = pool.acquire().await.unwrap();
    limits_missing(&mut connection, program).await.unwrap()
}

#[tokio::test]
async fn every_connection_has_the_limits_of_its_program_whoever_logs_in() {
    let database = TestDatabase::create().await;
    for program in [Program::Bot, Program::Fetcher] {
        assert_eq!(lacks(&database.url(program), program).await, None);
        assert_eq!(lacks(&as_owner(&database), program).await, None);
    }
}

#[tokio::test]
async fn behind_a_pooler_that_lends_connections_the_limits_are_those_that_migrate_wrote() {
    let database = TestDatabase::create().await;
    let (own, role) = (database.url(Program::Bot), Program::Bot.role());
    let pooler = Pooler::start(server(), true).await;
    let before = lacks(&through(pooler.port, &own, role), Program::Bot).await;
    assert!(before.unwrap().starts_with(
        "limits of dbsbm_bot: jit is on and not off, statement_timeout is 0 and not 5s"
    ));

    migrate(&as_owner(&database)).await.unwrap();
    let pooler = Pooler::start(server(), true).await;
    let after = lacks(&through(pooler.port, &own, role), Program::Bot).await;
    assert_eq!(after, None);
}

#[tokio::test]
async fn the_limits_of_roles_hold_in_their_database_alone_and_are_written_once() {
    let (database, other) = (TestDatabase::create().await, TestDatabase::create().await);
    migrate(&as_owner(&database)).await.unwrap();
    let written = async |of: &TestDatabase| {
        let settings = "SELECT s.xmin::text FROM pg_db_role_setting s
            JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()";
        let all = sqlx::query_scalar::<_, String>(settings);
        all.fetch_all(&of.owner).await.unwrap()
    };
    let once = written(&database).await;
    assert_eq!((once.len(), written(&other).await.len()), (2, 0));
    migrate(&as_owner(&database)).await.unwrap();
    assert_eq!(written(&database).await, once);
}

#[tokio::test]
async fn a_statement_that_was_cut_off_is_an_error_that_passes_and_has_done_nothing() {
    let database = TestDatabase::create().await;
    let mut transaction = database.bot.begin().await.unwrap();
    transaction
        .execute("SET LOCAL statement_timeout = '20ms'")
        .await
        .unwrap();
    let cut = transaction.execute("SELECT pg_sleep(60)").await;
    let error = store::StoreError::from(cut.unwrap_err());
    assert!(error.is_out_of_time() && error.is_statement_timeout() && error.is_transient());
    let refused = store::StoreError::from(sqlx::Error::PoolTimedOut);
    assert!(refused.is_out_of_time() && !refused.is_statement_timeout());
}

#[tokio::test]
async fn an_audit_reads_its_snapshot_without_a_limit_on_statements() {
    let database = TestDatabase::create().await;
    let url = database.url(Program::Fetcher);
    let pool = connect(&url, Program::Fetcher, 1).await.unwrap();
    let limit = async |conn: &mut PgConnection| -> String {
        let shown = sqlx::query_scalar("SHOW statement_timeout");
        shown.fetch_one(conn).await.unwrap()
    };
    let mut snapshot = store::audit::snapshot(&pool).await.unwrap();
    assert_eq!(limit(&mut snapshot).await, "0");
    snapshot.rollback().await.unwrap();
    assert_eq!(limit(&mut pool.acquire().await.unwrap()).await, "1min");
}

#[tokio::test]
async fn behind_a_pooler_the_bot_listens_at_an_address_of_its_own_or_not_at_all() {
    let database = TestDatabase::create().await;
    let pooler = Pooler::start(server(), true).await;
    let role = Program::Bot.role();
    let lent = through(pooler.port, &database.url(Program::Bot), role);
    let pool = connect(&lent, Program::Bot, 2).await.unwrap();
    assert!(listening(&pool, None).await.unwrap().is_none());
    let forgets = listening(&pool, Some(&lent)).await.unwrap_err().to_string();
    assert!(forgets.contains("which forgets who listens"), "{forgets}");

    let own = database.url(Program::Bot);
    let listens = listening(&pool, Some(&own)).await.unwrap().unwrap();
    let mut listener = PgListener::connect_with(&listens).await.unwrap();
    listener.listen("dbsbm_notices").await.unwrap();
    let tells = "NOTIFY dbsbm_notices, 'here'";
    sqlx::raw_sql(tells).execute(&database.owner).await.unwrap();
    assert_eq!(listener.recv().await.unwrap().payload(), "here");

    let other = TestDatabase::create().await;
    let elsewhere = listening(&pool, Some(&other.url(Program::Bot))).await;
    let elsewhere = elsewhere.unwrap_err().to_string();
    assert!(elsewhere.contains("different databases"), "{elsewhere}");

    let direct = connect(&own, Program::Bot, 2).await.unwrap();
    assert!(listening(&direct, None).await.unwrap().is_some());
}
