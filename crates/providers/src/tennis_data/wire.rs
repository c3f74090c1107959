//! The columns of the files, named as the feed names them.

/// Without these the file is another file.
pub(super) const REQUIRED: &[&str] = &[
    TOURNAMENT, DATE, ROUND, BEST_OF, WINNER, LOSER, WSETS, LSETS, COMMENT,
];

/// The number of the tournament in the season: a column that is named after the tour.
pub(super) const ATP: &str = "ATP";
pub(super) const WTA: &str = "WTA";
pub(super) const TOURNAMENT: &str = "Tournament";
/// A day's number in a spreadsheet, counted from the end of 1899. Local.
pub(super) const DATE: &str = "Date";
/// `1st Round`, `The Final`, `Round Robin`.
pub(super) const ROUND: &str = "Round";
/// In how many sets: 3 or 5.
pub(super) const BEST_OF: &str = "Best of";
/// `Djokovic N.`
pub(super) const WINNER: &str = "Winner";
pub(super) const LOSER: &str = "Loser";
/// Games by set: the winner's, the loser's. The last set of a match that was given up is partial.
pub(super) const SETS: [(&str, &str); 5] = [
    ("W1", "L1"),
    ("W2", "L2"),
    ("W3", "L3"),
    ("W4", "L4"),
    ("W5", "L5"),
];
/// Whole sets.
pub(super) const WSETS: &str = "Wsets";
pub(super) const LSETS: &str = "Lsets";
/// `Completed`, `Retired`, `Walkover`, `Disqualified`.
pub(super) const COMMENT: &str = "Comment";

/// Every bookmaker that is read: our code, the name, and how its two columns begin. The market's
/// average and best are bookmakers of their own.
pub(super) const BOOKMAKERS: &[(&str, &str, &str)] = &[
    ("bet365", "bet365", "B365"),
    ("expekt", "Expekt", "EX"),
    ("ladbrokes", "Ladbrokes", "LB"),
    ("pinnacle", "Pinnacle", "PS"),
    ("centrebet", "Centrebet", "CB"),
    ("stan_james", "Stan James", "SJ"),
    ("unibet", "Unibet", "UB"),
    ("average", "Market average", "Avg"),
    ("maximum", "Market maximum", "Max"),
];
