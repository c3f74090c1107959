//! The outcome of a leg in plain English, for files that people read beside the numbers.

use shared::competitor::Lead;
use shared::facts::Method;
use shared::grade::LegOutcome;
use shared::line::Line;

use super::{Comparison, Numbers, Points, verdict};
use crate::grade::Grade;
use crate::rules;

/// The numbers that decided and the leg's outcome, in plain English:
/// `24 + 3.5 = 27.5 beats 27: won`. If another rule than the market's own decided, it is quoted.
pub fn why(grade: &Grade) -> String {
    let verdict = verdict(&grade.receipt);
    let came_to = match grade.outcome {
        LegOutcome::Won => "won".to_owned(),
        LegOutcome::Lost => "lost".to_owned(),
        LegOutcome::Push => "the stake is returned".to_owned(),
        LegOutcome::Void => "void, the stake is returned".to_owned(),
        LegOutcome::HalfWon => "half won, half returned".to_owned(),
        LegOutcome::HalfLost => "half lost, half returned".to_owned(),
        LegOutcome::DeadHeat => format!(
            "a dead heat, {}/{} of the stake wins",
            grade.win.num(),
            grade.win.den()
        ),
    };
    let mut said = plain_english(&verdict.numbers);
    if said.is_empty() {
        said = came_to;
    } else {
        said = format!("{said}: {came_to}");
    }
    let counts = |name: &str| {
        name.rsplit('/')
            .next()
            .is_some_and(|it| it.starts_with("counts_"))
    };
    let ours = ["general/push", "general/quarter_line"];
    let rows = { grade.receipt.by.iter() }
        .filter(|it| !counts(it) && !ours.contains(&it.as_str()))
        .filter_map(|it| rules::named(it));
    for row in rows {
        said = format!("{said}. {}", row.says.trim_end_matches('.'));
    }
    said
}

fn plain_english(numbers: &Numbers) -> String {
    match *numbers {
        Numbers::NotPlayed { status } => format!("the game was {status}"),
        Numbers::Void { .. } => String::new(),
        Numbers::Sides {
            own,
            line,
            sum,
            other,
            comparison,
        } => sides(own, line, sum, other, comparison),
        Numbers::Draw { home, away, level } => {
            let word = if level { "level" } else { "not level" };
            format!("{home}-{away} is {word}")
        }
        Numbers::Total {
            home,
            away,
            total,
            line,
            comparison,
        } => {
            let verb = over_or_under(comparison);
            format!("{home} + {away} = {total} {verb} {line}")
        }
        Numbers::One {
            own,
            line,
            comparison,
            at_least,
        } => {
            let verb = over_or_under(comparison);
            let least = if at_least { "at least " } else { "" };
            format!("{least}{own} {verb} {line}")
        }
        Numbers::Score { home, away } => format!("the score was {home}-{away}"),
        Numbers::HalfFull { half, full } => format!(
            "{}-{} at half time, {}-{} at the end",
            half.0, half.1, full.0, full.1
        ),
        Numbers::Declared { winner } => format!("{} won", who(winner)),
        Numbers::Ended {
            winner,
            method,
            round,
        } => ended(winner, method, round),
        Numbers::Lasted { seconds, bound } => lasted(seconds, bound),
        Numbers::Placed {
            position,
            places,
            tied,
        } => placed(position, places, tied),
        Numbers::Compared { ref by, own, other } => format!("{by} {own} against {other}"),
        Numbers::Happened { times } => format!("it happened {times} times"),
    }
}

fn sides(own: i64, line: Option<Line>, sum: Points, other: i64, comparison: Comparison) -> String {
    let left = match line {
        Some(line) if line < Line::ZERO => format!("{own} - {} = {sum}", -line),
        Some(line) => format!("{own} + {line} = {sum}"),
        None => own.to_string(),
    };
    let verb = match comparison {
        Comparison::Above => "beats",
        Comparison::Level => "is level with",
        Comparison::Below => "does not beat",
    };
    format!("{left} {verb} {other}")
}

fn ended(winner: Option<Lead>, method: Option<Method>, round: Option<u8>) -> String {
    let winner = winner.map_or("nobody", who);
    let method = method.map_or_else(String::new, |it| {
        format!(" by {}", it.word().replace('_', " "))
    });
    let round = round.map_or_else(String::new, |it| format!(" in round {it}"));
    format!("{winner} won{method}{round}")
}

fn lasted(seconds: i64, bound: i64) -> String {
    let verb = over_or_under(Comparison::of(seconds - bound));
    let clock = |it: i64| format!("{}:{:02}", it / 60, it % 60);
    format!("{} of fighting {verb} {}", clock(seconds), clock(bound))
}

fn placed(position: Option<u16>, places: u16, tied: u16) -> String {
    match position {
        Some(position) if tied > 1 => {
            format!("place {position}, shared by {tied}, of {places} that count")
        }
        Some(position) => format!("place {position} of {places} that count"),
        None => format!("not placed, of {places} that count"),
    }
}

const fn over_or_under(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Above => "is over",
        Comparison::Level => "is just",
        Comparison::Below => "is under",
    }
}

const fn who(lead: Lead) -> &'static str {
    match lead {
        Lead::Home => "the home side",
        Lead::Away => "the away side",
        Lead::Draw => "neither side",
    }
}
