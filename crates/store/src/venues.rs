//! Where games are played, as feeds tell it, and what the weather is expected to be there. Shown
//! and no more: no result, grade or price reads it.

use chrono::{DateTime, Utc};
use shared::id::GameId;
use shared::weather::{HourForecast, Roof};
use sqlx::PgConnection;

use crate::StoreError;

/// Where a game is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The feed's own id of the game.
    pub reference: String,
    /// The ground, as the feed writes it.
    pub name: String,
    /// City, and state or country, as the feed writes them.
    pub place: Option<String>,
    /// What is above it. `None`: nobody says.
    pub roof: Option<Roof>,
    /// Whether we know where on Earth it is.
    pub is_placed: bool,
}

/// Keeps where games are played, by the first feed that told it. What stays the same is not
/// written. Games that nobody knows yet are passed over. Returns how many rows changed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn keep(
    conn: &mut PgConnection,
    provider: &str,
    grounds: &[Ground],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let (mut references, mut names, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let (mut roofs, mut placed) = (Vec::new(), Vec::new());
    for it in grounds {
        references.push(it.reference.clone());
        names.push(it.name.clone());
        places.push(it.place.clone());
        roofs.push(it.roof.map(|it| it.word().to_owned()));
        placed.push(it.is_placed);
    }
    if references.is_empty() {
        return Ok(0);
    }
    let done = sqlx::query!(
        "INSERT INTO game_venues AS v (game_id, name, place, roof, is_placed, provider, changed_at)
         SELECT DISTINCT ON (r.game_id) r.game_id, w.name, w.place, w.roof, w.is_placed, $1, $7
         FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bool[])
           AS w(reference, name, place, roof, is_placed)
         JOIN game_refs r ON r.provider = $1 AND r.reference = w.reference
         ORDER BY r.game_id
         ON CONFLICT ON CONSTRAINT game_venues_pkey DO UPDATE
         SET name = excluded.name, place = excluded.place, roof = excluded.roof,
           is_placed = excluded.is_placed, changed_at = excluded.changed_at
         WHERE v.provider = excluded.provider
           AND (v.name, v.place, v.roof, v.is_placed)
             IS DISTINCT FROM (excluded.name, excluded.place, excluded.roof, excluded.is_placed)",
        provider,
        &references,
        &names,
        &places as &[Option<String>],
        &roofs as &[Option<String>],
        &placed,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A game on the board that is played under the sky, and when its weather was asked for last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameOutside {
    /// The game.
    pub game: GameId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// The ground, as the feed writes it.
    pub venue: String,
    /// City and state, as the feed writes them.
    pub place: Option<String>,
    /// When it was asked for last. `None`: never, or for another start or ground.
    pub asked_at: Option<DateTime<Utc>>,
}

/// The games that can be bet on, begin before that moment, and are played on an open ground whose
/// place we know; by their starts.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn outside(
    conn: &mut PgConnection,
    until: DateTime<Utc>,
) -> Result<Vec<GameOutside>, StoreError> {
    let games = sqlx::query_as!(
        GameOutside,
        r#"SELECT g.game_id AS "game: GameId", g.starts_at, v.name AS venue, v.place,
             f.asked_at AS "asked_at?"
           FROM games g
           JOIN game_venues v ON v.game_id = g.game_id AND v.roof = 'open' AND v.is_placed
           LEFT JOIN forecasts f ON f.game_id = g.game_id AND f.starts_at = g.starts_at
             AND f.venue = v.name
           WHERE g.status = 'scheduled' AND g.starts_at > app_now() AND g.starts_at <= $1
             AND g.merged_into IS NULL
             AND EXISTS (
               SELECT FROM markets m
               JOIN selections s ON s.market_id = m.market_id
               JOIN quotes q ON q.selection_id = s.selection_id AND q.taken_down_at IS NULL
               WHERE m.game_id = g.game_id)
           ORDER BY g.starts_at, g.game_id LIMIT 1000"#,
        until,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}

/// Stores the weather of a game's first hour in place of what was known. Without a forecast, only
/// that it was asked for.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn forecast(
    conn: &mut PgConnection,
    of: &GameOutside,
    told: Option<&HourForecast>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let hour = told.and_then(|it| serde_json::to_value(it).ok());
    sqlx::query!(
        "INSERT INTO forecasts AS f (game_id, starts_at, venue, hour, asked_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ON CONSTRAINT forecasts_pkey DO UPDATE
         SET starts_at = excluded.starts_at, venue = excluded.venue, hour = excluded.hour,
           asked_at = excluded.asked_at",
        of.game.as_uuid(),
        of.starts_at,
        of.venue,
        hour,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Where a game is played, and its weather.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameWeather {
    /// The ground, as the feed writes it.
    pub venue: String,
    /// City, and state or country, as the feed writes them.
    pub place: Option<String>,
    /// What is above it, as far as anybody says.
    pub roof: Option<Roof>,
    /// Whether we know where on Earth it is.
    pub is_placed: bool,
    /// The weather when it begins.
    pub forecast: Option<HourForecast>,
}

/// Where this game is played, and the weather there when it begins. `None`: no feed has told where.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_game(
    conn: &mut PgConnection,
    game: GameId,
) -> Result<Option<GameWeather>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT v.name, v.place, v.roof, v.is_placed, f.hour AS "hour?"
           FROM game_venues v JOIN games g ON g.game_id = v.game_id
           LEFT JOIN forecasts f ON f.game_id = g.game_id AND f.starts_at = g.starts_at
             AND f.venue = v.name
           WHERE v.game_id = $1"#,
        game.as_uuid(),
    )
    .fetch_optional(conn)
    .await?;
    // A shape that this program does not know is as good as none.
    let told = |hour: Option<serde_json::Value>| serde_json::from_value(hour?).ok();
    Ok(row.map(|row| GameWeather {
        venue: row.name,
        place: row.place,
        roof: row.roof.as_deref().and_then(Roof::from_word),
        is_placed: row.is_placed,
        forecast: told(row.hour),
    }))
}
