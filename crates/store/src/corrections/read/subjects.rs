//! What can be corrected: tickets, members and games, for admins to choose from and for working out
//! what a correction would change.

use shared::id::{DiscordUserId, GameId, GuildId, MemberId, MessageId, TicketId};
use shared::ticket::TicketCode;
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use super::super::{MemberCash, SlipGraded, TicketHead};
use crate::StoreError;
use crate::members::SEASON;

/// The server's tickets with a leg on this game, without cancelled ones, in key order, at most
/// `limit`.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn on_game(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    limit: i64,
) -> Result<Vec<TicketId>, StoreError> {
    let tickets = sqlx::query_scalar!(
        r#"SELECT DISTINCT t.ticket_id AS "ticket: TicketId" FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           WHERE l.game_id = $2 AND l.guild_id = $1 AND t.state <> 'cancelled'
           ORDER BY 1 LIMIT $3"#,
        guild as GuildId,
        game as GameId,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(tickets)
}

/// Codes, owners and stakes of tickets, in key order.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ticket_heads(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
) -> Result<Vec<TicketHead>, StoreError> {
    let ids: Vec<Uuid> = tickets.iter().map(|it| it.as_uuid()).collect();
    let heads = sqlx::query_as!(
        TicketHead,
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode",
             t.member_id AS "member: MemberId", m.discord_user_id AS "owner: DiscordUserId",
             m.name AS owner_name, t.stake AS "stake: Units"
           FROM tickets t
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           WHERE t.guild_id = $1 AND t.ticket_id = ANY($2) ORDER BY t.ticket_id"#,
        guild as GuildId,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(heads)
}

/// Members with their cash, in key order. Members without an account are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn members(
    conn: &mut PgConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Vec<MemberCash>, StoreError> {
    let ids: Vec<Uuid> = members.iter().map(|it| it.as_uuid()).collect();
    let found = sqlx::query_as!(
        MemberCash,
        r#"SELECT m.member_id AS "member: MemberId", m.discord_user_id AS "user: DiscordUserId",
             m.name, a.balance AS "cash: Units"
           FROM members m
           JOIN accounts a ON a.guild_id = $1 AND a.member_id = m.member_id
             AND a.kind = 'cash' AND a.season = $3
           WHERE m.guild_id = $1 AND m.member_id = ANY($2) ORDER BY m.member_id"#,
        guild as GuildId,
        &ids,
        SEASON,
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// Tickets of the server for an admin to choose from, newest first: those whose code starts with
/// the typed text or whose owner's name contains it. Cancelled tickets are left out; `manual_only`
/// also leaves out tickets that results decide and those that are graded.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn recent(
    conn: &mut PgConnection,
    guild: GuildId,
    typed: &str,
    manual_only: bool,
    limit: i64,
) -> Result<Vec<(TicketId, String)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT t.ticket_id AS "ticket: TicketId", m.name
           FROM tickets t
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           WHERE t.guild_id = $1 AND t.state <> 'cancelled'
             AND (NOT $3 OR (t.is_manual AND t.state = 'open'))
             AND (starts_with(t.code, upper($2)) OR strpos(lower(m.name), lower($2)) > 0)
           ORDER BY t.placed_at DESC, t.ticket_id DESC LIMIT $4"#,
        guild as GuildId,
        typed.trim().trim_start_matches('#'),
        manual_only,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|it| (it.ticket, it.name)).collect())
}

/// Games that have begun and that the server's members have tickets on, the latest first.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn games_begun(
    conn: &mut PgConnection,
    guild: GuildId,
    limit: i64,
) -> Result<Vec<GameId>, StoreError> {
    let games = sqlx::query_scalar!(
        r#"SELECT g.game_id AS "game: GameId" FROM games g
           WHERE g.starts_at <= app_now() AND g.starts_at > app_now() - interval '30 days'
             AND EXISTS (SELECT 1 FROM legs l
               WHERE l.game_id = g.game_id AND l.guild_id = $1 AND l.kind <> 'manual')
           ORDER BY g.starts_at DESC LIMIT $2"#,
        guild as GuildId,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}

/// The ticket whose slip this message is. `None` for any other message.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_slip(
    conn: &mut PgConnection,
    guild: GuildId,
    message: MessageId,
) -> Result<Option<SlipGraded>, StoreError> {
    let slip = sqlx::query_as!(
        SlipGraded,
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode",
             m.discord_user_id AS "owner: DiscordUserId", t.is_manual,
             t.state = 'open' AS "is_open!", t.settled_seq, count(*) AS "legs!",
             max(g.starts_at) AS "starts_at!"
           FROM slips s
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = s.ticket_id
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           JOIN legs l ON l.guild_id = $1 AND l.ticket_id = t.ticket_id
           JOIN games g ON g.game_id = l.game_id
           WHERE s.guild_id = $1 AND s.message_id = $2 AND t.state <> 'cancelled'
           GROUP BY t.guild_id, t.ticket_id, m.discord_user_id"#,
        guild as GuildId,
        message as MessageId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(slip)
}
