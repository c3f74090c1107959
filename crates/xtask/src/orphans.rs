//! Source files that no module names: they are never compiled, so that a test in one of them never
//! runs and nothing says so.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::files;

/// Every source file that is neither the root of a target nor named by the module above it.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let top = metadata["workspace_root"].as_str().unwrap_or_default();
    let roots: BTreeSet<String> = targets(metadata)
        .filter_map(|it| it.strip_prefix(top))
        .map(|it| it.trim_start_matches('/').to_owned())
        .collect();
    let tracked = files::tracked(root)?;
    let sources: BTreeSet<&str> = tracked
        .iter()
        .map(String::as_str)
        .filter(|it| it.ends_with(".rs"))
        .collect();
    let folders: BTreeSet<&str> = tracked
        .iter()
        .filter_map(|it| it.strip_suffix("/Cargo.toml"))
        .collect();
    let ours: BTreeSet<&str> = packages(metadata)
        .filter_map(|it| it["manifest_path"].as_str()?.strip_prefix(top))
        .filter_map(|it| it.trim_matches('/').strip_suffix("/Cargo.toml"))
        .collect();
    let mut findings = Vec::new();
    let is_ours = |path: &str| folder_of(path, &folders).is_some_and(|it| ours.contains(it));
    let sought = sources.iter().filter(|it| !roots.contains(**it));
    for path in sought.filter(|it| is_ours(it)) {
        let mut is_named = false;
        for parent in parents(path, &roots, &sources) {
            is_named |= names(&files::read(root, parent)?, module(path));
        }
        if !is_named {
            findings.push(format!("{path}: no module names it, so it is not compiled"));
        }
    }
    Ok(findings)
}

/// The packages of the workspace.
fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages.filter(|it| it["source"].is_null())
}

/// The folder of the package that a file belongs to, among the folders of all packages: one that
/// is kept out of the workspace is not looked at.
fn folder_of<'a>(path: &str, folders: &BTreeSet<&'a str>) -> Option<&'a str> {
    let mut above = path;
    while let Some((folder, _)) = above.rsplit_once('/') {
        if let Some(found) = folders.get(folder) {
            return Some(found);
        }
        above = folder;
    }
    None
}

/// The root file of every target of our packages.
fn targets(metadata: &Value) -> impl Iterator<Item = &str> {
    packages(metadata)
        .flat_map(|it| it["targets"].as_array().into_iter().flatten())
        .filter_map(|it| it["src_path"].as_str())
}

/// The file's name as a module's.
fn module(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.trim_end_matches(".rs")
}

/// The files that can name this one: the folder's own module, or the targets whose root lies
/// beside it.
fn parents<'a>(
    path: &str,
    roots: &'a BTreeSet<String>,
    sources: &BTreeSet<&'a str>,
) -> Vec<&'a str> {
    let folder = path.rsplit_once('/').map_or("", |it| it.0);
    let beside = |it: &&str| it.rsplit_once('/').is_some_and(|it| it.0 == folder);
    let own = format!("{folder}.rs");
    let above = sources.get(own.as_str()).copied();
    let roots = roots.iter().map(String::as_str).filter(beside);
    above.into_iter().chain(roots).collect()
}

/// Whether a file declares this module.
fn names(text: &str, module: &str) -> bool {
    let declared = format!("mod {module};");
    let lines = text.lines().map(str::trim);
    lines.filter(|it| !it.starts_with("//")).any(|line| {
        let Some((before, _)) = line.split_once(&declared) else {
            return false;
        };
        before.is_empty() || before.ends_with(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_by_the_folders_own_file_or_by_a_root_beside_it() {
        let roots = BTreeSet::from(["a/src/lib.rs".to_owned(), "a/tests/it/main.rs".to_owned()]);
        let sources = BTreeSet::from(["a/src/b.rs", "a/src/b/c.rs", "a/tests/it/d.rs"]);
        assert_eq!(parents("a/src/b/c.rs", &roots, &sources), ["a/src/b.rs"]);
        assert_eq!(parents("a/src/b.rs", &roots, &sources), ["a/src/lib.rs"]);
        let test = parents("a/tests/it/d.rs", &roots, &sources);
        assert_eq!(test, ["a/tests/it/main.rs"]);
        assert!(parents("a/src/x/y.rs", &roots, &sources).is_empty());
    }

    #[test]
    fn a_package_inside_of_another_has_files_of_its_own() {
        let folders = BTreeSet::from(["crates/a", "crates/a/inner"]);
        assert_eq!(folder_of("crates/a/src/b.rs", &folders), Some("crates/a"));
        let inner = folder_of("crates/a/inner/src/b.rs", &folders);
        assert_eq!(inner, Some("crates/a/inner"));
        assert_eq!(folder_of("build.rs", &folders), None);
    }

    #[test]
    fn a_declaration_counts_with_what_stands_before_it_and_not_in_a_remark() {
        for text in [
            "mod c;",
            "pub mod c;",
            "    pub(crate) mod c;",
            "#[cfg(test)] mod c;",
        ] {
            assert!(names(text, "c"), "{text}");
        }
        for text in [
            "// mod c;",
            "mod cc;",
            "mod abc;",
            "other_mod c;",
            "mod c { }",
        ] {
            assert!(!names(text, "c"), "{text}");
        }
    }
}
