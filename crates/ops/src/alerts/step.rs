//! When a rule is told, and when its all-clear is given. Pure: the time is an argument.

use chrono::{DateTime, TimeDelta, Utc};
use store::alerts::AlertStage;

use super::rules::Rule;

/// How long a rule must be kept before its all-clear, so that one good look is none.
pub const FINE_FOR: TimeDelta = TimeDelta::seconds(60);
/// How long after its all-clear a rule is not told again: what comes and goes would be told for
/// ever.
pub const COOLDOWN: TimeDelta = TimeDelta::minutes(15);

/// What is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// The rule is broken.
    Broken,
    /// It is kept again.
    Fine,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is to be remembered. `None`: nothing.
    pub stage: Option<AlertStage>,
    /// What is to be told.
    pub say: Option<Say>,
}

/// One look at a rule. `broken` is `None` where the value is not known: then nothing is concluded
/// from it.
pub fn step(
    rule: &Rule,
    before: Option<AlertStage>,
    broken: Option<bool>,
    now: DateTime<Utc>,
) -> Step {
    match broken {
        Some(true) => broken_at(rule, before, now),
        Some(false) => fine_at(before, now),
        // Whoever was told waits for an all-clear; a beginning is forgotten.
        None => Step {
            stage: before.filter(|it| it.told_at.is_some() || is_cooling(it, now)),
            say: None,
        },
    }
}

fn broken_at(rule: &Rule, before: Option<AlertStage>, now: DateTime<Utc>) -> Step {
    let mut stage = before.unwrap_or(AlertStage {
        since: now,
        told_at: None,
        fine_since: None,
        cleared_at: None,
    });
    // Without a beginning of its own, a cleared alert begins anew.
    if stage.told_at.is_none() && stage.fine_since.is_some() {
        stage.since = now;
    }
    stage.fine_since = None;
    let lasts = TimeDelta::from_std(rule.lasts).unwrap_or(TimeDelta::MAX);
    let is_due = now - stage.since >= lasts && !is_cooling(&stage, now);
    if stage.told_at.is_some() || !is_due {
        return Step {
            stage: Some(stage),
            say: None,
        };
    }
    stage.told_at = Some(now);
    Step {
        stage: Some(stage),
        say: Some(Say::Broken),
    }
}

fn fine_at(before: Option<AlertStage>, now: DateTime<Utc>) -> Step {
    let nothing = Step {
        stage: None,
        say: None,
    };
    let Some(mut stage) = before else {
        return nothing;
    };
    let since = *stage.fine_since.get_or_insert(now);
    if stage.told_at.is_none() {
        let stage = Some(stage).filter(|it| is_cooling(it, now));
        return Step { stage, ..nothing };
    }
    if now - since < FINE_FOR {
        let stage = Some(stage);
        return Step { stage, ..nothing };
    }
    stage.told_at = None;
    stage.cleared_at = Some(now);
    Step {
        stage: Some(stage),
        say: Some(Say::Fine),
    }
}

fn is_cooling(stage: &AlertStage, now: DateTime<Utc>) -> bool {
    stage.cleared_at.is_some_and(|it| now - it < COOLDOWN)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use shared::testing::noon;

    use super::*;
    use crate::alerts::rules::RULES;

    /// What is told at which second, where the rule is looked at every 15 seconds. A letter a look:
    /// `x` broken, `.` kept, `?` unknown.
    fn told(lasts: u64, looks: &str) -> Vec<(i64, Say)> {
        let rule = Rule {
            lasts: Duration::from_secs(lasts),
            ..RULES[0]
        };
        let (mut stage, mut told) = (None, Vec::new());
        for (look, letter) in (0..).zip(looks.chars()) {
            let now = noon() + TimeDelta::seconds(15 * look);
            let broken = match letter {
                'x' => Some(true),
                '.' => Some(false),
                _ => None,
            };
            let next = step(&rule, stage, broken, now);
            told.extend(next.say.map(|it| (15 * look, it)));
            stage = next.stage;
        }
        told
    }

    #[test]
    fn it_is_told_once_and_cleared_once() {
        use Say::{Broken, Fine};
        assert_eq!(told(0, "xxxx"), [(0, Broken)]);
        assert_eq!(told(0, "x......"), [(0, Broken), (75, Fine)]);
        assert_eq!(told(0, "xxx..x....."), [(0, Broken), (150, Fine)]);
    }

    #[test]
    fn what_must_last_is_not_told_before() {
        assert_eq!(told(60, "xxxx.xxxx."), []);
        assert_eq!(told(60, "..xxxxx"), [(90, Say::Broken)]);
    }

    #[test]
    fn what_comes_and_goes_is_told_again_after_a_quarter_of_an_hour() {
        let looks = format!("x{}{}", ".".repeat(6), "x".repeat(80));
        let told = told(0, &looks);
        assert_eq!(told[..2], [(0, Say::Broken), (75, Say::Fine)]);
        assert_eq!(told[2..], [(975, Say::Broken)]);
    }

    #[test]
    fn what_is_not_known_neither_breaks_nor_clears() {
        assert_eq!(told(0, "??x????????"), [(30, Say::Broken)]);
        assert_eq!(told(30, "x?xx"), []);
    }
}
