//! The operator's decision on how a game ended, for every server.

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use shared::decision::ReviewReason;
use shared::facts::{Change, Facts};
use shared::game::{GameStatus, PeriodScore};
use shared::id::GameId;
use shared::report::{ADMIN, Report};
use sqlx::PgConnection;
use store::StoreError;
use store::reports::Said;
use store::results::Decided;
use store::reviews::{self, Verdict};

use super::decide::decide_with;

/// What the operator decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperatorDecision {
    /// The game ended as this source reports it.
    AsReported(String),
    /// The game ended as stated.
    Stated {
        /// How it ended.
        status: GameStatus,
        /// The scores, by period and side.
        scores: Vec<PeriodScore>,
    },
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such game.
    #[error("there is no game {0}")]
    NoGame(GameId),
    /// That source has not reported the game.
    #[error("{0} has not reported this game")]
    NoReport(String),
    /// Not a way to end a game: a final without both scores, or a status that is not final.
    #[error("bets cannot be settled on {0}")]
    NoEnd(GameStatus),
    /// The reason is missing or too long.
    #[error("a reason has 1 to 400 characters")]
    Reason,
}

/// The longest reason, in characters.
const REASON_MAX: usize = 400;

/// Decides how a game ended: stores the operator's own report, which overrides all others, and the
/// result that follows from it. Ends the open review; if there is none, the decision gets a review
/// of its own, so that it is part of the history. Needs a transaction.
///
/// # Errors
/// [`ReviewError`]; the transaction cannot be used any more.
pub async fn decide_by_operator(
    conn: &mut PgConnection,
    game: GameId,
    decision: &OperatorDecision,
    verdict: &Verdict,
) -> Result<Decided, ReviewError> {
    if !(1..=REASON_MAX).contains(&verdict.reason.trim().chars().count()) {
        return Err(ReviewError::Reason);
    }
    let locked = reviews::lock(conn, game).await?;
    let locked = locked.ok_or(ReviewError::NoGame(game))?;
    let game = locked.game;
    let reports = reviews::reports(conn, game).await?;
    let report = report(game, &reports, decision, locked.now)?;
    reviews::insert_report(conn, game, &report).await?;
    if locked.open_review.is_none() {
        let version = locked.result_version;
        reviews::insert(conn, game, ReviewReason::Operator, version, locked.now).await?;
    }
    let policy = Policy::default();
    Ok(decide_with(conn, &[game], &policy, locked.now, Some(verdict)).await?)
}

/// The operator's decision as a report.
fn report(
    game: GameId,
    said: &[Said],
    decision: &OperatorDecision,
    now: DateTime<Utc>,
) -> Result<Report, ReviewError> {
    let (status, mut scores, facts) = match decision {
        OperatorDecision::AsReported(provider) => {
            let mut all = said.iter().map(|it| &it.report).rev();
            let of = all.find(|it| it.provider == *provider);
            let of = of.ok_or_else(|| ReviewError::NoReport(provider.clone()))?;
            (of.status, of.scores.clone(), of.facts.clone())
        }
        OperatorDecision::Stated { status, scores } => (*status, scores.clone(), opponent(said)),
    };
    scores.sort_unstable();
    let mut own = said.iter().filter(|it| it.game == game);
    let last = own.find(|it| it.report.provider == ADMIN);
    let report = Report {
        provider: ADMIN.to_owned(),
        sequence: last.map_or(0, |it| it.report.sequence) + 1,
        status,
        starts_at: now,
        scores,
        facts,
        source_at: None,
        received_at: now,
        heard_at: None,
    };
    match report.is_end() {
        true => Ok(report),
        false => Err(ReviewError::NoEnd(status)),
    }
}

/// The part of the sources' reports that survives the operator's decision: that somebody else
/// plays, which voids bets whatever the score.
fn opponent(said: &[Said]) -> Facts {
    let mut changes = said.iter().flat_map(|it| &it.report.facts.changes);
    Facts {
        changes: changes
            .find(|it| **it == Change::Opponent)
            .copied()
            .into_iter()
            .collect(),
        ..Facts::default()
    }
}
