//! Prices without a margin. They are estimates: nothing is ever paid at one.

use shared::price::OddsFormat;

use crate::probability::Probability;

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

    /// For reading. Evens are +100 and never -100; what is certain wins nothing, and is shown so.
    pub fn shown(self, format: OddsFormat) -> String {
        let gain = self.0 - 1.0;
        match format {
            OddsFormat::Decimal => format!("{:.2}", self.0),
            OddsFormat::Fractional => format!("{gain:.2}/1"),
            OddsFormat::HongKong => format!("{gain:.2}"),
            _ if gain <= 0.0 => "0".to_owned(),
            OddsFormat::American if gain >= 1.0 => format!("+{:.0}", gain * 100.0),
            OddsFormat::American => format!("-{:.0}", 100.0 / gain),
            OddsFormat::Malay if gain <= 1.0 => format!("{gain:.2}"),
            OddsFormat::Indonesian if gain >= 1.0 => format!("{gain:.2}"),
            OddsFormat::Malay | OddsFormat::Indonesian => format!("-{:.2}", 1.0 / gain),
        }
    }
}

/// The fair price of a parlay: one over the product of its legs' fair probabilities. Only where
/// the legs say nothing of each other; two legs of one game do. Nothing without a leg, or with
/// one that cannot win.
pub fn parlay(legs: &[Probability]) -> Option<FairPrice> {
    let all = legs.iter().copied().reduce(Probability::and)?;
    FairPrice::of(all)
}
