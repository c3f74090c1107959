//! Parts of a game, alone and inside a sentence.

use shared::game::Period;

use crate::Said;
use crate::catalogue::Catalogue;

/// Which part of the game a market is about, where it is not the whole of it: `1st half`.
pub fn part(catalogue: Catalogue, period: Period) -> Option<Said> {
    named(catalogue, period, false)
}

/// The same as it stands inside a sentence: `the 1st half`.
pub fn the_part(catalogue: Catalogue, period: Period) -> Option<Said> {
    named(catalogue, period, true)
}

fn named(catalogue: Catalogue, period: Period, inside: bool) -> Option<Said> {
    let (alone, within, n) = match period {
        Period::Full => return None,
        Period::Regulation => ("public-part-regulation", "public-the-regulation", 0),
        Period::IncludingOvertime => (
            "public-part-including-overtime",
            "public-the-including-overtime",
            0,
        ),
        Period::FirstFive => ("public-part-first-five", "public-the-first-five", 0),
        Period::Map(n) => ("public-part-map", "public-the-map", n),
        Period::Half(n) => ("public-part-half", "public-the-half", n),
        Period::Quarter(n) => ("public-part-quarter", "public-the-quarter", n),
        Period::Third(n) => ("public-part-third", "public-the-third", n),
        Period::Inning(n) => ("public-part-inning", "public-the-inning", n),
        Period::Set(n) => ("public-part-set", "public-the-set", n),
        Period::Round(n) => ("public-part-round", "public-the-round", n),
        Period::Overtime => ("public-part-overtime", "public-the-overtime", 0),
        Period::Shootout => ("public-part-shootout", "public-the-shootout", 0),
    };
    let key = if inside { within } else { alone };
    Some(catalogue.line(key, &[("n", n.into())]))
}
