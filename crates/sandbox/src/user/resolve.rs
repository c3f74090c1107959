//! Names to ids, and ids to the `resolved` objects that interactions carry.

use serde_json::{Map, Value, json};

use crate::error::DriveError;
use crate::id::Id;
use crate::model::guild::{DIRECT, TEXT};
use crate::model::{State, json as words, permissions};

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The user of that name or id.
pub(crate) fn user(state: &State, what: &str) -> Result<Id, DriveError> {
    let bare = what.trim_start_matches('@');
    let by_id = bare.parse().ok().filter(|id| state.users.contains_key(id));
    let by_name = || {
        let named =
            |user: &&crate::model::Account| same(&user.name, bare) || same(&user.display, bare);
        state.users.values().find(named).map(|user| user.id)
    };
    by_id
        .or_else(by_name)
        .ok_or_else(|| DriveError::Unknown(format!("user {what}")))
}

/// The channel of that name (with or without `#`) or id; `@alice` is Alice's direct channel.
pub(crate) fn channel(state: &State, what: &str) -> Result<Id, DriveError> {
    let unknown = || DriveError::Unknown(format!("channel {what}"));
    if let Some(id) = what
        .parse()
        .ok()
        .filter(|id| state.channels.contains_key(id))
    {
        return Ok(id);
    }
    if what.starts_with('@') {
        let user = user(state, what)?;
        let mut all = state.channels.values();
        let found = all.find(|it| it.kind == DIRECT && it.recipients.contains(&user));
        return found.map(|it| it.id).ok_or_else(unknown);
    }
    let bare = what.trim_start_matches('#');
    let mut all = state.channels.values();
    all.find(|it| it.kind == TEXT && same(&it.name, bare))
        .map(|it| it.id)
        .ok_or_else(unknown)
}

/// The server with this name or id; the first server when none is given.
pub(crate) fn guild(state: &State, what: Option<&str>) -> Result<Id, DriveError> {
    let Some(what) = what else {
        let first = state.guilds.keys().next().copied();
        return first.ok_or_else(|| DriveError::Unknown("server".to_owned()));
    };
    let by_id = what.parse().ok().filter(|id| state.guilds.contains_key(id));
    let by_name = || {
        state
            .guilds
            .values()
            .find(|guild| same(&guild.name, what))
            .map(|guild| guild.id)
    };
    by_id
        .or_else(by_name)
        .ok_or_else(|| DriveError::Unknown(format!("server {what}")))
}

/// The role of that name or id in a server.
pub(crate) fn role(state: &State, guild: Id, what: &str) -> Result<Id, DriveError> {
    let bare = what.trim_start_matches('@');
    let roles = state
        .guilds
        .get(&guild)
        .map(|guild| guild.roles.as_slice())
        .unwrap_or_default();
    let wanted: Option<Id> = bare.parse().ok();
    roles
        .iter()
        .find(|role| Some(role.id) == wanted || same(role.name.trim_start_matches('@'), bare))
        .map(|role| role.id)
        .ok_or_else(|| DriveError::Unknown(format!("role {what}")))
}

/// The things that an interaction's values name.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    fields: Map<String, Value>,
}

impl Resolved {
    fn put(&mut self, kind: &str, id: Id, value: Value) {
        let held = self.fields.entry(kind).or_insert_with(|| json!({}));
        if let Some(held) = held.as_object_mut() {
            held.insert(id.to_string(), value);
        }
    }

    pub(crate) fn user(&mut self, state: &State, guild: Option<Id>, channel: Id, id: Id) {
        self.put("users", id, words::user_of(state, id));
        let bits = permissions::in_channel(state, id, channel);
        let member = guild.and_then(|guild| words::member(state, guild, id, false, Some(bits)));
        if let Some(member) = member {
            self.put("members", id, member);
        }
    }

    pub(crate) fn role(&mut self, state: &State, guild: Option<Id>, id: Id) {
        let found = guild.and_then(|guild| state.guilds.get(&guild));
        let mut roles = found
            .into_iter()
            .flat_map(|guild| guild.roles.iter().enumerate());
        if let Some((at, role)) = roles.find(|(_, role)| role.id == id) {
            self.put("roles", id, words::role(role, at));
        }
    }

    pub(crate) fn channel(&mut self, state: &State, who: Id, id: Id) {
        let full = words::channel_for(state, id, who);
        let mut part = Map::new();
        for name in [
            "id",
            "name",
            "type",
            "permissions",
            "guild_id",
            "parent_id",
            "position",
        ] {
            if let Some(value) = full.get(name) {
                part.insert(name.to_owned(), value.clone());
            }
        }
        let bits = permissions::in_channel(state, state.bot(), id);
        part.insert("app_permissions".to_owned(), json!(bits.to_string()));
        self.put("channels", id, Value::Object(part));
    }

    pub(crate) fn message(&mut self, state: &State, id: Id) {
        if let Some(message) = state.find_message(id) {
            self.put("messages", id, words::message(state, message));
        }
    }

    /// The `resolved` object; `None` when nothing was named.
    pub(crate) fn finish(self) -> Option<Value> {
        (!self.fields.is_empty()).then_some(Value::Object(self.fields))
    }

    /// The id that a value of a select or option names, noted as resolved. `kind` is the
    /// select's type: 5 user, 6 role, 7 either, 8 channel.
    pub(crate) fn entity(
        &mut self,
        state: &State,
        kind: u64,
        (guild, channel_id, who): (Option<Id>, Id, Id),
        what: &str,
    ) -> Result<Id, DriveError> {
        let as_role = |resolved: &mut Self| {
            let guild_id = guild.ok_or_else(|| DriveError::Unknown(format!("role {what}")))?;
            let id = role(state, guild_id, what)?;
            resolved.role(state, guild, id);
            Ok(id)
        };
        match kind {
            6 => as_role(self),
            8 => {
                let id = channel(state, what)?;
                self.channel(state, who, id);
                Ok(id)
            }
            7 => match user(state, what) {
                Ok(id) => {
                    self.user(state, guild, channel_id, id);
                    Ok(id)
                }
                Err(_) => as_role(self),
            },
            _ => {
                let id = user(state, what)?;
                self.user(state, guild, channel_id, id);
                Ok(id)
            }
        }
    }
}
