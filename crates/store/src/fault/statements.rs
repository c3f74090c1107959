//! The same inside a function of the database: between any two of its statements, and between the
//! parts of one.

use sqlx::{Executor, PgConnection, PgPool};

/// The lock behind which a stopped statement waits. Whoever watches holds it.
const LOCK: i64 = 0x6462_7362_6d5f_6674;

/// What is watched: every table that moving units writes, or that says why or how far.
const TABLES: [&str; 17] = [
    "accounts",
    "corrected_members",
    "corrected_tickets",
    "corrections",
    "deliveries",
    "games",
    "grades",
    "guild_games",
    "interactions",
    "legs",
    "notices",
    "rulings",
    "settlements",
    "slips",
    "stamps",
    "tickets",
    "transfers",
];

/// A statement's parts begin one after the other, and what they end with fires at its end: so that
/// the work can be stopped before each write, and after all.
const WATCH: &str = "
    CREATE TABLE fault_stop (point text NOT NULL, before bigint NOT NULL);
    CREATE TABLE fault_crossed (
      nth bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, point text NOT NULL);
    CREATE FUNCTION fault_cross() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    DECLARE
      v_point text := lower(format('%s %s %s', TG_WHEN, TG_OP, TG_TABLE_NAME));
    BEGIN
      IF EXISTS (
        SELECT 1 FROM fault_stop s WHERE s.point = v_point
          AND s.before = (SELECT count(*) FROM fault_crossed c WHERE c.point = v_point)) THEN
        PERFORM pg_advisory_xact_lock(TG_ARGV[0]::bigint);
      END IF;
      INSERT INTO fault_crossed (point) VALUES (v_point);
      RETURN NULL;
    END $$;";

/// A point in a function of the database, as `before update tickets`, and how often it had been
/// crossed before.
pub type CrossedStatement = (String, i64);

/// Watches the statements of one database, which must be a test's own.
pub struct Statements {
    owner: PgPool,
    /// Holds the lock until it is dropped: it does not go back to the pool.
    _holder: PgConnection,
}

impl Statements {
    /// Begins to watch, as the owner.
    ///
    /// # Errors
    /// When the database refuses, or is watched already.
    pub async fn watch(owner: &PgPool) -> Result<Self, sqlx::Error> {
        owner.execute(WATCH).await?;
        for table in TABLES {
            for when in ["BEFORE", "AFTER"] {
                let trigger = format!(
                    "CREATE TRIGGER fault_{when} {when} INSERT OR UPDATE OR DELETE ON {table}
                     FOR EACH STATEMENT EXECUTE FUNCTION fault_cross({LOCK})"
                );
                owner.execute(trigger.as_str()).await?;
            }
        }
        let mut holder = owner.acquire().await?.detach();
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(LOCK)
            .execute(&mut holder)
            .await?;
        let owner = owner.clone();
        Ok(Self {
            owner,
            _holder: holder,
        })
    }

    /// Deletes what was crossed, and stops nobody.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget(&self) -> Result<(), sqlx::Error> {
        self.owner
            .execute("DELETE FROM fault_stop; DELETE FROM fault_crossed")
            .await?;
        Ok(())
    }

    /// Every point that what has committed since crossed, in the order in which it was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn crossed(&self) -> Result<Vec<CrossedStatement>, sqlx::Error> {
        let crossed = "SELECT point, row_number() OVER (PARTITION BY point ORDER BY nth) - 1
            FROM fault_crossed ORDER BY nth";
        sqlx::query_as(crossed).fetch_all(&self.owner).await
    }

    /// Whoever crosses that point for that time, counted from when all was forgotten, waits there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stop_at(&self, (point, before): &CrossedStatement) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO fault_stop VALUES ($1, $2)")
            .bind(point)
            .bind(before)
            .execute(&self.owner)
            .await?;
        Ok(())
    }

    /// Until somebody waits at a point.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stopped(&self) -> Result<(), sqlx::Error> {
        let waiting = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
            AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";
        while !sqlx::query_scalar::<_, bool>(waiting)
            .fetch_one(&self.owner)
            .await?
        {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Takes every connection of both programs away, in the middle of whatever they do, as if
    /// their processes had been killed. Comes back when they are gone.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn kill_programs(&self) -> Result<(), sqlx::Error> {
        let kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND usename IN ('dbsbm_bot', 'dbsbm_fetcher')";
        while sqlx::query_scalar::<_, i64>(kill)
            .fetch_one(&self.owner)
            .await?
            > 0
        {
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}
