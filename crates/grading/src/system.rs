//! Systems: every combination of some sizes is a parlay. They are added up and never listed.

use num_bigint::BigUint;
use num_traits::{One, Zero};
use shared::ticket::LEGS_MAX;

use crate::fraction::Fraction;

/// A system that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FullCover {
    /// What it is called: `lucky_15`.
    pub name: &'static str,
    /// How many legs it has.
    pub legs: usize,
    /// The least number of legs of its bets; it has all sizes from there to `legs`.
    pub from: usize,
}

/// The systems that have names. Those from doubles up have "no singles", those from 1 have them.
pub const FULL_COVERS: &[FullCover] = &[
    cover("trixie", 3, 2),
    cover("patent", 3, 1),
    cover("yankee", 4, 2),
    cover("lucky_15", 4, 1),
    cover("canadian", 5, 2),
    cover("super_yankee", 5, 2),
    cover("lucky_31", 5, 1),
    cover("heinz", 6, 2),
    cover("lucky_63", 6, 1),
    cover("super_heinz", 7, 2),
    cover("lucky_127", 7, 1),
    cover("goliath", 8, 2),
    cover("lucky_255", 8, 1),
];

const fn cover(name: &'static str, legs: usize, from: usize) -> FullCover {
    FullCover { name, legs, from }
}

/// Why there is no such system.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SystemError {
    /// None, or too many.
    #[error("a system with {0} legs: it has 1 to {LEGS_MAX}")]
    Legs(usize),
    /// Without sizes there are no bets.
    #[error("a system without sizes")]
    NoSizes,
    /// A bet of no legs, or of more legs than there are.
    #[error("a bet of {size} legs in a system of {legs}")]
    Size {
        /// How many legs the bet has.
        size: usize,
        /// How many the system has.
        legs: usize,
    },
    /// The same size twice.
    #[error("the size {0} stands twice")]
    Twice(usize),
    /// A name that no system has.
    #[error("{0:?} is no system that has a name")]
    Unknown(String),
    /// A named system with another number of legs than it has.
    #[error("a {name} has {wanted} legs, not {legs}")]
    NotItsLegs {
        /// Its name.
        name: &'static str,
        /// How many it has.
        wanted: usize,
        /// How many there are.
        legs: usize,
    },
}

/// Which sizes of bets are on a number of legs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    legs: usize,
    /// In order, each from 1 to `legs`.
    sizes: Vec<usize>,
}

impl System {
    /// All combinations of these sizes. One size alone is what a round robin by so many is.
    ///
    /// # Errors
    /// [`SystemError`] when there are no such bets.
    pub fn of(legs: usize, sizes: &[usize]) -> Result<Self, SystemError> {
        if !(1..=LEGS_MAX).contains(&legs) {
            return Err(SystemError::Legs(legs));
        }
        let mut sizes = sizes.to_vec();
        sizes.sort_unstable();
        let mut pairs = sizes.windows(2);
        if let Some([size, _]) = pairs.find(|it| it[0] == it[1]) {
            return Err(SystemError::Twice(*size));
        }
        if let Some(&size) = sizes.iter().find(|it| !(1..=legs).contains(it)) {
            return Err(SystemError::Size { size, legs });
        }
        if sizes.is_empty() {
            return Err(SystemError::NoSizes);
        }
        Ok(Self { legs, sizes })
    }

    /// A system by its name: `trixie`, `goliath`.
    ///
    /// # Errors
    /// [`SystemError`] when no system is called so, or it has another number of legs.
    pub fn named(name: &str, legs: usize) -> Result<Self, SystemError> {
        let found = FULL_COVERS.iter().find(|it| it.name == name);
        let cover = found.ok_or_else(|| SystemError::Unknown(name.to_owned()))?;
        if cover.legs != legs {
            let (name, wanted) = (cover.name, cover.legs);
            return Err(SystemError::NotItsLegs { name, wanted, legs });
        }
        let sizes: Vec<usize> = (cover.from..=cover.legs).collect();
        Self::of(legs, &sizes)
    }

    /// Its name, if it has one. Of two names for one system, the first.
    pub fn cover(&self) -> Option<&'static FullCover> {
        let sizes = |it: &FullCover| self.sizes.iter().copied().eq(it.from..=it.legs);
        let mut covers = FULL_COVERS.iter();
        covers.find(|it| it.legs == self.legs && sizes(it))
    }

    /// How many legs it is on.
    pub const fn legs(&self) -> usize {
        self.legs
    }

    /// The sizes of its bets, in order.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// How many bets it has: 247 for a Goliath, less than 2 to the 25th for any.
    pub fn bets(&self) -> u64 {
        let row = choose(self.legs);
        let of = |size: &usize| row.get(*size).copied().unwrap_or(0);
        self.sizes.iter().map(of).sum()
    }

    /// What all its bets together return for one unit on each: the sum of the elementary symmetric
    /// polynomials of its sizes in the legs' multipliers.
    pub fn returned(&self, multipliers: &[Fraction]) -> Fraction {
        let (sums, common) = symmetric(multipliers);
        let of = |size: &usize| sums.get(*size).cloned().unwrap_or_default();
        Fraction::new(self.sizes.iter().map(of).sum(), common)
    }
}

/// The row of Pascal's triangle: how many bets of each size there are on so many legs.
fn choose(legs: usize) -> Vec<u64> {
    let mut row = vec![1u64];
    for _ in 0..legs {
        let shifted = std::iter::once(&0).chain(&row);
        row = shifted
            .zip(row.iter().chain(&[0]))
            .map(|(left, right)| left + right)
            .collect();
    }
    row
}

/// The sums of the products of all combinations, by their size from 0, over one lower part.
///
/// They are the coefficients of the product of (b + a·x) over all multipliers a/b, which takes
/// whole numbers alone and n² steps.
fn symmetric(multipliers: &[Fraction]) -> (Vec<BigUint>, BigUint) {
    let mut sums = vec![BigUint::one()];
    let mut common = BigUint::one();
    for multiplier in multipliers {
        let (upper, lower) = (multiplier.numer(), multiplier.denom());
        let mut wider = vec![BigUint::zero(); sums.len() + 1];
        for (size, sum) in sums.iter().enumerate() {
            wider[size] += sum * lower;
            wider[size + 1] += sum * upper;
        }
        sums = wider;
        common *= lower;
    }
    (sums, common)
}
