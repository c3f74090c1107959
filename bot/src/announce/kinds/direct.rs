//! A ticket was settled, and its owner asked for direct messages.

use shared::id::TicketId;
use shared::member::NotifyBy;
use shared::notice::NoticeKey;
use sqlx::PgConnection;
use store::notices::{self, SlipTicket};

use crate::announce::announcement::{Announcement, Attempt, Loaded};
use crate::announce::destination::Destination;
use crate::announce::failure::Contacts;
use crate::announce::{DeliveryError, Message};
use crate::caches::Server;
use crate::views::direct;

/// A settlement, for the owner of its ticket.
pub(in crate::announce) struct Direct {
    slip: SlipTicket,
}

impl Announcement for Direct {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let ticket = TicketId::from_uuid(key.subject);
        let slip = notices::slip_ticket(conn, key.guild, ticket).await?;
        Ok(match slip {
            None => Loaded::Nothing("no such ticket"),
            Some(slip) if slip.member.notify != Some(NotifyBy::DirectMessage) => {
                Loaded::Nothing("no longer asked for")
            }
            Some(slip) if slip.ticket.settled_seq > key.sequence => {
                Loaded::Nothing("settled again since")
            }
            Some(slip) => Loaded::Announce(Self { slip }),
        })
    }

    fn destination(&self, _: &Server) -> Destination {
        Destination::Direct(self.slip.member.user)
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        Message {
            content: direct::content(&self.slip, &attempt.server, attempt.key().sequence),
            ..Message::default()
        }
    }

    fn contacts(&self) -> Contacts {
        Contacts {
            direct: Some(self.slip.member.id),
            ..Contacts::default()
        }
    }
}
