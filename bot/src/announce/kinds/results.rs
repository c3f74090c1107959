//! A game's tickets were settled: one message for the game in a server, edited when the result
//! is corrected.

use shared::game::GameResult;
use shared::id::GameId;
use shared::notice::NoticeKey;
use sqlx::PgConnection;
use store::notices::{self, MessagePlace, ResultsPage};

use super::resettled;
use crate::announce::announcement::{Announcement, Attempt, Loaded};
use crate::announce::destination::Destination;
use crate::announce::failure::Contacts;
use crate::announce::refresh::{edit_results_beside, results_message};
use crate::announce::{DeliveryError, Message};
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::features::tickets;

/// How a game ended.
pub(in crate::announce) struct Results {
    page: ResultsPage,
}

impl Results {
    /// The message that is there and is edited. One that announced bets on an earlier date may be
    /// far up in the channel by now, and that the game was played is news of its own.
    fn edited(&self) -> Option<MessagePlace> {
        let shown = self.page.message?;
        let mut results = self.page.results.iter();
        let result = results.find(|it| it.version == shown.shown_version);
        let is_partial = result.is_some_and(GameResult::is_partial);
        (!is_partial).then_some(shown.place)
    }
}

impl Announcement for Results {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let game = GameId::from_uuid(key.subject);
        let page = notices::results_page(conn, key.guild, game).await?;
        let Some(page) = page.filter(|it| !it.lines.is_empty()) else {
            return Ok(Loaded::Nothing("no tickets on the game"));
        };
        Ok(match page.message {
            Some(shown) if shown.shown_version >= key.sequence => Loaded::Posted(shown.place),
            _ => Loaded::Announce(Self { page }),
        })
    }

    fn destination(&self, server: &Server) -> Destination {
        match (self.edited(), self.page.message) {
            (Some(place), _) => Destination::Message(place),
            (None, Some(shown)) => Destination::Channel(shown.place.channel),
            (None, None) => Destination::news(server, self.page.typed_in),
        }
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        results_message(&self.page, &attempt.server)
    }

    fn marker(&self, _: &Message) -> String {
        let game = self.page.game.id;
        tickets::Button::OnGame { game }.custom_id()
    }

    async fn after_posted(
        &self,
        attempt: &Attempt<'_>,
        place: Option<MessagePlace>,
    ) -> Result<(), DeliveryError> {
        let Some(place) = place else { return Ok(()) };
        if self.edited().is_some() {
            resettled::mention(attempt, place, &self.page).await?;
            edit_results_beside(attempt, self.page.game.id).await?;
        } else if attempt.is_in_doubt() {
            // An earlier attempt may have shown less.
            let message = results_message(&self.page, &attempt.server);
            attempt.announcer.messenger.edit(place, &message).await?;
        }
        Ok(())
    }

    async fn record(
        &self,
        conn: &mut PgConnection,
        attempt: &Attempt<'_>,
        place: MessagePlace,
    ) -> Result<(), DeliveryError> {
        let (key, game) = (attempt.key(), self.page.game.id);
        notices::record_results_message(conn, key.guild, game, place, key.sequence).await?;
        notices::stamp_game(conn, key.guild, game, key.sequence).await?;
        Ok(())
    }

    fn contacts(&self) -> Contacts {
        Contacts::typed_in(self.page.typed_in)
    }
}
