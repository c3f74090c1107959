//! The arithmetic once more, written down bet by bet from its definition, with no code of what is
//! tried.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use shared::price::OddsFormat;

/// The most legs that are listed bet by bet.
pub(crate) const LEGS_LISTED: usize = 9;

/// The price that a format's number stands for; nothing where the format has no such number.
pub(crate) fn priced(
    format: OddsFormat,
    negative: bool,
    size: &BigRational,
) -> Option<BigRational> {
    let one = BigRational::one;
    let hundred = BigRational::from_integer(100.into());
    Some(match (format, negative) {
        (OddsFormat::Decimal, false) => size.clone(),
        (OddsFormat::American, false) => one() + size / hundred,
        (OddsFormat::American, true) => one() + hundred / size,
        (OddsFormat::Malay | OddsFormat::Indonesian, true) => one() + one() / size,
        (_, false) => one() + size,
        (_, true) => return None,
    })
}

/// What every bet of those sizes returns, one after the other, for `each` staked on each of them.
///
/// Sums over one denominator, the product of all: nothing is reduced on the way.
pub(crate) fn listed(sizes: &[usize], each: &BigRational, legs: &[BigRational]) -> BigRational {
    let mut sum = BigInt::zero();
    for bits in 0u32..1 << legs.len() {
        if sizes.contains(&(bits.count_ones() as usize)) {
            let mut bet = BigInt::one();
            for (index, multiplier) in legs.iter().enumerate() {
                bet *= match bits >> index & 1 {
                    1 => multiplier.numer(),
                    _ => multiplier.denom(),
                };
            }
            sum += bet;
        }
    }
    let whole = legs.iter().fold(BigInt::one(), |all, it| all * it.denom());
    each * BigRational::new(sum, whole)
}

/// How many bets have those sizes.
pub(crate) fn bets(sizes: &[usize], legs: usize) -> u32 {
    (0u32..1 << legs).fold(0, |count, bits| {
        count + u32::from(sizes.contains(&(bits.count_ones() as usize)))
    })
}

/// A ticket's bets, each way or not.
pub(crate) struct Bets<'a> {
    pub(crate) sizes: &'a [usize],
    pub(crate) stake: &'a BigRational,
    /// What each leg multiplies by.
    pub(crate) wins: &'a [BigRational],
    /// Each way: and each leg's place part.
    pub(crate) places: Option<&'a [BigRational]>,
    /// Each way: both parts of a leg go on together, divided again for the next.
    pub(crate) divided: bool,
}

impl Bets<'_> {
    pub(crate) fn returned(&self) -> BigRational {
        let (sizes, two) = (self.sizes, BigInt::from(2));
        let each = self.stake / BigInt::from(bets(sizes, self.wins.len()));
        let Some(places) = self.places else {
            return listed(sizes, &each, self.wins);
        };
        if self.divided {
            let both = self.wins.iter().zip(places);
            let both: Vec<_> = both.map(|(win, place)| (win + place) / &two).collect();
            return listed(sizes, &each, &both);
        }
        let half = each / two;
        listed(sizes, &half, self.wins) + listed(sizes, &half, places)
    }
}

/// `100` or `0.95`, of digits alone.
pub(crate) fn decimal(text: &str) -> Option<BigRational> {
    let (units, places) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{units}{places}");
    let plain = !units.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    let number: BigInt = plain.then_some(digits)?.parse().ok()?;
    let scale = BigInt::from(10).pow(u32::try_from(places.len()).ok()?);
    Some(BigRational::new(number, scale))
}

/// `100`, `0.95` or `10/3`.
pub(crate) fn fraction(text: &str) -> Option<BigRational> {
    match text.split_once('/') {
        None => decimal(text),
        Some((upper, lower)) => {
            let (upper, lower) = (decimal(upper)?, decimal(lower)?);
            (!lower.is_zero()).then(|| upper / lower)
        }
    }
}

/// What is paid is what is due, cut toward zero to six places, and written in one way only.
pub(crate) fn check_cut(exact: &BigRational, paid: &str) {
    let read = decimal(paid).unwrap_or_else(|| -BigRational::one());
    let step = BigRational::new(1.into(), 1_000_000.into());
    assert!(read <= *exact && exact - &read < step, "{paid} of {exact}");
    let places = paid.split_once('.').map_or("", |(_, places)| places);
    assert!(
        places.len() <= 6 && !places.ends_with('0') && !paid.ends_with('.'),
        "{paid}"
    );
}

/// A ticket's word does not contradict what it returns.
pub(crate) fn check_word(word: &str, returned: &BigRational, stake: &BigRational) {
    match word {
        "lost" => assert!(returned.is_zero()),
        "refunded" | "push" | "void" => assert_eq!(returned, stake),
        "won" | "partial_won" => assert!(returned > stake),
        "partial_lost" => assert!(!returned.is_zero() && returned <= stake),
        "half_won" => assert!(returned > stake),
        "half_lost" => assert!(!returned.is_zero() && returned < stake),
        _ => assert_eq!(word, "dead_heat"),
    }
}
