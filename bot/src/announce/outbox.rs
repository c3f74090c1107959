//! The loop that delivers notices: woken when there are some, looking by itself now and then,
//! a few at a time, everybody in turn.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use runtime::pulse::Pulse;
use shared::notice::{NoticeKey, NoticeKind};
use store::{StoreError, histories, notices};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::Announcer;
use super::announcement::announce;
use super::kinds::{Correction, Direct, Moved, Placed, Results, ReviewEnded, ReviewOpened};
use super::turns::{Next, Turns};
use crate::spans;

/// How many are read at once.
const READ_MAX: i32 = 1_000;
/// How many times as long as a read took there is none, so that a long backlog that is read again
/// for every bet keeps the database busy for a fifth of the time at most.
const RESTS: u32 = 4;

/// Delivers until `stop`; what is under way is finished.
pub(super) async fn run(announcer: Arc<Announcer>, stop: CancellationToken, pulse: Pulse) {
    let mut work = Work::new();
    loop {
        pulse.beat();
        if work.reads_at(&announcer) <= Instant::now() {
            work.read(&announcer).await;
        }
        let rests_until = work.begin_all(&announcer);
        let more = work.was_full && work.turns.is_empty();
        let reads_at = work.reads_at(&announcer);
        // By the time a channel accepts messages again, deliveries that came meanwhile are known.
        let wakes_at = rests_until.map_or(reads_at, |it| it.min(reads_at));
        tokio::select! {
            () = stop.cancelled() => break,
            () = announcer.app.nudges.deliveries.notified() => {
                announcer.stamps.notify_one();
                work.reads.wanted_at = Instant::now();
            }
            Some(done) = work.tasks.join_next_with_id(), if !work.tasks.is_empty() => {
                work.ended(&announcer, done);
                if more {
                    work.reads.wanted_at = Instant::now();
                }
            }
            () = tokio::time::sleep_until(wakes_at) => {}
        }
    }
    pulse.rest();
    while work.tasks.join_next().await.is_some() {}
}

/// Nothing is claimed in a history of the database that was not entered.
async fn enter_history(announcer: &Announcer) -> Result<(), StoreError> {
    let mut connection = announcer.app.pool.acquire().await?;
    if let Some(from) = histories::enter(&mut connection).await? {
        tracing::warn!(
            "the database was restored, or a standby promoted: what was announced since {from} is \
             looked for before it is announced again"
        );
    }
    Ok(())
}

struct Work {
    tasks: JoinSet<()>,
    keys: HashMap<Id, NoticeKey>,
    turns: Turns,
    was_full: bool,
    reads: Reads,
}

/// When what is due is read.
#[derive(Clone, Copy, Debug)]
struct Reads {
    /// At the latest then.
    wanted_at: Instant,
    /// Not before.
    rested_at: Instant,
}

impl Reads {
    const fn at_once(now: Instant) -> Self {
        Self {
            wanted_at: now,
            rested_at: now,
        }
    }

    /// After one that took this long, with the next one in `poll` unless somebody asks.
    fn after(now: Instant, took: Duration, poll: Duration) -> Self {
        Self {
            wanted_at: now + poll,
            rested_at: now + took * RESTS,
        }
    }

    /// The next one, where something is due again at `looks_at`.
    fn next(self, looks_at: Instant) -> Instant {
        self.wanted_at.min(looks_at).max(self.rested_at)
    }
}

impl Work {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            tasks: JoinSet::new(),
            keys: HashMap::new(),
            turns: Turns::default(),
            was_full: false,
            reads: Reads::at_once(now),
        }
    }

    /// When what is due is read next.
    fn reads_at(&self, announcer: &Announcer) -> Instant {
        self.reads.next(Instant::now() + announcer.next_look())
    }

    async fn read(&mut self, announcer: &Announcer) {
        announcer.reads_due();
        let began = Instant::now();
        self.read_due(announcer).await;
        let now = Instant::now();
        self.reads = Reads::after(now, now - began, announcer.options.poll);
    }

    async fn read_due(&mut self, announcer: &Announcer) {
        if let Err(error) = enter_history(announcer).await {
            tracing::warn!("the history of the database cannot be read: {error}");
            return;
        }
        match notices::due_deliveries(&announcer.app.pool, announcer.options.shards, READ_MAX).await
        {
            Ok(due) => {
                self.was_full = i32::try_from(due.len()).is_ok_and(|it| it >= READ_MAX);
                self.turns.read(due, Instant::now());
                self.hold_stamps(announcer);
            }
            Err(error) => tracing::warn!("due notices cannot be read: {error}"),
        }
    }

    /// Which servers' slips have to wait for their results.
    fn hold_stamps(&self, announcer: &Announcer) {
        *announcer.with_results() = self.turns.servers_with_results();
    }

    /// Begins what can be begun. Says when the next channel accepts messages again for which one
    /// waits.
    fn begin_all(&mut self, announcer: &Arc<Announcer>) -> Option<Instant> {
        loop {
            let free_at = |channel| announcer.messenger.free_at(channel);
            let key = match self.turns.next(Instant::now(), free_at) {
                Next::Begin(key) => key,
                Next::At(at) => return Some(at),
                Next::Nothing => return None,
            };
            let announcer = Arc::clone(announcer);
            let task = self
                .tasks
                .spawn(async move { deliver(&announcer, key).await }.instrument(spans::delivery()));
            self.keys.insert(task.id(), key);
        }
    }

    fn ended(&mut self, announcer: &Announcer, done: Result<(Id, ()), JoinError>) {
        let task = match &done {
            Ok((task, ())) => *task,
            // The claim runs out, and the delivery comes back as one in doubt.
            Err(error) => {
                tracing::error!("a delivery ended by itself: {error}");
                error.id()
            }
        };
        let Some(key) = self.keys.remove(&task) else {
            return;
        };
        self.turns.ended(&key);
        if key.kind == NoticeKind::GameResults {
            self.hold_stamps(announcer);
            announcer.stamps.notify_one();
        }
    }
}

async fn deliver(announcer: &Announcer, key: NoticeKey) {
    let announced = match key.kind {
        NoticeKind::TicketPlaced => announce::<Placed>(announcer, &key).await,
        NoticeKind::GameResults => announce::<Results>(announcer, &key).await,
        NoticeKind::DirectMessage => announce::<Direct>(announcer, &key).await,
        NoticeKind::Correction => announce::<Correction>(announcer, &key).await,
        NoticeKind::ReviewOpened => announce::<ReviewOpened>(announcer, &key).await,
        NoticeKind::ReviewEnded => announce::<ReviewEnded>(announcer, &key).await,
        NoticeKind::GameMoved => announce::<Moved>(announcer, &key).await,
    };
    if let Err(error) = announced {
        tracing::warn!("{} {} was not announced: {error}", key.kind, key.subject);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_read_when_somebody_asks_and_not_while_a_long_read_rests() {
        let (now, poll) = (Instant::now(), Duration::from_secs(2));
        let short = Reads::after(now, Duration::from_millis(2), poll);
        assert_eq!(short.next(now + poll), now + poll);
        let mut long = Reads::after(now, Duration::from_millis(500), poll);
        long.wanted_at = now;
        assert_eq!(long.next(now + poll), now + Duration::from_secs(2));
        let mut asked = short;
        asked.wanted_at = now;
        assert_eq!(asked.next(now + poll), now + Duration::from_millis(8));
    }
}
