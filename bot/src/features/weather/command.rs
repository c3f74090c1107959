//! The command and its answer.

use shared::id::GameId;
use shared::quote::BoardGame;
use store::StoreError;
use store::venues;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::view;
use crate::app::App;
use crate::browse::typed::Meant;
use crate::browse::{self, choices};
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::offers;
use crate::views::game;

/// What `/weather` is given.
pub(crate) struct Args {
    /// A game: a choice of ours, or what somebody typed.
    game: String,
}

/// The feature.
pub(crate) struct Weather;

impl Feature for Weather {
    const NAME: &'static str = "weather";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let game = StringBuilder::new("game", catalogue.say("weather-game"))
            .autocomplete(true)
            .required(true);
        in_servers("weather", catalogue.say("weather-about"))
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
        let typed = Said::typed(&options.game);
        let server = app.server_of(request).await?;
        let written = (request.catalogue(), server.settings.time_zone);
        match browse::typed::game(written, &open, &options.game) {
            Meant::One(one) => of(app, request, one).await,
            Meant::Several(matching) => {
                let parts = game::several(written, &matching, &typed, Button::Chosen);
                Ok(Reply::private(parts))
            }
            Meant::None => Err(refuse_with(
                "weather-no-game",
                vec![("typed", typed.into())],
            )),
        }
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let Button::Chosen = button;
        let id = values.first().and_then(|it| it.parse::<GameId>().ok());
        let id = id.ok_or_else(|| refuse("error-stale"))?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let chosen = open.iter().find(|it| it.game.id == id);
        of(
            app,
            request,
            chosen.ok_or_else(|| refuse("refuse-game-gone"))?,
        )
        .await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let catalogue = request.catalogue();
        let (server, board) = (app.server_of(request).await?, app.board().await?);
        let open = offers::open(&board, app.clock.now(), None);
        let found = choices::games(catalogue, &server, &open, &typing.typed);
        if found.is_empty() {
            return choices::none(app, request, &board, &typing.typed).await;
        }
        Ok(found)
    }
}

/// The weather of this game.
async fn of(app: &App, request: &Request, game: &BoardGame) -> Result<Reply, Failure> {
    let mut conn = app.pool.acquire().await.map_err(StoreError::from)?;
    let weather = venues::of_game(&mut conn, game.game.id).await?;
    let parts = view::parts(request.catalogue(), &game.game, weather.as_ref());
    Ok(Reply::private(parts))
}
