//! What the prices of a whole market say once the bookmaker's margin is out.

use shared::price::Price;

use crate::probability::{Probability, decimal};

mod methods;

/// The most answers that a market may have: a large field of golfers.
pub const ANSWERS_MAX: usize = 1_000;

/// The prices of all answers of one market, of which exactly one comes true.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    implied: Vec<f64>,
}

/// Why prices are no whole market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// One price alone says nothing about a margin.
    #[error("{0} prices: a market has two answers at least")]
    TooFew(usize),
    /// More than [`ANSWERS_MAX`].
    #[error("{0} prices: more than {ANSWERS_MAX}")]
    TooMany(usize),
}

impl Book {
    /// The prices of every answer, in any order.
    ///
    /// # Errors
    /// [`BookError`] when there are fewer than two, or too many.
    pub fn new(prices: &[Price]) -> Result<Self, BookError> {
        match prices.len() {
            0 | 1 => Err(BookError::TooFew(prices.len())),
            many if many > ANSWERS_MAX => Err(BookError::TooMany(many)),
            _ => Ok(Self {
                implied: prices.iter().map(|it| 1.0 / decimal(*it)).collect(),
            }),
        }
    }

    /// What the prices imply, margin included, in their order.
    pub fn implied(&self) -> impl ExactSizeIterator<Item = Probability> {
        self.implied.iter().map(|it| Probability::clamped(*it))
    }

    /// By how much what the prices imply sums to more than 1: the bookmaker's margin, `0.0338`.
    /// Below zero where the prices are the best of many bookmakers.
    pub fn overround(&self) -> f64 {
        self.sum() - 1.0
    }

    /// The share of all stakes that the bookmaker keeps when every answer is backed in
    /// proportion: what a bettor's return comes to in the long run.
    pub fn hold(&self) -> f64 {
        1.0 - 1.0 / self.sum()
    }

    fn sum(&self) -> f64 {
        self.implied.iter().sum()
    }
}

/// A way to take the margin out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Everybody's share of the margin is in proportion to the price.
    Multiplicative,
    /// Everybody has the same share of the margin.
    Additive,
    /// The prices are a power of the truth.
    Power,
    /// The margin guards against those who know more (H. S. Shin, 1992 and 1993).
    Shin,
    /// The odds ratio between price and truth is the same for all (K. Cheung, 2015).
    OddsRatio,
    /// Everybody gives the same number of standard errors (as `goto_conversion` publishes it).
    Goto,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::Multiplicative,
        Self::Additive,
        Self::Power,
        Self::Shin,
        Self::OddsRatio,
        Self::Goto,
    ];

    /// The methods whose least answer is the worst case.
    pub const WORST_OF: [Self; 5] = [
        Self::Multiplicative,
        Self::Additive,
        Self::Power,
        Self::Shin,
        Self::OddsRatio,
    ];

    /// The word that names it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Multiplicative => "multiplicative",
            Self::Additive => "additive",
            Self::Power => "power",
            Self::Shin => "shin",
            Self::OddsRatio => "odds_ratio",
            Self::Goto => "goto",
        }
    }

    /// The method that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// What the prices say without the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct Fair {
    /// One for each price, in their order. They sum to 1, but for the last digits.
    pub probabilities: Vec<Probability>,
    /// The number that the method found: the power's exponent k, Shin's share of insiders z, the
    /// odds ratio c, the step of `goto`.
    pub parameter: Option<f64>,
}

/// Why a method has no answer to a book.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DevigError {
    /// The method takes as much from a long shot as from a favourite, and the long shot has less.
    #[error("the {method} method leaves {left:.6} to answer {answer}", method = method.word())]
    NothingLeft {
        /// Which method.
        method: Method,
        /// Which answer, from 0.
        answer: usize,
        /// What it would have been given: zero or less.
        left: f64,
    },
    /// Shin's model explains a margin. Where there is none, it has nothing to say.
    #[error("no margin: the prices imply {0:.6} together")]
    NoMargin(f64),
    /// The numbers are beyond what floats can tell apart.
    #[error("the {} method does not come to an end", .0.word())]
    NoRoot(Method),
}

/// Takes the margin out of a book.
///
/// # Errors
/// [`DevigError`] where the method has no answer to it.
pub fn devig(method: Method, book: &Book) -> Result<Fair, DevigError> {
    let (implied, sum) = (book.implied.as_slice(), book.sum());
    match method {
        Method::Multiplicative => Ok(methods::multiplicative(implied, sum)),
        Method::Additive => methods::additive(implied, sum),
        Method::Power => methods::power(implied),
        Method::Shin => methods::shin(implied, sum),
        Method::OddsRatio => methods::odds_ratio(implied),
        Method::Goto => methods::goto(implied, sum),
    }
}

/// The least that any of [`Method::WORST_OF`] says for each answer, those that have no answer to
/// the book left out. The sum is below 1: for looking at, and for asking whether a bet is worth
/// it whichever method is right.
pub fn worst_case(book: &Book) -> Vec<Probability> {
    let all = Method::WORST_OF
        .iter()
        .filter_map(|it| devig(*it, book).ok());
    let least = all.map(|it| it.probabilities).reduce(|least, other| {
        let pairs = least.into_iter().zip(other);
        pairs
            .map(|(one, other)| if other < one { other } else { one })
            .collect()
    });
    // The multiplicative method always answers.
    least.unwrap_or_default()
}
