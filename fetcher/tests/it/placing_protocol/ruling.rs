//! An admin voids a ticket, or says what a leg came to: what the bot does when that is confirmed,
//! with a point between any two steps.

use services::settle::{effective_grade, settle_with};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, TicketId};
use store::corrections::{
    self, CorrectedTicket, CorrectionAction, CorrectionSource, NewCorrection, RuledGrade, Ruling,
    TicketStatus,
};
use store::fault::point;
use store::grades::GradeShares;
use store::settlements::{self, HeadMove, LegGrades, TicketToSettle};
use testkit::HERE;

use crate::world::World;

pub(super) async fn void(world: &World, ticket: TicketId) {
    rule(world, ticket, (None, LegOutcome::Void)).await;
}

/// One leg of a ticket is held to have come to that, or all of them.
pub(crate) async fn rule(
    world: &World,
    ticket: TicketId,
    (leg, outcome): (Option<i16>, LegOutcome),
) {
    let id = CorrectionId::mint(world.database.now().await);
    let mut tx = store::begin_guild(&world.database.bot, HERE).await.unwrap();
    store::guilds::lock(&mut tx, HERE).await.unwrap();
    let new = NewCorrection {
        guild: HERE,
        id,
        asked: match leg {
            None => CorrectionAction::Void { ticket },
            Some(leg) => CorrectionAction::Regrade {
                ticket,
                leg,
                outcome,
            },
        },
        source: CorrectionSource::Command,
        actor: DiscordUserId::new(9),
        actor_name: "admin".to_owned(),
        reason: "a story".to_owned(),
        channel: ChannelId::new(1),
    };
    let number = corrections::append(&mut tx, &new).await.unwrap();
    point("void.appended").await;
    corrections::lock_games_of(&mut tx, HERE, &[ticket], None)
        .await
        .unwrap();
    point("void.games").await;
    corrections::lock_tickets(&mut tx, HERE, &[ticket])
        .await
        .unwrap();
    let found = settlements::tickets(&mut tx, &[(HERE, ticket)])
        .await
        .unwrap();
    point("void.tickets").await;
    let heads = corrections::ticket_heads(&mut tx, HERE, &[ticket])
        .await
        .unwrap();
    let members = [heads[0].member];
    let before = corrections::lock_members(&mut tx, HERE, &members)
        .await
        .unwrap();
    point("void.members").await;
    let (rulings, to) = ruled(&found[0], number, (leg, outcome));
    let after = TicketStatus {
        state: to.state,
        returned: to.returned,
    };
    corrections::write_rulings(&mut tx, HERE, number, &rulings)
        .await
        .unwrap();
    let moved = corrections::move_heads(&mut tx, HERE, &[to]).await.unwrap();
    assert_eq!(moved.len(), 1);
    point("void.moved").await;
    let corrected = CorrectedTicket {
        ticket,
        sequence: Some(moved[0].1),
        before: TicketStatus {
            state: found[0].state,
            returned: found[0].returned,
        },
        after,
    };
    corrections::record_tickets(&mut tx, HERE, id, &[corrected])
        .await
        .unwrap();
    corrections::record_members(&mut tx, HERE, id, &before)
        .await
        .unwrap();
    corrections::leave_notice(&mut tx, HERE, id, number, None)
        .await
        .unwrap();
    point("void.told").await;
    tx.commit().await.unwrap();
    point("void.committed").await;
}

/// The rulings, and what they make of the ticket.
fn ruled(
    ticket: &TicketToSettle,
    number: i32,
    (leg, outcome): (Option<i16>, LegOutcome),
) -> (Vec<Ruling>, HeadMove) {
    let (win, refund) = outcome.shares().unwrap();
    let shares = GradeShares {
        outcome,
        win,
        refund,
    };
    let is_ruled = |it: i16| leg.is_none_or(|only| only == it);
    let legs = || (1_i16..).zip(&ticket.legs);
    let rulings = legs()
        .filter(|(nth, _)| is_ruled(*nth))
        .map(|(leg, _)| Ruling {
            ticket: ticket.ticket,
            leg,
            held: Some(RuledGrade {
                shares,
                receipt: None,
            }),
        });
    let decided = legs().map(|(nth, it)| match is_ruled(nth) {
        true => Some((-number, LegGrades::ruled(shares, &it.agreed))),
        false => effective_grade(it, it.grade),
    });
    let decided: Vec<_> = decided.collect();
    (rulings.collect(), settle_with(ticket, &decided).unwrap())
}
