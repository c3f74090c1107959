//! The commands that the bot has registered.

use serde_json::{Map, Value, json};

use super::State;
use crate::id::Id;

/// A registered command, as the API gives it back.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) kind: u64,
    pub(crate) body: Value,
}

impl State {
    /// Replaces all commands of a scope (a server's, or the global ones). A command that was
    /// there under the same type and name keeps its id.
    pub(crate) fn set_commands(&mut self, guild: Option<Id>, bodies: &[Value], now: i64) {
        let old = self.commands.remove(&guild).unwrap_or_default();
        let made = bodies
            .iter()
            .map(|body| {
                let known = old.iter().find(|command| same(command, body));
                self.command(guild, body, known, now)
            })
            .collect();
        self.commands.insert(guild, made);
        self.bump();
    }

    /// Adds a command, in place of one with the same type and name.
    pub(crate) fn put_command(&mut self, guild: Option<Id>, body: &Value, now: i64) -> Id {
        let known = self.commands.entry(guild).or_default().clone();
        let command = self.command(
            guild,
            body,
            known.iter().find(|command| same(command, body)),
            now,
        );
        let id = command.id;
        let commands = self.commands.entry(guild).or_default();
        commands.retain(|other| other.id != id);
        commands.push(command);
        self.bump();
        id
    }

    /// Changes the fields of a command that `body` names.
    pub(crate) fn patch_command(&mut self, guild: Option<Id>, id: Id, body: &Value, now: i64) {
        let Some(known) = self.find_command(guild, id).cloned() else {
            return;
        };
        let mut merged = known.body.clone();
        if let (Some(merged), Some(body)) = (merged.as_object_mut(), body.as_object()) {
            merged.extend(body.clone());
        }
        let changed = self.command(guild, &merged, Some(&known), now);
        for command in self.commands.entry(guild).or_default() {
            if command.id == id {
                *command = changed.clone();
            }
        }
        self.bump();
    }

    pub(crate) fn find_command(&self, guild: Option<Id>, id: Id) -> Option<&Command> {
        self.commands
            .get(&guild)?
            .iter()
            .find(|command| command.id == id)
    }

    /// The commands that can be used in `guild`: its own hide global ones of the same name.
    pub(crate) fn usable_commands(&self, guild: Option<Id>) -> Vec<&Command> {
        let own = guild.and_then(|guild| self.commands.get(&Some(guild)));
        let own: Vec<&Command> = own.into_iter().flatten().collect();
        let global = self
            .commands
            .get(&None)
            .into_iter()
            .flatten()
            .filter(|global| {
                !own.iter()
                    .any(|command| command.name == global.name && command.kind == global.kind)
            });
        let mut all: Vec<&Command> = own.iter().copied().chain(global).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }

    /// The full command object that Discord makes of a request's.
    fn command(
        &mut self,
        guild: Option<Id>,
        body: &Value,
        known: Option<&Command>,
        now: i64,
    ) -> Command {
        let id = known.map_or_else(|| self.next_id(now), |known| known.id);
        self.commands_made += u32::from(known.is_none());
        let mut full = Map::new();
        full.insert("id".into(), json!(id));
        full.insert("application_id".into(), json!(self.application.id));
        full.insert("version".into(), json!(self.next_id(now)));
        full.insert("type".into(), json!(kind_of(body)));
        for (name, default) in [
            ("name", Value::Null),
            ("name_localizations", Value::Null),
            ("description", json!("")),
            ("description_localizations", Value::Null),
            ("default_member_permissions", Value::Null),
            ("integration_types", json!([0])),
            ("contexts", Value::Null),
            ("nsfw", json!(false)),
        ] {
            let given = body.get(name).filter(|given| !given.is_null());
            full.insert(name.into(), given.cloned().unwrap_or(default));
        }
        // Given as a number or as text, given back as text.
        let bits = full
            .get("default_member_permissions")
            .and_then(Value::as_u64);
        if let Some(bits) = bits {
            full.insert("default_member_permissions".into(), json!(bits.to_string()));
        }
        if let Some(options) = body.get("options").filter(|options| options.is_array()) {
            full.insert("options".into(), options.clone());
        }
        if let Some(guild) = guild {
            full.insert("guild_id".into(), json!(guild));
        }
        let name = body
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        Command {
            id,
            name,
            kind: kind_of(body),
            body: Value::Object(full),
        }
    }
}

fn kind_of(body: &Value) -> u64 {
    body.get("type").and_then(Value::as_u64).unwrap_or(1)
}

fn same(command: &Command, body: &Value) -> bool {
    command.kind == kind_of(body) && body.get("name").and_then(Value::as_str) == Some(&command.name)
}
