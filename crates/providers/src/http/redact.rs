//! Addresses, reasons and bodies fit for a log.

use bytes::Bytes;
use reqwest::Url;
use secrecy::ExposeSecret;

use super::Key;

/// What stands in place of a secret.
const REDACTED: &str = "REDACTED";

/// The shortest key that is looked for in what a feed says. A shorter one would be found in
/// ordinary numbers, and is no secret.
const SECRET_MIN: usize = 6;

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
    spellings(key).fold(text, |text, it| text.replace(&it, REDACTED))
}

/// A text fit for a log, whatever a feed has put into it.
pub(super) fn hide(text: &str, key: Option<&Key>) -> String {
    let long = spellings(key).filter(|it| it.len() >= SECRET_MIN);
    long.fold(text.to_owned(), |text, it| text.replace(&it, REDACTED))
}

/// A body without the key, where the feed repeats it.
pub(super) fn clean(body: Bytes, key: Option<&Key>) -> Bytes {
    let mut body = body;
    for secret in spellings(key).filter(|it| it.len() >= SECRET_MIN) {
        let secret = secret.as_bytes();
        let mut cleaned: Vec<u8> = Vec::new();
        let mut from = 0;
        while let Some(at) = find(&body[from..], secret) {
            cleaned.extend_from_slice(&body[from..from + at]);
            cleaned.extend_from_slice(REDACTED.as_bytes());
            from += at + secret.len();
        }
        if from > 0 {
            cleaned.extend_from_slice(&body[from..]);
            body = cleaned.into();
        }
    }
    body
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|it| *it == first) {
        if text[from + at..].starts_with(word) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// The key as it may stand in a text: as it is, as it is written in an address, with large and
/// small letters, and as some write it in JSON.
fn spellings(key: Option<&Key>) -> impl Iterator<Item = String> {
    let secret = key.map(|it| it.secret.expose_secret()).unwrap_or_default();
    let mut all = Vec::new();
    if !secret.is_empty() {
        all.push(secret.to_owned());
        if let Ok(mut url) = Url::parse("https://feed.test/") {
            url.query_pairs_mut().append_pair("k", secret);
            all.extend(url.query().and_then(|it| it.get(2..)).map(str::to_owned));
            if let Ok(mut path) = url.path_segments_mut() {
                path.push(secret);
            }
            all.extend(url.path().get(1..).map(str::to_owned));
        }
        let small: Vec<_> = all.iter().map(|it| with_small_escapes(it)).collect();
        all.extend(small);
        all.push(secret.replace('/', "\\/"));
    }
    all.into_iter()
}

/// An escaped text with small letters in its escapes: `%2b`.
fn with_small_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut small, part| {
        let (escape, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        small.push('%');
        small.push_str(&escape.to_ascii_lowercase());
        small.push_str(rest);
        small
    })
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
        let odd = Key {
            secret: "a+b/c=hunter2".into(),
            ..key.clone()
        };
        let mut written = Url::parse("https://feed.test/v4").unwrap();
        written.query_pairs_mut().append_pair("q", "a+b/c=hunter2");
        assert!(!redacted(written.as_str(), Some(&odd)).contains("hunter2"));
        let plain = "https://feed.test/scoreboard?dates=20241117&limit=100";
        assert_eq!(redacted(plain, None), plain);
    }

    #[test]
    fn what_a_feed_repeats_of_a_question_has_no_key_in_it() {
        let key = Key {
            place: KeyPlace::Query("apiKey"),
            secret: "hunter+2".into(),
        };
        let said = "no plan for hunter+2 at /odds?apiKey=hunter%2B2";
        assert_eq!(
            hide(said, Some(&key)),
            "no plan for REDACTED at /odds?apiKey=REDACTED"
        );
        let body = clean(Bytes::from(format!("<p>{said}</p>hunter+")), Some(&key));
        assert_eq!(
            body,
            "<p>no plan for REDACTED at /odds?apiKey=REDACTED</p>hunter+"
        );
        let odd = Key {
            secret: "hunter+2/x".into(),
            ..key.clone()
        };
        let said = r#"{"key": "hunter+2\/x", "at": "?k=hunter%2b2%2fx"}"#;
        assert_eq!(
            clean(Bytes::from(said), Some(&odd)),
            r#"{"key": "REDACTED", "at": "?k=REDACTED"}"#
        );
        // A key that everybody has is no secret, and a part of many numbers.
        let test_key = Key {
            secret: "123".into(),
            ..key
        };
        let numbers = Bytes::from_static(b"{\"id\": 4123}");
        assert_eq!(clean(numbers.clone(), Some(&test_key)), numbers);
    }
}
