//! Who of the use cases may build on whom.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files;
use crate::modules::{Source, targets, uses};

/// Each module of `services`, and which of the others it may use. ARCHITECTURE.md says why.
const AREAS: &[(&str, &[&str])] = &[
    ("bets", &["each_way"]),
    ("corrections", &["settle"]),
    ("limits", &[]),
    ("matching", &["results"]),
    ("members", &[]),
    ("results", &[]),
    ("settings", &[]),
    ("settle", &["each_way", "results"]),
    ("each_way", &[]),
];

/// Names that say nothing of what is inside, and take in whatever has no place.
const SAY_NOTHING: &[&str] = &[
    "common",
    "helper",
    "helpers",
    "misc",
    "util",
    "utils",
    "utilities",
];

/// What breaks the table.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let mut all = targets(metadata).into_iter();
    let (_, path) = all
        .find(|(name, _)| *name == "services")
        .context("no services")?;
    let source = Source::read(path, &|path| files::read(root, path).ok())?;
    Ok(of(&source))
}

fn of(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for path in source.modules.keys() {
        let name = path.last().map_or("", String::as_str);
        let is_area = AREAS.iter().any(|(it, _)| *it == name);
        if path.len() == 1 && !is_area {
            findings.push(format!(
                "areas: {name} of services is not in the table of crates/xtask"
            ));
        }
        if SAY_NOTHING.contains(&name) {
            let path = path.join("::");
            findings.push(format!(
                "areas: {path} of services does not say what is inside"
            ));
        }
    }
    for ((from, to), by) in uses(source) {
        let (Some(user), Some(used)) = (from.first(), to.first()) else {
            continue;
        };
        let area = AREAS.iter().find(|(it, _)| it == user);
        let may = area.is_some_and(|(_, may)| may.contains(&used.as_str()));
        if user != used && !may {
            findings.push(format!(
                "areas: {user} of services must not use {used}: {by}"
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let read = |path: &str| {
            let found = files.iter().find(|(it, _)| *it == path)?;
            Some(found.1.to_owned())
        };
        of(&Source::read("src/lib.rs", &read).unwrap())
    }

    const LIB: &str = "pub mod bets;\npub mod corrections;\npub mod results;\npub mod settle;\n";

    fn with(area: &str, text: &str) -> Vec<String> {
        let own = format!("src/{area}.rs");
        let mut files = vec![("src/lib.rs", LIB), (own.as_str(), text)];
        for other in ["bets", "corrections", "results", "settle"] {
            if other != area {
                files.push(match other {
                    "bets" => ("src/bets.rs", "pub struct It;"),
                    "corrections" => ("src/corrections.rs", "pub struct It;"),
                    "results" => ("src/results.rs", "pub struct It;"),
                    _ => ("src/settle.rs", "pub struct It;"),
                });
            }
        }
        found(&files)
    }

    #[test]
    fn an_area_uses_those_below_it_and_no_others() {
        assert!(with("corrections", "use crate::settle::It;").is_empty());
        assert!(with("settle", "use crate::results::It;").is_empty());
        for (area, used) in [
            ("bets", "settle"),
            ("bets", "results"),
            ("results", "settle"),
            ("settle", "bets"),
            ("settle", "corrections"),
            ("corrections", "results"),
        ] {
            let expected = format!("areas: {area} of services must not use {used}");
            let found = with(area, &format!("fn it(_: crate::{used}::It) {{}}"));
            assert_eq!(found.len(), 1);
            assert!(found[0].starts_with(&expected), "{found:?}");
        }
    }

    #[test]
    fn members_and_settings_use_no_other_area() {
        for (area, other) in [("members", "settings"), ("settings", "members")] {
            let lib = "pub mod members;\npub mod settings;\n";
            let (own, used) = (format!("src/{area}.rs"), format!("src/{other}.rs"));
            let text = format!("fn it(_: crate::{other}::It) {{}}");
            let files = [
                ("src/lib.rs", lib),
                (own.as_str(), text.as_str()),
                (used.as_str(), "pub struct It;"),
            ];
            assert_eq!(found(&files).len(), 1, "{area} uses {other}");
        }
    }

    #[test]
    fn an_area_that_nobody_planned_is_told() {
        let files = [("src/lib.rs", "mod gifts;"), ("src/gifts.rs", "")];
        let expected = "areas: gifts of services is not in the table of crates/xtask";
        assert_eq!(found(&files), [expected]);
    }

    #[test]
    fn no_module_has_a_name_that_says_nothing() {
        let files = [
            ("src/lib.rs", "pub mod bets;"),
            ("src/bets.rs", "mod util;\nmod inner { mod helpers {} }"),
            ("src/bets/util.rs", ""),
        ];
        assert_eq!(found(&files).len(), 2);
    }
}
