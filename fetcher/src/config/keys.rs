//! The keys of the feeds that need one.

use clap::Args;
use providers::balldontlie;
use providers::football_data_org;
use providers::{api_sports, the_odds_api};
use secrecy::{ExposeSecret, SecretString};

/// A key of each feed that needs one.
#[derive(Clone, Debug, Default, Args)]
pub struct FeedKeys {
    /// The key of The Odds API.
    #[arg(
        long,
        env = "THE_ODDS_API_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    the_odds_api_key: Option<SecretString>,
    /// The key of football-data.org.
    #[arg(
        long,
        env = "FOOTBALL_DATA_ORG_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    football_data_org_key: Option<SecretString>,
    /// The key of BALLDONTLIE.
    #[arg(
        long,
        env = "BALLDONTLIE_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    balldontlie_key: Option<SecretString>,
    /// The key of API-SPORTS.
    #[arg(
        long,
        env = "API_SPORTS_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    api_sports_key: Option<SecretString>,
}

impl FeedKeys {
    /// The key of the feed of this name. An empty one counts as missing.
    pub fn of(&self, feed: &str) -> Option<&SecretString> {
        let key = match feed {
            the_odds_api::NAME => &self.the_odds_api_key,
            football_data_org::NAME => &self.football_data_org_key,
            balldontlie::NAME => &self.balldontlie_key,
            api_sports::NAME => &self.api_sports_key,
            _ => return None,
        };
        let is_filled = |it: &&SecretString| !it.expose_secret().trim().is_empty();
        key.as_ref().filter(is_filled)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use providers::polled::POLLED;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        keys: FeedKeys,
    }

    #[test]
    fn the_setting_that_a_feed_names_holds_its_key() {
        for profile in POLLED {
            let Some(setting) = profile.key_setting else {
                continue;
            };
            let option = format!("--{}", setting.to_lowercase().replace('_', "-"));
            let keys = Cli::parse_from(["it", &option, "hunter2"]).keys;
            let key = keys.of(profile.name).map(ExposeSecret::expose_secret);
            assert_eq!(key, Some("hunter2"), "{}", profile.name);
            let empty = Cli::parse_from(["it", &option, " "]).keys;
            assert!(empty.of(profile.name).is_none(), "{}", profile.name);
        }
    }
}
