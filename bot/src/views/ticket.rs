//! Tickets as members read them in private answers.

use shared::game::Game;
use shared::price::OddsFormat;
use shared::settings::RuleChoices;
use shared::ticket::{Leg, Ticket, TicketKind, TicketState};
use store::notices::SlipTicket;
use store::tickets::TicketWithGames;
use wording::{Catalogue, NameForm, Said, money};

use crate::slips;
use crate::views::game;

/// The word for where a ticket stands.
pub(crate) fn state(catalogue: Catalogue, state: TicketState) -> Said {
    catalogue.say(match state {
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
    slips::whole_price(ticket, format)
}

/// What was bet on, in a few words: `Bears +3.5`, `3-leg parlay`.
pub(crate) fn title(catalogue: Catalogue, ticket: &Ticket, games: &[Game]) -> Said {
    match (ticket.kind, ticket.legs.first(), games.first()) {
        (TicketKind::Single, Some(leg), Some(game)) => {
            wording::pick(catalogue, &leg.selection, game, NameForm::Short)
        }
        (kind, ..) => wording::whole_name(catalogue, kind, ticket.legs.len()),
    }
}

/// A leg in one line: what was picked, at what price, in which game.
pub(crate) fn leg(catalogue: Catalogue, leg: &Leg, of: &Game, format: OddsFormat) -> Said {
    catalogue.line(
        "ticket-leg",
        &[
            (
                "pick",
                wording::pick(catalogue, &leg.selection, of, NameForm::Short).into(),
            ),
            ("price", money::price(leg.price, format).into()),
            ("game", game::line(catalogue, of).into()),
        ],
    )
}

/// What a ticket won or lost, or can win: `1u to win 0.91u`, `+0.91u`, `stake back 1u`.
pub(crate) fn money(catalogue: Catalogue, ticket: &Ticket) -> Said {
    let stake = money::units(ticket.stake);
    match (ticket.state, ticket.net()) {
        (TicketState::Open, _) | (_, None) => {
            let win = money::units(ticket.possible_return - ticket.stake);
            catalogue.line(
                "ticket-money-open",
                &[("stake", stake.into()), ("win", win.into())],
            )
        }
        (_, Some(net)) if net == shared::units::Units::ZERO => {
            catalogue.line("ticket-money-back", &[("stake", stake.into())])
        }
        (_, Some(net)) => money::net(net),
    }
}

/// A ticket in a list that is over: head, then how its games ended, in about so many characters.
pub(crate) fn ended(
    catalogue: Catalogue,
    entry: &TicketWithGames,
    slip: &SlipTicket,
    format: OddsFormat,
    chars_max: usize,
) -> Said {
    let head = head(catalogue, entry, format);
    let room = chars_max.saturating_sub(head.discord_chars());
    wording::lines([head, slips::facts(slip, format, catalogue, room)])
}

fn head(catalogue: Catalogue, entry: &TicketWithGames, format: OddsFormat) -> Said {
    let ticket = &entry.ticket;
    catalogue.line(
        "ticket-entry",
        &[
            ("state", state(catalogue, ticket.state).into()),
            ("title", title(catalogue, ticket, &entry.games).into()),
            ("price", price(ticket, format).into()),
            ("money", money(catalogue, ticket).into()),
            ("code", (&ticket.code).into()),
            ("placed", ticket.placed_at.timestamp().into()),
        ],
    )
}

/// A ticket in a list: head, then its legs.
pub(crate) fn entry(catalogue: Catalogue, entry: &TicketWithGames, format: OddsFormat) -> Said {
    let ticket = &entry.ticket;
    let mut lines = vec![head(catalogue, entry, format)];
    let legs = ticket.legs.iter().zip(&entry.games);
    match ticket.kind {
        TicketKind::Single => lines.extend(legs.map(|(_, of)| game::line(catalogue, of))),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => {
            lines.extend(legs.map(|(it, of)| leg(catalogue, it, of, format)))
        }
    }
    wording::lines(lines)
}

/// What a member reads once a bet is placed where the server goes by these choices.
pub(crate) fn placed(
    catalogue: Catalogue,
    choices: &RuleChoices,
    entry: &TicketWithGames,
    format: OddsFormat,
) -> Said {
    let ticket = &entry.ticket;
    let mut lines = vec![catalogue.line(
        "placed-head",
        &[
            ("title", title(catalogue, ticket, &entry.games).into()),
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
            let sentence =
                wording::wins_if(catalogue, choices, &leg.selection, of).unwrap_or_default();
            wording::lines([game::line(catalogue, of), sentence.then(&".".into())])
        })),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => {
            lines.extend(legs.map(|(it, of)| leg(catalogue, it, of, format)))
        }
    }
    wording::lines(lines)
}
