//! A parlay in the making as one slip.

use shared::price::{OddsFormat, Price, Product};
use shared::units::Units;
use store::drafts::DraftLeg;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;

use crate::custom_id::CustomId;
use crate::reply::{button, container, menu, option, row, text};
use crate::slips::{Form, game_name, pick};
use crate::text::Text;
use crate::views::{game, money, stake};
use crate::wording::{self, Said};

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
pub(crate) fn parts(words: Text, view: &View<'_>) -> Vec<Component> {
    let games = button(
        ButtonStyle::Secondary,
        &words.say("parlay-games"),
        CustomId::Games {
            league: None,
            page: 0,
        },
    );
    if view.legs.is_empty() {
        return vec![text(words.say("parlay-empty")), row(vec![games])];
    }
    let mut inside = vec![text(head(words, view)), text(legs(words, view))];
    if view.legs.len() >= 2 {
        inside.push(row(stakes(words, view)));
    } else {
        inside.push(text(words.say("parlay-one-leg")));
    }
    let removable = view.legs.iter().map(|leg| {
        let label = pick(words, &leg.selection, &leg.game, Form::Short);
        option(&label, leg.game.id.to_string(), false)
    });
    let placeholder = words.say("parlay-remove");
    let clear = words.say("parlay-clear");
    vec![
        container(None, inside),
        row(vec![menu(
            CustomId::ParlayRemove,
            &placeholder,
            removable.collect(),
        )]),
        row(vec![
            games,
            button(ButtonStyle::Danger, &clear, CustomId::ParlayClear),
        ]),
    ]
}

fn prices(view: &View<'_>) -> Vec<Price> {
    view.legs.iter().map(|it| it.taken).collect()
}

fn head(words: Text, view: &View<'_>) -> Said {
    words.line(
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

fn legs(words: Text, view: &View<'_>) -> Said {
    let lines = view.legs.iter().zip(&view.before).map(|(leg, before)| {
        let now = money::price(leg.taken, view.format);
        let price = if *before == leg.taken {
            now
        } else {
            let places = [
                ("now", now.into()),
                ("before", money::price(*before, view.format).into()),
            ];
            words.line("parlay-price-moved", &places)
        };
        let game = if view.legs.len() <= LEGS_IN_FULL {
            game::line(words, &leg.game)
        } else {
            game_name(words, &leg.game, Form::Code)
        };
        words.line(
            "ticket-leg",
            &[
                (
                    "pick",
                    pick(words, &leg.selection, &leg.game, Form::Short).into(),
                ),
                ("price", price.into()),
                ("game", game.into()),
            ],
        )
    });
    wording::lines(lines)
}

fn stakes(words: Text, view: &View<'_>) -> Vec<Component> {
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
            let label = stake::label(words, *amount, &prices);
            let id = CustomId::ParlayStake {
                revision,
                stake: *amount,
            };
            button(style, &label, id)
        })
        .collect();
    let other = words.say("stake-other");
    let id = CustomId::ParlayOther { revision };
    buttons.push(button(ButtonStyle::Secondary, &other, id));
    buttons
}
