//! Games that were moved, put off, called off, or are back on: recorded, and announced to the
//! servers concerned.

use chrono::{DateTime, TimeDelta, Utc};
use shared::game::GameStatus;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Moves to be stored, one per row.
#[derive(Default)]
pub(super) struct MoveRows {
    games: Vec<Uuid>,
    old_starts: Vec<DateTime<Utc>>,
    old_statuses: Vec<String>,
    starts: Vec<DateTime<Utc>>,
    statuses: Vec<String>,
}

impl MoveRows {
    /// Adds a game's change if its slips have to say something else because of it, to the minute.
    /// Beginning or ending is not a move.
    pub(super) fn add(
        &mut self,
        game: Uuid,
        (old_start, old_status): (DateTime<Utc>, GameStatus),
        (start, status): (DateTime<Utc>, GameStatus),
    ) {
        let turned = status != old_status && (status.is_off() || old_status.is_off());
        let awaited = matches!(status, GameStatus::Scheduled | GameStatus::Postponed);
        let shifted = awaited && (start - old_start).abs() >= TimeDelta::minutes(1);
        if !shifted && !turned {
            return;
        }
        self.games.push(game);
        self.old_starts.push(old_start);
        self.old_statuses.push(old_status.word().to_owned());
        self.starts.push(start);
        self.statuses.push(status.word().to_owned());
    }

    /// Stores the moves, and leaves a notice of each in every server with a ticket that it
    /// concerns: an open one, or a lost parlay, whose slip still names its other games. Returns how
    /// many notices it left. The games are locked.
    pub(super) async fn insert(
        self,
        conn: &mut PgConnection,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        if self.games.is_empty() {
            return Ok(0);
        }
        let done = sqlx::query!(
            "WITH moved AS (
               INSERT INTO game_moves (game_id, number, old_start, old_status, starts_at, status,
                 moved_at)
               SELECT w.game_id, 1 + coalesce(
                   (SELECT max(m.number) FROM game_moves m WHERE m.game_id = w.game_id), 0),
                 w.old_start, w.old_status, w.starts_at, w.status, $6
               FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::timestamptz[], $5::text[])
                 AS w(game_id, old_start, old_status, starts_at, status)
               RETURNING game_id, number
             ),
             noticed AS (
               INSERT INTO notices (guild_id, kind, subject, sequence)
               SELECT gg.guild_id, 'game_moved', gg.game_id, m.number
               FROM moved m JOIN guild_games gg ON gg.game_id = m.game_id
               WHERE EXISTS (
                 SELECT 1 FROM legs l
                 JOIN tickets t ON t.guild_id = gg.guild_id AND t.ticket_id = l.ticket_id
                 WHERE l.game_id = gg.game_id AND l.guild_id = gg.guild_id
                   AND (t.state = 'open' OR t.state = 'lost' AND t.kind <> 'single'))
               ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
               RETURNING guild_id, kind, subject, sequence
             )
             INSERT INTO deliveries (guild_id, kind, subject, sequence)
             SELECT n.guild_id, n.kind, n.subject, n.sequence FROM noticed n",
            &self.games,
            &self.old_starts,
            &self.old_statuses,
            &self.starts,
            &self.statuses,
            now,
        )
        .execute(conn)
        .await?;
        Ok(done.rows_affected())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_a_game_begins_or_ends_is_no_move() {
        let at = |minute| DateTime::from_timestamp(1_700_000_000 + 60 * minute, 0).unwrap();
        let moves = |before: (i64, &str), after: (i64, &str)| {
            let mut rows = MoveRows::default();
            let head = |(minute, word)| (at(minute), GameStatus::from_word(word).unwrap());
            rows.add(Uuid::nil(), head(before), head(after));
            !rows.games.is_empty()
        };
        for (before, after, is_move) in [
            ((0, "scheduled"), (0, "live"), false),
            ((0, "live"), (0, "final"), false),
            ((0, "scheduled"), (1, "scheduled"), true),
            ((0, "scheduled"), (1, "live"), false),
            ((0, "scheduled"), (0, "scheduled"), false),
            ((0, "scheduled"), (0, "postponed"), true),
            ((0, "postponed"), (0, "scheduled"), true),
            ((0, "live"), (0, "suspended"), true),
            ((0, "suspended"), (0, "live"), true),
            ((0, "scheduled"), (0, "cancelled"), true),
        ] {
            assert_eq!(moves(before, after), is_move, "{before:?} to {after:?}");
        }
    }
}
