//! A parlay in the making as one slip.

use shared::price::{OddsFormat, Price, Product};
use shared::units::Units;
use store::drafts::DraftLeg;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, game_name, money, pick};

use super::buttons::Button;
use crate::discord::reply::{button, container, menu, option, row, text_block};
use crate::features::games;
use crate::views::{game, stake};

/// Games that stand with their names in full; more would not fit a message.
const LEGS_IN_FULL: usize = 10;

/// What is shown.
pub(crate) struct View<'a> {
    /// The legs, at the prices of now.
    pub(crate) legs: &'a [DraftLeg],
    /// The prices that were shown before, leg by leg.
    pub(crate) before: Vec<Price>,
    /// Which legs and prices these are.
    pub(crate) revision: u32,
    /// How odds are written.
    pub(crate) format: OddsFormat,
    /// What the member has.
    pub(crate) cash: Units,
    /// The stakes that are offered.
    pub(crate) stakes: Vec<Units>,
}

/// The slip with its menus and buttons.
pub(crate) fn parts(catalogue: Catalogue, view: &View<'_>) -> Vec<Component> {
    let games = button(
        ButtonStyle::Secondary,
        &catalogue.say("parlay-games"),
        games::Button::Page {
            league: None,
            page: 0,
        },
    );
    if view.legs.is_empty() {
        return vec![text_block(catalogue.say("parlay-empty")), row(vec![games])];
    }
    let mut inside = vec![
        text_block(head(catalogue, view)),
        text_block(legs(catalogue, view)),
    ];
    if view.legs.len() >= 2 {
        inside.push(row(stakes(catalogue, view)));
    } else {
        inside.push(text_block(catalogue.say("parlay-one-leg")));
    }
    let removable = view.legs.iter().map(|leg| {
        let label = pick(catalogue, &leg.selection, &leg.game, NameForm::Short);
        option(&label, leg.game.id.to_string(), false)
    });
    let placeholder = catalogue.say("parlay-remove");
    let clear = catalogue.say("parlay-clear");
    vec![
        container(None, inside),
        row(vec![menu(
            Button::Remove,
            &placeholder,
            removable.collect(),
        )]),
        row(vec![
            games,
            button(ButtonStyle::Danger, &clear, Button::Clear),
        ]),
    ]
}

fn prices(view: &View<'_>) -> Vec<Price> {
    view.legs.iter().map(|it| it.seen_price).collect()
}

fn head(catalogue: Catalogue, view: &View<'_>) -> Said {
    catalogue.line(
        "parlay-head",
        &[
            ("legs", view.legs.len().into()),
            (
                "price",
                money::product(&Product::of(&prices(view)), view.format).into(),
            ),
            ("cash", money::units(view.cash).into()),
        ],
    )
}

fn legs(catalogue: Catalogue, view: &View<'_>) -> Said {
    let lines = view.legs.iter().zip(&view.before).map(|(leg, before)| {
        let now = money::price(leg.seen_price, view.format);
        let price = if *before == leg.seen_price {
            now
        } else {
            let places = [
                ("now", now.into()),
                ("before", money::price(*before, view.format).into()),
            ];
            catalogue.line("parlay-price-moved", &places)
        };
        let game = if view.legs.len() <= LEGS_IN_FULL {
            game::line(catalogue, &leg.game)
        } else {
            game_name(catalogue, &leg.game, NameForm::Code)
        };
        catalogue.line(
            "ticket-leg",
            &[
                (
                    "pick",
                    pick(catalogue, &leg.selection, &leg.game, NameForm::Short).into(),
                ),
                ("price", price.into()),
                ("game", game.into()),
            ],
        )
    });
    wording::lines(lines)
}

fn stakes(catalogue: Catalogue, view: &View<'_>) -> Vec<Component> {
    let revision = view.revision;
    let prices = prices(view);
    let fits = |stake: &&Units| grading::possible_return(**stake, &prices).is_ok();
    let mut buttons: Vec<Component> = view
        .stakes
        .iter()
        .filter(fits)
        .enumerate()
        .map(|(index, amount)| {
            let style = if index == 0 {
                ButtonStyle::Success
            } else {
                ButtonStyle::Secondary
            };
            let label = stake::label(catalogue, *amount, &prices);
            let id = Button::Stake {
                revision,
                stake: *amount,
            };
            button(style, &label, id)
        })
        .collect();
    let other = catalogue.say("stake-other");
    let id = Button::OtherAmount { revision };
    buttons.push(button(ButtonStyle::Secondary, &other, id));
    buttons
}
