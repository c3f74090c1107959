//! What a correction is about: the tickets that it rules on, the correction that it undoes, and
//! why it may not.

use shared::id::{GuildId, TicketId};
use shared::market::MarketKind;
use shared::ticket::TicketState;
use sqlx::PgConnection;
use store::corrections::{self, Asked, Correction};
use store::settlements::TicketToSettle;

use super::refusal::{CorrectionError, Refusal};

/// The most tickets that one decision may be about: it is one transaction.
const TICKETS_MAX: i64 = 10_000;

/// The decision that is to be undone.
pub(super) async fn undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
) -> Result<Option<Correction>, CorrectionError> {
    let Asked::Undo { correction } = asked else {
        return Ok(None);
    };
    let undone = corrections::by_id(conn, guild, *correction).await?;
    undone.map(Some).ok_or(Refusal::NoCorrection.into())
}

/// That a decision can be undone: it is none that undoes, nobody undid it, and no later one that
/// still holds is about the same legs.
pub(super) async fn refuse_undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
) -> Result<(), CorrectionError> {
    let Some(undone) = undone(conn, guild, asked).await? else {
        return Ok(());
    };
    let number = undone.number;
    if undone.undoes.is_some() {
        return Err(Refusal::UndoOfUndo { number }.into());
    }
    if let Some(by) = undone.undone_by {
        return Err(Refusal::AlreadyUndone { number, by }.into());
    }
    match corrections::later_on(conn, guild, number).await? {
        None => Ok(()),
        Some(later) => Err(Refusal::LaterCorrection { number, later }.into()),
    }
}

/// The tickets that a decision is about.
pub(super) async fn subjects(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
    undone: Option<&Correction>,
) -> Result<Vec<TicketId>, CorrectionError> {
    Ok(match asked {
        Asked::Void { ticket } | Asked::Regrade { ticket, .. } | Asked::Grade { ticket, .. } => {
            vec![*ticket]
        }
        Asked::Grant { .. } | Asked::Take { .. } => Vec::new(),
        Asked::Result { game, .. } => {
            let tickets = corrections::on_game(conn, guild, *game, TICKETS_MAX + 1).await?;
            if tickets.len() > usize::try_from(TICKETS_MAX).unwrap_or(usize::MAX) {
                return Err(Refusal::TooManyTickets { max: TICKETS_MAX }.into());
            }
            tickets
        }
        Asked::Undo { .. } => {
            let number = undone.map_or(0, |it| it.number);
            let ruled = corrections::rulings_of(conn, guild, number).await?;
            let mut tickets: Vec<_> = ruled.into_iter().map(|it| it.ticket).collect();
            tickets.sort_unstable();
            tickets.dedup();
            tickets
        }
    })
}

/// That the tickets can be ruled on as asked.
pub(super) fn refuse_tickets(asked: &Asked, found: &[TicketToSettle]) -> Result<(), Refusal> {
    let manual = |it: &TicketToSettle| {
        let mut legs = it.legs.iter();
        legs.any(|it| it.selection.kind == MarketKind::Manual)
    };
    match (asked, found.first()) {
        (Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }, None) => {
            Err(Refusal::NoTicket)
        }
        (Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }, Some(it))
            if it.state == TicketState::Cancelled =>
        {
            Err(Refusal::Cancelled)
        }
        (Asked::Regrade { leg, .. }, Some(it))
            if usize::try_from(*leg).map_or(true, |leg| leg == 0 || leg > it.legs.len()) =>
        {
            let legs = it.legs.len();
            Err(Refusal::NoLeg { legs })
        }
        (Asked::Grade { .. }, Some(it)) if !manual(it) => Err(Refusal::NotManual),
        (Asked::Result { .. }, None) => Err(Refusal::NoTicketsOnGame),
        _ => Ok(()),
    }
}
