//! What a process tells by itself: that the database does not answer, which no row can say.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use store::alerts::AlertStage;

use super::change;
use super::rules::{RULES, Teller, What};
use crate::figures::Figures;

/// The alerts of one process about itself, in memory.
#[derive(Debug, Default)]
pub struct OwnAlarm {
    stages: BTreeMap<&'static str, AlertStage>,
}

impl OwnAlarm {
    /// What is to be told now, by these figures, about this process. Nothing is remembered until
    /// [`OwnAlarm::told`]: a message that was not posted is due again at the next look.
    pub fn look(&self, subject: &str, figures: &Figures, now: DateTime<Utc>) -> OwnNews {
        let mut news = OwnNews::default();
        for rule in RULES.iter().filter(|it| it.teller == Teller::Process) {
            let What::Figure(figure) = rule.what else {
                continue;
            };
            let before = self.stages.get(rule.name).copied();
            let Some(change) = change(rule, subject, before, figures.get(figure), now) else {
                continue;
            };
            news.lines.extend(change.says);
            news.stages.push((rule.name, change.stage));
        }
        news
    }

    /// It was told, or there was nothing to tell.
    pub fn told(&mut self, news: OwnNews) {
        for (rule, stage) in news.stages {
            match stage {
                Some(stage) => self.stages.insert(rule, stage),
                None => self.stages.remove(rule),
            };
        }
    }
}

/// What is to be told, and what is to be remembered then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnNews {
    /// The lines of the message; none where nothing is to be told.
    pub lines: Vec<String>,
    stages: Vec<(&'static str, Option<AlertStage>)>,
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use shared::testing::noon;

    use super::*;
    use crate::figures::Figure;

    #[test]
    fn a_database_that_is_silent_is_told_until_it_was_posted_and_cleared_once() {
        let mut alarm = OwnAlarm::default();
        let mut look = |silent: f64, second: i64, is_posted: bool| {
            let mut figures = Figures::default();
            figures.note(Figure::DatabaseSilent, silent);
            let now = noon() + TimeDelta::seconds(second);
            let news = alarm.look("bot@here", &figures, now);
            let lines = news.lines.clone();
            if is_posted || lines.is_empty() {
                alarm.told(news);
            }
            lines
        };
        assert!(look(15.0, 0, true).is_empty());
        let told = look(45.0, 15, false);
        assert!(told[0].contains("has not answered for 45 s"), "{told:?}");
        assert_eq!(look(60.0, 30, true).len(), 1);
        assert!(look(75.0, 45, true).is_empty());
        assert!(look(0.0, 60, true).is_empty());
        let clear = look(0.0, 120, true);
        assert!(clear[0].contains("**All clear** `database_silent` (bot@here)"));
        assert!(look(0.0, 135, true).is_empty());
    }
}
