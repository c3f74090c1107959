//! Whom the numbers of a report belong to, where the feed has turned its sides round or speaks of
//! somebody else.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use shared::facts::{Change, Facts};
use shared::feed::GameReport;
use shared::id::GameId;

use super::Competitors;
use crate::games::Sides;

/// The reports with every number at the side of whom it belongs to by name. Bets were taken on
/// teams, so a feed that turns its sides round moves no number from one to the other. A report
/// about somebody else than who was known to play says nothing of the game but that.
pub(super) fn joined_by_name<'a>(
    games: BTreeMap<GameId, &'a GameReport>,
    competitors: &Competitors<'_>,
    known: &HashMap<GameId, Sides>,
) -> BTreeMap<GameId, Cow<'a, GameReport>> {
    let join = |(id, report): (GameId, &'a GameReport)| {
        let named = competitors.sides(report);
        // Nobody is known at home or away in a field: those of it come and go.
        let joined = match known.get(&id).filter(|it| it.are_named) {
            Some(known) if named == (known.away, known.home) => Cow::Owned(report.turned()),
            Some(known) if named != (known.home, known.away) => Cow::Owned(of_others(report)),
            _ => Cow::Borrowed(report),
        };
        (id, competitors.rename(joined))
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
