//! Whose colours are printed.

use clap::Args;
use runtime::settings::http_address;
use secrecy::{ExposeSecret, SecretString};

/// Whose colours are printed.
#[derive(Clone, Debug, Args)]
pub struct ColorsConfig {
    /// The league, by code: `EPL`.
    pub league: String,
    /// A key of TheSportsDB that was paid for. Without one, the key for everybody is used.
    #[arg(
        long,
        env = "THESPORTSDB_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    thesportsdb_key: Option<SecretString>,
    /// The feed's address, if it is not the published one.
    #[arg(long, value_parser = http_address)]
    pub url: Option<String>,
}

impl ColorsConfig {
    /// The key. An empty one counts as missing.
    pub fn key(&self) -> Option<&SecretString> {
        let is_filled = |it: &&SecretString| !it.expose_secret().trim().is_empty();
        self.thesportsdb_key.as_ref().filter(is_filled)
    }
}
