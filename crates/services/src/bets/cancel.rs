//! Cancels a bet for the member who placed it.

use std::time::Duration;

use shared::id::{GuildId, InteractionId, MemberId, TicketId};
use shared::units::Units;
use sqlx::PgPool;
use store::StoreError;
use store::tickets::{self, CancelOutcome, CancelWindow};

/// How long a bet can be cancelled: at first in any case, then while no price has moved. Longer
/// would be a free option on every price.
pub const CANCEL_WINDOW: CancelWindow = CancelWindow {
    free: Duration::from_secs(15),
    unmoved: Duration::from_secs(60),
};

/// A bet to be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// The server.
    pub guild: GuildId,
    /// Who asks.
    pub member: MemberId,
    /// The interaction that asks. It gets the same answer, however often it arrives.
    pub interaction: InteractionId,
    /// The ticket.
    pub ticket: TicketId,
}

/// Why a bet is not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefusal {
    /// It is settled.
    #[error("the ticket is settled")]
    Settled,
    /// One of its games has begun.
    #[error("a game has begun")]
    GameStarted,
    /// The time for cancelling is over.
    #[error("the time for cancelling is over")]
    TooLate,
    /// A price has moved, or is no longer offered.
    #[error("a price has moved")]
    PriceMoved,
    /// The member has no such ticket.
    #[error("the member has no such ticket")]
    NotYours,
    /// Another transaction has locked the ticket for too long.
    #[error("the ticket is in use")]
    Busy,
}

/// Why it is not known to be cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// It is refused, and nothing was moved.
    #[error(transparent)]
    Refused(#[from] CancelRefusal),
    /// Nothing was cancelled.
    #[error(transparent)]
    Store(StoreError),
    /// The database gave no answer, twice: the bet may have been cancelled.
    #[error("nobody knows whether the bet was cancelled")]
    InDoubt(#[source] StoreError),
}

/// Cancels a bet, trying again once where the database gave no answer, which is safe: the same
/// interaction cancels once. Returns the stake that is back in the balance.
///
/// # Errors
/// [`CancelError`].
pub async fn cancel(pool: &PgPool, asked: &Cancellation) -> Result<Units, CancelError> {
    let stake = stake(pool, asked).await.map_err(CancelError::Store)?;
    let Cancellation {
        guild,
        member,
        interaction,
        ticket,
    } = *asked;
    let once =
        async || tickets::cancel(pool, guild, member, interaction, ticket, CANCEL_WINDOW).await;
    let outcome = match once().await {
        Ok(outcome) => outcome,
        // Nothing was cancelled, and there is no point in trying again at once.
        Err(error) if error.is_out_of_time() => return Err(CancelError::Store(error)),
        Err(_) => once().await.map_err(CancelError::InDoubt)?,
    };
    Err(match outcome {
        CancelOutcome::Cancelled | CancelOutcome::AlreadyCancelled => return Ok(stake),
        CancelOutcome::AlreadySettled => CancelRefusal::Settled,
        CancelOutcome::GameStarted => CancelRefusal::GameStarted,
        CancelOutcome::TooLate => CancelRefusal::TooLate,
        CancelOutcome::PriceMoved => CancelRefusal::PriceMoved,
        CancelOutcome::NotYours => CancelRefusal::NotYours,
        CancelOutcome::Busy => CancelRefusal::Busy,
    }
    .into())
}

/// The ticket's stake, which never changes. Nothing if there is no such ticket.
async fn stake(pool: &PgPool, asked: &Cancellation) -> Result<Units, StoreError> {
    let mut tx = store::begin_guild(pool, asked.guild).await?;
    let found = tickets::find(&mut tx, asked.guild, asked.ticket).await?;
    tx.commit().await?;
    Ok(found.map_or(Units::ZERO, |it| it.ticket.stake))
}
