//! What a decision is about: the tickets it rules on, the decision it undoes, and why it may not.

use shared::id::{GuildId, TicketId};
use shared::market::MarketKind;
use shared::ticket::TicketState;
use sqlx::PgConnection;
use store::corrections::{self, Asked, Correction};
use store::settlements::TicketToSettle;

use crate::errors::{Failure, refuse, refuse_with};

/// The most tickets that one decision may be about: it is one transaction.
const TICKETS_MAX: i64 = 10_000;

/// The decision that is to be undone.
pub(super) async fn undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
) -> Result<Option<Correction>, Failure> {
    let Asked::Undo { correction } = asked else {
        return Ok(None);
    };
    let undone = corrections::by_id(conn, guild, *correction).await?;
    undone.map(Some).ok_or_else(|| refuse("error-stale"))
}

/// That a decision can be undone: it is none that undoes, nobody undid it, and no later one that
/// still holds is about the same legs.
pub(super) async fn refuse_undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
) -> Result<(), Failure> {
    let Some(undone) = undone(conn, guild, asked).await? else {
        return Ok(());
    };
    let number = ("number", undone.number.into());
    if undone.undoes.is_some() {
        return Err(refuse_with("admin-undo-of-undo", vec![number]));
    }
    if let Some(by) = undone.undone_by {
        return Err(refuse_with(
            "admin-undone-before",
            vec![number, ("by", by.into())],
        ));
    }
    match corrections::later_on(conn, guild, undone.number).await? {
        None => Ok(()),
        Some(later) => {
            let places = vec![number, ("later", later.into())];
            Err(refuse_with("admin-undo-later", places))
        }
    }
}

/// The tickets that a decision is about.
pub(super) async fn subjects(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
    undone: Option<&Correction>,
) -> Result<Vec<TicketId>, Failure> {
    Ok(match asked {
        Asked::Void { ticket } | Asked::Regrade { ticket, .. } | Asked::Grade { ticket, .. } => {
            vec![*ticket]
        }
        Asked::Grant { .. } | Asked::Take { .. } => Vec::new(),
        Asked::Result { game, .. } => {
            let tickets = corrections::on_game(conn, guild, *game, TICKETS_MAX + 1).await?;
            if tickets.len() > usize::try_from(TICKETS_MAX).unwrap_or(usize::MAX) {
                return Err(refuse_with(
                    "admin-too-many",
                    vec![("max", TICKETS_MAX.into())],
                ));
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
pub(super) fn refuse_tickets(asked: &Asked, found: &[TicketToSettle]) -> Result<(), Failure> {
    let manual = |it: &TicketToSettle| {
        let mut legs = it.legs.iter();
        legs.any(|it| it.selection.kind == MarketKind::Manual)
    };
    match (asked, found.first()) {
        (Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }, None) => {
            Err(refuse("admin-no-ticket"))
        }
        (Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }, Some(it))
            if it.state == TicketState::Cancelled =>
        {
            Err(refuse("admin-taken-back"))
        }
        (Asked::Regrade { leg, .. }, Some(it))
            if usize::try_from(*leg).map_or(true, |leg| leg == 0 || leg > it.legs.len()) =>
        {
            let legs = it.legs.len().into();
            Err(refuse_with("admin-no-leg", vec![("legs", legs)]))
        }
        (Asked::Grade { .. }, Some(it)) if !manual(it) => Err(refuse("admin-not-manual")),
        (Asked::Result { .. }, None) => Err(refuse("admin-no-tickets-on-game")),
        _ => Ok(()),
    }
}
