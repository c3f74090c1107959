//! Its buttons, menus and forms.

use shared::league::Sport;

use crate::discord::custom_id::buttons;

buttons! {
    "rules";
    /// A page of a sport's house rules.
    Page { sport: Sport, page: u16 } = "r",
    /// The rules of the chosen sport.
    Sport = "rs",
    /// What a server goes by where bookmakers disagree on a sport.
    Choose { sport: Sport } = "rc",
}
