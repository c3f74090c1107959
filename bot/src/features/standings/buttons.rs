//! Its buttons and menus.

use shared::id::LeagueId;

use crate::discord::custom_id::buttons;

buttons! {
    "standings";
    /// A page of the table of a league.
    Page { league: LeagueId, page: u16 } = "p",
    /// A part of it was chosen from the menu.
    Part { league: LeagueId } = "g",
}
