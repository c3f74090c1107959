//! Whom the numbers of a report belong to, where the feed has turned its sides round or speaks of
//! somebody else.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use shared::facts::{Change, Facts};
use shared::feed::{CompetitorReport, GameReport};
use shared::id::{CompetitorId, GameId};

use super::{CompetitorKey, league_id};
use crate::games::Sides;

/// The reports with every number at the side of whom it belongs to by name. Bets were taken on
/// teams, so a feed that turns its sides round moves no number from one to the other. A report
/// about somebody else than who was known to play says nothing of the game but that.
pub(super) fn joined_by_name<'a>(
    games: BTreeMap<GameId, &'a GameReport>,
    competitors: &HashMap<CompetitorKey<'a>, CompetitorId>,
    known: &HashMap<GameId, Sides>,
) -> BTreeMap<GameId, Cow<'a, GameReport>> {
    let join = |(id, report): (GameId, &'a GameReport)| {
        let league = league_id(report);
        let of = |it: &'a CompetitorReport| competitors.get(&(league, it.reference.as_str()));
        let named = of(&report.home).copied().zip(of(&report.away).copied());
        let joined = match known.get(&id).filter(|it| it.are_named).zip(named) {
            Some((known, (home, away))) if (home, away) == (known.away, known.home) => {
                Cow::Owned(report.turned())
            }
            Some((known, named)) if named != (known.home, known.away) => {
                Cow::Owned(of_others(report))
            }
            _ => Cow::Borrowed(report),
        };
        (id, joined)
    };
    games.into_iter().map(join).collect()
}

/// What a report about others says of the game: that somebody else plays, and nothing to bet on.
fn of_others(report: &GameReport) -> GameReport {
    GameReport {
        scores: Vec::new(),
        facts: Facts {
            changes: vec![Change::Opponent],
            ..Facts::default()
        },
        quotes: Vec::new(),
        quotes_complete: true,
        ..report.clone()
    }
}
