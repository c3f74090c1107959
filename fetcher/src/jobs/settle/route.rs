//! How the tickets of a game are shared out among workers: a server at a time.
//!
//! No two workers ever have tickets of one server in hand. So none waits for another's accounts,
//! and whoever settles the last page of a server can tell it in the same transaction.

use shared::id::{GameId, GuildId, TicketId};
use sqlx::PgConnection;
use store::StoreError;
use store::settlements::{self, Stretch, TicketKey};
use tokio::sync::Mutex;
use uuid::Uuid;

/// A page of tickets that one worker has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Its tickets: after the first key, up to and with the second.
    pub(super) stretch: Stretch,
    /// The server whose tickets go on behind it. None where every server of it ends with it.
    pub(super) goes_on: Option<GuildId>,
}

/// What of a game nobody has in hand yet.
pub(super) struct Route {
    game: GameId,
    tickets_a_page: usize,
    after: Mutex<TicketKey>,
}

impl Route {
    pub(super) fn new(game: GameId, tickets_a_page: usize) -> Self {
        Self {
            game,
            tickets_a_page,
            after: Mutex::new((GuildId::new(0), TicketId::from_uuid(Uuid::nil()))),
        }
    }

    /// The next page of which nobody has a server in hand. Nothing when all are taken.
    pub(super) async fn next(&self, conn: &mut PgConnection) -> Result<Option<Page>, StoreError> {
        let mut after = self.after.lock().await;
        let page = self.page(conn, *after).await?;
        if let Some(page) = &page {
            let (guild, last) = page.stretch.1;
            // A server that goes on is its worker's to the end.
            let is_whole = page.goes_on.is_none();
            let last = if is_whole {
                last
            } else {
                TicketId::from_uuid(Uuid::max())
            };
            *after = (guild, last);
        }
        Ok(page)
    }

    /// The page behind one whose server goes on.
    pub(super) async fn behind(
        &self,
        conn: &mut PgConnection,
        (after, guild): (TicketKey, GuildId),
    ) -> Result<Option<Page>, StoreError> {
        let mut keys = self.keys(conn, after).await?;
        // What follows of other servers is for the next who asks.
        keys.retain(|it| it.0 == guild);
        let Some(end) = keys.last() else {
            return Ok(None);
        };
        let page = Page {
            stretch: (after, *end),
            goes_on: None,
        };
        Ok(Some(first_of(page, &keys, self.tickets_a_page)))
    }

    async fn page(
        &self,
        conn: &mut PgConnection,
        after: TicketKey,
    ) -> Result<Option<Page>, StoreError> {
        let keys = self.keys(conn, after).await?;
        Ok(servers(after, &keys, self.tickets_a_page))
    }

    /// One more than a page, to see whether the last server goes on.
    async fn keys(
        &self,
        conn: &mut PgConnection,
        after: TicketKey,
    ) -> Result<Vec<TicketKey>, StoreError> {
        let limit = i64::try_from(self.tickets_a_page).unwrap_or(i64::MAX - 1) + 1;
        settlements::page(conn, self.game, after, limit).await
    }
}

/// As many whole servers as fit on a page, or as much of the first one as fits.
fn servers(after: TicketKey, keys: &[TicketKey], tickets_a_page: usize) -> Option<Page> {
    let end = *keys.last()?;
    let whole = |last| Page {
        stretch: (after, last),
        goes_on: None,
    };
    if keys.len() <= tickets_a_page {
        return Some(whole(end));
    }
    match keys.iter().rfind(|it| it.0 != end.0) {
        Some(last) => Some(whole(*last)),
        None => Some(first_of(whole(end), keys, tickets_a_page)),
    }
}

/// The page, or as much of its one server as fits on one.
fn first_of(page: Page, keys: &[TicketKey], tickets_a_page: usize) -> Page {
    if keys.len() <= tickets_a_page {
        return page;
    }
    // The key behind the page is the one that was asked for beyond it.
    let last = keys.iter().rev().nth(keys.len() - tickets_a_page.max(1));
    last.map_or(page, |last| Page {
        stretch: (page.stretch.0, *last),
        goes_on: Some(last.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(guild: u64, ticket: u128) -> TicketKey {
        (
            GuildId::new(guild),
            TicketId::from_uuid(Uuid::from_u128(ticket)),
        )
    }

    fn keys(of: &[(u64, u128)]) -> Vec<TicketKey> {
        of.iter()
            .map(|(guild, ticket)| key(*guild, *ticket))
            .collect()
    }

    fn cut(of: &[(u64, u128)], tickets_a_page: usize) -> Option<(TicketKey, Option<u64>)> {
        let start = key(0, 0);
        let page = servers(start, &keys(of), tickets_a_page)?;
        assert_eq!(page.stretch.0, start);
        Some((page.stretch.1, page.goes_on.map(GuildId::get)))
    }

    #[test]
    fn a_page_has_as_many_whole_servers_as_fit() {
        let all = [(1, 1), (1, 2), (2, 1), (3, 1)];
        assert_eq!(cut(&all, 4), Some((key(3, 1), None)));
        assert_eq!(cut(&all, 3), Some((key(2, 1), None)));
        assert_eq!(cut(&all[..3], 2), Some((key(1, 2), None)));
        assert_eq!(cut(&[], 3), None);
    }

    #[test]
    fn a_server_larger_than_a_page_goes_on() {
        let all = [(1, 1), (1, 2), (1, 3)];
        assert_eq!(cut(&all, 2), Some((key(1, 2), Some(1))));
        assert_eq!(cut(&all[..2], 1), Some((key(1, 1), Some(1))));
        assert_eq!(cut(&all, 3), Some((key(1, 3), None)));
    }
}
