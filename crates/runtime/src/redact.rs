//! What must never be read in a log: tokens, keys, passwords, and what members typed.
//!
//! Three nets, one behind the other. Secrets that the process knows are told to [`hide`] and are
//! replaced wherever they stand. What has the shape of a secret is replaced by shape: the token
//! in an interaction's address, a password in a URL, a key in a query. And a payload, which may
//! hold anything, is replaced as a whole.

use std::borrow::Cow;
use std::sync::{LazyLock, PoisonError, RwLock};

use percent_encoding::percent_decode_str;
use regex::Regex;

/// The replacement for a secret.
const HIDDEN: &str = "[hidden]";
/// Shorter secrets are not replaced word for word: they would be found inside ordinary words.
const SECRET_CHARS_MIN: usize = 6;

/// The secrets that this process knows.
static KNOWN: RwLock<Vec<String>> = RwLock::new(Vec::new());

/// Redacts this text from every log from now on.
pub fn hide(secret: &str) {
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    let is_new = !known.iter().any(|it| it == secret);
    if secret.chars().count() >= SECRET_CHARS_MIN && is_new {
        known.push(secret.to_owned());
        // The longest first: one secret may be the beginning of another.
        known.sort_by_key(|it| std::cmp::Reverse(it.len()));
    }
}

/// Redacts the password in a URL, if it has one.
pub fn hide_password(url: &str) {
    let Some((_, rest)) = url.split_once("://") else {
        return;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let user_info = authority.rsplit_once('@').map(|(user_info, _)| user_info);
    if let Some((_, password)) = user_info.and_then(|it| it.split_once(':')) {
        hide(password);
        // As it is told to whoever asks for it, and repeated by them.
        hide(&percent_decode_str(password).decode_utf8_lossy());
    }
}

/// Where a text comes from, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Feed code never sees what members type: values that could not be read may be quoted.
    Feeds,
    /// Anything else: a quoted word may be one that a member typed.
    Anything,
}

/// A text fit for a log.
pub fn redacted(text: &str, origin: Origin) -> Cow<'_, str> {
    let mut safe = Cow::Borrowed(text);
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    for secret in known.iter().filter(|it| text.contains(it.as_str())) {
        safe = Cow::Owned(safe.replace(secret, HIDDEN));
    }
    drop(known);
    safe = keep_or(safe, without_payload);
    for (shape, instead) in SHAPES.iter() {
        safe = keep_or(safe, |it| replaced(shape, instead, it));
    }
    if origin == Origin::Anything {
        for (shape, instead) in QUOTES.iter() {
            safe = keep_or(safe, |it| replaced(shape, instead, it));
        }
    }
    safe
}

fn keep_or<'a>(text: Cow<'a, str>, change: impl Fn(&str) -> Option<String>) -> Cow<'a, str> {
    match change(&text) {
        Some(changed) => Cow::Owned(changed),
        None => text,
    }
}

fn replaced(shape: &Regex, instead: &str, text: &str) -> Option<String> {
    match shape.replace_all(text, instead) {
        Cow::Borrowed(_) => None,
        Cow::Owned(changed) => Some(changed),
    }
}

/// Replaces JSON by its size, from the first brace to the last: what a member typed may itself
/// hold braces and quotes.
fn without_payload(text: &str) -> Option<String> {
    let begins = PAYLOAD.as_ref()?.find(text)?.start();
    let ends = text.rfind('}').map_or(text.len(), |at| at + 1);
    let ends = if ends > begins { ends } else { text.len() };
    let (before, after) = (&text[..begins], &text[ends..]);
    let bytes = ends - begins;
    Some(format!("{before}[a payload of {bytes} bytes]{after}"))
}

/// Where an object begins, its quotes escaped or not.
static PAYLOAD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\{\s*\\*""#).ok());

/// Patterns of secrets, whoever wrote them, and their replacements.
static SHAPES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    compiled(&[
        // Discord's addresses: interactions/ID/TOKEN/callback, webhooks/ID/TOKEN.
        (
            r#"(?i)((?:interactions|webhooks)/[^/\s"]+/)[^/\s"?,)]+"#,
            "${1}[hidden]",
        ),
        (
            r"\b(Bot|Bearer|Basic) [A-Za-z0-9._~+/=-]{10,}",
            "${1} [hidden]",
        ),
        // User and password in a URL.
        (r#"([a-z][a-z0-9+.-]*://)[^/\s"']*@"#, "${1}[hidden]@"),
        (
            r##"(?i)([?&;][^=&\s"]*(?:auth|key|pass|secret|sig|token)[^=&\s"]*=)[^&\s"#]+"##,
            "${1}[hidden]",
        ),
        (
            concat!(
                r"(?i)\b((?:api[_-]?key|authorization|passw(?:or)?d|secret|token)",
                r#"["']?\s*[=:]\s*["']?)[^\s"'&,;\[]{6,}"#,
            ),
            "${1}[hidden]",
        ),
        // A bot's token, and the tokens of interactions, which are long.
        (
            r"[A-Za-z0-9_-]{18,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{20,}",
            "[hidden]",
        ),
        (r"\baW50ZXJhY3Rpb2[A-Za-z0-9+/=_-]+", "[hidden]"),
        (r"[A-Za-z0-9_-]{80,}", "[hidden]"),
    ])
});

/// What libraries quote of a value that they could not read.
static QUOTES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    compiled(&[
        (
            r#"(invalid (?:type|value): (?:string|character) )(?s:["`].*["`])"#,
            "${1}[hidden]",
        ),
        (r"(unknown (?:variant|field) )(?s:`.*`)", "${1}[hidden]"),
        (
            r#"(invalid input [^:"]*(?:"[^"]*")?: )(?s:".*")"#,
            "${1}[hidden]",
        ),
    ])
});

fn compiled(shapes: &[(&str, &'static str)]) -> Vec<(Regex, &'static str)> {
    let compiled = shapes.iter();
    compiled
        .filter_map(|(shape, instead)| Some((Regex::new(shape).ok()?, *instead)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anything(text: &str) -> String {
        redacted(text, Origin::Anything).into_owned()
    }

    #[test]
    fn every_shape_is_understood() {
        assert_eq!(SHAPES.len(), 8);
        assert_eq!(QUOTES.len(), 3);
        assert!(PAYLOAD.is_some());
    }

    #[test]
    fn what_has_the_shape_of_a_secret_is_hidden() {
        for text in [
            "request{path=/api/v10/webhooks/11/hunter2hunter2/messages/@original}: rate limited",
            "POST interactions/11/hunter2/callback",
            "authorization: Bot hunter2hunter2",
            "postgres://dbsbm_bot:hunter2@localhost/dbsbm refused",
            "postgres://dbsbm_bot:hun@ter2hunter2@localhost/dbsbm refused",
            "GET https://feed.test/v4/odds?regions=us&apiKey=hunter2",
            "connecting with password=hunter2 to host",
            "token: \"hunter2\"",
            "MTExMTExMTExMTExMTExMTEx.Ghunter2.aaaaaaaaaaaaaaaaaaaahunter2aaaaaaaa",
            "aW50ZXJhY3Rpb246MTIzNDU2hunter2",
        ] {
            let told = anything(text);
            assert!(!told.contains("hunter2"), "{told}");
            assert!(told.contains("[hidden]"), "{told}");
        }
    }

    #[test]
    fn a_payload_is_told_by_its_size_whatever_was_typed_into_it() {
        let payload = r#"{"d":{"token":"hunter2","options":[{"value":"}} hunter2 {"}]},"op":0}"#;
        let told = anything(&format!("cannot be read: event={payload}, dropped"));
        assert_eq!(
            told,
            format!(
                "cannot be read: event=[a payload of {} bytes], dropped",
                payload.len()
            )
        );
        let escaped = payload.replace('"', "\\\"");
        assert!(!anything(&format!("event={escaped}")).contains("hunter2"));
        assert!(!anything(r#"cut off: {"d":{"value":"hunter2"#).contains("hunter2"));
    }

    #[test]
    fn what_a_library_quotes_is_hidden_but_for_feeds() {
        for text in [
            r#"invalid type: string "hunter2 \" hunter2", expected u64"#,
            "unknown variant `hunter2`, expected one of `a`, `b`",
            r#"invalid input syntax for type uuid: "hunter2""#,
            r#"invalid input value for enum "odds_format": "hunter2""#,
        ] {
            assert!(!anything(text).contains("hunter2"), "{}", anything(text));
            assert!(redacted(text, Origin::Feeds).contains("hunter2"));
        }
    }

    #[test]
    fn ordinary_lines_stay_as_they_are() {
        for text in [
            "registered 12 commands",
            "shard 0 was closed: Unknown error.",
            "stopping: a signal came",
            "interaction 1100000000000000001 was answered before",
            "asking espn about NFL, NBA",
            "GET https://feed.test/scoreboard?dates=20241117&limit=100",
            "game 0190163d-8694-739b-aea5-966c26f8ad91 was not settled in full",
            "Placed { ticket: 7 }",
            "the token is refused",
            "Bot started",
        ] {
            assert_eq!(anything(text), text);
        }
    }

    #[test]
    fn a_secret_that_is_known_is_hidden_wherever_it_stands() {
        hide("correct horse");
        hide("abc");
        hide_password("postgres://me:battery-staple@localhost/db?sslmode=disable");
        let told = anything("abc: correct horse, xbattery-staplex");
        assert_eq!(told, "abc: [hidden], x[hidden]x");
        hide_password("redis://me:stable%2Fgenius@localhost/0");
        let told = anything("AUTH me stable/genius at stable%2Fgenius");
        assert_eq!(told, "AUTH me [hidden] at [hidden]");
    }
}
