//! The command and its answers.

use shared::folded::folded;
use shared::id::GameId;
use shared::quote::BoardGame;
use shared::units::Units;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::view;
use crate::app::{App, own_format};
use crate::browse::choices::shown_of;
use crate::browse::typed::{self, Meant};
use crate::browse::{card, choices};
use crate::discord::reply::{CHOICES_MAX, Reply, choice, only_choice};
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::offers;
use crate::offers::sections::{Section, sections};
use crate::placing::amount::read_stake;
use crate::single::{self, Who, Wish};
use crate::views::{self, balance, game};

/// What `/future` is given.
pub(crate) struct Args {
    /// A choice of ours, or any part of the event's name.
    event: String,
    /// A choice of ours, or what a market is called.
    market: Option<String>,
    /// A choice of ours, or any part of what can be picked.
    pick: Option<String>,
    /// An amount.
    stake: Option<String>,
}

/// The feature.
pub(crate) struct Future;

impl Feature for Future {
    const NAME: &'static str = "future";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let typed = |name, about| StringBuilder::new(name, catalogue.say(about));
        in_servers("future", catalogue.say("future-about"))
            .option(
                typed("event", "future-event")
                    .autocomplete(true)
                    .required(true),
            )
            .option(typed("market", "future-market").autocomplete(true))
            .option(typed("pick", "future-pick").autocomplete(true))
            .option(typed("stake", "bet-stake"))
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        let given = |name| options.get(name).map(str::to_owned);
        Args {
            event: given("event").unwrap_or_default(),
            market: given("market"),
            pick: given("pick"),
            stake: given("stake"),
        }
    }

    async fn answer(app: &App, request: &Request, args: Self::Options) -> Result<Reply, Failure> {
        let stake = args.stake.as_deref().map(read_stake).transpose()?;
        let who = app.ensure_member(request).await?;
        let catalogue = request.catalogue();
        let board = app.board().await?;
        let open = events(offers::open(&board, app.clock.now(), None));
        let event = match typed::game((catalogue, who.0.settings.time_zone), &open, &args.event) {
            Meant::One(event) => event.game.id,
            Meant::Several(found) => {
                let zone = who.0.settings.time_zone;
                let typed = Said::typed(&args.event);
                let parts = game::several((catalogue, zone), &found, &typed, Button::Chosen);
                return Ok(Reply::private(parts).after(balance::notes(catalogue, &who.1)));
            }
            Meant::None => {
                // A choice that was offered before the event began has a card still.
                return match args.event.parse::<GameId>() {
                    Ok(event) => card::card(app, request, event).await,
                    Err(_) if open.is_empty() => Err(refuse("future-none")),
                    Err(_) => Err(unknown("future-unknown", &args.event)),
                };
            }
        };
        offered(app, request, &who, event, (&args, stake)).await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let catalogue = request.catalogue();
        let server = app.server_of(request).await?;
        let board = app.board().await?;
        let open = events(offers::open(&board, app.clock.now(), None));
        let typed = &typing.typed;
        if typing.option == "event" {
            let found = choices::games(catalogue, &server, &open, typed);
            return Ok(match found.is_empty() {
                true => vec![only_choice(&catalogue.say("choice-no-event"), typed)],
                false => found,
            });
        }
        let event = typing.options.get("event").unwrap_or_default();
        let event = match typed::game((catalogue, server.settings.time_zone), &open, event) {
            Meant::One(of) => app.offers_for_typing(of.game.id).await?,
            Meant::Several(_) | Meant::None => None,
        };
        let Some(event) = event else {
            return Ok(vec![only_choice(&catalogue.say("choice-no-event"), typed)]);
        };
        if typing.option == "market" {
            return Ok(market_choices(catalogue, &event, typed));
        }
        let markets = markets(catalogue, &event, typing.options.get("market"));
        let quotes = markets.iter().flat_map(|it| it.quotes.iter().copied());
        let quotes = quotes.collect();
        Ok(choices::of_quotes(
            catalogue,
            &server,
            (&event, quotes),
            typed,
        ))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let (event, page) = match button {
            Button::Event { event, page } => (event, page),
            Button::Chosen => {
                let event = values.first().and_then(|it| it.parse().ok());
                (event.ok_or_else(|| refuse("error-stale"))?, 0)
            }
        };
        let who = app.ensure_member(request).await?;
        shown(app, request, &who, (event, None, page)).await
    }
}

/// The contests of many among these games: tournaments, races, seasons.
fn events(open: Vec<&BoardGame>) -> Vec<&BoardGame> {
    let fields = open.into_iter().filter(|it| it.game.field().is_some());
    fields.collect()
}

/// The markets of an event that were meant: a choice of ours, or what they are called. All where
/// nothing was typed, and none where nothing is called so.
fn markets<'a>(
    catalogue: Catalogue,
    event: &'a BoardGame,
    asked: Option<&str>,
) -> Vec<Section<'a>> {
    let mut all = sections(event);
    let Some(asked) = asked.map(str::trim).filter(|it| !it.is_empty()) else {
        return all;
    };
    if let Ok(id) = asked.parse() {
        all.retain(|it| it.id == id);
        return all;
    }
    let asked = folded(asked);
    let called = |it: &Section<'_>| folded(&title(catalogue, event, it).plain());
    if all.iter().any(|it| called(it) == asked) {
        all.retain(|it| called(it) == asked);
    } else {
        all.retain(|it| called(it).contains(&asked));
    }
    all
}

fn title(catalogue: Catalogue, event: &BoardGame, of: &Section<'_>) -> Said {
    views::offers::title(catalogue, &event.game, of)
}

fn market_choices(
    catalogue: Catalogue,
    event: &BoardGame,
    typed: &str,
) -> Vec<CommandOptionChoice> {
    let found = markets(catalogue, event, Some(typed));
    if found.is_empty() {
        return vec![only_choice(&catalogue.say("choice-no-market"), typed)];
    }
    let shown = shown_of(found.len());
    let choices = found.iter().take(shown).map(|it| {
        let places = [
            ("category", title(catalogue, event, it).into()),
            ("count", it.quotes.len().into()),
        ];
        choice(
            &catalogue.line("choice-category", &places),
            it.id.to_string(),
        )
    });
    let mut choices: Vec<_> = choices.collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more-picks", &places);
        choices.push(only_choice(&more, typed));
    }
    choices
}

/// An event, and what of it was asked for: the stakes of one price, or all prices.
async fn offered(
    app: &App,
    request: &Request,
    who: &Who,
    event: GameId,
    (args, stake): (&Args, Option<Units>),
) -> Result<Reply, Failure> {
    let (catalogue, market) = (request.catalogue(), args.market.as_deref());
    let game = app.offers(event).await?;
    let Some((pick, game)) = args.pick.as_deref().zip(game) else {
        return shown(app, request, who, (event, market, 0)).await;
    };
    let markets = markets(catalogue, &game, market);
    let quotes = markets.iter().flat_map(|it| it.quotes.iter().copied());
    let found = typed::picks_of(catalogue, &game, quotes.collect(), pick);
    if let [one] = found.as_slice() {
        let price = (one.selection.id, one.bookmaker.id);
        let wish = Wish {
            stake,
            ..Wish::default()
        };
        return single::stakes(app, request, who, price, wish).await;
    }
    let typed = ("typed", Said::typed(pick).into());
    if found.is_empty() {
        let note = catalogue.line("bet-unknown-pick", &[typed]);
        let reply = shown(app, request, who, (event, None, 0)).await?;
        return Ok(reply.after(Some(note)));
    }
    let note = several_picks(catalogue, pick, found.len());
    let format = own_format(&who.0, &who.1);
    let parts = views::offers::choose(catalogue, &game.game, &found, format);
    Ok(Reply::private(parts)
        .after(Some(note))
        .after(balance::notes(catalogue, &who.1)))
}

fn several_picks(catalogue: Catalogue, typed: &str, count: usize) -> Said {
    let places = [
        ("typed", Said::typed(typed).into()),
        ("shown", CHOICES_MAX.into()),
        ("count", count.into()),
    ];
    let key = match count > CHOICES_MAX {
        true => "bet-many-picks",
        false => "bet-several-picks",
    };
    catalogue.line(key, &places)
}

/// A page of what an event offers, in one market or in all.
async fn shown(
    app: &App,
    request: &Request,
    (server, caller): &Who,
    (event, market, page): (GameId, Option<&str>, u16),
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let Some(event) = app.offers(event).await? else {
        // It has begun: its card says how it stands.
        return card::card(app, request, event).await;
    };
    let mut note = None;
    let mut found = markets(catalogue, &event, market);
    if found.is_empty() {
        let typed = Said::typed(market.unwrap_or_default());
        note = Some(catalogue.line("future-no-market", &[("typed", typed.into())]));
        found = markets(catalogue, &event, None);
    }
    let shown = view::Shown {
        event: &event,
        markets: found,
        page,
        choices: &server.settings.rules,
        format: own_format(server, caller),
    };
    let parts = view::event(catalogue, shown);
    Ok(Reply::private(parts)
        .after(note)
        .after(balance::notes(catalogue, caller)))
}

fn unknown(key: &'static str, typed: &str) -> Failure {
    refuse_with(key, vec![("typed", Said::typed(typed).into())])
}
