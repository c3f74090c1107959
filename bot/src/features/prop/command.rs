//! The command and its answers.

use shared::units::Units;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::find::{self, Meant, PlayerOf};
use super::view;
use crate::app::{App, own_format};
use crate::browse::{card, choices};
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{CHOICES_MAX, Reply};
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::placing::amount::read_stake;
use crate::single::{self, Who, Wish};
use crate::views::{self, balance};

/// What `/prop` is given.
pub(crate) struct Args {
    /// A choice of ours, or a player's name.
    player: String,
    /// What is counted.
    category: Option<String>,
    /// Line and side.
    pick: Option<String>,
    /// An amount.
    stake: Option<String>,
}

/// The feature.
pub(crate) struct Prop;

impl Feature for Prop {
    const NAME: &'static str = "prop";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let typed = |name, about| StringBuilder::new(name, catalogue.say(about));
        in_servers("prop", catalogue.say("prop-about"))
            .option(
                typed("player", "prop-player")
                    .autocomplete(true)
                    .required(true),
            )
            .option(typed("category", "prop-category").autocomplete(true))
            .option(typed("pick", "prop-pick").autocomplete(true))
            .option(typed("stake", "bet-stake"))
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        let given = |name| options.get(name).map(str::to_owned);
        Args {
            player: given("player").unwrap_or_default(),
            category: given("category"),
            pick: given("pick"),
            stake: given("stake"),
        }
    }

    async fn answer(app: &App, request: &Request, args: Self::Options) -> Result<Reply, Failure> {
        let stake = args.stake.as_deref().map(read_stake).transpose()?;
        let who = app.ensure_member(request).await?;
        let catalogue = request.catalogue();
        let index = find::index(app).await?;
        let typed = ("typed", Said::typed(&args.player).into());
        match find::player((catalogue, &who.0), (app, &index), &args.player) {
            Meant::One(of) => offered(app, request, &who, of, (&args, stake)).await,
            Meant::Several(found) => {
                let shown = ("shown", found.len().min(CHOICES_MAX).into());
                let key = match found.len() > CHOICES_MAX {
                    true => "prop-many",
                    false => "prop-several",
                };
                let said = catalogue.line(key, &[typed, shown, ("count", found.len().into())]);
                let parts = view::several((catalogue, &who.0), said, &found);
                Ok(Reply::private(parts).after(balance::notes(catalogue, &who.1)))
            }
            Meant::None(nearest) if nearest.is_empty() => {
                Err(refuse_with("prop-unknown", vec![typed]))
            }
            Meant::None(nearest) => {
                let said = catalogue.line("prop-nearest", &[typed]);
                let parts = view::several((catalogue, &who.0), said, &nearest);
                Ok(Reply::private(parts).after(balance::notes(catalogue, &who.1)))
            }
        }
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let catalogue = request.catalogue();
        let server = app.server_of(request).await?;
        let index = find::index(app).await?;
        let typed = &typing.typed;
        if typing.option == "player" {
            let found = index.search(typed, app.clock.now());
            return Ok(find::choices((catalogue, &server), &found, typed));
        }
        let player = typing.options.get("player").unwrap_or_default();
        let Meant::One((game, player)) = find::player((catalogue, &server), (app, &index), player)
        else {
            return Ok(find::choices((catalogue, &server), &[], typed));
        };
        let Some(game) = app.offers_for_typing(game).await? else {
            return Ok(find::category_choices(catalogue, &[], typed));
        };
        if typing.option == "category" {
            let found = find::categories(catalogue, &game, player, Some(typed));
            return Ok(find::category_choices(catalogue, &found, typed));
        }
        let category = typing.options.get("category");
        let found = find::categories(catalogue, &game, player, category);
        let quotes = found.iter().flat_map(|it| it.quotes.iter().copied());
        Ok(choices::of_quotes(
            catalogue,
            &server,
            (&game, quotes.collect()),
            typed,
        ))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let pressed = match button {
            Button::Player { .. } => Some(button),
            Button::Chosen => values.first().and_then(|it| Button::of(it)),
        };
        let Some(Button::Player { game, player, page }) = pressed else {
            return Err(refuse("error-stale"));
        };
        let who = app.ensure_member(request).await?;
        shown(app, request, &who, ((game, player), None, page)).await
    }
}

/// A player, and what about him was asked for: the stakes of one price, or all prices.
async fn offered(
    app: &App,
    request: &Request,
    who: &Who,
    of: PlayerOf,
    (args, stake): (&Args, Option<Units>),
) -> Result<Reply, Failure> {
    let (catalogue, category) = (request.catalogue(), args.category.as_deref());
    let game = app.offers(of.0).await?;
    let asked = args.pick.as_deref().zip(game);
    let Some((pick, game)) = asked else {
        return shown(app, request, who, (of, category, 0)).await;
    };
    let categories = find::categories(catalogue, &game, of.1, category);
    let found = find::picks(catalogue, &game, &categories, pick);
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
        let note = catalogue.line("prop-unknown-pick", &[typed]);
        let reply = shown(app, request, who, (of, None, 0)).await?;
        return Ok(reply.after(Some(note)));
    }
    let places = [
        typed,
        ("shown", CHOICES_MAX.into()),
        ("count", found.len().into()),
    ];
    let key = match found.len() > CHOICES_MAX {
        true => "bet-many-picks",
        false => "bet-several-picks",
    };
    let note = catalogue.line(key, &places);
    let format = own_format(&who.0, &who.1);
    let parts = views::offers::choose(catalogue, &game.game, &found, format);
    Ok(Reply::private(parts)
        .after(Some(note))
        .after(balance::notes(catalogue, &who.1)))
}

/// A page of what is offered on a player, of one category or of all.
async fn shown(
    app: &App,
    request: &Request,
    (server, caller): &Who,
    ((game, player), category, page): (PlayerOf, Option<&str>, u16),
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let Some(game) = app.offers(game).await? else {
        // It has begun: its card says how it stands.
        let card = card::card(app, request, game).await?;
        return Ok(card.after(Some(catalogue.say("prop-closed"))));
    };
    let mut note = None;
    let mut categories = find::categories(catalogue, &game, player, category);
    if categories.is_empty() {
        let typed = Said::typed(category.unwrap_or_default());
        note = category.map(|_| catalogue.line("prop-no-category", &[("typed", typed.into())]));
        categories = find::categories(catalogue, &game, player, None);
    }
    if categories.is_empty() {
        let name = view::name(&game.game, player);
        let key = match name.is_empty() {
            true => "prop-gone",
            false => "prop-no-prices",
        };
        return Err(refuse_with(key, vec![("player", name.into())]));
    }
    let shown = view::Shown {
        game: &game,
        player,
        categories,
        page,
        choices: &server.settings.rules,
        format: own_format(server, caller),
    };
    let parts = view::player(catalogue, shown);
    Ok(Reply::private(parts)
        .after(note)
        .after(balance::notes(catalogue, caller)))
}
