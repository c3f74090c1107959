//! The times of one statement, as a histogram that many threads write to.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::classes::Class;

/// The upper bounds of the histogram's buckets, in seconds; what took longer is in one more. Each
/// class ends at one of them.
pub const BOUNDS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// How many buckets there are.
const BUCKETS: usize = BOUNDS.len() + 1;

/// The times of one statement.
#[derive(Debug, Default)]
pub(super) struct Times {
    micros: AtomicU64,
    buckets: [AtomicU64; BUCKETS],
}

impl Times {
    pub(super) fn add(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.iter().position(|it| seconds <= *it);
        let bucket = bucket.unwrap_or(BOUNDS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(super) fn read(&self, name: &'static str, class: Class) -> StatementTimes {
        let buckets = self.buckets.each_ref().map(|it| it.load(Ordering::Relaxed));
        StatementTimes {
            name,
            class,
            count: buckets.iter().sum(),
            sum: Duration::from_micros(self.micros.load(Ordering::Relaxed)),
            buckets,
        }
    }
}

/// How often one statement was executed, and how long that took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementTimes {
    /// The function that it stands in.
    pub name: &'static str,
    /// How long it may take.
    pub class: Class,
    /// How often it was executed.
    pub count: u64,
    /// How long all executions took together.
    pub sum: Duration,
    /// How many executions ended in each bucket of [`BOUNDS`], not added up; the last bucket is for
    /// those beyond them all.
    pub buckets: [u64; BUCKETS],
}

impl StatementTimes {
    /// What 95 of 100 executions did not exceed, as the upper bound of its bucket in seconds.
    /// `None` without executions; infinite beyond all bounds.
    pub fn p95(&self) -> Option<f64> {
        let mut left = self.count - self.count / 20;
        if left == 0 {
            return None;
        }
        for (count, bound) in self.buckets.iter().zip(BOUNDS) {
            left = left.saturating_sub(*count);
            if left == 0 {
                return Some(bound);
            }
        }
        Some(f64::INFINITY)
    }

    /// Whether more than 5 of 100 executions took longer than the class allows.
    pub fn is_too_slow(&self) -> bool {
        let bound = self.class.bound().map(|it| it.as_secs_f64());
        bound.zip(self.p95()).is_some_and(|(most, p95)| p95 > most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(class: Class, fast: u32, slow: u32) -> StatementTimes {
        let times = Times::default();
        for _ in 0..fast {
            times.add(Duration::from_millis(3));
        }
        for _ in 0..slow {
            times.add(Duration::from_millis(80));
        }
        times.read("x", class)
    }

    #[test]
    fn a_statement_is_too_slow_once_one_in_twenty_exceeds_its_class() {
        let of = |class, fast, slow| {
            let it = times(class, fast, slow);
            (it.p95(), it.is_too_slow())
        };
        assert_eq!(of(Class::Point, 95, 5), (Some(0.005), false));
        assert_eq!(of(Class::Point, 94, 6), (Some(0.1), true));
        assert_eq!(of(Class::Page, 0, 6), (Some(0.1), false));
        assert_eq!(of(Class::Job, 0, 6), (Some(0.1), false));
        assert_eq!(of(Class::Point, 0, 0), (None, false));
    }

    #[test]
    fn every_execution_is_in_one_bucket_and_in_the_sum() {
        let times = Times::default();
        times.add(Duration::from_millis(1));
        times.add(Duration::from_secs(11));
        let read = times.read("x", Class::Job);
        assert_eq!((read.count, read.sum), (2, Duration::from_millis(11_001)));
        assert_eq!((read.buckets[0], read.buckets[BOUNDS.len()]), (1, 1));
        assert_eq!(read.p95(), Some(f64::INFINITY));
    }

    #[test]
    fn each_class_ends_with_a_bucket() {
        for class in [Class::Point, Class::Page] {
            let bound = class.bound().unwrap().as_secs_f64();
            assert!(BOUNDS.contains(&bound), "{class:?}");
        }
    }
}
