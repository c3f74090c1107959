//! Alerts without other software: rules over figures, a watcher that tells the operator in a
//! channel of Discord, and what a process tells by itself when it cannot reach the database.

pub mod rules;
pub mod step;

mod judge;
mod own;
mod post;
mod watcher;

pub(crate) use judge::subject;
pub use own::OwnAlarm;
pub use post::{PostError, Poster, SecretUrl};
pub use watcher::{LEASE, Watcher};

use chrono::{DateTime, Utc};
use store::alerts::AlertStage;

use self::rules::Rule;
use self::step::{Say, step};

/// What is to be remembered and told of one rule and one subject.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// The rule.
    pub(crate) rule: &'static str,
    /// What it is about.
    pub(crate) subject: String,
    /// What is to be remembered. `None`: nothing any more.
    pub(crate) stage: Option<AlertStage>,
    /// What is to be told, if anything.
    pub(crate) says: Option<String>,
}

/// What follows for a rule from the value that was just seen. `None`: nothing is to be remembered
/// or told that is not already.
pub(crate) fn change(
    rule: &Rule,
    subject: &str,
    before: Option<AlertStage>,
    seen: Option<f64>,
    now: DateTime<Utc>,
) -> Option<Change> {
    let next = step(rule, before, seen.map(|it| rule.bound.is_broken(it)), now);
    if next.stage == before && next.say.is_none() {
        return None;
    }
    let says = next.say.map(|say| match say {
        Say::Broken => rule.alert(subject, seen),
        Say::Fine => rule.all_clear(subject, seen),
    });
    Some(Change {
        rule: rule.name,
        subject: subject.to_owned(),
        stage: next.stage,
        says,
    })
}
