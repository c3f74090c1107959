//! Rules about the schema that hold for tables which do not exist yet.

use shared::id::GuildId;
use store::begin_guild;
use store::testing::TestDatabase;

async fn names(database: &TestDatabase, sql: &str) -> Vec<String> {
    sqlx::query_scalar(sql)
        .fetch_all(&database.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_server_owned_table_leads_with_the_server_and_keeps_servers_apart() {
    let database = TestDatabase::create().await;
    let unguarded = names(
        &database,
        "SELECT c.relname::text FROM pg_class c \
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'guild_id' \
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace \
           AND NOT (c.relrowsecurity \
             AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) \
             AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary \
               AND i.indkey[0] = a.attnum))",
    )
    .await;
    assert!(unguarded.is_empty(), "{unguarded:?}");
    let guarded = names(
        &database,
        "SELECT relname::text FROM pg_class WHERE relrowsecurity ORDER BY relname",
    )
    .await;
    assert!(guarded.len() >= 12, "the rule found only {guarded:?}");
}

#[tokio::test]
async fn every_constraint_has_a_name_of_our_own() {
    let database = TestDatabase::create().await;
    let foreign = names(
        &database,
        "SELECT c.conname::text FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
         WHERE t.relnamespace = 'public'::regnamespace AND c.contype <> 'n' \
           AND t.relname !~ '^(_sqlx|test_clock)' \
           AND (c.conname !~ ('^' || t.relname || '_') OR c.conname ~ '(key|fkey|check)[0-9]+$')",
    )
    .await;
    assert!(foreign.is_empty(), "{foreign:?}");
}

#[tokio::test]
async fn nobody_may_change_or_delete_what_is_in_the_books() {
    let database = TestDatabase::create().await;
    let granted = names(
        &database,
        "SELECT grantee || ' ' || privilege_type || ' ' || table_name \
         FROM information_schema.role_table_grants \
         WHERE table_name IN ('transfers', 'settlements', 'legs', 'grades', 'results', \
             'result_scores', 'provider_reports', 'guild_settings', 'tickets', 'accounts') \
           AND grantee IN ('dbsbm_bot', 'dbsbm_fetcher', 'PUBLIC') \
           AND privilege_type NOT IN ('SELECT', 'INSERT')",
    )
    .await;
    assert!(granted.is_empty(), "{granted:?}");
    let columns = names(
        &database,
        "SELECT DISTINCT table_name || '.' || column_name \
         FROM information_schema.column_privileges \
         WHERE table_name IN ('transfers', 'settlements', 'legs', 'grades', 'tickets', \
             'accounts') AND grantee IN ('dbsbm_bot', 'dbsbm_fetcher') \
           AND privilege_type = 'UPDATE' ORDER BY 1",
    )
    .await;
    assert_eq!(
        columns,
        [
            "accounts.balance",
            "tickets.returned",
            "tickets.settled_seq",
            "tickets.state"
        ]
    );
}

#[tokio::test]
async fn the_programs_are_neither_superusers_nor_above_row_security() {
    let database = TestDatabase::create().await;
    let above = names(
        &database,
        "SELECT rolname::text FROM pg_roles WHERE rolname IN ('dbsbm_bot', 'dbsbm_fetcher') \
           AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
    )
    .await;
    assert!(above.is_empty(), "{above:?}");
}

#[tokio::test]
async fn the_bot_sees_one_server_at_a_time() {
    let database = TestDatabase::create().await;
    for guild in [1i64, 2] {
        sqlx::query("INSERT INTO guilds (guild_id, name, joined_at) VALUES ($1, 'g', now())")
            .bind(guild)
            .execute(&database.owner)
            .await
            .unwrap();
    }
    let seen = "SELECT guild_id FROM guilds";
    let mut one = begin_guild(&database.bot, GuildId::new(1)).await.unwrap();
    let ids: Vec<i64> = sqlx::query_scalar(seen).fetch_all(&mut *one).await.unwrap();
    assert_eq!(ids, [1]);
    let intruding = sqlx::query(
        "INSERT INTO members (guild_id, member_id, discord_user_id, name) \
         VALUES (2, gen_random_uuid(), 7, 'x')",
    )
    .execute(&mut *one)
    .await
    .unwrap_err();
    assert!(
        intruding.to_string().contains("row-level security"),
        "{intruding}"
    );
    one.rollback().await.unwrap();

    let ids: Vec<i64> = sqlx::query_scalar(seen)
        .fetch_all(&database.bot)
        .await
        .unwrap();
    assert!(
        ids.is_empty(),
        "without a server nothing is seen, and nothing of the last one stays"
    );
}
