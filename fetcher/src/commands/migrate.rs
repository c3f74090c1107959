//! `migrate`: the schema, the programs' roles, and their passwords.

use anyhow::{Context, Error};
use secrecy::ExposeSecret;
use store::{ConnectError, Program};

use super::say;
use crate::config::MigrateConfig;

/// Brings the schema up to date and says what that took.
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
        0 => say("schema: up to date")?,
        1 => say("schema: 1 migration applied")?,
        more => say(format!("schema: {more} migrations applied"))?,
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
                say(format!("role {role}: password set"))?;
            }
            None => say(format!("role {role}: there, password left as it is"))?,
        }
    }
    Ok(())
}
