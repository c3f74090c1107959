//! Markets side by side, each as a menu of its prices.

use shared::game::Game;
use shared::price::OddsFormat;
use twilight_model::channel::message::Component;
use wording::{Catalogue, Said};

use super::game::turn;
use super::offers::price_option;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{CHOICES_MAX, container, menu, option, row, text_block};
use crate::features::games;
use crate::offers::sections::Section;

/// How many menus a page has: two components each, of forty, beside text, buttons and notes.
pub(crate) const MENUS_MAX: usize = 8;

/// A market with what its menu is called.
pub(crate) type Titled<'a> = (Said, Section<'a>);

/// A page of these markets under that head. A market with more prices than a menu takes leads to a
/// page of its own.
pub(crate) fn parts<I: ComponentId>(
    (catalogue, format): (Catalogue, OddsFormat),
    (game, head): (&Game, Said),
    markets: &[Titled<'_>],
    page: u16,
    turned: impl Fn(u16) -> I,
) -> Vec<Component> {
    let pages = markets.len().div_ceil(MENUS_MAX).max(1);
    let page = usize::from(page).min(pages - 1);
    let shown = markets.iter().skip(page * MENUS_MAX).take(MENUS_MAX);
    let mut inside = vec![text_block(head)];
    inside.extend(shown.map(|it| one((catalogue, format), game, it)));
    let mut parts = vec![container(None, inside)];
    if pages > 1 {
        parts.push(turn(catalogue, page, pages, turned));
    }
    parts
}

fn one(
    (catalogue, format): (Catalogue, OddsFormat),
    game: &Game,
    (title, market): &Titled<'_>,
) -> Component {
    let count = market.quotes.len();
    let is_cut = count > CHOICES_MAX;
    // The last place leads to all of them.
    let shown = if is_cut { CHOICES_MAX - 1 } else { count };
    let options = market.quotes.iter().take(shown);
    let options = options.map(|it| price_option(catalogue, game, it, format));
    let all = is_cut.then(|| {
        let id = games::Button::Section {
            game: game.id,
            section: market.id,
            page: 0,
        };
        let label = catalogue.line("menu-all", &[("count", count.into())]);
        option(&label, id.custom_id(), false)
    });
    let places = [
        ("title", title.into()),
        ("shown", shown.into()),
        ("count", count.into()),
    ];
    let key = if is_cut { "menu-some" } else { "menu-title" };
    let id = games::Button::Priced { section: market.id };
    let title = catalogue.line(key, &places);
    row(vec![menu(id, &title, options.chain(all).collect())])
}
