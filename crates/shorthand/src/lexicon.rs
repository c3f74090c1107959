//! The table of words, `assets/shorthand/words.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::token::{Atom, atoms};
use crate::word::Word;

const TEXT: &str = include_str!("../../../assets/shorthand/words.txt");

/// Several words that mean something together, and the parts of what they mean.
struct Phrase {
    atoms: Vec<String>,
    meaning: Vec<Word>,
}

/// Every phrase, by its first word; longer ones first.
pub(crate) struct Lexicon {
    phrases: HashMap<String, Vec<Phrase>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(TEXT));

/// The table that is compiled in.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn of(text: &str) -> Self {
        let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
        for (meaning, words) in rows(text) {
            let parts = meaning.split(';').map(str::trim);
            let meaning: Vec<Word> = parts.filter_map(Word::from_meaning).collect();
            for phrase in words.split('|') {
                let atoms: Vec<String> = atoms(phrase).into_iter().map(|it| it.text).collect();
                let Some(first) = atoms.first().cloned() else {
                    continue;
                };
                let meaning = meaning.clone();
                phrases
                    .entry(first)
                    .or_default()
                    .push(Phrase { atoms, meaning });
            }
        }
        for list in phrases.values_mut() {
            list.sort_by_key(|it| std::cmp::Reverse(it.atoms.len()));
        }
        Self { phrases }
    }

    /// Whether a field of that name is a season, which is bet on by its own words only.
    pub(crate) fn names_season(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split(' ').collect();
        let has = |season: &[String]| season.iter().all(|it| words.contains(&it.as_str()));
        let meanings = self.phrases.values().flatten().flat_map(|it| &it.meaning);
        let mut seasons = meanings.filter_map(|it| match it {
            Word::Season(season) => Some(season),
            _ => None,
        });
        seasons.any(|it| has(it))
    }

    /// What the longest phrases that begin here mean, with their length.
    pub(crate) fn at(&self, line: &[Atom]) -> (usize, Vec<&[Word]>) {
        let first = line.first().and_then(|it| self.phrases.get(&it.text));
        let mut longest = 0;
        let mut meanings = Vec::new();
        for phrase in first.into_iter().flatten() {
            let length = phrase.atoms.len();
            if length < longest {
                break;
            }
            let here = line.iter().map(|it| &it.text);
            if length <= line.len() && here.zip(&phrase.atoms).all(|(it, other)| it == other) {
                longest = length;
                meanings.push(phrase.meaning.as_slice());
            }
        }
        (longest, meanings)
    }
}

fn rows(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    lines.filter_map(|it| it.split_once(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        for line in TEXT
            .lines()
            .filter(|it| !it.is_empty() && !it.starts_with('#'))
        {
            let (meaning, words) = line.split_once(": ").unwrap();
            for part in meaning.split(';').map(str::trim) {
                assert!(Word::from_meaning(part).is_some(), "{part} of {line}");
            }
            for phrase in words.split('|') {
                assert!(!atoms(phrase).is_empty(), "{phrase} of {line}");
            }
        }
    }
}
