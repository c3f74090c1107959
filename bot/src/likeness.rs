//! How well a name fits what was typed of it. Pure.

use shared::folded::{folded, name_key};

/// The shortest word that can be a typo, and the shortest that two changes may separate.
const TYPO_LETTERS: usize = 4;
const TWO_CHANGES_LETTERS: usize = 7;

/// How well a name fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It is the name.
    Whole,
    /// Each word begins a word of the name.
    Starts,
    /// Each word is part of the name.
    Parts,
    /// Each word is nearly one of the name's, or nearly how one begins.
    Nearly,
}

/// A name, or what was typed of one, as it is compared: in lower case, without accents, dots and
/// apostrophes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    whole: String,
    words: Vec<String>,
}

impl Words {
    /// Of a name as it is written.
    pub(crate) fn of(name: &str) -> Self {
        let whole = name_key(name);
        let words = whole.split_whitespace().map(str::to_owned).collect();
        Self { whole, words }
    }

    /// Of what was typed, in which every word counts.
    pub(crate) fn typed(text: &str) -> Self {
        let plain: String = folded(text)
            .chars()
            .filter(|it| !matches!(it, '.' | '\''))
            .map(|it| if it.is_alphanumeric() { it } else { ' ' })
            .collect();
        let words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
        Self {
            whole: words.join(" "),
            words,
        }
    }

    /// How well this name fits what was typed. `None`: not at all. Nothing typed fits any name.
    pub(crate) fn fit(&self, typed: &Self) -> Option<Fit> {
        if self.whole == typed.whole {
            return Some(Fit::Whole);
        }
        let all = |fits: fn(&str, &str) -> bool| {
            let mut words = typed.words.iter();
            words.all(|it| self.words.iter().any(|own| fits(own, it)))
        };
        if all(|own, it| own.starts_with(it)) {
            return Some(Fit::Starts);
        }
        if all(|own, it| own.contains(it)) {
            return Some(Fit::Parts);
        }
        all(|own, it| own.starts_with(it) || is_near(own, it)).then_some(Fit::Nearly)
    }

    /// How alike they are, from 0 to 1000: for names to suggest where none fits.
    pub(crate) fn likeness(&self, typed: &Self) -> u32 {
        let of_words = self.words.iter().map(|it| alike(it, &typed.whole));
        let whole = alike(&self.whole, &typed.whole);
        of_words.chain([whole]).max().unwrap_or_default()
    }
}

/// In thousandths.
fn alike(one: &str, other: &str) -> u32 {
    let share = strsim::jaro_winkler(one, other).clamp(0.0, 1.0);
    // At most a thousand, so nothing is cut off.
    format!("{:.0}", share * 1_000.0)
        .parse()
        .unwrap_or_default()
}

/// Whether a word is a typo of this one, or of how it begins.
fn is_near(own: &str, typed: &str) -> bool {
    let letters = typed.chars().count();
    if letters < TYPO_LETTERS {
        return false;
    }
    let most = if letters < TWO_CHANGES_LETTERS { 1 } else { 2 };
    let shares_a_start = own.chars().take(2).any(|it| typed.starts_with(it));
    if !shares_a_start || own.chars().count() + most < letters {
        return false;
    }
    let starts = (letters - 1..=letters + 1).map(|it| own.chars().take(it).collect::<String>());
    let mut starts = starts.chain([own.to_owned()]);
    starts.any(|it| strsim::osa_distance(&it, typed) <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(name: &str, typed: &str) -> Option<Fit> {
        Words::of(name).fit(&Words::typed(typed))
    }

    #[test]
    fn a_name_is_found_by_its_parts_without_accents_and_with_a_typo() {
        for (name, typed, expected) in [
            ("Aaron Judge", "aaron judge", Fit::Whole),
            ("Ronald Acuña Jr.", "ronald acuna", Fit::Whole),
            ("A.J. Brown", "aj brown", Fit::Whole),
            ("Nikola Jokić", "jok", Fit::Starts),
            ("Aaron Judge", "ju aa", Fit::Starts),
            ("Martin Ødegaard", "gaard", Fit::Parts),
            ("Aaron Judge", "jugde", Fit::Nearly),
            ("Giannis Antetokounmpo", "antetokunpo", Fit::Nearly),
            ("Shohei Ohtani", "othani", Fit::Nearly),
            ("Shohei Ohtani", "ohtan", Fit::Starts),
            ("Aaron Judge", "", Fit::Starts),
        ] {
            assert_eq!(fit(name, typed), Some(expected), "{name}: {typed}");
        }
        for (name, typed) in [
            ("Aaron Judge", "juan"),
            ("Aaron Judge", "aaron nola"),
            ("Tom Kim", "tim"),
            ("Jack Hughes", "luke hughes"),
        ] {
            assert_eq!(fit(name, typed), None, "{name}: {typed}");
        }
    }

    #[test]
    fn the_name_that_is_most_alike_is_told_from_others() {
        let typed = Words::typed("mahoms");
        let likeness = |name: &str| Words::of(name).likeness(&typed);
        assert!(likeness("Patrick Mahomes") > 900);
        assert!(likeness("Josh Allen") < 700);
    }
}
