//! Pages of the member's tickets.

use std::collections::HashMap;

use shared::id::{GuildId, TicketId};
use shared::ticket::{PageFrom, TicketFilter, TicketStates};
use sqlx::PgConnection;
use store::notices::{self, SlipTicket};
use store::tickets::{self, TicketPage, TicketWithGames};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::filtered;
use crate::app::{App, own_format};
use crate::discord::reply::{
    Reply, button, button_unless, container, menu, option, row, text_block, text_within,
};
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::features::why;
use crate::views::{balance, review, ticket};

/// How many tickets a page shows.
const PER_PAGE: i64 = 5;
/// How long one may be, so that a page of them fits into a message.
const ENTRY_CHARS_MAX: usize = 740;

/// A page of the tickets that fit.
///
/// # Errors
/// [`Failure`] when the database refuses.
pub(super) async fn page(
    app: &App,
    request: &Request,
    filter: TicketFilter,
    from: PageFrom,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let (guild, member) = (request.guild, caller.member.id);
    let only = filtered::said(app, catalogue, &filter).await?;
    let asked = (guild, member);
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let limit = (PER_PAGE, app.clock.now());
    let found = tickets::page(&mut tx, asked, &filter, from, limit).await?;
    let ends = ended(&mut tx, guild, &found.tickets).await?;
    let games = found.tickets.iter().flat_map(|it| &it.games);
    let games: Vec<_> = games.map(|it| it.id).collect();
    let reviews = notices::under_review(&mut tx, &games).await?;
    tx.commit().await?;

    let format = own_format(&server, &caller);
    let head = head(catalogue, &filter, &found);
    let mut inside = vec![text_block(wording::lines([head].into_iter().chain(only)))];
    let entries = found.tickets.iter();
    inside.extend(entries.map(|it| {
        let mut under = it.games.iter().filter_map(|game| reviews.get(&game.id));
        let why = under.next().map(|why| review::line(catalogue, *why));
        let entry = match ends.get(&it.ticket.id) {
            Some(slip) => ticket::ended(catalogue, it, slip, format, ENTRY_CHARS_MAX),
            None => ticket::entry(catalogue, it, format),
        };
        let said = std::iter::once(entry).chain(why);
        text_within(&wording::lines(said), ENTRY_CHARS_MAX)
    }));
    let mut parts = vec![container(None, inside)];
    if !found.tickets.is_empty() {
        parts.push(row(vec![explained(catalogue, &found.tickets)]));
    }
    parts.extend(turn(catalogue, filter, &found));
    parts.push(row(others(catalogue, filter)));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// How many tickets there are, and which of them these are where they are not all.
fn head(catalogue: Catalogue, filter: &TicketFilter, found: &TicketPage) -> Said {
    let key = match (filter.states, filter.is_narrow() && found.total == 0) {
        (TicketStates::Open, true) => "tickets-none-open",
        (_, true) => "tickets-none-settled",
        (TicketStates::Open, false) => "tickets-head-open",
        (_, false) => "tickets-head-settled",
    };
    let head = catalogue.line(key, &[("count", found.total.into())]);
    let shown = i64::try_from(found.tickets.len()).unwrap_or(0);
    if shown == found.total {
        return head;
    }
    let places = [
        ("head", head.into()),
        ("first", (found.newer + 1).into()),
        ("last", (found.newer + shown).into()),
    ];
    catalogue.line("tickets-head-shown", &places)
}

/// What became of the tickets among these that are over, as their slips say it.
async fn ended(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketWithGames],
) -> Result<HashMap<TicketId, SlipTicket>, Failure> {
    let over = tickets.iter().map(|it| &it.ticket);
    let over: Vec<_> = over.filter(|it| it.is_over()).map(|it| it.id).collect();
    if over.is_empty() {
        return Ok(HashMap::new());
    }
    let slips = notices::slip_tickets(conn, guild, &over).await?;
    Ok(slips.into_iter().map(|it| (it.ticket.id, it)).collect())
}

/// The menu from which a ticket is chosen to be explained.
fn explained(catalogue: Catalogue, tickets: &[TicketWithGames]) -> Component {
    let options = tickets.iter().map(|it| {
        let title = ticket::title(catalogue, &it.ticket, &it.games);
        let label = wording::list([title, (&it.ticket.code).into()], " · ");
        option(&label, it.ticket.id.to_string(), false)
    });
    let explain = catalogue.say("tickets-explain");
    menu(why::Button::Chosen, &explain, options.collect())
}

/// The buttons that turn pages, if there are several.
fn turn(catalogue: Catalogue, filter: TicketFilter, found: &TicketPage) -> Option<Component> {
    let (first, last) = (found.tickets.first()?, found.tickets.last()?);
    let shown = i64::try_from(found.tickets.len()).unwrap_or(0);
    let older = found.total - found.newer - shown;
    if found.newer == 0 && older == 0 {
        return None;
    }
    let to = |key, is_off, from| {
        let id = Button::Page { filter, from };
        button_unless(is_off, ButtonStyle::Secondary, &catalogue.say(key), id)
    };
    let mut buttons = Vec::new();
    if found.newer > PER_PAGE {
        buttons.push(to("page-first", false, PageFrom::Newest));
    }
    let newer = PageFrom::NewerThan(first.ticket.id);
    buttons.push(to("page-previous", found.newer == 0, newer));
    let next = PageFrom::OlderThan(last.ticket.id);
    buttons.push(to("page-next", older == 0, next));
    if older > PER_PAGE {
        buttons.push(to("page-last", false, PageFrom::Oldest));
    }
    Some(row(buttons))
}

/// The button to the other list, and to all of this one where it is narrowed.
fn others(catalogue: Catalogue, filter: TicketFilter) -> Vec<Component> {
    let (states, key) = match filter.states {
        TicketStates::Open => (TicketStates::Settled, "tickets-show-settled"),
        _ => (TicketStates::Open, "tickets-show-open"),
    };
    let to = |key, filter| {
        let from = PageFrom::Newest;
        let id = Button::Page { filter, from };
        button(ButtonStyle::Secondary, &catalogue.say(key), id)
    };
    let mut buttons = vec![to(key, TicketFilter { states, ..filter })];
    if filter.is_narrow() {
        let all = TicketFilter::of(filter.states);
        buttons.push(to("tickets-show-all", all));
    }
    buttons
}
