//! Posts the slip of a member's own bet for everybody.

use shared::id::{GuildId, InteractionId, MemberId, TicketId};
use shared::settings::SlipAudience;
use sqlx::PgPool;
use store::{StoreError, tickets};

/// Whether the slip is posted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// It will be.
    Now,
    /// It was before.
    Before,
}

/// Why a slip is not shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareRefusal {
    /// The server posts no slips.
    #[error("the server posts no slips")]
    Off,
    /// The member has no such ticket.
    #[error("the member has no such ticket")]
    NotYours,
}

/// Why a slip could not be shared.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// It is refused.
    #[error(transparent)]
    Refused(#[from] ShareRefusal),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for ShareError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Leaves the notice that posts the slip of this member's ticket, in a server whose slips are for
/// that audience.
///
/// # Errors
/// [`ShareError`].
pub async fn share(
    pool: &PgPool,
    (guild, audience): (GuildId, SlipAudience),
    member: MemberId,
    ticket: TicketId,
    interaction: InteractionId,
) -> Result<Shared, ShareError> {
    if audience == SlipAudience::Nobody {
        return Err(ShareRefusal::Off.into());
    }
    let mut tx = store::begin_guild(pool, guild).await?;
    let found = tickets::find(&mut tx, guild, ticket).await?;
    if found.is_none_or(|it| it.ticket.member != member) {
        return Err(ShareRefusal::NotYours.into());
    }
    let is_new = tickets::share(&mut tx, guild, member, ticket, interaction).await?;
    tx.commit().await?;
    Ok(if is_new { Shared::Now } else { Shared::Before })
}
