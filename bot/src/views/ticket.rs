//! Tickets as members read them in private answers.

use shared::game::Game;
use shared::price::OddsFormat;
use shared::settings::RuleChoices;
use shared::ticket::{Leg, Ticket, TicketKind, TicketState};
use store::notices::SlipTicket;
use store::tickets::TicketWithGames;

use crate::slips::{self as sentence, Form};
use crate::text::Text;
use crate::views::{game, money};
use crate::wording::{self, Said};

/// The word for where a ticket stands.
pub(crate) fn state(text: Text, state: TicketState) -> Said {
    text.say(match state {
        TicketState::Open => "ticket-open",
        TicketState::Won => "ticket-won",
        TicketState::Lost => "ticket-lost",
        TicketState::Push => "ticket-push",
        TicketState::Void => "ticket-void",
        TicketState::HalfWon => "ticket-half-won",
        TicketState::HalfLost => "ticket-half-lost",
        TicketState::Refunded => "ticket-refunded",
        TicketState::PartialWon => "ticket-partial-won",
        TicketState::PartialLost => "ticket-partial-lost",
        TicketState::Cancelled => "ticket-cancelled",
    })
}

/// The price of the whole ticket as it was agreed.
pub(crate) fn price(ticket: &Ticket, format: OddsFormat) -> Said {
    sentence::whole_price(ticket, format)
}

/// What was bet on, in a few words: `Bears +3.5`, `3-leg parlay`.
pub(crate) fn title(text: Text, ticket: &Ticket, games: &[Game]) -> Said {
    match (ticket.kind, ticket.legs.first(), games.first()) {
        (TicketKind::Single, Some(leg), Some(game)) => {
            sentence::pick(text, &leg.selection, game, Form::Short)
        }
        (kind, ..) => sentence::whole_name(text, kind, ticket.legs.len()),
    }
}

/// A leg in one line: what was picked, at what price, in which game.
pub(crate) fn leg(text: Text, leg: &Leg, of: &Game, format: OddsFormat) -> Said {
    text.line(
        "ticket-leg",
        &[
            (
                "pick",
                sentence::pick(text, &leg.selection, of, Form::Short).into(),
            ),
            ("price", money::price(leg.price, format).into()),
            ("game", game::line(text, of).into()),
        ],
    )
}

/// What a ticket came to, or what it may: `1u to win 0.91u`, `+0.91u`, `stake back 1u`.
pub(crate) fn money(text: Text, ticket: &Ticket) -> Said {
    let stake = money::units(ticket.stake);
    match (ticket.state, ticket.net()) {
        (TicketState::Open, _) | (_, None) => {
            let win = money::units(ticket.possible_return - ticket.stake);
            text.line(
                "ticket-money-open",
                &[("stake", stake.into()), ("win", win.into())],
            )
        }
        (_, Some(net)) if net == shared::units::Units::ZERO => {
            text.line("ticket-money-back", &[("stake", stake.into())])
        }
        (_, Some(net)) => money::net(net),
    }
}

/// A ticket in a list that is over: head, then how its games ended, in about so many characters.
pub(crate) fn ended(
    text: Text,
    entry: &TicketWithGames,
    slip: &SlipTicket,
    format: OddsFormat,
    chars_max: usize,
) -> Said {
    let head = head(text, entry, format);
    let room = chars_max.saturating_sub(head.discord_chars());
    wording::lines([head, sentence::facts(slip, format, text, room)])
}

fn head(text: Text, entry: &TicketWithGames, format: OddsFormat) -> Said {
    let ticket = &entry.ticket;
    text.line(
        "ticket-entry",
        &[
            ("state", state(text, ticket.state).into()),
            ("title", title(text, ticket, &entry.games).into()),
            ("price", price(ticket, format).into()),
            ("money", money(text, ticket).into()),
            ("code", (&ticket.code).into()),
            ("placed", ticket.placed_at.timestamp().into()),
        ],
    )
}

/// A ticket in a list: head, then its legs.
pub(crate) fn entry(text: Text, entry: &TicketWithGames, format: OddsFormat) -> Said {
    let ticket = &entry.ticket;
    let mut lines = vec![head(text, entry, format)];
    let legs = ticket.legs.iter().zip(&entry.games);
    match ticket.kind {
        TicketKind::Single => lines.extend(legs.map(|(_, of)| game::line(text, of))),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => {
            lines.extend(legs.map(|(it, of)| leg(text, it, of, format)))
        }
    }
    wording::lines(lines)
}

/// What a member reads once a bet is placed where the server goes by these choices.
pub(crate) fn placed(
    text: Text,
    choices: &RuleChoices,
    entry: &TicketWithGames,
    format: OddsFormat,
) -> Said {
    let ticket = &entry.ticket;
    let mut lines = vec![text.line(
        "placed-head",
        &[
            ("title", title(text, ticket, &entry.games).into()),
            ("price", price(ticket, format).into()),
            ("stake", money::units(ticket.stake).into()),
            (
                "win",
                money::units(ticket.possible_return - ticket.stake).into(),
            ),
            ("return", money::units(ticket.possible_return).into()),
        ],
    )];
    let legs = ticket.legs.iter().zip(&entry.games);
    match ticket.kind {
        TicketKind::Single => lines.extend(legs.map(|(leg, of)| {
            let sentence = sentence::wins_if(text, choices, &leg.selection, of).unwrap_or_default();
            wording::lines([game::line(text, of), sentence.then(&".".into())])
        })),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => {
            lines.extend(legs.map(|(it, of)| leg(text, it, of, format)))
        }
    }
    wording::lines(lines)
}
