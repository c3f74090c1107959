//! An admin corrected something: everybody affected is informed, once, where results are
//! announced. The slips of the tickets are stamped besides, as after every settlement.

use std::collections::HashMap;

use shared::id::{ChannelId, CorrectionId, GameId};
use shared::notice::NoticeKey;
use sqlx::PgConnection;
use store::corrections::{self, CorrectionAction};
use store::notices::{self, MessagePlace};

use super::graded;
use crate::announce::announcement::{Announcement, Attempt, Loaded};
use crate::announce::destination::Destination;
use crate::announce::failure::Contacts;
use crate::announce::refresh::{GAMES_MAX, edit_results};
use crate::announce::{DeliveryError, Message};
use crate::caches::Server;
use crate::views::corrected::{self, CorrectionPage};
use crate::views::correction;

/// A correction.
pub(in crate::announce) struct Correction {
    page: CorrectionPage,
}

impl Correction {
    /// Whether people graded a bet that was written by hand, as they do many times a day.
    const fn is_graded_bet(&self) -> bool {
        matches!(self.page.correction.asked, CorrectionAction::Grade { .. })
    }
}

impl Announcement for Correction {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let page = page(conn, key).await?;
        Ok(match page {
            None => Loaded::Nothing("no such correction"),
            Some(page) => Loaded::Announce(Self { page }),
        })
    }

    fn destination(&self, server: &Server) -> Destination {
        Destination::news(server, Some(self.page.correction.channel))
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        if self.is_graded_bet() {
            return graded::message(&self.page, attempt.catalogue());
        }
        let (content, pings) = corrected::content(&self.page, attempt.catalogue());
        Message {
            content,
            pings,
            ..Message::default()
        }
    }

    async fn post(
        &self,
        attempt: &Attempt<'_>,
        channel: ChannelId,
        message: &Message,
    ) -> Result<MessagePlace, DeliveryError> {
        let marker = self.marker(message);
        if self.is_graded_bet() {
            return graded::post(attempt, channel, message, &marker).await;
        }
        attempt.post_once(channel, message, &marker).await
    }

    /// What results messages say about these tickets is out of date.
    async fn after_posted(
        &self,
        attempt: &Attempt<'_>,
        _: Option<MessagePlace>,
    ) -> Result<(), DeliveryError> {
        let tickets: Vec<_> = self.page.tickets.iter().map(|(it, _)| it.ticket).collect();
        let mut tx = attempt.begin().await?;
        let guild = attempt.key().guild;
        let games = notices::results_of(&mut tx, guild, &tickets, GAMES_MAX).await?;
        tx.commit().await?;
        edit_results(attempt, &games).await
    }

    fn contacts(&self) -> Contacts {
        Contacts::typed_in(Some(self.page.correction.channel))
    }
}

async fn page(
    conn: &mut PgConnection,
    key: &NoticeKey,
) -> Result<Option<CorrectionPage>, DeliveryError> {
    let (guild, id) = (key.guild, CorrectionId::from_uuid(key.subject));
    let Some(correction) = corrections::by_id(conn, guild, id).await? else {
        return Ok(None);
    };
    let tickets = corrections::corrected_tickets(conn, guild, id).await?;
    let heads = corrections::ticket_heads(conn, guild, &correction::tickets_of(&tickets)).await?;
    let mut heads: HashMap<_, _> = heads.into_iter().map(|it| (it.ticket, it)).collect();
    let game = match correction.asked {
        CorrectionAction::Result { game, .. } => Some(game),
        _ => None,
    };
    let games: Vec<GameId> = game.into_iter().collect();
    let games = store::board::games(conn, &games).await?;
    let tickets = tickets.into_iter().filter(|it| it.sequence.is_some());
    let tickets = tickets.filter_map(|it| {
        let head = heads.remove(&it.ticket)?;
        Some((it, head))
    });
    Ok(Some(CorrectionPage {
        tickets: tickets.collect(),
        members: corrections::corrected_members(conn, guild, id).await?,
        games: games.into_iter().map(|it| (it.id, it)).collect(),
        correction,
    }))
}
