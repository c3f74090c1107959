//! The repository's files, as git knows them, and cargo's view of the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file that is tracked, or new and not ignored, as a path below the root.
///
/// # Errors
/// When git does not answer.
pub fn tracked(root: &Path) -> Result<Vec<String>> {
    let listed = run(
        root,
        "git",
        &[
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "--deduplicate",
        ],
    )?;
    let exists = |path: &String| root.join(path).is_file();
    Ok(listed.lines().map(str::to_owned).filter(exists).collect())
}

/// What `cargo metadata` says of the workspace and its dependencies.
///
/// # Errors
/// When cargo does not answer.
pub fn cargo_metadata(root: &Path) -> Result<Value> {
    cargo_metadata_with(root, &[])
}

/// The same, of what further arguments leave of it.
///
/// # Errors
/// When cargo does not answer.
pub fn cargo_metadata_with(root: &Path, more: &[&str]) -> Result<Value> {
    let always = ["metadata", "--format-version", "1", "--locked"];
    let text = run(root, env!("CARGO"), &[&always[..], more].concat())?;
    Ok(serde_json::from_str(&text)?)
}

/// A file's text.
///
/// # Errors
/// When it cannot be read as UTF-8.
#[expect(clippy::disallowed_methods, reason = "nothing here is async")]
pub fn read(root: &Path, path: &str) -> Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"))
}

#[expect(clippy::disallowed_methods, reason = "nothing here is async")]
fn run(root: &Path, program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .with_context(|| format!("running {program}"))?;
    ensure!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
