//! Prices without a margin. They are estimates: nothing is ever paid at one.

use shared::price::OddsFormat;

use crate::probability::Probability;

/// The most places after the point.
const PLACES_MAX: usize = 6;

/// The decimal odds at which a bet of that probability neither wins nor loses in the long run.
/// Never a [`Price`](shared::price::Price): a `Price` is exact, and somebody offers it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct FairPrice(f64);

impl FairPrice {
    /// 1/p. `None` for what cannot happen.
    pub fn of(probability: Probability) -> Option<Self> {
        let decimal = 1.0 / probability.get();
        decimal.is_finite().then_some(Self(decimal))
    }

    /// The decimal odds, 1 at least.
    pub const fn decimal(self) -> f64 {
        self.0
    }

    /// For reading. Evens are +100 and never -100, also where only rounding makes them evens; what
    /// wins little has as many places as show that; what is certain wins nothing, and is shown so.
    pub fn shown(self, format: OddsFormat) -> String {
        let gain = self.0 - 1.0;
        match format {
            OddsFormat::Decimal => {
                let places = places(gain);
                format!("{:.places$}", self.0)
            }
            OddsFormat::Fractional => format!("{}/1", short(gain)),
            OddsFormat::HongKong => short(gain),
            _ if gain <= 0.0 => "0".to_owned(),
            OddsFormat::American if gain >= 1.0 => format!("+{:.0}", gain * 100.0),
            OddsFormat::American => match format!("{:.0}", 100.0 / gain) {
                evens if evens == "100" => "+100".to_owned(),
                risk => format!("-{risk}"),
            },
            OddsFormat::Malay if gain <= 1.0 => short(gain),
            OddsFormat::Indonesian if gain >= 1.0 => short(gain),
            OddsFormat::Malay | OddsFormat::Indonesian => match short(1.0 / gain) {
                evens if evens == "1.00" => evens,
                risk => format!("-{risk}"),
            },
        }
    }
}

/// How many places after the point show an amount that is not zero: two, or more if it is small.
fn places(amount: f64) -> usize {
    let shows = |places: &usize| amount <= 0.0 || format!("{amount:.places$}").contains(nonzero);
    (2..PLACES_MAX).find(shows).unwrap_or(PLACES_MAX)
}

fn short(amount: f64) -> String {
    let places = places(amount);
    format!("{amount:.places$}")
}

fn nonzero(digit: char) -> bool {
    matches!(digit, '1'..='9')
}

/// The fair price of a parlay: one over the product of its legs' fair probabilities. Only where
/// the legs say nothing of each other; two legs of one game do. Nothing without a leg, or with
/// one that cannot win.
pub fn parlay(legs: &[Probability]) -> Option<FairPrice> {
    let all = legs.iter().copied().reduce(Probability::and)?;
    FairPrice::of(all)
}
