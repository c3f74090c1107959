//! What the bookmakers of a market say together, once their margins are out. Pure.

use std::collections::BTreeMap;

use pricing::Consensus;
use shared::id::BookmakerId;
use shared::market::Side;
use shared::price::Price;
use shared::quote::BoardGame;

use super::Offered;

/// The consensus on a market, in the order in which its sides are shown. `None`: fewer than three
/// bookmakers price all of it, so that each has to be named.
pub(crate) fn consensus(game: &BoardGame, market: &Offered<'_>) -> Option<Consensus> {
    let sides: Vec<Side> = market.quotes.iter().map(|it| it.selection.side).collect();
    if sides.len() != market.kind.sides().len() {
        return None;
    }
    let id = market.quotes.first()?.selection.market;
    let mut books: BTreeMap<BookmakerId, BTreeMap<Side, Price>> = BTreeMap::new();
    for quote in game.quotes.iter().filter(|it| it.selection.market == id) {
        let book = books.entry(quote.bookmaker.id).or_default();
        book.insert(quote.selection.side, quote.price);
    }
    let whole = books.values().filter_map(|prices| {
        let prices = sides.iter().map(|side| prices.get(side).copied());
        prices.collect::<Option<Vec<Price>>>()
    });
    Consensus::of(&whole.collect::<Vec<_>>())
}
