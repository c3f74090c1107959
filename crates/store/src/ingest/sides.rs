//! Assigns the numbers of a report to competitors, when the feed has swapped home and away or names
//! another opponent.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use shared::facts::{Change, Facts};
use shared::feed::GameReport;
use shared::id::GameId;

use super::Competitors;
use crate::games::Sides;

/// The reports with every number on the side of the competitor that it belongs to by name. Bets are
/// on teams, so a feed that swaps the sides moves no number from one team to the other. A report
/// that names another opponent says nothing else about the game.
pub(super) fn joined_by_name<'a>(
    games: BTreeMap<GameId, &'a GameReport>,
    competitors: &Competitors<'_>,
    known: &HashMap<GameId, Sides>,
) -> BTreeMap<GameId, Cow<'a, GameReport>> {
    let join = |(id, report): (GameId, &'a GameReport)| {
        let named = competitors.sides(report);
        // A field has no sides, and its entrants come and go.
        let joined = match known.get(&id).filter(|it| it.are_named) {
            Some(known) if named == (known.away, known.home) => Cow::Owned(report.turned()),
            Some(known) if named != (known.home, known.away) => Cow::Owned(of_others(report)),
            _ => Cow::Borrowed(report),
        };
        (id, competitors.rename(joined))
    };
    games.into_iter().map(join).collect()
}

/// What remains of a report that names another opponent: that fact, and nothing to bet on.
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
