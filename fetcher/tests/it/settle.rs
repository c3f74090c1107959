//! Games end, tickets settle, and the books balance after each step.

use shared::feed::QuoteReport;
use shared::game::Period;
use shared::id::TicketId;
use shared::market::{MarketKind, Side};
use shared::settings::RuleChoices;
use shared::ticket::TicketState::{self, *};
use store::StoreError;
use store::tickets::{CancelOutcome, PlaceOutcome};
use testkit::world::FREE;
use testkit::{HERE, ReportExt, THERE, UNIT, WON, bet, on, quote};

use crate::world::{World, game};

const TOTAL: MarketKind = MarketKind::Total;

async fn expect(world: &World, ticket: TicketId, head: (TicketState, Option<i64>, i32)) {
    assert_eq!(world.head(ticket).await, head);
    world.books().await;
}

#[tokio::test]
async fn singles_are_won_lost_pushed_and_halved() {
    let world = World::new().await;
    // Home -3, and home -3.25.
    let games = [
        game("1", world.at(1), "-3"),
        game("2", world.at(1), "-3.25"),
    ];
    world.report(&games).await;
    let member = world.member(1).await;
    let won = world.bet(member, 1, on("1").over("45")).await;
    let lost = world.bet(member, 2, on("1").under("45")).await;
    let pushed = world.bet(member, 1, on("1").home("-3")).await;
    let half_lost = world.bet(member, 1, on("2").home("-3.25")).await;
    let half_won = world.bet(member, 1, on("2").away("+3.25")).await;
    let before = world.cash(member).await;
    assert_eq!(before, 94 * UNIT);

    // Home by three, 47 points in all.
    world
        .report(&[games[0].final_score(25, 22), games[1].final_score(25, 22)])
        .await;
    let settled = world.settle().await;
    assert_eq!((settled.games, settled.tickets, settled.notices), (2, 5, 2));
    expect(&world, won, (Won, Some(WON), 1)).await;
    expect(&world, lost, (Lost, Some(0), 1)).await;
    expect(&world, pushed, (Push, Some(UNIT), 1)).await;
    expect(&world, half_lost, (HalfLost, Some(UNIT / 2), 1)).await;
    let half = UNIT / 2 + WON / 2;
    expect(&world, half_won, (HalfWon, Some(half), 1)).await;
    assert_eq!(
        world.cash(member).await,
        before + WON + UNIT + UNIT / 2 + half
    );

    let books = world.books().await;
    assert_eq!((books.tickets, books.sum), (5, 0));
    assert_eq!(world.settle().await.games, 0, "nothing waits");
}

#[tokio::test]
async fn a_void_leg_drops_out_of_a_parlay_and_a_lost_one_ends_it() {
    let world = World::new().await;
    let games = ["1", "2", "3"].map(|it| game(it, world.at(1), "-3"));
    world.report(&games).await;
    let member = world.member(1).await;
    let home = |game| on(game).home("-3");
    let kept = world.bet(member, 1, [home("1"), home("2")]).await;
    let lost = world
        .bet(member, 1, [home("1"), home("2"), home("3")])
        .await;
    let void = world.bet(member, 1, home("2")).await;

    world.report(&[games[1].cancelled()]).await;
    world.settle().await;
    expect(&world, kept, (Open, None, 0)).await;
    expect(&world, void, (Void, Some(UNIT), 1)).await;

    world.report(&[games[2].final_score(3, 40)]).await;
    world.settle().await;
    expect(&world, lost, (Lost, Some(0), 1)).await;

    world.report(&[games[0].final_score(40, 3)]).await;
    world.settle().await;
    expect(&world, kept, (Won, Some(WON), 1)).await;
    expect(&world, lost, (Lost, Some(0), 1)).await;
}

#[tokio::test]
async fn a_parlay_multiplies_exactly_and_rounds_once() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), "-3"));
    world.report(&games).await;
    let member = world.member(1).await;
    let home = |game| on(game).home("-3");
    let ticket = world.bet(member, 1, [home("1"), home("2")]).await;
    world
        .report(&[games[0].final_score(9, 0), games[1].final_score(9, 0)])
        .await;
    world.settle().await;
    // (21/11)² = 441/121.
    expect(&world, ticket, (Won, Some(441 * UNIT / 121), 1)).await;
}

#[tokio::test]
async fn a_corrected_score_is_settled_once_more_and_the_books_balance() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let home = world.bet(member, 1, on("1").home("-3.5")).await;
    let over = world.bet(member, 1, on("1").over("45")).await;

    world.report(report.final_score(27, 20)).await;
    world.settle().await;
    expect(&world, home, (Won, Some(WON), 1)).await;
    expect(&world, over, (Won, Some(WON), 1)).await;

    // The last touchdown did not count: 20 to 20 loses both.
    let corrected = report.final_score(20, 20);
    world.report(&corrected).await;
    let again = world.settle().await;
    assert_eq!(again.tickets, 2);
    expect(&world, home, (Lost, Some(0), 2)).await;
    let reverses = "SELECT count(*) FROM settlements WHERE sequence = 2 AND reverses = 1";
    assert_eq!(world.count(reverses).await, 2);
    assert_eq!(world.cash(member).await, 98 * UNIT);

    // The same correction again changes nothing, and is told once.
    world.report(corrected).await;
    assert_eq!(world.settle().await.games, 0);
    let notices = "SELECT count(*) FROM notices WHERE kind = 'game_results'";
    assert_eq!(world.count(notices).await, 2);
}

#[tokio::test]
async fn a_correction_that_moves_no_ticket_settles_none_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").home("-3.5")).await;
    world.report(report.final_score(27, 20)).await;
    world.settle().await;
    world.report(report.final_score(28, 20)).await;
    let settled = world.settle().await;
    assert_eq!((settled.games, settled.tickets), (1, 0));
    expect(&world, ticket, (Won, Some(WON), 1)).await;
}

#[tokio::test]
async fn a_correction_opens_a_parlay_that_one_leg_had_ended() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), "-3"));
    world.report(&games).await;
    let member = world.member(1).await;
    let home = |game| on(game).home("-3");
    let ticket = world.bet(member, 1, [home("1"), home("2")]).await;
    world.report(&[games[0].final_score(0, 9)]).await;
    world.settle().await;
    expect(&world, ticket, (Lost, Some(0), 1)).await;

    world.report(&[games[0].final_score(9, 0)]).await;
    world.settle().await;
    expect(&world, ticket, (Open, None, 2)).await;

    world.report(&[games[1].final_score(9, 0)]).await;
    world.settle().await;
    expect(&world, ticket, (Won, Some(441 * UNIT / 121), 3)).await;
}

#[tokio::test]
async fn two_settlers_at_once_settle_once() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    for user in 1..=20 {
        let member = world.member(user).await;
        world.bet(member, 1, on("1").home("-3.5")).await;
    }
    world.report(report.final_score(27, 20)).await;
    let (one, two) = (world.settler(), world.settler());
    let (one, two) = tokio::join!(one.tick(&world.lease), two.tick(&world.lease));
    assert_eq!(one.unwrap().tickets + two.unwrap().tickets, 20);
    assert_eq!(world.count("SELECT count(*) FROM settlements").await, 20);
    assert_eq!(world.books().await.tickets, 20);
}

#[tokio::test]
async fn two_settlers_on_two_games_of_one_parlay_leave_it_settled() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), "-3"));
    world.report(&games).await;
    let home = |game| on(game).home("-3");
    let member = world.member(1).await;
    for _ in 0..20 {
        world.bet(member, 1, [home("1"), home("2")]).await;
    }
    let both = [games[0].final_score(9, 0), games[1].final_score(9, 0)];
    world.report(&both).await;
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let waiting = store::settlements::unsettled(&mut connection, 9)
        .await
        .unwrap();
    drop(connection);
    let (one, two) = (world.settler(), world.settler());
    let (one, two) = tokio::join!(
        one.settle(&world.lease, waiting[0]),
        two.settle(&world.lease, waiting[1])
    );
    assert_eq!(one.unwrap().tickets + two.unwrap().tickets, 20);
    let open = "SELECT count(*) FROM tickets WHERE state <> 'won'";
    assert_eq!(world.count(open).await, 0);
    world.books().await;
}

#[tokio::test]
async fn whoever_lost_the_lease_settles_nothing() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").home("-3.5")).await;
    world.report(report.final_score(27, 20)).await;
    world.tamper("UPDATE leases SET epoch = epoch + 1").await;
    let refused = world.settler().tick(&world.lease).await;
    assert!(matches!(refused, Err(StoreError::LeaseLost)));
    expect(&world, ticket, (Open, None, 0)).await;
}

#[tokio::test]
async fn a_cancelled_ticket_is_not_opened_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").home("-3.5")).await;
    let taken = world.cancel(member, ticket, FREE).await;
    assert_eq!(taken, CancelOutcome::Cancelled);
    world.report(report.final_score(27, 20)).await;
    let settled = world.settle().await;
    assert_eq!((settled.tickets, settled.notices), (0, 0));
    expect(&world, ticket, (Cancelled, Some(UNIT), 1)).await;
}

#[tokio::test]
async fn a_result_that_contradicts_itself_decides_nothing() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").home("-3.5")).await;
    let mut wrong = report.final_score(27, 20);
    for score in &mut wrong.scores {
        score.points = -score.points;
    }
    world.report(wrong).await;
    world.settle().await;
    expect(&world, ticket, (Open, None, 0)).await;
    world.report(report.final_score(27, 20)).await;
    world.settle().await;
    expect(&world, ticket, (Won, Some(WON), 1)).await;
}

#[tokio::test]
async fn what_was_settled_before_a_crash_is_not_settled_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").home("-3.5")).await;
    world.report(report.final_score(27, 20)).await;
    world.settle().await;
    // As if it had died after the last page, before saying that the game is settled.
    world.tamper("UPDATE games SET settled_version = 0").await;
    let again = world.settle().await;
    assert_eq!((again.games, again.tickets, again.notices), (1, 0, 0));
    expect(&world, ticket, (Won, Some(WON), 1)).await;
}

#[tokio::test]
async fn every_server_with_a_ticket_is_told_once_and_no_other() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    for user in 1..=3 {
        let member = world.member(user).await;
        world.bet(member, 1, on("1").home("-3.5")).await;
    }
    world.report(report.final_score(27, 20)).await;
    world.settle().await;
    let told = "SELECT count(*) FROM notices WHERE kind = 'game_results' AND guild_id = ";
    assert_eq!(world.count(&format!("{told} 11")).await, 1);
    assert_eq!(world.count(&format!("{told} {THERE}")).await, 0);
}

#[tokio::test]
async fn a_server_is_told_once_and_with_its_last_ticket_wherever_pages_end() {
    for tickets_a_page in [1, 2, 3, 4, 100] {
        let world = World::new().await;
        let report = game("1", world.at(1), "-3.5");
        world.report(&report).await;
        for user in 1..=3 {
            for guild in [HERE, THERE] {
                let member = world.member_of(guild, user).await;
                let home = on("1").home("-3.5");
                world.bet(member, 1, &[home]).await;
            }
        }
        world.report(report.final_score(27, 20)).await;
        let settler = world.settler().with_pages_of(tickets_a_page);
        let settled = settler.tick(&world.lease).await.unwrap();
        assert_eq!(
            (settled.tickets, settled.notices),
            (6, 2),
            "{tickets_a_page}"
        );
        assert_eq!(world.books().await.tickets, 6);
        assert_eq!(world.count("SELECT count(*) FROM grades").await, 1);
        // A notice commits with the last settlement of its server, or after it.
        let early = "SELECT count(*) FROM notices n JOIN settlements s USING (guild_id)
            WHERE n.created_at < s.settled_at";
        assert_eq!(world.count(early).await, 0, "{tickets_a_page}");
    }
}

#[tokio::test]
async fn parts_of_the_score_are_kept_with_the_version() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    let over = report.final_score(27, 20);
    let over = over.period_score(Period::Overtime, 27, 20);
    world.report(over).await;
    let parts = "SELECT count(*) FROM result_scores WHERE version = 1";
    assert_eq!(world.count(parts).await, 4);
}

/// The fourth quarter alone has 7 points, overtime 3 more.
#[tokio::test]
async fn a_ticket_is_graded_by_what_its_server_had_chosen_when_it_was_placed() {
    let world = World::new().await;
    let fourth = Period::Quarter(4);
    let mut report = game("1", world.at(1), "-3");
    report.quotes = [Side::Over, Side::Under]
        .map(|side| QuoteReport {
            period: fourth,
            ..quote(TOTAL, Some("7.5"), side, -110)
        })
        .to_vec();
    world.report(&report).await;
    let (here_member, there_member) = (world.member(1).await, world.member_of(THERE, 2).await);
    let bet = |member| world.bet(member, 1, on("1").over("7.5").in_period(fourth));
    let by_default = bet(here_member).await;
    let before = bet(there_member).await;
    let choice = ("fourth_quarter".to_owned(), "with_overtime".to_owned());
    let chosen = RuleChoices([choice].into());
    world.set(THERE, |it| it.rules = chosen).await;
    let after = bet(there_member).await;

    let mut over = report.final_score(27, 24);
    let parts = [
        (Period::Quarter(1), 7, 14),
        (Period::Quarter(2), 7, 3),
        (Period::Quarter(3), 3, 7),
        (fourth, 7, 0),
        (Period::Overtime, 3, 0),
    ];
    for (period, home, away) in parts {
        over = over.period_score(period, home, away);
    }
    world.report(over).await;
    let settled = world.settle().await;
    assert_eq!((settled.tickets, settled.graded), (3, 2));
    expect(&world, by_default, (Lost, Some(0), 1)).await;
    expect(&world, before, (Lost, Some(0), 1)).await;
    expect(&world, after, (Won, Some(WON), 1)).await;
    assert_eq!(world.count("SELECT count(*) FROM grades").await, 2);

    // A grade under a digest that is not that of its receipt's choices is found.
    for sql in [
        "UPDATE grades SET settings_digest = repeat('0', 16) WHERE outcome = 'won'",
        "UPDATE settlements SET settings_digest = repeat('0', 16) WHERE state = 'won'",
    ] {
        world.tamper(sql).await;
    }
    assert_eq!(world.difference().await.what, "its key");
}

#[tokio::test]
async fn a_game_of_which_a_result_stands_takes_no_bets_when_its_feed_puts_it_back() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3");
    world.report(&report).await;
    let member = world.member(1).await;
    let pick = on("1").home("-3");
    let void = world.bet(member, 1, &pick).await;
    world.report(report.cancelled()).await;
    world.settle().await;
    expect(&world, void, (Void, Some(UNIT), 1)).await;

    world.report(report.starts_at(world.at(5))).await;
    let board = store::board::load(&world.database.bot).await.unwrap();
    assert_eq!((board.games.len(), board.next), (0, None));
    let asked = world.try_place(bet(member, &pick)).await;
    assert_eq!(asked, PlaceOutcome::GameNotOpen);
    world.books().await;
}
