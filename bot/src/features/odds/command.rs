//! The command and its answers.

use shared::id::GameId;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::view;
use crate::app::{App, own_format};
use crate::browse::typed::Meant;
use crate::browse::{self, choices};
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::offers;
use crate::views::{balance, game};

/// What `/odds` is given.
pub(crate) struct Args {
    /// A choice of ours, or any part of the names of who plays.
    game: String,
}

/// The feature.
pub(crate) struct Odds;

impl Feature for Odds {
    const NAME: &'static str = "odds";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let game = StringBuilder::new("game", catalogue.say("odds-game"))
            .autocomplete(true)
            .required(true);
        in_servers("odds", catalogue.say("odds-about"))
            .option(game)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            game: options.get("game").unwrap_or_default().to_owned(),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let catalogue = request.catalogue();
        let zone = app.server_of(request).await?.settings.time_zone;
        match browse::typed::game((catalogue, zone), &open, &options.game) {
            Meant::One(game) => compared(app, request, game.game.id).await,
            Meant::Several(matching) => {
                let typed = Said::typed(&options.game);
                let parts = game::several((catalogue, zone), &matching, &typed, Button::Chosen);
                Ok(Reply::private(parts))
            }
            Meant::None => {
                let typed = Said::typed(&options.game).into();
                Err(refuse_with("odds-unknown-game", vec![("typed", typed)]))
            }
        }
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let server = app.server_of(request).await?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let found = choices::games(request.catalogue(), &server, &open, &typing.typed);
        if found.is_empty() {
            return choices::none(app, request, &board, &typing.typed).await;
        }
        Ok(found)
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let game = match button {
            Button::Game { game } => Some(game),
            Button::Chosen => values.first().and_then(|it| it.parse().ok()),
        };
        compared(app, request, game.ok_or_else(|| refuse("error-stale"))?).await
    }
}

/// The prices of a game, bookmaker by bookmaker.
async fn compared(app: &App, request: &Request, game: GameId) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let game = app.offers(game).await?;
    let game = game.ok_or_else(|| refuse("odds-no-prices"))?;
    let parts = view::parts(catalogue, &game, own_format(&server, &caller));
    let parts = parts.ok_or_else(|| refuse("odds-no-main-lines"))?;
    Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
}
