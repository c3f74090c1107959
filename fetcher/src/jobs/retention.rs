//! Forgets what the comments of the tables give a term, and nothing else: a page at a time, each in
//! a transaction of its own, so that no statement runs long and nobody waits for its locks.

use std::time::{Duration, Instant};

use sqlx::PgPool;
use store::leases::Lease;
use store::retention::{self, RULES, Rule};
use store::{StoreError, leases};

use super::Job;

/// How many rows one transaction forgets at most.
const PAGE: i64 = 5_000;
/// How long a table is left alone that had no full page to forget.
const RESTS: Duration = Duration::from_secs(600);

/// The one job that deletes old rows.
pub struct Retention {
    pool: PgPool,
    /// When each table is looked at next.
    looks_at: [Instant; RULES.len()],
    /// The table whose turn it is.
    turn: usize,
}

impl Retention {
    /// Every table is looked at soon.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            looks_at: [Instant::now(); RULES.len()],
            turn: 0,
        }
    }

    /// The next table in turn that is due to be looked at.
    fn next(&mut self, now: Instant) -> Option<usize> {
        let count = RULES.len();
        let mut turns = (0..count).map(|ahead| (self.turn + ahead) % count);
        let next = turns.find(|it| self.looks_at.get(*it).is_some_and(|at| *at <= now))?;
        self.turn = (next + 1) % count;
        Some(next)
    }
}

impl Job for Retention {
    const NAME: &'static str = "retention";

    /// Forgets a page of one table. One with more to forget has its turn again after the others.
    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        let now = Instant::now();
        let Some(next) = self.next(now) else {
            return Ok(());
        };
        let (Some(rule), Some(looks_at)) = (RULES.get(next), self.looks_at.get_mut(next)) else {
            return Ok(());
        };
        // After an error too: what fails is not tried every few seconds.
        *looks_at = now + RESTS;
        let forgotten = page(&self.pool, lease, rule).await?;
        if is_full(forgotten) {
            *looks_at = now;
        }
        Ok(())
    }
}

/// Forgets all that is to be forgotten now, page by page. Returns how many rows.
///
/// # Errors
/// [`StoreError`] when the database refuses, or another process leads.
pub async fn all(pool: &PgPool, lease: &Lease) -> Result<u64, StoreError> {
    let mut sum = 0;
    for rule in &RULES {
        loop {
            let forgotten = page(pool, lease, rule).await?;
            sum += forgotten;
            if !is_full(forgotten) {
                break;
            }
        }
    }
    Ok(sum)
}

const fn is_full(forgotten: u64) -> bool {
    forgotten >= PAGE.unsigned_abs()
}

async fn page(pool: &PgPool, lease: &Lease, rule: &Rule) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let today = leases::check(&mut transaction, lease).await?.date_naive();
    let forgotten = retention::forget(&mut transaction, rule, today, PAGE).await?;
    transaction.commit().await?;
    if forgotten > 0 {
        let (table, term) = (rule.table, rule.term);
        tracing::debug!(
            rows = forgotten,
            "forgot {forgotten} rows of {table}: kept {term}"
        );
    }
    Ok(forgotten)
}
