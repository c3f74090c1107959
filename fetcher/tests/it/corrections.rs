//! What admins decided: settling leaves it standing, and the audit holds every decision against
//! what it ruled, moved and noted.

use std::time::Duration;

use services::corrections::{CorrectionOutcome, CorrectionRequest, preview};
use shared::competitor::Role;
use shared::facts::Facts;
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, MemberId, TicketId};
use shared::league::Sport;
use shared::settings::RuleChoices;
use shared::ticket::TicketState;
use shared::units::Units;
use store::corrections::{
    self, CorrectedTicket, CorrectionAction, CorrectionSource, NewCorrection, RuledGrade, Ruling,
    TicketStatus,
};
use store::grades::GradeShares;
use store::settlements::HeadMove;
use store::tickets::{CancelOutcome, CancelWindow};
use testkit::{HERE, ReportExt, on};

use crate::world::{World, game};

/// What a decision does: as the bot works it out.
#[derive(Default)]
struct Does {
    rulings: Vec<Ruling>,
    moves: Vec<HeadMove>,
    tickets: Vec<CorrectedTicket>,
    members: Vec<MemberId>,
    units: Option<(MemberId, bool, Units)>,
}

fn new_correction(name: &str, asked: CorrectionAction) -> NewCorrection {
    NewCorrection {
        guild: HERE,
        id: CorrectionId::derive(name),
        asked,
        source: CorrectionSource::Command,
        actor: DiscordUserId::new(77),
        actor_name: "Alice".to_owned(),
        reason: "it was wrong".to_owned(),
        channel: ChannelId::new(5),
    }
}

async fn decide(world: &World, name: &str, asked: CorrectionAction, does: &Does) -> CorrectionId {
    let new = new_correction(name, asked);
    let id = new.id;
    let mut tx = store::begin_guild(&world.database.bot, HERE).await.unwrap();
    let number = corrections::append(&mut tx, &new).await.unwrap();
    corrections::write_rulings(&mut tx, HERE, number, &does.rulings)
        .await
        .unwrap();
    let before = corrections::lock_members(&mut tx, HERE, &does.members)
        .await
        .unwrap();
    let moved = corrections::move_heads(&mut tx, HERE, &does.moves)
        .await
        .unwrap();
    assert_eq!(moved.len(), does.moves.len());
    if let Some((member, gives, units)) = does.units {
        corrections::move_units(&mut tx, HERE, id, member, gives, units)
            .await
            .unwrap();
    }
    corrections::record_tickets(&mut tx, HERE, id, &does.tickets)
        .await
        .unwrap();
    corrections::record_members(&mut tx, HERE, id, &before)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

fn held(outcome: LegOutcome) -> RuledGrade {
    let (win, refund) = outcome.shares().unwrap();
    let shares = GradeShares {
        outcome,
        win,
        refund,
    };
    RuledGrade {
        shares,
        receipt: None,
    }
}

fn stands(state: TicketState, returned: i32) -> TicketStatus {
    let returned = (state != TicketState::Open).then_some(Units::whole(returned));
    TicketStatus { state, returned }
}

/// What a ruling on the only leg of a ticket of two units makes of it, as decision `number`.
fn turns(
    (ticket, member): (TicketId, MemberId),
    (number, expected): (i32, i32),
    outcome: Option<LegOutcome>,
    (before, after): (TicketStatus, TicketStatus),
) -> Does {
    let multiplier = after
        .returned
        .map(|it| ((it.steps() / 2_000_000).to_string(), "1".to_owned()));
    Does {
        rulings: vec![Ruling {
            ticket,
            leg: 1,
            held: outcome.map(held),
        }],
        moves: vec![HeadMove {
            guild: HERE,
            ticket,
            expected,
            state: after.state,
            returned: after.returned,
            multiplier,
            // A lifted ruling leaves the leg to the result, which is version 1 here.
            result_versions: vec![outcome.map_or(1, |_| -number)],
            settings_digest: RuleChoices::default().digest(),
        }],
        tickets: vec![CorrectedTicket {
            ticket,
            sequence: Some(expected + 1),
            before,
            after,
        }],
        members: vec![member],
        units: None,
    }
}

/// A lost bet that was voided, units that were given and taken back.
async fn corrected_world() -> (World, TicketId, MemberId) {
    let world = World::new().await;
    let games = [
        game("1", world.at(1), "-3.5"),
        game("2", world.at(1), "-3.5"),
    ];
    world.report(&games).await;
    let alice = world.member(1).await;
    let member = alice.id;
    let away = on("1").away("+3.5");
    let ticket = world.bet(alice, 2, away).await;
    world.bet(alice, 1, on("2").home("-3.5")).await;
    world.report(&[games[0].final_score(27, 20)]).await;
    world.settle().await;
    let void = turns(
        (ticket, member),
        (1, 1),
        Some(LegOutcome::Void),
        (stands(TicketState::Lost, 0), stands(TicketState::Void, 2)),
    );
    decide(&world, "void", CorrectionAction::Void { ticket }, &void).await;
    let units = Units::whole(5);
    let give = |gives| Does {
        members: vec![member],
        units: Some((member, gives, units)),
        ..Does::default()
    };
    let correction = decide(
        &world,
        "give",
        CorrectionAction::Grant { member, units },
        &give(true),
    )
    .await;
    decide(
        &world,
        "undo",
        CorrectionAction::Undo { correction },
        &give(false),
    )
    .await;
    let books = world.books().await;
    assert_eq!((books.corrections, books.sum), (3, 0));
    (world, ticket, member)
}

#[tokio::test]
async fn settling_leaves_a_ruling_standing_and_goes_on_once_it_is_lifted() {
    let (world, ticket, member) = corrected_world().await;
    let cash = world.cash(member).await;
    assert_eq!(cash, 99_000_000);
    // The feed corrects the final so that the bet would have won, and then back again.
    let first = game("1", world.at(1), "-3.5");
    for (home, away) in [(20, 27), (27, 20), (20, 27)] {
        world.report(first.final_score(home, away)).await;
        world.settle().await;
        let stands = (TicketState::Void, Some(2_000_000), 2);
        assert_eq!(world.head(ticket).await, stands);
        assert_eq!(world.cash(member).await, cash);
        world.books().await;
    }
    // Lifted by an undoing that finds nothing else held before: the next result decides.
    let undo = CorrectionAction::Undo {
        correction: CorrectionId::derive("void"),
    };
    let lost = (stands(TicketState::Void, 2), stands(TicketState::Lost, 0));
    decide(
        &world,
        "undo the void",
        undo,
        &turns((ticket, member), (4, 2), None, lost),
    )
    .await;
    world.report(first.final_score(20, 30)).await;
    world.settle().await;
    let (state, returned, _) = world.head(ticket).await;
    assert_eq!((state, returned), (TicketState::Won, Some(3_818_181)));
    world.books().await;
}

/// Does what an admin asks for, as the bot does.
async fn make(world: &World, name: &str, asked: CorrectionAction) -> CorrectionId {
    let new = new_correction(name, asked);
    let id = new.id;
    let now = world.at(0);
    let plan = preview(&world.database.bot, HERE, &new.asked, now);
    let shown = plan.await.unwrap().digest();
    let request = CorrectionRequest {
        new: &new,
        shown: Some(&shown),
        now,
        interaction: None,
    };
    let made = services::corrections::make(&world.database.bot, &request).await;
    assert!(matches!(made.unwrap(), CorrectionOutcome::Now(..)));
    id
}

#[tokio::test]
async fn undoing_a_regrade_leaves_a_bet_alone_that_was_cancelled_since() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), "-3.5"));
    world.report(&games).await;
    let alice = world.member(1).await;
    let home = ["1", "2"].map(|it| on(it).home("-3.5"));
    let ticket = world.bet(alice, 2, &home).await;
    let regrade = CorrectionAction::Regrade {
        ticket,
        leg: 1,
        outcome: LegOutcome::Won,
    };
    let correction = make(&world, "regrade", regrade).await;
    let window = CancelWindow {
        free: Duration::from_secs(15),
        unmoved: Duration::from_secs(60),
    };
    let cancelled = world.cancel(alice, ticket, window).await;
    assert_eq!(cancelled, CancelOutcome::Cancelled);
    make(&world, "undo", CorrectionAction::Undo { correction }).await;
    let (state, ..) = world.head(ticket).await;
    assert_eq!(state, TicketState::Cancelled);
    assert_eq!(world.cash(alice).await, 100_000_000);
    let books = world.books().await;
    assert_eq!((books.corrections, books.sum), (2, 0));
}

#[tokio::test]
async fn the_audit_names_the_decision_that_was_tampered_with() {
    let (world, ..) = corrected_world().await;
    for (does, back, what) in [
        (
            "UPDATE rulings SET outcome = 'push' WHERE number = 1",
            "UPDATE rulings SET outcome = 'void' WHERE number = 1",
            "the outcome of settlement 2",
        ),
        (
            "UPDATE corrected_tickets SET returned_before = 5",
            "UPDATE corrected_tickets SET returned_before = 0",
            "what a decision noted of it",
        ),
        (
            "UPDATE corrections SET kind = 'regrade', outcome = 'won', leg = 1 WHERE number = 1",
            "UPDATE corrections SET kind = 'void', outcome = NULL, leg = NULL WHERE number = 1",
            "a ruling",
        ),
        (
            "UPDATE corrections SET ticket_id = (SELECT ticket_id FROM tickets
               WHERE state = 'open') WHERE number = 1",
            "UPDATE corrections SET ticket_id = (SELECT ticket_id FROM tickets
               WHERE state = 'void') WHERE number = 1",
            "what it ruled on",
        ),
        (
            "UPDATE corrections SET amount = amount + 1 WHERE number = 2",
            "UPDATE corrections SET amount = amount - 1 WHERE number = 2",
            "the units that it moves",
        ),
        (
            "UPDATE corrections SET kind = 'take' WHERE number = 2",
            "UPDATE corrections SET kind = 'grant' WHERE number = 2",
            "the units that it moves",
        ),
        (
            "UPDATE corrected_members SET cash_after = cash_after + 1
               WHERE correction_id = (SELECT correction_id FROM corrections WHERE number = 2)",
            "UPDATE corrected_members SET cash_after = cash_after - 1
               WHERE correction_id = (SELECT correction_id FROM corrections WHERE number = 2)",
            "the cash that a decision noted",
        ),
        (
            "UPDATE settlements SET cause = 'admin' WHERE sequence = 1",
            "UPDATE settlements SET cause = 'result' WHERE sequence = 1",
            "the settlements that admins caused",
        ),
    ] {
        world.tamper(does).await;
        let found = world.difference().await;
        assert_eq!(found.what, what, "{found}");
        world.tamper(back).await;
        world.books().await;
    }
    // Forgetting that a ticket was touched leaves a settlement that nobody decided.
    world.tamper("DELETE FROM corrected_tickets").await;
    let found = world.difference().await;
    assert_eq!(found.what, "the settlements that admins caused");
}

#[tokio::test]
async fn a_score_that_was_stated_grades_as_its_receipts_say() {
    let (world, ticket, member) = corrected_world().await;
    // Undone first, so that the void does not stand on the leg.
    let undo = CorrectionAction::Undo {
        correction: CorrectionId::derive("void"),
    };
    let lost = (stands(TicketState::Void, 2), stands(TicketState::Lost, 0));
    let restores = turns((ticket, member), (4, 2), None, lost);
    decide(&world, "undo the void", undo, &restores).await;

    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    let game = world.game_id("1").await;
    let result = GameResult {
        game,
        version: 0,
        status: GameStatus::Final,
        scores: vec![score(Role::Home, 20), score(Role::Away, 27)],
        facts: Facts::default(),
        provider: "admin".to_owned(),
        decided_at: world.now,
    };
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let found = store::settlements::tickets(&mut connection, &[(HERE, ticket)]).await;
    let selection = found.unwrap()[0].legs[0].selection.clone();
    let rules = grading::HouseRules::new(Sport::AmericanFootball, "NFL");
    let grade = grading::grade(&rules, &selection, &result).unwrap();
    let won = TicketStatus {
        state: TicketState::Won,
        returned: Some(Units::from_steps(3_818_181)),
    };
    let mut states = turns(
        (ticket, member),
        (5, 3),
        None,
        (stands(TicketState::Lost, 0), won),
    );
    states.rulings[0].held = Some(RuledGrade {
        receipt: Some(grade.receipt.to_bytes().unwrap()),
        ..held(grade.outcome)
    });
    states.moves[0].multiplier = Some(("21".to_owned(), "11".to_owned()));
    states.moves[0].result_versions = vec![-5];
    let asked = CorrectionAction::Result {
        game,
        home: 20,
        away: 27,
    };
    decide(&world, "result", asked, &states).await;
    assert_eq!(world.books().await.corrections, 5);

    for (does, back, what) in [
        (
            "UPDATE corrections SET home = 21 WHERE number = 5",
            "UPDATE corrections SET home = 20 WHERE number = 5",
            "the score",
        ),
        (
            "UPDATE corrections SET game_id = (SELECT game_id FROM legs JOIN tickets
               USING (guild_id, ticket_id) WHERE state = 'open') WHERE number = 5",
            "UPDATE corrections SET game_id = (SELECT game_id FROM legs JOIN tickets
               USING (guild_id, ticket_id) WHERE state = 'won') WHERE number = 5",
            "what it ruled on",
        ),
    ] {
        world.tamper(does).await;
        let found = world.difference().await;
        assert_eq!(found.what, what, "{found}");
        world.tamper(back).await;
        world.books().await;
    }
    let forged = "convert_to(replace(convert_from(receipt, 'UTF8'), '27', '28'), 'UTF8')";
    let forge = format!(
        "UPDATE rulings SET receipt = {forged}, receipt_sha256 = sha256({forged})
         WHERE number = 5"
    );
    world.tamper(&forge).await;
    assert!(world.difference().await.subject.starts_with("correction 5"));
}
