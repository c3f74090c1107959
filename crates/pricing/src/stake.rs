//! How much to risk. Exact, in play units: no probability comes in here.

use num_bigint::BigUint;
use num_integer::Integer;
use shared::price::{Price, Product};
use shared::units::Units;

/// What must be risked to win `win` at these prices together: win/(d - 1), rounded **up** to the
/// next `step`, so that what is won is never less than was asked for.
///
/// A negative American, Malay or Indonesian number names just this: what wins one, or a hundred.
/// Nothing where `win` or `step` is not above zero, there is no price, or the stake would be
/// larger than units go.
pub fn to_win(win: Units, prices: &[Price], step: Units) -> Option<Units> {
    let (win, step) = (positive(win)?, positive(step)?);
    let product = Product::of(prices);
    if product.num() <= product.den() {
        return None;
    }
    let gain = product.num() - product.den();
    let steps = (win * product.den()).div_ceil(&(gain * &step));
    let risk = i64::try_from(steps * step).ok()?;
    Some(Units::from_steps(risk))
}

fn positive(amount: Units) -> Option<BigUint> {
    let steps = u64::try_from(amount.steps()).ok()?;
    (steps > 0).then(|| steps.into())
}
