//! Slips: a ticket as the picture and the text that a channel sees.
//!
//! Both are made from the same row of the books by the same functions, so that the text says
//! what the picture shows.

mod caption;
mod ended;
mod facts;
mod picture;
mod state;

use shared::price::OddsFormat;
use shared::ticket::TicketState;
use slip::SlipView;
use store::notices::SlipTicket;

use crate::caches::Server;
use crate::discord::reply;
use crate::features::why;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;

pub(crate) use facts::{leg_price, spread, whole_name, whole_price};
use wording::{Catalogue, Said};

/// All that a slip's message says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SlipMessage {
    /// What is drawn.
    pub(crate) view: SlipView,
    /// The same facts in text. Its last line is that of no other message, whatever becomes of the
    /// ticket.
    pub(crate) content: Said,
    /// What the picture shows, for readers who cannot see it.
    pub(crate) alt: String,
    /// What the picture's file is called.
    pub(crate) filename: String,
    /// The **Why** button, once there is something to explain.
    pub(crate) components: Vec<Component>,
    /// The settlement that is shown; 0 is the open ticket.
    pub(crate) shown_seq: i32,
}

/// The price of a whole ticket, as it was agreed.
pub(crate) fn price(catalogue: Catalogue, slip: &SlipTicket, format: OddsFormat) -> Said {
    whole_price(catalogue, &slip.ticket, format)
}

/// What a ticket is about and how its games ended, in at most so many characters.
pub(crate) fn facts(
    slip: &SlipTicket,
    format: OddsFormat,
    catalogue: Catalogue,
    room: usize,
) -> Said {
    caption::facts(slip, format, catalogue, room)
}

/// The message of a ticket as it stands now.
pub(crate) fn message(slip: &SlipTicket, server: &Server) -> SlipMessage {
    let catalogue = Catalogue::get(&server.guild.locale);
    let view = picture::view(slip, &server.settings, catalogue);
    let settled = !matches!(
        slip.ticket.state,
        TicketState::Open | TicketState::Cancelled
    );
    let why = || {
        let ticket = slip.ticket.id;
        let label = catalogue.say("slip-why");
        reply::row(vec![reply::button(
            ButtonStyle::Secondary,
            &label,
            why::Button::Ticket { ticket },
        )])
    };
    SlipMessage {
        alt: slip::alt_text(&view).replace('\u{2212}', "-"),
        content: caption::content(slip, server.settings.odds_format, catalogue),
        filename: format!("slip-{}.png", slip.ticket.code),
        components: settled.then(why).into_iter().collect(),
        shown_seq: slip.ticket.settled_seq,
        view,
    }
}

#[cfg(test)]
pub(crate) mod tests;
