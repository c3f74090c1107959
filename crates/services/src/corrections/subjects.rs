//! Finds what a correction is about (its tickets, or the correction that it undoes) and checks that
//! it is allowed.

use shared::id::{GuildId, TicketId};
use shared::market::MarketKind;
use shared::ticket::TicketState;
use sqlx::PgConnection;
use store::corrections::{self, Correction, CorrectionAction};
use store::settlements::TicketToSettle;

use super::refusal::{CorrectionError, Refusal};

/// The most tickets that one correction may change, since it is one transaction.
const TICKETS_MAX: i64 = 10_000;

/// The correction to be undone.
pub(super) async fn undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &CorrectionAction,
) -> Result<Option<Correction>, CorrectionError> {
    let CorrectionAction::Undo { correction } = asked else {
        return Ok(None);
    };
    let undone = corrections::by_id(conn, guild, *correction).await?;
    undone.map(Some).ok_or(Refusal::NoCorrection.into())
}

/// Refuses to undo a correction that is itself an undoing, that was undone before, or that a later
/// correction in force builds on.
pub(super) async fn refuse_undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &CorrectionAction,
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

/// The tickets that a correction is about.
pub(super) async fn subjects(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &CorrectionAction,
    undone: Option<&Correction>,
) -> Result<Vec<TicketId>, CorrectionError> {
    Ok(match asked {
        CorrectionAction::Void { ticket }
        | CorrectionAction::Regrade { ticket, .. }
        | CorrectionAction::Grade { ticket, .. } => {
            vec![*ticket]
        }
        CorrectionAction::Grant { .. } | CorrectionAction::Take { .. } => Vec::new(),
        CorrectionAction::Result { game, .. } => {
            let tickets = corrections::on_game(conn, guild, *game, TICKETS_MAX + 1).await?;
            if tickets.len() > usize::try_from(TICKETS_MAX).unwrap_or(usize::MAX) {
                return Err(Refusal::TooManyTickets { max: TICKETS_MAX }.into());
            }
            tickets
        }
        CorrectionAction::Undo { .. } => {
            let number = undone.map_or(0, |it| it.number);
            let ruled = corrections::rulings_of(conn, guild, number).await?;
            let mut tickets: Vec<_> = ruled.into_iter().map(|it| it.ticket).collect();
            tickets.sort_unstable();
            tickets.dedup();
            tickets
        }
    })
}

/// Refuses tickets that the action does not fit.
pub(super) fn refuse_tickets(
    asked: &CorrectionAction,
    found: &[TicketToSettle],
) -> Result<(), Refusal> {
    let manual = |it: &TicketToSettle| {
        let mut legs = it.legs.iter();
        legs.any(|it| it.selection.kind == MarketKind::Manual)
    };
    match (asked, found.first()) {
        (
            CorrectionAction::Void { .. }
            | CorrectionAction::Regrade { .. }
            | CorrectionAction::Grade { .. },
            None,
        ) => Err(Refusal::NoTicket),
        (
            CorrectionAction::Void { .. }
            | CorrectionAction::Regrade { .. }
            | CorrectionAction::Grade { .. },
            Some(it),
        ) if it.state == TicketState::Cancelled => Err(Refusal::Cancelled),
        (CorrectionAction::Regrade { leg, .. }, Some(it))
            if usize::try_from(*leg).map_or(true, |leg| leg == 0 || leg > it.legs.len()) =>
        {
            let legs = it.legs.len();
            Err(Refusal::NoLeg { legs })
        }
        (CorrectionAction::Grade { .. }, Some(it)) if !manual(it) => Err(Refusal::NotManual),
        (CorrectionAction::Result { .. }, None) => Err(Refusal::NoTicketsOnGame),
        _ => Ok(()),
    }
}
