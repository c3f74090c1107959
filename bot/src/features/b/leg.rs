//! The legs of a parlay that was typed, and what was typed for all of them.

use shared::game::Game;
use shared::quote::Quote;

use crate::lines::amount::TypedStake;
use crate::lines::typed_price::TypedPrice;
use crate::quoted_price::QuotedPrice;

/// One leg, as it is offered now.
pub(crate) struct SlipLeg {
    /// The game.
    pub(crate) game: Game,
    /// The price.
    pub(crate) quote: Quote,
    /// The price that was shown before, where it was another one.
    pub(crate) before: Option<QuotedPrice>,
}

impl SlipLeg {
    /// A leg that is shown for the first time.
    pub(crate) fn of(game: &Game, quote: &Quote) -> Self {
        Self {
            game: game.clone(),
            quote: quote.clone(),
            before: None,
        }
    }
}

/// What was typed for the whole parlay. Ids carry it until all of its legs are chosen.
#[derive(Clone, Copy)]
pub(crate) struct Whole {
    /// What is staked.
    pub(crate) stake: TypedStake,
    /// The price of all legs together.
    pub(crate) price: TypedPrice,
}

impl Whole {
    /// A stake, and no price.
    pub(crate) const fn of(stake: TypedStake) -> Self {
        Self {
            stake,
            price: TypedPrice::NONE,
        }
    }
}

/// A leg that was asked about, and the price that was typed for it alone.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    /// Its place in the line.
    pub(crate) leg: u16,
    /// Its own price.
    pub(crate) own: TypedPrice,
}
