//! Recorded answers, and what is looked up in them without any of our converters.

use std::path::PathBuf;

use serde_json::Value;

/// A recorded answer. `None` where this machine has none.
#[expect(clippy::disallowed_methods, reason = "a test may block")]
pub(crate) fn recorded(name: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: DBSBM_CORPUS names no folder of recorded answers");
        return None;
    };
    let file = folder.join("fixtures").join(name);
    let body = std::fs::read(&file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    Some(serde_json::from_slice(&body).unwrap())
}

/// The same answer with other words in it: a game of another day, under another id.
pub(crate) fn with(answer: &Value, words: &[(&str, &str)]) -> Value {
    let mut text = answer.to_string();
    for (old, new) in words {
        assert!(text.contains(old), "{old} is not in the answer");
        text = text.replace(old, new);
    }
    serde_json::from_str(&text).unwrap()
}

/// The elements of a list.
pub(crate) fn list(of: &Value) -> &[Value] {
    of.as_array().unwrap()
}

/// The one element of a list of which that is true.
pub(crate) fn one(of: &Value, is: impl Fn(&Value) -> bool) -> &Value {
    let mut found = list(of).iter().filter(|it| is(it));
    let first = found.next().unwrap();
    assert!(found.next().is_none(), "there are several");
    first
}

/// A number, written as one or as text.
pub(crate) fn number(of: &Value) -> i64 {
    let text = of.as_str().and_then(|it| it.parse().ok());
    of.as_i64().or(text).unwrap()
}
