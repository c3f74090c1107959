//! Where Redis is: a URL, or host, port, password and database one by one.

use std::fmt::Write as _;

use deadpool_redis::redis::{IntoConnectionInfo, RedisError};
use secrecy::{ExposeSecret, SecretString};

/// An address that cannot be read. It may hold a password, so it is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the address of Redis cannot be read: redis://USER:PASSWORD@HOST:6379/0, rediss:// for TLS, \
     redis+unix:///PATH for a socket"
)]
pub struct AddressError;

/// The address of a Redis or Valkey.
#[derive(Clone, Debug)]
pub struct Address(SecretString);

/// Where Redis listens unless something else is said.
const PORT: u16 = 6379;

impl Address {
    /// An address in the form `redis://`, `rediss://`, `valkey://`, `redis+unix://` and the like.
    ///
    /// # Errors
    /// [`AddressError`] if it cannot be read.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        url.trim().into_connection_info().map_err(unreadable)?;
        Ok(Self(url.trim().into()))
    }

    /// The same from its parts. What is not said is the usual.
    ///
    /// # Errors
    /// [`AddressError`] if the host cannot be one.
    pub fn of_parts(
        host: &str,
        port: Option<u16>,
        password: Option<&SecretString>,
        database: Option<u16>,
    ) -> Result<Self, AddressError> {
        let mut url = "redis://".to_owned();
        if let Some(password) = password.filter(|it| !it.expose_secret().is_empty()) {
            url.push(':');
            for byte in password.expose_secret().bytes() {
                if byte.is_ascii_alphanumeric() {
                    url.push(char::from(byte));
                } else {
                    // Writing into a text never fails.
                    let _ = write!(url, "%{byte:02X}");
                }
            }
            url.push('@');
        }
        let host = host.trim();
        let (port, database) = (port.unwrap_or(PORT), database.unwrap_or(0));
        // The colons of an IPv6 address are not those before a port.
        let _ = match host.contains(':') && !host.starts_with('[') {
            true => write!(url, "[{host}]:{port}/{database}"),
            false => write!(url, "{host}:{port}/{database}"),
        };
        Self::parse(&url)
    }

    /// The whole of it, password included.
    pub(super) fn url(&self) -> &str {
        self.0.expose_secret()
    }

    /// What must not be read in a log.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }
}

/// What a library says of an address may repeat it.
pub(super) fn unreadable(_: RedisError) -> AddressError {
    AddressError
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_the_address_that_they_say() {
        let of = |host: &str, port, password: Option<&str>, database| {
            let password = password.map(SecretString::from);
            let address = Address::of_parts(host, port, password.as_ref(), database);
            address.map(|it| it.url().to_owned())
        };
        let local = Ok("redis://localhost:6379/0".to_owned());
        assert_eq!(of("localhost", None, None, None), local);
        assert_eq!(of("localhost", None, Some(""), None), local);
        let odd = of("10.0.0.7", Some(6380), Some("p@ss/w:rd"), Some(2));
        assert_eq!(odd.unwrap(), "redis://:p%40ss%2Fw%3Ard@10.0.0.7:6380/2");
        assert_eq!(of("::1", None, None, None).unwrap(), "redis://[::1]:6379/0");
    }

    #[test]
    fn every_usual_form_is_read_and_nothing_else() {
        for url in [
            "redis://localhost",
            "redis://user:password@localhost:6379/1",
            "rediss://localhost:6380",
            "valkey://localhost",
            "redis+unix:///run/redis.sock",
        ] {
            assert!(Address::parse(url).is_ok(), "{url}");
        }
        for url in ["", "localhost:6379", "http://localhost", "redis://"] {
            assert!(Address::parse(url).is_err(), "{url}");
        }
    }
}
