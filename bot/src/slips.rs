//! Slips: a ticket as the picture and the text that a channel sees.
//!
//! Both are made from the same row of the books by the same functions, so that the text says
//! what the picture shows.

mod ended;
mod picture;
mod sentence;
mod state;
mod told;

use shared::game::Game;
use shared::league::Sport;
use shared::price::OddsFormat;
use shared::ticket::{TicketKind, TicketState};
use slip::SlipView;
use store::notices::SlipTicket;

use crate::caches::Server;
use crate::custom_id::CustomId;
use crate::reply;
use crate::text::Text;
use crate::wording::Said;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;

pub(crate) use picture::whole_price;
pub(crate) use sentence::{
    Cast, Form, called, decided, explained, not_played, part, pick, quoted, the_part, wins_if,
};
pub(crate) use state::{leg_word, money_word, state_word};

/// The longest content that Discord takes.
pub(crate) const CONTENT_CHARS_MAX: usize = 2_000;

/// All that a slip's message says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SlipMessage {
    /// What is drawn.
    pub(crate) view: SlipView,
    /// The same facts in text.
    pub(crate) content: Said,
    /// What the picture shows, for whoever does not see it.
    pub(crate) alt: String,
    /// What the picture's file is called.
    pub(crate) filename: String,
    /// The **Why** button, once there is something to explain.
    pub(crate) components: Vec<Component>,
    /// The settlement that is shown; 0 is the open ticket.
    pub(crate) shown_seq: i32,
}

impl SlipMessage {
    /// The line that no other message has, and that stays whatever the ticket comes to.
    pub(crate) fn mark(&self) -> String {
        self.content.last_line()
    }
}

/// The price of a whole ticket, as it was agreed.
pub(crate) fn price(slip: &SlipTicket, format: OddsFormat) -> Said {
    whole_price(&slip.ticket, format)
}

/// What a ticket of several legs is called: `3-leg parlay`.
pub(crate) fn whole_name(text: Text, kind: TicketKind, legs: usize) -> Said {
    let key = match kind {
        TicketKind::System => "public-system",
        TicketKind::Teaser => "public-teaser",
        TicketKind::Single | TicketKind::Parlay => "public-parlay",
    };
    text.line(key, &[("legs", legs.into())])
}

/// What a ticket is about and how its games ended, in at most so many characters.
pub(crate) fn facts(slip: &SlipTicket, format: OddsFormat, text: Text, room: usize) -> Said {
    told::facts(slip, format, text, room)
}

/// The message of a ticket as it stands now.
pub(crate) fn message(slip: &SlipTicket, server: &Server) -> SlipMessage {
    let text = Text::get(&server.guild.locale);
    let view = picture::view(slip, &server.settings, text);
    let settled = !matches!(
        slip.ticket.state,
        TicketState::Open | TicketState::Cancelled
    );
    let why = || {
        let ticket = slip.ticket.id;
        let label = text.say("slip-why");
        reply::row(vec![reply::button(
            ButtonStyle::Secondary,
            &label,
            CustomId::Why { ticket },
        )])
    };
    SlipMessage {
        alt: slip::alt_text(&view).replace('\u{2212}', "-"),
        content: told::content(slip, server.settings.odds_format, text),
        filename: format!("slip-{}.png", slip.ticket.code),
        components: settled.then(why).into_iter().collect(),
        shown_seq: slip.ticket.settled_seq,
        view,
    }
}

/// Whether the visitors are named first, as the sport's own fans do: `Bears at Packers`.
pub(crate) const fn visitors_first(sport: Sport) -> bool {
    matches!(
        sport,
        Sport::AmericanFootball | Sport::Basketball | Sport::Baseball | Sport::IceHockey
    )
}

/// Who plays whom, in names of this form.
pub(crate) fn game_name(text: Text, game: &Game, form: Form) -> Said {
    if let Some((event, _)) = game.written() {
        return Said::prose(event);
    }
    let (home, away) = (
        called(game, &game.home, form),
        called(game, &game.away, form),
    );
    let (key, first, second) = if visitors_first(game.sport) {
        ("public-game-at", away, home)
    } else {
        ("public-game-v", home, away)
    };
    text.line(key, &[("first", first.into()), ("second", second.into())])
}

#[cfg(test)]
pub(crate) mod tests;
