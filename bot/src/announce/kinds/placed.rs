//! A ticket was placed: its slip is posted, in the state that the ticket has by now.

use shared::id::TicketId;
use shared::notice::NoticeKey;
use sqlx::PgConnection;
use store::notices::{self, MessagePlace, SlipTicket};

use crate::announce::announcement::{Announcement, Attempt, Loaded};
use crate::announce::destination::Destination;
use crate::announce::failure::Contacts;
use crate::announce::{DeliveryError, Message};
use crate::caches::Server;
use crate::pictures::PictureError;
use crate::slips;

/// The slip of a ticket.
pub(in crate::announce) struct Placed {
    slip: SlipTicket,
    /// Whether the message has all that it is to have: a picture comes later when too many are
    /// waiting to be drawn.
    is_complete: bool,
    /// Whether it is certain what the message shows: an earlier attempt may have shown less.
    is_certain: bool,
}

impl Announcement for Placed {
    async fn load(conn: &mut PgConnection, key: &NoticeKey) -> Result<Loaded<Self>, DeliveryError> {
        let ticket = TicketId::from_uuid(key.subject);
        let slip = notices::slip_ticket(conn, key.guild, ticket).await?;
        Ok(match slip {
            None => Loaded::Nothing("no such ticket"),
            Some(SlipTicket {
                slip: Some(posted), ..
            }) => Loaded::Posted(posted.place),
            Some(slip) => Loaded::Announce(Self {
                slip,
                is_complete: false,
                is_certain: false,
            }),
        })
    }

    fn destination(&self, server: &Server) -> Destination {
        let chosen = server.settings.slip_channel;
        Destination::Channel(chosen.unwrap_or(self.slip.channel))
    }

    async fn message(&mut self, attempt: &Attempt<'_>) -> Message {
        let slip = slips::message(&self.slip, &attempt.server);
        let pictures = &attempt.announcer.pictures;
        let drawn = pictures.draw_if_free(slip.view.clone()).await;
        self.is_complete = !matches!(&drawn, Err(error) if matches!(**error, PictureError::Busy));
        self.is_certain = !attempt.is_in_doubt();
        let picture = drawn.inspect_err(|error| {
            tracing::warn!("a slip goes out without its picture: {error}");
        });
        Message::of_slip(slip, picture.ok())
    }

    async fn record(
        &self,
        conn: &mut PgConnection,
        attempt: &Attempt<'_>,
        place: MessagePlace,
    ) -> Result<(), DeliveryError> {
        let ticket = &self.slip.ticket;
        let guild = attempt.key().guild;
        // What an earlier attempt showed is not known: an edit brings it up to date.
        let shown_seq = if self.is_certain {
            ticket.settled_seq
        } else {
            0
        };
        let is_done = !self.leaves_stamps();
        notices::record_slip(conn, guild, ticket.id, place, shown_seq, is_done).await?;
        Ok(())
    }

    fn leaves_stamps(&self) -> bool {
        !(self.is_complete && self.is_certain)
    }

    fn contacts(&self) -> Contacts {
        let code = self.slip.ticket.code.clone();
        Contacts {
            typed_in: Some(self.slip.channel),
            slip: Some((self.slip.member.clone(), code)),
            ..Contacts::default()
        }
    }
}
