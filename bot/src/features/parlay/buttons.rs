//! Its buttons, menus and forms.

use shared::id::GameId;
use shared::price::PriceTolerance;
use shared::units::Units;

use crate::discord::custom_id::buttons;
use crate::quoted_price::QuotedPrice;

buttons! {
    "parlay";
    /// Add a leg to the parlay.
    AddLeg { quoted: QuotedPrice } = "a",
    /// Add the leg that is chosen in a menu, whose options are those of `AddLeg`.
    AddChosen = "ac",
    /// Show what can be added from the chosen game.
    From = "g",
    /// Show what can be added from the chosen market of a game.
    Market { game: GameId } = "m",
    /// Back to the parlay.
    Show = "b",
    /// Bet something else on the legs that were shown.
    Want { revision: u32 } = "w",
    /// Move the chosen leg up by one.
    Up { revision: u32 } = "u",
    /// Remove the chosen leg from it.
    Remove = "yr",
    /// Remove all legs from it.
    Clear = "yc",
    /// Place it. The revision identifies what was shown: legs, prices, and what is bet on them.
    Stake { revision: u32, takes: PriceTolerance, stake: Units } = "ys" [MovesUnits],
    /// Ask for another stake for it.
    OtherAmount { revision: u32, takes: PriceTolerance } = "yo" [OpensForm],
    /// The answer to that.
    OtherAmountForm { revision: u32, takes: PriceTolerance } = "yf" [MovesUnits],
}
