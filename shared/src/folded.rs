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

/// The name as a box score has it that prints first names as a letter: `n suzuki` of `Nick Suzuki`,
/// and of `N. Suzuki` too. A name of one word stays as it is.
pub fn initial_key(name: &str) -> String {
    match first_and_rest(name) {
        Some((first, rest)) => {
            let initial: String = first
                .chars()
                .filter(|it| it.is_alphanumeric())
                .take(1)
                .collect();
            name_key(&format!("{initial} {rest}"))
        }
        None => name_key(name),
    }
}

/// Whether of the first name there is a letter alone: `N. Suzuki`, and not `J.T. Miller`, who is
/// called so.
pub fn is_initialed(name: &str) -> bool {
    let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).count();
    first_and_rest(name).is_some_and(|(first, _)| letters(first) == 1)
}

fn first_and_rest(name: &str) -> Option<(&str, &str)> {
    let (first, rest) = name.trim().split_once(char::is_whitespace)?;
    Some((first, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{folded, initial_key, is_initialed, name_key};

    #[test]
    fn a_first_name_and_its_letter_agree_on_the_letter_and_the_rest() {
        for (short, full) in [
            ("N. Suzuki", "Nick Suzuki"),
            ("J. Eriksson Ek", "Joel Eriksson Ek"),
            ("J. Pageau", "Jean-Gabriel Pageau"),
            ("J. Miller", "J.T. Miller"),
            ("É. Côté", "Emile Cote"),
        ] {
            assert_eq!(initial_key(short), initial_key(full));
            assert!(is_initialed(short) && !is_initialed(full), "{short} {full}");
        }
        assert_ne!(initial_key("J. Hughes"), initial_key("Luke Hughes"));
        assert_eq!(initial_key("Morato"), "morato");
        assert!(!is_initialed("Morato"));
    }

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
