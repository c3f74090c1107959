//! Why a ticket was settled again: a corrected result, or an admin's correction.

use shared::game::GameResult;
use shared::id::{GameId, GuildId, TicketId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::load;
use crate::error::StoreError;
use crate::texts;

/// A settlement that reversed the one before it, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resettlement {
    /// The settlement's number, from 1.
    pub sequence: i32,
    /// Results of its legs that were corrected since the previous settlement.
    pub corrected: Vec<CorrectedResult>,
    /// The admin's correction that caused it, if one did.
    pub decision: Option<Decision>,
}

/// A result that a leg was graded on, and the one that replaced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedResult {
    /// The game.
    pub game: GameId,
    /// The result behind the previous settlement.
    pub before: GameResult,
    /// The result behind this settlement.
    pub after: GameResult,
}

/// An admin's correction of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The correction's number in this server.
    pub number: i32,
    /// The admin's display name.
    pub actor_name: String,
    /// The reason.
    pub reason: String,
}

/// Every settlement of a ticket that reversed another one, oldest first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn resettlements(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<Vec<Resettlement>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.sequence, s.result_versions AS "after", b.result_versions AS "before",
             c.number AS "number?", a.body AS "actor_name?", w.body AS "reason?",
             ARRAY(SELECT l.game_id FROM legs l
               WHERE l.guild_id = $1 AND l.ticket_id = s.ticket_id
               ORDER BY l.leg) AS "games!: Vec<Uuid>"
           FROM settlements s
           JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = s.ticket_id
             AND b.sequence = s.reverses
           LEFT JOIN corrected_tickets t ON t.guild_id = $1
             AND t.ticket_id = s.ticket_id AND t.sequence = s.sequence
           LEFT JOIN corrections c ON c.guild_id = $1
             AND c.correction_id = t.correction_id
           LEFT JOIN texts a ON a.guild_id = $1 AND a.text_id = c.actor_name_id
           LEFT JOIN texts w ON w.guild_id = $1 AND w.text_id = c.reason_id
           WHERE s.guild_id = $1 AND s.ticket_id = $2
           ORDER BY s.sequence"#,
        guild as GuildId,
        ticket as TicketId,
    )
    .fetch_all(&mut *conn)
    .await?;
    let games = rows.first().into_iter().flat_map(|it| &it.games);
    let games: Vec<_> = games.map(|it| GameId::from_uuid(*it)).collect();
    let results = load::results(conn, &games).await?;
    let version = |game: GameId, version: i32| {
        let versions = results.get(&game)?;
        versions.iter().find(|it| it.version == version).cloned()
    };
    let told = rows.iter().map(|row| {
        let versions = row.before.iter().zip(&row.after);
        let legs = games.iter().zip(versions);
        let corrected = legs.filter_map(|(game, (before, after))| {
            // A negative number is an admin's correction; 0 is a leg that was pending.
            let both = *before > 0 && *after > 0 && before != after;
            let both = both.then(|| version(*game, *before).zip(version(*game, *after)));
            let (before, after) = both.flatten()?;
            Some(CorrectedResult {
                game: *game,
                before,
                after,
            })
        });
        Resettlement {
            sequence: row.sequence,
            corrected: corrected.collect(),
            decision: row.number.map(|number| Decision {
                number,
                actor_name: texts::shown(row.actor_name.clone()),
                reason: texts::shown(row.reason.clone()),
            }),
        }
    });
    Ok(told.collect())
}
