//! The rules, in one table: what is watched, what is too much, for how long, and what the operator
//! reads. The Prometheus file and the dashboard are made from it too.

use std::fmt::Write as _;
use std::time::Duration;

use crate::figures::{Figure, Scope};

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A figure.
    Figure(Figure),
    /// How long a process has not written its figures, in seconds.
    Silence,
}

/// What is too much, or too little.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// More than this breaks the rule.
    Over(f64),
    /// This or more breaks it.
    From(f64),
    /// Less than this breaks it.
    Under(f64),
}

impl Bound {
    /// Whether this value breaks the rule.
    pub fn is_broken(self, value: f64) -> bool {
        match self {
            Self::Over(most) => value > most,
            Self::From(first) => value >= first,
            Self::Under(least) => value < least,
        }
    }

    /// The worse of two values.
    pub const fn worse(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Over(_) | Self::From(_) => one.max(other),
            Self::Under(_) => one.min(other),
        }
    }

    /// The limit itself.
    pub const fn limit(self) -> f64 {
        match self {
            Self::Over(it) | Self::From(it) | Self::Under(it) => it,
        }
    }

    /// As Prometheus compares.
    pub const fn operator(self) -> &'static str {
        match self {
            Self::Over(_) => ">",
            Self::From(_) => ">=",
            Self::Under(_) => "<",
        }
    }
}

/// Who tells the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Teller {
    /// The watcher, from what processes wrote.
    Watcher,
    /// The process itself: it could not write it.
    Process,
}

/// In what a value is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// A span of time.
    Seconds,
    /// A size.
    Bytes,
    /// A share of a whole.
    Share,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Its name in tables, in Prometheus and in messages.
    pub name: &'static str,
    /// What it looks at.
    pub what: What,
    /// What breaks it.
    pub bound: Bound,
    /// For how long it must be broken before it is told.
    pub lasts: Duration,
    /// Who tells it.
    pub teller: Teller,
    /// In what its value is said.
    pub unit: Unit,
    /// What is wrong, as a sentence with `{value}` and `{limit}`, and what to do.
    pub says: &'static str,
}

const NOW: Duration = Duration::ZERO;
const MINUTE: Duration = Duration::from_secs(60);
const MEGABYTES: f64 = 1_048_576.0;

macro_rules! rules {
    ($($name:literal, $what:expr, $bound:expr, $lasts:expr, $teller:ident, $unit:ident,
       $says:literal;)+) => {
        /// Every rule.
        pub const RULES: &[Rule] = &[$(Rule {
            name: $name,
            what: $what,
            bound: $bound,
            lasts: $lasts,
            teller: Teller::$teller,
            unit: Unit::$unit,
            says: $says,
        }),+];
    };
}

use Bound::{From, Over, Under};
use Figure as F;
use What::Figure as Of;

rules! {
    "process_silent", What::Silence, Over(60.0), NOW, Watcher, Seconds,
        "It has written nothing for {value}. Look whether it runs, and into its log.";
    "database_silent", Of(F::DatabaseSilent), Over(30.0), NOW, Process, Seconds,
        "The database has not answered for {value}. Look whether Postgres runs.";
    "feed_slow", Of(F::FeedSlowest), Over(5.0), NOW, Watcher, Seconds,
        "A feed took {value} to answer; the limit is {limit}. `dbsbm_feed_answer_seconds` says \
         which.";
    "statement_slow", Of(F::StatementSlowest), Over(1.0), NOW, Watcher, Seconds,
        "A statement took {value}; the limit is {limit}. The log has its name, and \
         `dbsbm_statement_seconds` how often that is.";
    "cache_misses", Of(F::CacheHits), Under(0.8), MINUTE.saturating_mul(5), Watcher, Share,
        "{value} of what is read is found in the cache; it should be {limit}. \
         `dbsbm_cache_reads_total` says of which namespace.";
    "memory", Of(F::Memory), Over(512.0 * MEGABYTES), MINUTE, Watcher, Bytes,
        "It holds {value} of memory; the limit is {limit}. Restart it, and report what it was \
         doing.";
    "machine_memory", Of(F::MachineMemoryUsed), Over(0.8), MINUTE, Watcher, Share,
        "{value} of the machine's memory is used; the limit is {limit}.";
    "disk_full", Of(F::DiskFreeShare), Under(0.1), MINUTE, Watcher, Share,
        "{value} of the disk is free; it should be {limit}. Make room before Postgres stops.";
    "gateway_down", Of(F::ShardsDown), Over(0.0), Duration::from_secs(120), Watcher, Count,
        "Shards without a session with Discord: {value}.";
    "no_answers", Of(F::PollIntervals), Over(3.0), MINUTE, Watcher, Count,
        "No feed has answered for {value} intervals between two polls. `dbsbm-fetcher doctor` \
         says why.";
    "unsettled", Of(F::UnsettledOldest), Over(300.0), NOW, Watcher, Seconds,
        "A game has had its result for {value}, and its tickets are not settled. Look into the \
         fetcher's log.";
    "review_waits", Of(F::ReviewsOldest), Over(3_600.0), NOW, Watcher, Seconds,
        "A game has waited for a decision for {value}. `dbsbm-fetcher review list` shows it.";
    "deliveries_late", Of(F::DeliveriesOldest), Over(120.0), NOW, Watcher, Seconds,
        "A message to Discord has been due for {value}; the limit is {limit}. Look into the bot's \
         log.";
    "quota_low", Of(F::QuotaLeft), Under(0.1), NOW, Watcher, Share,
        "{value} of a feed's quota is left. `dbsbm-fetcher quota` says which, and what is polled \
         less often.";
    "audit_failed", Of(F::AuditClean), Under(1.0), NOW, Watcher, Count,
        "The last audit found a difference in the books. Run `dbsbm-fetcher audit` and keep what \
         it prints.";
    // A daily backup ends a little later on one day than on the day before.
    "backup_old", Of(F::BackupAge), Over(86_400.0), MINUTE.saturating_mul(120), Watcher, Seconds,
        "The last backup was taken {value} ago; the limit is {limit}. Look into the log of \
         dbsbm-backup.service.";
    "restarts", Of(F::Restarts), From(3.0), NOW, Watcher, Count,
        "It was started again {value} times within an hour. Look into its log for why it ended.";
    "standby_gone", Of(F::Standbys), Under(1.0), Duration::from_secs(30), Watcher, Count,
        "No standby confirms what is committed, so commits wait. Bring it back, or promote \
         without it.";
}

impl Rule {
    /// Whether it is about what all processes share.
    pub const fn is_shared(&self) -> bool {
        match self.what {
            What::Figure(figure) => matches!(figure.scope(), Scope::Database),
            What::Silence => false,
        }
    }

    /// What the operator reads when it is broken.
    pub fn alert(&self, subject: &str, seen: Option<f64>) -> String {
        let value = seen.map_or_else(|| "?".to_owned(), |it| said(self.unit, it));
        let says = self.says.replace("{value}", &value);
        let says = says.replace("{limit}", &said(self.unit, self.bound.limit()));
        format!("**Alert** {}: {says}", self.about(subject))
    }

    /// What the operator reads when it is kept again.
    pub fn all_clear(&self, subject: &str, seen: Option<f64>) -> String {
        let mut text = format!("**All clear** {}", self.about(subject));
        // A count says nothing without the sentence that it stood in.
        let has_value = matches!(self.what, What::Figure(_)) && !matches!(self.unit, Unit::Count);
        if let Some(value) = seen.filter(|_| has_value) {
            // A string takes whatever is written into it.
            let _ = write!(text, ": {}", said(self.unit, value));
        }
        text
    }

    fn about(&self, subject: &str) -> String {
        match subject {
            "" => format!("`{}`", self.name),
            subject => format!("`{}` ({subject})", self.name),
        }
    }
}

/// A value as people say it.
pub fn said(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Count if value.fract() == 0.0 => format!("{value:.0}"),
        Unit::Count => format!("{value:.1}"),
        Unit::Seconds if value < 10.0 && value.fract() != 0.0 => format!("{value:.1} s"),
        Unit::Seconds if value < 120.0 => format!("{value:.0} s"),
        Unit::Seconds if value < 7_200.0 => format!("{:.0} min", value / 60.0),
        Unit::Seconds => format!("{:.0} h", value / 3_600.0),
        Unit::Bytes => format!("{:.0} MB", value / MEGABYTES),
        Unit::Share => format!("{:.0} %", value * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own_and_words_that_fit_a_message() {
        let names: BTreeSet<_> = RULES.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            let alert = rule.alert("fetcher@some-machine", Some(rule.bound.limit()));
            assert!(alert.len() < 300 && alert.ends_with('.'), "{alert}");
            assert!(!alert.contains(['{', '}']), "{alert}");
        }
    }

    #[test]
    fn an_all_clear_ends_in_no_bare_number() {
        for rule in RULES {
            let clear = rule.all_clear("", Some(1.5));
            let last = clear.rsplit(' ').next();
            let is_number = last.is_some_and(|it| it.parse::<f64>().is_ok());
            assert!(!is_number, "{clear}");
        }
    }

    #[test]
    fn a_value_is_said_as_people_say_it() {
        assert_eq!(said(Unit::Seconds, 7.24), "7.2 s");
        assert_eq!(said(Unit::Seconds, 30.0), "30 s");
        assert_eq!(said(Unit::Seconds, 300.0), "5 min");
        assert_eq!(said(Unit::Seconds, 7_200.0), "2 h");
        assert_eq!(said(Unit::Bytes, 512.0 * MEGABYTES), "512 MB");
        assert_eq!(said(Unit::Share, 0.856), "86 %");
        assert_eq!(said(Unit::Count, 3.0), "3");
    }
}
