//! A line in words, and the menus that lead to others.

use chrono_tz::Tz;
use shared::id::SelectionId;
use shared::market::Selection;
use store::price_history::PriceMove;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::chart::Told;
use super::find::{Lines, label};
use crate::discord::reply::{
    CHOICES_MAX, TEXT_CHARS_MAX, button, container, menu, option, row, text_block, text_within,
};
use crate::features::odds;
use crate::offers::asks_the_same;
use crate::views::game;

/// The value of the menu of bookmakers for all of them together.
pub(super) const ALL_BOOKS: &str = "all";

/// What the picture says.
pub(super) fn parts(catalogue: Catalogue, lines: &Lines, told: &Told, zone: Tz) -> Vec<Component> {
    let places = [
        ("title", (&told.title).into()),
        ("source", (&told.source).into()),
    ];
    let key = if told.source.is_empty() {
        "line-head-several"
    } else {
        "line-head"
    };
    let head = catalogue.line(key, &places);
    let zone = ("zone", Said::name(zone.name()).into());
    let foot = catalogue.line("line-zone", &[zone]);
    let told = told.lines.iter().cloned();
    let said = wording::lines([head].into_iter().chain(told).chain([foot]));
    vec![container(
        None,
        vec![
            text_block(game::line(catalogue, &lines.game)),
            text_within(&said, TEXT_CHARS_MAX / 2),
        ],
    )]
}

/// Menus of the game's other lines and of the bookmakers, and the button to all prices.
pub(super) fn menus(
    catalogue: Catalogue,
    lines: &Lines,
    of: &Selection,
    moves: &[PriceMove],
    is_open: bool,
) -> Vec<Component> {
    let mut parts = Vec::new();
    let shown = lines.answers.iter().take(CHOICES_MAX).map(|it| {
        let label = label(catalogue, &lines.game, it);
        option(&label, it.id.to_string(), asks_the_same(it, of))
    });
    let shown: Vec<_> = shown.collect();
    if shown.len() > 1 {
        let pick = catalogue.say("line-pick-market");
        parts.push(row(vec![menu(Button::Market, &pick, shown)]));
    }
    let books = books(catalogue, moves);
    // Alone or in twos, bookmakers are drawn one by one anyway.
    if books.len() > 3 {
        let pick = catalogue.say("line-pick-book");
        let selection: SelectionId = of.id;
        parts.push(row(vec![menu(Button::Book { selection }, &pick, books)]));
    }
    if is_open {
        let game = lines.game.id;
        let label = catalogue.say("line-odds");
        let odds = odds::Button::Game { game };
        parts.push(row(vec![button(ButtonStyle::Secondary, &label, odds)]));
    }
    parts
}

/// All together, then each bookmaker by name.
fn books(catalogue: Catalogue, moves: &[PriceMove]) -> Vec<SelectMenuOption> {
    let mut names: Vec<_> = moves.iter().map(|it| &it.bookmaker).collect();
    names.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    names.dedup_by_key(|it| it.id);
    let all = option(&catalogue.say("line-all-books"), ALL_BOOKS, false);
    let each = names.into_iter().take(CHOICES_MAX - 1);
    let each = each.map(|it| option(&Said::name(&it.name), it.id.to_string(), false));
    [all].into_iter().chain(each).collect()
}
