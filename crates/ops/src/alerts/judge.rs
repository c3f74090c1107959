//! What follows from the rows of all processes. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use store::alerts::{Alert, AlertStage, HealthRow, ProcessName};

use super::rules::{RULES, Rule, Teller, What};
use super::{Change, change};
use crate::figures::Figure;

/// How old figures may be to count: three looks and a little.
const FRESH: TimeDelta = TimeDelta::seconds(60);

/// What an alert is known by: the rule, and what it is about.
type Key = (String, String);

/// A process as messages name it.
pub(crate) fn subject(process: &ProcessName) -> String {
    format!("{}@{}", process.program, process.instance)
}

/// What is to be remembered and told now.
pub(crate) fn judge(rows: &[HealthRow], alerts: &[Alert], now: DateTime<Utc>) -> Vec<Change> {
    let mut before: BTreeMap<Key, AlertStage> = alerts
        .iter()
        .map(|it| ((it.rule.clone(), it.subject.clone()), it.stage))
        .collect();
    let mut changes = Vec::new();
    for rule in RULES.iter().filter(|it| it.teller == Teller::Watcher) {
        for (subject, seen) in seen(rule, rows) {
            let stage = before.remove(&(rule.name.to_owned(), subject.clone()));
            changes.extend(change(rule, &subject, stage, seen, now));
        }
    }
    // Of rules and processes that are no more, nothing is told.
    let gone = before.into_keys().filter_map(|(rule, subject)| {
        let rule = RULES.iter().find(|it| it.name == rule);
        Some(Change {
            rule: rule?.name,
            subject,
            stage: None,
            says: None,
        })
    });
    changes.extend(gone);
    changes
}

/// The value of a rule for each subject; `None` where it is not known.
fn seen(rule: &Rule, rows: &[HealthRow]) -> Vec<(String, Option<f64>)> {
    if rule.is_shared() {
        let values = rows.iter().filter(|it| is_fresh(it));
        let values = values.filter_map(|it| value(rule, it));
        let worst = values.reduce(|one, other| rule.bound.worse(one, other));
        return vec![(String::new(), worst)];
    }
    let each = rows
        .iter()
        .map(|it| (subject(&it.process), of_process(rule, it)));
    each.collect()
}

fn of_process(rule: &Rule, row: &HealthRow) -> Option<f64> {
    match rule.what {
        What::Silence if row.is_stopped => Some(0.0),
        What::Silence => Some(row.silent.as_seconds_f64()),
        What::Figure(_) if is_fresh(row) => value(rule, row),
        What::Figure(_) => None,
    }
}

fn value(rule: &Rule, row: &HealthRow) -> Option<f64> {
    let What::Figure(figure) = rule.what else {
        return None;
    };
    named(row, figure)
}

fn named(row: &HealthRow, figure: Figure) -> Option<f64> {
    row.figures.get(figure.metric().name).copied()
}

fn is_fresh(row: &HealthRow) -> bool {
    !row.is_stopped && row.silent <= FRESH
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    fn row(program: &str, silent: i64, figures: &[(Figure, f64)]) -> HealthRow {
        let figures = figures.iter();
        HealthRow {
            process: ProcessName {
                program: program.to_owned(),
                instance: "here".to_owned(),
            },
            silent: TimeDelta::seconds(silent),
            is_stopped: false,
            figures: figures
                .map(|(it, value)| (it.to_string(), *value))
                .collect(),
        }
    }

    fn told(rows: &[HealthRow]) -> Vec<String> {
        let changes = judge(rows, &[], noon());
        changes.into_iter().filter_map(|it| it.says).collect()
    }

    #[test]
    fn what_two_processes_see_of_the_database_is_told_once_by_the_worse() {
        let late = |seconds| [(Figure::DeliveriesOldest, seconds)];
        let rows = [row("bot", 0, &late(130.0)), row("fetcher", 3, &late(150.0))];
        let told = told(&rows);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("`deliveries_late`: A message to Discord"),
            "{told:?}"
        );
    }

    #[test]
    fn figures_of_a_process_that_is_silent_say_nothing_and_its_silence_does() {
        let full = [(Figure::DiskFreeShare, 0.01), (Figure::FeedSlowest, 9.0)];
        let told = told(&[row("fetcher", 61, &full)]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("`process_silent` (fetcher@here)"),
            "{told:?}"
        );
        let stopped = HealthRow {
            is_stopped: true,
            ..row("fetcher", 900, &full)
        };
        assert!(judge(&[stopped], &[], noon()).is_empty());
    }

    #[test]
    fn a_process_that_was_forgotten_leaves_no_alert() {
        let alert = Alert {
            rule: "process_silent".to_owned(),
            subject: "bot@gone".to_owned(),
            stage: AlertStage {
                since: noon(),
                told_at: Some(noon()),
                fine_since: None,
                cleared_at: None,
            },
        };
        let changes = judge(&[], &[alert], noon());
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].stage, &changes[0].says), (None, &None));
    }
}
