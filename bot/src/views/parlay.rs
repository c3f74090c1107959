//! A parlay that is not placed yet: its legs and its price.

use shared::game::Game;
use shared::line::Line;
use shared::market::{MarketKind, Selection};
use shared::price::{OddsFormat, Price, PriceTolerance, Product};
use shared::units::Units;
use wording::{Catalogue, NameForm, Said, game_name, money, pick};

use crate::views::{game, stake};

/// Games that stand with their names in full; more would not fit a message.
const LEGS_IN_FULL: usize = 10;

/// One leg.
pub(crate) struct Leg<'a> {
    /// What is picked.
    pub(crate) selection: &'a Selection,
    /// In which game.
    pub(crate) game: &'a Game,
    /// The price of now.
    pub(crate) price: Price,
    /// The price that was shown before, where it was another one.
    pub(crate) before: Option<Said>,
    /// The line that was quoted, where a teaser has moved it: its price is the chart's.
    pub(crate) quoted: Option<Line>,
}

/// The prices of the legs.
pub(crate) fn prices(legs: &[Leg<'_>]) -> Vec<Price> {
    legs.iter().map(|it| it.price).collect()
}

/// The first line: how many legs, at what price, and how far that may move where the member chose
/// something.
pub(crate) fn head(
    catalogue: Catalogue,
    legs: &[Leg<'_>],
    (format, takes): (OddsFormat, PriceTolerance),
    cash: Units,
) -> Said {
    let price = Product::of(&prices(legs));
    let head = catalogue.line(
        "parlay-head",
        &[
            ("legs", legs.len().into()),
            ("price", money::product(&price, format).into()),
            ("cash", money::units(cash).into()),
        ],
    );
    let taken = match takes {
        _ if legs.len() < 2 => stake::taken(catalogue, takes),
        // What holds for who chose nothing.
        PriceTolerance::Exact => None,
        PriceTolerance::Better => Some(catalogue.say("stake-takes-better")),
        PriceTolerance::Less(_) => stake::taken(catalogue, takes),
    };
    wording::lines([Some(head), taken].into_iter().flatten())
}

/// A line as picks have it: with its sign, or the mark of a total.
fn line(kind: MarketKind, line: Line) -> Said {
    match kind {
        MarketKind::Total => money::total(line),
        _ => money::handicap(line),
    }
}

/// The legs, one a line.
pub(crate) fn lines(catalogue: Catalogue, legs: &[Leg<'_>], format: OddsFormat) -> Said {
    let lines = legs.iter().map(|leg| {
        let now = money::price(leg.price, format);
        let price = match &leg.before {
            None => now,
            Some(before) => {
                let places = [("now", now.into()), ("before", before.clone().into())];
                catalogue.line("parlay-price-moved", &places)
            }
        };
        let game = if legs.len() <= LEGS_IN_FULL {
            game::line(catalogue, leg.game)
        } else {
            game_name(catalogue, leg.game, NameForm::Code)
        };
        let pick = pick(catalogue, leg.selection, leg.game, NameForm::Short);
        if let Some(quoted) = leg.quoted {
            let line = line(leg.selection.kind, quoted);
            let places = [
                ("pick", pick.into()),
                ("line", line.into()),
                ("game", game.into()),
            ];
            return catalogue.line("parlay-leg-teased", &places);
        }
        catalogue.line(
            "ticket-leg",
            &[
                ("pick", pick.into()),
                ("price", price.into()),
                ("game", game.into()),
            ],
        )
    });
    wording::lines(lines)
}
