//! Its buttons, menus and forms.

use shared::limit::LimitOn;

use crate::discord::custom_id::buttons;

buttons! {
    "limits";
    /// Show the limits.
    Show = "v",
    /// A limit was chosen: ask for its amount.
    Choose = "c" [OpensForm],
    /// The answer to that.
    AmountForm { on: LimitOn } = "cf",
    /// A limit was chosen that is to be removed.
    Remove = "r",
    /// Ask how long a break is to be.
    Break = "b",
    /// A length was chosen: ask for the last time.
    Length = "l",
    /// Begin a break.
    Begin { days: u16, everywhere: bool } = "g",
}
