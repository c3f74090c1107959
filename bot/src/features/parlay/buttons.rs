//! Its buttons, menus and forms.

use shared::price::PriceTolerance;
use shared::units::Units;

use crate::discord::custom_id::buttons;
use crate::quoted_price::QuotedPrice;

buttons! {
    "parlay";
    /// Add a leg to the parlay.
    AddLeg { quoted: QuotedPrice } = "a",
    /// Remove the chosen leg from it.
    Remove = "yr",
    /// Remove all legs from it.
    Clear = "yc",
    /// Place it. The revision identifies the legs and prices that were shown.
    Stake { revision: u32, takes: PriceTolerance, stake: Units } = "ys" [MovesUnits],
    /// Ask for another stake for it.
    OtherAmount { revision: u32, takes: PriceTolerance } = "yo" [OpensForm],
    /// The answer to that.
    OtherAmountForm { revision: u32, takes: PriceTolerance } = "yf" [MovesUnits],
}
