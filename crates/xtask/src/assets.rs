//! Every asset says where it comes from and under which licence.

use std::path::Path;

use anyhow::Result;

use crate::files;

/// Files of `assets/` that its README's table does not name. Our own texts need no origin.
///
/// # Errors
/// When the README cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let listed = files::read(root, "assets/README.md")?;
    let named = |path: &str| {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        listed.contains(&format!("`{name}`"))
    };
    let paths = files::tracked(root)?;
    let ours = |path: &str| {
        path.ends_with(".ftl") || path.starts_with("assets/teams/") || path == "assets/README.md"
    };
    let asset = |path: &&String| path.starts_with("assets/");
    let unnamed = paths
        .iter()
        .filter(asset)
        .filter(|path| !ours(path) && !named(path));
    Ok(unnamed
        .map(|path| format!("{path}: is not in the table of assets/README.md"))
        .collect())
}
