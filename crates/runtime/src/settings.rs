//! Parsers of settings, so that a wrong one is refused in words before anything starts.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Reads a number inside a range.
pub fn within<T>(
    range: RangeInclusive<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |text| {
        let number = text.trim().parse().ok().filter(|it| range.contains(it));
        number.ok_or_else(|| format!("a whole number from {} to {}", range.start(), range.end()))
    }
}

/// Reads the address of an HTTP server.
///
/// # Errors
/// When it is not `http://` or `https://` with a host behind it.
pub fn http_address(text: &str) -> Result<String, String> {
    address(text, &["http", "https"])
}

/// Reads the address of a WebSocket.
///
/// # Errors
/// When it is not `ws://` or `wss://` with a host behind it.
pub fn websocket_address(text: &str) -> Result<String, String> {
    address(text, &["ws", "wss"])
}

fn address(text: &str, schemes: &[&str]) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let host = text.split_once("://").and_then(|(scheme, rest)| {
        let host = rest.split(['/', '?', '#']).next()?;
        schemes.contains(&scheme).then_some(host)
    });
    match host {
        Some(host) if is_host(host) => Ok(text.to_owned()),
        _ => Err(format!(
            "an address such as {}://127.0.0.1:8091",
            schemes[0]
        )),
    }
}

/// Reads a host with its port, without a scheme.
///
/// # Errors
/// When there is something else in it.
pub fn host_and_port(text: &str) -> Result<String, String> {
    let text = text.trim();
    match is_host(text) {
        true => Ok(text.to_owned()),
        false => Err("a host and a port without a scheme, such as 127.0.0.1:9301".to_owned()),
    }
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        // The colons of an address in brackets belong to it.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let letters = |it: char| it.is_alphanumeric() || "-._[]:".contains(it);
    !host.is_empty()
        && host.chars().all(letters)
        && port.is_none_or(|it| it.parse::<u16>().is_ok_and(|it| it > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_outside_its_range_is_refused_with_the_range() {
        let read = within(2_u32..=200);
        assert_eq!(read("2"), Ok(2));
        assert_eq!(read(" 200 "), Ok(200));
        for wrong in ["1", "0", "201", "-1", "many", "", "4294967296"] {
            assert_eq!(
                read(wrong),
                Err("a whole number from 2 to 200".into()),
                "{wrong}"
            );
        }
    }

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        for right in [
            "http://127.0.0.1:8091",
            "https://feed.example/v1",
            "http://[::1]:8091",
            "http://[::1]",
        ] {
            assert_eq!(http_address(right).as_deref(), Ok(right));
        }
        assert_eq!(http_address("http://x:1/").as_deref(), Ok("http://x:1"));
        for wrong in [
            "",
            "feed",
            "localhost:8091",
            "ws://x",
            "http://",
            "http://:80",
            "http://x:y",
        ] {
            assert!(http_address(wrong).is_err(), "{wrong}");
        }
        assert!(websocket_address("ws://127.0.0.1:9301").is_ok());
        assert!(websocket_address("http://127.0.0.1:9301").is_err());
        assert!(host_and_port("127.0.0.1:9301").is_ok());
        assert!(host_and_port("http://127.0.0.1:9301").is_err());
    }
}
