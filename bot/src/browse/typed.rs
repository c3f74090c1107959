//! What was meant by what was typed: a game, a price.

use shared::id::GameId;
use shared::quote::{BoardGame, Quote};
use wording::{Catalogue, NameForm};

use crate::discord::custom_id::ComponentId;
use crate::features::bet;
use crate::offers;

/// Which game was meant.
pub(crate) enum Meant<'a> {
    One(&'a BoardGame),
    Several(Vec<&'a BoardGame>),
    None,
}

/// A choice of ours, or whatever was typed instead: Discord does not hold people to choices.
pub(crate) fn game<'a>(open: &[&'a BoardGame], typed: &str) -> Meant<'a> {
    if let Ok(id) = typed.parse::<GameId>() {
        let found = open.iter().find(|it| it.game.id == id);
        return found.map_or(Meant::None, |it| Meant::One(it));
    }
    let found = offers::search(open, typed);
    match found.as_slice() {
        [] => Meant::None,
        [one] => Meant::One(one),
        _ => Meant::Several(found),
    }
}

/// A choice of ours, or the offers of the game that have all of these words.
pub(crate) fn picks<'a>(catalogue: Catalogue, game: &'a BoardGame, typed: &str) -> Vec<&'a Quote> {
    let markets = offers::main_markets(game);
    let quotes = markets.iter().flat_map(|it| it.quotes.iter().copied());
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
    let typed = typed.to_lowercase();
    quotes
        .filter(|quote| {
            let forms = NameForm::ALL;
            let names =
                forms.map(|form| wording::pick(catalogue, &quote.selection, &game.game, form));
            let names = wording::list(names, " ").plain().to_lowercase();
            typed.split_whitespace().all(|word| names.contains(word))
        })
        .collect()
}
