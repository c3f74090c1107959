//! What the bookmakers of a market say together, once their margins are out. Pure.

use pricing::Consensus;
use shared::price::Price;
use shared::quote::BoardGame;

use super::Offered;
use super::books::whole;

/// The consensus on a market, in the order in which its sides are shown. `None`: fewer than three
/// bookmakers price all of it, so that each has to be named.
pub(crate) fn consensus(game: &BoardGame, market: &Offered<'_>) -> Option<Consensus> {
    let books = whole(game, market).into_iter();
    let prices = books.map(|quotes| quotes.iter().map(|it| it.price).collect());
    Consensus::of(&prices.collect::<Vec<Vec<Price>>>())
}
