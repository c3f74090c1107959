//! The purse of every feed that is paid by the request, kept in Postgres for all processes.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use providers::quota::{Allowance, Declined, Paid, Purse, Reserved, SetBy};
use sqlx::{PgConnection, PgPool};
use store::quotas::{self, Account, Told};
use store::{StoreError, feed_requests, poll_log};

use crate::plan::budget::Budget;

/// Keeps account in the table `feed_quotas`.
#[derive(Debug, Default)]
pub struct PgPurse {
    pool: OnceLock<PgPool>,
}

impl PgPurse {
    /// A purse that cannot be opened yet: feeds are set up before the database is reached.
    pub fn closed() -> Arc<Self> {
        Arc::default()
    }

    /// A purse in this database.
    pub fn in_database(pool: PgPool) -> Arc<Self> {
        let purse = Self::closed();
        purse.open(pool);
        purse
    }

    /// Opens it. From now on requests can be paid for.
    pub fn open(&self, pool: PgPool) {
        // It is opened once; another pool would lead to the same rows.
        let _ = self.pool.set(pool);
    }

    async fn try_reserve(
        &self,
        payers: &[&Allowance],
        units: u32,
    ) -> Result<Result<Reserved, Declined>, StoreError> {
        let Some(pool) = self.pool.get() else {
            let why = "the database was not reached yet".to_owned();
            return Ok(Err(Declined::Unknown(why)));
        };
        let mut transaction = pool.begin().await?;
        let mut periods = Vec::with_capacity(payers.len());
        for payer in payers {
            match quotas::reserve(&mut transaction, &account(payer), units).await? {
                Some(began) => periods.push(began),
                None => {
                    transaction.rollback().await?;
                    let mut connection = pool.acquire().await?;
                    return Ok(Err(spent(&mut connection, payer).await?));
                }
            }
        }
        transaction.commit().await?;
        Ok(Ok(Reserved { units, periods }))
    }

    async fn try_settle(
        &self,
        payers: &[&Allowance],
        reserved: &Reserved,
        paid: Paid,
    ) -> Result<(), StoreError> {
        let Some(pool) = self.pool.get() else {
            return Ok(());
        };
        let used = match paid {
            Paid::NotSent => 0,
            Paid::Unknown => reserved.units,
            Paid::Answered { told, .. } => told.charged.unwrap_or(reserved.units),
        };
        let mut transaction = pool.begin().await?;
        for (payer, began) in payers.iter().zip(&reserved.periods) {
            let account = account(payer);
            quotas::settle(&mut transaction, &account, *began, reserved.units, used).await?;
        }
        if let Paid::Answered { told, dated } = paid {
            let told = Told {
                left: told.left,
                limit: told.limit,
                dated,
            };
            for payer in payers.iter().filter(|it| it.set_by == SetBy::Provider) {
                quotas::told(&mut transaction, &account(payer), &told).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// An allowance, as the store knows it.
pub fn account(allowance: &Allowance) -> Account<'_> {
    Account {
        provider: allowance.provider,
        key_name: allowance.key.as_str(),
        api: allowance.api,
        set_by: allowance.set_by.word(),
        period: allowance.period.word(),
        zone: allowance.zone,
        limit: allowance.units,
    }
}

/// What is left of these allowances, each with its API.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn budgets<'a>(
    conn: &mut PgConnection,
    allowances: &'a [Allowance],
) -> Result<Vec<(&'a str, Budget)>, StoreError> {
    let mut budgets = Vec::with_capacity(allowances.len());
    for allowance in allowances {
        let left = quotas::left(conn, &account(allowance)).await?;
        let budget = Budget {
            left: left.units,
            renewed_in: left.renewed_in,
        };
        budgets.push((allowance.api, budget));
    }
    Ok(budgets)
}

async fn spent(conn: &mut PgConnection, payer: &Allowance) -> Result<Declined, StoreError> {
    let left = quotas::left(conn, &account(payer)).await?;
    let renewed_in = left.renewed_in.to_std().unwrap_or(Duration::ZERO);
    let left = left.units;
    Ok(Declined::Spent { left, renewed_in })
}

#[async_trait]
impl Purse for PgPurse {
    async fn reserve(&self, payers: &[&Allowance], units: u32) -> Result<Reserved, Declined> {
        match self.try_reserve(payers, units).await {
            Ok(reserved) => reserved,
            Err(error) => Err(Declined::Unknown(error.to_string())),
        }
    }

    async fn settle(&self, payers: &[&Allowance], reserved: Reserved, paid: Paid) {
        if let Err(error) = self.try_settle(payers, &reserved, paid).await {
            let provider = payers.first().map_or("", |it| it.provider);
            tracing::error!(
                provider.name = provider,
                "what a request to {provider} cost was not recorded, so all that was reserved \
                 counts as spent: {error}"
            );
        }
    }
}

/// When a feed that is paid by the request was last asked what, so that a restart does not ask and
/// pay for everything again.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn last_asked(
    conn: &mut PgConnection,
    provider: &str,
    since: DateTime<Utc>,
) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
    let polls = poll_log::newest(conn, since).await?;
    let logged = polls
        .into_iter()
        .map(|it| (it.provider, it.feed, it.asked_at));
    // An answer that is like the one before leaves no line.
    let answered = feed_requests::answered_since(conn, since).await?;
    let answered = answered
        .into_iter()
        .map(|it| (it.provider, it.feed, it.answered_at));
    let mine = logged.chain(answered).filter(|it| it.0 == provider);
    Ok(mine.map(|(_, feed, at)| (feed, at)).collect())
}
