//! Assigns the numbers of a report to competitors, when the feed has swapped home and away or names
//! another opponent.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use shared::facts::{Change, Facts};
use shared::feed::GameReport;
use shared::id::{CompetitorId, GameId};

use super::Competitors;
use crate::games::Sides;
use crate::games::joined::JoinedInto;

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
        let known = known.get(&id);
        let joined = match known.filter(|it| it.are_named) {
            Some(known) if named == (known.away.is, known.home.is) => Cow::Owned(report.turned()),
            Some(known) if named != (known.home.is, known.away.is) => Cow::Owned(of_others(report)),
            _ => Cow::Borrowed(report),
        };
        let mut joined = competitors.rename(joined);
        // The game's own bets name its sides by the ids that it has for them.
        for side in known.iter().flat_map(|it| [it.home, it.away]) {
            if side.id != side.is {
                joined = renamed(joined, side.is, side.id);
            }
        }
        (id, joined)
    };
    games.into_iter().map(join).collect()
}

/// The prices of the batch, each under the game that is on offer: those of a game that was joined
/// with another one under that, on the sides that their competitors have there. Of two games that
/// are one, those of the first.
pub(super) fn on_offer<'a>(
    games: BTreeMap<GameId, Cow<'a, GameReport>>,
    joined: &HashMap<GameId, JoinedInto>,
) -> BTreeMap<GameId, Cow<'a, GameReport>> {
    if joined.is_empty() {
        return games;
    }
    let (offered, apart): (BTreeMap<_, _>, BTreeMap<_, _>) = games
        .into_iter()
        .partition(|(id, _)| !joined.contains_key(id));
    let mut all = offered;
    for (id, report) in apart {
        let Some(into) = joined.get(&id) else {
            continue;
        };
        let mut report = match into.is_turned {
            true => Cow::Owned(report.turned()),
            false => report,
        };
        for (own, there) in &into.sides {
            report = renamed(report, *own, *there);
        }
        all.entry(into.game).or_insert(report);
    }
    all
}

fn renamed<'a>(
    mut report: Cow<'a, GameReport>,
    from: CompetitorId,
    to: CompetitorId,
) -> Cow<'a, GameReport> {
    if from != to {
        report
            .to_mut()
            .rename(|id| if id == from { to } else { id });
    }
    report
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
