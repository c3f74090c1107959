//! The command and its answers.

use std::collections::BTreeMap;

use shared::folded::folded;
use shared::quote::BoardGame;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use crate::app::App;
use crate::browse::{card, choices, pages};
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{Reply, choice, only_choice};
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::features::bet;
use crate::offers;
use crate::offers::groups::Group;
use crate::single::{self, Wish};

/// What `/games` is given.
pub(crate) struct Args {
    /// The code of a league.
    league: Option<String>,
}

/// The feature.
pub(crate) struct Games;

impl Feature for Games {
    const NAME: &'static str = "games";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let league = StringBuilder::new("league", catalogue.say("games-league")).autocomplete(true);
        in_servers("games", catalogue.say("games-about"))
            .option(league)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            league: options.get("league").map(str::to_owned),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let Some(typed) = options.league else {
            return pages::page(app, request, None, 0).await;
        };
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let league = open
            .iter()
            .find(|it| it.game.league_code.eq_ignore_ascii_case(&typed))
            .map(|it| it.game.league);
        match league {
            Some(league) => pages::page(app, request, Some(league), 0).await,
            None => {
                let typed = ("typed", Said::typed(&typed).into());
                Err(refuse_with("games-no-league", vec![typed]))
            }
        }
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let found = leagues(request.catalogue(), &open, &typing.typed);
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
        match button {
            Button::Page { league, page } => pages::page(app, request, league, page).await,
            Button::Found => {
                let game = values.first().and_then(|it| it.parse().ok());
                let game = game.ok_or_else(|| refuse("error-stale"))?;
                card::card(app, request, game).await
            }
            Button::Game { game } => card::card(app, request, game).await,
            Button::Players { game, page } => {
                pages::group(app, request, (game, Group::Players), page).await
            }
            Button::Groups { game } => {
                let group = values.first().and_then(|it| Group::from_word(it));
                let group = group.ok_or_else(|| refuse("error-stale"))?;
                pages::group(app, request, (game, group), 0).await
            }
            Button::Group { game, group, page } => {
                pages::group(app, request, (game, group), page).await
            }
            Button::Priced { .. } => priced(app, request, values).await,
            Button::Chosen { game } => {
                let section = values.first().and_then(|it| it.parse().ok());
                let section = section.ok_or_else(|| refuse("error-stale"))?;
                pages::section(app, request, (game, section), 0).await
            }
            Button::Section {
                game,
                section,
                page,
            } => pages::section(app, request, (game, section), page).await,
        }
    }
}

/// What was chosen in the menu of a market: a price, or all of its prices.
async fn priced(app: &App, request: &Request, values: &[String]) -> Result<Reply, Failure> {
    let chosen = values.first().map_or("", String::as_str);
    if let Some(bet::Button::Pick {
        selection,
        bookmaker,
    }) = ComponentId::of(chosen)
    {
        let who = app.ensure_member(request).await?;
        let price = (selection, bookmaker);
        return single::stakes(app, request, &who, price, Wish::default()).await;
    }
    match ComponentId::of(chosen) {
        Some(Button::Section {
            game,
            section,
            page,
        }) => pages::section(app, request, (game, section), page).await,
        _ => Err(refuse("error-stale")),
    }
}

/// The leagues with open games whose code has what was typed, with how many games each has, at most
/// 25; where there are more, the last choice says so.
fn leagues(catalogue: Catalogue, open: &[&BoardGame], typed: &str) -> Vec<CommandOptionChoice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for game in open {
        *counts.entry(&game.game.league_code).or_default() += 1;
    }
    let asked = folded(typed);
    let found = counts.into_iter();
    let found: Vec<_> = found.filter(|it| folded(it.0).contains(&asked)).collect();
    let shown = choices::shown_of(found.len());
    let listed = found.iter().take(shown).map(|(code, count)| {
        let name = Said::name(code).then(&Said::ours(format!(" ({count})")));
        choice(&name, *code)
    });
    let mut listed: Vec<_> = listed.collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more-leagues", &places);
        listed.push(only_choice(&more, typed));
    }
    listed
}
