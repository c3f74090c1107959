//! Cancels a ticket in one call, in which the database decides.

use std::time::Duration;

use shared::id::{GuildId, InteractionId, MemberId, TicketId};
use shared::settings::RuleChoices;
use sqlx::PgPool;

use crate::error::is_lock_timeout;
use crate::interval::interval;
use crate::{Inconsistency, StoreError, fault};

/// What cancelling a ticket came to. Only the first variant moves units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// The ticket is cancelled, and the stake is back in the balance.
    Cancelled,
    /// It was cancelled before.
    AlreadyCancelled,
    /// It is settled.
    AlreadySettled,
    /// One of its games has begun.
    GameStarted,
    /// The time for cancelling is over.
    TooLate,
    /// A price has moved, or is no longer offered.
    PriceMoved,
    /// The member has no such ticket.
    NotYours,
    /// Another transaction has locked the ticket for too long.
    Busy,
}

/// For how long a ticket can be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelWindow {
    /// For this long in any case.
    pub free: Duration,
    /// For this long if no price has moved.
    pub unmoved: Duration,
}

/// Cancels a ticket, or says why not: never once a game has begun or is closed. An interaction that
/// arrives again gets its first answer again.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn cancel(
    pool: &PgPool,
    guild: GuildId,
    member: MemberId,
    interaction: InteractionId,
    ticket: TicketId,
    window: CancelWindow,
) -> Result<CancelOutcome, StoreError> {
    fault::point("cancel").await;
    let outcome = sqlx::query_scalar!(
        r#"SELECT code.cancel_ticket($1, $2, $3, $4, $5, $6, $7) AS "outcome!""#,
        guild as _,
        member as _,
        interaction as _,
        ticket as _,
        interval(window.free),
        interval(window.unmoved),
        RuleChoices::default().digest(),
    )
    .fetch_one(pool)
    .await;
    let outcome = match outcome {
        Err(error) if is_lock_timeout(&error) => return Ok(CancelOutcome::Busy),
        outcome => outcome?,
    };
    fault::point("cancel.cancelled").await;
    cancelling(ticket, &outcome)
}

/// Reads the database's word for the outcome.
fn cancelling(ticket: TicketId, outcome: &str) -> Result<CancelOutcome, StoreError> {
    Ok(match outcome {
        "cancelled" => CancelOutcome::Cancelled,
        "already_cancelled" => CancelOutcome::AlreadyCancelled,
        "already_settled" => CancelOutcome::AlreadySettled,
        "game_started" => CancelOutcome::GameStarted,
        "too_late" => CancelOutcome::TooLate,
        "price_moved" => CancelOutcome::PriceMoved,
        "not_yours" => CancelOutcome::NotYours,
        _ => {
            return Err(StoreError::Inconsistent(Inconsistency {
                table: "cancel_ticket",
                column: "outcome",
                row: ticket.to_string(),
                found: outcome.to_owned(),
            }));
        }
    })
}
