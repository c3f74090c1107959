//! The grades that settlements name.

use shared::id::{GuildId, TicketId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Tickets;
use crate::StoreError;
use crate::grades::{GradeShares, shares};

/// Adds to settlements the grades that they name.
pub(super) async fn add_grades(
    conn: &mut PgConnection,
    guild: GuildId,
    ids: &[Uuid],
    tickets: &mut Tickets,
) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.ticket_id, s.sequence, l.leg, gr.selection_id, gr.outcome, gr.win_num,
           gr.win_den, gr.refund_num, gr.refund_den,
           gr.selection_id = l.place_selection_id AS is_place
         FROM settlements s
         JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = s.ticket_id
         JOIN legs l ON l.guild_id = $1 AND l.ticket_id = s.ticket_id
         JOIN grades gr ON gr.selection_id IN (l.selection_id, l.place_selection_id)
           AND gr.booked_start = l.booked_start
           AND gr.result_version = s.result_versions[l.leg]
           AND gr.rule_version = t.rule_version AND gr.settings_digest = s.settings_digest
         WHERE s.guild_id = $1 AND s.ticket_id = ANY($2)"#,
        guild as GuildId,
        ids,
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let win = (row.win_num, row.win_den);
        let refund = (row.refund_num, row.refund_den);
        let grade = shares(row.selection_id, &row.outcome, win, refund)?;
        let part = match row.is_place {
            Some(true) => Part::Place,
            _ => Part::Win,
        };
        put_grade(tickets, (row.ticket_id, row.sequence, row.leg), part, grade);
    }
    Ok(())
}

/// A part of a leg. Only each-way legs have a second one.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Win,
    Place,
}

/// Adds a grade to the settlement that names it, by ticket, sequence and leg.
pub(super) fn put_grade(
    tickets: &mut Tickets,
    (ticket, sequence, leg): (Uuid, i32, i16),
    part: Part,
    grade: GradeShares,
) {
    let ticket = tickets.get_mut(&TicketId::from_uuid(ticket));
    let settlement = ticket.and_then(|it| {
        let mut all = it.settlements.iter_mut();
        all.find(|it| it.sequence == sequence)
    });
    let place = usize::try_from(leg - 1).ok();
    if let (Some(settlement), Some(place)) = (settlement, place)
        && let Some(slot) = match part {
            Part::Win => settlement.grades.get_mut(place),
            Part::Place => settlement.places.get_mut(place),
        }
    {
        *slot = Some(grade);
    }
}
