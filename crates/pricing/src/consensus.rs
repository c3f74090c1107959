//! What several bookmakers say together: of each answer the median of their probabilities.

use shared::price::Price;

use crate::devig::{Book, Method, devig};
use crate::probability::Probability;

/// The fewest bookmakers whose prices make a consensus. Of two, neither is the odd one out.
pub const BOOKS_MIN: usize = 3;

/// By which method each bookmaker's margin is taken out: the only one with an answer to every
/// book, those of exchanges without a margin among them.
pub const METHOD: Method = Method::Multiplicative;

/// What several bookmakers say about a whole market.
#[derive(Clone, Debug, PartialEq)]
pub struct Consensus {
    /// How many bookmakers it rests on.
    pub books: usize,
    /// One for each answer, in the order of the prices. They sum to 1, but for the last digits.
    pub probabilities: Vec<Probability>,
}

impl Consensus {
    /// The consensus of these bookmakers, each of which prices every answer, all in one order.
    /// `None`: they are fewer than [`BOOKS_MIN`], or do not price the same two answers or more.
    ///
    /// The medians of several answers need not sum to 1, so they are divided by their sum. Of two
    /// answers they do: whoever is in the middle for one is in the middle for the other. The order
    /// of the bookmakers does not matter, and one of them, whatever its prices, moves the median no
    /// further than to its neighbours. Rounded as floats are, which is why it is for looking at.
    pub fn of(books: &[Vec<Price>]) -> Option<Self> {
        let answers = books.first()?.len();
        if books.len() < BOOKS_MIN || books.iter().any(|it| it.len() != answers) {
            return None;
        }
        let fair = books.iter().map(|prices| {
            let book = Book::new(prices).ok()?;
            Some(devig(METHOD, &book).ok()?.probabilities)
        });
        let fair = fair.collect::<Option<Vec<_>>>()?;
        let medians = (0..answers).map(|answer| {
            let said = fair.iter().filter_map(|it| it.get(answer));
            median(said.map(|it| it.get()).collect())
        });
        let medians: Vec<f64> = medians.collect();
        let sum: f64 = medians.iter().sum();
        Some(Self {
            books: books.len(),
            probabilities: medians
                .iter()
                .map(|it| Probability::clamped(it / sum))
                .collect(),
        })
    }
}

/// The middle one, or halfway between the two in the middle.
fn median(mut said: Vec<f64>) -> f64 {
    said.sort_unstable_by(f64::total_cmp);
    let upper = said.len() / 2;
    match (said.get(upper.saturating_sub(1)), said.get(upper)) {
        (Some(low), Some(high)) if said.len().is_multiple_of(2) => f64::midpoint(*low, *high),
        (_, Some(middle)) => *middle,
        _ => 0.0,
    }
}
