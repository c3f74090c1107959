//! Games that were joined with another one: each version of the other's result becomes one of
//! theirs, on the sides that the competitors have in them.

use grading::decide::{Relation, relation};
use grading::end::HasEnd;
use shared::decision::Basis;
use shared::facts::Facts;
use shared::game::{GameStatus, PeriodScore};
use shared::report::Report;
use store::reports::Said;
use store::results::{GameDecision, GameHead, JoinedGame, NewResult, ReportKey, UndecidedGame};

/// The result of a game that stands after a decision.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    report: ReportKey,
    status: GameStatus,
    scores: Vec<PeriodScore>,
    facts: Facts,
    basis: Basis,
}

impl Standing {
    /// The one that stood before it.
    pub(super) fn before(game: &UndecidedGame) -> Option<Self> {
        let (current, report) = (game.current.as_ref()?, game.rests_on.clone()?);
        Some(Self {
            report,
            status: current.status,
            scores: current.scores.clone(),
            facts: current.facts.clone(),
            basis: current.basis,
        })
    }

    /// The one that it makes, if it makes one.
    pub(super) fn after(decision: &GameDecision) -> Option<Self> {
        let result = decision.result.clone()?;
        Some(Self {
            report: result.report,
            status: result.status,
            scores: result.scores,
            facts: result.facts,
            basis: result.basis,
        })
    }
}

/// What becomes of a joined game when the other one stands like this: its start and status are the
/// other's, it has no review of its own, and its result is the other's.
pub(super) fn follow(
    game: JoinedGame,
    other: &GameHead,
    stands: Option<&Standing>,
    said: &[Said],
) -> GameDecision {
    let before = game.head.clone();
    let mut after = GameHead {
        starts_at: other.starts_at,
        status: other.status,
        review: None,
        decide_at: None,
        ..before.clone()
    };
    let result = stands.and_then(|it| result(&game, it, said));
    after.version += i32::from(result.is_some());
    GameDecision {
        is_review_over: before.review.is_some(),
        before,
        after,
        new_start: None,
        result,
        opened: None,
    }
}

/// The other's result as one of this game. `None` where that is what stands already.
fn result(game: &JoinedGame, stands: &Standing, said: &[Said]) -> Option<NewResult> {
    let (mut scores, mut facts) = match game.is_turned {
        true => (
            stands.scores.iter().map(PeriodScore::turned).collect(),
            stands.facts.turned(),
        ),
        false => (stands.scores.clone(), stands.facts.clone()),
    };
    scores.sort_unstable();
    // Its bets are on the players of its own feed, whom another feed knows by other ids.
    let own = said.iter().filter(|it| it.game == game.head.game);
    for report in own.map(|it| &it.report).filter(|it| agrees(it, stands)) {
        let players = match game.is_turned {
            true => report.facts.turned().players,
            false => report.facts.players.clone(),
        };
        for player in players {
            if facts.players.iter().all(|it| it.id != player.id) {
                facts.players.push(player);
            }
        }
    }
    facts.players.sort_by_key(|it| it.id);
    let is_known = game
        .current
        .as_ref()
        .is_some_and(|it| (it.status, &it.scores, &it.facts) == (stands.status, &scores, &facts));
    (!is_known).then(|| NewResult {
        report: stands.report.clone(),
        status: stands.status,
        scores,
        facts,
        basis: stands.basis,
    })
}

/// Whether a report says that the game ended as it did. Its sides are those of the other game.
fn agrees(report: &Report, stands: &Standing) -> bool {
    let stood = Report {
        status: stands.status,
        scores: stands.scores.clone(),
        facts: stands.facts.clone(),
        ..report.clone()
    };
    report.is_end() && relation(report.end(), stood.end()) != Relation::Contradict
}
