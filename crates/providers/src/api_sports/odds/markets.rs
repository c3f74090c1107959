//! What the feed's names of markets ask. Its ids of them mean other things in each sport, and in
//! play other things than before, so they are not read.

use shared::competitor::Role;
use shared::game::Period;

use crate::api_sports::leagues::Api;

/// How the values of a market are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Each side, and the draw.
    ThreeWay,
    /// Each side.
    TwoWay,
    /// Each side, the draw returning the stake.
    DrawNoBet,
    /// Two of the three ends.
    DoubleChance,
    /// Each side with a handicap.
    Spread,
    /// Over and under.
    Total,
    /// Over and under of one side.
    TeamTotal(Role),
    /// Yes and no.
    BothScore,
    OddEven,
}

/// Which way handicaps are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handicaps {
    /// Both sides have the home side's: `Home -0.5` beside `Away -0.5`.
    OfHome,
    /// Each side has its own: `Home -0.5` beside `Away +0.5`.
    Own,
    /// Nobody has seen enough of them: the prices have to show it.
    Unknown,
}

/// What a market is called, what it asks, and of which part of the game.
pub(super) type Row = (&'static str, What, Period);

/// The markets before the start, and how their handicaps are written.
pub(super) const fn before(api: Api) -> (&'static [Row], Handicaps) {
    match api {
        Api::Football => (FOOTBALL, Handicaps::OfHome),
        Api::Basketball => (BASKETBALL, Handicaps::Unknown),
        _ => (&[], Handicaps::Unknown),
    }
}

/// What a market of that name asks. Nothing: it is none of those that we have.
pub(super) fn find(table: &[Row], name: &str) -> Option<(What, Period)> {
    let mut found = table.iter().filter(|it| it.0 == name.trim());
    found.next().map(|it| (it.1, it.2))
}

const HOME: What = What::TeamTotal(Role::Home);
const AWAY: What = What::TeamTotal(Role::Away);
const H1: Period = Period::Half(1);
const H2: Period = Period::Half(2);

const FOOTBALL: &[Row] = &[
    ("Match Winner", What::ThreeWay, Period::Full),
    ("First Half Winner", What::ThreeWay, H1),
    ("Second Half Winner", What::ThreeWay, H2),
    // In football the draw is out of it.
    ("Home/Away", What::DrawNoBet, Period::Full),
    ("Draw No Bet (1st Half)", What::DrawNoBet, H1),
    ("Draw No Bet (2nd Half)", What::DrawNoBet, H2),
    ("Double Chance", What::DoubleChance, Period::Full),
    ("Double Chance - First Half", What::DoubleChance, H1),
    ("Double Chance - Second Half", What::DoubleChance, H2),
    ("Asian Handicap", What::Spread, Period::Full),
    ("Asian Handicap First Half", What::Spread, H1),
    ("Asian Handicap (2nd Half)", What::Spread, H2),
    ("Goals Over/Under", What::Total, Period::Full),
    ("Goal Line", What::Total, Period::Full),
    ("Goals Over/Under First Half", What::Total, H1),
    ("Goal Line (1st Half)", What::Total, H1),
    ("Goals Over/Under - Second Half", What::Total, H2),
    ("Total - Home", HOME, Period::Full),
    ("Total - Away", AWAY, Period::Full),
    ("Home Team Total Goals(1st Half)", HOME, H1),
    ("Away Team Total Goals(1st Half)", AWAY, H1),
    ("Home Team Total Goals(2nd Half)", HOME, H2),
    ("Away Team Total Goals(2nd Half)", AWAY, H2),
    ("Both Teams Score", What::BothScore, Period::Full),
    ("Both Teams Score - First Half", What::BothScore, H1),
    ("Both Teams To Score - Second Half", What::BothScore, H2),
    ("Odd/Even", What::OddEven, Period::Full),
    ("Odd/Even - First Half", What::OddEven, H1),
    ("Odd/Even - Second Half", What::OddEven, H2),
];

/// Two ways count overtime, three ways do not.
const BASKETBALL: &[Row] = &[
    ("3Way Result", What::ThreeWay, Period::Regulation),
    ("Home/Away", What::TwoWay, Period::Full),
    ("Asian Handicap", What::Spread, Period::Full),
    ("Over/Under", What::Total, Period::Full),
    ("1st Half 3Way Result", What::ThreeWay, H1),
    ("3Way Result - 1st Qtr", What::ThreeWay, Period::Quarter(1)),
    ("Asian Handicap First Half", What::Spread, H1),
    ("Asian Handicap 1st Qtr", What::Spread, Period::Quarter(1)),
    ("Asian Handicap 2nd Qtr", What::Spread, Period::Quarter(2)),
    ("Over/Under 1st Half", What::Total, H1),
    ("Over/Under 1st Qtr", What::Total, Period::Quarter(1)),
    ("Odd/Even (Including OT)", What::OddEven, Period::Full),
    ("Odd/Even 1st Half", What::OddEven, H1),
];

/// Football, in play and a few minutes before.
pub(super) const LIVE: &[Row] = &[
    ("Fulltime Result", What::ThreeWay, Period::Full),
    ("1x2 (1st Half)", What::ThreeWay, H1),
    ("To Win 2nd Half", What::ThreeWay, H2),
    ("Draw No Bet", What::DrawNoBet, Period::Full),
    ("Double Chance", What::DoubleChance, Period::Full),
    ("Asian Handicap", What::Spread, Period::Full),
    ("Asian Handicap (1st Half)", What::Spread, H1),
    ("Over/Under Line", What::Total, Period::Full),
    ("Match Goals", What::Total, Period::Full),
    ("Over/Under Line (1st Half)", What::Total, H1),
    ("Over/Under (1st Half)", What::Total, H1),
    ("Home Team Goals", HOME, Period::Full),
    ("Away Team Goals", AWAY, Period::Full),
    ("Both Teams to Score", What::BothScore, Period::Full),
    ("Both Teams To Score (1st Half)", What::BothScore, H1),
    ("Both Teams To Score (2nd Half)", What::BothScore, H2),
    ("Goals Odd/Even", What::OddEven, Period::Full),
];
