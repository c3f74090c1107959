//! The command and its answers.

use shared::folded::folded;
use shared::id::TicketId;
use shared::settings::SlipAudience;
use shared::ticket::{PageFrom, TicketCode, TicketFilter, TicketState, TicketStates};
use store::notices;
use store::tickets;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::view;
use crate::app::{App, own_format};
use crate::discord::reply::{CHOICES_MAX, Reply, Target, button, choice, only_choice, row};
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::features::tickets::Button as TicketButton;
use crate::views::ticket;

/// What `/why` is given.
pub(crate) struct Args {
    /// The code of a ticket.
    ticket: String,
}

/// The feature.
pub(crate) struct Why;

impl Feature for Why {
    const NAME: &'static str = "why";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let ticket = StringBuilder::new("ticket", catalogue.say("why-ticket"))
            .autocomplete(true)
            .required(true);
        in_servers("why", catalogue.say("why-about"))
            .option(ticket)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            ticket: options.get("ticket").unwrap_or_default().to_owned(),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let code: TicketCode = options
            .ticket
            .parse()
            .map_err(|_| refuse("ticket-not-yours"))?;
        let mut tx = store::begin_guild(&app.pool, request.guild).await?;
        let ticket = tickets::by_code(&mut tx, request.guild, &code).await?;
        tx.commit().await?;
        explain(
            app,
            request,
            ticket.ok_or_else(|| refuse("ticket-not-yours"))?,
        )
        .await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let found = app.ask(own_tickets(app, request, &typing.typed)).await?;
        if found.is_empty() {
            let none = request.catalogue().say("choice-no-ticket");
            return Ok(vec![only_choice(&none, &typing.typed)]);
        }
        Ok(found)
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Ticket { ticket } => explain(app, request, ticket).await,
            Button::Chosen => chosen(app, request, values).await,
        }
    }
}

/// Explains the ticket that was chosen from a menu.
pub(crate) async fn chosen(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let ticket = values.first().and_then(|it| it.parse::<TicketId>().ok());
    explain(app, request, ticket.ok_or_else(|| refuse("error-stale"))?).await
}

/// Explains a ticket: the member's own, or one whose slip everybody sees.
pub(crate) async fn explain(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let guild = request.guild;
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let found = notices::slip_ticket(&mut tx, guild, ticket).await?;
    let settlements = tickets::settlements(&mut tx, guild, ticket).await?;
    let resettlements = notices::resettlements(&mut tx, guild, ticket).await?;
    let legs = found.iter().flat_map(|it| &it.legs);
    let games: Vec<_> = legs.map(|it| it.game.id).collect();
    let reviews = notices::under_review(&mut tx, &games).await?;
    tx.commit().await?;
    let is_own = |it: &notices::SlipTicket| it.member.id == caller.member.id;
    let found = found
        .filter(|it| is_own(it) || it.slip.is_some())
        .ok_or_else(|| refuse("ticket-not-yours"))?;
    let format = own_format(&server, &caller);
    let view = view::View {
        slip: &found,
        settlements: &settlements,
        resettlements: &resettlements,
        reviews: &reviews,
        format,
    };
    let mut parts = view::parts(catalogue, &view)
        .map_err(|error| Failure::Unexpected(format!("ticket {ticket}: {error}")))?;
    let can_be_shared = is_own(&found)
        && found.slip.is_none()
        && found.ticket.state == TicketState::Open
        && server.settings.slip_audience == SlipAudience::Shared;
    if can_be_shared {
        let label = catalogue.say("placed-share");
        let share = TicketButton::Share { ticket };
        parts.push(row(vec![button(ButtonStyle::Primary, &label, share)]));
    }
    Ok(Reply::private(parts).at(Target::New))
}

/// The member's tickets, newest first, as choices.
async fn own_tickets(
    app: &App,
    request: &Request,
    typed: &str,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let catalogue = request.catalogue();
    let server = app.server(request.guild, &request.guild_locale).await?;
    let limit = i64::try_from(CHOICES_MAX).unwrap_or(25);
    let member = app.member_of(request.guild, request.user).await?;
    let Some(member) = member else {
        return Ok(Vec::new());
    };
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let asked = (request.guild, member);
    let (every, limit) = (
        TicketFilter::of(TicketStates::Every),
        (limit, app.clock.now()),
    );
    let page = tickets::page(&mut tx, asked, &every, PageFrom::Newest, limit).await?;
    tx.commit().await?;
    let typed = folded(typed);
    let choices = page.tickets.iter().filter_map(|it| {
        let label = catalogue.line(
            "why-choice",
            &[
                ("state", ticket::state(catalogue, it.ticket.state).into()),
                (
                    "title",
                    ticket::title(catalogue, &it.ticket, &it.games).into(),
                ),
                (
                    "price",
                    ticket::price(catalogue, &it.ticket, server.settings.odds_format).into(),
                ),
                ("money", ticket::money(catalogue, &it.ticket).into()),
                ("code", (&it.ticket.code).into()),
            ],
        );
        let matches = folded(&label.plain()).contains(&typed);
        matches.then(|| choice(&label, it.ticket.code.as_str()))
    });
    Ok(choices.collect())
}
