//! Its buttons.

use shared::id::CompetitorId;

use crate::discord::custom_id::buttons;

buttons! {
    "injuries";
    /// A page of those who may miss games of a team.
    Page { team: CompetitorId, page: u16 } = "p",
}
