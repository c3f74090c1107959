//! Questions to the database by those who type: few at a time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use shared::id::GameId;
use shared::quote::BoardGame;

use super::App;
use crate::caches::{OffersKey, Server, ServerKey};
use crate::discord::request::Request;
use crate::errors::Failure;

/// How many questions of those who type the database is asked at once: a quarter of what the bot
/// holds, so that three quarters are left for those who press.
pub(super) const QUESTIONS_MAX: usize = 4;
/// How long after it came an empty list is sent instead, and no turn is waited for. Half of
/// Discord's three seconds: the answer takes time to arrive, and a member still typing no longer
/// wants it.
pub(crate) const ANSWERED_WITHIN: Duration = Duration::from_millis(1_500);

impl App {
    /// Asks the database for a member who is typing, once fewer than [`QUESTIONS_MAX`] do.
    ///
    /// # Errors
    /// As the question says, or that its turn did not come while anybody waited for it.
    pub(crate) async fn ask<T>(
        &self,
        question: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let turn = self.questions.acquire();
        let Ok(_turn) = tokio::time::timeout(ANSWERED_WITHIN, turn).await else {
            let why = format!("{QUESTIONS_MAX} questions of those who type take too long");
            return Err(Failure::Unexpected(why));
        };
        question.await
    }

    /// All that a game offers, for a member who is typing: from memory if it is there.
    ///
    /// # Errors
    /// [`Failure`] when the database has to be asked and refuses.
    pub(crate) async fn offers_for_typing(
        &self,
        game: GameId,
    ) -> Result<Option<Arc<BoardGame>>, Failure> {
        match self.caches.kept(OffersKey(game)).await {
            Some(kept) => Ok(self.still_open(kept.as_ref())),
            None => self.ask(async { Ok(self.offers(game).await?) }).await,
        }
    }

    /// The server of the member who is typing, from memory if it is there.
    ///
    /// # Errors
    /// [`Failure`] when the database has to be asked and refuses.
    pub(crate) async fn server_of(&self, request: &Request) -> Result<Arc<Server>, Failure> {
        let kept = self.caches.kept(ServerKey(request.guild)).await;
        match kept {
            Some(kept) => Ok(kept),
            None => {
                let found = self.server(request.guild, &request.guild_locale);
                self.ask(async { Ok(found.await?) }).await
            }
        }
    }
}
