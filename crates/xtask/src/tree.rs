//! What comes with our dependencies: one tree of the heavy ones, and licences that we may use.

use std::collections::BTreeMap;

use serde_json::Value;

/// One version each: two would mean two HTTP stacks, two TLS stacks, two runtimes.
const ONE_OF_EACH: &[&str] = &[
    "axum",
    "http",
    "hyper",
    "reqwest",
    "rustls",
    "serde",
    "sqlx",
    "tiny-skia",
    "tokio",
];

/// Never in the tree: native builds where a pure Rust one serves.
const NEVER: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
];

/// Licences that a dependency may offer. One of an `OR` is enough, an `AND` needs all.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Doubled trees, native builds and licences outside the list.
pub fn findings(metadata: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        versions
            .entry(name)
            .or_default()
            .push(package["version"].as_str().unwrap_or_default());
        let outside = !package["source"].is_null();
        let licence = package["license"].as_str();
        let by_file = package["license_file"].is_string();
        if outside && !licence.map_or(by_file, allowed) {
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
    for name in NEVER.iter().filter(|it| versions.contains_key(**it)) {
        findings.push(format!("tree: {name} is a native build"));
    }
    findings
}

/// Whether an SPDX expression can be satisfied. Parentheses occur around single `OR` groups only.
fn allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    expression.split(" AND ").all(|all| {
        all.split(" OR ")
            .any(|one| LICENCES.contains(&one.trim_matches(['(', ')', ' '])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_an_or_is_enough_and_an_and_needs_all() {
        assert!(allowed("GPL-3.0 OR MIT"));
        assert!(allowed("MIT/Apache-2.0"));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!allowed("MIT AND GPL-3.0"));
        assert!(!allowed("AGPL-3.0-only"));
    }
}
