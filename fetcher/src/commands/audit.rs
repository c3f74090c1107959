//! `audit`: adds up the books, or grades every receipt again.

use std::process::ExitCode;

use super::{connect, print_line, thousands};
use crate::audit::{AuditError, audit, replay};
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
