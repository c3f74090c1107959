//! Games end, tickets settle, and the books balance after each step.

use services::bets::LegRequest;
use shared::competitor::Role;
use shared::feed::{GameReport, QuoteReport};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::id::{BookmakerId, DiscordUserId, GuildId, TicketId};
use shared::market::{MarketKey, MarketKind, Side};
use shared::settings::{RuleChoices, ServerSettings};
use shared::ticket::TicketState::{self, *};
use shared::units::Units;
use store::StoreError;
use store::tickets::PlaceOutcome;

use crate::world::{HERE, World, cancelled, ended, game, quote};

const UNIT: i64 = 1_000_000;
/// What one unit comes back as at -110, cut to the micro-unit.
const WON: i64 = 1_909_090;
const SPREAD: MarketKind = MarketKind::Spread;
const TOTAL: MarketKind = MarketKind::Total;

async fn expect(world: &World, ticket: TicketId, head: (TicketState, Option<i64>, i32)) {
    assert_eq!(world.head(ticket).await, head);
    world.books().await;
}

#[tokio::test]
async fn singles_are_won_lost_pushed_and_halved() {
    let world = World::new().await;
    // Home -3, and home -3.25.
    let games = [game("1", world.at(1), -12), game("2", world.at(1), -13)];
    world.report(&games).await;
    let member = world.member(1).await;
    let won = world.bet(member, 1, &[("1", TOTAL, 180, Side::Over)]).await;
    let lost = world
        .bet(member, 2, &[("1", TOTAL, 180, Side::Under)])
        .await;
    let pushed = world
        .bet(member, 1, &[("1", SPREAD, -12, Side::Home)])
        .await;
    let half_lost = world
        .bet(member, 1, &[("2", SPREAD, -13, Side::Home)])
        .await;
    let half_won = world
        .bet(member, 1, &[("2", SPREAD, -13, Side::Away)])
        .await;
    let before = world.cash(member).await;
    assert_eq!(before, 94 * UNIT);

    // Home by three, 47 points in all.
    world
        .report(&[ended(&games[0], 25, 22), ended(&games[1], 25, 22)])
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
    let games = ["1", "2", "3"].map(|it| game(it, world.at(1), -12));
    world.report(&games).await;
    let member = world.member(1).await;
    let home = |game| (game, SPREAD, -12, Side::Home);
    let kept = world.bet(member, 1, &[home("1"), home("2")]).await;
    let lost = world
        .bet(member, 1, &[home("1"), home("2"), home("3")])
        .await;
    let void = world.bet(member, 1, &[home("2")]).await;

    world.report(&[cancelled(&games[1])]).await;
    world.settle().await;
    expect(&world, kept, (Open, None, 0)).await;
    expect(&world, void, (Void, Some(UNIT), 1)).await;

    world.report(&[ended(&games[2], 3, 40)]).await;
    world.settle().await;
    expect(&world, lost, (Lost, Some(0), 1)).await;

    world.report(&[ended(&games[0], 40, 3)]).await;
    world.settle().await;
    expect(&world, kept, (Won, Some(WON), 1)).await;
    expect(&world, lost, (Lost, Some(0), 1)).await;
}

#[tokio::test]
async fn a_parlay_multiplies_exactly_and_rounds_once() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), -12));
    world.report(&games).await;
    let member = world.member(1).await;
    let home = |game| (game, SPREAD, -12, Side::Home);
    let ticket = world.bet(member, 1, &[home("1"), home("2")]).await;
    world
        .report(&[ended(&games[0], 9, 0), ended(&games[1], 9, 0)])
        .await;
    world.settle().await;
    // (21/11)² = 441/121.
    expect(&world, ticket, (Won, Some(441 * UNIT / 121), 1)).await;
}

#[tokio::test]
async fn a_corrected_score_is_settled_once_more_and_the_books_balance() {
    let world = World::new().await;
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let home = world
        .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
        .await;
    let over = world.bet(member, 1, &[("1", TOTAL, 180, Side::Over)]).await;

    world.report(&[ended(&report, 27, 20)]).await;
    world.settle().await;
    expect(&world, home, (Won, Some(WON), 1)).await;
    expect(&world, over, (Won, Some(WON), 1)).await;

    // The last touchdown did not count: 20 to 20 loses both.
    let corrected = ended(&report, 20, 20);
    world.report(std::slice::from_ref(&corrected)).await;
    let again = world.settle().await;
    assert_eq!(again.tickets, 2);
    expect(&world, home, (Lost, Some(0), 2)).await;
    let reverses = "SELECT count(*) FROM settlements WHERE sequence = 2 AND reverses = 1";
    assert_eq!(world.count(reverses).await, 2);
    assert_eq!(world.cash(member).await, 98 * UNIT);

    // The same correction again changes nothing, and is told once.
    world.report(&[corrected]).await;
    assert_eq!(world.settle().await.games, 0);
    let notices = "SELECT count(*) FROM notices WHERE kind = 'game_results'";
    assert_eq!(world.count(notices).await, 2);
}

#[tokio::test]
async fn a_correction_that_moves_no_ticket_settles_none_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let ticket = world
        .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
        .await;
    world.report(&[ended(&report, 27, 20)]).await;
    world.settle().await;
    world.report(&[ended(&report, 28, 20)]).await;
    let settled = world.settle().await;
    assert_eq!((settled.games, settled.tickets), (1, 0));
    expect(&world, ticket, (Won, Some(WON), 1)).await;
}

#[tokio::test]
async fn a_correction_opens_a_parlay_that_one_leg_had_ended() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), -12));
    world.report(&games).await;
    let member = world.member(1).await;
    let home = |game| (game, SPREAD, -12, Side::Home);
    let ticket = world.bet(member, 1, &[home("1"), home("2")]).await;
    world.report(&[ended(&games[0], 0, 9)]).await;
    world.settle().await;
    expect(&world, ticket, (Lost, Some(0), 1)).await;

    world.report(&[ended(&games[0], 9, 0)]).await;
    world.settle().await;
    expect(&world, ticket, (Open, None, 2)).await;

    world.report(&[ended(&games[1], 9, 0)]).await;
    world.settle().await;
    expect(&world, ticket, (Won, Some(441 * UNIT / 121), 3)).await;
}

#[tokio::test]
async fn two_settlers_at_once_settle_once() {
    let world = World::new().await;
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    for user in 1..=20 {
        let member = world.member(user).await;
        world
            .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
            .await;
    }
    world.report(&[ended(&report, 27, 20)]).await;
    let (one, two) = (world.settler(), world.settler());
    let (one, two) = tokio::join!(one.tick(&world.lease), two.tick(&world.lease));
    assert_eq!(one.unwrap().tickets + two.unwrap().tickets, 20);
    assert_eq!(world.count("SELECT count(*) FROM settlements").await, 20);
    assert_eq!(world.books().await.tickets, 20);
}

#[tokio::test]
async fn two_settlers_on_two_games_of_one_parlay_leave_it_settled() {
    let world = World::new().await;
    let games = ["1", "2"].map(|it| game(it, world.at(1), -12));
    world.report(&games).await;
    let home = |game| (game, SPREAD, -12, Side::Home);
    let member = world.member(1).await;
    for _ in 0..20 {
        world.bet(member, 1, &[home("1"), home("2")]).await;
    }
    let both = [ended(&games[0], 9, 0), ended(&games[1], 9, 0)];
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
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let ticket = world
        .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
        .await;
    world.report(&[ended(&report, 27, 20)]).await;
    world.tamper("UPDATE leases SET epoch = epoch + 1").await;
    let refused = world.settler().tick(&world.lease).await;
    assert!(matches!(refused, Err(StoreError::LeaseLost)));
    expect(&world, ticket, (Open, None, 0)).await;
}

#[tokio::test]
async fn a_cancelled_ticket_is_not_opened_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let ticket = world
        .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
        .await;
    let cancelled: String = sqlx::query_scalar(
        "SELECT code.cancel_ticket(11, $1, -1, $2, interval '0', interval '1 minute', 'digest')",
    )
    .bind(member.as_uuid())
    .bind(ticket.as_uuid())
    .fetch_one(&world.database.bot)
    .await
    .unwrap();
    assert_eq!(cancelled, "cancelled");
    world.report(&[ended(&report, 27, 20)]).await;
    let settled = world.settle().await;
    assert_eq!((settled.tickets, settled.notices), (0, 0));
    expect(&world, ticket, (Cancelled, Some(UNIT), 1)).await;
}

#[tokio::test]
async fn a_result_that_contradicts_itself_decides_nothing() {
    let world = World::new().await;
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let ticket = world
        .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
        .await;
    let mut wrong = ended(&report, 27, 20);
    for score in &mut wrong.scores {
        score.points = -score.points;
    }
    world.report(&[wrong]).await;
    world.settle().await;
    expect(&world, ticket, (Open, None, 0)).await;
    world.report(&[ended(&report, 27, 20)]).await;
    world.settle().await;
    expect(&world, ticket, (Won, Some(WON), 1)).await;
}

#[tokio::test]
async fn what_was_settled_before_a_crash_is_not_settled_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let ticket = world
        .bet(member, 1, &[("1", SPREAD, -14, Side::Home)])
        .await;
    world.report(&[ended(&report, 27, 20)]).await;
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
    let report = game("1", world.at(1), -14);
    world.report(std::slice::from_ref(&report)).await;
    let there = GuildId::new(22);
    for user in 1..=3 {
        let member = world.member(user).await;
        world
            .bet_in(HERE, member, 1, &[("1", SPREAD, -14, Side::Home)])
            .await;
    }
    world.report(&[ended(&report, 27, 20)]).await;
    world.settle().await;
    let told = "SELECT count(*) FROM notices WHERE kind = 'game_results' AND guild_id = ";
    assert_eq!(world.count(&format!("{told} 11")).await, 1);
    assert_eq!(world.count(&format!("{told} {there}")).await, 0);
}

#[tokio::test]
async fn a_server_is_told_once_and_with_its_last_ticket_wherever_pages_end() {
    for tickets_a_page in [1, 2, 3, 4, 100] {
        let world = World::new().await;
        let report = game("1", world.at(1), -14);
        world.report(std::slice::from_ref(&report)).await;
        let there = GuildId::new(22);
        for user in 1..=3 {
            for guild in [HERE, there] {
                let member = world.member_of(guild, user).await;
                let home = ("1", SPREAD, -14, Side::Home);
                world.bet_in(guild, member, 1, &[home]).await;
            }
        }
        world.report(&[ended(&report, 27, 20)]).await;
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
    let report = game("1", world.at(1), -14);
    let mut over = ended(&report, 27, 20);
    let full = over.scores.clone();
    over.scores.extend(full.iter().map(|it| PeriodScore {
        period: Period::Overtime,
        ..*it
    }));
    over.status = GameStatus::Final;
    world.report(&[over]).await;
    let parts = "SELECT count(*) FROM result_scores WHERE version = 1";
    assert_eq!(world.count(parts).await, 4);
}

/// The fourth quarter alone has 7 points, overtime 3 more.
#[tokio::test]
async fn a_ticket_is_graded_by_what_its_server_had_chosen_when_it_was_placed() {
    let world = World::new().await;
    let fourth = Period::Quarter(4);
    let line = shared::line::Line::from_quarters(30).unwrap();
    let mut report = game("1", world.at(1), -12);
    report.quotes = [Side::Over, Side::Under]
        .map(|side| QuoteReport {
            period: fourth,
            ..quote(TOTAL, Some(30), side, -110)
        })
        .to_vec();
    world.report(std::slice::from_ref(&report)).await;
    let market = MarketKey::of_game(world.game_id("1").await, TOTAL, fourth, Some(line));
    let over = market.selection(Side::Over);
    let there = GuildId::new(22);
    let bet = async |guild, member| {
        let bookmaker = BookmakerId::derive("harbor");
        let (num, den) = (21, 11);
        let leg = LegRequest {
            selection: over,
            bookmaker,
            num,
            den,
            takes_better: false,
            each_way: None,
        };
        let stake = Units::whole(1);
        world.place(guild, member, stake, vec![leg]).await
    };
    let (here_member, there_member) = (world.member(1).await, world.member_of(there, 2).await);
    let by_default = bet(HERE, here_member).await;
    let before = bet(there, there_member).await;
    let choice = ("fourth_quarter".to_owned(), "with_overtime".to_owned());
    let chosen = ServerSettings {
        version: 1,
        rules: RuleChoices([choice].into()),
        ..ServerSettings::defaults(there)
    };
    let mut tx = store::begin_guild(&world.database.bot, there)
        .await
        .unwrap();
    let by = DiscordUserId::new(2);
    let appended = store::guilds::append_settings(&mut tx, &chosen, by).await;
    appended.unwrap();
    tx.commit().await.unwrap();
    let after = bet(there, there_member).await;

    let mut over = ended(&report, 27, 24);
    let parts = [
        (Period::Quarter(1), 7, 14),
        (Period::Quarter(2), 7, 3),
        (Period::Quarter(3), 3, 7),
        (fourth, 7, 0),
        (Period::Overtime, 3, 0),
    ];
    for (period, home, away) in parts {
        over.scores.extend(
            [(Role::Home, home), (Role::Away, away)].map(|(role, points)| PeriodScore {
                period,
                role,
                points,
            }),
        );
    }
    world.report(&[over]).await;
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
    let report = game("1", world.at(1), -12);
    world.report(std::slice::from_ref(&report)).await;
    let member = world.member(1).await;
    let pick = ("1", SPREAD, -12, Side::Home);
    let void = world.bet(member, 1, &[pick]).await;
    world.report(&[cancelled(&report)]).await;
    world.settle().await;
    expect(&world, void, (Void, Some(UNIT), 1)).await;

    let again = GameReport {
        starts_at: world.at(5),
        ..report
    };
    world.report(&[again]).await;
    let board = store::board::load(&world.database.bot).await.unwrap();
    assert_eq!((board.games.len(), board.next), (0, None));
    let leg = LegRequest {
        selection: world.selection("1", SPREAD, -12, Side::Home).await,
        bookmaker: BookmakerId::derive("harbor"),
        num: 21,
        den: 11,
        takes_better: false,
        each_way: None,
    };
    let asked = world.try_to_place(HERE, member, Units::whole(1), vec![leg]);
    assert_eq!(asked.await.1, PlaceOutcome::GameNotOpen);
    world.books().await;
}
