//! Taking a ticket back: one call in which the database decides.

use std::time::Duration;

use shared::id::{GuildId, InteractionId, MemberId, TicketId};
use shared::settings::RuleChoices;
use sqlx::PgPool;

use crate::error::is_lock_timeout;
use crate::interval::interval;
use crate::{Inconsistency, StoreError, fault};

/// What came of taking a ticket back. Only the first moves units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancelling {
    /// The stake is back.
    Cancelled,
    /// It was taken back before.
    AlreadyCancelled,
    /// It is settled.
    AlreadySettled,
    /// A game began.
    GameStarted,
    /// The window is over.
    TooLate,
    /// A price moved, or is no longer offered.
    PriceMoved,
    /// No ticket of that member.
    NotYours,
    /// Somebody else holds the ticket for too long.
    Busy,
}

/// How long a ticket can be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelWindow {
    /// So long after placing in any case.
    pub free: Duration,
    /// So long while no price has moved.
    pub unmoved: Duration,
}

/// Cancels a ticket, or says why not: never once a game has begun or is no longer open. An
/// interaction that comes again is told what it was told the first time.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub async fn cancel(
    pool: &PgPool,
    guild: GuildId,
    member: MemberId,
    interaction: InteractionId,
    ticket: TicketId,
    window: CancelWindow,
) -> Result<Cancelling, StoreError> {
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
        Err(error) if is_lock_timeout(&error) => return Ok(Cancelling::Busy),
        outcome => outcome?,
    };
    fault::point("cancel.cancelled").await;
    cancelling(ticket, &outcome)
}

/// What came of it, in the database's word.
fn cancelling(ticket: TicketId, outcome: &str) -> Result<Cancelling, StoreError> {
    Ok(match outcome {
        "cancelled" => Cancelling::Cancelled,
        "already_cancelled" => Cancelling::AlreadyCancelled,
        "already_settled" => Cancelling::AlreadySettled,
        "game_started" => Cancelling::GameStarted,
        "too_late" => Cancelling::TooLate,
        "price_moved" => Cancelling::PriceMoved,
        "not_yours" => Cancelling::NotYours,
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
