//! Its buttons, menus and forms.

use crate::discord::custom_id::buttons;
use crate::month::Month;

buttons! {
    "leaderboard";
    /// A page of a month's leaderboard.
    Page { month: Month, page: u16 } = "l" [Public],
    /// The page of it on which the member stands.
    Mine { month: Month } = "lm" [Public],
}
