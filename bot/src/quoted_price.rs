//! A price that a member was shown, as a button carries it.

use shared::id::{BookmakerId, SelectionId};
use shared::quote::Quote;

use crate::discord::custom_id::Part;

/// A price that was shown, for a selection, from a bookmaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct QuotedPrice {
    /// Which answer to which market.
    pub(crate) selection: SelectionId,
    /// Whose price.
    pub(crate) bookmaker: BookmakerId,
    /// The numerator of the price, as a ratio of return to stake.
    pub(crate) num: u64,
    /// Its denominator.
    pub(crate) den: u64,
}

impl From<&Quote> for QuotedPrice {
    fn from(quote: &Quote) -> Self {
        Self {
            selection: quote.selection.id,
            bookmaker: quote.bookmaker.id,
            num: quote.price.num(),
            den: quote.price.den(),
        }
    }
}

impl Part for QuotedPrice {
    fn write(&self, out: &mut String) {
        self.selection.write(out);
        out.push('.');
        self.bookmaker.write(out);
        out.push('.');
        self.num.write(out);
        out.push('.');
        self.den.write(out);
    }

    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            selection: Part::read(parts)?,
            bookmaker: Part::read(parts)?,
            num: Part::read(parts)?,
            den: Part::read(parts)?,
        })
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        // 100,000 to 1 in American and in decimal with six places: the longest prices there are.
        let longest = Self {
            selection: SelectionId::derive("s"),
            bookmaker: BookmakerId::derive("b"),
            num: 100_000_999_999,
            den: 10_000_000,
        };
        let even = Self {
            num: 2,
            den: 1,
            ..longest
        };
        [longest, even]
    }
}
