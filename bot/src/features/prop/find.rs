//! Which player was meant, and what about him.

use std::sync::Arc;

use shared::folded::folded;
use shared::id::{CompetitorId, GameId};
use shared::quote::{BoardGame, Quote};
use twilight_model::application::command::CommandOptionChoice;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::view;
use crate::app::App;
use crate::browse::choices::shown_of;
use crate::browse::typed;
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{choice, only_choice};
use crate::errors::Failure;
use crate::offers::sections::{self, Section};
use crate::players::{Index, Player};

/// Between the parts of a choice's label.
const PARTS: &str = " · ";

/// A player in a game.
pub(super) type PlayerOf = (GameId, CompetitorId);

/// Who was meant.
pub(super) enum Meant {
    One(PlayerOf),
    Several(Vec<Player>),
    /// Nobody who is called so; these are called nearly so.
    None(Vec<Player>),
}

/// The index of all players that can be bet on.
pub(super) async fn index(app: &App) -> Result<Arc<Index>, Failure> {
    let board = app.board().await?;
    Ok(app.players.of(&app.pool, &board).await)
}

/// A choice of ours, its label as it is shown, or a name. Where one player is on in several games,
/// the soonest is meant.
pub(super) fn player(
    (catalogue, server): (Catalogue, &Server),
    (app, index): (&App, &Index),
    typed: &str,
) -> Meant {
    if let Some(Button::Player { game, player, .. }) = ComponentId::of(typed) {
        return Meant::One((game, player));
    }
    let now = app.clock.now();
    let name = typed.split(PARTS).next().unwrap_or(typed);
    let found = index.search(name, now);
    if name != typed {
        let whole = folded(typed);
        let is_it = |it: &&&Player| folded(&view::label(catalogue, server, it).plain()) == whole;
        if let Some(one) = found.iter().find(is_it) {
            return Meant::One((one.game().id, one.player.id));
        }
    }
    let mut once: Vec<&Player> = Vec::new();
    for it in found {
        if once.iter().all(|other| other.player.id != it.player.id) {
            once.push(it);
        }
    }
    match once.as_slice() {
        [] => Meant::None(index.nearest(name, now).into_iter().cloned().collect()),
        [one] => Meant::One((one.game().id, one.player.id)),
        _ => Meant::Several(once.into_iter().cloned().collect()),
    }
}

/// What is counted of a player that was meant: a choice of ours, or its name or a part of it. All
/// where nothing was typed, and none where nothing is called so.
pub(super) fn categories<'a>(
    catalogue: Catalogue,
    game: &'a BoardGame,
    player: CompetitorId,
    asked: Option<&str>,
) -> Vec<Section<'a>> {
    let mut all = sections::of_player(game, player);
    let Some(asked) = asked.map(str::trim).filter(|it| !it.is_empty()) else {
        return all;
    };
    if let Ok(id) = asked.parse() {
        all.retain(|it| it.id == id);
        return all;
    }
    let asked = folded(asked);
    let called = |it: &Section<'_>| folded(&view::category(catalogue, it).plain());
    if all.iter().any(|it| called(it) == asked) {
        all.retain(|it| called(it) == asked);
    } else {
        all.retain(|it| called(it).contains(&asked));
    }
    all
}

/// The prices of these categories that were meant.
pub(super) fn picks<'a>(
    catalogue: Catalogue,
    game: &'a BoardGame,
    categories: &[Section<'a>],
    asked: &str,
) -> Vec<&'a Quote> {
    let quotes = categories.iter().flat_map(|it| it.quotes.iter().copied());
    typed::picks_of(catalogue, game, quotes.collect(), asked)
}

/// Players as choices.
pub(super) fn choices(
    (catalogue, server): (Catalogue, &Server),
    found: &[&Player],
    typed: &str,
) -> Vec<CommandOptionChoice> {
    if found.is_empty() {
        return vec![only_choice(&catalogue.say("choice-no-player"), typed)];
    }
    let shown = shown_of(found.len());
    let choices = found.iter().take(shown).map(|it| {
        let id = Button::Player {
            game: it.game().id,
            player: it.player.id,
            page: 0,
        };
        choice(&view::label(catalogue, server, it), id.custom_id())
    });
    let mut choices: Vec<_> = choices.collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more-players", &places);
        choices.push(only_choice(&more, typed));
    }
    choices
}

/// What is counted of a player as choices.
pub(super) fn category_choices(
    catalogue: Catalogue,
    found: &[Section<'_>],
    typed: &str,
) -> Vec<CommandOptionChoice> {
    if found.is_empty() {
        return vec![only_choice(&catalogue.say("choice-no-prop"), typed)];
    }
    let shown = shown_of(found.len());
    let choices = found.iter().take(shown).map(|it| {
        let places = [
            ("category", view::category(catalogue, it).into()),
            ("count", it.quotes.len().into()),
        ];
        let label: Said = catalogue.line("choice-category", &places);
        choice(&label, it.id.to_string())
    });
    choices.collect()
}
