//! What may be known of the bot's features: which buttons there are, and nothing else.
//!
//! A feature is a module below `features` of the bot. Another one, and every other module of the
//! bot, may name its `Button`, to put one under a message; what is behind it is the feature's own.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files;
use crate::modules::{Module, Named, Source, targets};

/// The module that features are children of.
pub const FEATURES: &str = "features";
/// What they show each other.
const SHOWN: &str = "Button";

/// Every path into a feature, from elsewhere, that is no path to its button.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path, metadata: &Value) -> Result<Vec<String>> {
    let mut all = targets(metadata).into_iter();
    let of_lib = |it: &(&str, &str)| it.0 == "bot" && it.1.ends_with("/lib.rs");
    let (_, path) = all.find(of_lib).context("no bot")?;
    let source = Source::read(path, &|path| files::read(root, path).ok())?;
    Ok(of(&source))
}

fn of(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (at, module) in &source.modules {
        let own = feature(source, at);
        if own.is_none() && may_see_all(at) {
            continue;
        }
        let foreign = |path: &[String]| feature(source, path).filter(|it| Some(it) != own.as_ref());
        for path in names_of(module) {
            let written = source.written(at, path).unwrap_or_default();
            let named = foreign(&written).filter(|_| written.len() > 2);
            // Behind a re-export, the item itself may be another feature's.
            let led = match source.named(at, path) {
                Named::Item(to) => foreign(&to),
                _ => None,
            };
            let is_shown = written.get(2).is_some_and(|it| it == SHOWN);
            let Some(other) = led.clone().or(named.clone()) else {
                continue;
            };
            if !is_shown || named.as_ref() != Some(&other) {
                let (at, path) = (at.join("::"), path.join("::"));
                findings.push(format!(
                    "features: {at} uses {path}: of {other} it may use {SHOWN} alone"
                ));
            }
        }
        for glob in &module.globs {
            let written = source.written(at, glob).unwrap_or_default();
            if let Some(other) = foreign(&written) {
                let at = at.join("::");
                findings.push(format!("features: {at} imports all of {other}"));
            }
        }
    }
    findings
}

/// Who puts the features together: the root, the list of them, and what is built on the list.
fn may_see_all(at: &[String]) -> bool {
    at.is_empty() || at == [FEATURES]
}

/// The feature that a module, or a path, is in.
fn feature(source: &Source, path: &[String]) -> Option<String> {
    let [all, feature, ..] = path else {
        return None;
    };
    let is_feature = all == FEATURES && source.modules.contains_key(&path[..2]);
    is_feature.then(|| feature.clone())
}

/// What a module names, in imports that it shows to others too.
fn names_of(module: &Module) -> impl Iterator<Item = &Vec<String>> {
    module.paths.iter().chain(module.imports.values())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a feature `bet` of that text, beside a feature `why`.
    fn found(bet: &str) -> Vec<String> {
        let files = [
            ("src/lib.rs", "mod features;\nmod reply;\n"),
            ("src/reply.rs", "pub struct Reply;\n"),
            (
                "src/features.rs",
                "pub mod bet;\npub mod why;\npub use why::view::lines;\npub enum Registry {}\n",
            ),
            (
                "src/features/bet.rs",
                "mod view;\npub struct Button;\npub struct Slip;\n",
            ),
            ("src/features/bet/view.rs", bet),
            (
                "src/features/why.rs",
                "mod buttons;\npub mod view;\npub use buttons::Button;\npub fn explain() {}\n",
            ),
            ("src/features/why/buttons.rs", "pub enum Button { Open }\n"),
            ("src/features/why/view.rs", "pub fn lines() {}\n"),
        ];
        let read = |path: &str| {
            let found = files.iter().find(|(it, _)| *it == path)?;
            Some(found.1.to_owned())
        };
        of(&Source::read("src/lib.rs", &read).unwrap())
    }

    #[test]
    fn a_feature_may_name_the_button_of_another_and_all_that_is_its_own_or_the_bots() {
        for bet in [
            "",
            "use crate::features::why::Button;\nfn a() { Button::Open; }\n",
            "use crate::features::why;\nfn a() { why::Button::Open; }\n",
            "fn a() { crate::features::why::Button::Open; }\n",
            "use super::super::why::Button as Why;\nfn a() -> Why { Why::Open }\n",
            "use crate::features::{bet::Slip, why::Button};\n",
            "use super::{Button, Slip};\nuse crate::reply::Reply;\n",
            "fn a() { crate::features::Registry::new(); }\n",
            "#[cfg(test)]\nmod tests { use crate::features::why::explain; }\n",
        ] {
            assert!(found(bet).is_empty(), "{bet}: {:?}", found(bet));
        }
    }

    #[test]
    fn a_feature_may_name_nothing_else_of_another() {
        for bet in [
            "use crate::features::why::explain;\n",
            "use crate::features::why;\nfn a() { why::explain(); }\n",
            "fn a() { super::super::why::explain(); }\n",
            "fn a() { crate::features::why::view::lines(); }\n",
            "use crate::features::why::view;\n",
            "use crate::features::why::buttons::Button;\n",
            "use crate::features::why::*;\n",
            "use crate::features::why::{Button, explain};\n",
            "pub use crate::features::why::explain;\n",
            "use crate::features::lines;\n",
            "fn a() { println!(\"{}\", crate::features::why::explain()); }\n",
        ] {
            assert!(!found(bet).is_empty(), "{bet}");
        }
    }

    #[test]
    fn a_bot_without_features_breaks_nothing() {
        let read = |path: &str| (path == "src/lib.rs").then(|| "pub fn run() {}\n".to_owned());
        assert!(of(&Source::read("src/lib.rs", &read).unwrap()).is_empty());
    }
}
