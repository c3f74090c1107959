//! What `/admin` offers while it is typed: tickets and games of the server.

use std::collections::HashMap;

use shared::folded::folded;
use store::corrections;
use store::tickets;
use twilight_model::application::command::CommandOptionChoice;
use wording::{Catalogue, NameForm, Said};

use crate::access::may_correct;
use crate::app::App;
use crate::discord::reply::{CHOICES_MAX, choice};
use crate::discord::request::{Request, Typing};
use crate::errors::Failure;
use crate::views::{game, ticket};

/// Other people's tickets are not for everybody to look through.
fn none_for_you(catalogue: Catalogue) -> CommandOptionChoice {
    choice(&catalogue.say("admin-choice-not-you"), "-")
}

/// Tickets of the server as choices: those that were placed last, or those of a code.
pub(super) async fn tickets(
    app: &App,
    request: &Request,
    typing: &Typing,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let catalogue = request.catalogue();
    if !may_correct(app, request).await? {
        return Ok(vec![none_for_you(catalogue)]);
    }
    let manual_only = typing.options.sub() == "grade";
    let limit = i64::try_from(CHOICES_MAX).unwrap_or(25);
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let found =
        corrections::recent(&mut tx, request.guild, &typing.typed, manual_only, limit).await?;
    let ids: Vec<_> = found.iter().map(|(ticket, _)| *ticket).collect();
    let tickets = tickets::find_all(&mut tx, request.guild, &ids).await?;
    tx.commit().await?;
    let owners: HashMap<_, _> = found.into_iter().collect();
    let choices = tickets.iter().map(|it| {
        let owner = owners.get(&it.ticket.id).map_or("", String::as_str);
        let label = catalogue.line(
            "admin-choice-ticket",
            &[
                ("name", catalogue.person(owner).into()),
                ("state", ticket::state(catalogue, it.ticket.state).into()),
                (
                    "title",
                    ticket::title(catalogue, &it.ticket, &it.games).into(),
                ),
                ("code", (&it.ticket.code).into()),
            ],
        );
        choice(&label, it.ticket.code.as_str())
    });
    Ok(choices.collect())
}

/// Games that members here have tickets on and that have begun, the latest first, as choices.
pub(super) async fn games(
    app: &App,
    request: &Request,
    typing: &Typing,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let catalogue = request.catalogue();
    if !may_correct(app, request).await? {
        return Ok(vec![none_for_you(catalogue)]);
    }
    let server = app.server(request.guild, &request.guild_locale).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let ids = corrections::games_begun(&mut tx, request.guild, 200).await?;
    let games = store::board::games(&mut tx, &ids).await?;
    tx.commit().await?;
    let typed = folded(&typing.typed);
    let mut games: Vec<_> = games
        .into_iter()
        .filter(|it| it.written().is_none())
        .collect();
    games.sort_by_key(|it| std::cmp::Reverse(it.starts_at));
    let choices = games.iter().filter_map(|it| {
        let label = catalogue.line(
            "admin-choice-game",
            &[
                (
                    "game",
                    wording::game_name(catalogue, it, NameForm::Short).into(),
                ),
                ("league", Said::name(&it.league_code).into()),
                ("at", game::starts(it, server.settings.time_zone).into()),
            ],
        );
        let matches = folded(&label.plain()).contains(&typed);
        matches.then(|| choice(&label, it.id.to_string()))
    });
    Ok(choices.take(CHOICES_MAX).collect())
}
