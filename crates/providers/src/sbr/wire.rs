//! The columns and fields of the files, named as they have them.

pub(super) mod nba {
    /// Without these the file is another file.
    pub(in super::super) const REQUIRED: &[&str] = &[
        SEASON,
        DATE,
        AWAY,
        HOME,
        SCORE_AWAY,
        SCORE_HOME,
        WHOS_FAVORED,
        SPREAD,
        TOTAL,
    ];
    /// The year in which it ends.
    pub(in super::super) const SEASON: &str = "season";
    /// `2007-10-30`, in US Eastern time.
    pub(in super::super) const DATE: &str = "date";
    pub(in super::super) const AWAY: &str = "away";
    pub(in super::super) const HOME: &str = "home";
    pub(in super::super) const SCORE_AWAY: &str = "score_away";
    pub(in super::super) const SCORE_HOME: &str = "score_home";
    /// By quarter, then all overtimes together: away, home.
    pub(in super::super) const QUARTERS: [(&str, &str); 4] = [
        ("q1_away", "q1_home"),
        ("q2_away", "q2_home"),
        ("q3_away", "q3_home"),
        ("q4_away", "q4_home"),
    ];
    pub(in super::super) const OVERTIME: (&str, &str) = ("ot_away", "ot_home");
    /// `home` or `away`; one of them even where the spread is zero.
    pub(in super::super) const WHOS_FAVORED: &str = "whos_favored";
    /// By how much the favoured side is favoured: never below zero.
    pub(in super::super) const SPREAD: &str = "spread";
    pub(in super::super) const TOTAL: &str = "total";
    pub(in super::super) const MONEYLINE_AWAY: &str = "moneyline_away";
    pub(in super::super) const MONEYLINE_HOME: &str = "moneyline_home";
}

pub(super) mod mlb {
    /// Without these the file is another file.
    pub(in super::super) const REQUIRED: &[&str] = &[
        SEASON, GAME_DATE, VIS_TEAM, HOME_TEAM, VIS_FINAL, HOME_FINAL,
    ];
    pub(in super::super) const SEASON: &str = "season";
    /// `2014-03-22`, in US Eastern time.
    pub(in super::super) const GAME_DATE: &str = "game_date";
    pub(in super::super) const VIS_TEAM: &str = "vis_team";
    pub(in super::super) const HOME_TEAM: &str = "home_team";
    /// Runs, all innings together; how many those were is not told.
    pub(in super::super) const VIS_FINAL: &str = "vis_final";
    pub(in super::super) const HOME_FINAL: &str = "home_final";
    /// Opening, closing: visitor, home.
    pub(in super::super) const MONEYLINES: [(&str, &str); 2] = [
        ("vis_ml_open", "home_ml_open"),
        ("vis_ml_close", "home_ml_close"),
    ];
    /// The run line: line and price of the visitor, line and price of the home side.
    pub(in super::super) const RUN_LINE: [(&str, &str); 2] = [
        ("vis_rl_line", "vis_rl_odds"),
        ("home_rl_line", "home_rl_odds"),
    ];
    /// Opening, closing: line, price of over, price of under.
    pub(in super::super) const TOTALS: [(&str, &str, &str); 2] = [
        (
            "total_open",
            "total_open_over_odds",
            "total_open_under_odds",
        ),
        (
            "total_close",
            "total_close_over_odds",
            "total_close_under_odds",
        ),
    ];
}

pub(super) mod nhl {
    /// Without these the file is another file.
    pub(in super::super) const REQUIRED: &[&str] = &[
        DATE, VH, TEAM, PERIODS[0], PERIODS[1], PERIODS[2], FINAL, CLOSE, PUCK_LINE, CLOSE_OU,
    ];
    /// `1004` is the fourth of October, `405` the fifth of April: the year is not told.
    pub(in super::super) const DATE: &str = "Date";
    /// `V` in a row for the visitor, `H` in the next one for the home side.
    pub(in super::super) const VH: &str = "VH";
    pub(in super::super) const TEAM: &str = "Team";
    pub(in super::super) const PERIODS: [&str; 3] = ["1st", "2nd", "3rd"];
    /// With overtime, and a won shoot-out as one goal. Which of the two it was is not told.
    pub(in super::super) const FINAL: &str = "Final";
    /// Moneylines, overtime and shoot-out included.
    pub(in super::super) const OPEN: &str = "Open";
    pub(in super::super) const CLOSE: &str = "Close";
    /// The side's own line; its price stands in the next column.
    pub(in super::super) const PUCK_LINE: &str = "Puck Line";
    /// The total; in the next column the price of over in the visitor's row, of under in the
    /// home side's.
    pub(in super::super) const OPEN_OU: &str = "Open OU";
    pub(in super::super) const CLOSE_OU: &str = "Close OU";
}

pub(super) mod nfl {
    use serde::Deserialize;

    use crate::json::Text;

    /// A game of the archive. Numbers are texts in some fields and numbers in others.
    #[derive(Debug, Deserialize)]
    pub(in super::super) struct Game {
        /// The year in which it begins.
        pub(in super::super) season: Text,
        /// `20110908.0`, in US Eastern time.
        pub(in super::super) date: Text,
        pub(in super::super) home_team: Text,
        pub(in super::super) away_team: Text,
        #[serde(rename = "home_1stQtr")]
        pub(in super::super) home_1: Text,
        #[serde(rename = "home_2ndQtr")]
        pub(in super::super) home_2: Text,
        #[serde(rename = "home_3rdQtr")]
        pub(in super::super) home_3: Text,
        #[serde(rename = "home_4thQtr")]
        pub(in super::super) home_4: Text,
        #[serde(rename = "away_1stQtr")]
        pub(in super::super) away_1: Text,
        #[serde(rename = "away_2ndQtr")]
        pub(in super::super) away_2: Text,
        #[serde(rename = "away_3rdQtr")]
        pub(in super::super) away_3: Text,
        #[serde(rename = "away_4thQtr")]
        pub(in super::super) away_4: Text,
        pub(in super::super) home_final: Text,
        pub(in super::super) away_final: Text,
        pub(in super::super) home_close_ml: Text,
        pub(in super::super) away_close_ml: Text,
        /// Each side's own line: the two are each other's opposite, or the row is wrong.
        pub(in super::super) home_close_spread: Text,
        pub(in super::super) away_close_spread: Text,
        pub(in super::super) close_over_under: Text,
    }
}
