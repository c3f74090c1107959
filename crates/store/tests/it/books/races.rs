//! The same moment.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use shared::id::GameId;
use shared::settings::ServerSettings;
use shared::units::Units;
use store::settlements::{self, ClaimLimits};
use testkit::{FEED, ReportExt};
use uuid::Uuid;

use super::laws::assert_books;
use super::world::{Bet, HERE, Head, UNIT, World, cancel, place, settle};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_bets_that_only_fit_singly_one_is_taken() {
    let world = World::with_games(2).await;
    let any = |it: &mut ServerSettings| {
        it.stake_min = Units::from_steps(1);
        it.stake_max = Units::whole(1000);
    };
    world.set(testkit::HERE, any).await;
    for round in 1..=25 {
        let member = world.member(HERE, round).await;
        let at_once = (0..8).map(|nth| {
            let bet = Bet {
                stake: 60 * UNIT,
                ..world.bet(member, &[nth % 2])
            };
            let pool = world.database.bot.clone();
            tokio::spawn(async move { place(&pool, &bet).await.unwrap() })
        });
        let answers: Vec<_> = join_all(at_once)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let of = |outcome| answers.iter().filter(|it| it.outcome == outcome).count();
        assert_eq!(
            (of("placed"), of("balance_too_small")),
            (1, 7),
            "{answers:?}"
        );
        assert_eq!(world.balances(member).await, (40 * UNIT, 60 * UNIT));
    }
    assert_books(&world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_interaction_delivered_many_times_at_once_is_one_ticket() {
    let world = World::with_games(1).await;
    for round in 1..=25 {
        let member = world.member(HERE, round).await;
        let first = world.bet(member, &[0]);
        // Each delivery mints an id and codes of its own.
        let at_once = (0..8).map(|nth| {
            let bet = Bet {
                ticket: Uuid::now_v7(),
                codes: vec![format!("{round}x{nth}")],
                ..first.clone()
            };
            let pool = world.database.bot.clone();
            tokio::spawn(async move { place(&pool, &bet).await.unwrap() })
        });
        let answers: Vec<_> = join_all(at_once)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let of = |outcome| answers.iter().filter(|it| it.outcome == outcome).count();
        assert_eq!((of("placed"), of("already_placed")), (1, 7), "{answers:?}");
        let facts = answers.iter().map(|it| {
            let place = (it.ticket_id, it.code.clone(), it.placed_at);
            (place, it.possible_return, it.cash)
        });
        assert_eq!(facts.collect::<BTreeSet<_>>().len(), 1, "{answers:?}");
        assert_eq!(world.balances(member).await, (99 * UNIT, UNIT));
    }
    assert_eq!(world.count("SELECT count(*) FROM tickets").await, 25);
    assert_books(&world).await;
}

/// Members place and take back while pages that name the same tickets in any order are settled
/// by two fetchers. Nothing may wait for itself, and the books hold.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn placing_settling_and_cancelling_at_once_neither_lock_up_nor_lose_a_unit() {
    const MEMBERS: usize = 6;
    let world = std::sync::Arc::new(World::with_games(2).await);
    let mut members = Vec::new();
    for user in 1..=MEMBERS {
        members.push(world.member(HERE, i64::try_from(user).unwrap()).await);
    }
    for round in 0..12 {
        let mut tickets = Vec::new();
        for member in &members {
            for _ in 0..4 {
                tickets.push((*member, world.placed(&world.bet(*member, &[0])).await));
            }
        }
        let mut at_once = tokio::task::JoinSet::new();
        for turned in 0..4_usize {
            let mut page: Vec<_> = tickets.iter().map(|it| won(it.1, 0)).collect();
            page.rotate_left((turned * 7 + round) % tickets.len());
            if turned % 2 == 1 {
                page.reverse();
            }
            let pool = world.database.fetcher.clone();
            at_once.spawn(async move { settle(&pool, 7, &page).await.map(drop) });
        }
        for (member, ticket) in tickets.iter().copied().step_by(3) {
            let pool = world.database.bot.clone();
            at_once.spawn(async move { cancel(&pool, HERE, member, ticket).await.map(drop) });
        }
        for member in members.iter().copied() {
            let bet = world.bet(member, &[0, 1]);
            let pool = world.database.bot.clone();
            at_once.spawn(async move { place(&pool, &bet).await.map(drop) });
        }
        while let Some(done) = at_once.join_next().await {
            done.unwrap().unwrap();
        }
        let undecided = "SELECT count(*) FROM tickets WHERE kind = 'single' AND settled_seq <> 1";
        assert_eq!(
            world.count(undecided).await,
            0,
            "each was settled or taken back, once"
        );
    }
    assert_books(&world).await;
}

fn won(ticket: Uuid, expected: i32) -> Head {
    Head {
        guild: HERE,
        ticket,
        expected,
        state: "won",
        returned: Some(1_909_090),
    }
}

/// Two corrections of the same page at once: each ticket follows one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_corrections_at_once_one_is_made() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let mut tickets = Vec::new();
    for _ in 0..20 {
        tickets.push(world.placed(&world.bet(member, &[0])).await);
    }
    for expected in 0..10 {
        let page: Vec<_> = tickets.iter().map(|it| won(*it, expected)).collect();
        let mut turned: Vec<_> = (tickets.iter())
            .map(|it| Head {
                state: "lost",
                returned: Some(0),
                ..won(*it, expected)
            })
            .collect();
        turned.reverse();
        let (first, second) = tokio::join!(world.settle(&page), world.settle(&turned));
        let moved = first.unwrap() + second.unwrap();
        assert_eq!(moved, i64::try_from(tickets.len()).unwrap());
        assert_books(&world).await;
    }
}

/// A feed moves the prices all the while. Whatever price a ticket was taken at, its legs say that
/// one, and its return was reckoned with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_price_that_moves_while_a_bet_is_taken_is_either_agreed_or_refused() {
    let world = World::with_games(3).await;
    let member = world.member(HERE, 1).await;
    let feed = world.database.fetcher.clone();
    let moving = tokio::spawn(async move {
        for turn in 0.. {
            let (num, den, number) = [(21, 11, "-110"), (2, 1, "+100")][turn % 2];
            let moved = format!(
                "UPDATE quotes SET price_num = {num}, price_den = {den}, price_number = '{number}'"
            );
            sqlx::raw_sql(&moved).execute(&feed).await.unwrap();
        }
    });
    for _ in 0..15 {
        let at_once = (0..4).map(|_| world.bet(member, &[0, 1, 2]));
        let at_once: Vec<_> = at_once
            .map(|it| Bet {
                stake: UNIT / 2,
                ..it
            })
            .collect();
        let answers = join_all(at_once.iter().map(|it| world.place(it))).await;
        let known = ["placed", "price_moved"];
        assert!(
            answers
                .iter()
                .all(|it| known.contains(&it.outcome.as_str())),
            "{answers:?}"
        );
    }
    moving.abort();
    let other = "SELECT count(*) FROM legs WHERE (price_num, price_den, price_number)
                 IS DISTINCT FROM (21, 11, '-110')";
    assert_eq!(world.count(other).await, 0);
    let legs = "SELECT count(*) FROM tickets t WHERE 3 <> (SELECT count(*) FROM legs l
                WHERE l.guild_id = t.guild_id AND l.ticket_id = t.ticket_id)";
    assert_eq!(world.count(legs).await, 0);
    assert_books(&world).await;
}

/// A feed that calls a game off waits for no bet. A bet that read the game as open just before is
/// valid, and its server's part in the game says that it is still to be settled, however late it
/// commits.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_bet_that_commits_after_its_game_was_decided_is_still_to_be_settled() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let first = world.bet(member, &[0]);
    let mut under_way = world.database.bot.begin().await.unwrap();
    let taken = place(&mut *under_way, &first).await.unwrap();
    assert_eq!(taken.outcome, "placed");
    let feed = &world.database.fetcher;
    let game = world.games[0];
    world.report(world.offered[0].cancelled()).await;
    let mut conn = feed.acquire().await.unwrap();
    settlements::pass_over_games_without_bets(&mut conn, 10)
        .await
        .unwrap();
    let waiting = settlements::unsettled(&mut conn, 10).await.unwrap();
    assert_eq!(waiting, [], "the first bet is not there yet");

    under_way.commit().await.unwrap();
    let waiting = settlements::unsettled(&mut conn, 10).await.unwrap();
    let games: Vec<_> = waiting.iter().map(|it| it.game.as_uuid()).collect();
    assert_eq!(games, [game], "and is found once it is");
    let late = world.bet(member, &[0]);
    assert_eq!(world.place(&late).await.outcome, "game_not_open");
}

/// A source corrects a game that nobody has bet on while it is noted as settled.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_game_without_bets_is_passed_over_with_the_result_that_is_committed_meanwhile() {
    let world = World::with_games(1).await;
    let offered = &world.offered[0];
    world.report(offered.cancelled()).await;
    let feed = world.database.fetcher.clone();
    let mut correcting = feed.begin().await.unwrap();
    let played = [offered.final_score(27, 20)];
    services::results::ingest(&mut correcting, FEED, &played, world.now)
        .await
        .unwrap();
    let passing = tokio::spawn(async move {
        let mut conn = feed.acquire().await.unwrap();
        settlements::pass_over_games_without_bets(&mut conn, 10).await
    });
    let waits = "SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while world.count(waits).await == 0 {
        tokio::task::yield_now().await;
    }
    correcting.commit().await.unwrap();
    assert_eq!(passing.await.unwrap().unwrap(), 1);
    let settled = "SELECT count(*) FROM games WHERE settled_version = 2";
    assert_eq!(world.count(settled).await, 1);
}

/// Whoever settles a server's tickets on a game passes over the server while a bet is under way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_is_not_settled_under_a_bet_that_is_under_way() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    world.placed(&world.bet(member, &[0])).await;
    let mut under_way = world.database.bot.begin().await.unwrap();
    let taken = place(&mut *under_way, &world.bet(member, &[0])).await;
    assert_eq!(taken.unwrap().outcome, "placed");
    let of = (GameId::from_uuid(world.games[0]), 1);
    let room = ClaimLimits {
        servers: 10,
        tickets: 10,
    };
    let mut settling = world.database.fetcher.begin().await.unwrap();
    let claimed = settlements::claim_ranges(&mut settling, &world.lease, of, None, room).await;
    assert_eq!(claimed.unwrap(), []);
    under_way.commit().await.unwrap();
    let claimed = settlements::claim_ranges(&mut settling, &world.lease, of, None, room).await;
    assert_eq!(claimed.unwrap().len(), 1);

    // The other way round: the bet waits for the page, and finds the game settled on a version
    // that it has not read.
    let pool = world.database.bot.clone();
    let bet = world.bet(member, &[0]);
    let late = tokio::spawn(async move { place(&pool, &bet).await.unwrap() });
    wait_for_a_lock(&world).await;
    settling.commit().await.unwrap();
    assert_eq!(late.await.unwrap().outcome, "game_not_open");
}

/// Until somebody in this database waits for somebody else.
async fn wait_for_a_lock(world: &World) {
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while world.count(waiting).await == 0 {
        tokio::task::yield_now().await;
    }
}
