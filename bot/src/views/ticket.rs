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
pub(crate) fn price(catalogue: Catalogue, ticket: &Ticket, format: OddsFormat) -> Said {
    slips::whole_price(catalogue, ticket, format)
}

/// What was bet on, in a few words: `Bears +3.5`, `3-leg parlay`.
pub(crate) fn title(catalogue: Catalogue, ticket: &Ticket, games: &[Game]) -> Said {
    match (ticket.kind(), ticket.legs.first(), games.first()) {
        (TicketKind::Single, Some(leg), Some(game)) => {
            let pick = wording::pick(catalogue, &leg.selection, game, NameForm::Short);
            wording::named(catalogue, pick, leg.each_way.is_some())
        }
        _ => slips::whole_name(catalogue, ticket),
    }
}

/// A leg in one line: what was picked, at what price, in which game.
fn leg(
    catalogue: Catalogue,
    ticket: &Ticket,
    (leg, of): (&Leg, &Game),
    format: OddsFormat,
) -> Said {
    catalogue.line(
        "ticket-leg",
        &[
            (
                "pick",
                wording::pick(catalogue, &leg.selection, of, NameForm::Short).into(),
            ),
            (
                "price",
                slips::leg_price(catalogue, ticket, leg, format).into(),
            ),
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
            let key = match wording::pays_in_parts(ticket) {
                true => "ticket-money-open-parts",
                false => "ticket-money-open",
            };
            catalogue.line(key, &[("stake", stake.into()), ("win", win.into())])
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
            ("price", price(catalogue, ticket, format).into()),
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
    lines.extend(slips::spread(catalogue, ticket));
    let legs = ticket.legs.iter().zip(&entry.games);
    match ticket.kind() {
        TicketKind::Single => lines.extend(legs.map(|(_, of)| game::line(catalogue, of))),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => {
            lines.extend(legs.map(|(it, of)| leg(catalogue, ticket, (it, of), format)))
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
    let key = match wording::pays_in_parts(ticket) {
        true => "placed-head-parts",
        false => "placed-head",
    };
    let mut lines = vec![catalogue.line(
        key,
        &[
            ("title", title(catalogue, ticket, &entry.games).into()),
            ("price", price(catalogue, ticket, format).into()),
            ("stake", money::units(ticket.stake).into()),
            (
                "win",
                money::units(ticket.possible_return - ticket.stake).into(),
            ),
            ("return", money::units(ticket.possible_return).into()),
        ],
    )];
    lines.extend(slips::spread(catalogue, ticket));
    let legs = ticket.legs.iter().zip(&entry.games);
    match ticket.kind() {
        TicketKind::Single => lines.extend(legs.map(|(leg, of)| {
            let sentence =
                wording::wins_if(catalogue, choices, &leg.selection, of).unwrap_or_default();
            wording::lines([game::line(catalogue, of), sentence.then(&".".into())])
        })),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => {
            lines.extend(legs.map(|(it, of)| leg(catalogue, ticket, (it, of), format)))
        }
    }
    wording::lines(lines)
}
