//! What each statement is called, how long it may take, and how long it took.
//!
//! The driver tells of every execution in an event, with text and time. Whoever listens hands both
//! to [`observe`]; what is kept is a histogram for each name, in memory that never grows.

mod classes;
mod key;
mod times;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use self::classes::CLASSES;
use self::key::key;
use self::times::Times;

pub use self::classes::Class;
pub use self::times::{BOUNDS, StatementTimes};

/// Every checked statement: its key, and the function that it stands in. Made by the build script.
static NAMED: &[(u64, &str)] = &include!(concat!(env!("OUT_DIR"), "/statements.rs"));

/// What is not checked: what begins and ends transactions, and what a connection does for itself.
const UNCHECKED: [(&str, &str); 4] = [
    ("BEGIN", "begin"),
    ("COMMIT", "commit"),
    ("ROLLBACK", "rollback"),
    ("", "other"),
];

/// From here on a statement is worth a line of the log, unless it is a job's.
const SLOW: Duration = Duration::from_secs(1);
/// How often that line is written for one name.
const TOLD_EVERY_SECONDS: u64 = 60;

/// A statement, and everything that is known of its executions.
struct Kept {
    name: &'static str,
    class: Class,
    times: Times,
    /// When a slow execution was last logged, in seconds after the start, and one more.
    told_at: AtomicU64,
}

static ALL: LazyLock<Vec<Kept>> = LazyLock::new(|| {
    let names = NAMED.iter().map(|it| it.1);
    let names = names.chain(UNCHECKED.iter().map(|it| it.1));
    names
        .map(|name| Kept {
            name,
            class: class_of(name),
            times: Times::default(),
            told_at: AtomicU64::new(0),
        })
        .collect()
});

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The slowest execution since somebody last asked, jobs apart, in microseconds.
static SLOWEST: AtomicU64 = AtomicU64::new(0);

/// A statement without a row is refused by a test, so the default is never met.
fn class_of(name: &str) -> Class {
    let at = CLASSES.binary_search_by_key(&name, |it| it.0);
    at.map_or(Class::Point, |it| CLASSES[it].1)
}

/// The name of a checked statement.
pub fn name_of(text: &str) -> Option<&'static str> {
    place_of(text).map(|it| NAMED[it].1)
}

fn place_of(text: &str) -> Option<usize> {
    let key = key(text);
    NAMED.binary_search_by_key(&key, |it| it.0).ok()
}

/// Takes down that a statement took so long. One that is slow for its class is logged by its name,
/// without its text and without its values, once a minute at most.
pub fn observe(text: &str, took: Duration) {
    let place = place_of(text).unwrap_or_else(|| {
        let is_it = |(start, _): &(&str, &str)| text.starts_with(start);
        NAMED.len()
            + UNCHECKED
                .iter()
                .position(is_it)
                .unwrap_or(UNCHECKED.len() - 1)
    });
    record(place, took);
}

/// The same of the statement at this place in [`ALL`].
fn record(place: usize, took: Duration) {
    let Some(kept) = ALL.get(place) else { return };
    kept.times.add(took);
    if kept.class != Class::Job {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        SLOWEST.fetch_max(micros, Ordering::Relaxed);
    }
    if took >= SLOW && kept.class != Class::Job && kept.is_news(START.elapsed()) {
        let (name, ms) = (kept.name, took.as_millis());
        tracing::warn!(
            statement.name = name,
            duration_ms = u64::try_from(ms).unwrap_or(u64::MAX),
            "statement {name} took {ms} ms"
        );
    }
}

impl Kept {
    fn is_news(&self, now: Duration) -> bool {
        let now = now.as_secs() + 1;
        let told = self.told_at.load(Ordering::Relaxed);
        if told != 0 && now < told + TOLD_EVERY_SECONDS {
            return false;
        }
        let swapped =
            self.told_at
                .compare_exchange(told, now, Ordering::Relaxed, Ordering::Relaxed);
        swapped.is_ok()
    }
}

/// How long the slowest statement took since this was last asked, those of jobs apart.
pub fn take_slowest() -> Duration {
    Duration::from_micros(SLOWEST.swap(0, Ordering::Relaxed))
}

/// The times of every statement that was executed since the program started, by name.
pub fn snapshot() -> Vec<StatementTimes> {
    let mut all: Vec<_> = ALL
        .iter()
        .map(|it| it.times.read(it.name, it.class))
        .filter(|it| it.count > 0)
        .collect();
    all.sort_unstable_by_key(|it| it.name);
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_statement_has_a_row_with_its_class_and_each_row_a_statement() {
        let names = NAMED.iter().map(|it| it.1);
        let names: BTreeSet<_> = names.chain(UNCHECKED.iter().map(|it| it.1)).collect();
        let rows: BTreeSet<_> = CLASSES.iter().map(|it| it.0).collect();
        let missing: Vec<_> = names.difference(&rows).collect();
        let gone: Vec<_> = rows.difference(&names).collect();
        assert!(
            missing.is_empty() && gone.is_empty(),
            "classes.rs lacks {missing:?}, and has rows of no statement: {gone:?}"
        );
        assert!(CLASSES.is_sorted_by_key(|it| it.0), "by name");
    }

    #[test]
    fn what_no_function_is_named_for_is_told_apart_as_far_as_it_matters() {
        let count = |name| {
            let all = snapshot();
            all.iter()
                .find(|it| it.name == name)
                .map_or(0, |it| it.count)
        };
        let before = ["begin", "commit", "other"].map(count);
        observe(
            "BEGIN; SET LOCAL dbsbm.guild = '7'",
            Duration::from_millis(1),
        );
        observe("COMMIT", Duration::from_millis(1));
        observe("LISTEN x", Duration::from_millis(1));
        let after = ["begin", "commit", "other"].map(count);
        assert_eq!(after, before.map(|it| it + 1));
    }

    #[test]
    fn the_slowest_statement_is_told_once_and_no_job_is_it() {
        let text = |class| {
            let of_class = |it: &&(u64, &str)| class_of(it.1) == class;
            NAMED.iter().position(|it| of_class(&it)).unwrap()
        };
        let (point, job) = (text(Class::Point), text(Class::Job));
        record(point, Duration::from_secs(1_000));
        record(job, Duration::from_secs(2_000));
        assert_eq!(take_slowest(), Duration::from_secs(1_000));
        assert!(take_slowest() < Duration::from_secs(1_000));
    }

    #[test]
    fn a_slow_statement_is_news_once_a_minute() {
        let kept = Kept {
            name: "x",
            class: Class::Point,
            times: Times::default(),
            told_at: AtomicU64::new(0),
        };
        let news = [0, 1, 59, 60, 61, 120].map(|it| kept.is_news(Duration::from_secs(it)));
        assert_eq!(news, [true, false, false, true, false, true]);
    }
}
