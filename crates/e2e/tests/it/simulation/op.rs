//! What can happen, each a value that stands alone: a list stays playable whatever is left out.

use serde::{Deserialize, Serialize};

/// A market of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Market {
    Moneyline,
    Spread,
    Total,
}

/// An answer to a market: home or over, away or under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    First,
    Second,
}

/// A leg as a member takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pick {
    pub(crate) game: usize,
    pub(crate) market: Market,
    pub(crate) side: Side,
    /// How many prices ago the member looked.
    pub(crate) back: usize,
}

/// Prices of a game, American; lines in quarters, of the home side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Prices {
    pub(crate) moneyline: (i32, i32),
    pub(crate) spread: (i32, i32, i32),
    pub(crate) total: (i32, i32, i32),
}

/// What a source says of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Says {
    Scheduled,
    Live,
    Final(i32, i32),
    Cancelled,
}

/// The outcome that an admin gives a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LegGrades {
    Won,
    Lost,
    Push,
    Void,
    HalfWon,
    HalfLost,
}

/// What an admin of a server asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Asks {
    /// A ticket does not count.
    Void { bet: u32 },
    /// A leg of a ticket gets that outcome. Its number is from 1.
    Regrade {
        bet: u32,
        leg: usize,
        came: LegGrades,
    },
    /// For the server's tickets, a game ended like that.
    Score {
        server: usize,
        game: usize,
        home: i32,
        away: i32,
    },
    /// A member gets units.
    Give { member: usize, units: i64 },
    /// A member gives units up.
    Take { member: usize, units: i64 },
    /// The decision with that number no longer holds.
    Undo { number: u32 },
}

/// How a process meets its end, or its database does, at a statement of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cut {
    /// Killed before the statement is sent.
    Before,
    /// Killed after the statement is done, before the answer comes.
    After,
    /// The connection breaks before the statement is sent; the process lives on.
    LostBefore,
    /// The connection breaks after the statement is done; the process lives on.
    LostAfter,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Op {
    /// Time goes by.
    Advance { seconds: i64 },
    /// A member does something, and is made or relieved on the way.
    Visit { member: usize },
    /// A bet. Its number names it for all that follows.
    Place {
        bet: u32,
        member: usize,
        picks: Vec<Pick>,
        stake: i64,
    },
    /// Discord delivers the same interaction once more.
    PlaceAgain { bet: u32 },
    /// The owner takes it back. The number names the press.
    Cancel { bet: u32, press: u32 },
    /// The feed with prices lists a game with these.
    Quote {
        game: usize,
        prices: Prices,
        dated: Option<i64>,
    },
    /// A source says something, dated by itself so many seconds ago, or not at all.
    Report {
        game: usize,
        source: usize,
        says: Says,
        dated: Option<i64>,
    },
    /// A source repeats what it said last, word for word.
    ReportAgain { game: usize, source: usize },
    /// The operator decides how a game ended.
    Rule { game: usize, says: Says },
    /// An admin decides. The number names the decision for all that follows.
    Correct { number: u32, asks: Asks },
    /// The admin presses the same button once more.
    CorrectAgain { number: u32 },
    /// Discord resumes the bot's session, and sends the last so many interactions once more.
    Replay { last: usize },
    /// The confirming press of that decision, sent once more.
    HearCorrection { number: u32 },
    /// What is due is decided.
    Decide,
    /// What waits is settled, so many tickets a page.
    Settle { page: usize },
    /// That, cut off at its nth statement.
    Fault { cut: Cut, at: u32, of: Box<Op> },
    /// The first stops before its nth statement until the second is done or waits for it.
    Race {
        first: Box<Op>,
        at: u32,
        second: Box<Op>,
    },
}

/// A whole play: who the sources are, and what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Play {
    pub(crate) seed: u64,
    /// Whether source 0 is the league's own.
    pub(crate) official: bool,
    pub(crate) ops: Vec<Op>,
}
