//! Versions of what programs cache. Whoever changes what is cached moves them in the same
//! transaction.

use std::collections::BTreeMap;

use shared::cache::{Moved, Namespace, Pending, Scope, ScopeVersions, Version, VersionSource};
use shared::id::{GuildId, LeagueId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::StoreError;

/// The versions of a scope now.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of(pool: &PgPool, scope: Scope) -> Result<ScopeVersions, StoreError> {
    let rows: Vec<(String, Uuid)> = match scope {
        Scope::Process => Vec::new(),
        Scope::Everywhere => sqlx::query!("SELECT namespace, version FROM cache_versions")
            .fetch_all(pool)
            .await?
            .into_iter()
            .map(|row| (row.namespace, row.version))
            .collect(),
        Scope::League(league) => sqlx::query!(
            "SELECT namespace, version FROM league_cache_versions WHERE league_id = $1",
            league.as_uuid(),
        )
        .fetch_all(pool)
        .await?
        .into_iter()
        .map(|row| (row.namespace, row.version))
        .collect(),
        Scope::Guild(guild) => sqlx::query!(
            r#"SELECT namespace AS "namespace!", version AS "version!"
               FROM code.cache_versions_of($1)"#,
            guild as _,
        )
        .fetch_all(pool)
        .await?
        .into_iter()
        .map(|row| (row.namespace, row.version))
        .collect(),
    };
    // A namespace that this program does not know is of a newer one.
    let versions: BTreeMap<_, _> = rows
        .into_iter()
        .filter_map(|(word, id)| Some((Namespace::from_word(&word)?, Version::from_uuid(id))))
        .collect();
    Ok(ScopeVersions(versions))
}

/// From where the next look goes on. Transactions that were under way are looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

/// What may have moved since the last look, in one statement: nothing is missed, and some may be
/// told twice. The first look, without a cursor, finds nothing and says where the next goes on.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn moved(
    pool: &PgPool,
    since: Option<&Cursor>,
) -> Result<(Vec<Moved>, Cursor), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "cursor!",
             m.guild_id AS "guild: GuildId", m.league_id AS "league: LeagueId",
             m.namespace AS "namespace?", m.version AS "version?"
           FROM (SELECT 1) AS one LEFT JOIN code.cache_moves($1::text::xid8) AS m ON true"#,
        since.map(|it| it.0.as_str()),
    )
    .fetch_all(pool)
    .await?;
    let Some(cursor) = rows.first().map(|row| Cursor(row.cursor.clone())) else {
        return Err(StoreError::Database(sqlx::Error::RowNotFound));
    };
    let moves = rows.into_iter().filter_map(|row| {
        let scope = match (row.guild, row.league) {
            (Some(guild), _) => Scope::Guild(guild),
            (None, Some(league)) => Scope::League(league),
            (None, None) => Scope::Everywhere,
        };
        Some(Moved {
            scope,
            namespace: Namespace::from_word(&row.namespace?)?,
            version: Version::from_uuid(row.version?),
        })
    });
    Ok((moves.collect(), cursor))
}

/// Drops a server's part of a namespace when this transaction commits. It comes last there: whoever
/// moves the same one waits for its end.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn move_guild(
    conn: &mut PgConnection,
    guild: GuildId,
    namespace: Namespace,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"SELECT code.move_cache(ARRAY[$1::bigint], $2)::text AS "done""#,
        guild as _,
        namespace.word(),
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Drops a league's part of a namespace when this transaction commits.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn move_league(
    conn: &mut PgConnection,
    league: LeagueId,
    namespace: Namespace,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"WITH moved AS (
             INSERT INTO league_cache_versions (league_id, namespace) VALUES ($1, $2)
             ON CONFLICT ON CONSTRAINT league_cache_versions_pkey DO UPDATE
             SET version = excluded.version, moved_by = excluded.moved_by
             RETURNING 1
           )
           SELECT pg_notify('dbsbm_cache', '')::text AS "done" FROM moved"#,
        league.as_uuid(),
        namespace.word(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// Drops a whole namespace when this transaction commits.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn move_all(conn: &mut PgConnection, namespace: Namespace) -> Result<(), StoreError> {
    sqlx::query!(
        r#"WITH moved AS (
             UPDATE cache_versions
             SET version = gen_random_uuid(), moved_by = pg_current_xact_id()
             WHERE namespace = $1 RETURNING 1
           )
           SELECT pg_notify('dbsbm_cache', '')::text AS "done" FROM moved"#,
        namespace.word(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// The versions of a database, for a cache.
#[derive(Clone, Debug)]
pub struct DatabaseVersions(pub PgPool);

impl VersionSource for DatabaseVersions {
    fn read(&self, scope: Scope) -> Pending<'_, Option<ScopeVersions>> {
        Box::pin(async move {
            let read = of(&self.0, scope).await;
            // What follows asks the database too, and says why it does not answer.
            read.inspect_err(|error| tracing::debug!("versions cannot be read: {error}"))
                .ok()
        })
    }
}
