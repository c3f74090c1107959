//! Stops whoever places a bet between any two statements of the functions that place it.

use sqlx::{Executor, PgConnection, PgPool};

/// Under which name the one connects who can be stopped.
pub(super) const STOPPABLE: &str = "placer";

/// The lock behind which it waits.
const LOCK: i64 = 0x6462_7362_6d5f_7070;

/// What is called between two statements: counts, and waits where it is to. However long that
/// lasts, it is not what the function's own `lock_timeout` is for.
const PAUSE: &str = "
    CREATE TABLE pause_at (nth bigint NOT NULL);
    CREATE TABLE pause_crossed (nth bigint PRIMARY KEY, point text NOT NULL);
    CREATE SEQUENCE pause_numbers;
    CREATE FUNCTION pause(p_point text, p_lock bigint) RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = 0
    AS $$
    DECLARE
      v_nth bigint;
    BEGIN
      IF current_setting('application_name') = 'placer' THEN
        v_nth := nextval('pause_numbers');
        INSERT INTO pause_crossed VALUES (v_nth, p_point);
        IF v_nth = (SELECT nth FROM pause_at) THEN
          PERFORM pg_advisory_lock_shared(p_lock);
          PERFORM pg_advisory_unlock_shared(p_lock);
        END IF;
      END IF;
      RETURN false;
    END $$;";

/// Somebody waits for that kind of lock in this database.
const WAITING: &str = "SELECT EXISTS (
    SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE NOT l.granted AND (l.locktype = 'advisory') = $1 AND a.datname = current_database())";

/// A place between two statements, and how many came before it.
pub(super) type Between = (i64, String);

/// The functions of one database, which must be a test's own.
pub(super) struct Pauses {
    owner: PgPool,
    /// Holds the lock while somebody is to stop.
    holder: tokio::sync::Mutex<PgConnection>,
}

impl Pauses {
    /// Puts a point behind every statement of these functions.
    pub(super) async fn between_statements_of(owner: &PgPool, functions: &[&str]) -> Self {
        owner.execute(PAUSE).await.unwrap();
        for function in functions {
            let of = "SELECT pg_get_functiondef(p.oid) FROM pg_proc p
                WHERE p.pronamespace = 'code'::regnamespace AND p.proname = $1";
            let definition: String = sqlx::query_scalar(of)
                .bind(function)
                .fetch_one(owner)
                .await
                .unwrap();
            let watched = watched(function, &definition);
            owner.execute(watched.as_str()).await.unwrap();
        }
        let holder = owner.acquire().await.unwrap().detach();
        Self {
            owner: owner.clone(),
            holder: tokio::sync::Mutex::new(holder),
        }
    }

    /// Deletes what was crossed, and stops nobody, or whoever gets there.
    pub(super) async fn stop_at(&self, nth: Option<i64>) {
        let anew = "DELETE FROM pause_at; DELETE FROM pause_crossed;
            ALTER SEQUENCE pause_numbers RESTART";
        self.owner.execute(anew).await.unwrap();
        if let Some(nth) = nth {
            let stop = sqlx::query("INSERT INTO pause_at VALUES ($1)").bind(nth);
            stop.execute(&self.owner).await.unwrap();
            self.hold("pg_advisory_lock").await;
        }
    }

    /// Whoever stands goes on.
    pub(super) async fn resume(&self) {
        self.hold("pg_advisory_unlock").await;
    }

    async fn hold(&self, how: &str) {
        let sql = format!("SELECT {how}({LOCK})");
        self.holder
            .lock()
            .await
            .execute(sql.as_str())
            .await
            .unwrap();
    }

    /// All that was crossed by what has committed.
    pub(super) async fn crossed(&self) -> Vec<Between> {
        let crossed = "SELECT nth, point FROM pause_crossed ORDER BY nth";
        sqlx::query_as(crossed)
            .fetch_all(&self.owner)
            .await
            .unwrap()
    }

    /// Until somebody stands between two statements.
    pub(super) async fn stopped(&self) {
        self.until_waiting(true).await;
    }

    /// Until somebody waits for what somebody else holds.
    pub(super) async fn somebody_waits(&self) {
        self.until_waiting(false).await;
    }

    async fn until_waiting(&self, is_advisory: bool) {
        while !sqlx::query_scalar::<_, bool>(WAITING)
            .bind(is_advisory)
            .fetch_one(&self.owner)
            .await
            .unwrap()
        {
            tokio::task::yield_now().await;
        }
    }
}

/// The same function with a point behind its `BEGIN` and behind every statement. A statement ends
/// with its line.
fn watched(function: &str, definition: &str) -> String {
    let mut begun = false;
    let mut watched = String::with_capacity(2 * definition.len());
    for (place, line) in definition.lines().enumerate() {
        watched.push_str(line);
        begun |= line == "BEGIN";
        let is_comment = line.trim_start().starts_with("--");
        if begun && !is_comment && (line == "BEGIN" || line.ends_with(';')) {
            // No statement that sets FOUND.
            let point =
                format!(" IF public.pause('{function}:{place}', {LOCK}) THEN NULL; END IF;");
            watched.push_str(&point);
        }
        watched.push('\n');
    }
    assert!(begun, "{function} has no body");
    watched
}
