//! The markets of an event, with the rules for places and ties.

use grading::HouseRules;
use grading::rules::Options;
use shared::game::Game;
use shared::price::OddsFormat;
use shared::quote::BoardGame;
use shared::settings::RuleChoices;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said};

use super::buttons::Button;
use crate::discord::reply::{button, row};
use crate::features::games;
use crate::offers::groups::Group;
use crate::offers::sections::Section;
use crate::views::game::{from, line};
use crate::views::{offers, price_menus};

/// How many rules are quoted.
const RULES_MAX: usize = 4;

/// An event's markets as they are shown.
pub(super) struct Shown<'a> {
    pub(super) event: &'a BoardGame,
    /// What is shown of all that it offers.
    pub(super) markets: Vec<Section<'a>>,
    pub(super) page: u16,
    /// What the server goes by.
    pub(super) choices: &'a RuleChoices,
    pub(super) format: OddsFormat,
}

/// A page of them: a menu for each market.
pub(super) fn event(catalogue: Catalogue, shown: Shown<'_>) -> Vec<Component> {
    let Shown {
        event,
        markets,
        page,
        choices,
        format,
    } = shown;
    let of = &event.game;
    let quotes = markets.iter().flat_map(|it| it.quotes.iter().copied());
    let rules = rules(catalogue, of, choices, &markets);
    let places = [
        ("game", line(catalogue, of).into()),
        ("rules", wording::lines(rules).into()),
        ("from", from(catalogue, quotes).into()),
    ];
    let head = catalogue.line("future-head", &places);
    let titled = markets.into_iter();
    let titled = titled.map(|it| (offers::title(catalogue, of, &it), it));
    let titled: Vec<_> = titled.collect();
    let id = of.id;
    let turned = |page| Button::Event { event: id, page };
    let mut parts = price_menus::parts((catalogue, format), (of, head), &titled, page, turned);
    let card = games::Button::Game { game: of.id };
    let card = button(ButtonStyle::Secondary, &catalogue.say("stake-back"), card);
    parts.push(row(vec![card]));
    parts
}

/// What the house rules say of places and ties in these markets, each once.
fn rules(
    catalogue: Catalogue,
    of: &Game,
    choices: &RuleChoices,
    markets: &[Section<'_>],
) -> Vec<Said> {
    let options = Options::try_from(choices).unwrap_or_default();
    let rules = HouseRules::new(of.sport, of.league_code.as_str()).with_options(options);
    let mut found: Vec<(Group, &'static str)> = Vec::new();
    for market in markets {
        let kind = market.selection().map(|it| it.kind);
        let rule = kind.and_then(|it| rules.market(it));
        let says = rule.map(|it| (Group::of(market), it.rule.row.says));
        found.extend(says.filter(|(_, says)| found.iter().all(|it| it.1 != *says)));
    }
    found.truncate(RULES_MAX);
    let said = found.into_iter().map(|(group, says)| {
        let market = catalogue.say(group.key());
        let places = [("market", market.into()), ("rule", Said::ours(says).into())];
        catalogue.line("future-rule", &places)
    });
    said.collect()
}
