//! A group of a game's markets, each as a menu of its prices.

use shared::price::OddsFormat;
use shared::quote::BoardGame;
use twilight_model::channel::message::Component;
use wording::Catalogue;

use super::game::{from, line};
use super::{groups, offers, price_menus};
use crate::discord::reply::{CHOICES_MAX, row};
use crate::offers::groups::{Group, group};

/// A page of it. `None`: the game has nothing of it any more.
pub(crate) fn page(
    (catalogue, format): (Catalogue, OddsFormat),
    game: &BoardGame,
    of: Group,
    page: u16,
) -> Option<Vec<Component>> {
    let sections = group(game, of);
    match sections.as_slice() {
        [] => return None,
        [one] if one.quotes.len() > CHOICES_MAX => {
            return Some(offers::section(catalogue, game, one, page, format));
        }
        _ => {}
    }
    let quotes = sections.iter().flat_map(|it| it.quotes.iter().copied());
    let places = [
        ("game", line(catalogue, &game.game).into()),
        ("group", catalogue.say(of.key()).into()),
        ("counted", groups::counted(catalogue, of, &sections).into()),
        ("from", from(catalogue, quotes).into()),
    ];
    let head = catalogue.line("group-head", &places);
    let titled = sections.into_iter();
    let titled = titled.map(|it| (offers::title(catalogue, &game.game, &it), it));
    let titled: Vec<_> = titled.collect();
    let id = game.game.id;
    let turned = |page| groups::page_of(id, of, page);
    let said = (catalogue, format);
    let mut parts = price_menus::parts(said, (&game.game, head), &titled, page, turned);
    parts.push(row(vec![offers::back(catalogue, &game.game)]));
    Some(parts)
}
