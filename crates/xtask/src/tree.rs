//! What comes with our dependencies: one tree of the heavy ones, from registries alone,
//! and under licences that we may use. The lists are those of `.cargo/deny.toml`, which
//! `cargo deny` reads too where it is installed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::files;

/// One version each: two would mean two HTTP stacks, two TLS stacks, two runtimes.
const ONE_OF_EACH: &[&str] = &[
    "axum",
    "h2",
    "http",
    "hyper",
    "hyper-rustls",
    "hyper-util",
    "reqwest",
    "ring",
    "rustls",
    "serde",
    "sqlx",
    "tiny-skia",
    "tokio",
    "tokio-rustls",
];
/// How the source of a crate begins that comes from a registry, not from a repository.
const REGISTRY: &str = "registry+";
/// The file with the lists.
const RULES: &str = ".cargo/deny.toml";

/// What may come with our dependencies.
#[derive(Debug, PartialEq, Eq)]
pub struct Rules {
    licences: Vec<String>,
    never: Vec<String>,
}

impl Rules {
    /// The rules of the repository.
    ///
    /// # Errors
    /// When the file or one of its lists cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        Self::parse(&files::read(root, RULES)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let licences = strings_of(text, "allow").context("no list of licences")?;
        let never = strings_of(text, "deny").context("no list of crates that are banned")?;
        ensure!(
            !licences.is_empty() && !never.is_empty(),
            "{RULES}: a list is empty"
        );
        Ok(Self { licences, never })
    }

    /// Whether an SPDX expression can be satisfied. Parentheses stand around `OR` groups only.
    fn allows(&self, expression: &str) -> bool {
        let expression = expression.replace('/', " OR ");
        let is_listed = |it: &str| self.licences.iter().any(|listed| listed == it);
        expression.split(" AND ").all(|all| {
            all.split(" OR ")
                .any(|one| is_listed(one.trim_matches(['(', ')', ' '])))
        })
    }
}

/// The strings in the list of this name.
fn strings_of(text: &str, name: &str) -> Option<Vec<String>> {
    let (_, list) = text.split_once(&format!("\n{name} = [\n"))?;
    let (list, _) = list.split_once("\n]")?;
    let lines = list
        .lines()
        .map(str::trim)
        .filter(|it| !it.starts_with('#'));
    Some(
        lines
            .filter_map(|it| it.split('"').nth(1))
            .map(str::to_owned)
            .collect(),
    )
}

/// Doubled trees, native builds, other sources, and licences outside the list.
pub fn findings(rules: &Rules, metadata: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        versions
            .entry(name)
            .or_default()
            .push(package["version"].as_str().unwrap_or_default());
        let Some(source) = package["source"].as_str() else {
            continue;
        };
        if !source.starts_with(REGISTRY) {
            findings.push(format!("tree: {name} is not from a registry"));
        }
        let licence = package["license"].as_str();
        let by_file = package["license_file"].is_string();
        if !licence.map_or(by_file, |it| rules.allows(it)) {
            let licence = licence.unwrap_or("none");
            findings.push(format!("tree: {name} has the licence {licence}"));
        }
    }
    for name in ONE_OF_EACH {
        if let Some(versions) = versions.get(name).filter(|it| it.len() > 1) {
            findings.push(format!(
                "tree: {name} is there {} times: {versions:?}",
                versions.len()
            ));
        }
    }
    for name in rules
        .never
        .iter()
        .filter(|it| versions.contains_key(it.as_str()))
    {
        findings.push(format!("tree: {name} is banned in {RULES}"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules() -> Rules {
        let text = "[licenses]\nallow = [\n    \"MIT\",\n    \"Unicode-3.0\",\n]\n[bans]\n\
            deny = [\n    # \"not this\"\n    { crate = \"openssl\" },\n]\n";
        Rules::parse(text).unwrap()
    }

    #[test]
    fn one_of_an_or_is_enough_and_an_and_needs_all() {
        let rules = rules();
        assert!(rules.allows("GPL-3.0 OR MIT"));
        assert!(rules.allows("MIT/Apache-2.0"));
        assert!(rules.allows("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!rules.allows("MIT AND GPL-3.0"));
        assert!(!rules.allows("AGPL-3.0-only"));
    }

    #[test]
    fn what_is_banned_doubled_or_from_elsewhere_is_found() {
        let package = |name: &str, version: &str, source: &str, license: &str| {
            let source = source.to_owned();
            json!({ "name": name, "version": version, "source": source, "license": license })
        };
        let packages = [
            package("openssl", "0.10.0", REGISTRY, "MIT"),
            package("hyper", "0.14.0", REGISTRY, "MIT"),
            package("hyper", "1.0.0", REGISTRY, "MIT"),
            package("fork", "1.0.0", "git+https://example.test/fork", "MIT"),
            package("copyleft", "1.0.0", REGISTRY, "GPL-3.0"),
        ];
        assert_eq!(
            findings(&rules(), &json!({ "packages": packages })),
            [
                "tree: fork is not from a registry",
                "tree: copyleft has the licence GPL-3.0",
                "tree: hyper is there 2 times: [\"0.14.0\", \"1.0.0\"]",
                "tree: openssl is banned in .cargo/deny.toml",
            ]
        );
    }

    #[test]
    fn a_file_without_its_lists_allows_nothing() {
        assert!(Rules::parse("[licenses]\n").is_err());
        assert!(Rules::parse("\nallow = [\n]\ndeny = [\n]\n").is_err());
    }
}
