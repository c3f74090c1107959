//! A price that was typed, as a button carries it until all that it is of has been chosen.

use shared::price::{OddsFormat, Price};
use shared::units::Units;
use shorthand::NamedPrice;

use super::named_price::Named;
use crate::discord::custom_id::Part;

/// What a line says that a bet pays, if it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TypedPrice(pub(crate) Option<Named>);

/// The letter of each format.
const FORMATS: [(char, OddsFormat); 6] = [
    ('a', OddsFormat::American),
    ('d', OddsFormat::Decimal),
    ('f', OddsFormat::Fractional),
    ('h', OddsFormat::HongKong),
    ('m', OddsFormat::Malay),
    ('n', OddsFormat::Indonesian),
];

impl TypedPrice {
    /// None was typed.
    pub(crate) const NONE: Self = Self(None);
}

impl Part for TypedPrice {
    /// `a-110`, `d1,91`, `i6400`, `w2000000,5000000`: a point would part it.
    fn write(&self, out: &mut String) {
        match self.0 {
            None => {}
            Some(Named::Price(NamedPrice::Odds(price))) => {
                let letter = FORMATS.iter().find(|it| it.1 == price.format());
                out.extend(letter.map(|it| it.0));
                out.push_str(&price.number().replace('.', ","));
            }
            Some(Named::Price(NamedPrice::Implied(share))) => {
                out.push('i');
                share.write(out);
            }
            Some(Named::Wins { risk, win }) => {
                out.push('w');
                risk.write(out);
                out.push(',');
                win.write(out);
            }
        }
    }

    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let text = parts.next()?;
        let Some(letter) = text.chars().next() else {
            return Some(Self(None));
        };
        let rest = text.get(letter.len_utf8()..)?;
        Some(Self(Some(match letter {
            'i' => Named::Price(NamedPrice::Implied(rest.parse().ok()?)),
            'w' => {
                let (risk, win) = rest.split_once(',')?;
                let units = |it: &str| it.parse().ok().map(Units::from_steps);
                Named::Wins {
                    risk: units(risk)?,
                    win: units(win)?,
                }
            }
            _ => {
                let format = FORMATS.iter().find(|it| it.0 == letter)?.1;
                Named::Price(NamedPrice::Odds(
                    Price::parse(format, &rest.replace(',', ".")).ok()?,
                ))
            }
        })))
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        let longest = Units::from_steps(1_000_000_000_000_000);
        let wins = Named::Wins {
            risk: longest,
            win: longest,
        };
        let odds = Named::Price(NamedPrice::Odds("1.91".parse().unwrap()));
        [Self(Some(wins)), Self(Some(odds))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read_again_as_it_was_typed() {
        let odds = |it: (OddsFormat, &str)| {
            Named::Price(NamedPrice::Odds(Price::parse(it.0, it.1).unwrap()))
        };
        let all = [
            odds((OddsFormat::American, "-110")),
            odds((OddsFormat::American, "+150")),
            odds((OddsFormat::Decimal, "1.910")),
            odds((OddsFormat::Fractional, "10/11")),
            odds((OddsFormat::HongKong, "0.91")),
            odds((OddsFormat::Malay, "-0.92")),
            odds((OddsFormat::Indonesian, "-1.25")),
            Named::Price(NamedPrice::Implied(6_450)),
        ];
        for carried in all {
            let mut text = String::new();
            TypedPrice(Some(carried)).write(&mut text);
            assert!(!text.contains('.'), "{text}");
            let read = TypedPrice::read(&mut std::iter::once(text.as_str()));
            assert_eq!(read, Some(TypedPrice(Some(carried))), "{text}");
        }
    }
}
