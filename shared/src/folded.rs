//! Names as people type them: in lower case, without accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that are no letter with an accent, and what people type for them.
const PLAIN: &[(char, &str)] = &[
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ı', "i"),
];

/// The text in lower case and without accents: `Łukasz Åkers` is `lukasz akers`. What is compared
/// so differs at most in what a keyboard has no key for.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.to_lowercase();
    let letters = lower.nfd().filter(|it| !is_combining_mark(*it));
    let mut out = String::with_capacity(text.len());
    for letter in letters {
        match PLAIN.iter().find(|it| it.0 == letter) {
            Some((_, plain)) => out.push_str(plain),
            None if matches!(letter, '\u{2018}' | '\u{2019}') => out.push('\''),
            None => out.push(letter),
        }
    }
    out
}

/// What feeds add to a name or leave out.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// A person's name as far as feeds agree on it: folded, without dots, apostrophes and hyphens, and
/// without what tells a son from his father. `A.J. St. Brown Jr.` is `aj st brown`.
pub fn name_key(name: &str) -> String {
    let plain: String = folded(name)
        .chars()
        .filter(|it| !matches!(it, '.' | '\''))
        .map(|it| if it.is_alphanumeric() { it } else { ' ' })
        .collect();
    let words = plain.split_whitespace();
    let words: Vec<&str> = words.filter(|it| !SUFFIXES.contains(it)).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{folded, name_key};

    #[test]
    fn feeds_that_write_a_name_in_their_own_ways_agree_on_it() {
        for (one, other) in [
            ("Ronald Acuña Jr.", "Ronald Acuna"),
            ("A.J. Brown", "AJ Brown"),
            ("Amon-Ra St. Brown", "Amon Ra St Brown"),
            ("Ryan O’Reilly", "Ryan OReilly"),
            ("Kenneth Walker III", "Kenneth Walker"),
        ] {
            assert_eq!(name_key(one), name_key(other));
        }
        assert_ne!(name_key("A. Judge"), name_key("Aaron Judge"));
        assert_ne!(name_key("Luke Hughes"), name_key("Jack Hughes"));
    }

    #[test]
    fn accents_and_capitals_make_no_difference() {
        for (written, typed) in [
            ("Aaron Judge", "aaron judge"),
            ("Nikola Jokić", "nikola jokic"),
            ("Łukasz Åkers", "lukasz akers"),
            ("Martin Ødegaard", "martin odegaard"),
            ("Ryan O’Reilly", "ryan o'reilly"),
            ("İlkay Gündoğan", "ilkay gundogan"),
        ] {
            assert_eq!(folded(written), typed);
        }
    }
}
