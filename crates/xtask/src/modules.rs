//! The modules of each crate, and what they use of each other.
//!
//! What counts as a use is a path to something that another file defines: in code, in an import,
//! in what a macro is given, and in `#[serde(with = "…")]`. It is followed through imports and
//! re-exports to the file that defines it. An import of a module is no use of it before something
//! in it is named.
//!
//! What is compiled for tests alone is left out. Not seen are methods that are called on values,
//! and modules whose file another path names.

use std::collections::BTreeMap;

use serde_json::Value;

mod names;
mod source;

pub(crate) use names::Named;
pub(crate) use source::{Module, ModulePath, Source, attributes, is_for_tests};

/// The libraries and programs of the workspace: the crate's name, and the root of its modules.
pub(crate) fn targets(metadata: &Value) -> Vec<(&str, &str)> {
    let mut targets = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        if !package["source"].is_null() {
            continue;
        }
        for target in package["targets"].as_array().into_iter().flatten() {
            let is_ours = ["lib", "bin"].iter().any(|it| target["kind"][0] == **it);
            if let Some(path) = target["src_path"].as_str().filter(|_| is_ours) {
                targets.push((name, path));
            }
        }
    }
    targets
}

/// Which file uses which, with one path that shows it.
pub(crate) fn uses(source: &Source) -> BTreeMap<(ModulePath, ModulePath), String> {
    let mut uses = BTreeMap::new();
    for (at, module) in &source.modules {
        let mut add = |to: &ModulePath, by: String| {
            let file = source.modules.get(to).map_or(to, |it| &it.file);
            if *file != module.file {
                let place = module.file.join("::");
                uses.entry((module.file.clone(), file.clone()))
                    .or_insert_with(|| format!("{by} in {place}"));
            }
        };
        for path in &module.paths {
            if let Named::Item(to) = source.named(at, path) {
                add(&to, path.join("::"));
            }
        }
        // A macro that is called by its bare name was defined further up in the crate.
        for name in module
            .called
            .iter()
            .filter(|it| !module.items.contains(*it))
        {
            if let Some([to]) = source.macros.get(name).map(Vec::as_slice) {
                add(to, format!("{name}!"));
            }
        }
    }
    uses
}
