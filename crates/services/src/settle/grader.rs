//! Grades the selections of one game on one version of its result, each only once, however many
//! tickets hold it and however many workers settle them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use grading::{GradeError, HouseRules};
use shared::game::GameResult;
use shared::id::SelectionId;
use shared::market::Selection;
use store::grades::{GradeShares, NewGrade};
use store::settlements::{LegGrades, LegToSettle, TicketToSettle};

use super::error::SettleError;
use super::ticket::rules_of;

/// The key of a grade for one result: the selection, the start that it was booked for, the version
/// of the rules, and the digest of the server's rule choices.
type Graded = (SelectionId, DateTime<Utc>, i32, String);

/// The grades of one game, shared by its workers.
pub(super) struct Grader {
    rules: HouseRules,
    result: GameResult,
    known: Mutex<HashMap<Graded, Known>>,
}

#[derive(Clone)]
struct Known {
    shares: Option<GradeShares>,
    /// The grade to be stored, until a page that stored it has committed.
    fresh: Option<NewGrade>,
}

/// The grades that a page rests on and that may not be stored yet.
pub(super) type Fresh = HashMap<Graded, NewGrade>;

impl Grader {
    pub(super) fn new(rules: HouseRules, result: GameResult) -> Self {
        Self {
            rules,
            result,
            known: Mutex::default(),
        }
    }

    pub(super) const fn result(&self) -> &GameResult {
        &self.result
    }

    /// How many selections were graded. A selection counts once for each version of the rules and
    /// each digest of rule choices.
    pub(super) fn graded(&self) -> u64 {
        self.known().len() as u64
    }

    /// The grade of a leg, and the version that it rests on. A leg on another game has its newest
    /// grade in force. A leg that this result does not decide has none, whatever an older version
    /// said: a ticket's state follows from current results only.
    pub(super) fn grade(
        &self,
        leg: &LegToSettle,
        ticket: &TicketToSettle,
        fresh: &mut Fresh,
    ) -> Result<Option<(i32, LegGrades)>, SettleError> {
        if leg.selection.game != self.result.game {
            return Ok(leg.grade);
        }
        let Some(win) = self.part(&leg.selection, leg, ticket, fresh)? else {
            return Ok(None);
        };
        let place = match &leg.placed {
            Some(placed) => self.part(placed, leg, ticket, fresh)?,
            None => None,
        };
        let came = LegGrades::graded(win, place, &leg.agreed);
        Ok(came.map(|it| (self.result.version, it)))
    }

    /// The grade of one selection of a leg: its own, or that of its place part.
    fn part(
        &self,
        selection: &Selection,
        leg: &LegToSettle,
        ticket: &TicketToSettle,
        fresh: &mut Fresh,
    ) -> Result<Option<GradeShares>, SettleError> {
        let key = (
            selection.id,
            leg.booked_start,
            ticket.rule_version,
            ticket.settings_digest.clone(),
        );
        let known = {
            let mut all = self.known();
            match all.get(&key) {
                Some(known) => known.clone(),
                None => {
                    let known = self.grade_once(selection, leg.booked_start, ticket)?;
                    all.insert(key.clone(), known.clone());
                    known
                }
            }
        };
        if let Some(new) = known.fresh {
            fresh.entry(key).or_insert(new);
        }
        Ok(known.shares)
    }

    /// These grades are stored: no page needs to store them again.
    pub(super) fn are_kept(&self, fresh: &Fresh) {
        let mut all = self.known();
        for key in fresh.keys() {
            if let Some(known) = all.get_mut(key) {
                known.fresh = None;
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Graded, Known>> {
        // Entries are inserted whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn grade_once(
        &self,
        selection: &Selection,
        booked_start: DateTime<Utc>,
        ticket: &TicketToSettle,
    ) -> Result<Known, SettleError> {
        let rules = rules_of(ticket, self.rules.clone());
        let rules = rules.map_err(|source| SettleError::Choices {
            guild: ticket.guild,
            source,
        })?;
        let result = grading::for_bet(&self.result, selection, booked_start);
        let grade = match grading::grade(&rules, selection, &result) {
            Ok(grade) => grade,
            Err(error) => {
                if error != GradeError::StillAwaited {
                    self.warn(selection, &error);
                }
                let (shares, fresh) = (None, None);
                return Ok(Known { shares, fresh });
            }
        };
        let receipt = grade.receipt.to_bytes();
        let receipt = receipt.map_err(|source| SettleError::Receipt {
            selection: selection.id,
            source,
        })?;
        let shares = GradeShares {
            outcome: grade.outcome,
            win: grade.win,
            refund: grade.refund,
        };
        Ok(Known {
            shares: Some(shares),
            fresh: Some(NewGrade {
                selection: selection.clone(),
                booked_start,
                rule_version: ticket.rule_version,
                settings_digest: ticket.settings_digest.clone(),
                shares,
                receipt,
            }),
        })
    }

    fn warn(&self, selection: &Selection, error: &GradeError) {
        let (game, version) = (self.result.game, self.result.version);
        tracing::warn!(
            game.id = %game,
            "version {version} of game {game} does not decide {} {}: its tickets are open until \
             one does ({error})",
            selection.kind,
            selection.side,
        );
    }
}
