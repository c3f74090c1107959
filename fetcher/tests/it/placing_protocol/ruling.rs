//! An admin voids a ticket: what the bot does when that is confirmed, with a point between any two
//! steps.

use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, TicketId};
use shared::ticket::TicketState;
use store::corrections::{
    self, Asked, CorrectedTicket, Held, NewCorrection, Ruling, Standing, Way,
};
use store::fault::point;
use store::grades::GradeShares;
use store::settlements::{self, HeadMove, TicketToSettle};

use crate::world::{HERE, World};

pub(super) async fn void(world: &World, ticket: TicketId) {
    let id = CorrectionId::derive(&ticket.to_string());
    let mut tx = store::begin_guild(&world.database.bot, HERE).await.unwrap();
    store::guilds::lock(&mut tx, HERE).await.unwrap();
    let new = NewCorrection {
        guild: HERE,
        id,
        asked: Asked::Void { ticket },
        way: Way::Command,
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
    let (ruling, to) = voided(&found[0], number);
    corrections::rule(&mut tx, HERE, number, &[ruling])
        .await
        .unwrap();
    let moved = corrections::move_heads(&mut tx, HERE, &[to]).await.unwrap();
    assert_eq!(moved.len(), 1);
    point("void.moved").await;
    let corrected = CorrectedTicket {
        ticket,
        sequence: Some(moved[0].1),
        before: Standing {
            state: found[0].state,
            returned: found[0].returned,
        },
        after: Standing {
            state: TicketState::Void,
            returned: Some(found[0].agreed.stake),
        },
    };
    corrections::note_tickets(&mut tx, HERE, id, &[corrected])
        .await
        .unwrap();
    corrections::note_members(&mut tx, HERE, id, &before)
        .await
        .unwrap();
    corrections::tell(&mut tx, HERE, id, number).await.unwrap();
    point("void.told").await;
    tx.commit().await.unwrap();
    point("void.committed").await;
}

/// The ruling that a single is void, and what that makes of it.
fn voided(ticket: &TicketToSettle, number: i32) -> (Ruling, HeadMove) {
    let outcome = LegOutcome::Void;
    let (win, refund) = outcome.shares().unwrap();
    let shares = GradeShares {
        outcome,
        win,
        refund,
    };
    let ruling = Ruling {
        ticket: ticket.ticket,
        leg: 1,
        held: Some(Held {
            shares,
            receipt: None,
        }),
    };
    let to = HeadMove {
        guild: ticket.guild,
        ticket: ticket.ticket,
        expected: ticket.settled_seq,
        state: TicketState::Void,
        returned: Some(ticket.agreed.stake),
        multiplier: Some(("1".to_owned(), "1".to_owned())),
        result_versions: vec![-number],
        settings_digest: ticket.settings_digest.clone(),
    };
    (ruling, to)
}
