//! Writing what a correction does, once it is known.

use std::collections::HashMap;

use shared::id::TicketId;
use sqlx::PgConnection;
use store::corrections::{self, CorrectedTicket, NewCorrection};

use super::{CorrectionError, Plan};

/// Writes rulings, settlements, transfers and the notice of it, under this number.
pub(super) async fn apply(
    conn: &mut PgConnection,
    new: &NewCorrection,
    number: i32,
    plan: &Plan,
) -> Result<(), CorrectionError> {
    let guild = new.guild;
    corrections::rule(conn, guild, number, &plan.rulings).await?;
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
    corrections::note_tickets(conn, guild, new.id, &noted).await?;
    corrections::note_members(conn, guild, new.id, &plan.cash).await?;
    corrections::tell(conn, guild, new.id, number).await?;
    Ok(())
}
