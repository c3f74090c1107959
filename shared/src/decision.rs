//! Why a result stands, and why a game is under review.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// Why a result stands.
    Basis {
        /// The league's own feed says it.
        Official = "official",
        /// Independent sources say it.
        Agreed = "agreed",
        /// One source has reported it for long enough, and no other source contradicts it.
        Stood = "stood",
        /// It was postponed past its window, or moved out of it.
        Window = "window",
        /// The operator decided.
        Admin = "admin",
    }
}

words! {
    /// Why a game is under review.
    ReviewReason {
        /// Sources contradict each other, and neither side is larger.
        Disagreement = "disagreement",
        /// A correction came after the time in which corrections are followed automatically.
        LateCorrection = "late_correction",
        /// Bets on it were returned because it was postponed for too long; now it is back within
        /// their window, or has a result that would count for them.
        PlayedAfterVoid = "played_after_void",
        /// What was settled on is no longer said by anybody.
        Withdrawn = "withdrawn",
        /// A source contradicts what was decided since.
        ContradictsDecision = "contradicts_decision",
        /// The parts of what is said contradict each other.
        Contradictory = "contradictory",
        /// A fact without which it cannot be graded is not said.
        Incomplete = "incomplete",
        /// A source names another opponent than the one that bets were placed on.
        Opponent = "opponent",
        /// It is said to be over, and not how it ended.
        Unreadable = "unreadable",
        /// It should have ended long ago, and nobody says that it has.
        Overdue = "overdue",
        /// The operator decided a game that was not under review.
        Operator = "operator",
    }
}
