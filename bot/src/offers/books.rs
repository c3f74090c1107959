//! The bookmakers of a market, one by one. Pure.

use std::collections::BTreeMap;

use pricing::{Book, METHOD, Probability, devig};
use shared::id::BookmakerId;
use shared::price::Price;
use shared::quote::{BoardGame, Quote};

use super::Offered;

/// The prices of one bookmaker who prices every side of a market.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BookPrices<'a> {
    /// One a side, in the order in which sides are shown. Never empty.
    pub(crate) quotes: Vec<&'a Quote>,
    /// The share of all stakes that stays with the bookmaker in the long run.
    pub(crate) hold: f64,
    /// What the prices say once the margin is out, in the same order.
    pub(crate) fair: Vec<Probability>,
}

/// Those who price every side of a market, the smallest margin first. Empty for a market whose
/// sides are not all shown, such as who wins a field.
pub(crate) fn books<'a>(game: &'a BoardGame, market: &Offered<'a>) -> Vec<BookPrices<'a>> {
    let prices = whole(game, market).into_iter().filter_map(|quotes| {
        let book = book(&quotes)?;
        let fair = devig(METHOD, &book).ok()?.probabilities;
        Some(BookPrices {
            hold: book.hold(),
            fair,
            quotes,
        })
    });
    let mut books: Vec<_> = prices.collect();
    let name = |it: &BookPrices<'a>| it.quotes.first().map(|it| &it.bookmaker.code);
    books.sort_by(|a, b| {
        let by_hold = a.hold.total_cmp(&b.hold);
        by_hold.then_with(|| name(a).cmp(&name(b)))
    });
    books
}

/// What would stay of all stakes if each side were backed at its best price. Below zero where
/// bookmakers disagree that far. `None`: not every side is shown.
pub(crate) fn best_hold(market: &Offered<'_>) -> Option<f64> {
    let is_whole = market.quotes.len() == market.kind.sides().len();
    Some(book(&market.quotes).filter(|_| is_whole)?.hold())
}

/// The quotes of each bookmaker who prices every side of a market, in the order of its sides.
pub(super) fn whole<'a>(game: &'a BoardGame, market: &Offered<'a>) -> Vec<Vec<&'a Quote>> {
    let Some(first) = market.quotes.first() else {
        return Vec::new();
    };
    if market.quotes.len() != market.kind.sides().len() {
        return Vec::new();
    }
    let mut books: BTreeMap<BookmakerId, Vec<&Quote>> = BTreeMap::new();
    let market_id = first.selection.market;
    let of_market = game.quotes.iter();
    for quote in of_market.filter(|it| it.selection.market == market_id) {
        books.entry(quote.bookmaker.id).or_default().push(quote);
    }
    let sides = market.quotes.iter().map(|it| it.selection.side);
    let sides: Vec<_> = sides.collect();
    let whole = books.into_values().filter_map(|quotes| {
        let of_side = |side| quotes.iter().find(|it| it.selection.side == side).copied();
        sides.iter().map(|it| of_side(*it)).collect()
    });
    whole.collect()
}

fn book(quotes: &[&Quote]) -> Option<Book> {
    let prices: Vec<Price> = quotes.iter().map(|it| it.price).collect();
    Book::new(&prices).ok()
}

#[cfg(test)]
mod tests {
    use shared::market::Side;

    use super::super::testing::{game, spread};
    use super::*;
    use crate::offers::main_markets;

    fn with(quotes: Vec<Quote>) -> BoardGame {
        BoardGame {
            game: game(),
            quotes,
        }
    }

    #[test]
    fn the_smallest_margin_comes_first_and_who_prices_one_side_is_left_out() {
        let mut half = spread("c", "-3.5", [(Side::Home, 105), (Side::Away, -200)]);
        half.truncate(1);
        let quotes = [
            spread("a", "-3.5", [(Side::Home, -110), (Side::Away, -110)]),
            spread("b", "-3.5", [(Side::Home, -108), (Side::Away, -102)]),
            half,
        ];
        let game = with(quotes.concat());
        let market = &main_markets(&game)[0];
        let books = books(&game, market);
        let shown = books.iter().map(|it| {
            let (code, fair) = (&it.quotes[0].bookmaker.code, it.fair[0]);
            format!("{code} {:.4} {fair}", it.hold)
        });
        let shown: Vec<_> = shown.collect();
        assert_eq!(shown, ["b 0.0236 49.30 %", "a 0.0455 50.00 %"]);
        // Away -102 at b and home +105 at c.
        assert_eq!(format!("{:.4}", best_hold(market).unwrap()), "-0.0073");
    }
}
