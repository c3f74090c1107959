//! The loop that brings out notices: woken when there are some, looking by itself now and then,
//! a few at a time, every server in turn, results before slips.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use shared::id::GuildId;
use shared::notice::{NoticeKey, NoticeKind};
use store::notices::{self, Claim, DueDelivery};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{
    Broken, Inner, SendError, back_off, corrections, direct, moves, placed, results, reviews,
    trouble,
};

/// How many deliveries are under way at once.
const UNDER_WAY_MAX: usize = 16;
/// How many of them for one server; its results come on top.
const PER_SERVER_MAX: usize = 3;
/// How many are read at once.
const READ_MAX: i32 = 1_000;

/// Delivers until told to stop; what is under way is finished.
pub(super) async fn run(inner: Arc<Inner>, stop: CancellationToken) {
    let mut work = Work::default();
    work.read(&inner).await;
    loop {
        work.start_all(&inner);
        let more = work.was_full && work.queue.is_empty();
        tokio::select! {
            () = stop.cancelled() => break,
            () = inner.app.nudges.deliveries.notified() => {
                inner.stamps.notify_one();
                work.read(&inner).await;
            }
            Some(done) = work.tasks.join_next(), if !work.tasks.is_empty() => {
                work.ended(&inner, done);
                if more {
                    work.read(&inner).await;
                }
            }
            () = tokio::time::sleep(inner.next_look()) => work.read(&inner).await,
        }
    }
    while work.tasks.join_next().await.is_some() {}
}

#[derive(Default)]
struct Work {
    tasks: JoinSet<NoticeKey>,
    busy: HashSet<NoticeKey>,
    queue: VecDeque<NoticeKey>,
    was_full: bool,
}

impl Work {
    async fn read(&mut self, inner: &Inner) {
        inner.looks_now();
        match notices::due_deliveries(&inner.app.pool, READ_MAX).await {
            Ok(due) => {
                self.was_full = i32::try_from(due.len()).is_ok_and(|it| it >= READ_MAX);
                self.queue = in_turn(due.into_iter().map(|it: DueDelivery| it.key));
                self.tell_stamps(inner);
            }
            Err(error) => tracing::warn!("due notices cannot be read: {error}"),
        }
    }

    /// Which servers' slips have to wait for their results.
    fn tell_stamps(&self, inner: &Inner) {
        let results = |it: &&NoticeKey| it.kind == NoticeKind::GameResults;
        let keys = self.queue.iter().chain(&self.busy).filter(results);
        let guilds = keys.map(|it| it.guild).collect();
        *inner.telling() = guilds;
    }

    fn start_all(&mut self, inner: &Arc<Inner>) {
        let mut per_server: HashMap<GuildId, usize> = HashMap::new();
        for key in &self.busy {
            *per_server.entry(key.guild).or_default() += 1;
        }
        let mut later = VecDeque::new();
        while let Some(key) = self.queue.pop_front() {
            let server = per_server.entry(key.guild).or_default();
            let results = key.kind == NoticeKind::GameResults;
            let room = self.tasks.len() < UNDER_WAY_MAX
                && (*server < PER_SERVER_MAX || (results && *server < 2 * PER_SERVER_MAX));
            if self.busy.contains(&key) {
                continue;
            }
            if !room {
                later.push_back(key);
                continue;
            }
            *server += 1;
            self.busy.insert(key);
            let inner = Arc::clone(inner);
            self.tasks.spawn(async move {
                deliver(&inner, key).await;
                key
            });
        }
        self.queue = later;
    }

    fn ended(&mut self, inner: &Inner, done: Result<NoticeKey, tokio::task::JoinError>) {
        match done {
            Ok(key) => {
                self.busy.remove(&key);
                if key.kind == NoticeKind::GameResults {
                    self.tell_stamps(inner);
                    inner.stamps.notify_one();
                }
            }
            // The claim runs out, and the delivery comes back as one in doubt.
            Err(error) => {
                tracing::error!("a delivery ended by itself: {error}");
                if self.tasks.is_empty() {
                    self.busy.clear();
                }
            }
        }
    }
}

/// Results first, then every server in turn.
fn in_turn(due: impl Iterator<Item = NoticeKey>) -> VecDeque<NoticeKey> {
    let mut turns: HashMap<(bool, GuildId), usize> = HashMap::new();
    let mut ranked: Vec<(bool, usize, NoticeKey)> = due
        .map(|key| {
            let later = key.kind != NoticeKind::GameResults;
            let turn = turns.entry((later, key.guild)).or_default();
            *turn += 1;
            (later, *turn, key)
        })
        .collect();
    ranked.sort_by_key(|(later, turn, _)| (*later, *turn));
    ranked.into_iter().map(|(_, _, key)| key).collect()
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
    use shared::id::{GameId, TicketId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn results_come_first_and_servers_in_turn() {
        let slip = |guild, n| {
            let ticket = TicketId::from_uuid(Uuid::from_u128(n));
            NoticeKey::ticket_placed(GuildId::new(guild), ticket)
        };
        let result = NoticeKey::game_results(GuildId::new(2), GameId::derive("g"), 1);
        let due = [slip(1, 1), slip(1, 2), slip(1, 3), slip(2, 4), result];
        let order: Vec<_> = in_turn(due.into_iter()).into();
        assert_eq!(
            order,
            [result, slip(1, 1), slip(2, 4), slip(1, 2), slip(1, 3)]
        );
    }

    #[test]
    fn waits_double_up_to_five_minutes() {
        let waits: Vec<_> = [1, 2, 3, 9, 40].map(|it| back_off(it).as_secs()).into();
        assert_eq!(waits, [2, 4, 8, 300, 300]);
    }
}
