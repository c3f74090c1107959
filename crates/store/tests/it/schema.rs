//! Rules about the schema that hold for tables which do not exist yet.

use shared::id::GuildId;
use store::begin_guild;
use testkit::TestDatabase;

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
async fn a_servers_rows_can_live_on_another_machine_than_those_of_the_next() {
    let database = TestDatabase::create().await;
    let keys = names(
        &database,
        "SELECT i.relname::text FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid \
         JOIN pg_class i ON i.oid = x.indexrelid \
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'guild_id' \
         WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique \
           AND x.indkey[0] <> a.attnum",
    )
    .await;
    assert!(keys.is_empty(), "unique without the server: {keys:?}");
    let references = names(
        &database,
        "SELECT f.conname::text FROM pg_constraint f \
         JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attname = 'guild_id' \
         WHERE f.contype = 'f' AND (f.confkey[1] <> a.attnum OR NOT EXISTS ( \
           SELECT 1 FROM pg_attribute b WHERE b.attrelid = f.conrelid AND b.attname = 'guild_id' \
             AND b.attnum = f.conkey[1]))",
    )
    .await;
    assert!(
        references.is_empty(),
        "points across servers: {references:?}"
    );
    let volatile = names(
        &database,
        "SELECT proname::text FROM pg_proc \
         WHERE starts_with(proname, 'app_') AND provolatile = 'v'",
    )
    .await;
    assert!(
        volatile.is_empty(),
        "cannot be pushed to where rows are: {volatile:?}"
    );
    let triggers = names(
        &database,
        "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal",
    )
    .await;
    assert!(triggers.is_empty(), "{triggers:?}");
}

/// What may be changed of the books, and by whom: the roles whose functions hold the rules.
#[tokio::test]
async fn nobody_may_change_or_delete_what_is_in_the_books() {
    const BOOKS: &str = "'transfers', 'settlements', 'legs', 'grades', 'results', \
         'result_scores', 'provider_reports', 'guild_settings', 'tickets', 'accounts', \
         'guild_games', 'member_limits'";
    let database = TestDatabase::create().await;
    let granted = names(
        &database,
        &format!(
            "SELECT grantee || ' ' || privilege_type || ' ' || table_name \
             FROM information_schema.role_table_grants WHERE table_name IN ({BOOKS}) \
               AND grantee IN ('dbsbm_bot', 'dbsbm_fetcher', 'dbsbm_books', 'dbsbm_settling', \
                 'PUBLIC') \
               AND privilege_type NOT IN ('SELECT', 'INSERT')"
        ),
    )
    .await;
    assert!(granted.is_empty(), "{granted:?}");
    let columns = names(
        &database,
        &format!(
            "SELECT DISTINCT grantee || ' ' || table_name || '.' || column_name \
             FROM information_schema.column_privileges WHERE table_name IN ({BOOKS}) \
               AND privilege_type = 'UPDATE' \
               AND grantee IN ('dbsbm_bot', 'dbsbm_fetcher', 'dbsbm_books', 'dbsbm_settling') \
             ORDER BY 1"
        ),
    )
    .await;
    let heads = ["books", "settling"].iter().flat_map(|role| {
        [
            "accounts.balance",
            "guild_games.after_ticket",
            "guild_games.done",
            "guild_games.version",
            "tickets.open_stake",
            "tickets.returned",
            "tickets.settled_seq",
            "tickets.state",
        ]
        .map(|column| format!("dbsbm_{role} {column}"))
    });
    assert_eq!(columns, heads.collect::<Vec<_>>());
}

#[tokio::test]
async fn the_programs_write_the_books_through_functions_alone() {
    let database = TestDatabase::create().await;
    let written = names(
        &database,
        "SELECT grantee || ' ' || privilege_type || ' ' || table_name \
         FROM information_schema.role_table_grants \
         WHERE grantee IN ('dbsbm_bot', 'dbsbm_fetcher') AND privilege_type <> 'SELECT' \
           AND table_name IN ('accounts', 'transfers', 'tickets', 'legs', 'settlements', \
             'guild_games', 'grades') ORDER BY 1",
    )
    .await;
    assert_eq!(written, ["dbsbm_fetcher INSERT grades"]);
    let owners = names(
        &database,
        "SELECT r.rolname::text FROM pg_roles r WHERE r.rolname IN ('dbsbm_books', \
           'dbsbm_settling') AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls \
             OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid))",
    )
    .await;
    assert!(
        owners.is_empty(),
        "these would escape row-level security: {owners:?}"
    );
    let open = names(
        &database,
        "SELECT p.proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE n.nspname = 'code' AND has_function_privilege('public', p.oid, 'EXECUTE')",
    )
    .await;
    assert!(open.is_empty(), "anybody may call {open:?}");
    let loose = names(
        &database,
        "SELECT p.proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE n.nspname = 'code' AND p.prosecdef \
           AND NOT coalesce(array_to_string(p.proconfig, ' ') ~ 'search_path=', false)",
    )
    .await;
    assert!(
        loose.is_empty(),
        "these look names up where their caller says: {loose:?}"
    );
}

/// A privilege that is missing shows where the statement runs, which may be in one story of many.
#[tokio::test]
async fn every_statement_may_be_run_by_one_of_the_programs() {
    let database = TestDatabase::create().await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.sqlx");
    let (mut refused, mut tried) = (Vec::new(), 0);
    for file in std::fs::read_dir(folder).unwrap() {
        #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let kept: serde_json::Value = serde_json::from_str(&text).unwrap();
        let query = kept["query"].as_str().unwrap();
        let parameters = kept["describe"]["parameters"]["Left"].as_array();
        let nulls = vec!["NULL"; parameters.map_or(0, Vec::len)].join(", ");
        let given = match nulls.is_empty() {
            true => String::new(),
            false => format!("({nulls})"),
        };
        let explain =
            format!("DEALLOCATE ALL; PREPARE tried AS {query}; EXPLAIN EXECUTE tried{given}");
        let mut denied = Vec::new();
        for pool in [&database.bot, &database.fetcher] {
            let mut connection = pool.acquire().await.unwrap();
            let explained = sqlx::raw_sql(&explain).execute(&mut *connection).await;
            denied.extend(explained.err().map(|it| it.to_string()));
        }
        tried += 1;
        if denied.len() == 2 {
            refused.push((denied, query.to_owned()));
        }
    }
    assert!(tried > 100, "only {tried} statements were found");
    assert!(refused.is_empty(), "{refused:#?}");
}

#[tokio::test]
async fn the_fetcher_learns_of_members_what_announcing_needs() {
    let database = TestDatabase::create().await;
    let readable = names(
        &database,
        "SELECT a.attname::text FROM pg_attribute a \
         WHERE a.attrelid = 'members'::regclass AND a.attnum > 0 AND NOT a.attisdropped \
           AND (has_column_privilege('dbsbm_fetcher', a.attrelid, a.attnum, 'SELECT') \
             OR has_column_privilege('dbsbm_settling', a.attrelid, a.attnum, 'SELECT')) \
         ORDER BY 1",
    )
    .await;
    assert_eq!(readable, ["guild_id", "member_id", "notify"]);
}

#[tokio::test]
async fn who_shut_themselves_out_is_reached_by_two_functions_alone() {
    let database = TestDatabase::create().await;
    let granted = names(
        &database,
        "SELECT grantee || ' ' || privilege_type FROM information_schema.role_table_grants \
         WHERE table_name = 'exclusions' AND grantee <> grantor ORDER BY 1",
    )
    .await;
    // The second of them to forget what has ended, by a function that returns a number.
    assert_eq!(
        granted,
        [
            "dbsbm_books INSERT",
            "dbsbm_books SELECT",
            "dbsbm_settling DELETE",
            "dbsbm_settling SELECT"
        ]
    );
    let readers = names(
        &database,
        "SELECT p.proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE n.nspname = 'code' AND p.prosrc ~ '(FROM|INTO) exclusions' \
           ORDER BY 1",
    )
    .await;
    assert_eq!(readers, ["exclude", "exclusions_of"]);
    let columns = names(
        &database,
        "SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = 'exclusions'::regclass \
           AND a.attnum > 0 ORDER BY 1",
    )
    .await;
    assert_eq!(
        columns,
        ["account_hash", "ends_at", "scope"],
        "nothing says who it is"
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
        "INSERT INTO notices (guild_id, kind, subject, sequence) \
         VALUES (2, 'ticket_placed', gen_random_uuid(), 0)",
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
