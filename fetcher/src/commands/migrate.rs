//! `migrate`: brings the schema up to date and sets the passwords of the programs' roles.

use anyhow::{Context, Error};
use secrecy::ExposeSecret;
use store::{ConnectError, Program};

use super::print_line;
use crate::config::MigrateConfig;

/// Brings the schema up to date and reports what was done.
///
/// # Errors
/// When the database cannot be reached, the URL is not the owner's, or a migration fails.
pub async fn run(config: &MigrateConfig) -> anyhow::Result<()> {
    let url = config.database.url().map_err(Error::msg)?;
    let made = match store::migrate(url).await {
        Err(error @ ConnectError::Migrate(_)) => Err(Error::from(error)
            .context("the schema is as it was; migrate takes the URL of the database's owner")),
        other => other.map_err(Error::from),
    }?;
    match made {
        0 => print_line("schema: up to date")?,
        1 => print_line("schema: 1 migration applied")?,
        more => print_line(format!("schema: {more} migrations applied"))?,
    }
    let passwords = [
        (Program::Bot, &config.bot_password),
        (Program::Fetcher, &config.fetcher_password),
    ];
    for (program, password) in passwords {
        let role = program.role();
        match password {
            Some(password) => {
                store::roles::set_password(url, program, password.expose_secret())
                    .await
                    .with_context(|| format!("the password of {role} was not set"))?;
                print_line(format!("role {role}: password set"))?;
            }
            None => print_line(format!("role {role}: there, password left as it is"))?,
        }
    }
    Ok(())
}
