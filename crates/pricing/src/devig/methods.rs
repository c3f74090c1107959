//! The methods. `implied` holds 1/d of every price, `sum` is their sum.

use super::{DevigError, Fair, Method};
use crate::probability::Probability;
use crate::root::{At, falling, upper_bound};

/// How far the logarithm of the odds ratio is looked for either way. A price is at most 100,001,
/// so a hundredth of this would do.
const LN_ODDS_RATIO_MAX: f64 = 64.0;

/// Prices whose sum is this near to 1 have no margin: what is left is the floats'.
const NO_MARGIN: f64 = 1e-12;

fn fair(probabilities: impl Iterator<Item = f64>, parameter: Option<f64>) -> Fair {
    Fair {
        probabilities: probabilities.map(Probability::clamped).collect(),
        parameter,
    }
}

pub(super) fn multiplicative(implied: &[f64], sum: f64) -> Fair {
    fair(implied.iter().map(|q| q / sum), None)
}

pub(super) fn additive(implied: &[f64], sum: f64) -> Result<Fair, DevigError> {
    let share = (sum - 1.0) / implied.len() as f64;
    let left = || implied.iter().map(|q| q - share);
    positive(Method::Additive, left())?;
    Ok(fair(left(), None))
}

/// Σ q^k = 1: more than 1 at k = 0, falling, nearly nothing for a large k.
pub(super) fn power(implied: &[f64]) -> Result<Fair, DevigError> {
    let beyond = |k: f64| implied.iter().map(|q| q.powf(k)).sum::<f64>() - 1.0;
    let no_root = DevigError::NoRoot(Method::Power);
    let high = upper_bound(1.0, beyond).ok_or(no_root)?;
    let k = falling(0.0, high, |k| At {
        value: beyond(k),
        slope: implied.iter().map(|q| q.powf(k) * q.ln()).sum(),
    });
    let k = k.ok_or(no_root)?;
    Ok(fair(implied.iter().map(|q| q.powf(k)), Some(k)))
}

/// Σ p(z) = 1 between no insiders, where it is √S, and nothing but insiders, where it is Σq²/S.
pub(super) fn shin(implied: &[f64], sum: f64) -> Result<Fair, DevigError> {
    if sum < 1.0 - NO_MARGIN {
        return Err(DevigError::NoMargin(sum));
    }
    if sum < 1.0 + NO_MARGIN {
        return Ok(fair(implied.iter().map(|q| q / sum), Some(0.0)));
    }
    // (√(z² + 4(1 - z)a) - z) / (2(1 - z)) with a = q²/S, turned so that z = 1 is no division by
    // zero and nothing cancels.
    let root = |q: f64, z: f64| (z * z + 4.0 * (1.0 - z) * q * q / sum).sqrt();
    let probability = |q: f64, z: f64| 2.0 * q * q / sum / (root(q, z) + z);
    // From p²(1 - z) + pz - a = 0.
    let slope = |q: f64, z: f64| {
        let p = probability(q, z);
        (p * p - p) / (2.0 * p * (1.0 - z) + z)
    };
    let z = falling(0.0, 1.0, |z| At {
        value: implied.iter().map(|q| probability(*q, z)).sum::<f64>() - 1.0,
        slope: implied.iter().map(|q| slope(*q, z)).sum(),
    });
    let z = z.ok_or(DevigError::NoRoot(Method::Shin))?;
    Ok(fair(implied.iter().map(|q| probability(*q, z)), Some(z)))
}

/// Looked for over the logarithm of c, where the function is tame.
pub(super) fn odds_ratio(implied: &[f64]) -> Result<Fair, DevigError> {
    let probability = |q: f64, c: f64| q / (c * (1.0 - q) + q);
    let ln = falling(-LN_ODDS_RATIO_MAX, LN_ODDS_RATIO_MAX, |ln| {
        let all = || implied.iter().map(|q| probability(*q, ln.exp()));
        At {
            value: all().sum::<f64>() - 1.0,
            slope: -all().map(|p| p * (1.0 - p)).sum::<f64>(),
        }
    });
    let c = ln.ok_or(DevigError::NoRoot(Method::OddsRatio))?.exp();
    Ok(fair(implied.iter().map(|q| probability(*q, c)), Some(c)))
}

/// The same number of standard errors off each: √((q - q²)/q), which is √(1 - q).
pub(super) fn goto(implied: &[f64], sum: f64) -> Result<Fair, DevigError> {
    let errors: f64 = implied.iter().map(|q| (1.0 - q).sqrt()).sum();
    let step = (sum - 1.0) / errors;
    let left = || implied.iter().map(|q| q - step * (1.0 - q).sqrt());
    positive(Method::Goto, left())?;
    Ok(fair(left(), Some(step)))
}

fn positive(method: Method, left: impl Iterator<Item = f64>) -> Result<(), DevigError> {
    let mut left = left.enumerate();
    match left.find(|(_, left)| *left <= 0.0) {
        Some((answer, left)) => Err(DevigError::NothingLeft {
            method,
            answer,
            left,
        }),
        None => Ok(()),
    }
}
