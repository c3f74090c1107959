//! What is in the programs that others wrote, and under which licence: a list with the texts, made
//! from what cargo says and from the files of the crates. `scripts/licences` writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files;

/// Where the list is kept.
const LIST: &str = "assets/THIRD-PARTY.txt";
/// The programs that people run.
const PROGRAMS: &[&str] = &["bot", "fetcher"];
/// Where they run.
const PLATFORMS: &[&str] = &[
    "--filter-platform",
    "x86_64-unknown-linux-gnu",
    "--filter-platform",
    "aarch64-unknown-linux-gnu",
];
/// What a file with a licence or a notice is called, in small letters.
const NAMES: &[&str] = &["licen", "copying", "copyright", "notice", "unlicense"];

/// Says so where the list is not that of the programs.
///
/// # Errors
/// When cargo does not answer, or a file cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let kept = files::read(root, LIST).unwrap_or_default();
    Ok(match kept == list(root)? {
        true => Vec::new(),
        false => vec![format!(
            "licences: {LIST} is not what the programs are made of: run scripts/licences"
        )],
    })
}

/// The list.
///
/// # Errors
/// When cargo does not answer, or a file cannot be read.
pub fn list(root: &Path) -> Result<String> {
    let metadata = files::cargo_metadata_with(root, PLATFORMS)?;
    let crates = outside(&metadata)?;
    let mut text = format!(
        "The programs dbsbm-bot and dbsbm-fetcher hold the work of others: {} crates, each\n\
         under a licence that allows it. First the crates, then the texts that came with them.\n\
         Fonts and their licences are in assets/README.md. Written by scripts/licences.\n\n",
        crates.len()
    );
    // By their words: copies of a licence differ in their spaces.
    let mut texts: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for package in crates.values() {
        let (name, version) = (word(package, "name"), word(package, "version"));
        let licence = package["license"].as_str().unwrap_or("see its text");
        writeln!(text, "{name} {version}: {licence}")?;
        for licence in texts_of(package)? {
            let words: Vec<_> = licence.split_whitespace().collect();
            let (_, names) = texts
                .entry(words.join(" "))
                .or_insert_with(|| (licence.clone(), BTreeSet::new()));
            names.insert(format!("{name} {version}"));
        }
    }
    for (licence, names) in texts.values() {
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let line = "-".repeat(100);
        write!(text, "\n{line}\n{}\n\n{licence}\n", names.join(", "))?;
    }
    Ok(text)
}

/// The crates of others that end up in the programs, by name and version.
fn outside(metadata: &Value) -> Result<BTreeMap<(String, String), &Value>> {
    let packages: BTreeMap<&str, &Value> = each(&metadata["packages"])
        .map(|it| (word(it, "id"), it))
        .collect();
    let nodes: BTreeMap<&str, &Value> = each(&metadata["resolve"]["nodes"])
        .map(|it| (word(it, "id"), it))
        .collect();
    let is_program = |it: &&&str| {
        let package = packages[**it];
        package["source"].is_null() && PROGRAMS.contains(&word(package, "name"))
    };
    let mut waiting: Vec<&str> = packages.keys().filter(is_program).copied().collect();
    let mut seen: BTreeSet<&str> = waiting.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        let node = nodes.get(id).context("a crate that is not resolved")?;
        for dependency in each(&node["deps"]) {
            let used = word(dependency, "pkg");
            let is_normal = each(&dependency["dep_kinds"]).any(|it| it["kind"].is_null());
            if is_normal && !is_macro(packages[used]) && seen.insert(used) {
                waiting.push(used);
            }
        }
    }
    let found = seen.iter().map(|it| packages[it]);
    Ok(found
        .filter(|it| !it["source"].is_null())
        .map(|it| {
            (
                (word(it, "name").to_owned(), word(it, "version").to_owned()),
                it,
            )
        })
        .collect())
}

/// Whether a crate runs while others are compiled, and is in no program.
fn is_macro(package: &Value) -> bool {
    let mut kinds = each(&package["targets"]).flat_map(|it| each(&it["kind"]));
    kinds.any(|it| it.as_str() == Some("proc-macro"))
}

/// Whether a crate may be used under MIT alone, which is then the licence that we use it under.
fn offers_mit(package: &Value) -> bool {
    let licence = word(package, "license").replace('/', " OR ");
    !licence.contains(" AND ")
        && licence
            .split(" OR ")
            .any(|it| it.trim_matches(['(', ')', ' ']) == "MIT")
}

/// The texts that came with a crate.
#[expect(clippy::disallowed_methods, reason = "nothing here is async")]
fn texts_of(package: &Value) -> Result<Vec<String>> {
    let manifest = PathBuf::from(word(package, "manifest_path"));
    let folder = manifest.parent().context("a crate without a folder")?;
    let (mut paths, mut mit) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_lowercase();
        if path.is_file() && NAMES.iter().any(|it| name.starts_with(it)) {
            if name.contains("mit") {
                mit.push(path.clone());
            }
            paths.push(path);
        }
    }
    if offers_mit(package) && !mit.is_empty() {
        paths = mit;
    }
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        texts.push(lines.join("\n").trim_matches('\n').to_owned());
    }
    Ok(texts)
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
