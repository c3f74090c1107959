//! What is offered on a player, and players to choose from.

use shared::game::Game;
use shared::id::CompetitorId;
use shared::price::OddsFormat;
use shared::quote::BoardGame;
use shared::settings::RuleChoices;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said};

use super::buttons::Button;
use super::voids::voids;
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{CHOICES_MAX, button, menu, option, row, text_block};
use crate::features::games;
use crate::offers::sections::Section;
use crate::players::Player;
use crate::views::game::{from, line, starts};
use crate::views::price_menus;

/// What is counted: `hits`, `points, 1st half`.
pub(super) fn category(catalogue: Catalogue, of: &Section<'_>) -> Said {
    let Some(selection) = of.selection() else {
        return Said::default();
    };
    let counted = wording::counted_of(catalogue, selection);
    let part = wording::part(catalogue, selection.period);
    wording::list([counted].into_iter().chain(part), ", ")
}

/// `Aaron Judge · Yankees · Orioles at Yankees · Thu 7:05 PM`
pub(super) fn label(catalogue: Catalogue, server: &Server, of: &Player) -> Said {
    let game = of.game();
    let team = of.team.and_then(|it| game.find(it));
    let said = [
        Some(Said::name(&of.player.name)),
        team.map(|it| wording::called(game, it, NameForm::Short)),
        Some(wording::game_name(catalogue, game, NameForm::Short)),
        Some(starts(game, server.settings.time_zone)),
    ];
    wording::list(said.into_iter().flatten(), " · ")
}

/// A player's prices as they are shown.
pub(super) struct Shown<'a> {
    pub(super) game: &'a BoardGame,
    pub(super) player: CompetitorId,
    /// What is shown of all that is counted.
    pub(super) categories: Vec<Section<'a>>,
    pub(super) page: u16,
    /// What the server goes by.
    pub(super) choices: &'a RuleChoices,
    pub(super) format: OddsFormat,
}

/// A page of them: a menu for each thing that is counted.
pub(super) fn player(catalogue: Catalogue, shown: Shown<'_>) -> Vec<Component> {
    let Shown {
        game,
        player,
        categories,
        page,
        choices,
        format,
    } = shown;
    let of = &game.game;
    let quotes = || categories.iter().flat_map(|it| it.quotes.iter().copied());
    let statistics = quotes().filter_map(|it| it.selection.statistic.as_deref());
    let mut voids: Vec<Said> = voids(of.sport, choices, statistics)
        .into_iter()
        .map(Said::ours)
        .collect();
    if voids.is_empty() {
        voids.push(catalogue.say("prop-void"));
    }
    let places = [
        ("player", name(of, player).into()),
        ("game", line(catalogue, of).into()),
        ("voids", wording::list(voids, " ").into()),
        ("from", from(catalogue, quotes()).into()),
    ];
    let head = catalogue.line("prop-head", &places);
    let titled = categories.into_iter();
    let titled = titled.map(|it| (category(catalogue, &it), it));
    let titled: Vec<_> = titled.collect();
    let id = of.id;
    let turned = |page| Button::Player {
        game: id,
        player,
        page,
    };
    let mut parts = price_menus::parts((catalogue, format), (of, head), &titled, page, turned);
    let card = games::Button::Game { game: of.id };
    let card = button(ButtonStyle::Secondary, &catalogue.say("stake-back"), card);
    parts.push(row(vec![card]));
    parts
}

/// What a player is called.
pub(super) fn name(game: &Game, player: CompetitorId) -> Said {
    let found = game.find(player);
    found.map_or_else(Said::default, |it| {
        wording::called(game, it, NameForm::Full)
    })
}

/// Players, of whom one was meant, under what is said about them. A menu takes only so many.
pub(super) fn several(
    (catalogue, server): (Catalogue, &Server),
    said: Said,
    found: &[Player],
) -> Vec<Component> {
    let options = found.iter().take(CHOICES_MAX).map(|it| {
        let id = Button::Player {
            game: it.game().id,
            player: it.player.id,
            page: 0,
        };
        option(&label(catalogue, server, it), id.custom_id(), false)
    });
    let pick = catalogue.say("players-pick");
    vec![
        text_block(said),
        row(vec![menu(Button::Chosen, &pick, options.collect())]),
    ]
}
