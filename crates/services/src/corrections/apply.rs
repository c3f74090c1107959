//! Writes a planned correction.

use std::collections::HashMap;

use shared::id::{InteractionId, TicketId};
use sqlx::PgConnection;
use store::corrections::{self, CorrectedTicket, NewCorrection};

use super::{CorrectionError, Plan};

/// Writes the rulings, settlements, transfers and the notice of a correction under this number.
pub(super) async fn apply(
    conn: &mut PgConnection,
    new: &NewCorrection,
    number: i32,
    plan: &Plan,
    interaction: Option<InteractionId>,
) -> Result<(), CorrectionError> {
    let guild = new.guild;
    corrections::write_rulings(conn, guild, number, &plan.rulings).await?;
    let moved = corrections::move_heads(conn, guild, &plan.moves).await?;
    if moved.len() != plan.moves.len() {
        return Err(CorrectionError::MovedMeanwhile {
            number,
            moved: moved.len(),
            wanted: plan.moves.len(),
        });
    }
    if let Some((member, gives, units)) = plan.units {
        corrections::move_units(conn, guild, new.id, member, gives, units).await?;
    }
    let sequences: HashMap<TicketId, i32> = moved.into_iter().collect();
    let noted: Vec<_> = plan
        .tickets
        .iter()
        .map(|it| CorrectedTicket {
            ticket: it.ticket,
            sequence: sequences.get(&it.ticket).copied(),
            before: it.before,
            after: it.after,
        })
        .collect();
    corrections::record_tickets(conn, guild, new.id, &noted).await?;
    corrections::record_members(conn, guild, new.id, &plan.cash).await?;
    corrections::leave_notice(conn, guild, new.id, number, interaction).await?;
    Ok(())
}
