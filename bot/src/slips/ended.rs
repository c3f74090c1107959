//! How a leg's game ended, and the outcome that this gives the leg.

use grading::rules::Options;
use grading::{HouseRules, Receipt};
use shared::game::{Game, GameResult, GameStatus, Sides};
use shared::grade::LegOutcome;
use shared::ticket::{Leg, TicketState};
use store::notices::{SlipLeg, SlipTicket};

/// How the game ended: the newest result if it gives the leg the same outcome, otherwise the one
/// that the leg was graded on.
pub(super) fn newest<'a>(
    slip: &SlipTicket,
    leg: &Leg,
    shown: &'a SlipLeg,
) -> Option<&'a GameResult> {
    let renewed = renewed(slip, leg, shown).and(shown.since.as_ref());
    renewed.or(shown.result.as_ref())
}

/// The receipt for the newest result, if it came after the leg was graded and gives the leg the
/// same outcome.
pub(super) fn renewed(slip: &SlipTicket, leg: &Leg, shown: &SlipLeg) -> Option<Receipt> {
    let (decided, since) = shown.grade.as_ref().zip(shown.since.as_ref())?;
    let grade = graded_by(slip, leg, shown, since)?;
    (grade.outcome == decided.outcome).then_some(grade.receipt)
}

/// The outcome that a result gives a leg, under the rules that the server had chosen when the
/// ticket was placed.
fn graded_by(
    slip: &SlipTicket,
    leg: &Leg,
    shown: &SlipLeg,
    result: &GameResult,
) -> Option<grading::Grade> {
    let options = Options::try_from(&slip.choices).ok()?;
    let (sport, league) = (shown.game.sport, shown.game.league_code.as_str());
    let rules = HouseRules::new(sport, league).with_options(options);
    let mut result = grading::for_bet(result, &leg.selection, shown.booked_start);
    if leg.selection.subject.is_some() {
        result.facts.sides = shown.game.sides().map(Sides::ids);
    }
    grading::grade(&rules, &leg.selection, &result).ok()
}

/// Whether a slip says how this leg's game ended: once the leg is graded, and on a ticket that is
/// over as soon as the game is.
pub(super) fn shows_end(slip: &SlipTicket, shown: &SlipLeg) -> bool {
    let is_over = !matches!(
        slip.ticket.state,
        TicketState::Open | TicketState::Cancelled
    );
    shown.grade.is_some() || (is_over && shown.result.is_some())
}

/// What a leg came to. A ticket that was lost before its last game ended has legs that nothing
/// was paid on; they get the mark that their game's result gives them.
pub(super) fn leg_outcome(slip: &SlipTicket, leg: &Leg, shown: &SlipLeg) -> Option<LegOutcome> {
    if let Some(grade) = &shown.grade {
        return Some(grade.outcome);
    }
    let result = shown.result.as_ref().filter(|_| shows_end(slip, shown))?;
    Some(graded_by(slip, leg, shown, result)?.outcome)
}

/// The result, where the game was played to its end.
pub(super) fn final_result(result: Option<&GameResult>) -> Option<&GameResult> {
    result.filter(|it| it.status == GameStatus::Final)
}

/// Whether this is the end of a contest of many, which has places and no score.
pub(super) fn is_field_over(game: &Game, result: &GameResult) -> bool {
    game.field().is_some() && result.status == GameStatus::Final
}
