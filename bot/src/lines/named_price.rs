//! A price that a line names, beside the one that is offered.

use num_bigint::BigUint;
use shared::price::{Price, PriceTolerance, Product};
use shorthand::NamedPrice;
use wording::{Catalogue, Said};

/// A price that was typed and is not the one that is offered.
pub(crate) struct Differs {
    /// As it was typed, and the offered one in the same way.
    shown: [String; 2],
    /// Whether the offered one is better.
    is_better: bool,
}

/// How the price that is offered differs from the one that was typed. Nothing where they read the
/// same: people type what they were shown, which is rounded.
pub(crate) fn differs(typed: NamedPrice, offered: &[Price]) -> Option<Differs> {
    let offered = Product::of(offered);
    let price = typed.price().ok()?;
    let shown = match typed {
        NamedPrice::Odds(price) => {
            let format = price.format();
            [price.shown(format), offered.shown(format)]
        }
        NamedPrice::Implied(share) => [cents(share.into()), cents(implied(&offered))],
    };
    let typed = Product::of(&[price]);
    let [left, right] = [offered.num() * typed.den(), typed.num() * offered.den()];
    (shown[0] != shown[1]).then_some(Differs {
        shown,
        is_better: left > right,
    })
}

/// The probability that a price implies, in hundredths of a percent, rounded to whole cents.
fn implied(price: &Product) -> u64 {
    let hundred = (price.den() * 200_u32 + price.num()) / (price.num() * 2_u32);
    let most = BigUint::from(100_u32);
    u64::try_from(hundred.min(most)).unwrap_or(100) * 100
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
        let [typed, now] = self.shown.clone().map(Said::ours);
        let places = [("typed", typed.into()), ("now", now.into())];
        catalogue.line("b-other-price", &places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(typed: &str, offered: i32) -> Option<bool> {
        let typed = match typed.strip_suffix('c') {
            Some(cents) => NamedPrice::Implied(cents.parse::<u32>().unwrap() * 100),
            None => NamedPrice::Odds(typed.parse().unwrap()),
        };
        let offered = [Price::from_american(offered).unwrap()];
        differs(typed, &offered).map(|it| it.is_better)
    }

    #[test]
    fn a_price_that_reads_the_same_does_not_differ() {
        for same in ["-110", "1.91", "10/11", "52c"] {
            assert_eq!(compared(same, -110), None, "{same}");
        }
        assert_eq!(compared("-115", -110), Some(true));
        assert_eq!(compared("-105", -110), Some(false));
        assert_eq!(compared("1.95", -110), Some(false));
        assert_eq!(compared("64c", -110), Some(true));
    }
}
