//! Amounts and prices as members read them.

use shared::line::Line;
use shared::price::{OddsFormat, Price, Product};
use shared::units::Units;

use crate::Said;
use crate::catalogue::Catalogue;

/// A hundredth of a unit, in micro-units.
const CENT: i64 = 10_000;

/// The nearest hundredth. For reading only: the books hold every micro-unit.
fn rounded(amount: Units) -> Units {
    let steps = amount.steps();
    let half = if steps < 0 { -CENT / 2 } else { CENT / 2 };
    Units::from_steps(steps.saturating_add(half) / CENT * CENT)
}

/// `2u`, `0.5u`, `1,652.28u`: as short as it can be said.
pub fn units(amount: Units) -> Said {
    Said::ours(format!("{}u", grouped(&rounded(amount).short())))
}

/// `+1.82u`, `-2u`: what was won or lost.
pub fn net(amount: Units) -> Said {
    let sign = if amount > Units::ZERO { "+" } else { "" };
    Said::ours(format!("{sign}{}u", grouped(&rounded(amount).short())))
}

/// An amount to the millionth, for arithmetic that people can do again.
pub fn exact(amount: Units) -> Said {
    Said::ours(grouped(&amount.short()))
}

/// The same with its sign: `+0.909090`.
pub fn exact_net(amount: Units) -> Said {
    Said::ours(amount.signed())
}

/// Tenths of a percent with their sign: `+4.7%`.
pub fn permille(tenths: i64) -> Said {
    let sign = match tenths {
        0 => "",
        1.. => "+",
        _ => "-",
    };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    Said::ours(format!("{sign}{}.{rest}%", grouped(&whole.to_string())))
}

/// A handicap with its sign: `+3.5`, `PK` being `0`.
pub fn handicap(line: Line) -> Said {
    Said::ours(line.signed())
}

/// The line of a total: `45.5`.
pub fn total(line: Line) -> Said {
    Said::ours(line.to_string())
}

/// A share in percent, to a tenth: `4.5%`, `-0.7%`. An estimate, and never money.
pub fn percent(share: f64) -> Said {
    let tenths = (share * 1_000.0).round() / 10.0;
    // Neither is minus nothing.
    Said::ours(format!("{:.1}%", tenths + 0.0))
}

/// Commas between the thousands of a plain number: `-1652.28` is `-1,652.28`.
fn grouped(number: &str) -> String {
    let start = number.find(|it: char| it.is_ascii_digit()).unwrap_or(0);
    let (sign, number) = number.split_at(start);
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// A price in a format.
pub fn price(price: Price, format: OddsFormat) -> Said {
    Said::ours(price.shown(format))
}

/// The price of several legs together.
pub fn product(price: &Product, format: OddsFormat) -> Said {
    Said::ours(price.shown(format))
}

/// A price that was shown, of which only the ratio is known.
pub fn ratio(num: u64, den: u64, format: OddsFormat) -> Said {
    let price = Product::from_ratio(num.into(), den.into());
    price.map_or_else(Said::default, |it| product(&it, format))
}

/// The words for a format, with an example of it.
pub fn format(catalogue: Catalogue, format: OddsFormat) -> Said {
    catalogue.say(match format {
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
    fn amounts_are_short_and_grouped_by_thousands() {
        let units = |steps| units(Units::from_steps(steps)).plain();
        assert_eq!(units(909_090), "0.91u");
        assert_eq!(units(2_000_000), "2u");
        assert_eq!(units(500_000), "0.5u");
        assert_eq!(units(1_652_280_000), "1,652.28u");
        assert_eq!(units(1_000_000_000_000), "1,000,000u");
        let net = |steps| net(Units::from_steps(steps)).plain();
        assert_eq!(net(1_818_181), "+1.82u");
        assert_eq!(net(-2_000_000), "-2u");
        assert_eq!(net(-12_345_500_000), "-12,345.5u");
        assert_eq!(net(0), "0u");
    }

    #[test]
    fn a_share_is_a_percentage_with_one_decimal_place() {
        let shares = [47, -1_000, 0, 5, 123_456].map(|it| permille(it).plain());
        assert_eq!(shares, ["+4.7%", "-100.0%", "0.0%", "+0.5%", "+12,345.6%"]);
    }

    #[test]
    fn a_ratio_reads_in_every_format() {
        let ratio = |format| ratio(21, 11, format).plain();
        assert_eq!(ratio(OddsFormat::American), "-110");
        assert_eq!(ratio(OddsFormat::Decimal), "1.91");
        assert_eq!(ratio(OddsFormat::Fractional), "10/11");
    }
}
