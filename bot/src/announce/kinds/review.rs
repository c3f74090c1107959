//! A game is under review: everybody is informed once, where results are announced. Once it is
//! over, the same message says how it ended.

use shared::id::GameId;
use shared::notice::NoticeKey;
use sqlx::PgConnection;
use store::notices::{self, MessagePlace, ReviewEnd, ReviewPage};
use store::reviews::Review;
use wording::{Catalogue, Said};

use crate::announce::announcement::{Announcement, Attempt, Loaded};
use crate::announce::destination::Destination;
use crate::announce::failure::Contacts;
use crate::announce::{DeliveryError, Message};
use crate::caches::Server;
use crate::views::results::own_bets;
use crate::views::review;

/// A review that is open.
pub(in crate::announce) struct ReviewOpened {
    page: ReviewPage,
    open: Review,
}

/// A review that is over, and its message.
pub(in crate::announce) struct ReviewEnded {
    page: ReviewPage,
    end: ReviewEnd,
    place: MessagePlace,
}

impl Announcement for ReviewOpened {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let page = page(conn, key).await?;
        let open = page.and_then(|it| it.open.clone().map(|open| (it, open)));
        Ok(match open {
            None => Loaded::Nothing("over before it was announced"),
            Some((page, open)) => Loaded::Announce(Self { page, open }),
        })
    }

    fn destination(&self, server: &Server) -> Destination {
        Destination::news(server, self.page.typed_in)
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        let catalogue = attempt.catalogue();
        let correct = attempt.announcer.app.mention("admin correct-result");
        let content = review::opened(catalogue, &self.page, &self.open, &correct);
        message(catalogue, content, self.page.game.id)
    }

    fn contacts(&self) -> Contacts {
        Contacts::typed_in(self.page.typed_in)
    }
}

impl Announcement for ReviewEnded {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let page = page(conn, key).await?;
        let ended = page.and_then(|it| Some((it.message?, it.end.clone()?, it)));
        Ok(match ended {
            None => Loaded::Nothing("never announced"),
            Some((place, end, page)) => Loaded::Announce(Self { page, end, place }),
        })
    }

    fn destination(&self, _: &Server) -> Destination {
        Destination::Message(self.place)
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        let catalogue = attempt.catalogue();
        let number = attempt.key().sequence;
        let content = review::ended(catalogue, &self.page, &self.end, number);
        message(catalogue, content, self.page.game.id)
    }

    fn contacts(&self) -> Contacts {
        Contacts::typed_in(self.page.typed_in)
    }
}

async fn page(
    conn: &mut PgConnection,
    key: &NoticeKey,
) -> Result<Option<ReviewPage>, DeliveryError> {
    let game = GameId::from_uuid(key.subject);
    let page = notices::review_page(conn, key.guild, game, key.sequence).await?;
    Ok(page)
}

fn message(catalogue: Catalogue, content: Said, game: GameId) -> Message {
    Message {
        content,
        components: vec![own_bets(catalogue, game)],
        ..Message::default()
    }
}
