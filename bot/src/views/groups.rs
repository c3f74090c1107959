//! The groups of a game's markets, as a menu.

use shared::id::GameId;
use shared::quote::BoardGame;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::SelectMenuOption;
use wording::{Catalogue, Said};

use crate::discord::reply::{CHOICE_CHARS_MAX, fit, menu, option, row};
use crate::features::games;
use crate::offers::groups::{Group, groups};
use crate::offers::sections::Section;

/// The page of a group of a game's markets.
pub(crate) const fn page_of(game: GameId, group: Group, page: u16) -> games::Button {
    match group {
        Group::Players => games::Button::Players { game, page },
        group => games::Button::Group { game, group, page },
    }
}

/// The menu of all that a game offers besides its main markets. Nothing where it offers no more.
pub(crate) fn menu_of(catalogue: Catalogue, game: &BoardGame) -> Option<Component> {
    let found = groups(game);
    if found.is_empty() {
        return None;
    }
    let options = found.iter().map(|(group, sections)| SelectMenuOption {
        description: Some(fit(
            &counted(catalogue, *group, sections).plain(),
            CHOICE_CHARS_MAX,
        )),
        ..option(&catalogue.say(group.key()), group.word(), false)
    });
    let id = games::Button::Groups { game: game.game.id };
    let more = catalogue.say("groups-pick");
    Some(row(vec![menu(id, &more, options.collect())]))
}

/// How much a group holds: `12 players, 84 prices`.
pub(crate) fn counted(catalogue: Catalogue, group: Group, sections: &[Section<'_>]) -> Said {
    let prices: usize = sections.iter().map(|it| it.quotes.len()).sum();
    let key = match group {
        Group::Players => "groups-players",
        _ => "groups-markets",
    };
    let count = catalogue.line(key, &[("count", sections.len().into())]);
    let prices = catalogue.line("groups-prices", &[("count", prices.into())]);
    wording::list([count, prices], ", ")
}
