//! Amounts and prices as members read them.

use shared::price::{OddsFormat, Product};
use shared::units::Units;

use crate::text::Text;

/// A hundredth of a unit, in micro-units.
const CENT: i64 = 10_000;

/// The nearest hundredth. For reading only: the books hold every micro-unit.
fn rounded(amount: Units) -> Units {
    let steps = amount.steps();
    let half = if steps < 0 { -CENT / 2 } else { CENT / 2 };
    Units::from_steps(steps.saturating_add(half) / CENT * CENT)
}

/// `2u`, `0.91u`: as short as it can be said.
pub(crate) fn units(amount: Units) -> String {
    let amount = rounded(amount);
    // Two places or none: 0.5 reads as 0.50 where cents are meant.
    let text = amount.to_string();
    format!("{}u", text.strip_suffix(".00").unwrap_or(&text))
}

/// `+1.82u`, `-2.00u`: what was won or lost.
pub(crate) fn net(amount: Units) -> String {
    format!("{}u", rounded(amount).signed())
}

/// A price that was shown, of which only the ratio is known.
pub(crate) fn ratio(num: u64, den: u64, format: OddsFormat) -> String {
    match Product::from_ratio(num.into(), den.into()) {
        Some(price) => price.shown(format),
        None => String::new(),
    }
}

/// The words for a format, with an example of it.
pub(crate) fn format(text: Text, format: OddsFormat) -> String {
    text.say(match format {
        OddsFormat::American => "odds-american",
        OddsFormat::Decimal => "odds-decimal",
        OddsFormat::Fractional => "odds-fractional",
        OddsFormat::HongKong => "odds-hong-kong",
        OddsFormat::Malay => "odds-malay",
        OddsFormat::Indonesian => "odds-indonesian",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_to_the_nearest_hundredth() {
        assert_eq!(units(Units::from_steps(909_090)), "0.91u");
        assert_eq!(units(Units::whole(2)), "2u");
        assert_eq!(units(Units::from_steps(500_000)), "0.50u");
        assert_eq!(net(Units::from_steps(1_818_181)), "+1.82u");
        assert_eq!(net(Units::whole(-2)), "-2.00u");
        assert_eq!(net(Units::ZERO), "0.00u");
    }

    #[test]
    fn a_ratio_reads_in_every_format() {
        assert_eq!(ratio(21, 11, OddsFormat::American), "-110");
        assert_eq!(ratio(21, 11, OddsFormat::Decimal), "1.91");
        assert_eq!(ratio(21, 11, OddsFormat::Fractional), "10/11");
    }
}
