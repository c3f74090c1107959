//! Where a falling function crosses zero.

/// How often a root is narrowed at most. Halving alone takes 64 or so to run out of floats, and
/// every second step at least halves.
const STEPS_MAX: usize = 256;

/// A function's value and slope at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// How high it stands.
    pub value: f64,
    /// How fast it rises there.
    pub slope: f64,
}

/// Where a function that falls from above zero at `low` to below zero at `high` crosses it.
///
/// Newton's step is taken while it stays between the bounds and halves what the step before the
/// last one was; else the bounds are halved. So it always narrows, and it always ends. Nothing
/// where the bounds are not such bounds, or the function has no number somewhere.
pub fn falling(mut low: f64, mut high: f64, function: impl Fn(f64) -> At) -> Option<f64> {
    let (above, below) = (function(low).value, function(high).value);
    if !(low <= high && above >= 0.0 && below <= 0.0) {
        return None;
    }
    if above == 0.0 {
        return Some(low);
    }
    if below == 0.0 {
        return Some(high);
    }
    let mut point = f64::midpoint(low, high);
    let (mut step, mut before) = (high - low, high - low);
    for _ in 0..STEPS_MAX {
        let At { value, slope } = function(point);
        if value.is_nan() {
            return None;
        }
        if value == 0.0 {
            return Some(point);
        }
        if value > 0.0 {
            low = point;
        } else {
            high = point;
        }
        let newton = point - value / slope;
        let inside = newton > low && newton < high;
        let fast = (newton - point).abs() < before.abs() / 2.0;
        let next = if inside && fast {
            newton
        } else {
            f64::midpoint(low, high)
        };
        (before, step) = (step, next - point);
        if next == point || step.abs() <= f64::EPSILON * point.abs() / 4.0 {
            return Some(next);
        }
        point = next;
    }
    Some(point)
}

/// Doubles `high` until the function is not above zero there. `None` if it stays above.
pub fn upper_bound(mut high: f64, function: impl Fn(f64) -> f64) -> Option<f64> {
    for _ in 0..1_024 {
        if function(high) <= 0.0 {
            return Some(high);
        }
        high *= 2.0;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slope_that_leads_away_does_no_harm() {
        // Newton alone runs off to infinity here, and the slope is wrong on purpose.
        for slope in [0.0, 1e300, -1e-300, f64::NAN, f64::INFINITY] {
            let root = falling(-3.0, 100.0, |x| At {
                value: -x.atan(),
                slope,
            });
            assert!(root.unwrap().abs() < 1e-12, "{slope}: {root:?}");
        }
    }

    #[test]
    fn what_does_not_cross_has_no_root() {
        let flat = |x: f64| At {
            value: -1.0 - x * x,
            slope: -2.0 * x,
        };
        assert_eq!(falling(0.0, 1.0, flat), None);
        let nothing = |_: f64| At {
            value: f64::NAN,
            slope: f64::NAN,
        };
        assert_eq!(falling(0.0, 1.0, nothing), None);
        assert_eq!(upper_bound(1.0, |_| 1.0), None);
    }

    proptest! {
        #[test]
        fn every_falling_cubic_is_solved(root in -50.0..50.0f64, steep in 1e-6..1e6f64) {
            let found = falling(-100.0, 100.0, |x| At {
                value: -steep * (x - root) * (1.0 + (x - root).powi(2)),
                slope: -steep * (1.0 + 3.0 * (x - root).powi(2)),
            });
            prop_assert!((found.unwrap() - root).abs() < 1e-12 * root.abs().max(1.0));
        }
    }
}
