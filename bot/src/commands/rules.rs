//! `/rules`: the published house rules of a sport, with their sources.

use std::collections::BTreeMap;

use grading::Options as Choices;
use shared::league::Sport;
use shared::settings::RuleChoices;
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use crate::app::App;
use crate::commands::{in_servers, setup};
use crate::errors::{Failure, refuse};
use crate::reply::Reply;
use crate::request::{Options, Request};
use crate::views::rules;

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    let sports = Sport::ALL.iter();
    let sports = sports.map(|it| (rules::sport_name(catalogue, *it), it.word()));
    let sport = StringBuilder::new("sport", catalogue.say("rules-sport")).choices(sports);
    in_servers("rules", catalogue.say("rules-about"))
        .option(sport)
        .build()
}

/// The first page of the chosen sport, or of the one with most games open.
pub(crate) async fn answer(
    app: &App,
    request: &Request,
    options: &Options,
) -> Result<Reply, Failure> {
    let sport = match options.get("sport") {
        Some(word) => Sport::from_word(word).ok_or_else(|| refuse("error-stale"))?,
        None => most_played(app).await?,
    };
    page(app, request, sport, 0).await
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
    let mut refused = None;
    setup::change(app, request, |settings| {
        let options = Choices::try_from(&settings.rules);
        let set = options.and_then(|mut it| it.set(name, value).map(|()| it));
        match set {
            Ok(options) => settings.rules = RuleChoices::from(&options),
            Err(error) => refused = Some(error),
        }
    })
    .await?;
    if refused.is_some() {
        return Err(refuse("error-stale"));
    }
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
    let view = rules::View {
        sport,
        page: page.into(),
        options,
        why: app.mention("why"),
        may_choose: setup::is_manager(request),
    };
    Ok(Reply::private(rules::parts(request.catalogue(), &view)))
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
