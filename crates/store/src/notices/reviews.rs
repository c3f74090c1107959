//! The contents of the message about a game under review, and which games are under review.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::decision::ReviewReason;
use shared::game::{Game, GameResult};
use shared::id::{ChannelId, GameId, GuildId, MessageId};
use shared::notice::NoticeKind;
use sqlx::PgConnection;
use uuid::Uuid;

use super::load;
use super::{MessagePlace, results};
use crate::error::StoreError;
use crate::reviews::{self, Impact, Review};
use crate::rows::word::word;

/// A review, for one server's message.
#[derive(Clone, Debug)]
pub struct ReviewPage {
    /// The game.
    pub game: Game,
    /// The review with each source's current report. `None` once it is over.
    pub open: Option<Review>,
    /// How it ended. `None` while it is open.
    pub end: Option<ReviewEnd>,
    /// The current result.
    pub result: Option<GameResult>,
    /// What is at stake in this server. `None` if none of its tickets is affected.
    pub impact: Option<Impact>,
    /// Its message, once it is posted.
    pub message: Option<MessagePlace>,
    /// The channel where most of the bets were typed: used when no channel is set.
    pub typed_in: Option<ChannelId>,
}

/// How a review ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewEnd {
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// Who decided, and why. `None` if the sources came to agree.
    pub verdict: Option<(String, String)>,
}

/// The contents of the message about the review with this number. `None` if there is no such game.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn review_page(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    number: i32,
) -> Result<Option<ReviewPage>, StoreError> {
    let Some(found) = load::games(conn, &[game]).await?.remove(&game) else {
        return Ok(None);
    };
    let open = reviews::find(conn, game).await?;
    let impact = reviews::impact(conn, game).await?;
    let mut versions = load::results(conn, &[game]).await?;
    Ok(Some(ReviewPage {
        game: found,
        open: open.filter(|it| it.number == number),
        end: end(conn, game, number).await?,
        result: versions.remove(&game).and_then(|mut it| it.pop()),
        impact: impact.into_iter().find(|it| it.guild == guild),
        message: message(conn, guild, game, number).await?,
        typed_in: results::typed_in(conn, guild, game).await?,
    }))
}

async fn end(
    conn: &mut PgConnection,
    game: GameId,
    number: i32,
) -> Result<Option<ReviewEnd>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT r.opened_at, e.ended_at, e.decided_by, e.reason
           FROM review_ends e JOIN reviews r ON r.game_id = e.game_id AND r.number = e.number
           WHERE e.game_id = $1 AND e.number = $2"#,
        game as GameId,
        number,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| ReviewEnd {
        opened_at: row.opened_at,
        ended_at: row.ended_at,
        verdict: row.decided_by.zip(row.reason),
    }))
}

async fn message(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    number: i32,
) -> Result<Option<MessagePlace>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT channel_id AS "channel: ChannelId", message_id AS "message: MessageId"
           FROM deliveries
           WHERE guild_id = $1 AND kind = $2 AND subject = $3 AND sequence = $4
             AND state = 'sent'"#,
        guild as GuildId,
        NoticeKind::ReviewOpened.word(),
        game.as_uuid(),
        number,
    )
    .fetch_optional(conn)
    .await?;
    let place = row.and_then(|row| Some((row.channel?, row.message?)));
    Ok(place.map(|(channel, message)| MessagePlace { channel, message }))
}

/// Which of these games are under review, themselves or as one with another game, and why.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn under_review(
    conn: &mut PgConnection,
    games: &[GameId],
) -> Result<HashMap<GameId, ReviewReason>, StoreError> {
    let ids: Vec<Uuid> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT f.game_id AS "game: GameId", r.why
           FROM games f
           JOIN games g ON g.game_id = coalesce(f.merged_into, f.game_id)
           JOIN reviews r ON r.game_id = g.game_id AND r.number = g.open_review
           WHERE f.game_id = ANY($1) AND g.open_review IS NOT NULL"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| {
        let why = word(
            "reviews",
            "why",
            row.game,
            &row.why,
            ReviewReason::from_word,
        )?;
        Ok((row.game, why))
    });
    read.collect()
}
