//! A bound on the handlers of one member that run at once: a burst of one member's presses takes
//! turns with everybody else's instead of going before them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::id::DiscordUserId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many handlers of one member run at once. Whoever presses twice is answered twice and sees no
/// difference, and a burst never takes more than one of the database's connections.
const EACH_MAX: usize = 1;

/// Members with handlers that run or wait, and how many more may run.
type Members = HashMap<DiscordUserId, Arc<Semaphore>>;

/// Room for the handlers of each member. Members without one are not kept.
#[derive(Debug, Default)]
pub(crate) struct Abreast(Mutex<Members>);

/// Room for one handler, until it is dropped.
#[derive(Debug)]
pub(crate) struct Room<'a> {
    of: &'a Abreast,
    user: DiscordUserId,
    permit: Option<OwnedSemaphorePermit>,
}

impl Abreast {
    /// Waits until fewer than [`EACH_MAX`] handlers of this member run.
    pub(crate) async fn room(&self, user: DiscordUserId) -> Room<'_> {
        let theirs = {
            let mut members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let room = || Arc::new(Semaphore::new(EACH_MAX));
            Arc::clone(members.entry(user).or_insert_with(room))
        };
        // Made before the wait: who gives up waiting is forgotten as well.
        let mut room = Room {
            of: self,
            user,
            permit: None,
        };
        room.permit = theirs.acquire_owned().await.ok();
        room
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        drop(self.permit.take());
        let mut members = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = members.get(&self.user);
        // Whoever waits or runs has a share in it, which they take under the same lock.
        if theirs.is_some_and(|it| Arc::strong_count(it) == 1) {
            members.remove(&self.user);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const ONE: DiscordUserId = DiscordUserId::new(1);
    const TWO: DiscordUserId = DiscordUserId::new(2);

    #[test]
    fn a_member_runs_a_few_at_once_and_another_is_not_held_up() {
        let abreast = Abreast::default();
        let mut running: Vec<_> = (0..EACH_MAX)
            .map(|_| abreast.room(ONE).now_or_never().unwrap())
            .collect();
        assert!(abreast.room(ONE).now_or_never().is_none());
        assert!(abreast.room(TWO).now_or_never().is_some());
        running.pop();
        assert!(abreast.room(ONE).now_or_never().is_some());
    }

    #[test]
    fn who_neither_runs_nor_waits_is_forgotten() {
        let abreast = Abreast::default();
        let known = || abreast.0.lock().unwrap().len();
        let running: Vec<_> = (0..EACH_MAX)
            .map(|_| abreast.room(ONE).now_or_never().unwrap())
            .collect();
        let mut waiting = Box::pin(abreast.room(ONE));
        assert!((&mut waiting).now_or_never().is_none());
        drop(running);
        assert_eq!(known(), 1, "one waits");
        drop(waiting);
        assert_eq!(known(), 0);
    }
}
