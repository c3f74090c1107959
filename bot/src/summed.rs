//! What happens too often for a line each: counted, and logged as a sum now and then.

use std::sync::{Mutex, PoisonError};

/// How often something happened since that was last logged, and what the last time was like.
#[derive(Debug, Default)]
pub(crate) struct Summed(Mutex<Sum>);

/// A sum that is to be logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// How often it happened.
    pub(crate) count: u64,
    /// What the last one was like, without tokens and without what was typed.
    pub(crate) last: String,
}

impl Summed {
    /// Counts one that was like this.
    pub(crate) fn note(&self, last: String) {
        let mut sum = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sum.count += 1;
        sum.last = last;
    }

    /// What was counted since this was last asked.
    pub(crate) fn take(&self) -> Sum {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_in_one_sum_and_in_no_other() {
        let summed = Summed::default();
        summed.note("a".to_owned());
        summed.note("b".to_owned());
        let sum = summed.take();
        assert_eq!((sum.count, sum.last.as_str()), (2, "b"));
        assert_eq!(summed.take(), Sum::default());
    }
}
