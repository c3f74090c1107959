//! A parlay in the making as one slip.

use shared::price::{OddsFormat, Price, PriceTolerance};
use shared::units::Units;
use store::drafts::DraftLeg;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, money, pick};

use super::buttons::Button;
use crate::discord::reply::{button, container, menu, option, row, text_block};
use crate::features::games;
use crate::views::parlay::{self, Leg};
use crate::views::stake;

/// What is shown.
pub(crate) struct View<'a> {
    /// The legs, at the prices of now.
    pub(crate) legs: &'a [DraftLeg],
    /// The prices that were shown before, leg by leg.
    pub(crate) before: Vec<Price>,
    /// Which legs and prices these are.
    pub(crate) revision: u32,
    /// How far their price may move while it is placed.
    pub(crate) takes: PriceTolerance,
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
    let legs = legs(view);
    let shown = (view.format, view.takes);
    let mut inside = vec![
        text_block(parlay::head(catalogue, &legs, shown, view.cash)),
        text_block(parlay::lines(catalogue, &legs, view.format)),
    ];
    if view.legs.len() >= 2 {
        inside.push(row(stakes(catalogue, view, &legs)));
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

fn legs<'a>(view: &View<'a>) -> Vec<Leg<'a>> {
    let legs = view.legs.iter().zip(&view.before);
    legs.map(|(leg, before)| Leg {
        selection: &leg.selection,
        game: &leg.game,
        price: leg.seen_price,
        before: (*before != leg.seen_price).then(|| money::price(*before, view.format)),
    })
    .collect()
}

fn stakes(catalogue: Catalogue, view: &View<'_>, legs: &[Leg<'_>]) -> Vec<Component> {
    let (revision, takes) = (view.revision, view.takes);
    let place = |stake| Button::Stake {
        revision,
        takes,
        stake,
    };
    let other = Button::OtherAmount { revision, takes };
    let prices = parlay::prices(legs);
    stake::buttons(catalogue, &prices, &view.stakes, (place, other))
}
