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
        let below = path.trim_start_matches("assets/");
        let folder = below
            .rsplit_once('/')
            .map(|(folder, _)| format!("`{folder}/`"));
        listed.contains(&format!("`{below}`")) || folder.is_some_and(|it| listed.contains(&it))
    };
    let paths = files::tracked(root)?;
    let unnamed = paths
        .iter()
        .filter(|path| path.starts_with("assets/") && *path != "assets/README.md" && !named(path));
    Ok(unnamed
        .map(|path| format!("{path}: is not in the table of assets/README.md"))
        .collect())
}
