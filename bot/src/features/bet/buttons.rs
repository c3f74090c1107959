//! Its buttons, menus and forms.

use shared::id::{BookmakerId, SelectionId};
use shared::price::PriceTolerance;
use shared::units::Units;

use crate::discord::custom_id::buttons;
use crate::quoted_price::QuotedPrice;

buttons! {
    "bet";
    /// A price was picked: show the stakes.
    Pick { selection: SelectionId, bookmaker: BookmakerId } = "p",
    /// A price was chosen from a menu: show the stakes.
    Chosen = "c",
    /// Place a single, at that price or at one that is taken for it.
    Stake { quoted: QuotedPrice, takes: PriceTolerance, stake: Units } = "s" [MovesUnits],
    /// Ask for another stake for a single.
    OtherAmount { quoted: QuotedPrice, takes: PriceTolerance } = "o" [OpensForm],
    /// The answer to that.
    OtherAmountForm { quoted: QuotedPrice, takes: PriceTolerance } = "of" [MovesUnits],
}
