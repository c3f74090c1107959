//! What a system returns if so many of its legs win and the others lose.

use num_bigint::BigUint;

use crate::fraction::Fraction;
use crate::system::System;

/// What each unit of the whole stake returns, stake included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// How many legs win.
    pub won: usize,
    /// If those with the lowest prices do.
    pub least: Fraction,
    /// If those with the highest prices do.
    pub most: Fraction,
}

/// One for each number of winning legs that returns something, ascending; the last is all of them.
///
/// A sum of products of prices grows with each of them, so the extremes are the legs with the
/// lowest prices and those with the highest: no combination has to be tried.
pub fn outlooks(system: &System, prices: &[Fraction]) -> Vec<Outlook> {
    let mut prices = prices.to_vec();
    prices.sort_unstable();
    let bets = BigUint::from(system.bets());
    let first = system.sizes().first().copied().unwrap_or(1);
    let returned = |won: &[Fraction]| system.returned(won) / &bets;
    (first..=prices.len())
        .map(|won| Outlook {
            won,
            least: returned(&prices[..won]),
            most: returned(&prices[prices.len() - won..]),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use shared::grade::LegOutcome;
    use shared::price::Price;

    use super::*;
    use crate::each_way::EachWayParlay;
    use crate::fraction::{of_price, one};
    use crate::part::Part;
    use crate::ticket::kinds::{GradedLeg, Kind, settle_exactly};

    #[test]
    fn a_trixie_at_evens_is_written_out() {
        let evens = of_price("+100".parse::<Price>().unwrap());
        let trixie = System::named("trixie", 3).unwrap();
        let shown = outlooks(&trixie, &vec![evens; 3]);
        let shown: Vec<_> = shown
            .iter()
            .map(|it| (it.won, it.least.to_string(), it.most.to_string()))
            .collect();
        // One double of four bets at four; three doubles at four and a treble at eight.
        let row = |won, returned: &str| (won, returned.to_owned(), returned.to_owned());
        assert_eq!(shown, [row(2, "1"), row(3, "5")]);
    }

    proptest! {
        /// Every way in which so many legs can win is settled, and none is outside.
        #[test]
        fn the_least_and_the_most_are_those_of_all_ways_to_win(
            prices in prop::collection::vec(
                prop::sample::select(vec![-400, -110, 100, 150, 250, 900]), 2..6),
            pick in any::<u8>(),
        ) {
            let legs = prices.len();
            let sizes: Vec<usize> = (1..=legs).filter(|it| pick >> it & 1 == 1).collect();
            prop_assume!(!sizes.is_empty());
            let system = System::of(legs, &sizes).unwrap();
            let prices = prices.iter().map(|it| Price::from_american(*it).unwrap());
            let prices: Vec<Price> = prices.collect();
            let exact: Vec<Fraction> = prices.iter().map(|it| of_price(*it)).collect();
            let shown = outlooks(&system, &exact);
            let kind = Kind::System(system.clone());
            let mut seen: Vec<Option<(Fraction, Fraction)>> = vec![None; legs + 1];
            for ways in 0..1_u32 << legs {
                let graded: Vec<GradedLeg> = prices.iter().enumerate().map(|(at, price)| {
                    let won = ways >> at & 1 == 1;
                    let outcome = if won { LegOutcome::Won } else { LegOutcome::Lost };
                    GradedLeg::new(*price, Part::plain(outcome).unwrap())
                }).collect();
                let settled =
                    settle_exactly(&kind, &one(), &graded, EachWayParlay::WinToWin).unwrap();
                let returned = settled.returned;
                let row = &mut seen[ways.count_ones() as usize];
                *row = Some(match row.take() {
                    None => (returned.clone(), returned),
                    Some((least, most)) => (least.min(returned.clone()), most.max(returned)),
                });
            }
            let first = system.sizes()[0];
            let expected: Vec<Outlook> = (first..=legs).map(|won| {
                let (least, most) = seen[won].clone().unwrap();
                Outlook { won, least, most }
            }).collect();
            prop_assert_eq!(shown, expected);
        }
    }
}
