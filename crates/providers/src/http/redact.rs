//! Addresses fit for a log.

use reqwest::Url;
use secrecy::ExposeSecret;

use super::Key;

/// What stands in place of a secret.
const REDACTED: &str = "REDACTED";

/// Names of parameters that look like secrets contain one of these.
const SECRET_WORDS: &[&str] = &["auth", "key", "pass", "secret", "sig", "token"];

/// An address fit for a log: no user, no password, no key.
pub(super) fn redacted(url: &str, key: Option<&Key>) -> String {
    let Ok(mut url) = Url::parse(url) else {
        return "not an address".to_owned();
    };
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let low = name.to_ascii_lowercase();
                let secret = SECRET_WORDS.iter().any(|it| low.contains(it));
                let value = if secret { REDACTED.into() } else { value };
                (name.into_owned(), value.into_owned())
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    let text = url.to_string();
    match key.map(|it| it.secret.expose_secret()) {
        Some(secret) if !secret.is_empty() => text.replace(secret, REDACTED),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::KeyPlace;
    use super::*;

    #[test]
    fn secrets_do_not_reach_a_log() {
        let key = Key {
            place: KeyPlace::Header("x-key"),
            secret: "hunter2".into(),
        };
        for url in [
            "https://feed.test/v4/odds?apiKey=hunter2&regions=us",
            "https://feed.test/v4/odds?regions=us&access_token=hunter2",
            "https://me:hunter2@feed.test/v4",
            "https://feed.test/v4/hunter2/odds?regions=us",
        ] {
            let told = redacted(url, Some(&key));
            assert!(!told.contains("hunter2"), "{told}");
            assert!(told.starts_with("https://"), "{told}");
        }
        let plain = "https://feed.test/scoreboard?dates=20241117&limit=100";
        assert_eq!(redacted(plain, None), plain);
    }
}
