//! What a line was read as.

use shared::market::Selection;
use shared::price::{Price, PriceError};
use shared::units::Units;

/// What a line means on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// Exactly one bet fits every word.
    Bet(Bet),
    /// Several do. Whoever wrote it has to say which.
    Ambiguous(Ambiguous),
    /// None does, and nothing may be placed.
    Nothing(Nothing),
}

/// A bet: one leg, or several that are one parlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bet {
    /// In the order of the line.
    pub legs: Vec<Leg>,
    /// What is staked, where the line says it.
    pub stake: Option<Stake>,
    /// What that stake is said to win, where the line says both: `2u to win 1.82`.
    pub to_win: Option<Units>,
    /// The price of the whole bet, where the line names one.
    pub price: Option<NamedPrice>,
    /// Whether it must be shown before it is placed: a name is not written as it is, or a sign or a
    /// side is not written and one alone is on offer.
    pub show_first: bool,
}

/// One leg of a bet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// What is picked.
    pub selection: Selection,
    /// The leg's own price, where each leg has one.
    pub price: Option<NamedPrice>,
}

/// A bet of which at least one leg may be one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// The candidates of each leg in the order of the line; a clear leg has one.
    pub legs: Vec<Vec<Candidate>>,
    /// The price of each leg in their order, where each leg has one of its own.
    pub leg_prices: Vec<Option<NamedPrice>>,
    /// What is staked, where the line says it.
    pub stake: Option<Stake>,
    /// What that stake is said to win, where the line says both.
    pub to_win: Option<Units>,
    /// The price of the whole bet, where the line names one.
    pub price: Option<NamedPrice>,
}

impl Ambiguous {
    /// The first leg that has to be asked about, and its candidates.
    pub fn open(&self) -> Option<(usize, &[Candidate])> {
        let mut legs = self.legs.iter().enumerate();
        let open = legs.find(|(_, it)| it.len() > 1);
        open.map(|(index, candidates)| (index, candidates.as_slice()))
    }
}

/// What a leg may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What would be picked.
    pub selection: Selection,
    /// What the stake of the bet is if this is meant: `lakers 2` is two units on the moneyline, or
    /// a spread of two without a stake.
    pub stake: Option<Stake>,
    /// Whether something that tells it from another bet is not written: the sign of its line, its
    /// side, or the line itself. It is never placed without being shown, even if nothing else fits.
    pub inferred: bool,
}

impl Candidate {
    /// What fits every word.
    pub(crate) fn of(selection: &Selection) -> Self {
        Self {
            selection: selection.clone(),
            stake: None,
            inferred: false,
        }
    }

    /// The same, where a word is missing that would tell it from another bet.
    pub(crate) fn inferred(self) -> Self {
        Self {
            inferred: true,
            ..self
        }
    }
}

/// What is staked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stake {
    /// Units risked.
    Units(Units),
    /// Units to be won.
    ToWin(Units),
    /// A share of the balance, in hundredths of a percent: 250 is 2.5 %.
    Percent(u32),
}

/// A price that a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NamedPrice {
    /// In one of the six formats, as it was typed.
    Odds(Price),
    /// As the price of a contract that pays 1, in hundredths of a percent: 6400 is `64c`.
    Implied(u32),
}

impl NamedPrice {
    /// The price that it comes to.
    ///
    /// # Errors
    /// [`PriceError`] where no price has that probability.
    pub fn price(self) -> Result<Price, PriceError> {
        match self {
            Self::Odds(price) => Ok(price),
            Self::Implied(share) => {
                let rest = 10_000_u32.saturating_sub(share);
                Price::parse_fractional(&format!("{rest}/{share}"))
            }
        }
    }
}

/// Why a line is no bet, and what comes nearest to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// Why.
    pub reason: Reason,
    /// What is offered instead: the same question at the line that is nearest. May be empty.
    pub near: Vec<Selection>,
}

/// Why a line is no bet. Where two hold, the first of this list is given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A word that is neither a name on the board nor known otherwise.
    Unknown(String),
    /// A team that is known and does not play.
    Idle,
    /// Names that do not meet in one game.
    NoPair,
    /// The market or the line is not on the board.
    NotOffered,
    /// A total, or a word of its kind, without a game.
    NoGame,
    /// The game is not on the day that is named.
    Day,
    /// The game has begun.
    Started,
    /// No selection fits all of the words.
    Contradiction,
    /// More than one bet.
    Several,
    /// A round robin, a teaser, each-way.
    System,
    /// A stake in a currency.
    Money,
    /// A stake that cannot be: nothing, or everything.
    Stake,
    /// A price that cannot be.
    Price,
    /// Betting against.
    Lay,
    /// No bet at all.
    NotABet,
    /// More than a line of a bet can hold.
    TooLong,
}

impl Reason {
    /// One word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "unknown",
            Self::Idle => "idle",
            Self::NoPair => "no_pair",
            Self::NotOffered => "not_offered",
            Self::NoGame => "no_game",
            Self::Day => "day",
            Self::Started => "started",
            Self::Contradiction => "contradiction",
            Self::Several => "several",
            Self::System => "system",
            Self::Money => "money",
            Self::Stake => "stake",
            Self::Price => "price",
            Self::Lay => "lay",
            Self::NotABet => "not_a_bet",
            Self::TooLong => "too_long",
        }
    }

    /// The reasons that a table of words may name.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::NotOffered,
            Self::Several,
            Self::System,
            Self::Money,
            Self::Stake,
            Self::Lay,
            Self::NotABet,
        ];
        all.into_iter().find(|it| it.word() == word)
    }
}
