//! Stakes as lines say them: in units, as what is to be won, as a share of the balance.

use num_bigint::BigUint;
use shared::price::{Price, Product};
use shared::units::Units;
use shorthand::Stake;

use crate::discord::custom_id::Part;

/// A stake as it was typed, if one was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct TypedStake(pub(crate) Option<StakeOf>);

/// [`Stake`], which a button can carry.
pub(crate) type StakeOf = (StakeKind, u64);

/// What its number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum StakeKind {
    /// Steps of units that are risked.
    Risk,
    /// Steps of units that are to be won.
    Win,
    /// Hundredths of a percent of the balance.
    Share,
}

/// Shares of the balance are cut to hundredths of a unit.
const SHARE_STEPS: i64 = 10_000;

impl From<Option<Stake>> for TypedStake {
    fn from(stake: Option<Stake>) -> Self {
        let steps = |it: Units| u64::try_from(it.steps()).unwrap_or(0);
        Self(stake.map(|it| match it {
            Stake::Units(units) => (StakeKind::Risk, steps(units)),
            Stake::ToWin(units) => (StakeKind::Win, steps(units)),
            Stake::Percent(share) => (StakeKind::Share, share.into()),
        }))
    }
}

impl TypedStake {
    /// So much is risked.
    pub(crate) fn risk(units: Units) -> Self {
        Self::from(Some(Stake::Units(units)))
    }

    /// What is risked at these prices by who has so much. Nothing where none was typed, or where it
    /// comes to nothing.
    pub(crate) fn units(self, prices: &[Price], cash: Units) -> Option<Units> {
        let (kind, number) = self.0?;
        let steps = match kind {
            StakeKind::Risk => i64::try_from(number).ok()?,
            StakeKind::Win => to_win(number, &Product::of(prices))?,
            StakeKind::Share => {
                let share = i128::from(cash.steps()) * i128::from(number) / 10_000;
                i64::try_from(share).ok()? / SHARE_STEPS * SHARE_STEPS
            }
        };
        (steps > 0).then(|| Units::from_steps(steps))
    }
}

/// The smallest stake that wins so much.
fn to_win(steps: u64, price: &Product) -> Option<i64> {
    let (num, den) = (price.num(), price.den());
    if num <= den {
        return None;
    }
    let gain = num - den;
    let stake = (BigUint::from(steps) * den + &gain - 1_u32) / gain;
    i64::try_from(stake).ok()
}

impl Part for TypedStake {
    fn write(&self, out: &mut String) {
        let Some((kind, number)) = self.0 else {
            return;
        };
        out.push(match kind {
            StakeKind::Risk => 'r',
            StakeKind::Win => 'w',
            StakeKind::Share => 'p',
        });
        out.push_str(&number.to_string());
    }

    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let text = parts.next()?;
        let Some(first) = text.chars().next() else {
            return Some(Self(None));
        };
        let kind = match first {
            'r' => StakeKind::Risk,
            'w' => StakeKind::Win,
            'p' => StakeKind::Share,
            _ => return None,
        };
        Some(Self(Some((kind, text.get(1..)?.parse().ok()?))))
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [
            Self(Some((StakeKind::Risk, 1_000_000_000_000_000))),
            Self(None),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(stake: Stake, prices: &[i32]) -> Option<Units> {
        let prices: Vec<Price> = prices
            .iter()
            .map(|it| Price::from_american(*it).unwrap())
            .collect();
        let stake = TypedStake::from(Some(stake));
        stake.units(&prices, Units::from_steps(99_300_000))
    }

    #[test]
    fn what_is_to_be_won_says_what_is_risked() {
        let two = Units::whole(2);
        assert_eq!(units(Stake::Units(two), &[-110]), Some(two));
        let risk = units(Stake::ToWin(two), &[-110]).unwrap();
        assert_eq!(risk, Units::from_steps(2_200_000));
        assert_eq!(
            units(Stake::ToWin(two), &[100, 100]),
            Some(Units::from_steps(666_667))
        );
        let prices = [Price::from_american(-105).unwrap()];
        let risk = units(Stake::ToWin(two), &[-105]).unwrap();
        assert_eq!(grading::to_win(risk, &prices), Ok(two));
    }

    #[test]
    fn a_share_of_the_balance_is_cut_to_hundredths() {
        let quarter = units(Stake::Percent(2_500), &[-110]).unwrap();
        assert_eq!(quarter, Units::from_steps(24_820_000));
        let stake = TypedStake::from(Some(Stake::Percent(2_500)));
        assert_eq!(stake.units(&[], Units::ZERO), None);
    }
}
