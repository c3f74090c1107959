//! The settings of both programs.

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::{Address, AddressError};

/// A Redis or Valkey that processes share what they cache in. Without one each caches by itself.
#[derive(Clone, Debug, Default, Args)]
pub struct RedisConfig {
    /// A Redis or Valkey for what is cached: redis://USER:PASSWORD@HOST:6379/0, rediss:// for TLS,
    /// redis+unix:///PATH for a socket. Nothing: each process caches by itself.
    #[arg(long, env = "REDIS_URL", hide_env_values = true, value_name = "URL")]
    pub redis_url: Option<SecretString>,

    /// Its host, instead of a URL.
    #[arg(long, env = "REDIS_HOST", value_name = "HOST")]
    pub redis_host: Option<String>,

    /// Its port, where a host is set. The usual one is 6379.
    #[arg(long, env = "REDIS_PORT", value_name = "PORT")]
    pub redis_port: Option<String>,

    /// Its password, where a host is set.
    #[arg(
        long,
        env = "REDIS_PASSWORD",
        hide_env_values = true,
        value_name = "PASSWORD"
    )]
    pub redis_password: Option<SecretString>,

    /// The number of its database, where a host is set. The usual one is 0.
    #[arg(long, env = "REDIS_DB", value_name = "NUMBER")]
    pub redis_db: Option<String>,
}

impl RedisConfig {
    /// What must not be read in a log.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let password = self
            .redis_password
            .as_ref()
            .map(ExposeSecret::expose_secret);
        let url = self.redis_url.as_ref().map(ExposeSecret::expose_secret);
        // `redis://USER:PASSWORD@HOST`: what is between the last `@` and the first `:` before it.
        let inside = url.and_then(|it| {
            let (_, rest) = it.split_once("://")?;
            let (who, _) = rest.rsplit_once('@')?;
            who.split_once(':').map(|(_, password)| password)
        });
        let found = password.into_iter().chain(inside);
        found.filter(|it| !it.trim().is_empty())
    }

    /// Where it is. `None`: there is none. A setting that is empty counts as missing.
    ///
    /// # Errors
    /// [`AddressError`] if what is set cannot be read.
    pub fn address(&self) -> Result<Option<Address>, AddressError> {
        let url = self.redis_url.as_ref().map(|it| it.expose_secret().trim());
        if let Some(url) = url.filter(|it| !it.is_empty()) {
            return Address::parse(url).map(Some);
        }
        let Some(host) = filled(self.redis_host.as_deref()) else {
            return Ok(None);
        };
        let port = number(self.redis_port.as_deref())?;
        let database = number(self.redis_db.as_deref())?;
        Address::of_parts(host, port, self.redis_password.as_ref(), database).map(Some)
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|it| !it.is_empty())
}

fn number(text: Option<&str>) -> Result<Option<u16>, AddressError> {
    let number = filled(text).map(|it| it.parse().map_err(|_| AddressError));
    number.transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_wins_over_parts_and_empty_settings_are_none() {
        let address = |config: &RedisConfig| {
            let address = config.address();
            address.map(|it| it.map(|it| it.url().to_owned()))
        };
        let mut config = RedisConfig {
            redis_url: Some(" ".into()),
            redis_host: Some(String::new()),
            ..RedisConfig::default()
        };
        assert_eq!(address(&config), Ok(None));
        config.redis_host = Some("cache.internal".to_owned());
        config.redis_port = Some(String::new());
        config.redis_db = Some("3".to_owned());
        let parts = "redis://cache.internal:6379/3".to_owned();
        assert_eq!(address(&config), Ok(Some(parts)));
        config.redis_port = Some("many".to_owned());
        assert_eq!(address(&config), Err(AddressError));
        config.redis_password = Some("one".into());
        config.redis_url = Some("redis://me:t:wo@localhost".into());
        assert_eq!(config.secrets().collect::<Vec<_>>(), ["one", "t:wo"]);
        config.redis_url = Some("redis://localhost".into());
        assert_eq!(address(&config), Ok(Some("redis://localhost".to_owned())));
    }
}
