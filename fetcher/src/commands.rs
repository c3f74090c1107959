//! The fetcher's commands, one module each.

use std::io::Write;

use anyhow::Error;
use sqlx::PgPool;
use store::Program;

use crate::config::DatabaseConfig;

pub mod audit;
pub mod backfill;
pub mod backtest;
pub mod cache;
pub mod colors;
pub mod doctor;
pub mod grade;
pub mod leagues;
pub mod matching;
pub mod migrate;
pub mod probe;
pub mod quota;
pub mod retention;
pub mod review;
pub mod rules;
pub mod run;

/// Connects as `dbsbm_fetcher`, migrating first where the URL is the owner's.
///
/// # Errors
/// When the database cannot be used, with a sentence that says what to do.
pub async fn connect(config: &DatabaseConfig, connections_max: u32) -> anyhow::Result<PgPool> {
    let url = config.url().map_err(Error::msg)?;
    Ok(store::connect(url, Program::Fetcher, connections_max).await?)
}

/// Prints one line of a command's output.
///
/// # Errors
/// When standard output is closed.
pub fn print_line(line: impl std::fmt::Display) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")
}

/// An error with its causes, each mentioned once.
pub fn describe(error: &Error) -> String {
    runtime::failure::describe(error.as_ref())
}

/// A number with thousands separators: `3,508`.
pub fn thousands(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(thousands(7_u64), "7");
        assert_eq!(thousands(3_508_u64), "3,508");
        assert_eq!(thousands(1_234_567_u64), "1,234,567");
    }
}
