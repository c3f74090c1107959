//! Fights: who won, how, and after how long.

use shared::competitor::{Lead, Role};
use shared::facts::{Ending, Method};
use shared::game::{GameStatus, Period};
use shared::grade::LegOutcome::{self, Lost, Push, Won};
use shared::market::{MarketKind, Side};

use super::extent::{Counts, Validity};
use super::points::{by_quarters, declared, nothing};
use super::{Decided, Leg, validity};
use crate::check::forms::round_seconds;
use crate::grade::GradeError;
use crate::receipt::Working;
use crate::rules::{HalfRoundExact, KnockoutIncludesDisqualification};

/// Grades a market on a fight.
pub(super) fn decide(leg: &Leg<'_>, usual_seconds: u16) -> Result<Decided, GradeError> {
    let ending = leg.result.facts.ending.unwrap_or_default();
    let without_result =
        leg.result.status == GameStatus::NoContest || ending.method == Some(Method::NoContest);
    let round_seconds = round_seconds(usual_seconds, &leg.rules.league, &leg.result.facts);
    let Validity { is, mut by } = validity(leg, without_result)?;
    if is == Counts::Nothing {
        return Ok(nothing(leg, by));
    }
    if without_result {
        by.push(leg.own("no_contest"));
    }
    match (leg.kind(), leg.selection.period) {
        (MarketKind::TotalRounds, Period::Full) => rounds(
            leg,
            ending,
            i64::from(round_seconds),
            is == Counts::Whole,
            by,
        ),
        _ if is != Counts::Whole => Ok(Decided::void(by)),
        (MarketKind::Moneyline2 | MarketKind::Moneyline3, Period::Full) => {
            let winner = ending.winner.ok_or_else(|| leg.untold("who won"))?;
            Ok(declared(leg, winner, by))
        }
        (MarketKind::Moneyline2, Period::Round(round)) => {
            by.push(leg.own("round_betting"));
            in_round(leg, ending, round, by)
        }
        (MarketKind::Method, Period::Full) => method(leg, ending, by),
        _ => Err(leg.no_period()),
    }
}

fn validity(leg: &Leg<'_>, without_result: bool) -> Result<Validity, GradeError> {
    match leg.result.status {
        GameStatus::NoContest | GameStatus::Retired | GameStatus::Final => {
            let mut as_final = leg.result.clone();
            as_final.status = GameStatus::Final;
            let leg = Leg {
                rules: leg.rules,
                sport: leg.sport,
                market: leg.market.clone(),
                selection: leg.selection,
                result: &as_final,
            };
            let validity = validity::of(&leg)?;
            Ok(Validity {
                is: match validity.is {
                    Counts::Whole if without_result => Counts::Decided,
                    other => other,
                },
                ..validity
            })
        }
        _ => validity::of(leg),
    }
}

/// By a stoppage in that round.
fn in_round(
    leg: &Leg<'_>,
    ending: Ending,
    round: u8,
    by: Vec<String>,
) -> Result<Decided, GradeError> {
    let (winner, method) = told(leg, ending)?;
    let (ended, mut by) = ended_in(leg, ending, by)?;
    let wanted = lead_of(leg.selection.side);
    let stopped = method != Method::Decision;
    let outcome = if stopped && ended == round && winner == wanted {
        Won
    } else {
        Lost
    };
    by.dedup();
    Ok(Decided::new(outcome, worked(ending), by))
}

const fn lead_of(side: Side) -> Lead {
    match side {
        Side::Home => Lead::Home,
        Side::Away => Lead::Away,
        _ => Lead::Draw,
    }
}

fn told(leg: &Leg<'_>, ending: Ending) -> Result<(Lead, Method), GradeError> {
    let winner = ending.winner.ok_or_else(|| leg.untold("who won"))?;
    let method = ending
        .method
        .ok_or_else(|| leg.untold("how the fight ended"))?;
    Ok((winner, method))
}

const fn worked(ending: Ending) -> Working {
    Working::Ended {
        winner: ending.winner,
        method: ending.method,
        round: ending.round,
    }
}

/// How the fight ended, or how that side won it.
fn method(leg: &Leg<'_>, ending: Ending, by: Vec<String>) -> Result<Decided, GradeError> {
    let (winner, method) = told(leg, ending)?;
    let knockout = match method {
        Method::Knockout | Method::TechnicalKnockout | Method::Retirement => true,
        Method::Disqualification => {
            leg.rules.options.knockout_includes_disqualification
                == KnockoutIncludesDisqualification::Yes
        }
        _ => false,
    };
    let so = match leg.selection.side {
        Side::Knockout => knockout,
        Side::Submission => method == Method::Submission,
        Side::Decision => method == Method::Decision,
        _ => method == Method::Disqualification,
    };
    let his = match leg.selection.subject {
        None => true,
        Some(_) => match leg.subject_role()? {
            Role::Home => winner == Lead::Home,
            _ => winner == Lead::Away,
        },
    };
    let outcome = if so && his { Won } else { Lost };
    Ok(Decided::new(outcome, worked(ending), by))
}

/// The round in which the fight ended: one that a fighter does not come out for is not it.
fn ended_in(
    leg: &Leg<'_>,
    ending: Ending,
    mut by: Vec<String>,
) -> Result<(u8, Vec<String>), GradeError> {
    let round = ending
        .round
        .ok_or_else(|| leg.untold("in which round it ended"))?;
    if round > 1 && ending.second == Some(0) {
        by.push(leg.own("fails_to_answer"));
        return Ok((round - 1, by));
    }
    Ok((round, by))
}

/// How long the fight lasted, compared with the line.
fn rounds(
    leg: &Leg<'_>,
    ending: Ending,
    round_seconds: i64,
    stands: bool,
    by: Vec<String>,
) -> Result<Decided, GradeError> {
    let line = leg.line();
    let bound = i64::from(line.quarters()) * round_seconds / 4;
    let distance = ending.method == Some(Method::Decision) && ending.round.is_none();
    let (lasted, mut by) = if distance {
        let rounds = leg.result.facts.scheduled_rounds;
        let rounds = rounds.ok_or_else(|| leg.untold("for how many rounds it was"))?;
        let all = i64::from(rounds) * round_seconds;
        ((all, all), by)
    } else {
        let (round, by) = ended_in(leg, ending, by)?;
        let before = i64::from(round - 1) * round_seconds;
        match ending.second {
            Some(0) if round_of(ending) > round => {
                let end = i64::from(round) * round_seconds;
                ((end, end), by)
            }
            Some(second) => {
                let at = before + i64::from(second);
                ((at, at), by)
            }
            // The round alone may be enough.
            None => ((before, before + round_seconds), by),
        }
    };
    let (least, most) = lasted;
    if least != most && least < bound && bound <= most {
        return Err(leg.untold("how far into the round it ended"));
    }
    let seconds = if least >= bound { least } else { most };
    let over = (seconds - bound).signum();
    let half = line.quarters() % 4 != 0;
    let sign = match (over, half) {
        (0, true) => {
            by.push(leg.own("half_round_exact"));
            match leg.rules.options.half_round_exact {
                HalfRoundExact::Over => 1,
                HalfRoundExact::Under => -1,
                HalfRoundExact::Push => 0,
            }
        }
        (other, _) => other,
    };
    let backed = if leg.selection.side == Side::Over {
        sign
    } else {
        -sign
    };
    let outcome: LegOutcome = by_quarters(4 * backed);
    if !stands {
        if sign <= 0 {
            return Ok(Decided::void(by));
        }
        by.push("general/determined".to_owned());
    }
    if outcome == Push {
        by.push("general/push".to_owned());
    }
    let working = Working::Lasted { seconds, bound };
    Ok(Decided::new(outcome, working, by))
}

fn round_of(ending: Ending) -> u8 {
    ending.round.unwrap_or(1)
}
