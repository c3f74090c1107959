//! Its buttons, menus and forms.

use crate::discord::custom_id::buttons;

buttons! {
    "setup";
    /// Where slips go.
    Slips = "zs",
    /// Where results go.
    Results = "zr",
    /// How the server reads odds.
    Odds = "zo",
    /// Whose slips are posted.
    Audience = "za",
    /// Which time zone: a chosen one.
    Zone = "zz",
    /// Ask for the stake limits.
    Stakes = "zl" [OpensForm],
    /// The answer to that.
    StakesForm = "zf",
    /// Post a standing board here.
    Board = "zb",
    /// Take the standing board away.
    NoBoard = "zn",
    /// Whether members may write bets by hand.
    Manual { allowed: bool } = "zm",
    /// Whose role may correct and grade.
    Admin = "zd",
}
