//! A small world to bet in, and the proof that its books hold.

use std::ops::Deref;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;

use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::feed::GameReport;
use shared::id::MemberId;
use shared::market::{MarketKind, Side};
use sqlx::{Executor, FromRow, PgPool, Postgres};
use testkit::{ReportExt, game, quote};
use uuid::Uuid;

pub(super) use testkit::UNIT;

/// The servers as the functions know them.
pub(super) const HERE: i64 = testkit::HERE.get().cast_signed();
pub(super) const THERE: i64 = testkit::THERE.get().cast_signed();
/// Of the lease under which tickets are settled.
const EPOCH: i64 = 7;
/// The interactions by which tickets are taken back.
static PRESSES: AtomicI64 = AtomicI64::new(9_000_000);

/// One game each with one market, its home selection at 21/11 by the one bookmaker. What a
/// program asks for through types is asked here of the functions themselves.
pub(super) struct World {
    kit: testkit::World,
    /// What the feed says of the games, in the order in which it does.
    pub(super) offered: Vec<GameReport>,
    pub(super) bookmaker: Uuid,
    pub(super) games: Vec<Uuid>,
    pub(super) selections: Vec<Uuid>,
}

impl Deref for World {
    type Target = testkit::World;

    fn deref(&self) -> &testkit::World {
        &self.kit
    }
}

/// What `place_ticket` is asked.
#[derive(Clone, Debug)]
pub(super) struct Bet {
    pub(super) guild: i64,
    pub(super) member: Uuid,
    pub(super) interaction: i64,
    pub(super) ticket: Uuid,
    pub(super) codes: Vec<String>,
    pub(super) stake: i64,
    pub(super) selections: Vec<Uuid>,
    pub(super) bookmakers: Vec<Uuid>,
    pub(super) nums: Vec<i64>,
    pub(super) dens: Vec<i64>,
    /// How much less it may win, in hundredths of a percent. Nothing: no price may have moved.
    pub(super) tolerance: Option<i32>,
    pub(super) post_slip: bool,
}

/// What it answered.
#[derive(Clone, Debug, FromRow, PartialEq)]
pub(super) struct Placed {
    pub(super) outcome: String,
    pub(super) ticket_id: Option<Uuid>,
    pub(super) code: Option<String>,
    pub(super) placed_at: Option<DateTime<Utc>>,
    pub(super) possible_return: Option<i64>,
    pub(super) cash: Option<i64>,
    pub(super) detail: Value,
}

/// What `ensure_member` answered.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Seen {
    pub(super) member_id: Uuid,
    pub(super) cash: Option<i64>,
    pub(super) at_risk: Option<i64>,
    pub(super) is_new: bool,
    pub(super) relieved: i64,
}

/// What a ticket is to come to.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) guild: i64,
    pub(super) ticket: Uuid,
    pub(super) expected: i32,
    pub(super) state: &'static str,
    pub(super) returned: Option<i64>,
}

impl World {
    /// Two servers and that many games, which begin in an hour, at prices that hold for ever.
    pub(super) async fn with_games(count: usize) -> Self {
        let mut kit = testkit::World::new().await;
        let home = quote(MarketKind::Moneyline2, None, Side::Home, -110);
        let offered = (0..count).map(|nth| {
            let game = game("NFL", &format!("H{nth}"), &format!("A{nth}"));
            game.starts_at(kit.at(1)).quoted([home.clone()])
        });
        let offered: Vec<_> = offered.collect();
        kit.report(&offered).await;
        kit.run("UPDATE feed_questions SET answered_at = 'infinity'")
            .await;
        kit.lease.epoch = EPOCH;
        kit.run(&format!("UPDATE leases SET epoch = {EPOCH}")).await;
        let rows: Vec<(Uuid, Uuid, Uuid)> = sqlx::query_as(
            "SELECT bookmaker_id, game_id, selection_id
             FROM quotes JOIN selections USING (selection_id) JOIN markets USING (market_id)
             ORDER BY game_id",
        )
        .fetch_all(&kit.database.owner)
        .await
        .unwrap();
        Self {
            bookmaker: rows[0].0,
            games: rows.iter().map(|it| it.1).collect(),
            selections: rows.iter().map(|it| it.2).collect(),
            offered,
            kit,
        }
    }

    /// A member of that server, with starting units.
    pub(super) async fn member(&self, guild: i64, user: i64) -> Uuid {
        let pool = &self.database.bot;
        see(pool, guild, user, "m").await.unwrap().member_id
    }

    /// A bet of one unit on these games, at their prices.
    pub(super) fn bet(&self, member: Uuid, games: &[usize]) -> Bet {
        let interaction = self.interaction().get().cast_signed();
        Bet {
            guild: HERE,
            member,
            interaction,
            ticket: Uuid::now_v7(),
            codes: vec![format!("c{interaction}"), format!("d{interaction}")],
            stake: UNIT,
            selections: games.iter().map(|it| self.selections[*it]).collect(),
            bookmakers: vec![self.bookmaker; games.len()],
            nums: vec![21; games.len()],
            dens: vec![11; games.len()],
            tolerance: None,
            post_slip: false,
        }
    }

    /// Places it as the bot, and hopes for no error.
    pub(super) async fn place(&self, bet: &Bet) -> Placed {
        place(&self.database.bot, bet).await.unwrap()
    }

    /// Places it and gives its ticket.
    pub(super) async fn placed(&self, bet: &Bet) -> Uuid {
        let placed = self.place(bet).await;
        assert_eq!(placed.outcome, "placed", "{placed:?}");
        placed.ticket_id.unwrap()
    }

    /// Settles as the fetcher that holds the lease.
    pub(super) async fn settle(&self, heads: &[Head]) -> Result<i64, sqlx::Error> {
        settle(&self.database.fetcher, EPOCH, heads).await
    }

    /// Cash and at risk.
    pub(super) async fn balances(&self, member: Uuid) -> (i64, i64) {
        self.kit.balances(MemberId::from_uuid(member)).await
    }
}

/// Calls `ensure_member` as whoever asks.
pub(super) async fn see(
    pool: &PgPool,
    guild: i64,
    user: i64,
    name: &str,
) -> Result<Seen, sqlx::Error> {
    sqlx::query_as("SELECT * FROM code.ensure_member($1, $2, $3, $4, 1)")
        .bind(guild)
        .bind(user)
        .bind(name)
        .bind(Uuid::now_v7())
        .fetch_one(pool)
        .await
}

/// Calls `place_ticket` as whoever asks.
pub(super) async fn place<'a>(
    executor: impl Executor<'a, Database = Postgres>,
    bet: &Bet,
) -> Result<Placed, sqlx::Error> {
    sqlx::query_as(
        "SELECT * FROM code.place_ticket($1, $2, $3, $4, $5,
           CASE WHEN cardinality($7::uuid[]) = 1 THEN 'single' ELSE 'parlay' END, '{}', 1, $6, $6,
           ARRAY(
             SELECT ROW(w.selection, w.bookmaker, w.num, w.den, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                   NULL, NULL)::leg_request
             FROM unnest($7::uuid[], $8::uuid[], $9::bigint[], $10::bigint[])
               AS w(selection, bookmaker, num, den)),
           1, 1, 5, $11, '{}', $12)",
    )
    .bind(bet.guild)
    .bind(bet.member)
    .bind(bet.interaction)
    .bind(bet.ticket)
    .bind(&bet.codes)
    .bind(bet.stake)
    .bind(&bet.selections)
    .bind(&bet.bookmakers)
    .bind(&bet.nums)
    .bind(&bet.dens)
    .bind(bet.post_slip)
    .bind(bet.tolerance)
    .fetch_one(executor)
    .await
}

/// Calls `settle_tickets` and gives how many moved. Each head is a group of its own.
pub(super) async fn settle(pool: &PgPool, epoch: i64, heads: &[Head]) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT code.settle_tickets($1, $2, ARRAY(SELECT generate_series(1, $7)), $3, $4, $5, $6,
           array_fill(1::numeric, ARRAY[$7]), array_fill(1::numeric, ARRAY[$7]),
           array_fill('{1}'::text, ARRAY[$7]), array_fill('digest'::text, ARRAY[$7]))",
    )
    .bind(epoch)
    .bind(heads.iter().map(|it| it.ticket).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.guild).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.expected).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.state).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.returned).collect::<Vec<_>>())
    .bind(i32::try_from(heads.len()).unwrap())
    .fetch_one(pool)
    .await
}

/// Calls `move_heads` as the owner, and gives the tickets that moved.
pub(super) async fn move_heads(
    pool: &PgPool,
    heads: &[Head],
) -> Result<Vec<(Uuid, i32)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT ticket_id, sequence FROM code.move_heads('result', $2,
           ARRAY(SELECT generate_series(1, $6)), $1, $3, $4, $5,
           array_fill(1::numeric, ARRAY[$6]), array_fill(1::numeric, ARRAY[$6]),
           array_fill('{1}'::text, ARRAY[$6]), array_fill('digest'::text, ARRAY[$6]))",
    )
    .bind(heads.iter().map(|it| it.guild).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.ticket).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.expected).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.state).collect::<Vec<_>>())
    .bind(heads.iter().map(|it| it.returned).collect::<Vec<_>>())
    .bind(i32::try_from(heads.len()).unwrap())
    .fetch_all(pool)
    .await
}

/// Calls `cancel_ticket` with a window of a minute, of which nothing is free of conditions, by an
/// interaction of its own.
pub(super) async fn cancel<'a>(
    executor: impl Executor<'a, Database = Postgres>,
    guild: i64,
    member: Uuid,
    ticket: Uuid,
) -> Result<String, sqlx::Error> {
    cancel_by(
        executor,
        guild,
        member,
        PRESSES.fetch_add(1, Relaxed),
        ticket,
    )
    .await
}

/// The same by this interaction.
pub(super) async fn cancel_by<'a>(
    executor: impl Executor<'a, Database = Postgres>,
    guild: i64,
    member: Uuid,
    interaction: i64,
    ticket: Uuid,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT code.cancel_ticket($1, $2, $3, $4, interval '0', interval '60 seconds',
           'digest')",
    )
    .bind(guild)
    .bind(member)
    .bind(interaction)
    .bind(ticket)
    .fetch_one(executor)
    .await
}

/// The name of the constraint that an error was made from.
pub(super) fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error()?.constraint()
}
