//! Menus of games and of prices, from which a leg is added.

use chrono_tz::Tz;
use shared::game::Game;
use shared::price::OddsFormat;
use shared::quote::Quote;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};
use wording::{Catalogue, NameForm, Said};

use super::buttons::Button;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{
    CHOICE_CHARS_MAX, CHOICES_MAX, button, container, fit, menu, option, row, text_block,
};
use crate::features::games;
use crate::offers::sections::Section;
use crate::quoted_price::QuotedPrice;
use crate::views::game;

/// A game as an option: who plays, and below it the league and the start.
pub(super) fn game(catalogue: Catalogue, of: &Game, zone: Tz) -> SelectMenuOption {
    let name = wording::game_name(catalogue, of, NameForm::Short);
    let about = wording::list([Said::name(&of.league_code), game::starts(of, zone)], " · ");
    SelectMenuOption {
        description: Some(fit(&about.plain(), CHOICE_CHARS_MAX)),
        ..option(&name, of.id.to_string(), false)
    }
}

/// Prices of a game, as a menu whose choice adds a leg, and its sections as another.
pub(super) fn prices(
    catalogue: Catalogue,
    of: &Game,
    (prices, sections): (&[&Quote], &[Section<'_>]),
    format: OddsFormat,
) -> Vec<Component> {
    let head = text_block(game::line(catalogue, of));
    let mut parts = vec![head];
    if !prices.is_empty() {
        let options = prices.iter().take(CHOICES_MAX);
        let options = options.map(|it| price(catalogue, of, it, format));
        let pick = some_of("parlay-pick", catalogue, prices.len());
        parts.push(row(vec![menu(Button::AddChosen, &pick, options.collect())]));
    }
    if !sections.is_empty() {
        let options = sections.iter().take(CHOICES_MAX);
        let options = options.map(|it| option(&title(catalogue, of, it), it.id.to_string(), false));
        let id = Button::Market { game: of.id };
        let more = some_of("parlay-markets", catalogue, sections.len());
        parts.push(row(vec![menu(id, &more, options.collect())]));
    }
    let back = button(
        ButtonStyle::Secondary,
        &catalogue.say("parlay-back"),
        Button::Show,
    );
    let all = button(
        ButtonStyle::Secondary,
        &catalogue.say("stake-back"),
        games::Button::Game { game: of.id },
    );
    vec![container(None, parts), row(vec![back, all])]
}

/// What a menu is for, and how many of how many it has.
pub(super) fn some_of(key: &str, catalogue: Catalogue, count: usize) -> Said {
    let said = catalogue.say(key);
    if count <= CHOICES_MAX {
        return said;
    }
    let places = [
        ("what", said.into()),
        ("shown", CHOICES_MAX.into()),
        ("count", count.into()),
    ];
    catalogue.line("parlay-some", &places)
}

fn price(catalogue: Catalogue, of: &Game, quote: &Quote, format: OddsFormat) -> SelectMenuOption {
    let quoted = QuotedPrice::from(quote);
    let label = game::offer(catalogue, of, quote, format);
    option(&label, Button::AddLeg { quoted }.custom_id(), false)
}

/// A player's name, or what the section's market asks.
fn title(catalogue: Catalogue, of: &Game, section: &Section<'_>) -> Said {
    let player = section.player.and_then(|it| of.find(it));
    match (player, section.selection()) {
        (Some(player), _) => wording::called(of, player, NameForm::Full),
        (None, Some(selection)) => wording::question(catalogue, selection, of),
        (None, None) => Said::default(),
    }
}
