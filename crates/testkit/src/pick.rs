//! Selections, named the way a member would name them.

use services::bets::LegRequest;
use shared::game::Period;
use shared::id::{GameId, SelectionId};
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Side};
use shared::quote::Quote;

/// A selection of a game that a feed has reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The feed's own id of the game.
    pub game: String,
    /// The kind of market.
    pub kind: MarketKind,
    /// The part of the game that counts.
    pub period: Period,
    /// The market's line; for a spread, the home side's.
    pub line: Option<Line>,
    /// The side that is picked.
    pub side: Side,
}

/// A game, before a selection of it is picked.
#[derive(Clone, Copy, Debug)]
pub struct On<'a>(&'a str);

/// Picks from the game with this reference: `on("bears-packers").home("-3.5")`.
pub const fn on(reference: &str) -> On<'_> {
    On(reference)
}

impl On<'_> {
    /// The home side at its own line.
    pub fn home(self, line: &str) -> Pick {
        self.pick(MarketKind::Spread, Some(line.parse().unwrap()), Side::Home)
    }

    /// The away side at its own line: `+3.5` where the home side's is `-3.5`.
    pub fn away(self, line: &str) -> Pick {
        let own: Line = line.parse().unwrap();
        self.pick(MarketKind::Spread, Some(-own), Side::Away)
    }

    /// More than that total.
    pub fn over(self, line: &str) -> Pick {
        self.pick(MarketKind::Total, Some(line.parse().unwrap()), Side::Over)
    }

    /// Less than that total.
    pub fn under(self, line: &str) -> Pick {
        self.pick(MarketKind::Total, Some(line.parse().unwrap()), Side::Under)
    }

    /// The home side to win, in a market without a draw.
    pub fn home_wins(self) -> Pick {
        self.pick(MarketKind::Moneyline2, None, Side::Home)
    }

    /// The away side to win, in a market without a draw.
    pub fn away_wins(self) -> Pick {
        self.pick(MarketKind::Moneyline2, None, Side::Away)
    }

    fn pick(self, kind: MarketKind, line: Option<Line>, side: Side) -> Pick {
        Pick {
            game: self.0.to_owned(),
            kind,
            period: Period::Full,
            line,
            side,
        }
    }
}

impl Pick {
    /// The same selection for one part of the game.
    #[must_use]
    pub fn in_period(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// The id of the selection, given the id of its game.
    pub fn selection(&self, game: GameId) -> SelectionId {
        MarketKey::of_game(game, self.kind, self.period, self.line).selection(self.side)
    }
}

/// A leg before it is placed.
#[derive(Clone, Debug)]
pub enum Leg {
    /// At the price on offer when the bet is placed.
    Pick(Pick),
    /// Exactly as written here.
    Request(LegRequest),
}

impl From<Pick> for Leg {
    fn from(pick: Pick) -> Self {
        Self::Pick(pick)
    }
}

impl From<&Pick> for Leg {
    fn from(pick: &Pick) -> Self {
        Self::Pick(pick.clone())
    }
}

impl From<LegRequest> for Leg {
    fn from(request: LegRequest) -> Self {
        Self::Request(request)
    }
}

impl From<&Quote> for Leg {
    fn from(quote: &Quote) -> Self {
        Self::Request(LegRequest {
            selection: quote.selection.id,
            bookmaker: quote.bookmaker.id,
            num: quote.price.num(),
            den: quote.price.den(),
            each_way: None,
        })
    }
}

/// One leg, or several in order.
pub trait Legs {
    /// The legs, in order.
    fn legs(self) -> Vec<Leg>;
}

impl Legs for Pick {
    fn legs(self) -> Vec<Leg> {
        vec![self.into()]
    }
}

impl Legs for &Pick {
    fn legs(self) -> Vec<Leg> {
        vec![self.into()]
    }
}

impl Legs for LegRequest {
    fn legs(self) -> Vec<Leg> {
        vec![self.into()]
    }
}

impl Legs for &Quote {
    fn legs(self) -> Vec<Leg> {
        vec![self.into()]
    }
}

impl<L: Into<Leg>, const N: usize> Legs for [L; N] {
    fn legs(self) -> Vec<Leg> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<L, const N: usize> Legs for &[L; N]
where
    for<'a> &'a L: Into<Leg>,
{
    fn legs(self) -> Vec<Leg> {
        self.iter().map(Into::into).collect()
    }
}

impl<L: Into<Leg>> Legs for Vec<L> {
    fn legs(self) -> Vec<Leg> {
        self.into_iter().map(Into::into).collect()
    }
}
