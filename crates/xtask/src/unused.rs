//! Dependencies that nobody uses: each costs a build some seconds, and its authors' trust.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::files;

/// Dependencies whose name stands nowhere in the source, each with what they are there for.
const FOR_THEIR_FEATURES: &[(&str, &str, &str)] = &[];

/// Dependencies of our crates that no source names, and entries of the workspace's table that no
/// crate takes.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let paths = files::tracked(root)?;
    let mut findings = Vec::new();
    let mut inherited = BTreeSet::new();
    for manifest in paths.iter().filter(|it| it.ends_with("/Cargo.toml")) {
        let folder = manifest.trim_end_matches("Cargo.toml");
        inherited.extend(inherits(&files::read(root, manifest)?));
        let Some(package) = package_at(metadata, manifest) else {
            continue;
        };
        let sources = Sources::read(root, folder, &paths)?;
        findings.extend(unused_of(package, &sources));
    }
    for name in table(&files::read(root, "Cargo.toml")?) {
        if !inherited.contains(&name) {
            findings.push(format!(
                "unused: {name} of the workspace's table is taken by no crate"
            ));
        }
    }
    Ok(findings)
}

/// The source of a package: what is compiled into it, and what only its tests have.
#[derive(Default)]
struct Sources {
    own: String,
    tests: String,
}

impl Sources {
    fn read(root: &Path, folder: &str, paths: &[String]) -> Result<Self> {
        let mut sources = Self::default();
        for path in paths.iter().filter(|it| it.ends_with(".rs")) {
            let Some(inside) = path.strip_prefix(folder) else {
                continue;
            };
            let part = match inside.split('/').next() {
                Some("src" | "build.rs") => &mut sources.own,
                Some("tests" | "benches" | "examples") => &mut sources.tests,
                _ => continue,
            };
            part.push_str(&code(&files::read(root, path)?));
        }
        Ok(sources)
    }
}

/// A source without the lines that are comments.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|it| !it.trim_start().starts_with("//"));
    lines.flat_map(|it| [it, "\n"]).collect()
}

fn package_at<'a>(metadata: &'a Value, manifest: &str) -> Option<&'a Value> {
    let packages = metadata["packages"].as_array()?;
    packages.iter().find(|it| {
        let path = it["manifest_path"].as_str().unwrap_or_default();
        it["source"].is_null() && path.ends_with(&format!("/{manifest}"))
    })
}

fn unused_of(package: &Value, sources: &Sources) -> Vec<String> {
    let of = package["name"].as_str().unwrap_or_default();
    let mut findings = BTreeSet::new();
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let name = dependency["rename"]
            .as_str()
            .or(dependency["name"].as_str());
        let name = name.unwrap_or_default();
        let excused = FOR_THEIR_FEATURES
            .iter()
            .any(|(package, it, _)| *package == of && *it == name);
        let word = name.replace('-', "_");
        let in_tests = mentions(&sources.tests, &word);
        let is_used = mentions(&sources.own, &word) || (in_tests && !dependency["kind"].is_null());
        if is_used || excused {
            continue;
        }
        findings.insert(match in_tests {
            true => format!("unused: {of} needs {name} for tests alone"),
            false => format!("unused: {of} depends on {name} and never names it"),
        });
    }
    findings.into_iter().collect()
}

/// Whether a crate is named where a path begins: `word::`, `use word;`, `word!`.
fn mentions(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + word.len()..];
        let is_whole = before.is_none_or(|it| !it.is_alphanumeric() && it != '_');
        let is_path = after.starts_with("::") || after.starts_with('!');
        let is_import = code[..at].ends_with("use ") || code[..at].ends_with("extern crate ");
        let ends = after.starts_with([';', ' ', '{']);
        is_whole && (is_path || (is_import && ends))
    })
}

/// The names in `[workspace.dependencies]`.
fn table(manifest: &str) -> Vec<String> {
    let lines = manifest.lines().map(str::trim);
    let lines = lines
        .skip_while(|it| *it != "[workspace.dependencies]")
        .skip(1);
    let lines = lines.take_while(|it| !it.starts_with('['));
    let named = lines.filter(|it| !it.starts_with('#'));
    let name = |it: &str| it.split_once('=').map(|(name, _)| name.trim().to_owned());
    named.filter_map(name).collect()
}

/// The names that a crate takes from there.
fn inherits(manifest: &str) -> Vec<String> {
    let taken = manifest.lines().filter_map(|it| {
        let (name, value) = it.split_once('=')?;
        match name.trim().strip_suffix(".workspace") {
            Some(name) => Some(name),
            None => value.contains("workspace = true").then_some(name.trim()),
        }
    });
    taken.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(kind: Option<&str>, own: &str, tests: &str) -> Vec<String> {
        let dependency = json!({ "name": "one-two", "rename": null, "kind": kind });
        let sources = Sources {
            own: code(own),
            tests: code(tests),
        };
        unused_of(
            &json!({ "name": "x", "dependencies": [dependency] }),
            &sources,
        )
    }

    #[test]
    fn a_dependency_is_used_where_a_path_begins_with_it() {
        for own in [
            "use one_two::A;",
            "let a = one_two::a();",
            "use one_two;",
            "one_two!(1)",
        ] {
            assert!(found(None, own, "").is_empty(), "{own}");
        }
        for own in [
            "",
            "// use one_two::A;",
            "let one_two = 1;",
            "use all_one_two::A;",
        ] {
            assert_eq!(
                found(None, own, ""),
                ["unused: x depends on one-two and never names it"]
            );
        }
    }

    #[test]
    fn what_only_tests_use_is_a_dependency_of_tests() {
        let tests = "use one_two::A;";
        assert!(found(Some("dev"), "", tests).is_empty());
        assert_eq!(
            found(None, "", tests),
            ["unused: x needs one-two for tests alone"]
        );
    }

    #[test]
    fn the_workspaces_table_and_what_is_taken_from_it_are_read() {
        let root =
            "[workspace.dependencies]\n# Ours.\na = \"1\"\nb-c = { path = \"b\" }\n\n[x]\nd = 1\n";
        assert_eq!(table(root), ["a", "b-c"]);
        let crate_ = "a.workspace = true\nb-c = { workspace = true }\ne = \"1\"\n";
        assert_eq!(inherits(crate_), ["a", "b-c"]);
    }
}
