//! The columns of the file, named as the feed names them.

/// Without these the file is another file.
pub(super) const REQUIRED: &[&str] = &[
    GAME_ID,
    SEASON,
    GAMEDAY,
    AWAY_TEAM,
    AWAY_SCORE,
    HOME_TEAM,
    HOME_SCORE,
    SPREAD_LINE,
];

pub(super) const GAME_ID: &str = "game_id";
pub(super) const SEASON: &str = "season";
/// `2010-09-09`, in US Eastern time.
pub(super) const GAMEDAY: &str = "gameday";
/// `20:30`, in US Eastern time.
pub(super) const GAMETIME: &str = "gametime";
pub(super) const AWAY_TEAM: &str = "away_team";
pub(super) const HOME_TEAM: &str = "home_team";
/// Blank until the game is over.
pub(super) const AWAY_SCORE: &str = "away_score";
pub(super) const HOME_SCORE: &str = "home_score";
/// Home score less away score; a second keeper of the two.
pub(super) const RESULT: &str = "result";
/// 1 when there was an overtime, 0 when there was none. Old copies lack it.
pub(super) const OVERTIME: &str = "overtime";
/// Above zero when the **home** side is favoured: the handicap with its sign turned.
pub(super) const SPREAD_LINE: &str = "spread_line";
pub(super) const TOTAL_LINE: &str = "total_line";
pub(super) const AWAY_MONEYLINE: &str = "away_moneyline";
pub(super) const HOME_MONEYLINE: &str = "home_moneyline";
pub(super) const AWAY_SPREAD_ODDS: &str = "away_spread_odds";
pub(super) const HOME_SPREAD_ODDS: &str = "home_spread_odds";
pub(super) const OVER_ODDS: &str = "over_odds";
pub(super) const UNDER_ODDS: &str = "under_odds";
