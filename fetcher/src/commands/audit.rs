//! `audit`: the books, added up again.

use std::process::ExitCode;

use super::{connect, say, thousands};
use crate::audit::{AuditError, audit};
use crate::config::DatabaseConfig;

/// Says that the books balance, or names the first difference.
///
/// # Errors
/// When the books cannot be read.
pub async fn run(config: &DatabaseConfig) -> anyhow::Result<ExitCode> {
    let pool = connect(config, 2).await?;
    match audit(&pool).await {
        Ok(books) => {
            if books.grades > 0 {
                let grades = thousands(books.grades);
                say(format!("{grades} grades follow from their receipts"))?;
            }
            let (tickets, transfers) = (thousands(books.tickets), thousands(books.transfers));
            let sum = books.sum;
            say(format!(
                "books balance: {tickets} tickets, {transfers} transfers, sum {sum}"
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(AuditError::Differs(difference)) => {
            say(format!("books differ: {difference}"))?;
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}
