//! The command and its answers.

use shared::league::Sport;
use shared::market::MarketGroup;
use shared::ticket::{PageFrom, PlacedWithin, TicketFilter, TicketStates};
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::cancel::cancel;
use super::filtered;
use super::listing::page;
use super::on_game::on_game;
use super::share::share;
use crate::app::App;
use crate::browse::leagues;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};

/// What `/tickets` is given.
pub(crate) struct Args {
    /// What can be chosen and not typed.
    filter: TicketFilter,
    /// The code or the name of a league.
    league: Option<String>,
}

/// The feature.
pub(crate) struct Tickets;

impl Feature for Tickets {
    const NAME: &'static str = "tickets";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let option = |name: &str, about| StringBuilder::new(name, catalogue.say(about));
        let which = option("which", "tickets-which").choices([
            (catalogue.say("tickets-open"), "open"),
            (catalogue.say("tickets-settled"), "settled"),
        ]);
        let sport = option("sport", "tickets-sport").choices(filtered::sports(catalogue));
        let league = option("league", "tickets-league").autocomplete(true);
        let market = option("market", "tickets-market").choices(filtered::markets(catalogue));
        let placed = option("placed", "tickets-placed").choices(filtered::spans(catalogue));
        in_servers("tickets", catalogue.say("tickets-about"))
            .option(which)
            .option(sport)
            .option(league)
            .option(market)
            .option(placed)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        let states = match options.get("which") {
            Some("settled") => TicketStates::Settled,
            _ => TicketStates::Open,
        };
        let filter = TicketFilter {
            sport: options.get("sport").and_then(Sport::from_word),
            market: options.get("market").and_then(MarketGroup::from_word),
            within: options.get("placed").and_then(PlacedWithin::from_word),
            ..TicketFilter::of(states)
        };
        let league = options.get("league").map(str::to_owned);
        Args { filter, league }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let mut filter = options.filter;
        if let Some(typed) = &options.league {
            let all = app.leagues().await?;
            let league = leagues::one(all.iter(), typed, "tickets-no-league")?;
            filter.league = Some(league.id);
        }
        page(app, request, filter, PageFrom::Newest).await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let all = app.leagues_for_typing().await?;
        Ok(leagues::choices(
            request.catalogue(),
            all.iter(),
            &typing.typed,
        ))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Page { filter, from } => page(app, request, filter, from).await,
            Button::OnGame { game } => on_game(app, request, game).await,
            Button::Cancel { ticket } => cancel(app, request, ticket).await,
            Button::Share { ticket } => share(app, request, ticket).await,
        }
    }
}
