//! Archives of sportsbookreview.com, as people keep them: NBA, MLB, NHL and NFL seasons with
//! opening and closing lines. They are published nowhere any more, so they are only read from a
//! disk.

mod mlb;
mod nba;
mod nfl;
mod nhl;
mod wire;

use bytes::Bytes;
use shared::feed::{FeedAnswer, LeagueReport};
use shared::league::Sport;

use crate::error::Garbled;
use crate::league;
use crate::sheet::MAGIC;

/// The word that names this feed.
pub const NAME: &str = "sbr";

/// The one bookmaker of the files.
const BOOKMAKER: (&str, &str) = ("sbr", "Sportsbook Review");

/// Reads a file in any of the four forms: a spreadsheet is the NHL's, JSON the NFL's, and the head
/// of a comma-separated file tells MLB's from the NBA's. The NHL's dates have no year, so its
/// season is taken from the file's name: `nhl odds 2017-18.xlsx`.
///
/// # Errors
/// [`Garbled`] when it is none of them, or was cut off.
pub fn read(body: Bytes, name: &str) -> Result<FeedAnswer, Garbled> {
    let first = body.iter().find(|it| !it.is_ascii_whitespace());
    if body.starts_with(MAGIC) {
        return nhl::read(body, name);
    }
    if first == Some(&b'[') {
        return nfl::read(body);
    }
    let head = body.split(|it| *it == b'\n').next().unwrap_or_default();
    let names = |column: &str| {
        head.split(|it| *it == b',')
            .any(|it| it == column.as_bytes())
    };
    if names(wire::mlb::VIS_TEAM) {
        return mlb::read(body);
    }
    nba::read(body)
}

fn nba() -> LeagueReport {
    league("NBA", "National Basketball Association", Sport::Basketball)
}

fn mlb() -> LeagueReport {
    league("MLB", "Major League Baseball", Sport::Baseball)
}

fn nhl() -> LeagueReport {
    league("NHL", "National Hockey League", Sport::IceHockey)
}

fn nfl() -> LeagueReport {
    league("NFL", "National Football League", Sport::AmericanFootball)
}
