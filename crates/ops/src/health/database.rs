//! Checks of what stands in the database: that it answers, that a fetcher works, that feeds answer.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, PgPool};
use store::figures::{self, Vitals};
use store::{Program, StoreError};

use super::{Finding, Need};

/// The lease that the working fetcher holds.
pub const LEASE: &str = "fetcher";
/// How long the database has to answer a check.
pub const ANSWER_MAX: Duration = Duration::from_secs(2);
/// How many intervals between two polls may go by without an answer.
const INTERVALS_MAX: i32 = 3;
/// The shortest time without an answer that is worth a word: one failed question is none.
const SILENCE_MIN: TimeDelta = TimeDelta::seconds(60);

/// What a program expects of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Whether it can work while no fetcher does: the bot can, a fetcher that leads nobody cannot.
    pub fetcher: Need,
    /// The longest interval between two polls of a league.
    pub poll_every: Duration,
}

impl Expected {
    /// What this program expects, where leagues are polled this often.
    pub const fn by(program: Program, poll_every: Duration) -> Self {
        let fetcher = match program {
            Program::Bot => Need::Optional,
            Program::Fetcher => Need::Required,
        };
        Self {
            fetcher,
            poll_every,
        }
    }

    /// How long feeds may be silent.
    fn silence_max(&self) -> TimeDelta {
        let every = TimeDelta::from_std(self.poll_every).unwrap_or(TimeDelta::MAX);
        let silence = every.checked_mul(INTERVALS_MAX).unwrap_or(TimeDelta::MAX);
        silence.max(SILENCE_MIN)
    }
}

/// Asks the database, which has [`ANSWER_MAX`] to answer.
pub async fn look(pool: Option<&PgPool>, expected: &Expected) -> Vec<Finding> {
    let missing = |says: String| vec![Finding::missing("database", Need::Required, says)];
    let Some(pool) = pool else {
        return missing("the database has not been reached since the start".to_owned());
    };
    let read = async { ask(&mut *pool.acquire().await?).await };
    match tokio::time::timeout(ANSWER_MAX, read).await {
        Ok(Ok(vitals)) => judged(&vitals, expected),
        Ok(Err(error)) => missing(format!("the database does not answer: {}", plain(&error))),
        Err(_) => missing(format!(
            "the database did not answer within {} s",
            ANSWER_MAX.as_secs()
        )),
    }
}

/// Reads what the checks judge.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ask(conn: &mut PgConnection) -> Result<Vitals, StoreError> {
    figures::vitals(conn, LEASE).await
}

/// What the checks find in what a database answered.
pub fn judged(vitals: &Vitals, expected: &Expected) -> Vec<Finding> {
    vec![
        Finding::ok("database", "the database answers"),
        lease(vitals, expected.fetcher),
        polls(vitals, expected),
    ]
}

fn lease(vitals: &Vitals, need: Need) -> Finding {
    let start = "start `dbsbm-fetcher run`";
    match &vitals.lease {
        Some(lease) if lease.is_held => {
            let (holder, epoch) = (&lease.holder, lease.epoch);
            let says = format!("fetcher {holder} is running, in epoch {epoch}");
            Finding::ok("lease", says)
        }
        Some(lease) => {
            let until = lease.expires_at.format("%Y-%m-%d %H:%M:%S UTC");
            let says = format!("a running fetcher: the last one was active until {until}; {start}");
            Finding::missing("lease", need, says)
        }
        None => {
            let says = format!("a running fetcher: none has run yet; {start}");
            Finding::missing("lease", need, says)
        }
    }
}

fn polls(vitals: &Vitals, expected: &Expected) -> Finding {
    let Some(answered_at) = vitals.answered_at else {
        let says = "an answer from any feed: there has been none yet";
        return Finding::missing("polls", expected.fetcher, says);
    };
    let age = age(vitals.now, answered_at);
    let ago = format!("{} s ago", age.num_seconds());
    if age > expected.silence_max() {
        let says = format!(
            "an answer from any feed: the last one came {ago}, and one is expected every {} s",
            expected.poll_every.as_secs()
        );
        return Finding::missing("polls", expected.fetcher, says);
    }
    Finding::ok("polls", format!("a feed answered {ago}"))
}

/// How long ago that was; zero if it is ahead.
pub fn age(now: DateTime<Utc>, at: DateTime<Utc>) -> TimeDelta {
    (now - at).max(TimeDelta::zero())
}

/// The error without what it may quote of a value: the listener shows it.
fn plain(error: &StoreError) -> String {
    let text = error.to_string();
    runtime::redact::redacted(&text, runtime::redact::Origin::Anything).into_owned()
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;
    use store::figures::LeaseVitals;

    use super::*;
    use crate::health::State;

    fn vitals(is_held: bool, answered: i64) -> Vitals {
        let lease = LeaseVitals {
            holder: "7-abc".to_owned(),
            epoch: 2,
            is_held,
            expires_at: noon(),
        };
        Vitals {
            now: noon(),
            lease: Some(lease),
            answered_at: Some(noon() - TimeDelta::seconds(answered)),
        }
    }

    fn states(vitals: &Vitals, expected: &Expected) -> Vec<State> {
        let found = judged(vitals, expected);
        found.iter().map(|it| it.state).collect()
    }

    #[test]
    fn three_intervals_may_go_by_and_never_less_than_a_minute() {
        let every = |seconds| Expected::by(Program::Fetcher, Duration::from_secs(seconds));
        let polls = |age, seconds| states(&vitals(true, age), &every(seconds))[2];
        assert_eq!(polls(2_700, 900), State::Ok);
        assert_eq!(polls(2_701, 900), State::Down);
        assert_eq!(polls(60, 2), State::Ok);
        assert_eq!(polls(61, 2), State::Down);
        assert_eq!(polls(-5, 2), State::Ok);
    }

    #[test]
    fn a_bot_serves_while_no_fetcher_works_and_a_fetcher_is_not_ready() {
        let by = |program| Expected::by(program, Duration::from_secs(900));
        let found = |program| states(&vitals(false, 3_000), &by(program));
        let (ok, degraded, down) = (State::Ok, State::Degraded, State::Down);
        assert_eq!(found(Program::Bot), [ok, degraded, degraded]);
        assert_eq!(found(Program::Fetcher), [ok, down, down]);
        let nothing = Vitals {
            now: noon(),
            lease: None,
            answered_at: None,
        };
        assert_eq!(states(&nothing, &by(Program::Fetcher)), [ok, down, down]);
    }
}
