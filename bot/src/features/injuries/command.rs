//! The command and its answers.

use store::known_teams::KnownTeam;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::view;
use crate::app::App;
use crate::browse::teams;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};

/// What `/injuries` is given.
pub(crate) struct Args {
    /// A team: a choice of ours, or what somebody typed.
    team: String,
}

/// The feature.
pub(crate) struct Injuries;

impl Feature for Injuries {
    const NAME: &'static str = "injuries";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let team = StringBuilder::new("team", catalogue.say("injuries-team"))
            .autocomplete(true)
            .required(true);
        in_servers("injuries", catalogue.say("injuries-about"))
            .option(team)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            team: options.get("team").unwrap_or_default().to_owned(),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let all = app.teams().await?;
        page(app, request, teams::one(&all, &options.team)?, 0).await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let all = app.teams_for_typing().await?;
        Ok(teams::choices(request.catalogue(), &all, &typing.typed))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        let Button::Page { team, page } = button;
        let all = app.teams().await?;
        self::page(app, request, teams::of_id(&all, team)?, page).await
    }
}

async fn page(app: &App, request: &Request, of: &KnownTeam, page: u16) -> Result<Reply, Failure> {
    let told = app.injuries_of(of).await?;
    let parts = view::parts(request.catalogue(), of, &told, page);
    Ok(Reply::private(parts))
}
