//! The command and its answers.

use std::collections::BTreeMap;

use grading::Options as Choices;
use services::settings::Change;
use shared::league::Sport;
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::view;
use crate::app::App;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::views::sport::sport_name;
use crate::{access, settings};

/// What `/rules` is given.
pub(crate) struct Args {
    /// The word of a sport.
    sport: Option<String>,
}

/// The feature.
pub(crate) struct Rules;

impl Feature for Rules {
    const NAME: &'static str = "rules";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let sports = Sport::ALL.iter();
        let sports = sports.map(|it| (sport_name(catalogue, *it), it.word()));
        let sport = StringBuilder::new("sport", catalogue.say("rules-sport")).choices(sports);
        in_servers("rules", catalogue.say("rules-about"))
            .option(sport)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            sport: options.get("sport").map(str::to_owned),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let sport = match options.sport.as_deref() {
            Some(word) => Sport::from_word(word).ok_or_else(|| refuse("error-stale"))?,
            None => most_played(app).await?,
        };
        page(app, request, sport, 0).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Page { sport, page } => self::page(app, request, sport, page).await,
            Button::Sport => chosen(app, request, values).await,
            Button::Choose { sport } => choose(app, request, sport, values).await,
        }
    }
}

/// The first page of the sport that was chosen from the menu.
pub(crate) async fn chosen(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let sport = values.first().and_then(|it| Sport::from_word(it));
    let sport = sport.ok_or_else(|| refuse("error-stale"))?;
    page(app, request, sport, 0).await
}

/// The server goes by another rule from now on.
pub(crate) async fn choose(
    app: &App,
    request: &Request,
    sport: Sport,
    values: &[String],
) -> Result<Reply, Failure> {
    let chosen = values.first().and_then(|it| it.split_once('='));
    let (name, value) = chosen.ok_or_else(|| refuse("error-stale"))?;
    let (name, value) = (name.to_owned(), value.to_owned());
    settings::change(app, request, Change::Rule { name, value }).await?;
    let note = request.catalogue().say("rules-changed");
    Ok(page(app, request, sport, 0).await?.after(Some(note)))
}

/// A page.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    sport: Sport,
    page: u16,
) -> Result<Reply, Failure> {
    let server = app.server(request.guild, &request.guild_locale).await?;
    let options = Choices::try_from(&server.settings.rules)
        .map_err(|error| Failure::Unexpected(format!("server {}: {error}", request.guild)))?;
    let view = view::View {
        sport,
        page: page.into(),
        options,
        why: app.mention("why"),
        may_choose: access::is_manager(request),
    };
    Ok(Reply::private(view::parts(request.catalogue(), &view)))
}

async fn most_played(app: &App) -> Result<Sport, Failure> {
    let board = app.board().await?;
    let mut counts: BTreeMap<Sport, usize> = BTreeMap::new();
    for it in &board.games {
        *counts.entry(it.game.sport).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    Ok(most.map_or(Sport::AmericanFootball, |(sport, _)| sport))
}
