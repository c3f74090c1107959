//! What the comments of tables promise is what is done.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use store::leases;
use store::retention::{self, Kept, RULES, Rule, Term};
use testkit::TestDatabase;

/// All tables of the schema but those that are no part of it.
const TABLES: &str = "SELECT c.relname::text FROM pg_class c \
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') \
       AND NOT c.relispartition AND c.relname !~ '^(_sqlx|test_clock)'";

async fn names(database: &TestDatabase, sql: &str) -> BTreeSet<String> {
    let names: Vec<String> = sqlx::query_scalar(sql)
        .fetch_all(&database.owner)
        .await
        .unwrap();
    names.into_iter().collect()
}

async fn kept(database: &TestDatabase) -> Vec<Kept> {
    let mut conn = database.owner.acquire().await.unwrap();
    retention::kept(&mut conn).await.unwrap()
}

/// Tables from which one of our roles may delete any row.
async fn deletable(database: &TestDatabase) -> BTreeSet<String> {
    let sql = "SELECT table_name::text FROM information_schema.role_table_grants \
         WHERE privilege_type = 'DELETE' AND grantee = 'dbsbm_settling'";
    names(database, sql).await
}

#[tokio::test]
async fn every_table_says_what_its_rows_are_how_long_they_are_kept_and_why() {
    let database = TestDatabase::create().await;
    let said: BTreeSet<String> = kept(&database)
        .await
        .into_iter()
        .map(|it| it.table)
        .collect();
    let tables = names(&database, TABLES).await;
    let silent: Vec<_> = tables.difference(&said).collect();
    assert!(
        silent.is_empty(),
        "COMMENT ON TABLE x IS 'CATEGORY; kept TERM; WHY' is missing for {silent:?}"
    );
    assert!(tables.len() > 50, "only {tables:?} were found");
}

#[tokio::test]
async fn a_table_has_a_rule_exactly_where_its_comment_gives_a_term() {
    let database = TestDatabase::create().await;
    for it in kept(&database).await {
        let rule = RULES.iter().find(|rule| rule.table == it.table);
        let carried_out = rule.map(|it| it.term.to_string());
        let table = &it.table;
        match it.term.as_str() {
            "for good" | "until replaced" | "until done" => {
                assert_eq!(carried_out, None, "{table}")
            }
            term => match term.strip_prefix("as long as ") {
                Some(parent) => {
                    assert_eq!(carried_out, None, "{table}");
                    let cascades = "SELECT conrelid::regclass::text || ' ' \
                         || confrelid::regclass::text FROM pg_constraint \
                         WHERE contype = 'f' AND confdeltype = 'c'";
                    let cascades = names(&database, cascades).await;
                    assert!(cascades.contains(&format!("{table} {parent}")), "{table}");
                }
                None => assert_eq!(carried_out.as_deref(), Some(term), "{table}"),
            },
        }
    }
    let tables = names(&database, TABLES).await;
    let gone: Vec<_> = RULES
        .iter()
        .filter(|it| !tables.contains(it.table))
        .collect();
    assert!(gone.is_empty(), "{gone:?}");
}

/// `code.forget_rows` takes any table: the privileges of its role are what bounds it.
#[tokio::test]
async fn the_job_can_delete_from_no_other_table() {
    let database = TestDatabase::create().await;
    let mut wanted: BTreeSet<String> = RULES.iter().map(|it| it.table.to_owned()).collect();
    // Partitions are dropped, and what has none is in this one.
    assert!(wanted.remove("quote_changes"));
    wanted.insert("quote_changes_other".to_owned());
    assert_eq!(deletable(&database).await, wanted);
    let mut conn = database.fetcher.acquire().await.unwrap();
    let books = Rule {
        table: "transfers",
        term: Term::After(retention::Span::Days(1), "recorded_at"),
    };
    let today = leases::now(&mut conn).await.unwrap().date_naive();
    let refused = retention::forget(&mut conn, &books, today, 1).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("permission denied"), "{refused}");
}

/// Believable rows in every table, some of which are of years to come.
#[tokio::test]
async fn years_later_every_term_is_over_and_nothing_else_is_gone() {
    let database = TestDatabase::create().await;
    sqlx::raw_sql(include_str!("../data/rows.sql"))
        .execute(&database.owner)
        .await
        .unwrap();
    // The believable exclusion lasts for ever.
    sqlx::raw_sql("INSERT INTO exclusions VALUES (sha256('another'), 0, app_now())")
        .execute(&database.owner)
        .await
        .unwrap();
    let count = async |table: &str| -> i64 {
        sqlx::query_scalar(&format!("SELECT count(*) FROM {table}"))
            .fetch_one(&database.owner)
            .await
            .unwrap()
    };
    let tables = names(&database, TABLES).await;
    let mut before = Vec::new();
    for table in &tables {
        before.push(count(table).await);
    }
    database.advance(TimeDelta::days(7 * 365)).await;
    let mut conn = database.fetcher.acquire().await.unwrap();
    let today = leases::now(&mut conn).await.unwrap().date_naive();
    for rule in &RULES {
        let due = retention::due(&mut conn, rule, today).await.unwrap();
        let mut forgotten = 0;
        loop {
            let page = retention::forget(&mut conn, rule, today, 1).await.unwrap();
            forgotten += page;
            if page == 0 {
                break;
            }
        }
        let (table, left) = (rule.table, retention::due(&mut conn, rule, today).await);
        assert_eq!(left.unwrap(), 0, "{table}");
        match rule.term {
            // The answer to a poll went with its line.
            Term::Newest(_) => assert_eq!(forgotten, due, "{table}"),
            Term::ByMonth(..) => assert!(due > 0, "{table}"),
            _ => assert!(due > 0 && forgotten == due, "{table}: {forgotten} of {due}"),
        }
    }
    for (table, before) in tables.iter().zip(before) {
        let is_forgotten = RULES.iter().any(|it| it.table == table)
            || ["deliveries", "kept_answers"].contains(&table.as_str());
        if !is_forgotten {
            assert_eq!(count(table).await, before, "{table}");
        }
    }
    assert_eq!(count("exclusions").await, 1, "one that binds stays");
}

#[tokio::test]
async fn a_page_bounds_what_one_statement_forgets_and_the_newest_answers_stay() {
    let database = TestDatabase::create().await;
    let polls = "INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url) \
         SELECT 'espn', 'NFL', app_now(), 1, 'garbled', '' FROM generate_series(1, 510)";
    sqlx::raw_sql(polls).execute(&database.owner).await.unwrap();
    let answers = "INSERT INTO kept_answers (poll_id, place, reason) \
         SELECT poll_id, '', 'garbled' FROM poll_log";
    sqlx::raw_sql(answers)
        .execute(&database.owner)
        .await
        .unwrap();
    let mut conn = database.fetcher.acquire().await.unwrap();
    let today = leases::now(&mut conn).await.unwrap().date_naive();
    let rule = RULES.iter().find(|it| it.table == "kept_answers").unwrap();
    let mut pages = Vec::new();
    for _ in 0..3 {
        pages.push(retention::forget(&mut conn, rule, today, 6).await.unwrap());
    }
    assert_eq!(pages, [6, 4, 0]);
    let oldest = "SELECT min(poll_id) - (SELECT min(poll_id) FROM poll_log) FROM kept_answers";
    let oldest: i64 = sqlx::query_scalar(oldest)
        .fetch_one(&database.owner)
        .await
        .unwrap();
    assert_eq!(oldest, 10);
}
