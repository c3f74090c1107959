//! The rulings of a correction: what an admin states, what a stated score decides, or what was in
//! force before the correction that is undone.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use grading::HouseRules;
use grading::end::End;
use shared::competitor::Role;
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::grade::LegOutcome;
use shared::id::{GameId, GuildId, TicketId};
use shared::report::ADMIN;
use sqlx::PgConnection;
use store::corrections::{self, Correction, CorrectionAction, RuledGrade};
use store::grades::GradeShares;
use store::settlements::TicketToSettle;

use super::refusal::{CorrectionError, Refusal};
use crate::settle::rules_of;

/// The ruling of each leg, by ticket and leg number. `None` lifts the ruling.
pub(super) type Rulings = BTreeMap<(TicketId, i16), Option<RuledGrade>>;

/// The rulings for these tickets.
pub(super) async fn of(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &CorrectionAction,
    undone: Option<&Correction>,
    now: DateTime<Utc>,
    found: &[TicketToSettle],
) -> Result<Rulings, CorrectionError> {
    Ok(match asked {
        CorrectionAction::Result { game, home, away } => {
            stated(conn, *game, (*home, *away), now, found).await?
        }
        CorrectionAction::Undo { .. } => match undone {
            Some(undone) => {
                let before = corrections::held_before(conn, guild, undone.number).await?;
                let before = before.into_iter();
                before.map(|it| ((it.ticket, it.leg), it.held)).collect()
            }
            None => Rulings::new(),
        },
        _ => said(asked, found),
    })
}

/// Rulings that an admin states directly.
fn said(asked: &CorrectionAction, found: &[TicketToSettle]) -> Rulings {
    let held = |outcome: LegOutcome| {
        let (win, refund) = outcome.shares()?;
        Some(RuledGrade {
            shares: GradeShares {
                outcome,
                win,
                refund,
            },
            receipt: None,
        })
    };
    let Some(ticket) = found.first() else {
        return Rulings::new();
    };
    let id = ticket.ticket;
    match *asked {
        CorrectionAction::Regrade { leg, outcome, .. } => {
            Rulings::from([((id, leg), held(outcome))])
        }
        CorrectionAction::Grade { outcome, .. } => Rulings::from([((id, 1), held(outcome))]),
        CorrectionAction::Void { .. } => {
            let legs = (1..).zip(&ticket.legs);
            legs.map(|(leg, _)| ((id, leg), held(LegOutcome::Void)))
                .collect()
        }
        _ => Rulings::new(),
    }
}

/// Rulings for the server's legs on a game that follow from a stated score. Legs that the score
/// alone does not decide keep their grade.
async fn stated(
    conn: &mut PgConnection,
    game: GameId,
    (home, away): (i32, i32),
    now: DateTime<Utc>,
    found: &[TicketToSettle],
) -> Result<Rulings, CorrectionError> {
    let games = store::board::games(conn, &[game]).await?;
    let of = games.into_iter().next();
    // Only a match has a score that could be stated.
    let of = of.ok_or(Refusal::NoGame)?;
    let sides = of.sides().ok_or(Refusal::NoGame)?.ids();
    if of.starts_at > now {
        return Err(Refusal::NotBegun { at: of.starts_at }.into());
    }
    let mut result = final_score(game, (home, away), now);
    result.facts.sides = Some(sides);
    let end = End::of(&result);
    if grading::check(of.sport, &of.league_code, end).is_err() {
        return Err(Refusal::ImpossibleScore.into());
    }
    let mut held_by_leg = Rulings::new();
    for ticket in found {
        for (number, leg) in (1..).zip(&ticket.legs) {
            if leg.selection.game != game {
                continue;
            }
            let rules = HouseRules::new(of.sport, of.league_code.as_str());
            let rules = rules_of(ticket, rules)?;
            let booked = grading::for_bet(&result, &leg.selection, leg.booked_start);
            let Ok(grade) = grading::grade(&rules, &leg.selection, &booked) else {
                continue;
            };
            let receipt = grade.receipt.to_bytes()?;
            let held = RuledGrade {
                shares: GradeShares {
                    outcome: grade.outcome,
                    win: grade.win,
                    refund: grade.refund,
                },
                receipt: Some(receipt),
            };
            held_by_leg.insert((ticket.ticket, number), Some(held));
        }
    }
    if held_by_leg.is_empty() {
        return Err(Refusal::DecidesNothing.into());
    }
    Ok(held_by_leg)
}

/// A stated score as the result of a finished game.
fn final_score(game: GameId, (home, away): (i32, i32), now: DateTime<Utc>) -> GameResult {
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    GameResult {
        game,
        version: 0,
        status: GameStatus::Final,
        scores: vec![score(Role::Home, home), score(Role::Away, away)],
        facts: Default::default(),
        provider: ADMIN.to_owned(),
        decided_at: now,
    }
}
