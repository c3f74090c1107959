//! Where the operator's listener is: on this machine's own interface, or nowhere.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

/// Where to listen for the operator. Nothing there is protected by a password, so only programs on
/// the same machine may connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listen {
    /// Nowhere.
    Off,
    /// At this loopback address. Port 0 takes a free port.
    At(SocketAddr),
}

impl Listen {
    /// At this port of 127.0.0.1.
    pub const fn port(port: u16) -> Self {
        Self::At(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::At(address) => write!(f, "{address}"),
        }
    }
}

impl FromStr for Listen {
    type Err = String;

    /// Reads `off`, a port, or a loopback address with a port.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self::Off);
        }
        if let Ok(port) = text.parse() {
            return Ok(Self::port(port));
        }
        match text.parse::<SocketAddr>() {
            Ok(address) if address.ip().is_loopback() => Ok(Self::At(address)),
            Ok(address) => Err(format!(
                "{} is not this machine's own interface: use 127.0.0.1 or [::1], and a proxy or a \
                 tunnel to reach it from elsewhere",
                address.ip()
            )),
            Err(_) => Err("off, a port such as 9600, or 127.0.0.1:9600".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_one_of_this_machine() {
        assert_eq!("9600".parse(), Ok(Listen::port(9600)));
        assert_eq!(" 127.0.0.1:0 ".parse(), Ok(Listen::port(0)));
        assert_eq!("OFF".parse(), Ok(Listen::Off));
        let six: Listen = "[::1]:9600".parse().unwrap();
        assert_eq!(six.to_string(), "[::1]:9600");
    }

    #[test]
    fn no_other_machine_can_connect() {
        for text in ["0.0.0.0:9600", "[::]:9600", "192.0.2.1:9600"] {
            let refused = text.parse::<Listen>().unwrap_err();
            assert!(refused.contains("own interface"), "{refused}");
        }
        for text in ["", "on", "localhost:9600", "70000", "127.0.0.1"] {
            assert!(text.parse::<Listen>().is_err(), "{text}");
        }
    }
}
