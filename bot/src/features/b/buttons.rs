//! Its buttons, menus and forms. The legs of a parlay that was typed stand in its message, as the
//! options of the menu that removes them.

use shared::price::PriceTolerance;
use shared::units::Units;

use crate::discord::custom_id::buttons;
use crate::lines::amount::TypedStake;
use crate::lines::typed_price::TypedPrice;
use crate::quoted_price::QuotedPrice;

buttons! {
    "b";
    /// One of several bets that a line may mean, or one that comes near it: show it.
    Take { quoted: QuotedPrice, stake: TypedStake } = "t",
    /// The same from a menu, with the price that was typed.
    Chosen { price: TypedPrice } = "c",
    /// Which of several bets a leg of a parlay means. The price is the parlay's, or the leg's own.
    Choose { leg: u16, stake: TypedStake, price: TypedPrice, own: TypedPrice } = "l",
    /// Remove the chosen leg from the parlay.
    Legs { stake: TypedStake } = "r",
    /// Place the parlay. The revision identifies the legs and prices that were shown.
    Place { revision: u32, takes: PriceTolerance, stake: Units } = "s" [MovesUnits],
    /// Ask for another stake for it.
    OtherAmount { revision: u32, takes: PriceTolerance } = "o" [OpensForm],
    /// The answer to that.
    OtherAmountForm { revision: u32, takes: PriceTolerance } = "of" [MovesUnits],
    /// Drop it: nothing was placed.
    Cancel = "x",
}
