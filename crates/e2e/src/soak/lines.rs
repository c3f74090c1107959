//! The lines of the programs' logs that say that something went wrong, and which of them are to be
//! expected.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

/// What errors are expected, by a part of their line, and why.
const EXPLAINED: &[(&str, &str)] = &[];

/// Lines of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kind {
    /// How many there are.
    pub(super) count: usize,
    /// The first of them.
    pub(super) example: String,
}

/// The warnings and errors in the logs of both programs, by level and by their words without
/// numbers and names.
pub(super) async fn read(work: &Path) -> Result<BTreeMap<(String, String), Kind>> {
    let mut all: BTreeMap<(String, String), Kind> = BTreeMap::new();
    for program in ["bot", "fetcher"] {
        let text = tokio::fs::read_to_string(work.join(format!("{program}.log"))).await?;
        for line in text.lines() {
            let Some((level, message)) = told(line) else {
                continue;
            };
            let kind = format!("{program}: {}", kind_of(&message));
            let found = all.entry((level, kind)).or_default();
            found.count += 1;
            if found.example.is_empty() {
                found.example = message;
            }
        }
    }
    Ok(all)
}

/// Why this is to be expected, if it is.
pub(super) fn explained(line: &str) -> Option<&'static str> {
    let found = EXPLAINED.iter().find(|it| line.contains(it.0));
    found.map(|it| it.1)
}

/// The level and the message of a line, if it says that something went wrong.
fn told(line: &str) -> Option<(String, String)> {
    let Ok(line) = serde_json::from_str::<Value>(line) else {
        // What was written past the log: a panic before it began, or a library's own words.
        return (!line.trim().is_empty()).then(|| ("ERROR".to_owned(), line.to_owned()));
    };
    let level = line.get("level")?.as_str()?;
    let message = line.get("message").and_then(Value::as_str);
    let is_wrong = matches!(level, "WARN" | "ERROR");
    is_wrong.then(|| (level.to_owned(), message.unwrap_or_default().to_owned()))
}

/// A message without what differs from one to the next.
fn kind_of(message: &str) -> String {
    let words = message.split(' ').map(|word| {
        let varies = |it: char| it.is_ascii_digit();
        if word.contains(varies) { "…" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_wrong_is_told_apart_by_its_words() {
        let line = |level: &str, message: &str| {
            format!(r#"{{"level":"{level}","message":"{message}","target":"bot"}}"#)
        };
        assert_eq!(told(&line("INFO", "all is well")), None);
        let (level, message) = told(&line("WARN", "statement x took 1200 ms")).unwrap();
        assert_eq!(
            (&*level, &*kind_of(&message)),
            ("WARN", "statement x took … ms")
        );
        assert_eq!(told("thread 'main' panicked").unwrap().0, "ERROR");
        assert_eq!(told("  "), None);
    }
}
