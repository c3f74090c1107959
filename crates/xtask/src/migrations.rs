//! Every file under `migrations` has a name from which its order and its purpose can be read.

use std::path::Path;

use anyhow::Result;

use crate::files;

/// Migrations whose names have another form.
///
/// # Errors
/// When git does not answer.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let paths = files::tracked(root)?;
    let mut findings = Vec::new();
    for path in &paths {
        let Some(name) = path.strip_prefix("migrations/") else {
            continue;
        };
        if let Some(function) = name.strip_prefix("functions/") {
            let text = files::read(root, path)?;
            if !is_function(function, &text) {
                findings.push(format!("{path}: is not named after the function in it"));
            }
        } else if name != "README.md" && !is_step(name) {
            findings.push(format!(
                "{path}: is not named YYYYMMDDHHMMSS_verb_object.sql"
            ));
        }
    }
    Ok(findings)
}

/// What makes the schema, and what gives rights once all functions are there.
const AROUND: [&str; 2] = ["schema.sql", "rights.sql"];

/// `place_ticket.sql` makes `code.place_ticket`, and what else that needs.
fn is_function(name: &str, text: &str) -> bool {
    let makes = |stem: &str| text.contains(&format!("FUNCTION code.{stem}("));
    AROUND.contains(&name) || name.strip_suffix(".sql").is_some_and(makes)
}

/// `20261129090500_create_books.sql`.
fn is_step(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".sql") else {
        return false;
    };
    let Some((time, words)) = stem.split_once('_') else {
        return false;
    };
    time.len() == 14
        && time.bytes().all(|it| it.is_ascii_digit())
        && words.contains('_')
        && words
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it == b'_')
}
