//! One leg of a parlay that was typed.

use shared::game::Game;
use shared::quote::Quote;

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
