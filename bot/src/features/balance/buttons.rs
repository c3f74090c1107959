//! Its buttons, menus and forms.

use shared::member::NotifyBy;

use crate::discord::custom_id::buttons;

buttons! {
    "balance";
    /// How the member wants to be notified about results.
    Notify { by: NotifyBy } = "n",
    /// The odds format that the member reads.
    OddsFormat = "f",
    /// How far the price of a single may move while it is placed.
    SingleTakes = "ps",
    /// The same of a parlay.
    ParlayTakes = "pp",
    /// What comes of bets that are typed in one line.
    LineBets = "l",
}
