//! Circles of modules inside each crate: two that use each other are one idea in two files, or
//! each is two ideas of which one wants a file of its own.
//!
//! What counts as a use is said in `modules`: it leads to the file that defines what is
//! used, so that a module which only shows what its children define is no part of a circle, and a
//! child that takes a sibling's thing through its parent uses the sibling.
//!
//! Modules are compared level by level: below each module, every child stands for all that lies
//! below it, so that two folders are a circle also where no two of their files are. A module's own
//! file is no member of its level: it holds what its children have in common and puts them
//! together, and is one idea with them. The root of a crate is one, as it has no idea of its own.
//!
//! Seen from outside of `features`, the buttons of all features are a module of their own: they are
//! what anybody may put under a message, and all that `features` lets others name of a feature.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::features::FEATURES;
use crate::files;
use crate::modules::{ModulePath, Source, targets, uses};

mod graph;
mod pages;

use graph::{Graph, circles, described};

/// Crates, or single circles (`crate::level: members`), that are let pass, each with the reason.
const ALLOWED: &[(&str, &str)] = &[];

/// Every circle that is not let pass, and what is let pass and is no circle any more.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let mut findings = pages::findings(root)?;
    let mut met = Vec::new();
    for (name, path) in targets(metadata) {
        let source = Source::read(path, &|path| files::read(root, path).ok())?;
        for (title, text) in of_crate(name, &source) {
            let mut allowed = ALLOWED.iter().map(|(it, _)| *it);
            match allowed.find(|it| *it == name || *it == title) {
                Some(allowed) => met.push(allowed),
                None => findings.push(format!("circles: {text}")),
            }
        }
    }
    for (allowed, _) in ALLOWED.iter().filter(|(it, _)| !met.contains(it)) {
        findings.push(format!("circles: {allowed} is let pass and has none"));
    }
    Ok(findings)
}

/// Every circle of a crate: what it is called, and a description.
fn of_crate(name: &str, source: &Source) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (level, graph) in levels(source) {
        let mut at = vec![name.to_owned()];
        at.extend(level);
        let at = at.join("::");
        for circle in circles(&graph) {
            let title = format!("{at}: {}", circle.join(", "));
            found.push((title, format!("{at}: {}", described(&graph, &circle))));
        }
    }
    found
}

/// The uses among the children of each module.
fn levels(source: &Source) -> BTreeMap<ModulePath, Graph> {
    let mut levels: BTreeMap<ModulePath, Graph> = BTreeMap::new();
    for ((from, to), by) in uses(source) {
        let names_feature = by.split([':', ' ']).any(|it| {
            let feature = vec![FEATURES.to_owned(), it.to_owned()];
            source.modules.contains_key(&feature)
        });
        let (user, used) = (from.clone(), to.clone());
        let from = as_buttons(from, &used, false);
        let to = as_buttons(to, &user, names_feature);
        let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let member = |path: &ModulePath| match path.get(common) {
            Some(child) => Some(child.clone()),
            None if common == 0 => Some("the root".to_owned()),
            None => None,
        };
        if let (Some(user), Some(used)) = (member(&from), member(&to)) {
            let graph = levels.entry(from[..common].to_vec()).or_default();
            graph.entry(user).or_default().entry(used).or_insert(by);
        }
    }
    levels
}

/// The module, or the buttons of features where it is one of them and `other` is no feature's.
/// What others name of a feature are its buttons, which `features` checks.
fn as_buttons(path: ModulePath, other: &ModulePath, is_named: bool) -> ModulePath {
    let is_inside = |it: &ModulePath| it.first().is_some_and(|it| it == FEATURES);
    let is_button = path.len() == 3 && path.last().is_some_and(|it| it == "buttons");
    if is_inside(&path) && !is_inside(other) && (is_named || is_button) {
        return vec!["buttons of features".to_owned()];
    }
    path
}

#[cfg(test)]
mod tests;
