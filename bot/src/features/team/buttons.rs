//! Its buttons.

use shared::id::CompetitorId;

use crate::discord::custom_id::buttons;

buttons! {
    "team";
    /// A page of the players of a team.
    Players { team: CompetitorId, page: u16 } = "p",
}
