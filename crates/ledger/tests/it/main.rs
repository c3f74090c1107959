//! The books, as stories and as properties.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod moves;
mod random;

use ledger::{Holder, Season, TicketAccounts};
use shared::id::{GuildId, MemberId, TicketId};

fn alice() -> Holder {
    holder(1, "alice")
}

fn holder(guild: u64, name: &str) -> Holder {
    Holder {
        guild: GuildId::new(guild),
        member: MemberId::derive(name),
        season: Season::FIRST,
    }
}

fn ticket(holder: Holder, name: &str) -> TicketAccounts {
    TicketAccounts {
        ticket: TicketId::derive(name),
        holder,
    }
}
