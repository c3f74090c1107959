//! Choices for options that are being typed: from memory, and never none.

use std::collections::BTreeMap;

use shared::quote::BoardGame;
use twilight_model::application::command::CommandOptionChoice;
use wording::{Catalogue, NameForm, Said, game_name};

use crate::app::App;
use crate::caches::Server;
use crate::commands::bet::{Resolved, resolve};
use crate::commands::{admin, setup, why};
use crate::custom_id::CustomId;
use crate::errors::Failure;
use crate::offers;
use crate::reply::{CHOICES_MAX, Reply, choice};
use crate::request::{Options, Request};
use crate::views::game;

/// Answers.
///
/// # Errors
/// [`Failure`] when nothing is in memory and the database cannot be asked.
pub(crate) async fn answer(
    app: &App,
    request: &Request,
    name: &str,
    option: &str,
    typed: &str,
    options: &Options,
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let server = app.server(request.guild, &request.guild_locale).await?;
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), None);
    let choices = match (name, option) {
        ("games", "league") => leagues(&open, typed),
        ("setup", _) => setup::zones(typed),
        ("why", _) => why::choices(app, request, typed).await?,
        (_, "ticket") => admin::ticket_choices(app, request, name, typed).await?,
        ("admin correct-result", _) => admin::game_choices(app, request, typed).await?,
        (_, "game") => games(catalogue, &server, &open, typed),
        (_, "pick") => picks(catalogue, &server, &open, typed, options),
        _ => Vec::new(),
    };
    let choices = if choices.is_empty() {
        let none = match (open.is_empty(), &board.next) {
            _ if name == "setup" => catalogue.say("choice-no-zone"),
            _ if name == "why" => catalogue.say("choice-no-ticket"),
            _ if name.starts_with("admin ") => catalogue.say("admin-choice-none"),
            (true, Some(next)) => catalogue.line(
                "choice-nothing-next",
                &[
                    ("league", Said::name(&next.league_code).into()),
                    ("at", game::starts(next, server.settings.time_zone).into()),
                ],
            ),
            (true, None) => catalogue.say("choice-nothing"),
            (false, _) => catalogue.say("choice-no-match"),
        };
        // What was typed is kept, so that sending it is answered in words.
        let value: String = typed.chars().take(100).collect();
        let value = if value.trim().is_empty() {
            "-".to_owned()
        } else {
            value
        };
        vec![choice(&none, value)]
    } else {
        choices
    };
    Ok(Reply::choices(choices))
}

fn leagues(open: &[&BoardGame], typed: &str) -> Vec<CommandOptionChoice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for game in open {
        *counts.entry(&game.game.league_code).or_default() += 1;
    }
    let typed = typed.to_lowercase();
    counts
        .into_iter()
        .filter(|(code, _)| code.to_lowercase().contains(&typed))
        .take(CHOICES_MAX)
        .map(|(code, count)| {
            let name = Said::name(code).then(&Said::ours(format!(" ({count})")));
            choice(&name, code)
        })
        .collect()
}

/// Games that match, at most 25; where there are more, the last choice says so.
fn games(
    catalogue: Catalogue,
    server: &Server,
    open: &[&BoardGame],
    typed: &str,
) -> Vec<CommandOptionChoice> {
    let found = offers::search(open, typed);
    let shown = if found.len() > CHOICES_MAX {
        CHOICES_MAX - 1
    } else {
        CHOICES_MAX
    };
    let mut choices: Vec<_> = found
        .iter()
        .take(shown)
        .map(|it| {
            let label = label(catalogue, server, it);
            choice(&label, it.game.id.to_string())
        })
        .collect();
    if found.len() > shown {
        let more = catalogue.line("choice-more", &[("count", (found.len() - shown).into())]);
        let value: String = typed.chars().take(100).collect();
        let value = if value.is_empty() {
            "-".to_owned()
        } else {
            value
        };
        choices.push(choice(&more, value));
    }
    choices
}

/// `LAL @ BOS · Thu 7:30 PM · LAL +3.5 -110`.
fn label(catalogue: Catalogue, server: &Server, of: &BoardGame) -> Said {
    let settings = &server.settings;
    let markets = offers::main_markets(of);
    let first = markets.first().and_then(|it| it.quotes.first());
    let offer = first.map(|it| game::offer(catalogue, &of.game, it, settings.odds_format));
    catalogue.line(
        "choice-game",
        &[
            (
                "game",
                game_name(catalogue, &of.game, NameForm::Short).into(),
            ),
            ("league", Said::name(&of.game.league_code).into()),
            ("at", game::starts(&of.game, settings.time_zone).into()),
            ("offer", offer.unwrap_or_default().into()),
        ],
    )
}

fn picks(
    catalogue: Catalogue,
    server: &Server,
    open: &[&BoardGame],
    typed: &str,
    options: &Options,
) -> Vec<CommandOptionChoice> {
    let game = options.get("game").unwrap_or_default();
    let Resolved::One(of) = resolve(open, game) else {
        return Vec::new();
    };
    let typed = typed.to_lowercase();
    let markets = offers::main_markets(of);
    let quotes = markets.iter().flat_map(|it| it.quotes.iter());
    quotes
        .map(|quote| {
            let label = game::offer(catalogue, &of.game, quote, server.settings.odds_format);
            let id = CustomId::Pick {
                selection: quote.selection.id,
                bookmaker: quote.bookmaker.id,
            };
            (label, id)
        })
        .filter(|(label, _)| label.plain().to_lowercase().contains(&typed))
        .take(CHOICES_MAX)
        .map(|(label, id)| choice(&label, id.to_string()))
        .collect()
}
