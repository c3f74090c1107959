//! Which addresses are asked at all, and where a feed may send us.
//!
//! A feed is an outsider. What it answers must not make us ask services that only this machine or
//! its network can reach, so a redirect is followed to the feed's own host or to a listed one, over
//! https, and only where the name leads to a public address. A feed that runs on this machine, as
//! in tests and the demo, may send us to itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Hosts that a feed's host is known to send its readers to.
const SENT_TO: &[(&str, &str)] = &[
    ("football-data.co.uk", "www.football-data.co.uk"),
    ("github.com", "objects.githubusercontent.com"),
    ("github.com", "release-assets.githubusercontent.com"),
];

/// What an address is told that is not asked.
pub(super) const NOT_ALLOWED: &str = "not an https address, nor http on this machine";

/// Only https, but for feeds on this machine.
pub(super) fn is_allowed(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_loopback(url),
        _ => false,
    }
}

/// Whether it names this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    url.host_str()
        .is_some_and(|host| host == "localhost" || literal(host).is_some_and(|it| it.is_loopback()))
}

fn literal(host: &str) -> Option<IpAddr> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok()
}

/// The address that `place`, read at `at`, stands for, if a question to `origin` may lead there.
pub(super) fn redirected(origin: &Url, at: &Url, place: &str) -> Result<Url, String> {
    let next = at
        .join(place)
        .map_err(|_| "redirect to what is no address".to_owned())?;
    let host = next.host_str().unwrap_or_default();
    let own = origin.host_str().unwrap_or_default();
    let same_place = host == own && next.port_or_known_default() == origin.port_or_known_default();
    if is_loopback(origin) {
        let same = same_place && next.scheme() == origin.scheme();
        return if same {
            Ok(next)
        } else {
            Err("redirect away from this machine's feed".to_owned())
        };
    }
    if next.scheme() != "https" {
        return Err("redirect to an address that is not https".to_owned());
    }
    if is_loopback(&next) || literal(host).is_some_and(|it| !is_public(it)) {
        return Err("redirect to an address that is not public".to_owned());
    }
    let listed = SENT_TO.contains(&(own, host)) && next.port_or_known_default() == Some(443);
    if same_place || listed {
        Ok(next)
    } else {
        Err(format!("redirect to another host, {host}"))
    }
}

/// Looks names up, and takes the answer only when every address in it is public.
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(public(found.collect())?)
        })
    }
}

/// One private address among public ones is reason enough to ask none of them.
fn public(found: Vec<SocketAddr>) -> Result<Addrs, std::io::Error> {
    match found.iter().find(|it| !is_public(it.ip())) {
        Some(_) => Err(std::io::Error::other(
            "the name leads to an address that is not public",
        )),
        None => Ok(Box::new(found.into_iter())),
    }
}

/// Whether an address belongs to the internet at large, by IANA's registries of special-purpose
/// addresses.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_public_v4(it),
        IpAddr::V6(it) => is_public_v6(it),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, shared with a carrier, protocol assignments, benchmarks, reserved.
        [0, ..] | [192, 0, 0, _] | [240..=255, ..] => true,
        [100, second, ..] => second >= 64 && second < 128,
        [198, second, ..] => second == 18 || second == 19,
        _ => false,
    };
    !(special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // An IPv4 address in IPv6's clothes: mapped, compatible, or translated.
    let segments = address.segments();
    let inner = match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
            let [a, b] = segments[6].to_be_bytes();
            let [c, d] = segments[7].to_be_bytes();
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    };
    // Global unicast is 2000::/3; of it, documentation and the old tunnels are not.
    let global = segments[0] & 0xe000 == 0x2000;
    let special = matches!(segments, [0x2001, 0x0000 | 0x0db8, ..] | [0x2002, ..]);
    inner.map_or(global && !special, is_public_v4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for (url, allowed) in [
            ("https://feed.test/", true),
            ("http://127.0.0.1:8080/", true),
            ("http://[::1]:8080/", true),
            ("http://localhost:8080/", true),
            ("http://feed.test/", false),
            ("http://127.0.0.1.feed.test/", false),
            ("ftp://127.0.0.1/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_allowed(&self::url(url)), allowed, "{url}");
        }
    }

    #[test]
    fn a_feed_sends_us_to_itself_or_to_a_listed_host_and_nowhere_else() {
        let feed = "https://github.com/nflverse/releases";
        for (origin, place, followed) in [
            (feed, "/elsewhere", true),
            (feed, "https://github.com/x", true),
            (feed, "https://release-assets.githubusercontent.com/x", true),
            (
                feed,
                "https://release-assets.githubusercontent.com:8443/x",
                false,
            ),
            (feed, "https://github.com:8443/x", false),
            (feed, "http://github.com/x", false),
            (feed, "https://feed.test/", false),
            (feed, "https://localhost/", false),
            (feed, "https://127.0.0.1/", false),
            (feed, "https://[::1]/", false),
            (feed, "https://10.0.0.1/", false),
            (feed, "https://169.254.169.254/latest", false),
            (feed, "http://127.0.0.1:5432/", false),
            (feed, "file:///etc/passwd", false),
            (feed, "//127.0.0.1/", false),
            (feed, "https://[::ffff:127.0.0.1]/", false),
            (
                "https://feed.test/",
                "https://release-assets.githubusercontent.com/x",
                false,
            ),
            ("http://127.0.0.1:8091/x", "/y", true),
            ("http://127.0.0.1:8091/x", "http://127.0.0.1:8091/y", true),
            ("http://127.0.0.1:8091/x", "http://127.0.0.1:5432/y", false),
            ("http://127.0.0.1:8091/x", "http://localhost:8091/y", false),
            ("http://127.0.0.1:8091/x", "https://feed.test/", false),
        ] {
            let origin = url(origin);
            let went = redirected(&origin, &origin, place);
            assert_eq!(went.is_ok(), followed, "{origin} to {place}: {went:?}");
        }
    }

    #[test]
    fn a_name_that_leads_to_a_private_address_is_not_asked() {
        let found = |ips: &[&str]| {
            let found = ips.iter().map(|it| SocketAddr::new(it.parse().unwrap(), 0));
            public(found.collect()).is_ok()
        };
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!found(&[private]), "{private}");
            assert!(
                !found(&["93.184.215.14", private]),
                "{private} among others"
            );
        }
        for open in [
            "93.184.215.14",
            "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
            "100.128.0.1",
        ] {
            assert!(found(&[open]), "{open}");
        }
    }
}
