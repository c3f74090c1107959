//! `/rules`: the published house rules of a sport, with their sources.

use std::collections::BTreeMap;

use grading::Options as Choices;
use shared::league::Sport;
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;

use crate::app::App;
use crate::commands::in_servers;
use crate::errors::{Failure, refuse};
use crate::reply::Reply;
use crate::request::{Options, Request};
use crate::text::Text;
use crate::views::rules;

/// The command.
pub(crate) fn definition(text: Text) -> Command {
    let sports = Sport::ALL.iter();
    let sports = sports.map(|it| (rules::sport_name(text, *it), it.word()));
    let sport = StringBuilder::new("sport", text.say("rules-sport")).choices(sports);
    in_servers("rules", text.say("rules-about"))
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
    Ok(page(app, request, sport, 0))
}

/// The first page of the sport that was chosen from the menu.
pub(crate) fn chosen(app: &App, request: &Request, values: &[String]) -> Result<Reply, Failure> {
    let sport = values.first().and_then(|it| Sport::from_word(it));
    let sport = sport.ok_or_else(|| refuse("error-stale"))?;
    Ok(page(app, request, sport, 0))
}

/// A page.
pub(crate) fn page(app: &App, request: &Request, sport: Sport, page: u16) -> Reply {
    let view = rules::View {
        sport,
        page: page.into(),
        // No setting of a server changes a grade yet: every choice is the published default.
        options: Choices::default(),
        why: app.mention("why"),
    };
    Reply::private(rules::parts(request.text(), &view))
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
