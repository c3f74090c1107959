//! Heads that move, again and again, and the transfers that go with each move.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use ledger::{Account, Balances, Holder, Move, Season, Settled, TicketAccounts, moves};
use proptest::prelude::*;
use shared::id::{GuildId, MemberId, TicketId};
use shared::units::Units;
use uuid::Uuid;

use super::laws::assert_books;
use super::world::{Bet, HERE, Head, THERE, UNIT, World, constraint, move_heads, settle};

fn head(ticket: Uuid, expected: i32, state: &'static str, returned: Option<i64>) -> Head {
    Head {
        guild: HERE,
        ticket,
        expected,
        state,
        returned,
    }
}

/// A ticket and the ledger's own idea of it.
struct Followed {
    accounts: TicketAccounts,
    stake: Units,
    came_to: Option<Settled>,
    sequence: i32,
}

impl Followed {
    fn new(member: Uuid, ticket: Uuid, stake: i64) -> Self {
        let holder = Holder {
            guild: GuildId::new(11),
            member: MemberId::from_uuid(member),
            season: Season::FIRST,
        };
        Self {
            accounts: TicketAccounts {
                ticket: TicketId::from_uuid(ticket),
                holder,
            },
            stake: Units::from_steps(stake),
            came_to: None,
            sequence: 0,
        }
    }

    /// The ledger's move to what the ticket comes to now.
    fn moved(&mut self, returned: Option<i64>) -> Move {
        self.sequence += 1;
        let next = returned.map(|it| Settled {
            stake: self.stake,
            returned: Units::from_steps(it),
        });
        let made = moves::head(self.accounts, self.came_to, next, self.sequence).unwrap();
        self.came_to = next;
        made
    }
}

/// A transfer's line: kind and member of both sides, and the amount.
type Line = (i16, String, Option<Uuid>, String, Option<Uuid>, i64);

/// The transfers under that cause, as the database has them.
async fn stored(world: &World, ticket: Uuid, sequence: i32) -> Vec<Line> {
    sqlx::query_as(
        "SELECT line, debit_kind, debit_member, credit_kind, credit_member, amount
         FROM transfers WHERE guild_id = 11 AND cause_kind = 'ticket' AND cause = $1
           AND sequence = $2 ORDER BY line",
    )
    .bind(ticket)
    .bind(sequence)
    .fetch_all(&world.database.owner)
    .await
    .unwrap()
}

/// The same transfers, as the ledger has them.
fn reckoned(made: &Move) -> Vec<Line> {
    let side = |account: Account| {
        let member = account.holder().map(|it| it.member.as_uuid());
        (account.word().to_owned(), member)
    };
    let lines = made.transfers.iter().map(|it| {
        let ((debit, from), (credit, to)) = (side(it.debit()), side(it.credit()));
        (it.line(), debit, from, credit, to, it.amount().steps())
    });
    lines.collect()
}

#[tokio::test]
async fn every_turn_of_a_ticket_moves_what_the_ledger_says() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let mut followed = Followed::new(member, ticket, UNIT);
    let turns: [(&'static str, Option<i64>, (i64, i64)); 9] = [
        ("won", Some(1_909_090), (100_909_090, 0)),
        ("lost", Some(0), (99_000_000, 0)),
        ("push", Some(UNIT), (100_000_000, 0)),
        ("open", None, (99_000_000, UNIT)),
        ("won", Some(1_909_090), (100_909_090, 0)),
        ("won", Some(1_909_090), (100_909_090, 0)),
        ("half_lost", Some(500_000), (99_500_000, 0)),
        ("half_won", Some(1_454_545), (100_454_545, 0)),
        ("open", None, (99_000_000, UNIT)),
    ];
    for (expected, (state, returned, balances)) in (0..).zip(turns) {
        let to = [head(ticket, expected, state, returned)];
        let moved = move_heads(&world.database.owner, &to).await;
        assert_eq!(moved.unwrap(), vec![(ticket, expected + 1)]);
        assert_eq!(
            world.balances(member).await,
            balances,
            "{state} at {expected}"
        );
        let made = followed.moved(returned);
        assert_eq!(stored(&world, ticket, expected + 1).await, reckoned(&made));
        assert_books(&world).await;
    }
    let reverses: Vec<Option<i32>> =
        sqlx::query_scalar("SELECT reverses FROM settlements ORDER BY sequence")
            .fetch_all(&world.database.owner)
            .await
            .unwrap();
    let (n, some) = (None, Some);
    assert_eq!(
        reverses,
        [
            n,
            some(1),
            some(2),
            some(3),
            n,
            some(5),
            some(6),
            some(7),
            some(8)
        ]
    );
}

#[tokio::test]
async fn a_settlement_that_was_overtaken_moves_nothing() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let won = head(ticket, 0, "won", Some(1_909_090));
    assert_eq!(world.settle(std::slice::from_ref(&won)).await.unwrap(), 1);
    assert_eq!(world.settle(&[won]).await.unwrap(), 0);
    for stale in [-1, 0, 2, 99] {
        let late = head(ticket, stale, "lost", Some(0));
        assert_eq!(world.settle(&[late]).await.unwrap(), 0);
    }
    assert_eq!(world.balances(member).await, (100_909_090, 0));
    assert_eq!(world.count("SELECT count(*) FROM settlements").await, 1);
    assert_books(&world).await;
}

#[tokio::test]
async fn in_a_page_each_ticket_stands_for_itself() {
    let world = World::with_games(1).await;
    let (ann, bob) = (world.member(HERE, 1).await, world.member(HERE, 2).await);
    let elsewhere = world.member(THERE, 1).await;
    let first = world.placed(&world.bet(ann, &[0])).await;
    let second = world.placed(&world.bet(ann, &[0])).await;
    let third = world.placed(&world.bet(bob, &[0])).await;
    let theirs = Bet {
        guild: THERE,
        ..world.bet(elsewhere, &[0])
    };
    let theirs = world.placed(&theirs).await;
    let page = [
        head(first, 0, "won", Some(1_909_090)),
        head(second, 0, "lost", Some(0)),
        head(third, 3, "lost", Some(0)),
        head(Uuid::now_v7(), 0, "lost", Some(0)),
        // One of here under the other server's number.
        Head {
            guild: THERE,
            ..head(third, 0, "lost", Some(0))
        },
        Head {
            guild: THERE,
            ..head(theirs, 0, "won", Some(1_909_090))
        },
    ];
    let mut moved = move_heads(&world.database.owner, &page).await.unwrap();
    moved.sort_unstable();
    let mut expected = vec![(first, 1), (second, 1), (theirs, 1)];
    expected.sort_unstable();
    assert_eq!(moved, expected);
    assert_eq!(world.balances(ann).await, (99_909_090, 0));
    assert_eq!(world.balances(bob).await, (99 * UNIT, UNIT));
    assert_eq!(world.balances(elsewhere).await, (100_909_090, 0));
    assert_books(&world).await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_the_whole_page() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let good = world.placed(&world.bet(member, &[0])).await;
    let bad = world.placed(&world.bet(member, &[0])).await;
    for (state, returned) in [
        ("won", Some(1_909_091)),
        ("lost", Some(-1)),
        ("won", None),
        ("open", Some(0)),
    ] {
        let page = [
            head(good, 0, "push", Some(UNIT)),
            head(bad, 0, state, returned),
        ];
        let refused = world.settle(&page).await.unwrap_err();
        assert_eq!(
            constraint(&refused),
            Some("tickets_head_check"),
            "{state} {returned:?}"
        );
    }
    let unheard_of = world
        .settle(&[head(bad, 0, "rained_out", Some(0))])
        .await
        .unwrap_err();
    assert_eq!(constraint(&unheard_of), Some("tickets_state_check"));
    let twice = [
        head(good, 0, "push", Some(UNIT)),
        head(good, 0, "push", Some(UNIT)),
    ];
    assert!(
        world.settle(&twice).await.is_err(),
        "the same ticket twice in a page"
    );
    assert_eq!(world.balances(member).await, (98 * UNIT, 2 * UNIT));
    assert_eq!(world.count("SELECT count(*) FROM settlements").await, 0);
    assert_books(&world).await;
}

#[tokio::test]
async fn whoever_lost_the_lease_settles_nothing() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let lost = [head(ticket, 0, "lost", Some(0))];
    for epoch in [0, 6, 8] {
        let refused = settle(&world.database.fetcher, epoch, &lost)
            .await
            .unwrap_err();
        assert_eq!(constraint(&refused), Some("leases_epoch"));
    }
    // A takeover waits for a page that is under way, and the page after it is refused.
    let mut page = world.database.fetcher.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM leases WHERE epoch = 7 FOR SHARE")
        .execute(&mut *page)
        .await
        .unwrap();
    let taken = sqlx::query("UPDATE leases SET epoch = 8").execute(&world.database.fetcher);
    let waited = tokio::time::timeout(std::time::Duration::from_millis(200), taken).await;
    assert!(waited.is_err(), "the lease changed hands under a page");
    page.rollback().await.unwrap();
    world.run("UPDATE leases SET epoch = 8").await;
    assert!(world.settle(&lost).await.is_err());
    let settled = settle(&world.database.fetcher, 8, &lost).await;
    assert_eq!(settled.unwrap(), 1);
}

#[tokio::test]
async fn the_bot_does_not_settle() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let ticket = world.placed(&world.bet(member, &[0])).await;
    let lost = [head(ticket, 0, "lost", Some(0))];
    let refused = settle(&world.database.bot, 7, &lost).await.unwrap_err();
    let code = refused.as_database_error().unwrap().code();
    assert_eq!(code.as_deref(), Some("42501"));
}

#[tokio::test]
async fn a_settlement_makes_its_slip_due_and_tells_who_asked_to_be_told() {
    let world = World::with_games(1).await;
    let (told, silent) = (world.member(HERE, 1).await, world.member(HERE, 2).await);
    let first = world.placed(&world.bet(told, &[0])).await;
    let second = world.placed(&world.bet(silent, &[0])).await;
    world
        .run(&format!(
            "UPDATE members SET notify = 'dm' WHERE member_id = '{told}';
             INSERT INTO slips (guild_id, ticket_id, channel_id, message_id)
             VALUES (11, '{first}', 5, 6), (11, '{second}', 5, 7)"
        ))
        .await;
    world
        .settle(&[head(first, 0, "lost", Some(0))])
        .await
        .unwrap();
    let due = "SELECT count(*) FROM stamps WHERE due_at <= app_now()";
    assert_eq!(world.count(due).await, 1);
    let page = [
        head(first, 1, "push", Some(UNIT)),
        head(second, 0, "push", Some(UNIT)),
    ];
    world.settle(&page).await.unwrap();
    assert_eq!(world.count(due).await, 2);
    let direct = format!(
        "SELECT count(*) FROM deliveries WHERE kind = 'direct_message' AND subject = '{first}'
           AND sequence IN (1, 2)"
    );
    assert_eq!(world.count(&direct).await, 2);
    assert_eq!(world.count("SELECT count(*) FROM deliveries").await, 2);
}

#[tokio::test]
async fn a_correction_may_take_cash_below_nothing_and_then_nothing_can_be_placed() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let bet = |stake| Bet {
        stake,
        ..world.bet(member, &[0])
    };
    let mut tickets = Vec::new();
    for _ in 0..20 {
        tickets.push(world.placed(&bet(5 * UNIT)).await);
    }
    let won: Vec<_> = (tickets.iter())
        .map(|it| head(*it, 0, "won", Some(9_545_454)))
        .collect();
    world.settle(&won).await.unwrap();
    for _ in 0..38 {
        world.placed(&bet(5 * UNIT)).await;
    }
    let lost: Vec<_> = tickets
        .iter()
        .map(|it| head(*it, 1, "lost", Some(0)))
        .collect();
    world.settle(&lost).await.unwrap();
    assert_eq!(world.balances(member).await, (-190 * UNIT, 190 * UNIT));
    assert_eq!(world.place(&bet(UNIT)).await.outcome, "balance_too_small");
    assert_books(&world).await;
    // At risk counts for relief: 0 together is below 10.
    world.database.advance(TimeDelta::days(7)).await;
    let seen = super::world::see(&world.database.bot, HERE, 1, "m")
        .await
        .unwrap();
    assert_eq!(seen.relieved, 10 * UNIT);
    assert_books(&world).await;
}

fn any_turn() -> impl Strategy<Value = (&'static str, Option<i64>)> {
    prop_oneof![
        2 => Just(("open", None)),
        2 => Just(("lost", Some(0))),
        1 => Just(("half_lost", Some(1))),
        2 => Just(("push", Some(UNIT))),
        1 => Just(("won", Some(1_909_090))),
        6 => (0..=1_909_090_i64).prop_map(|it| ("partial_won", Some(it))),
        2 => (UNIT - 1..=UNIT + 1).prop_map(|it| ("half_won", Some(it))),
    ]
}

/// Whatever a page of tickets comes to, in whatever order, database and ledger agree on every
/// line of every transfer and on every account.
#[test]
fn any_sequence_of_turns_moves_what_the_ledger_says() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::with_games(1));
    let user = std::cell::Cell::new(0);
    let config = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let pages = prop::collection::vec(prop::collection::vec(any_turn(), 3), 1..8);
    proptest!(config, |(pages in pages)| {
        user.set(user.get() + 1);
        runtime.block_on(follow(&world, user.get(), &pages));
    });
    runtime.block_on(assert_books(&world));
}

async fn follow(world: &World, user: i64, pages: &[Vec<(&'static str, Option<i64>)>]) {
    let member = world.member(HERE, user).await;
    let mut tickets = Vec::new();
    let mut all = Vec::new();
    for _ in 0..3 {
        let ticket = world.placed(&world.bet(member, &[0])).await;
        let followed = Followed::new(member, ticket, UNIT);
        let holder = followed.accounts.holder;
        if all.is_empty() {
            let grant = moves::grant(holder, Units::whole(100)).unwrap();
            all.extend(grant.transfers);
        }
        let placed = moves::place(followed.accounts, Units::whole(1)).unwrap();
        assert_eq!(stored(world, ticket, 0).await, reckoned(&placed));
        all.extend(placed.transfers);
        tickets.push((ticket, followed));
    }
    for page in pages {
        let heads: Vec<_> = (tickets.iter().zip(page))
            .map(|((ticket, it), turn)| head(*ticket, it.sequence, turn.0, turn.1))
            .collect();
        assert_eq!(world.settle(&heads).await.unwrap(), 3);
        for ((ticket, followed), turn) in tickets.iter_mut().zip(page) {
            let made = followed.moved(turn.1);
            let lines = stored(world, *ticket, followed.sequence).await;
            assert_eq!(lines, reckoned(&made));
            all.extend(made.transfers);
        }
    }
    let holder = tickets[0].1.accounts.holder;
    let (cash, at_risk) = world.balances(member).await;
    let kept = BTreeMap::from([
        (Account::Cash(holder), Units::from_steps(cash)),
        (Account::AtRisk(holder), Units::from_steps(at_risk)),
    ]);
    let reckoned = Balances::of(&all).unwrap();
    reckoned.compare(&kept).unwrap();
    reckoned.check().unwrap();
}
