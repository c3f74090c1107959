//! Fights: a round that there is, a clock that it has, and a winner where there is one.

use shared::competitor::Lead;
use shared::facts::{Ending, Method};
use shared::game::GameStatus;
use shared::league::Sport;

use super::forms::{self, BOXING_ROUNDS_MAX, MMA_ROUNDS_MAX, ROUND_SECONDS_MAX};
use super::{CheckedEnd, Flaw, FlawKind, Most, ensure};

fn wrong(says: impl Into<String>) -> Flaw {
    Flaw::new(FlawKind::Fight, says)
}

pub(super) fn check(told: CheckedEnd<'_>, usual_seconds: u16) -> Result<Most, Flaw> {
    let facts = told.facts;
    let most = match told.sport {
        Sport::Boxing => BOXING_ROUNDS_MAX,
        _ => MMA_ROUNDS_MAX,
    };
    if let Some(rounds) = facts.scheduled_rounds {
        ensure((1..=most).contains(&rounds), FlawKind::Fight, || {
            format!("no fight is scheduled for {rounds} rounds")
        })?;
    }
    let seconds = forms::round_seconds(usual_seconds, told.league, facts);
    ensure(
        (1..=ROUND_SECONDS_MAX).contains(&seconds),
        FlawKind::Fight,
        || format!("no round lasts {seconds} seconds"),
    )?;
    let ending = facts.ending.unwrap_or_default();
    let rounds = facts.scheduled_rounds.unwrap_or(most);
    if let Some(round) = ending.round {
        ensure((1..=rounds).contains(&round), FlawKind::Fight, || {
            format!("it ended in round {round} of {rounds}")
        })?;
    }
    if let Some(second) = ending.second {
        ensure(ending.round.is_some(), FlawKind::Clock, || {
            "the clock of a round that is not told".to_owned()
        })?;
        ensure(second <= seconds, FlawKind::Clock, || {
            format!(
                "the clock shows {}:{:02} in a round of {}:{:02}",
                second / 60,
                second % 60,
                seconds / 60,
                seconds % 60
            )
        })?;
        ensure(
            second > 0 || ending.round != Some(1),
            FlawKind::Clock,
            || "it ended before the first round began".to_owned(),
        )?;
    }
    method(told, ending)?;
    decision(ending, facts.scheduled_rounds, seconds)?;
    Ok(None)
}

fn method(told: CheckedEnd<'_>, ending: Ending) -> Result<(), Flaw> {
    let no_contest = told.status == GameStatus::NoContest;
    let nobody = matches!(ending.winner, None | Some(Lead::Draw));
    if (no_contest || ending.method == Some(Method::NoContest)) && !nobody {
        let says = "a no contest that somebody won";
        return Err(Flaw::new(FlawKind::Winner, says));
    }
    let Some(method) = ending.method else {
        return Ok(());
    };
    if no_contest && method != Method::NoContest {
        return Err(wrong(format!("a no contest that ended by {method}")));
    }
    if method == Method::Walkover {
        return Err(wrong("a fight that nobody came to, and that was fought"));
    }
    if method == Method::Submission && told.sport == Sport::Boxing {
        return Err(wrong("boxing has no submissions"));
    }
    if ending.winner.is_none() && method != Method::NoContest {
        return Err(Flaw::missing("who won"));
    }
    // Judges can call it level; whoever is stopped has lost.
    let level = matches!(method, Method::Decision | Method::NoContest);
    ensure(
        ending.winner != Some(Lead::Draw) || level,
        FlawKind::Winner,
        || format!("a draw by {method}"),
    )
}

/// The judges decide when the rounds are over, or when the fight is stopped for an accident.
fn decision(ending: Ending, scheduled: Option<u8>, seconds: u16) -> Result<(), Flaw> {
    let by_judges = ending.method == Some(Method::Decision);
    let last = scheduled.is_some() && ending.round == scheduled;
    let (true, true, Some(second)) = (by_judges, last, ending.second) else {
        return Ok(());
    };
    ensure(second > 0 && second <= seconds, FlawKind::Clock, || {
        format!("a decision {second} seconds into the last round")
    })
}
