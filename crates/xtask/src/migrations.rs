//! A migration goes up and down, and is tried on rows that were there before.

use std::path::Path;

use anyhow::Result;

use crate::files;

/// Migrations without their way down or their rows, and files with another form of name.
///
/// # Errors
/// When git does not answer.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let paths = files::tracked(root)?;
    let mut findings = Vec::new();
    for path in paths
        .iter()
        .filter(|it| it.starts_with("migrations/") && it.ends_with(".sql"))
    {
        let name = path.trim_start_matches("migrations/");
        let Some(stem) = name
            .strip_suffix(".up.sql")
            .or_else(|| name.strip_suffix(".down.sql"))
        else {
            findings.push(format!("{path}: is neither .up.sql nor .down.sql"));
            continue;
        };
        let (time, verb) = stem.split_once('_').unwrap_or((stem, ""));
        if time.len() != 14 || !time.bytes().all(|it| it.is_ascii_digit()) || verb.is_empty() {
            findings.push(format!("{path}: is not named YYYYMMDDHHMMSS_verb_object"));
        }
        for twin in [
            format!("migrations/{stem}.up.sql"),
            format!("migrations/{stem}.down.sql"),
            format!("crates/store/tests/data/{stem}.sql"),
        ] {
            if !paths.contains(&twin) {
                findings.push(format!("{path}: has no {twin}"));
            }
        }
    }
    Ok(findings)
}
