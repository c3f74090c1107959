//! The columns of the files, named as the feed names them. They vary from season to season.

/// Without these the file is another file.
pub(super) const REQUIRED: &[&str] = &[DIV, DATE, HOME_TEAM, AWAY_TEAM, FTHG, FTAG];

pub(super) const DIV: &str = "Div";
/// `13/08/2021` or `13/08/21`, in the United Kingdom.
pub(super) const DATE: &str = "Date";
/// `20:00`, in the United Kingdom. The seasons before 2019 do not have it.
pub(super) const TIME: &str = "Time";
pub(super) const HOME_TEAM: &str = "HomeTeam";
pub(super) const AWAY_TEAM: &str = "AwayTeam";
/// Full time: home goals, away goals, and `H`, `D` or `A`.
pub(super) const FTHG: &str = "FTHG";
pub(super) const FTAG: &str = "FTAG";
pub(super) const FTR: &str = "FTR";
/// Half time.
pub(super) const HTHG: &str = "HTHG";
pub(super) const HTAG: &str = "HTAG";
/// The home side's handicap that the opening Asian prices hold for; the second until 2018.
pub(super) const HANDICAP: &[&str] = &["AHh", "BbAHh"];
/// The same for the closing ones.
pub(super) const HANDICAP_CLOSING: &[&str] = &["AHCh"];

/// A bookmaker, and how the names of its columns begin.
pub(super) struct Columns {
    /// Our code.
    pub(super) code: &'static str,
    /// For reading.
    pub(super) name: &'static str,
    /// Before `H`, `D`, `A`.
    pub(super) winner: &'static str,
    /// Before `>2.5`, `<2.5` and `AHH`, `AHA`.
    pub(super) other: &'static str,
}

/// Every bookmaker that is read. The market's average and best are bookmakers of their own.
pub(super) const BOOKMAKERS: &[Columns] = &[
    columns("bet365", "bet365", "B365", "B365"),
    columns("pinnacle", "Pinnacle", "PS", "P"),
    columns("william_hill", "William Hill", "WH", "WH"),
    columns("vc", "VC Bet", "VC", "VC"),
    columns("bw", "Bet&Win", "BW", "BW"),
    columns("iw", "Interwetten", "IW", "IW"),
    columns("ladbrokes", "Ladbrokes", "LB", "LB"),
    columns("betfair", "Betfair", "BF", "BF"),
    columns("betfair_exchange", "Betfair Exchange", "BFE", "BFE"),
    columns("average", "Market average", "Avg", "Avg"),
    columns("average", "Market average", "BbAv", "BbAv"),
    columns("maximum", "Market maximum", "Max", "Max"),
    columns("maximum", "Market maximum", "BbMx", "BbMx"),
];

const fn columns(
    code: &'static str,
    name: &'static str,
    winner: &'static str,
    other: &'static str,
) -> Columns {
    Columns {
        code,
        name,
        winner,
        other,
    }
}
