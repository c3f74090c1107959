//! The command and its answers.

use shared::id::GameId;
use shared::quote::BoardGame;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use crate::app::{App, own_format};
use crate::browse::typed::Meant;
use crate::browse::{self, card, choices, pages};
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{CHOICES_MAX, Reply};
use crate::discord::request::{Fields, Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::features::games;
use crate::offers;
use crate::placing::amount::{other_amount, read_stake};
use crate::single::{self, Wish};
use crate::views::{self, balance, game};

/// What `/bet` is given.
pub(crate) struct Args {
    /// A choice of ours, or any part of the names of who plays.
    game: String,
    /// A choice of ours, or any part of what can be picked.
    pick: Option<String>,
    /// An amount.
    stake: Option<String>,
}

/// The feature.
pub(crate) struct Bet;

impl Feature for Bet {
    const NAME: &'static str = "bet";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("bet", catalogue.say("bet-about"))
            .option(
                StringBuilder::new("game", catalogue.say("bet-game"))
                    .autocomplete(true)
                    .required(true),
            )
            .option(StringBuilder::new("pick", catalogue.say("bet-pick")).autocomplete(true))
            .option(StringBuilder::new("stake", catalogue.say("bet-stake")))
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            game: options.get("game").unwrap_or_default().to_owned(),
            pick: options.get("pick").map(str::to_owned),
            stake: options.get("stake").map(str::to_owned),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let preferred = options.stake.as_deref().map(read_stake).transpose()?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let server = app.server_of(request).await?;
        let zone = server.settings.time_zone;
        let catalogue = request.catalogue();
        let game = match browse::typed::game((catalogue, zone), &open, &options.game) {
            Meant::One(game) => game.game.id,
            Meant::Several(matching) => {
                return several(app, request, &matching, &options.game).await;
            }
            Meant::None if open.is_empty() && options.game.parse::<GameId>().is_err() => {
                return pages::page(app, request, None, 0).await;
            }
            Meant::None => {
                // A choice that was offered before the game began has a card still.
                let game = options.game.parse();
                let game = game.map_err(|_| unknown("bet-unknown-game", &options.game))?;
                return card::card(app, request, game).await;
            }
        };
        let Some(pick) = options.pick else {
            return card::card(app, request, game).await;
        };
        let game = app.offers(game).await?;
        let game = game.ok_or_else(|| refuse("refuse-game-gone"))?;
        let matching = browse::typed::picks(request.catalogue(), &game, &pick);
        if let [one] = matching.as_slice() {
            let price = (one.selection.id, one.bookmaker.id);
            let who = app.ensure_member(request).await?;
            let wish = Wish {
                stake: preferred,
                ..Wish::default()
            };
            return single::stakes(app, request, &who, price, wish).await;
        }
        let catalogue = request.catalogue();
        let typed = ("typed", Said::typed(&pick).into());
        if matching.is_empty() {
            let note = catalogue.line("bet-unknown-pick", &[typed]);
            let card = card::card(app, request, game.game.id).await?;
            return Ok(card.after(Some(note)));
        }
        let (server, caller) = app.ensure_member(request).await?;
        let format = own_format(&server, &caller);
        let key = if matching.len() > CHOICES_MAX {
            "bet-many-picks"
        } else {
            "bet-several-picks"
        };
        let places = [
            typed,
            ("shown", CHOICES_MAX.into()),
            ("count", matching.len().into()),
        ];
        let note = catalogue.line(key, &places);
        let parts = views::offers::choose(catalogue, &game.game, &matching, format);
        Ok(Reply::private(parts)
            .after(Some(note))
            .after(balance::notes(catalogue, &caller)))
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let catalogue = request.catalogue();
        let server = app.server_of(request).await?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let typed = &typing.typed;
        let found = if typing.option == "game" {
            choices::games(catalogue, &server, &open, typed)
        } else {
            let game = typing.options.get("game").unwrap_or_default();
            let zone = server.settings.time_zone;
            let all = match browse::typed::game((catalogue, zone), &open, game) {
                Meant::One(of) => app.offers_for_typing(of.game.id).await?,
                Meant::Several(_) | Meant::None => None,
            };
            all.map_or_else(Vec::new, |of| {
                choices::picks(catalogue, &server, &of, typed)
            })
        };
        if found.is_empty() {
            return choices::none(app, request, &board, typed).await;
        }
        Ok(found)
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let picked = match button {
            Button::Pick { .. } => Some(button),
            Button::Chosen => values.first().and_then(|it| Button::of(it)),
            Button::Stake {
                quoted,
                takes,
                stake,
            } => {
                let who = app.ensure_member(request).await?;
                return single::place(app, request, &who, (quoted, takes), stake).await;
            }
            Button::OtherAmount { quoted, takes } => {
                let form = Button::OtherAmountForm { quoted, takes };
                return other_amount(app, request, form).await;
            }
            Button::OtherAmountForm { .. } => None,
        };
        let Some(Button::Pick {
            selection,
            bookmaker,
        }) = picked
        else {
            return Err(refuse("error-stale"));
        };
        let who = app.ensure_member(request).await?;
        let price = (selection, bookmaker);
        single::stakes(app, request, &who, price, Wish::default()).await
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        match form {
            Button::OtherAmountForm { quoted, takes } => {
                let stake = read_stake(fields.get("stake"))?;
                let who = app.ensure_member(request).await?;
                single::place(app, request, &who, (quoted, takes), stake).await
            }
            _ => Err(refuse("error-stale")),
        }
    }
}

/// Games that fit what was typed: a few with their prices, more in a menu, since a page that is
/// turned shows all games.
async fn several(
    app: &App,
    request: &Request,
    matching: &[&BoardGame],
    typed: &str,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let (catalogue, zone) = (request.catalogue(), server.settings.time_zone);
    let parts = match matching.len() > game::GAMES_PER_PAGE {
        true => {
            let typed = Said::typed(typed);
            game::several((catalogue, zone), matching, &typed, games::Button::Found)
        }
        false => game::page(catalogue, matching, None, 0, own_format(&server, &caller)),
    };
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}

fn unknown(key: &'static str, typed: &str) -> Failure {
    refuse_with(key, vec![("typed", Said::typed(typed).into())])
}
