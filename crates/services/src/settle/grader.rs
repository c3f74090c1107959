//! Grades the selections of one game on one version of its result: each once, however many
//! tickets hold it, and however many workers settle them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use grading::{GradeError, HouseRules};
use shared::game::GameResult;
use shared::id::SelectionId;
use shared::market::Selection;
use store::grades::{GradeShares, NewGrade};
use store::settlements::{Came, LegToSettle, TicketToSettle};

use super::error::SettleError;
use super::ticket::rules_of;

/// What a grade is made of, beside the result: a selection, the start that it was booked for, the
/// version of the rules, and the digest of what the server chose.
type Graded = (SelectionId, DateTime<Utc>, i32, String);

/// The grades of one game, shared by all who settle it.
pub(super) struct Grader {
    rules: HouseRules,
    result: GameResult,
    known: Mutex<HashMap<Graded, Known>>,
}

#[derive(Clone)]
struct Known {
    shares: Option<GradeShares>,
    /// The grade to be kept, until a page that kept it has committed.
    fresh: Option<NewGrade>,
}

/// The grades that a page rests on and that nobody is known to have kept.
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

    /// How many selections were graded, one under two versions of the rules or two choices of
    /// servers counted twice.
    pub(super) fn graded(&self) -> u64 {
        self.known().len() as u64
    }

    /// What a leg came to and on which version. A leg on another game has the newest grade that
    /// stands. One that this result does not decide has none, whatever an older version said: what
    /// a ticket comes to follows from the results that stand, and not from those before them.
    pub(super) fn grade(
        &self,
        leg: &LegToSettle,
        ticket: &TicketToSettle,
        fresh: &mut Fresh,
    ) -> Result<Option<(i32, Came)>, SettleError> {
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
        let came = Came::graded(win, place, &leg.agreed);
        Ok(came.map(|it| (self.result.version, it)))
    }

    /// What one selection of a leg came to: its own, or whether it is placed.
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

    /// These stand: no page needs to keep them again.
    pub(super) fn are_kept(&self, fresh: &Fresh) {
        let mut all = self.known();
        for key in fresh.keys() {
            if let Some(known) = all.get_mut(key) {
                known.fresh = None;
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Graded, Known>> {
        // Each entry is put in whole.
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
