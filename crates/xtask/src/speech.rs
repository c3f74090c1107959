//! Use cases have no words for members: what cannot be done is a value, and each program puts it
//! into its own words.
//!
//! So no literal of `services` is a phrase, or a line of the catalogue. What an error says of
//! itself (`#[error("…")]`) and what is logged is for operators, and may be.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use regex::Regex;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, LitStr, Macro};

use crate::files;
use crate::modules::{attributes, is_for_tests};

/// Every literal that speaks to members.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let paths = files::tracked(root)?;
    let mut keys = BTreeSet::new();
    for path in paths.iter().filter(|it| it.ends_with(".ftl")) {
        keys.extend(keys_of(&files::read(root, path)?)?);
    }
    let mut findings = Vec::new();
    let is_ours = |it: &&String| it.starts_with("crates/services/src/") && it.ends_with(".rs");
    for path in paths.iter().filter(is_ours) {
        let spoken = spoken(&files::read(root, path)?, &keys);
        let spoken = spoken.with_context(|| format!("reading {path}"))?;
        let says = |it| format!("speech: {path} has words for members: {it:?}");
        findings.extend(spoken.into_iter().map(says));
    }
    Ok(findings)
}

/// The names of a catalogue's lines. One that is a single word may be anything else as well.
fn keys_of(catalogue: &str) -> Result<Vec<String>> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9]*(?:-[a-z0-9]+)+) *=")?;
    let keys = key.captures_iter(catalogue);
    Ok(keys.map(|it| it[1].to_owned()).collect())
}

fn spoken(text: &str, keys: &BTreeSet<String>) -> Result<Vec<String>> {
    let phrase = Regex::new(r"\p{L}{2,},? \p{L}{2,}")?;
    let mut literals = Literals::default();
    literals.visit_file(&syn::parse_file(text)?);
    let mut found = literals.found;
    found.retain(|it| keys.contains(it) || phrase.is_match(it));
    Ok(found)
}

/// The literals of a file, without those of tests, attributes and logs.
#[derive(Default)]
struct Literals {
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        self.found.push(literal.value());
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let first = called.path.segments.first();
        if first.is_some_and(|it| it.ident != "tracing") {
            self.tokens(called.tokens.clone());
        }
    }
}

impl Literals {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(it) => self.tokens(it.stream()),
                TokenTree::Literal(it) => {
                    let literal: Option<LitStr> = syn::parse2(TokenTree::Literal(it).into()).ok();
                    self.found.extend(literal.map(|it| it.value()));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let keys = keys_of("admin-undo-later = Undo { $later } first.\nbalance = Balance\n");
        spoken(text, &keys.unwrap().into_iter().collect()).unwrap()
    }

    #[test]
    fn sentences_and_lines_of_the_catalogue_are_found_wherever_they_stand() {
        let sentence = "Not enough units.";
        for text in [
            format!("fn a() -> &'static str {{ \"{sentence}\" }}"),
            format!("const A: &str = \"{sentence}\";"),
            format!("fn a() -> String {{ format!(\"{sentence}\") }}"),
            format!("fn a() {{ b(vec![\"{sentence}\"]); }}"),
            format!("impl Display for A {{ fn fmt(&self) {{ f.write_str(\"{sentence}\") }} }}"),
        ] {
            assert_eq!(found(&text), [sentence], "{text}");
        }
        assert_eq!(
            found("fn a() { refuse(\"admin-undo-later\"); }"),
            ["admin-undo-later"]
        );
    }

    #[test]
    fn words_for_operators_and_for_rows_are_none() {
        for text in [
            "#[derive(Error)]\nenum E { #[error(\"there is no such ticket\")] A }",
            "/// There is no such ticket.\nfn a() {}",
            "fn a() { tracing::error!(\"a page was not settled: {error}\"); }",
            "fn a() { b(\"place.placed\", \"balance\", \"{}{:?};\"); }",
            "#[cfg(test)]\nmod tests { fn a() { b(\"Not enough units.\"); } }",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
