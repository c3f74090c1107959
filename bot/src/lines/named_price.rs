//! What a line says that a bet pays, beside the price that is offered.

use num_bigint::BigUint;
use shared::price::{Exact, OddsFormat, Price, PriceTolerance, Product};
use shared::quote::Quote;
use shared::units::Units;
use shorthand::{NamedPrice, Stake};
use wording::{Catalogue, Said, money};

use crate::quoted_price::QuotedPrice;

/// What a line says that a bet pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    /// The price itself.
    Price(NamedPrice),
    /// What a stake is to win: `2u to win 5u`.
    Wins {
        /// What is risked.
        risk: Units,
        /// What it is to win.
        win: Units,
    },
}

/// What was typed and is not what is offered.
pub(crate) struct Differs {
    /// As it was typed, and what is offered in the same way.
    shown: [Said; 2],
    /// The sentence about it.
    key: &'static str,
    /// Whether the offered one is better.
    is_better: bool,
}

/// One unit, in steps.
const UNIT_STEPS: i64 = 1_000_000;
/// More places than these tell no price from another.
const PLACES_MAX: usize = 6;

impl Named {
    /// All that a line says of a whole bet: its price, and what its stake is to win.
    pub(crate) fn all(
        price: Option<NamedPrice>,
        stake: Option<Stake>,
        to_win: Option<Units>,
    ) -> Vec<Self> {
        let wins = match (stake, to_win) {
            (Some(Stake::Units(risk)), Some(win)) => Some(Self::Wins { risk, win }),
            _ => None,
        };
        price.map(Self::Price).into_iter().chain(wins).collect()
    }

    /// How the prices that are offered differ from it. Nothing where they read the same, because
    /// people type what they were shown, which is rounded: within half a step of how it is written.
    /// Half a step can be half of a short price, so it must win nearly the same, too.
    pub(crate) fn differs(self, offered: &[Price]) -> Option<Differs> {
        let now = Product::of(offered);
        let typed = self.product()?;
        if self.is_written_so(&now) && win_nearly_the_same(&typed, &now) {
            return None;
        }
        let is_better = now.num() * typed.den() > typed.num() * now.den();
        let (key, shown) = match self {
            Self::Price(NamedPrice::Odds(price)) => ("b-other-price", odds(price, &now)),
            Self::Price(NamedPrice::Implied(share)) => ("b-other-price", implied(share, &now)),
            Self::Wins { risk, win } => {
                let now = grading::to_win(risk, offered).unwrap_or(Units::ZERO);
                ("b-other-win", [win, now].map(money::units))
            }
        };
        Some(Differs {
            shown,
            key,
            is_better,
        })
    }

    /// The price that it comes to. Nothing where no price has that probability.
    fn product(self) -> Option<Product> {
        match self {
            Self::Price(named) => Some(Product::of(&[named.price().ok()?])),
            Self::Wins { risk, win } => {
                let (risk, win) = (steps(risk.steps()), steps(win.steps()));
                Product::from_ratio(&risk + win, risk)
            }
        }
    }

    /// Whether a price is written so where it is rounded as this one is.
    fn is_written_so(self, now: &Product) -> bool {
        let (num, den) = (now.num(), now.den());
        match self {
            Self::Price(NamedPrice::Odds(price)) => {
                let (typed, now) = (price.exact(price.format()), now.exact(price.format()));
                now.is_some_and(|it| are_near(&typed, &it, places(price)))
            }
            Self::Price(NamedPrice::Implied(share)) => {
                let step = step_of(share.into(), 100);
                apart(&(num * share), &(den * 10_000_u32)) * 2_u32 <= step * num
            }
            Self::Wins { .. } if num <= den => false,
            Self::Wins { risk, win } => {
                let wins = steps(risk.steps()) * (num - den);
                let step = step_of(win.steps(), UNIT_STEPS);
                apart(&wins, &(steps(win.steps()) * den)) * 2_u32 <= step * den
            }
        }
    }
}

fn steps(number: i64) -> BigUint {
    BigUint::from(u64::try_from(number).unwrap_or(0))
}

/// The step in which a number is written: the last place that is not nothing, at most that one.
fn step_of(number: i64, most: i64) -> BigUint {
    let mut step = 1;
    while step < most && number % (step * 10) == 0 {
        step *= 10;
    }
    steps(step)
}

/// How many decimal places a price is written with. A fraction is taken as if it had two.
fn places(price: Price) -> usize {
    match price.format() {
        OddsFormat::Fractional => 2,
        _ => price.number().split_once('.').map_or(0, |it| it.1.len()),
    }
}

/// Whether two numbers are at most half a step of so many places apart.
fn are_near(one: &Exact, other: &Exact, places: usize) -> bool {
    let step = BigUint::from(10_u32).pow(u32::try_from(places).unwrap_or(0));
    let between = apart(&(one.num() * other.den()), &(other.num() * one.den()));
    let same_sign = one.is_negative() == other.is_negative();
    same_sign && between * 2_u32 * step <= one.den() * other.den()
}

fn apart(one: &BigUint, other: &BigUint) -> BigUint {
    if one > other {
        one - other
    } else {
        other - one
    }
}

/// Whether what two prices win differs by less than a hundredth.
fn win_nearly_the_same(one: &Product, other: &Product) -> bool {
    if one.num() <= one.den() || other.num() <= other.den() {
        return false;
    }
    let first = (one.num() - one.den()) * other.den();
    let second = (other.num() - other.den()) * one.den();
    apart(&first, &second) * 100_u32 < first.min(second)
}

/// A price as it was typed, and another in its format with as many places as tell them apart.
fn odds(typed: Price, now: &Product) -> [Said; 2] {
    let format = typed.format();
    let (typed_shown, mut shown) = (typed.shown(format), now.shown(format));
    let exact = now.exact(format);
    let mut more = places(typed)..PLACES_MAX;
    while let (true, Some(exact), Some(places)) = (shown == typed_shown, &exact, more.next()) {
        let number = exact.places(places + 1);
        shown = match format {
            OddsFormat::American if !exact.is_negative() => format!("+{number}"),
            OddsFormat::Fractional => format!("{number}/1"),
            _ => number,
        };
    }
    [typed_shown, shown].map(Said::ours)
}

/// A probability as it was typed, and another in whole cents or, to tell them apart, in hundredths.
fn implied(typed: u32, now: &Product) -> [Said; 2] {
    let share = |step: u32| {
        let all = BigUint::from(10_000 / step);
        let shares = (now.den() * &all * 2_u32 + now.num()) / (now.num() * 2_u32);
        u64::try_from(shares.min(all)).unwrap_or(0) * u64::from(step)
    };
    let typed = u64::from(typed);
    let whole = Some(share(100)).filter(|it| *it != typed);
    [typed, whole.unwrap_or_else(|| share(1))].map(|it| Said::ours(cents(it)))
}

fn cents(share: u64) -> String {
    let (whole, rest) = (share / 100, share % 100);
    match rest {
        0 => format!("{whole}c"),
        _ => format!("{whole}.{rest:02}c"),
    }
}

impl Differs {
    /// Whether whoever takes prices so far takes the offered one without being asked.
    pub(crate) fn is_taken(&self, takes: PriceTolerance) -> bool {
        self.is_better && takes != PriceTolerance::Exact
    }

    /// What is said about it.
    pub(crate) fn said(&self, catalogue: Catalogue) -> Said {
        let [typed, now] = self.shown.clone();
        let places = [("typed", typed.into()), ("now", now.into())];
        catalogue.line(self.key, &places)
    }
}

/// How far a price may move of whose bet a line says what it pays: to a better one at most.
pub(crate) const fn at_most_better(takes: PriceTolerance) -> PriceTolerance {
    match takes {
        PriceTolerance::Exact => PriceTolerance::Exact,
        PriceTolerance::Better | PriceTolerance::Less(_) => PriceTolerance::Better,
    }
}

/// The price that was agreed: the typed one where the offered one is better, or reads the same and
/// is better. Who takes no other price agrees to the offered one, which reads as it was typed.
pub(crate) fn agreed(
    quote: &Quote,
    typed: Option<NamedPrice>,
    takes: PriceTolerance,
) -> QuotedPrice {
    let shown = QuotedPrice::from(quote);
    let typed = typed.and_then(|it| it.price().ok());
    let wins_less = |it: &Price| {
        u128::from(it.num()) * u128::from(shown.den) < u128::from(shown.num) * u128::from(it.den())
    };
    match typed.filter(wins_less) {
        Some(typed) if takes != PriceTolerance::Exact => QuotedPrice {
            num: typed.num(),
            den: typed.den(),
            ..shown
        },
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(typed: &str) -> Named {
        Named::Price(match typed.strip_suffix('c') {
            Some(cents) => {
                let steps = cents.parse::<Units>().unwrap().steps();
                NamedPrice::Implied(u32::try_from(steps / 10_000).unwrap())
            }
            None => NamedPrice::Odds(typed.parse().unwrap()),
        })
    }

    fn compared(typed: &str, offered: &str) -> Option<bool> {
        let offered: Price = offered.parse().unwrap();
        named(typed).differs(&[offered]).map(|it| it.is_better)
    }

    #[test]
    fn a_price_that_reads_the_same_does_not_differ() {
        for same in ["-110", "1.91", "1.909", "10/11", "52.4c"] {
            assert_eq!(compared(same, "-110"), None, "{same}");
        }
        assert_eq!(compared("-115", "-110"), Some(true));
        assert_eq!(compared("-105", "-110"), Some(false));
        assert_eq!(compared("1.95", "-110"), Some(false));
        assert_eq!(compared("64c", "-110"), Some(true));
        // It is rounded to that, and wins more than a hundredth less or more.
        assert_eq!(compared("52c", "-110"), Some(false));
        assert_eq!(compared("1.01", "1.006"), Some(false));
        assert_eq!(compared("1c", "67.0"), Some(false));
        assert_eq!(compared("1.5", "1.54"), Some(true));
    }

    #[test]
    fn what_is_said_tells_two_prices_apart() {
        for (typed, offered, expected) in [
            ("1.01", "1.006", ["1.01", "1.006"]),
            ("1c", "67.0", ["1c", "1.49c"]),
            ("-105", "-110", ["-105", "-110"]),
            ("52c", "-110", ["52c", "52.38c"]),
        ] {
            let offered: Price = offered.parse().unwrap();
            let differs = named(typed).differs(&[offered]).unwrap();
            assert_eq!(differs.shown.map(|it| it.plain()), expected, "{typed}");
        }
    }

    #[test]
    fn a_stake_that_is_said_to_win_something_else_differs() {
        let compared = |risk: &str, win: &str| {
            let [risk, win] = [risk, win].map(|it| it.parse().unwrap());
            let offered = [Price::from_american(-110).unwrap()];
            let differs = Named::Wins { risk, win }.differs(&offered);
            differs.map(|it| (it.is_better, it.shown.map(|it| it.plain())))
        };
        assert_eq!(compared("2", "1.82"), None);
        assert_eq!(compared("10", "9.09"), None);
        let typed = |win: &str, now: &str| [win.to_owned(), now.to_owned()];
        assert_eq!(compared("2", "5"), Some((false, typed("5u", "1.82u"))));
        assert_eq!(compared("2", "1"), Some((true, typed("1u", "1.82u"))));
        assert_eq!(compared("2", "2"), Some((false, typed("2u", "1.82u"))));
    }
}
