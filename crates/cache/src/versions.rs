//! Which versions are current, as far as this process knows.
//!
//! A scope's versions are read when somebody first asks for something of it, and believed for
//! [`TRUSTED_FOR`] after that, or after the last look at what has moved. What is told to have moved
//! is forgotten, and read again by whoever asks next: a version is only ever taken from the
//! database, so that no order of messages brings an old one back.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use shared::cache::{Moved, Scope, ScopeVersions, VersionSource};
use tokio::sync::OnceCell;
use tokio::time::Instant;

/// How long versions are believed after they were read, or after the last look that succeeded. No
/// read is older than a drop and this.
pub const TRUSTED_FOR: Duration = Duration::from_secs(2);
/// How many scopes are known at once. When there are more, all are forgotten: that is rare, and
/// each is one small statement to learn again.
const SCOPES_MAX: usize = 100_000;

/// Answered once, by whoever came first.
type Answer = Arc<OnceCell<Option<Arc<ScopeVersions>>>>;

enum Entry {
    /// Somebody is asking since then.
    Asking { answer: Answer, since: Instant },
    /// They were so at that moment.
    Known {
        versions: Arc<ScopeVersions>,
        as_of: Instant,
    },
}

#[derive(Default)]
struct Known {
    scopes: HashMap<Scope, Entry>,
    /// When the last look began that found everything that had moved until then.
    looked_at: Option<Instant>,
}

impl Known {
    fn is_trusted(&self, as_of: Instant, now: Instant) -> bool {
        let as_of = self.looked_at.map_or(as_of, |it| it.max(as_of));
        now.saturating_duration_since(as_of) <= TRUSTED_FOR
    }
}

pub(crate) struct Versions {
    source: Arc<dyn VersionSource>,
    known: RwLock<Known>,
}

impl Versions {
    pub(crate) fn new(source: Arc<dyn VersionSource>) -> Self {
        Self {
            source,
            known: RwLock::default(),
        }
    }

    /// The versions of a scope, if they are known and can be believed.
    pub(crate) fn known(&self, scope: Scope) -> Option<Arc<ScopeVersions>> {
        let known = self.read();
        match known.scopes.get(&scope)? {
            Entry::Known { versions, as_of } if known.is_trusted(*as_of, Instant::now()) => {
                Some(Arc::clone(versions))
            }
            Entry::Known { .. } | Entry::Asking { .. } => None,
        }
    }

    /// The versions of a scope, which are asked for if they are not known. `None` if the database
    /// does not answer.
    pub(crate) async fn of(&self, scope: Scope) -> Option<Arc<ScopeVersions>> {
        if let Some(versions) = self.known(scope) {
            return Some(versions);
        }
        let (answer, since) = self.asking(scope);
        let versions = answer
            .get_or_init(|| async { self.source.read(scope).await.map(Arc::new) })
            .await
            .clone();
        self.answered(scope, &answer, since, versions.as_ref());
        let is_late = Instant::now().saturating_duration_since(since) > TRUSTED_FOR;
        versions.filter(|_| !is_late)
    }

    /// The question that is under way, if it began lately, or a new one.
    fn asking(&self, scope: Scope) -> (Answer, Instant) {
        let now = Instant::now();
        let mut known = self.write();
        if let Some(Entry::Asking { answer, since }) = known.scopes.get(&scope)
            && now.saturating_duration_since(*since) <= TRUSTED_FOR
        {
            return (Arc::clone(answer), *since);
        }
        if known.scopes.len() >= SCOPES_MAX {
            known.scopes.clear();
        }
        let answer = Answer::default();
        let entry = Entry::Asking {
            answer: Arc::clone(&answer),
            since: now,
        };
        known.scopes.insert(scope, entry);
        (answer, now)
    }

    /// Remembers an answer, unless it was told meanwhile that something moved.
    fn answered(
        &self,
        scope: Scope,
        to: &Answer,
        since: Instant,
        versions: Option<&Arc<ScopeVersions>>,
    ) {
        let mut known = self.write();
        let is_awaited = match known.scopes.get(&scope) {
            Some(Entry::Asking { answer, .. }) => Arc::ptr_eq(answer, to),
            Some(Entry::Known { .. }) | None => false,
        };
        if !is_awaited {
            return;
        }
        match versions {
            Some(versions) => {
                let versions = Arc::clone(versions);
                let as_of = since;
                known.scopes.insert(scope, Entry::Known { versions, as_of });
            }
            None => {
                known.scopes.remove(&scope);
            }
        }
    }

    /// A look at what has moved has succeeded, which began at that moment and found everything
    /// that had moved since the look before.
    pub(crate) fn looked(&self, moved: &[Moved], began: Instant) {
        let mut known = self.write();
        for it in moved {
            let is_known = match known.scopes.get(&it.scope) {
                Some(Entry::Known { versions, .. }) => versions.of(it.namespace) == it.version,
                Some(Entry::Asking { .. }) | None => false,
            };
            if !is_known {
                known.scopes.remove(&it.scope);
            }
        }
        known.looked_at = Some(began);
    }

    /// Something of this scope has moved: it is asked for again.
    pub(crate) fn forget(&self, scope: Scope) {
        self.write().scopes.remove(&scope);
    }

    /// Anything may have moved, as after a lost connection.
    pub(crate) fn forget_all(&self) {
        let mut known = self.write();
        known.scopes.clear();
        known.looked_at = None;
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}
