//! The loop that brings out notices: woken when there are some, looking by itself now and then,
//! a few at a time, everybody in turn.

use std::collections::HashMap;
use std::sync::Arc;

use shared::notice::{NoticeKey, NoticeKind};
use store::notices::{self, Claim};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::turns::{Next, Turns};
use super::{
    Broken, Inner, SendError, back_off, corrections, direct, moves, placed, results, reviews,
    trouble,
};

/// How many are read at once.
const READ_MAX: i32 = 1_000;

/// Delivers until told to stop; what is under way is finished.
pub(super) async fn run(inner: Arc<Inner>, stop: CancellationToken) {
    let mut work = Work::default();
    work.read(&inner).await;
    loop {
        let rests_until = work.begin_all(&inner);
        let more = work.was_full && work.turns.is_empty();
        let look_at = Instant::now() + inner.next_look();
        tokio::select! {
            () = stop.cancelled() => break,
            () = inner.app.nudges.deliveries.notified() => {
                inner.stamps.notify_one();
                work.read(&inner).await;
            }
            Some(done) = work.tasks.join_next_with_id(), if !work.tasks.is_empty() => {
                work.ended(&inner, done);
                if more {
                    work.read(&inner).await;
                }
            }
            // A channel takes messages again: who came meanwhile is known by now.
            () = tokio::time::sleep_until(rests_until.unwrap_or(look_at)),
                if rests_until.is_some_and(|it| it < look_at) => {}
            () = tokio::time::sleep_until(look_at) => work.read(&inner).await,
        }
    }
    while work.tasks.join_next().await.is_some() {}
}

#[derive(Default)]
struct Work {
    tasks: JoinSet<()>,
    keys: HashMap<Id, NoticeKey>,
    turns: Turns,
    was_full: bool,
}

impl Work {
    async fn read(&mut self, inner: &Inner) {
        inner.looks_now();
        match notices::due_deliveries(&inner.app.pool, READ_MAX).await {
            Ok(due) => {
                self.was_full = i32::try_from(due.len()).is_ok_and(|it| it >= READ_MAX);
                self.turns.read(due, Instant::now());
                self.tell_stamps(inner);
            }
            Err(error) => tracing::warn!("due notices cannot be read: {error}"),
        }
    }

    /// Which servers' slips have to wait for their results.
    fn tell_stamps(&self, inner: &Inner) {
        *inner.telling() = self.turns.servers_with_results();
    }

    /// Begins what can be begun. Says when the next channel takes messages again for which one
    /// waits.
    fn begin_all(&mut self, inner: &Arc<Inner>) -> Option<Instant> {
        loop {
            let free_at = |channel| inner.line.free_at(channel);
            let key = match self.turns.next(Instant::now(), free_at) {
                Next::Begin(key) => key,
                Next::At(at) => return Some(at),
                Next::Nothing => return None,
            };
            let inner = Arc::clone(inner);
            let task = self.tasks.spawn(async move { deliver(&inner, key).await });
            self.keys.insert(task.id(), key);
        }
    }

    fn ended(&mut self, inner: &Inner, done: Result<(Id, ()), JoinError>) {
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
            self.tell_stamps(inner);
            inner.stamps.notify_one();
        }
    }
}

async fn deliver(inner: &Inner, key: NoticeKey) {
    let told = match key.kind {
        NoticeKind::TicketPlaced => placed::deliver(inner, &key).await,
        NoticeKind::GameResults => results::deliver(inner, &key).await,
        NoticeKind::DirectMessage => direct::deliver(inner, &key).await,
        NoticeKind::Correction => corrections::deliver(inner, &key).await,
        NoticeKind::ReviewOpened => reviews::opened(inner, &key).await,
        NoticeKind::ReviewEnded => reviews::ended(inner, &key).await,
        NoticeKind::GameMoved => moves::deliver(inner, &key).await,
    };
    if let Err(error) = told {
        tracing::warn!("{} {} was not told: {error}", key.kind, key.subject);
    }
}

/// What to do after a send that did not go through.
pub(super) async fn after_error(
    inner: &Inner,
    claim: &Claim,
    broken: Broken,
    trouble: trouble::Where,
) -> Result<(), Broken> {
    let Broken::Send(error) = broken else {
        return Err(broken);
    };
    let key = &claim.key;
    let said = error.to_string();
    let token_lost = matches!(error, SendError::Refused { status: 401, .. });
    let mut tx = inner.begin(key.guild).await?;
    if error.is_final() && !token_lost {
        let first = notices::fail(&mut tx, key, trouble.channel, &said).await?;
        tx.commit().await?;
        if first {
            trouble::tell(inner, key.guild, &trouble, &error).await;
        }
    } else {
        // A try that is known not to have gone through leaves an earlier doubt as it was.
        let clear = error.certainly_not_done() && claim.doubt.is_none();
        let wait = back_off(claim.tries);
        notices::retry(&mut tx, key, wait, clear, &said).await?;
        tx.commit().await?;
        inner.look_again_in(wait);
    }
    Err(Broken::Send(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let waits: Vec<_> = [1, 2, 3, 9, 40].map(|it| back_off(it).as_secs()).into();
        assert_eq!(waits, [2, 4, 8, 300, 300]);
    }
}
