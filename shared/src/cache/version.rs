//! Versions: what a value's name begins with, so that moving one drops all values behind it at
//! once.
//!
//! They are in Postgres and move in the transaction that changes what is kept. A version is random
//! and never comes back, also where a standby takes over that never heard of the last ones. No
//! other layer holds one, so that none can bring an old value back.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Namespace, Pending};
use crate::id::{GuildId, LeagueId};

/// Whose part of a namespace a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// This process alone: no version names it, and it is in no layer that processes share.
    Process,
    /// Nobody's. It goes when the whole namespace is dropped, as all values do.
    Everywhere,
    /// A league's.
    League(LeagueId),
    /// A server's.
    Guild(GuildId),
}

/// A version of one scope's part of a namespace. Versions are equal or not: none is newer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version(Uuid);

impl Version {
    /// What was never moved.
    pub const FIRST: Self = Self(Uuid::nil());

    /// A version as the database has it.
    pub const fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.simple().fmt(f)
    }
}

/// The versions of one scope. A namespace that was never moved there is at [`Version::FIRST`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeVersions(pub BTreeMap<Namespace, Version>);

impl ScopeVersions {
    /// The version of this namespace.
    pub fn of(&self, namespace: Namespace) -> Version {
        self.0.get(&namespace).copied().unwrap_or(Version::FIRST)
    }
}

/// Reads versions: from the database.
pub trait VersionSource: Send + Sync + 'static {
    /// The versions of this scope now. `None` if the database does not answer.
    fn read(&self, scope: Scope) -> Pending<'_, Option<ScopeVersions>>;
}

/// A version that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Whose.
    pub scope: Scope,
    /// Of which namespace.
    pub namespace: Namespace,
    /// What it is now.
    pub version: Version,
}
