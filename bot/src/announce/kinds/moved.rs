//! A game was moved or put off: those who bet on it are informed once, where results are
//! announced. Its slips are brought up to date, and so is its results message, where it has one.

use chrono::TimeDelta;
use shared::game::GameStatus;
use shared::id::GameId;
use shared::notice::NoticeKey;
use sqlx::PgConnection;
use store::notices::{self, MessagePlace, MovePage};

use crate::announce::announcement::{Announcement, Attempt, Loaded};
use crate::announce::destination::Destination;
use crate::announce::failure::Contacts;
use crate::announce::refresh::edit_results;
use crate::announce::{DeliveryError, Message};
use crate::caches::Server;
use crate::views::moved;
use crate::views::results::own_bets;

/// A start that shifts by less is no news: slips show it, and nobody is informed.
const NEWS_FROM: TimeDelta = TimeDelta::minutes(30);

/// A move of a game.
pub(in crate::announce) struct Moved {
    page: MovePage,
}

impl Announcement for Moved {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let game = GameId::from_uuid(key.subject);
        notices::stamp_moved(conn, key.guild, game).await?;
        let page = notices::move_page(conn, key.guild, game, key.sequence).await?;
        Ok(match page {
            None => Loaded::Nothing("no such move"),
            Some(page) => Loaded::Announce(Self { page }),
        })
    }

    fn destination(&self, server: &Server) -> Destination {
        if is_news(&self.page) {
            Destination::news(server, self.page.typed_in)
        } else {
            Destination::Nowhere("no news")
        }
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        let catalogue = attempt.catalogue();
        Message {
            content: moved::content(catalogue, &self.page, attempt.key().sequence),
            components: vec![own_bets(catalogue, self.page.game.id)],
            ..Message::default()
        }
    }

    /// The results message says when the game will be played, where it has announced already that
    /// bets on an earlier date were returned.
    async fn after_posted(
        &self,
        attempt: &Attempt<'_>,
        _: Option<MessagePlace>,
    ) -> Result<(), DeliveryError> {
        edit_results(attempt, &[self.page.game.id]).await
    }

    fn leaves_stamps(&self) -> bool {
        true
    }

    fn contacts(&self) -> Contacts {
        Contacts::typed_in(self.page.typed_in)
    }
}

/// Whether members need to read about it: not about a few minutes, not about what its result says
/// at once, not about a move that another one has overtaken.
fn is_news(page: &MovePage) -> bool {
    let shift = (page.starts_at - page.old_start).abs();
    let turned = page.status != page.old_status;
    let is_news = match page.status {
        GameStatus::Postponed | GameStatus::Suspended => turned || shift >= NEWS_FROM,
        GameStatus::Scheduled => page.old_status.is_off() || shift >= NEWS_FROM,
        _ => false,
    };
    is_news && !page.is_over && !page.bets.is_empty()
}
