//! `audit`: adds up the books, or grades every receipt again.

use std::process::ExitCode;

use sqlx::PgPool;

use super::{connect, print_line, thousands};
use crate::audit::{AuditError, Books, audit, replay};
use crate::config::AuditConfig;

/// Reports that the books balance, or that every grade follows from its receipt, or names the first
/// difference.
///
/// # Errors
/// When the books cannot be read.
pub async fn run(config: &AuditConfig) -> anyhow::Result<ExitCode> {
    let pool = connect(&config.database, 2).await?;
    let looked = if config.replay {
        replay(&pool).await
    } else {
        audit(&pool).await
    };
    record(&pool, &looked).await;
    match looked {
        Ok(books) => {
            if books.grades > 0 || config.replay {
                let grades = thousands(books.grades);
                print_line(format!("{grades} grades follow from their receipts"))?;
            }
            if config.replay {
                return Ok(ExitCode::SUCCESS);
            }
            let (tickets, transfers) = (thousands(books.tickets), thousands(books.transfers));
            let sum = books.sum;
            print_line(format!(
                "books balance: {tickets} tickets, {transfers} transfers, sum {sum}"
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(AuditError::Differs(difference)) => {
            print_line(format!("books differ: {difference}"))?;
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

/// Remembers how the audit ended, for alerts. A database that may only be read is audited all the
/// same.
async fn record(pool: &PgPool, looked: &Result<Books, AuditError>) {
    let is_clean = match looked {
        Ok(_) => true,
        Err(AuditError::Differs(_)) => false,
        Err(_) => return,
    };
    let record = async {
        let mut connection = pool.acquire().await?;
        store::alerts::audited(&mut connection, is_clean).await
    };
    if let Err(error) = record.await {
        tracing::warn!("how the audit ended was not recorded: {error}");
    }
}
