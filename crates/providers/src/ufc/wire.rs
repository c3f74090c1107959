//! The columns of the file, named as it has them.

/// Without these the file is another file.
pub(super) const REQUIRED: &[&str] = &[
    RED,
    BLUE,
    RED_ODDS,
    BLUE_ODDS,
    DATE,
    WINNER,
    ROUNDS,
    FINISH,
    FINISH_ROUND,
    FINISH_TIME,
];

/// The fighter in the red corner, who is listed first.
pub(super) const RED: &str = "R_fighter";
pub(super) const BLUE: &str = "B_fighter";
/// American.
pub(super) const RED_ODDS: &str = "R_odds";
pub(super) const BLUE_ODDS: &str = "B_odds";
/// `2024-12-14`, where it was fought.
pub(super) const DATE: &str = "date";
/// `Red`, `Blue`, `Draw`, `NC`.
pub(super) const WINNER: &str = "Winner";
/// For how many rounds.
pub(super) const ROUNDS: &str = "no_of_rounds";
/// `KO/TKO`, `SUB`, `U-DEC`, `S-DEC`, `M-DEC`, `DQ`, `Overturned`; blank where nobody noted it.
pub(super) const FINISH: &str = "finish";
/// `3.0`.
pub(super) const FINISH_ROUND: &str = "finish_round";
/// `4:42`, counted up within the round.
pub(super) const FINISH_TIME: &str = "finish_round_time";
