//! Members, who place bets.

use shared::id::{GuildId, MemberId};

/// A member of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The server.
    pub guild: GuildId,
    /// The member's id there.
    pub id: MemberId,
}

impl From<Member> for MemberId {
    fn from(member: Member) -> Self {
        member.id
    }
}
