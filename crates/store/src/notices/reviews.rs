//! All that a server is told of a game under review, and whether a game is.

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
use crate::reviews::{self, Review, Touched};
use crate::rows::word::word;

/// A review as one server is told of it.
#[derive(Clone, Debug)]
pub struct ReviewTelling {
    /// The game.
    pub game: Game,
    /// The review with what each source says now. Nothing once it is over.
    pub open: Option<Review>,
    /// How it ended.
    pub end: Option<ReviewEnd>,
    /// The result that stands.
    pub result: Option<GameResult>,
    /// What is at stake in this server. Nothing: no ticket of its own.
    pub touched: Option<Touched>,
    /// Its message, once posted.
    pub message: Option<MessagePlace>,
    /// Where most of the bets were typed: the place where no channel is set.
    pub typed_in: Option<ChannelId>,
}

/// How a review ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewEnd {
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// Who decided, and why. Nothing: the sources came to agree.
    pub verdict: Option<(String, String)>,
}

/// All that is to be told of the review with that number. Nothing when there is no such game.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked, or holds what it never should.
pub async fn review_telling(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    number: i32,
) -> Result<Option<ReviewTelling>, StoreError> {
    let Some(found) = load::games(conn, &[game]).await?.remove(&game) else {
        return Ok(None);
    };
    let open = reviews::find(conn, game).await?;
    let touched = reviews::touched(conn, game).await?;
    let mut versions = load::results(conn, &[game]).await?;
    Ok(Some(ReviewTelling {
        game: found,
        open: open.filter(|it| it.number == number),
        end: end(conn, game, number).await?,
        result: versions.remove(&game).and_then(|mut it| it.pop()),
        touched: touched.into_iter().find(|it| it.guild == guild),
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

/// Those of these games that are under review, and why.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked, or holds what it never should.
pub async fn under_review(
    conn: &mut PgConnection,
    games: &[GameId],
) -> Result<HashMap<GameId, ReviewReason>, StoreError> {
    let ids: Vec<Uuid> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "game: GameId", r.why
           FROM games g JOIN reviews r ON r.game_id = g.game_id AND r.number = g.open_review
           WHERE g.game_id = ANY($1) AND g.open_review IS NOT NULL"#,
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
