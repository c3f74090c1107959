//! What admins decide: rulings that stand over results, units that move once, and who sees it.

use services::settle::effective_grade;
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, MemberId, TicketId};
use shared::ticket::TicketState;
use shared::units::Units;
use sqlx::PgConnection;
use store::corrections::{
    self, CorrectedTicket, CorrectionAction, CorrectionSource, NewCorrection, RuledGrade, Ruling,
    TicketStatus,
};
use store::grades::GradeShares;
use store::settlements::{self, HeadMove, LegGrades};
use testkit::HERE as GUILD;
use uuid::Uuid;

use super::laws::assert_books;
use super::world::{HERE, Head, THERE, UNIT, World, constraint};

const DIGEST: &str = "digest";

pub(super) fn new(name: &str, asked: CorrectionAction) -> NewCorrection {
    NewCorrection {
        guild: GUILD,
        id: CorrectionId::derive(name),
        asked,
        source: CorrectionSource::Command,
        actor: DiscordUserId::new(77),
        actor_name: "Alice".to_owned(),
        reason: "the line was posted wrongly".to_owned(),
        channel: ChannelId::new(5),
    }
}

fn held(outcome: LegOutcome) -> RuledGrade {
    let (win, refund) = outcome.shares().unwrap();
    RuledGrade {
        shares: GradeShares {
            outcome,
            win,
            refund,
        },
        receipt: None,
    }
}

fn ruling(ticket: Uuid, outcome: Option<LegOutcome>) -> Ruling {
    Ruling {
        ticket: TicketId::from_uuid(ticket),
        leg: 1,
        held: outcome.map(held),
    }
}

/// Moves a ticket to that, as settlement `expected + 1`.
fn to(ticket: Uuid, expected: i32, state: TicketState, returned: i64, number: i32) -> HeadMove {
    HeadMove {
        guild: GUILD,
        ticket: TicketId::from_uuid(ticket),
        expected,
        state,
        returned: Some(Units::from_steps(returned)),
        multiplier: Some(("1".to_owned(), "1".to_owned())),
        result_versions: vec![-number],
        settings_digest: DIGEST.to_owned(),
    }
}

/// What settling would find of the ticket's only leg.
async fn found(conn: &mut PgConnection, ticket: Uuid) -> Option<(i32, LegOutcome)> {
    let key = (GUILD, TicketId::from_uuid(ticket));
    let tickets = settlements::tickets(conn, &[key]).await.unwrap();
    let leg = &tickets[0].legs[0];
    let graded = held(LegOutcome::Lost).shares;
    let came = LegGrades {
        win: graded,
        place: None,
    };
    effective_grade(leg, Some((7, came))).map(|(version, it)| (version, it.win.outcome))
}

#[tokio::test]
async fn a_ruling_stands_over_results_until_it_is_lifted() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let lost = Head {
        guild: HERE,
        ticket,
        expected: 0,
        state: "lost",
        returned: Some(0),
    };
    world.settle(&[lost]).await.unwrap();

    let mut tx = world.begin(GUILD).await;
    assert_eq!(found(&mut tx, ticket).await, Some((7, LegOutcome::Lost)));
    let id = TicketId::from_uuid(ticket);
    let voided = new("void", CorrectionAction::Void { ticket: id });
    let number = corrections::append(&mut tx, &voided).await.unwrap();
    assert_eq!(number, 1);
    let rulings = [ruling(ticket, Some(LegOutcome::Void))];
    corrections::write_rulings(&mut tx, GUILD, number, &rulings)
        .await
        .unwrap();
    assert_eq!(found(&mut tx, ticket).await, Some((-1, LegOutcome::Void)));
    let members = [MemberId::from_uuid(member)];
    let before = corrections::lock_members(&mut tx, GUILD, &members)
        .await
        .unwrap();
    let moves = [to(ticket, 1, TicketState::Void, UNIT, number)];
    let moved = corrections::move_heads(&mut tx, GUILD, &moves)
        .await
        .unwrap();
    assert_eq!(moved, [(id, 2)]);
    let noted = CorrectedTicket {
        ticket: id,
        sequence: Some(2),
        before: TicketStatus {
            state: TicketState::Lost,
            returned: Some(Units::ZERO),
        },
        after: TicketStatus {
            state: TicketState::Void,
            returned: Some(Units::whole(1)),
        },
    };
    let noted = [noted];
    corrections::record_tickets(&mut tx, GUILD, voided.id, &noted)
        .await
        .unwrap();
    corrections::record_members(&mut tx, GUILD, voided.id, &before)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.balances(member).await, (100 * UNIT, 0));

    let mut tx = world.begin(GUILD).await;
    let read = corrections::by_id(&mut tx, GUILD, voided.id).await.unwrap();
    assert_eq!(read.unwrap().asked, voided.asked);
    let read = corrections::corrected_tickets(&mut tx, GUILD, voided.id).await;
    assert_eq!(read.unwrap(), noted);
    let touched = corrections::corrected_members(&mut tx, GUILD, voided.id)
        .await
        .unwrap();
    let cash: Vec<_> = touched.iter().map(|it| (it.before, it.after)).collect();
    assert_eq!(cash, [(Units::whole(99), Units::whole(100))]);

    // Undone: what held before comes back, which is the result.
    let correction = voided.id;
    let undo = new("undo", CorrectionAction::Undo { correction });
    let number = corrections::append(&mut tx, &undo).await.unwrap();
    assert_eq!(number, 2);
    let restored = corrections::held_before(&mut tx, GUILD, 1).await.unwrap();
    assert_eq!(restored, [ruling(ticket, None)]);
    corrections::write_rulings(&mut tx, GUILD, number, &restored)
        .await
        .unwrap();
    assert_eq!(found(&mut tx, ticket).await, Some((7, LegOutcome::Lost)));
    tx.commit().await.unwrap();
    assert_books(&world).await;

    let mut tx = world.begin(GUILD).await;
    let again = corrections::append(
        &mut tx,
        &new("again", CorrectionAction::Undo { correction }),
    )
    .await;
    assert_eq!(
        again.unwrap_err().constraint(),
        Some("corrections_undoes_key")
    );
}

#[tokio::test]
async fn a_later_decision_on_the_same_leg_stands_on_the_earlier_one() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let id = TicketId::from_uuid(ticket);
    let mut tx = world.begin(GUILD).await;
    for (name, outcome) in [("one", LegOutcome::Won), ("two", LegOutcome::Lost)] {
        let asked = CorrectionAction::Regrade {
            ticket: id,
            leg: 1,
            outcome,
        };
        let number = corrections::append(&mut tx, &new(name, asked))
            .await
            .unwrap();
        corrections::write_rulings(&mut tx, GUILD, number, &[ruling(ticket, Some(outcome))])
            .await
            .unwrap();
    }
    let later = corrections::later_on(&mut tx, GUILD, 1).await.unwrap();
    assert_eq!(later, Some(2));
    assert_eq!(
        corrections::later_on(&mut tx, GUILD, 2).await.unwrap(),
        None
    );
    let before = corrections::held_before(&mut tx, GUILD, 2).await.unwrap();
    assert_eq!(before, [ruling(ticket, Some(LegOutcome::Won))]);

    let correction = CorrectionId::derive("two");
    let number = corrections::append(&mut tx, &new("undo", CorrectionAction::Undo { correction }))
        .await
        .unwrap();
    corrections::write_rulings(&mut tx, GUILD, number, &before)
        .await
        .unwrap();
    assert_eq!(
        corrections::later_on(&mut tx, GUILD, 1).await.unwrap(),
        None
    );
    assert_eq!(found(&mut tx, ticket).await, Some((-3, LegOutcome::Won)));
    let log = corrections::log(&mut tx, GUILD, 0, 2).await.unwrap();
    let shown: Vec<_> = log
        .corrections
        .iter()
        .map(|it| (it.number, it.undoes, it.undone_by))
        .collect();
    assert_eq!(
        (shown, log.total),
        (vec![(3, Some(2), None), (2, None, Some(3))], 3)
    );
}

#[tokio::test]
async fn the_same_decision_moves_units_once() {
    let world = World::with_games(1).await;
    let member = MemberId::from_uuid(world.member(HERE, 1).await);
    let units = Units::whole(7);
    let give = new("give", CorrectionAction::Grant { member, units });
    let mut tx = world.begin(GUILD).await;
    corrections::append(&mut tx, &give).await.unwrap();
    let cash = corrections::move_units(&mut tx, GUILD, give.id, member, true, units).await;
    assert_eq!(cash.unwrap(), (Units::whole(100), Units::whole(107)));
    tx.commit().await.unwrap();

    let mut tx = world.begin(GUILD).await;
    let twice = corrections::move_units(&mut tx, GUILD, give.id, member, true, units).await;
    assert_eq!(twice.unwrap_err().constraint(), Some("transfers_pkey"));
    drop(tx);
    let mut tx = world.begin(GUILD).await;
    let twice = corrections::append(&mut tx, &give).await;
    assert_eq!(twice.unwrap_err().constraint(), Some("corrections_pkey"));
    drop(tx);

    // Taking may go below nothing; nobody takes without a decision.
    let mut tx = world.begin(GUILD).await;
    let units = Units::whole(200);
    let take = new("take", CorrectionAction::Take { member, units });
    let none = corrections::move_units(&mut tx, GUILD, take.id, member, false, units).await;
    assert!(none.is_err());
    drop(tx);
    let mut tx = world.begin(GUILD).await;
    corrections::append(&mut tx, &take).await.unwrap();
    let cash = corrections::move_units(&mut tx, GUILD, take.id, member, false, units).await;
    assert_eq!(cash.unwrap(), (Units::whole(107), Units::whole(-93)));
    tx.commit().await.unwrap();
    assert_books(&world).await;
}

#[tokio::test]
async fn no_server_reads_or_rules_on_anothers_tickets() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let id = TicketId::from_uuid(ticket);
    let mut tx = world.begin(GUILD).await;
    let voided = new("void", CorrectionAction::Void { ticket: id });
    corrections::append(&mut tx, &voided).await.unwrap();
    tx.commit().await.unwrap();

    let there = testkit::THERE;
    world.member(THERE, 2).await;
    let mut tx = world.begin(there).await;
    let log = corrections::log(&mut tx, GUILD, 0, 10).await.unwrap();
    assert_eq!(log.total, 0);
    let refused = corrections::append(&mut tx, &new("more", voided.asked)).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("acting for server 22"), "{refused}");
    drop(tx);
    let mut tx = world.begin(there).await;
    let own = NewCorrection {
        guild: there,
        ..new("own", voided.asked)
    };
    let number = corrections::append(&mut tx, &own).await.unwrap();
    // The ticket is none of that server's.
    let refused = corrections::write_rulings(&mut tx, there, number, &[ruling(ticket, None)]).await;
    assert_eq!(refused.unwrap_err().constraint(), Some("rulings_leg_fkey"));
}

#[tokio::test]
async fn what_was_decided_is_changed_by_nobody() {
    let world = World::with_games(1).await;
    let programs = [&world.database.bot, &world.database.fetcher];
    for pool in programs {
        for table in [
            "corrections",
            "rulings",
            "corrected_tickets",
            "corrected_members",
        ] {
            for statement in [
                format!("DELETE FROM {table}"),
                format!("UPDATE {table} SET guild_id = 1"),
            ] {
                let refused = sqlx::query(&statement).execute(pool).await.unwrap_err();
                let code = refused.as_database_error().unwrap().code();
                assert_eq!(code.as_deref(), Some("42501"), "{statement}");
            }
        }
    }
    let ruled = sqlx::query(
        "INSERT INTO rulings (guild_id, ticket_id, leg, number)
         VALUES (11, gen_random_uuid(), 1, 1)",
    );
    let refused = ruled.execute(&world.database.fetcher).await.unwrap_err();
    let code = refused.as_database_error().unwrap().code();
    assert_eq!(code.as_deref(), Some("42501"));
    assert_eq!(constraint(&refused), None);
}
