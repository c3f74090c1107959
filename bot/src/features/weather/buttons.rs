//! Its menu.

use crate::discord::custom_id::buttons;

buttons! {
    "weather";
    /// One of several games, as its value.
    Chosen = "c",
}
