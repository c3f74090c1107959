//! What was meant by what was typed: a game, a price.

use chrono_tz::Tz;
use shared::folded::folded;
use shared::id::GameId;
use shared::quote::{BoardGame, Quote};
use wording::{Catalogue, NameForm, money};

use crate::discord::custom_id::ComponentId;
use crate::features::bet;
use crate::offers::{self, sections};
use crate::views::game;

/// Between the parts of a game's label.
const PARTS: &str = " · ";

/// Which game was meant.
pub(crate) enum Meant<'a> {
    One(&'a BoardGame),
    Several(Vec<&'a BoardGame>),
    None,
}

/// A choice of ours, its label as it is shown, or whatever was typed instead: Discord does not hold
/// people to choices.
pub(crate) fn game<'a>(
    (catalogue, zone): (Catalogue, Tz),
    open: &[&'a BoardGame],
    typed: &str,
) -> Meant<'a> {
    if let Ok(id) = typed.parse::<GameId>() {
        let found = open.iter().find(|it| it.game.id == id);
        return found.map_or(Meant::None, |it| Meant::One(it));
    }
    if typed.contains(PARTS) {
        // The price at its end may have moved since.
        let label = folded(typed.trim());
        let names = |it: &BoardGame| folded(&game::named(catalogue, &it.game, zone).plain());
        if let Some(one) = open.iter().find(|it| label.starts_with(&names(it))) {
            return Meant::One(one);
        }
    }
    let found = offers::search(open, typed);
    match found.as_slice() {
        [] => Meant::None,
        [one] => Meant::One(one),
        _ => Meant::Several(found),
    }
}

/// What was meant on this game, which has all that it offers: a choice of ours, or the offers that
/// have all of these words. A number is meant as it stands.
pub(crate) fn picks<'a>(catalogue: Catalogue, game: &'a BoardGame, typed: &str) -> Vec<&'a Quote> {
    if let Some(bet::Button::Pick {
        selection,
        bookmaker,
    }) = ComponentId::of(typed)
    {
        let chosen = |it: &&Quote| (it.selection.id, it.bookmaker.id) == (selection, bookmaker);
        let known = game.quotes.iter().find(chosen);
        let known = known.or_else(|| game.quotes.iter().find(|it| it.selection.id == selection));
        return known.into_iter().collect();
    }
    picks_of(catalogue, game, sections::every(game), typed)
}

/// The same among these prices of the game.
pub(crate) fn picks_of<'a>(
    catalogue: Catalogue,
    game: &BoardGame,
    quotes: Vec<&'a Quote>,
    typed: &str,
) -> Vec<&'a Quote> {
    if let Some(bet::Button::Pick { selection, .. }) = ComponentId::of(typed) {
        let chosen = quotes.into_iter().find(|it| it.selection.id == selection);
        return chosen.into_iter().collect();
    }
    let found = matching(catalogue, game, quotes.clone(), typed, |number, word| {
        number == word
    });
    match found.is_empty() {
        // A label whose price has moved since, or is written in another format.
        true => labelled(catalogue, game, &quotes, typed)
            .into_iter()
            .collect(),
        false => found,
    }
}

/// The price whose label was typed, but for the price itself at its end.
fn labelled<'a>(
    catalogue: Catalogue,
    game: &BoardGame,
    quotes: &[&'a Quote],
    typed: &str,
) -> Option<&'a Quote> {
    let (pick, price) = typed.trim().rsplit_once(' ')?;
    if !price.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    let pick = folded(pick);
    let called = |it: &Quote| {
        let said = wording::pick(catalogue, &it.selection, &game.game, NameForm::Short);
        folded(&said.plain())
    };
    quotes.iter().copied().find(|it| called(it) == pick)
}

/// What may be meant by what has been typed so far: a number may still be the beginning of another.
pub(crate) fn suggested<'a>(
    catalogue: Catalogue,
    game: &BoardGame,
    quotes: Vec<&'a Quote>,
    typed: &str,
) -> Vec<&'a Quote> {
    matching(catalogue, game, quotes, typed, |number, word| {
        number.starts_with(word)
    })
}

/// The offers that have all of these words. Where some have them as they were typed, only those:
/// `hamilton to beat` is not `to beat Hamilton`.
fn matching<'a>(
    catalogue: Catalogue,
    game: &BoardGame,
    all: Vec<&'a Quote>,
    typed: &str,
    fits: fn(&str, &str) -> bool,
) -> Vec<&'a Quote> {
    let typed = folded(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    if words.is_empty() {
        return all;
    }
    let said = all.into_iter().map(|quote| {
        let said =
            NameForm::ALL.map(|form| wording::pick(catalogue, &quote.selection, &game.game, form));
        let price = money::price(quote.price, quote.price.format());
        let said = wording::list(said.into_iter().chain([price]), " ").plain();
        (quote, folded(&said))
    });
    let has_all = |it: &(&Quote, String)| words.iter().all(|word| has(&it.1, word, fits));
    let mut found: Vec<_> = said.filter(has_all).collect();
    let phrase = words.join(" ");
    if found.iter().any(|it| it.1.contains(&phrase)) {
        found.retain(|it| it.1.contains(&phrase));
    }
    found.into_iter().map(|(quote, _)| quote).collect()
}

/// Whether a text has this word, or a word that it is part of; a number, if it fits one of the
/// text's. `1.5` is no part of `11.5`.
fn has(said: &str, word: &str, fits: fn(&str, &str) -> bool) -> bool {
    let is_number = word.bytes().any(|it| it.is_ascii_digit());
    if !is_number {
        return said.contains(word);
    }
    let mut words = said.split_whitespace();
    words.any(|it| {
        let it = it.trim_end_matches([',', '.', ')']);
        fits(it, word) || fits(it.trim_start_matches(['+', '-']), word)
    })
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn a_number_is_no_part_of_another_one() {
        let has = |word| {
            let said = "aaron judge over 1.5 hits, 1st half +120";
            has(said, word, |number, word| number == word)
        };
        for word in ["judge", "jud", "over", "1.5", "hits", "120", "+120", "1st"] {
            assert!(has(word), "{word}");
        }
        for word in ["under", "2.5", ".5", "5", "-120", "12"] {
            assert!(!has(word), "{word}");
        }
    }
}
