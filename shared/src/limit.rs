//! Limits that members set for themselves.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// What a limit bounds.
    LimitKind {
        /// Stakes.
        Stake = "stake",
        /// Losses; open stakes count as lost.
        Loss = "loss",
    }
}

words! {
    /// Over what a limit is added up.
    LimitSpan {
        /// One bet.
        Bet = "bet",
        /// The last 24 hours.
        Day = "day",
        /// The last 7 days.
        Week = "week",
        /// The last 30 days.
        Month = "month",
    }
}

/// What a limit is about. What a single bet can lose is its stake, so there is no limit on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LimitOn {
    /// What it bounds.
    pub kind: LimitKind,
    /// Over what it is added up.
    pub span: LimitSpan,
}

impl LimitOn {
    /// Every one of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::stake(LimitSpan::Bet),
        Self::stake(LimitSpan::Day),
        Self::stake(LimitSpan::Week),
        Self::stake(LimitSpan::Month),
        Self::loss(LimitSpan::Day),
        Self::loss(LimitSpan::Week),
        Self::loss(LimitSpan::Month),
    ];

    const fn stake(span: LimitSpan) -> Self {
        let kind = LimitKind::Stake;
        Self { kind, span }
    }

    const fn loss(span: LimitSpan) -> Self {
        let kind = LimitKind::Loss;
        Self { kind, span }
    }

    /// What these two words name.
    pub fn from_words(kind: &str, span: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|it| (it.kind.word(), it.span.word()) == (kind, span))
    }

    /// The two words as one.
    pub fn word(self) -> String {
        format!("{}-{}", self.kind, self.span)
    }

    /// What such a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        let (kind, span) = word.split_once('-')?;
        Self::from_words(kind, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_what_it_was_made_from() {
        for on in LimitOn::ALL {
            assert_eq!(LimitOn::from_word(&on.word()), Some(on));
        }
        for word in ["", "stake", "loss-bet", "stake-year", "stake-day-day"] {
            assert_eq!(LimitOn::from_word(word), None, "{word}");
        }
    }
}
