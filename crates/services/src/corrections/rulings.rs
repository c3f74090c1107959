//! What each leg is ruled to be: what an admin says, what a stated score decides, or what was ruled
//! before the correction that is undone.

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
use store::corrections::{self, Asked, Correction, Held};
use store::grades::GradeShares;
use store::settlements::TicketToSettle;

use super::refusal::{CorrectionError, Refusal};
use crate::settle::rules_of;

/// What is to hold of which legs, by ticket and leg.
pub(super) type Rulings = BTreeMap<(TicketId, i16), Option<Held>>;

/// What is to hold of the legs of the tickets that were found.
pub(super) async fn of(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
    undone: Option<&Correction>,
    now: DateTime<Utc>,
    found: &[TicketToSettle],
) -> Result<Rulings, CorrectionError> {
    Ok(match asked {
        Asked::Result { game, home, away } => {
            stated(conn, *game, (*home, *away), now, found).await?
        }
        Asked::Undo { .. } => match undone {
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

/// What an admin says that legs came to.
fn said(asked: &Asked, found: &[TicketToSettle]) -> Rulings {
    let held = |outcome: LegOutcome| {
        let (win, refund) = outcome.shares()?;
        Some(Held {
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
        Asked::Regrade { leg, outcome, .. } => Rulings::from([((id, leg), held(outcome))]),
        Asked::Grade { outcome, .. } => Rulings::from([((id, 1), held(outcome))]),
        Asked::Void { .. } => {
            let legs = (1..).zip(&ticket.legs);
            legs.map(|(leg, _)| ((id, leg), held(LegOutcome::Void)))
                .collect()
        }
        _ => Rulings::new(),
    }
}

/// What the server's legs on a game come to under a score that an admin states. A leg that the
/// score alone does not decide stays as it is.
async fn stated(
    conn: &mut PgConnection,
    game: GameId,
    (home, away): (i32, i32),
    now: DateTime<Utc>,
    found: &[TicketToSettle],
) -> Result<Rulings, CorrectionError> {
    let games = store::board::games(conn, &[game]).await?;
    let of = games.into_iter().next();
    let of = of.filter(|it| it.written().is_none());
    let of = of.ok_or(Refusal::NoGame)?;
    if of.starts_at > now {
        return Err(Refusal::NotBegun { at: of.starts_at }.into());
    }
    let mut result = final_score(game, (home, away), now);
    result.facts.sides = Some((of.home.id, of.away.id));
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
            let held = Held {
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

/// A score as the result of a game that is over.
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
