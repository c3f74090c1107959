//! How fast prices are stored on the way that a feed's answer takes, beside bare statements that
//! write the same rows to tables of the same shape, in turns on the same server: a part of what
//! `scripts/show-prices` runs. Prints prices a second of each, and the ratio.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::Policy;
use shared::clock::{Clock, SystemClock};
use shared::feed::{GameReport, QuoteReport};
use shared::id::{BookmakerId, GameId};
use shared::market::{MarketKey, MarketKind, Side};
use shared::price::Price;
use sqlx::{Connection, Executor, PgConnection, PgPool};
use store::Program;
use store::feed_requests::{FeedRequest, Told};
use testkit::{ReportExt, game, quote};
use uuid::Uuid;

/// Games in all, as many as a board has, and in one transaction.
const GAMES: usize = 500;
const GAMES_A_BATCH: usize = 25;
const BOOKMAKERS: usize = 10;
const ROUNDS: usize = 5;

/// Tables of the same shape, without references to others.
const BARE: &str = "
  CREATE TABLE bare_quotes (LIKE quotes INCLUDING ALL);
  CREATE TABLE bare_changes (seen_at timestamptz NOT NULL, selection_id uuid NOT NULL,
    bookmaker_id uuid NOT NULL, price_num bigint, price_den bigint, price_format text,
    price_number text, source_at timestamptz NOT NULL, in_play boolean NOT NULL DEFAULT false);
  CREATE INDEX ON bare_changes (selection_id, bookmaker_id, seen_at);
  ALTER DATABASE postgres SET synchronous_commit = off";

const UPSERT: &str = "
  INSERT INTO bare_quotes AS q (selection_id, bookmaker_id, price_num, price_den, price_format,
    price_number, source_at, seen_at)
  SELECT selection_id, bookmaker_id, num, den, format, number, $7, $7
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
    AS w(selection_id, bookmaker_id, num, den, format, number)
  ON CONFLICT (selection_id, bookmaker_id) DO UPDATE
  SET price_num = excluded.price_num, price_den = excluded.price_den,
    price_format = excluded.price_format, price_number = excluded.price_number,
    source_at = excluded.source_at, seen_at = excluded.seen_at
  WHERE (q.price_num, q.price_den, q.price_format, q.price_number) IS DISTINCT FROM
    (excluded.price_num, excluded.price_den, excluded.price_format, excluded.price_number)";

const LOG: &str = "
  INSERT INTO bare_changes (seen_at, selection_id, bookmaker_id, price_num, price_den,
    price_format, price_number, source_at)
  SELECT $7, selection_id, bookmaker_id, num, den, format, number, $7
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
    AS w(selection_id, bookmaker_id, num, den, format, number)";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url] = arguments.as_slice() else {
        bail!("usage: price_bench URL");
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(url))
}

async fn run(url: &str) -> Result<()> {
    store::migrate(url).await?;
    let mut owner = PgConnection::connect(url).await.context("connecting")?;
    for statement in BARE.split(";\n") {
        owner.execute(statement).await.context("making tables")?;
    }
    let pool = store::connect(url, Program::Fetcher, 2).await?;
    let mut clock = SystemClock.now();
    let mut games = games(clock);
    let first = store_all(&pool, &games, &mut clock).await?;
    told("first seen, with their markets", &[(first, None)]);
    let mut bare = Bare::of(&games);
    bare.store(&mut owner, clock, true).await?;
    owner.execute("VACUUM ANALYZE").await?;
    for (what, every) in [
        ("all moved", 1),
        ("one in ten moved", 10),
        ("none moved", usize::MAX),
    ] {
        let mut times = Vec::new();
        for round in 0..ROUNDS {
            let moved = move_prices(&mut games, every, round);
            let ours = store_all(&pool, &games, &mut clock).await?;
            bare.reprice(&games, moved);
            let raw = bare.store(&mut owner, clock, false).await?;
            times.push((ours, Some(raw)));
        }
        told(what, &times);
    }
    Ok(())
}

/// The middle of the rounds, by ratio.
fn told(what: &str, times: &[(Duration, Option<Duration>)]) {
    let prices = (GAMES * BOOKMAKERS * 20) as f64;
    let a_second = |time: Duration| prices / time.as_secs_f64();
    let mut rounds = times.to_vec();
    let ratio = |it: &(Duration, Option<Duration>)| {
        it.1.map_or(0.0, |raw| raw.as_secs_f64() / it.0.as_secs_f64())
    };
    rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
    let Some(middle) = rounds.get(rounds.len() / 2) else {
        return;
    };
    let (ours, raw) = *middle;
    let beside = raw.map_or(String::new(), |raw| {
        let ratio = ratio(middle);
        format!(", bare {:.0}, ratio {ratio:.2}", a_second(raw))
    });
    println!(
        "prices: {prices} {what}: ours {:.0} a second{beside}",
        a_second(ours)
    );
}

/// A moneyline, five spreads and four totals of each bookmaker.
fn games(now: DateTime<Utc>) -> Vec<GameReport> {
    let games = (0..GAMES).map(|nth| {
        let names = ["Alder", "Birch"].map(|it| format!("{it}{nth}"));
        let start = now + TimeDelta::days(1) + TimeDelta::minutes(nth as i64);
        let game = game("NFL", &names[0], &names[1]).starts_at(start);
        let game = game.moneyline(-110, -110);
        let game = ["-1.5", "-2.5", "-3.5", "-4.5", "-5.5"]
            .iter()
            .fold(game, |game, line| game.spread(line, -110, -110));
        let game = ["41.5", "42.5", "43.5", "44.5"]
            .iter()
            .fold(game, |game, line| game.total(line, -110, -110));
        let quotes = (0..BOOKMAKERS).flat_map(|book| {
            game.quotes.iter().map(move |it| QuoteReport {
                bookmaker: format!("book{book}"),
                bookmaker_name: format!("Book {book}"),
                ..it.clone()
            })
        });
        GameReport {
            quotes: quotes.collect(),
            ..game.clone()
        }
    });
    games.collect()
}

/// Moves one price of so many, and returns which.
fn move_prices(games: &mut [GameReport], every: usize, round: usize) -> Vec<bool> {
    let price = quote(
        MarketKind::Moneyline2,
        None,
        Side::Home,
        -111 - (round as i32),
    )
    .price;
    let quotes = games.iter_mut().flat_map(|it| &mut it.quotes);
    let moved = quotes.enumerate().map(|(nth, quote)| {
        let is_moved = nth % every == 0 && every != usize::MAX;
        if is_moved {
            quote.price = if quote.price == price {
                other(price)
            } else {
                price
            };
        }
        is_moved
    });
    moved.collect()
}

fn other(price: Price) -> Price {
    quote(
        MarketKind::Moneyline2,
        None,
        Side::Home,
        100 + (price.num() % 50) as i32,
    )
    .price
}

/// As `fetcher::ingest` stores an answer: batch by batch, each in a transaction, then the date.
async fn store_all(
    pool: &PgPool,
    games: &[GameReport],
    clock: &mut DateTime<Utc>,
) -> Result<Duration> {
    *clock += TimeDelta::seconds(1);
    let request = FeedRequest {
        provider: "bench".to_owned(),
        feed: "NFL/quotes".to_owned(),
        asked_at: *clock,
    };
    let (policy, began) = (Policy::default(), Instant::now());
    let mut carried = store::feed_requests::CarriedPrices::default();
    for batch in games.chunks(GAMES_A_BATCH) {
        let mut tx = pool.begin().await?;
        let done =
            services::results::ingest_part(&mut tx, &request, batch, &policy, *clock).await?;
        tx.commit().await?;
        carried.add(done.carried);
    }
    let mut tx = pool.begin().await?;
    store::feed_requests::answered(&mut tx, &request, &carried, Told::All).await?;
    tx.commit().await?;
    Ok(began.elapsed())
}

/// The same rows, ready to be sent.
#[derive(Default)]
struct Bare {
    selections: Vec<Uuid>,
    bookmakers: Vec<Uuid>,
    nums: Vec<i64>,
    dens: Vec<i64>,
    formats: Vec<String>,
    numbers: Vec<String>,
    moved: Vec<bool>,
}

impl Bare {
    fn of(games: &[GameReport]) -> Self {
        let mut bare = Self::default();
        for report in games {
            let game = GameId::derive(&report.reference);
            for quote in &report.quotes {
                let key = MarketKey::of_game(game, quote.kind, quote.period, quote.line);
                bare.selections.push(key.selection(quote.side).as_uuid());
                let bookmaker = BookmakerId::derive(&quote.bookmaker);
                bare.bookmakers.push(bookmaker.as_uuid());
            }
        }
        let all = vec![true; bare.selections.len()];
        bare.reprice(games, all);
        bare
    }

    fn reprice(&mut self, games: &[GameReport], moved: Vec<bool>) {
        let prices: Vec<Price> = games
            .iter()
            .flat_map(|it| &it.quotes)
            .map(|it| it.price)
            .collect();
        self.nums = prices.iter().map(|it| it.num().cast_signed()).collect();
        self.dens = prices.iter().map(|it| it.den().cast_signed()).collect();
        self.formats = prices
            .iter()
            .map(|it| it.format().word().to_owned())
            .collect();
        self.numbers = prices.iter().map(|it| it.number()).collect();
        self.moved = moved;
    }

    /// Writes prices, and a line for each that moved, in transactions of the same size.
    async fn store(
        &self,
        conn: &mut PgConnection,
        now: DateTime<Utc>,
        is_first: bool,
    ) -> Result<Duration> {
        let size = GAMES_A_BATCH * BOOKMAKERS * 20;
        let began = Instant::now();
        for from in (0..self.selections.len()).step_by(size) {
            let batch: Vec<usize> = (from..(from + size).min(self.selections.len())).collect();
            let moved = batch
                .iter()
                .copied()
                .filter(|it| self.moved[*it] || is_first);
            let moved: Vec<usize> = moved.collect();
            let mut tx = conn.begin().await?;
            self.send(&mut tx, UPSERT, &batch, now).await?;
            if !moved.is_empty() {
                self.send(&mut tx, LOG, &moved, now).await?;
            }
            tx.commit().await?;
        }
        Ok(began.elapsed())
    }

    async fn send(
        &self,
        conn: &mut PgConnection,
        statement: &'static str,
        rows: &[usize],
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query(statement)
            .bind(pick(&self.selections, rows))
            .bind(pick(&self.bookmakers, rows))
            .bind(pick(&self.nums, rows))
            .bind(pick(&self.dens, rows))
            .bind(pick(&self.formats, rows))
            .bind(pick(&self.numbers, rows))
            .bind(now)
            .execute(conn)
            .await?;
        Ok(())
    }
}

fn pick<T: Clone>(of: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().map(|it| of[*it].clone()).collect()
}
