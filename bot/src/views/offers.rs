//! What a game offers besides its main markets: a menu of its players, and menus of the prices
//! about one of them or in one market.

use shared::game::Game;
use shared::price::OddsFormat;
use shared::quote::{BoardGame, Quote};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};
use wording::{Catalogue, NameForm, Said};

use super::game::{from, line, offer, price_button, turn};
use super::groups;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{
    CHOICE_CHARS_MAX, CHOICES_MAX, button, container, fit, menu, option, row, text_block,
};
use crate::features::{bet, games};
use crate::offers::groups::{Group, group};
use crate::offers::sections::Section;

/// Buttons side by side.
const BUTTONS_PER_ROW: usize = 5;

/// A page of the players of a game, as a menu.
pub(crate) fn players(catalogue: Catalogue, game: &BoardGame, page: u16) -> Vec<Component> {
    let found = group(game, Group::Players);
    let places = [
        ("game", line(catalogue, &game.game).into()),
        ("count", found.len().into()),
    ];
    let head = catalogue.line("players-head", &places);
    let of = game.game.id;
    let id = games::Button::Chosen { game: of };
    let options = |shown: &[Section<'_>]| {
        let options = shown.iter();
        options
            .map(|it| listed(catalogue, &game.game, it))
            .collect()
    };
    let menus = Paged {
        items: &found,
        page,
        turn: |page| games::Button::Players { game: of, page },
    };
    let pick = catalogue.say("players-pick");
    let mut parts = menus.parts(catalogue, head, (id, &pick), options);
    parts.push(row(vec![back(catalogue, &game.game)]));
    parts
}

/// A page of the prices of a section, as a menu.
pub(crate) fn section(
    catalogue: Catalogue,
    game: &BoardGame,
    of: &Section<'_>,
    page: u16,
    format: OddsFormat,
) -> Vec<Component> {
    let places = [
        ("game", line(catalogue, &game.game).into()),
        ("title", title(catalogue, &game.game, of).into()),
        ("from", from(catalogue, of.quotes.iter().copied()).into()),
    ];
    let head = catalogue.line("section-head", &places);
    let options = |shown: &[&Quote]| {
        let options = shown.iter();
        options
            .map(|it| price_option(catalogue, &game.game, it, format))
            .collect()
    };
    let menus = Paged {
        items: &of.quotes,
        page,
        turn: |page| games::Button::Section {
            game: game.game.id,
            section: of.id,
            page,
        },
    };
    let pick = catalogue.say("section-pick");
    let mut parts = menus.parts(catalogue, head, (bet::Button::Chosen, &pick), options);
    let beside = Group::of(of);
    let mut buttons = vec![back(catalogue, &game.game)];
    if group(game, beside).len() > 1 {
        let label = catalogue.say(beside.key());
        let to_group = groups::page_of(game.game.id, beside, 0);
        buttons.insert(0, button(ButtonStyle::Secondary, &label, to_group));
    }
    parts.push(row(buttons));
    parts
}

/// A price as an option of a menu whose choice shows the stakes.
pub(crate) fn price_option(
    catalogue: Catalogue,
    game: &Game,
    quote: &Quote,
    format: OddsFormat,
) -> SelectMenuOption {
    let id = bet::Button::Pick {
        selection: quote.selection.id,
        bookmaker: quote.bookmaker.id,
    };
    option(
        &offer(catalogue, game, quote, format),
        id.custom_id(),
        false,
    )
}

/// Prices to choose from, such as those that match what was typed. Of more than a menu takes, the
/// first.
pub(crate) fn choose(
    catalogue: Catalogue,
    game: &Game,
    quotes: &[&Quote],
    format: OddsFormat,
) -> Vec<Component> {
    let choices = if quotes.len() <= BUTTONS_PER_ROW {
        let buttons = quotes.iter();
        buttons
            .map(|it| price_button(catalogue, game, it, format))
            .collect()
    } else {
        let options = quotes.iter().take(CHOICES_MAX);
        let options = options.map(|it| price_option(catalogue, game, it, format));
        let pick = catalogue.say("section-pick");
        vec![menu(bet::Button::Chosen, &pick, options.collect())]
    };
    vec![container(
        None,
        vec![text_block(line(catalogue, game)), row(choices)],
    )]
}

/// A section in its list: its name, and under a player what of theirs can be bet on.
fn listed(catalogue: Catalogue, game: &Game, of: &Section<'_>) -> SelectMenuOption {
    let title = title(catalogue, game, of);
    let mut counted: Vec<Said> = Vec::new();
    for quote in of.quotes.iter().filter(|_| of.player.is_some()) {
        let what = wording::counted_of(catalogue, &quote.selection);
        if !counted.contains(&what) {
            counted.push(what);
        }
    }
    let counted = wording::list(counted, ", ").plain();
    SelectMenuOption {
        description: (!counted.is_empty()).then(|| fit(&counted, CHOICE_CHARS_MAX)),
        ..option(&title, of.id.to_string(), false)
    }
}

/// What a section is called: a player's name, or what its market asks.
pub(crate) fn title(catalogue: Catalogue, game: &Game, of: &Section<'_>) -> Said {
    match (of.player.and_then(|it| game.find(it)), of.selection()) {
        (Some(player), _) => wording::called(game, player, NameForm::Full),
        (None, Some(selection)) => wording::question(catalogue, selection, game),
        (None, None) => Said::default(),
    }
}

/// The button to the game's card.
pub(crate) fn back(catalogue: Catalogue, game: &Game) -> Component {
    let id = games::Button::Game { game: game.id };
    button(ButtonStyle::Secondary, &catalogue.say("stake-back"), id)
}

/// Items in menus of as many as Discord takes, with buttons that turn the pages.
struct Paged<'a, T, F> {
    items: &'a [T],
    page: u16,
    turn: F,
}

impl<T, F: Fn(u16) -> games::Button> Paged<'_, T, F> {
    fn parts(
        &self,
        catalogue: Catalogue,
        head: Said,
        (id, pick): (impl ComponentId, &Said),
        options: impl Fn(&[T]) -> Vec<SelectMenuOption>,
    ) -> Vec<Component> {
        let pages = self.items.len().div_ceil(CHOICES_MAX).max(1);
        let page = usize::from(self.page).min(pages - 1);
        let rest = self.items.get(page * CHOICES_MAX..).unwrap_or_default();
        let shown = rest.get(..CHOICES_MAX).unwrap_or(rest);
        let menu = row(vec![menu(id, pick, options(shown))]);
        let mut parts = vec![container(None, vec![text_block(head), menu])];
        if pages > 1 {
            parts.push(turn(catalogue, page, pages, &self.turn));
        }
        parts
    }
}
