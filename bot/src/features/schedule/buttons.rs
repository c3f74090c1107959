//! Its buttons.

use shared::id::{CompetitorId, LeagueId};

use super::span::Span;
use crate::discord::custom_id::buttons;

buttons! {
    "schedule";
    /// A page of the games of a league.
    League { league: LeagueId, span: Span, page: u16 } = "l",
    /// A page of the games of a team.
    Team { team: CompetitorId, span: Span, page: u16 } = "t",
    /// The next games of a team, from today on.
    Ahead { team: CompetitorId } = "a",
}
