//! Servers, their roles, members and channels.

use std::collections::BTreeMap;

use crate::id::Id;

/// A server.
#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) owner: Id,
    pub(crate) locale: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) members: BTreeMap<Id, Member>,
    pub(crate) made: i64,
}

/// A role; the one that has the server's own id is `@everyone`.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    pub(crate) color: u32,
    pub(crate) bot: Option<Id>,
    /// Commands that the server offers to its holders, whatever they need by default.
    pub(crate) commands: Vec<String>,
}

/// Somebody in a server.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) roles: Vec<Id>,
    pub(crate) nick: Option<String>,
    pub(crate) joined: i64,
}

/// A text channel of a server, or a direct one.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: Id,
    pub(crate) guild: Option<Id>,
    pub(crate) name: String,
    pub(crate) kind: u8,
    pub(crate) position: usize,
    pub(crate) topic: Option<String>,
    pub(crate) recipients: Vec<Id>,
    pub(crate) overwrites: Vec<Overwrite>,
}

/// What a role or a member may and may not do in one channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overwrite {
    pub(crate) id: Id,
    pub(crate) member: bool,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

/// A text channel.
pub(crate) const TEXT: u8 = 0;
/// A channel between the bot and one user.
pub(crate) const DIRECT: u8 = 1;
