//! Notifications that the bot listens for. Losing one is harmless: every listener also polls.

use std::collections::BTreeSet;

use shared::id::GameId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Games or quotes changed; the payload says which, by [`BoardChange`].
pub const BOARD: &str = "dbsbm_board";
/// Notices were left.
pub const NOTICES: &str = "dbsbm_notices";
/// A server's settings changed; the payload is the server's id.
pub const SETTINGS: &str = "dbsbm_settings";
/// Versions of the cache moved: [`crate::cache_versions::moved`] says which.
pub const CACHE: &str = "dbsbm_cache";

/// Notifies the listeners of a channel when this transaction commits. Several notifications in one
/// transaction count as one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn notify(conn: &mut PgConnection, channel: &'static str) -> Result<(), StoreError> {
    sqlx::query!(r#"SELECT pg_notify($1, '')::text AS "done""#, channel)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// The most games that one notification names: Postgres takes fewer than 8,000 bytes, and an id has
/// 37 with its space.
const NAMED_MAX: usize = 200;

/// What has changed on the board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BoardChange {
    /// Nothing that anybody can see there.
    #[default]
    Nothing,
    /// These games, or their prices.
    Games(BTreeSet<GameId>),
    /// Anything.
    Everything,
}

impl BoardChange {
    /// These games, or all where they are too many to name.
    pub fn games(games: BTreeSet<GameId>) -> Self {
        match games.len() {
            0 => Self::Nothing,
            1..=NAMED_MAX => Self::Games(games),
            _ => Self::Everything,
        }
    }

    /// This change and that one.
    pub fn add(&mut self, other: Self) {
        *self = match (std::mem::take(self), other) {
            (Self::Nothing, it) | (it, Self::Nothing) => it,
            (Self::Games(mut games), Self::Games(more)) => {
                games.extend(more);
                Self::games(games)
            }
            (Self::Everything, _) | (_, Self::Everything) => Self::Everything,
        };
    }

    /// What a notification with this payload tells. One that names no game, or none that can be
    /// read, may mean any.
    pub fn told(payload: &str) -> Self {
        let ids = payload.split_whitespace();
        let games: Result<BTreeSet<_>, _> = ids
            .map(|it| Uuid::parse_str(it).map(GameId::from_uuid))
            .collect();
        match games {
            Ok(games) if !games.is_empty() => Self::games(games),
            _ => Self::Everything,
        }
    }

    /// `None`: there is nothing to tell.
    fn payload(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Games(games) => {
                let ids: Vec<_> = games.iter().map(ToString::to_string).collect();
                Some(ids.join(" "))
            }
            Self::Everything => Some(String::new()),
        }
    }
}

/// Tells those who show the board what changed there, when this transaction commits. Says nothing
/// where nothing changed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn board(conn: &mut PgConnection, change: &BoardChange) -> Result<(), StoreError> {
    let Some(payload) = change.payload() else {
        return Ok(());
    };
    sqlx::query!(
        r#"SELECT pg_notify($1, $2)::text AS "done""#,
        BOARD,
        payload
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn games(ids: std::ops::Range<u128>) -> BTreeSet<GameId> {
        ids.map(|it| GameId::from_uuid(Uuid::from_u128(it)))
            .collect()
    }

    #[test]
    fn a_payload_names_the_games_again_and_fits_a_notification() {
        let most = BoardChange::games(games(0..NAMED_MAX as u128));
        let payload = most.payload().unwrap();
        assert!(payload.len() < 8_000, "{}", payload.len());
        assert_eq!(BoardChange::told(&payload), most);
        assert_eq!(
            BoardChange::games(games(0..NAMED_MAX as u128 + 1)),
            BoardChange::Everything
        );
    }

    #[test]
    fn what_names_nothing_or_cannot_be_read_may_be_anything() {
        for payload in ["", " ", "7", "the end"] {
            assert_eq!(BoardChange::told(payload), BoardChange::Everything);
        }
    }

    #[test]
    fn changes_add_up_until_they_are_too_many_to_name() {
        let mut change = BoardChange::Nothing;
        change.add(BoardChange::games(games(0..2)));
        change.add(BoardChange::games(games(1..3)));
        assert_eq!(change, BoardChange::games(games(0..3)));
        change.add(BoardChange::Nothing);
        assert_eq!(change, BoardChange::games(games(0..3)));
        change.add(BoardChange::games(games(3..NAMED_MAX as u128 + 1)));
        assert_eq!(change, BoardChange::Everything);
    }
}
