//! Rules of style that a machine can see.

use std::path::Path;

use anyhow::Result;

use crate::files;

const COLUMNS_MAX: usize = 100;
/// Where SQL is allowed: the store, and crates that only tests use.
const MAY_SAY_SQL: &[&str] = &[
    "crates/e2e/",
    "crates/store/",
    "crates/testkit/",
    "crates/xtask/",
];
const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;

/// Longer than the rule, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// Every place that breaks a rule.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let paths = files::tracked(root)?;
    for path in &paths {
        if path.ends_with("/mod.rs") {
            findings.push(format!("{path}: is a mod.rs; use the folder's name"));
        }
        if let Some(folder) = path.strip_suffix("/Cargo.toml")
            && !paths.contains(&format!("{folder}/README.md"))
        {
            findings.push(format!(
                "{folder}: has no README.md that says what it is for"
            ));
        }
        if path.ends_with(".rs") {
            findings.extend(of_source(path, &files::read(root, path)?));
        }
    }
    Ok(findings)
}

fn of_source(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let is_test = ["/tests/", "/benches/", "/tests.rs"]
        .iter()
        .any(|it| path.contains(it));
    let code = code(text);
    if !is_test && code.len() > FILE_LINES_MAX && !is_listed(path) {
        findings.push(format!(
            "{path}: {} lines, at most {FILE_LINES_MAX}",
            code.len()
        ));
    }
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        let counts = number <= code.len() && !is_test && !line.contains("://");
        if line.chars().count() > COLUMNS_MAX && counts {
            findings.push(format!(
                "{path}:{number}: longer than {COLUMNS_MAX} columns"
            ));
        }
        let mark = ["TO", "DO"].concat();
        if line.contains(&format!("{mark}:")) || line.contains(&format!("{mark} ")) {
            findings.push(format!("{path}:{number}: unfinished"));
        }
        let says_sql = line.contains("sqlx::query");
        let may = MAY_SAY_SQL.iter().any(|it| path.starts_with(it)) || is_test;
        if says_sql && !may {
            findings.push(format!("{path}:{number}: SQL outside the store"));
        }
    }
    if !is_test {
        findings.extend(long_functions(path, &code));
    }
    findings
}

/// The lines before the tests that stand at the end of a file. A declaration, or a helper that only
/// tests use, ends nothing: what follows it is code.
fn code(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|it| {
        it[0] == "#[cfg(test)]" && it[1].starts_with("mod ") && it[1].ends_with('{')
    });
    lines
        .into_iter()
        .take(tests.unwrap_or(usize::MAX))
        .collect()
}

/// rustfmt closes a function with a brace in the column where its head began.
fn long_functions(path: &str, code: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (number, line) in code.iter().enumerate() {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let head = body
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ");
        let head = head
            .trim_start_matches("const ")
            .trim_start_matches("async ");
        if open.is_none() && head.starts_with("fn ") {
            open = Some((number, indent));
        }
        if let Some((start, column)) = open
            && indent == column
            && (body == "}" || body.ends_with(';') || (body.ends_with('}') && number > start))
        {
            let lines = number - start + 1;
            if lines > FUNCTION_LINES_MAX && !is_listed(path) {
                let start = start + 1;
                findings.push(format!("{path}:{start}: a function of {lines} lines"));
            }
            open = None;
        } else if open.is_some_and(|(start, _)| start == number) && body.ends_with('}') {
            open = None;
        }
    }
    findings
}

fn is_listed(path: &str) -> bool {
    LONGER.iter().any(|(listed, _)| *listed == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_function_is_seen_and_a_short_one_is_not() {
        let body = "    call();\n".repeat(FUNCTION_LINES_MAX);
        let text =
            format!("fn long() {{\n{body}}}\n\npub(crate) async fn short() {{\n    go();\n}}\n");
        let lines: Vec<&str> = text.lines().collect();
        let found = long_functions("a.rs", &lines);
        assert_eq!(
            found,
            [format!(
                "a.rs:1: a function of {} lines",
                FUNCTION_LINES_MAX + 2
            )]
        );
    }

    #[test]
    fn a_long_file_is_seen_whatever_only_tests_use_in_it() {
        let body = "const A: u8 = 1;\n".repeat(FILE_LINES_MAX);
        let tests = "#[cfg(test)]\nmod tests {\n}\n";
        assert!(of_source("a.rs", &format!("{body}{tests}")).is_empty());
        for head in [
            "#[cfg(test)]\nmod tests;\n",
            "#[cfg(test)]\nfn helper() {}\n",
        ] {
            let found = of_source("a.rs", &format!("{head}{body}{tests}"));
            let lines = FILE_LINES_MAX + 2;
            assert_eq!(
                found,
                [format!("a.rs: {lines} lines, at most {FILE_LINES_MAX}")]
            );
        }
    }

    #[test]
    fn sql_belongs_in_the_store() {
        let line = ["let it = sqlx", "::query(\"SELECT 1\");"].concat();
        assert_eq!(of_source("bot/src/x.rs", &line).len(), 1);
        assert!(of_source("crates/store/src/x.rs", &line).is_empty());
    }
}
