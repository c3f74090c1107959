//! Settings that both programs have for their operator.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use crate::alerts::SecretUrl;
use crate::instance::Instance;

/// How this process is named in metrics and alerts, and what it watches beside itself.
#[derive(Clone, Debug, clap::Args)]
pub struct OpsConfig {
    /// The name of this process in metrics and alerts. Two processes of the same program on one
    /// database need different names. Default: the machine's name.
    #[arg(long = "ops-instance", env = "OPS_INSTANCE", value_name = "NAME")]
    pub instance: Option<Instance>,

    /// A folder on the disk whose free space is watched. Where Postgres is on this machine, its
    /// data folder.
    #[arg(
        long = "ops-disk",
        env = "OPS_DISK",
        default_value = "/",
        value_name = "FOLDER"
    )]
    pub disk: PathBuf,

    /// The webhook of a Discord channel of the operator's, to which alerts are posted. Whoever
    /// knows it can post there.
    #[arg(
        long = "alert-webhook",
        env = "ALERT_WEBHOOK",
        hide_env_values = true,
        value_parser = secret,
        value_name = "URL"
    )]
    pub webhook: Option<SecretString>,

    /// An address that is asked for every minute while alerts are watched: a dead-man's switch
    /// there notices when both programs are gone.
    #[arg(
        long = "dead-mans-url",
        env = "DEAD_MANS_URL",
        hide_env_values = true,
        value_parser = secret,
        value_name = "URL"
    )]
    pub dead_mans: Option<SecretString>,
}

impl OpsConfig {
    /// The addresses. An empty one is none.
    ///
    /// # Errors
    /// [`UrlError`] when one cannot be used. It is read here and not where the command line is, so
    /// that no error repeats it.
    pub fn urls(&self) -> Result<Urls, UrlError> {
        Ok(Urls {
            webhook: url("ALERT_WEBHOOK", self.webhook.as_ref())?,
            dead_mans: url("DEAD_MANS_URL", self.dead_mans.as_ref())?,
        })
    }
}

/// The addresses that are secrets.
#[derive(Clone, Debug, Default)]
pub struct Urls {
    /// Where alerts are posted.
    pub webhook: Option<SecretUrl>,
    /// What is asked for while alerts are watched.
    pub dead_mans: Option<SecretUrl>,
}

/// An address that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} cannot be used: it is to be {wanted}")]
pub struct UrlError {
    setting: &'static str,
    wanted: &'static str,
}

fn url(setting: &'static str, text: Option<&SecretString>) -> Result<Option<SecretUrl>, UrlError> {
    let text = text.map(|it| it.expose_secret().trim());
    let url = text.filter(|it| !it.is_empty()).map(str::parse).transpose();
    url.map_err(|wanted| UrlError { setting, wanted })
}

fn secret(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_used_is_refused_and_not_repeated() {
        let config = |webhook: &str| OpsConfig {
            instance: None,
            disk: "/".into(),
            webhook: Some(webhook.into()),
            dead_mans: None,
        };
        let good = config("https://discord.com/api/webhooks/1/hunter2").urls();
        assert!(good.unwrap().webhook.is_some());
        assert!(config(" ").urls().unwrap().webhook.is_none());
        let error = config("discord.com/hunter2")
            .urls()
            .unwrap_err()
            .to_string();
        let expected =
            "ALERT_WEBHOOK cannot be used: it is to be an address that begins with https://";
        assert_eq!(error, expected);
    }
}
