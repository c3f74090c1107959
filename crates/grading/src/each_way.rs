//! Each way: half the stake to win, half to be placed, at a part of what winning pays.

use num_traits::Zero;

use crate::fraction::{self, Fraction};

/// What a place pays, and down to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    fraction: Fraction,
    places: u16,
}

/// Why these are no terms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// Zero, or more than winning pays.
    #[error("a place fraction of {0}: it is above 0 and at most 1")]
    Fraction(Fraction),
    /// No place at all.
    #[error("each way without a place")]
    NoPlace,
}

impl Terms {
    /// A fifth for three places is `1/5` and 3.
    ///
    /// # Errors
    /// [`TermsError`] when the fraction is not above 0 and at most 1, or there is no place.
    pub fn new(fraction: Fraction, places: u16) -> Result<Self, TermsError> {
        if fraction.is_zero() || fraction > fraction::one() {
            return Err(TermsError::Fraction(fraction));
        }
        if places == 0 {
            return Err(TermsError::NoPlace);
        }
        Ok(Self { fraction, places })
    }

    /// Down to which place it pays.
    pub const fn places(&self) -> u16 {
        self.places
    }

    /// 1 + (price − 1) × fraction, of a price of 1 or more.
    pub fn place_price(&self, price: &Fraction) -> Fraction {
        let one = fraction::one();
        if *price <= one {
            return one;
        }
        (price - &one) * &self.fraction + one
    }
}

/// What becomes of both parts of a leg when there is a next leg.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EachWayParlay {
    /// Win to win and place to place: two sets of bets.
    #[default]
    WinToWin,
    /// Everything that a leg returned goes on the next one, half to win and half to be placed.
    EquallyDivided,
}

impl EachWayParlay {
    /// What one unit of stake returns, with `of` what one unit on a set of multipliers returns.
    pub fn returned(
        self,
        (wins, places): (&[Fraction], &[Fraction]),
        of: impl Fn(&[Fraction]) -> Fraction,
    ) -> Fraction {
        match self {
            Self::WinToWin => fraction::half(&(of(wins) + of(places))),
            Self::EquallyDivided => {
                let both = wins.iter().zip(places);
                let both: Vec<_> = both.map(|(w, p)| fraction::half(&(w + p))).collect();
                of(&both)
            }
        }
    }
}
