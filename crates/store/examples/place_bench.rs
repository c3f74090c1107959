//! How fast bets are placed through the store, beside `pgbench` on the same server: what
//! `scripts/bench-place` runs. `fill URL` makes members and games as the owner; `run URL SECONDS`
//! places bets as the bot, from as many connections as `pgbench` uses, and prints how many a
//! second.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use shared::id::{BookmakerId, ChannelId, GuildId, InteractionId, MemberId, SelectionId, TicketId};
use shared::price::PriceTolerance;
use shared::units::Units;
use sqlx::{Connection, Executor, PgConnection, PgPool};
use store::Program;
use store::tickets::PlaceOutcome;
use uuid::Uuid;

/// As many as `pgbench` is given.
const CONNECTIONS: u32 = 8;
const GAMES: u64 = 1_000;
const MEMBERS: u64 = 5_000;

/// Ids count up from 1 and are written into the last digits, so that `pgbench` can name them.
/// Plans made on empty tables are slow ones: there are a hundred thousand tickets already.
const FILL: &str = "
  CREATE FUNCTION bench_id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ('0000000' || kind || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
  CREATE SEQUENCE bench_sequence CACHE 100;
  GRANT USAGE ON SEQUENCE bench_sequence TO PUBLIC;
  INSERT INTO guilds (guild_id, name, joined_at) VALUES (1, 'bench', now());
  INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
      slip_audience, changed_by) VALUES (1, 1, 'UTC', 'american', 500000, 5000000, 'everyone', 1);
  INSERT INTO leagues VALUES (bench_id(1, 1), 'BENCH', 'Bench', 'american_football');
  INSERT INTO competitions VALUES (bench_id(2, 1), bench_id(1, 1), '2024');
  INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
    SELECT bench_id(3, n), bench_id(1, 1), bench_id(2, 1), now() + interval '1 day', 'scheduled'
    FROM generate_series(1, 1000) n;
  INSERT INTO markets (market_id, game_id, kind, period)
    SELECT bench_id(4, n), bench_id(3, n), 'moneyline_2way', 'full'
    FROM generate_series(1, 1000) n;
  INSERT INTO selections SELECT bench_id(5, n), bench_id(4, n), 'home'
    FROM generate_series(1, 1000) n;
  INSERT INTO bookmakers VALUES (bench_id(6, 1), 'bench', 'Bench');
  INSERT INTO feed_questions VALUES (bench_id(8, 1), 'bench', 'all', 'infinity');
  INSERT INTO quotes (selection_id, bookmaker_id, price_num, price_den, price_format,
      price_number, source_at, seen_at, question_id)
    SELECT bench_id(5, n), bench_id(6, 1), 21, 11, 'american', '-110', now(), now(),
      bench_id(8, 1)
    FROM generate_series(1, 1000) n;
  INSERT INTO members (guild_id, member_id, discord_user_id, name)
    SELECT 1, bench_id(7, n), n, 'm' || n FROM generate_series(1, 5000) n;
  INSERT INTO accounts
    SELECT 1, bench_id(7, n), kind, 1, CASE kind WHEN 'cash' THEN 1000000000000 ELSE 0 END
    FROM generate_series(1, 5000) n, unnest(ARRAY['cash', 'at_risk']) kind;
  INSERT INTO guild_games (guild_id, game_id)
    SELECT 1, bench_id(3, n) FROM generate_series(1, 1000) n;
  INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
      possible_return, placed_at, record_day, rule_version, settings_version, season, channel_id,
      open_stake)
    SELECT 1, bench_id(8, n), 'b' || n, bench_id(7, 1 + n % 5000), -n, 'single', 1000000,
      1909090, now(), current_date, 1, 1, 1, 1, 1000000 FROM generate_series(1, 100000) n;
  INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period, side,
      booked_start, price_num, price_den, price_format, price_number, bookmaker_id)
    SELECT 1, bench_id(8, n), 1, bench_id(3, 1 + n % 1000), bench_id(5, 1 + n % 1000),
      bench_id(4, 1 + n % 1000), 'moneyline_2way', 'full', 'home', now(), 21, 11, 'american',
      '-110', bench_id(6, 1) FROM generate_series(1, 100000) n;
  INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
      debit_member, credit_kind, credit_member, amount)
    SELECT 1, 'ticket', bench_id(8, n), 0, 0, 1, 'cash', bench_id(7, 1 + n % 5000), 'at_risk',
      bench_id(7, 1 + n % 5000), 1000000 FROM generate_series(1, 100000) n;
  INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT 1, 'ticket_placed', bench_id(8, n), 0 FROM generate_series(1, 100000) n;
  INSERT INTO deliveries (guild_id, kind, subject, sequence, state)
    SELECT guild_id, kind, subject, sequence, 'sent' FROM notices;
  ALTER DATABASE postgres SET synchronous_commit = off;
  VACUUM ANALYZE;";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    match arguments.as_slice() {
        ["fill", url] => runtime.block_on(fill(url)),
        ["run", url, seconds] => runtime.block_on(run(url, seconds.parse()?)),
        _ => bail!("usage: place_bench fill URL | run URL SECONDS"),
    }
}

async fn fill(url: &str) -> Result<()> {
    store::migrate(url).await?;
    let mut owner = PgConnection::connect(url).await.context("connecting")?;
    for statement in split(FILL) {
        owner.execute(statement).await.context("filling")?;
    }
    owner.close().await?;
    Ok(())
}

/// One at a time, since `VACUUM` refuses company.
fn split(script: &str) -> impl Iterator<Item = &str> {
    script.split_inclusive(";\n").map(str::trim)
}

async fn run(url: &str, seconds: u64) -> Result<()> {
    let pool = store::connect(url, Program::Bot, CONNECTIONS).await?;
    // Away from the numbers that `pgbench` draws, and from those of a run before: a version 7 id
    // begins with the time in milliseconds.
    let first = u64::try_from(Uuid::now_v7().as_u128() >> 80)? << 20;
    let next = Arc::new(AtomicU64::new(first));
    for _ in 0..CONNECTIONS {
        place(&pool, next.fetch_add(1, Ordering::Relaxed)).await?;
    }
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let mut at_once = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (pool, next) = (pool.clone(), Arc::clone(&next));
        at_once.spawn(async move {
            let mut placed = 0_u64;
            while Instant::now() < until {
                place(&pool, next.fetch_add(1, Ordering::Relaxed)).await?;
                placed += 1;
            }
            anyhow::Ok(placed)
        });
    }
    let mut placed = 0;
    while let Some(done) = at_once.join_next().await {
        placed += done??;
    }
    let took = began.elapsed().as_millis();
    println!("{}", u128::from(placed) * 1_000 / took);
    Ok(())
}

fn bench_id(kind: u32, n: u64) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 96 | 0x4000_8000 << 48 | u128::from(n))
}

async fn place(pool: &PgPool, nth: u64) -> Result<()> {
    // Spread like random draws, without a generator's cost.
    let spread = nth.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let (member, game) = (1 + spread % MEMBERS, 1 + spread % GAMES);
    let bet = Placement {
        guild: GuildId::new(1),
        member: MemberId::from_uuid(bench_id(7, member)),
        interaction: InteractionId::new(nth),
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        stake: Units::whole(1),
        terms: Terms::Single,
        legs: vec![LegRequest {
            selection: SelectionId::from_uuid(bench_id(5, game)),
            bookmaker: BookmakerId::from_uuid(bench_id(6, 1)),
            num: 21,
            den: 11,
            each_way: None,
        }],
        tolerance: PriceTolerance::Exact,
        rule_version: 1,
        channel: ChannelId::new(1),
        post_slip: true,
        account: testkit::account(0),
    };
    let answer = services::bets::place(pool, &bet).await?;
    ensure!(
        matches!(answer, PlaceOutcome::Placed(_)),
        "the bet was answered with {answer:?}"
    );
    Ok(())
}
