//! The command and its answers.

use std::collections::HashMap;

use shared::id::{GuildId, TicketId};
use sqlx::PgConnection;
use store::notices::{self, SlipTicket};
use store::tickets::{self, TicketFilter, TicketWithGames};
use twilight_model::application::command::Command;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::cancel::cancel;
use super::on_game::on_game;
use super::share::share;
use crate::app::{App, own_format};
use crate::discord::reply::{Reply, button, container, menu, option, row, text_block, text_within};
use crate::discord::request::{Options, Request};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};
use crate::features::why;
use crate::views::{balance, game, review, ticket};

/// How many tickets a page shows.
const PER_PAGE: i64 = 5;
/// How long one may be, so that a page of them fits into a message.
const ENTRY_CHARS_MAX: usize = 760;

/// What `/tickets` is given.
pub(crate) struct Args {
    /// Settled tickets, not open ones.
    settled: bool,
}

/// The feature.
pub(crate) struct Tickets;

impl Feature for Tickets {
    const NAME: &'static str = "tickets";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let which = StringBuilder::new("which", catalogue.say("tickets-which")).choices([
            (catalogue.say("tickets-open"), "open"),
            (catalogue.say("tickets-settled"), "settled"),
        ]);
        in_servers("tickets", catalogue.say("tickets-about"))
            .option(which)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            settled: options.get("which") == Some("settled"),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        page(app, request, options.settled, 0).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Page { settled, page } => self::page(app, request, settled, page).await,
            Button::OnGame { game } => on_game(app, request, game).await,
            Button::Cancel { ticket } => cancel(app, request, ticket).await,
            Button::Share { ticket } => share(app, request, ticket).await,
        }
    }
}

/// A page.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    settled: bool,
    page: u16,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let (guild, member) = (request.guild, caller.member.id);
    let which = if settled {
        TicketFilter::Settled
    } else {
        TicketFilter::Open
    };
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let skip = i64::from(page) * PER_PAGE;
    let mut found = tickets::page(&mut tx, guild, member, which, skip, PER_PAGE).await?;
    let mut page = usize::from(page);
    if found.tickets.is_empty() && found.total > 0 {
        // Settled or taken back since the page was drawn: show the last one there is.
        let last = (found.total - 1) / PER_PAGE;
        page = usize::try_from(last).unwrap_or(0);
        let skip = last * PER_PAGE;
        found = tickets::page(&mut tx, guild, member, which, skip, PER_PAGE).await?;
    }
    let ends = match which {
        TicketFilter::Settled => ended(&mut tx, guild, &found.tickets).await?,
        _ => HashMap::new(),
    };
    let games = found.tickets.iter().flat_map(|it| &it.games);
    let games: Vec<_> = games.map(|it| it.id).collect();
    let reviews = notices::under_review(&mut tx, &games).await?;
    tx.commit().await?;

    let format = own_format(&server, &caller);
    let key = if settled {
        "tickets-head-settled"
    } else {
        "tickets-head-open"
    };
    let mut inside = vec![text_block(
        catalogue.line(key, &[("count", found.total.into())]),
    )];
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
    let pages = usize::try_from((found.total + PER_PAGE - 1) / PER_PAGE).unwrap_or(1);
    if pages > 1 {
        parts.push(game::turn(catalogue, page, pages, |page| Button::Page {
            settled,
            page,
        }));
    }
    parts.push(row(vec![other(catalogue, !settled)]));
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

/// What became of each of these tickets, as their slips say it.
async fn ended(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketWithGames],
) -> Result<HashMap<TicketId, SlipTicket>, Failure> {
    let tickets: Vec<_> = tickets.iter().map(|it| it.ticket.id).collect();
    let slips = notices::slip_tickets(conn, guild, &tickets).await?;
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

/// The button to the other list.
fn other(catalogue: Catalogue, settled: bool) -> Component {
    let key = if settled {
        "tickets-show-settled"
    } else {
        "tickets-show-open"
    };
    // Beyond any page that turning leads to, so that no two buttons are the same.
    let id = Button::Page { settled, page: 0 };
    button(ButtonStyle::Secondary, &catalogue.say(key), id)
}
