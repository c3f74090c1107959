//! A small world to bet in, and the proof that its books hold.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{Executor, FromRow, PgPool, Postgres, Row};
use testkit::TestDatabase;
use uuid::Uuid;

/// The server in which the stories play, and another one.
pub(super) const HERE: i64 = 11;
pub(super) const THERE: i64 = 22;
/// A unit in micro-units.
pub(super) const UNIT: i64 = 1_000_000;

/// The interactions by which tickets are taken back.
static PRESSES: AtomicI64 = AtomicI64::new(1_000_000);

/// One game each with one market, its home selection at 21/11 by the one bookmaker.
pub(super) struct World {
    pub(super) database: TestDatabase,
    pub(super) bookmaker: Uuid,
    pub(super) games: Vec<Uuid>,
    pub(super) selections: Vec<Uuid>,
    interactions: AtomicI64,
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
    /// Whether a better price is taken without asking.
    pub(super) takes_better: bool,
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
    /// Two servers and that many games, which begin in an hour.
    pub(super) async fn with_games(count: i64) -> Self {
        let database = TestDatabase::create().await;
        let (league, competition, bookmaker) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let fill = format!(
            "INSERT INTO guilds (guild_id, name, joined_at)
               VALUES ({HERE}, 'Here', app_now()), ({THERE}, 'There', app_now());
             INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min,
                 stake_max, slip_audience)
               SELECT guild_id, 1, 'UTC', 'decimal', 500000, 5000000, 'everyone' FROM guilds;
             INSERT INTO leagues VALUES ('{league}', 'NFL', 'NFL', 'american_football');
             INSERT INTO competitions VALUES ('{competition}', '{league}', '2024');
             INSERT INTO bookmakers VALUES ('{bookmaker}', 'book', 'Book');
             INSERT INTO leases VALUES ('fetcher', 'test', 7, app_now() + interval '1 hour');
             INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
               SELECT gen_random_uuid(), '{league}', '{competition}',
                 app_now() + interval '1 hour', 'scheduled' FROM generate_series(1, {count});
             INSERT INTO markets (market_id, game_id, kind, period)
               SELECT gen_random_uuid(), game_id, 'moneyline_2way', 'full' FROM games;
             INSERT INTO selections SELECT gen_random_uuid(), market_id, 'home' FROM markets;
             INSERT INTO feed_questions
               VALUES ('{bookmaker}', 'test', 'all', 'infinity');
             INSERT INTO quotes SELECT selection_id, '{bookmaker}', 21, 11, 'american', '-110',
               app_now(), app_now(), NULL, '{bookmaker}' FROM selections;"
        );
        database.owner.execute(fill.as_str()).await.unwrap();
        let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "SELECT game_id, selection_id FROM markets JOIN selections USING (market_id)
             ORDER BY game_id",
        )
        .fetch_all(&database.owner)
        .await
        .unwrap();
        let (games, selections) = rows.into_iter().unzip();
        Self {
            database,
            bookmaker,
            games,
            selections,
            interactions: AtomicI64::new(1),
        }
    }

    /// As the owner: what no program would do.
    pub(super) async fn owner(&self, sql: &str) {
        self.database.owner.execute(sql).await.unwrap();
    }

    /// A member of that server, with starting units.
    pub(super) async fn member(&self, guild: i64, user: i64) -> Uuid {
        let pool = &self.database.bot;
        see(pool, guild, user, "m").await.unwrap().member_id
    }

    /// A bet of one unit on these games, at their prices.
    pub(super) fn bet(&self, member: Uuid, games: &[usize]) -> Bet {
        let interaction = self.interactions.fetch_add(1, Ordering::Relaxed);
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
            takes_better: false,
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
        settle(&self.database.fetcher, 7, heads).await
    }

    pub(super) async fn count(&self, sql: &str) -> i64 {
        let count = sqlx::query_scalar(sql).fetch_one(&self.database.owner);
        count.await.unwrap()
    }

    /// Cash and at risk.
    pub(super) async fn balances(&self, member: Uuid) -> (i64, i64) {
        sqlx::query_as(
            "SELECT sum(balance) FILTER (WHERE kind = 'cash')::bigint,
               sum(balance) FILTER (WHERE kind = 'at_risk')::bigint
             FROM accounts WHERE member_id = $1",
        )
        .bind(member)
        .fetch_one(&self.database.owner)
        .await
        .unwrap()
    }

    /// Every law that the books obey whatever has happened: accounts are the sums of their
    /// transfers, all accounts together hold nothing, what is at risk is the stakes of open
    /// tickets, every head is its last settlement, no number is left out, no stake is placed
    /// twice.
    pub(super) async fn assert_books(&self) {
        for (law, sql) in LAWS {
            let broken: Vec<String> = (self.database.owner.fetch_all(*sql).await.unwrap())
                .iter()
                .map(|row| row.get::<String, _>(0))
                .collect();
            assert!(broken.is_empty(), "{law}: {broken:?}");
        }
    }
}

const LAWS: &[(&str, &str)] = &[
    (
        "a balance is the sum of its transfers",
        "WITH sides AS (
           SELECT guild_id, season, debit_member AS member, debit_kind AS kind, -amount AS change
           FROM transfers WHERE debit_member IS NOT NULL
           UNION ALL
           SELECT guild_id, season, credit_member, credit_kind, amount
           FROM transfers WHERE credit_member IS NOT NULL
         ), added AS (
           SELECT guild_id, season, member, kind, sum(change) AS sum FROM sides GROUP BY 1, 2, 3, 4
         )
         SELECT format('%s %s: %s, added %s', member_id, a.kind, balance, sum)
         FROM accounts a FULL JOIN added d ON a.guild_id = d.guild_id AND a.season = d.season
           AND a.member_id = d.member AND a.kind = d.kind
         WHERE balance IS DISTINCT FROM coalesce(sum, 0)",
    ),
    (
        "all accounts together hold nothing",
        "SELECT format('%s: %s', guild_id, sum(held)) FROM (
           SELECT guild_id, balance AS held FROM accounts
           UNION ALL SELECT guild_id, -amount FROM transfers WHERE debit_member IS NULL
           UNION ALL SELECT guild_id, amount FROM transfers WHERE credit_member IS NULL) all_of_it
         GROUP BY guild_id HAVING sum(held) <> 0",
    ),
    (
        "at risk are the stakes of open tickets",
        "SELECT format('%s: %s, open %s', member_id, balance, staked)
         FROM accounts a, LATERAL (
           SELECT coalesce(sum(stake), 0) AS staked FROM tickets t
           WHERE t.guild_id = a.guild_id AND t.member_id = a.member_id AND t.season = a.season
             AND t.state = 'open') open
         WHERE kind = 'at_risk' AND balance <> staked",
    ),
    (
        "a head is its last settlement",
        "SELECT format('%s: %s %s %s', t.ticket_id, t.state, t.settled_seq, t.returned)
         FROM tickets t LEFT JOIN settlements s ON s.guild_id = t.guild_id
           AND s.ticket_id = t.ticket_id AND s.sequence = t.settled_seq
         WHERE (t.state, t.returned) IS DISTINCT FROM (coalesce(s.state, 'open'), s.returned)",
    ),
    (
        "settlements are numbered from 1",
        "SELECT ticket_id::text FROM tickets JOIN settlements USING (guild_id, ticket_id)
         GROUP BY ticket_id, settled_seq
         HAVING count(*) <> settled_seq OR max(sequence) <> settled_seq",
    ),
    (
        "a ticket has put its stake at risk once",
        "SELECT t.ticket_id::text FROM tickets t LEFT JOIN transfers f ON f.guild_id = t.guild_id
           AND f.cause_kind = 'ticket' AND f.cause = t.ticket_id AND f.sequence = 0
         WHERE f.amount IS DISTINCT FROM t.stake OR f.line <> 0 OR f.debit_member <> t.member_id",
    ),
];

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
             SELECT ROW(w.selection, w.bookmaker, w.num, w.den, $12::boolean, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                   NULL, NULL)::leg_request
             FROM unnest($7::uuid[], $8::uuid[], $9::bigint[], $10::bigint[])
               AS w(selection, bookmaker, num, den)),
           1, 1, 5, $11)",
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
    .bind(bet.takes_better)
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
        PRESSES.fetch_add(1, Ordering::Relaxed),
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
