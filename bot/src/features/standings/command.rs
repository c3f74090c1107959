//! The command and its answers.

use shared::id::LeagueId;
use shared::league::League;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::view;
use crate::app::App;
use crate::browse::leagues;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};

/// What `/standings` is given.
pub(crate) struct Args {
    /// The code or the name of a league.
    league: String,
}

/// The feature.
pub(crate) struct Standings;

impl Feature for Standings {
    const NAME: &'static str = "standings";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let league = StringBuilder::new("league", catalogue.say("standings-league"))
            .autocomplete(true)
            .required(true);
        in_servers("standings", catalogue.say("standings-about"))
            .option(league)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            league: options.get("league").unwrap_or_default().to_owned(),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let all = app.leagues().await?;
        let with_table = all.iter().filter(|it| it.has_table);
        let league = leagues::one(with_table, &options.league, "standings-no-league")?;
        page(app, request, league, 0).await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let all = app.leagues_for_typing().await?;
        let with_table = all.iter().filter(|it| it.has_table);
        let catalogue = request.catalogue();
        Ok(leagues::choices(catalogue, with_table, &typing.typed))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let (id, number) = match button {
            Button::Page { league, page } => (league, page),
            Button::Part { league } => {
                let page = values.first().and_then(|it| it.parse().ok());
                (league, page.ok_or_else(|| refuse("error-stale"))?)
            }
        };
        let league = of_id(app, id).await?;
        page(app, request, &league, number).await
    }
}

async fn of_id(app: &App, id: LeagueId) -> Result<League, Failure> {
    let all = app.leagues().await?;
    let mut all = all.iter().map(|it| &it.league);
    let found = all.find(|it| it.id == id).cloned();
    found.ok_or_else(|| refuse("error-stale"))
}

async fn page(app: &App, request: &Request, league: &League, page: u16) -> Result<Reply, Failure> {
    let table = app.table(league).await?;
    let table = table.as_ref().as_ref();
    let table = table.ok_or_else(|| refuse("error-stale"))?;
    let parts = view::parts(request.catalogue(), league, table, page);
    Ok(Reply::private(parts))
}
