//! A typed slash command, as the `data` of its interaction.

use serde_json::{Map, Value, json};

use super::resolve::Resolved;
use crate::error::DriveError;
use crate::id::Id;
use crate::model::State;
use crate::model::permissions::{ADMINISTRATOR, USE_APPLICATION_COMMANDS, in_channel};

/// Who types, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) user: Id,
    pub(crate) channel: Id,
    pub(crate) guild: Option<Id>,
}

/// What is typed.
pub(crate) struct Typed<'a> {
    /// The command's name, subcommands after spaces.
    pub(crate) words: &'a str,
    pub(crate) options: &'a Map<String, Value>,
    /// The option whose choices are requested.
    pub(crate) focused: Option<&'a str>,
}

fn refused(message: impl Into<String>) -> DriveError {
    DriveError::Refused(message.into())
}

fn kind(option: &Value) -> u64 {
    option.get("type").and_then(Value::as_u64).unwrap_or(0)
}

fn name(option: &Value) -> &str {
    option
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn children(value: &Value) -> &[Value] {
    value
        .get("options")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Whether Discord offers a command to a member in a channel.
pub(crate) fn is_offered(state: &State, place: Place, command: &Value) -> bool {
    let bits = in_channel(state, place.user, place.channel);
    let context = u64::from(place.guild.is_none());
    let here = command
        .get("contexts")
        .and_then(Value::as_array)
        .is_none_or(|contexts| contexts.iter().any(|it| it.as_u64() == Some(context)));
    let needed = command
        .get("default_member_permissions")
        .and_then(Value::as_str)
        .and_then(|bits| bits.parse::<u64>().ok());
    let is_admin = bits & ADMINISTRATOR != 0;
    let allowed = match needed {
        // Written as "0" a command is for administrators alone.
        Some(0) => is_admin,
        Some(needed) => is_admin || bits & needed == needed,
        None => true,
    };
    let allowed = allowed || is_offered_by_role(state, place, command);
    here && (place.guild.is_none() || allowed && (is_admin || bits & USE_APPLICATION_COMMANDS != 0))
}

/// Whether the server offers a command to one of the member's roles.
fn is_offered_by_role(state: &State, place: Place, command: &Value) -> bool {
    let name = command.get("name").and_then(Value::as_str);
    let guild = place.guild.and_then(|it| state.guilds.get(&it));
    let Some((guild, name)) = guild.zip(name) else {
        return false;
    };
    let held = guild.members.get(&place.user).map(|it| &it.roles);
    let mut roles = guild.roles.iter();
    roles.any(|role| {
        let is_held = held.is_some_and(|it| it.contains(&role.id));
        is_held && role.commands.iter().any(|it| it == name)
    })
}

/// The `data` of a slash command's or its autocomplete's interaction.
pub(crate) fn data(state: &State, place: Place, typed: &Typed<'_>) -> Result<Value, DriveError> {
    let mut words = typed.words.trim_start_matches('/').split_whitespace();
    let first = words.next().unwrap_or_default();
    let usable = state.usable_commands(place.guild);
    let command = usable
        .iter()
        .find(|command| command.kind == 1 && command.name == first)
        .filter(|command| is_offered(state, place, &command.body))
        .ok_or_else(|| refused(format!("/{first} is not among the commands offered here")))?;
    let mut node = &command.body;
    let mut path: Vec<(&str, u64)> = Vec::new();
    for word in words {
        node = children(node)
            .iter()
            .find(|option| name(option) == word && matches!(kind(option), 1 | 2))
            .ok_or_else(|| refused(format!("/{first} has no subcommand {word}")))?;
        path.push((word, kind(node)));
    }
    if children(node)
        .iter()
        .any(|option| matches!(kind(option), 1 | 2))
    {
        return Err(refused(format!("/{} needs a subcommand", typed.words)));
    }
    let mut resolved = Resolved::default();
    let mut options = values(state, place, node, typed, &mut resolved)?;
    for (word, kind) in path.into_iter().rev() {
        options = vec![json!({ "name": word, "type": kind, "options": options })];
    }
    let mut data = json!({
        "id": command.id, "name": command.name, "type": command.kind, "options": options,
    });
    if let Some(fields) = data.as_object_mut() {
        if let Some(resolved) = resolved.finish() {
            fields.insert("resolved".into(), resolved);
        }
        if let Some(guild) = command.body.get("guild_id") {
            fields.insert("guild_id".into(), guild.clone());
        }
    }
    Ok(data)
}

fn values(
    state: &State,
    place: Place,
    node: &Value,
    typed: &Typed<'_>,
    resolved: &mut Resolved,
) -> Result<Vec<Value>, DriveError> {
    let known = children(node);
    for given in typed.options.keys() {
        if !known.iter().any(|option| name(option) == given) {
            return Err(refused(format!("there is no option {given}")));
        }
    }
    let mut values = Vec::new();
    for option in known {
        let is_focused = typed.focused == Some(name(option));
        if is_focused && option.get("autocomplete") != Some(&Value::Bool(true)) {
            return Err(refused(format!("{} has no autocomplete", name(option))));
        }
        let given = typed
            .options
            .get(name(option))
            .filter(|given| !given.is_null());
        let Some(given) = given else {
            if is_focused {
                values.push(focused(option, &json!("")));
            } else if typed.focused.is_none() && option.get("required") == Some(&Value::Bool(true))
            {
                return Err(refused(format!("{} is required", name(option))));
            }
            continue;
        };
        if is_focused {
            values.push(focused(option, given));
            continue;
        }
        match value(state, place, option, given, resolved) {
            Ok(value) => {
                values.push(json!({ "name": name(option), "type": kind(option), "value": value }))
            }
            // While typing, what does not fit yet is left out.
            Err(_) if typed.focused.is_some() => {}
            Err(error) => return Err(error),
        }
    }
    if let Some(focused) = typed
        .focused
        .filter(|it| !known.iter().any(|o| name(o) == *it))
    {
        return Err(refused(format!("there is no option {focused}")));
    }
    Ok(values)
}

/// An option that is being typed: its value is text whatever its type.
fn focused(option: &Value, given: &Value) -> Value {
    let text = given
        .as_str()
        .map_or_else(|| given.to_string(), str::to_owned);
    json!({ "name": name(option), "type": kind(option), "value": text, "focused": true })
}

fn value(
    state: &State,
    place: Place,
    option: &Value,
    given: &Value,
    resolved: &mut Resolved,
) -> Result<Value, DriveError> {
    let said = given
        .as_str()
        .map_or_else(|| given.to_string(), str::to_owned);
    let misfit = |why: &str| refused(format!("{}: {why}: {said}", name(option)));
    let choices = option
        .get("choices")
        .and_then(Value::as_array)
        .filter(|it| !it.is_empty());
    if let Some(choices) = choices {
        let fits = |choice: &&Value| {
            let value = choice.get("value").unwrap_or(&Value::Null);
            value == given || name(choice) == said || value.as_str() == Some(&said)
        };
        let chosen = choices
            .iter()
            .find(fits)
            .and_then(|choice| choice.get("value"));
        return chosen
            .cloned()
            .ok_or_else(|| misfit("not one of the choices"));
    }
    let entity = |kind: u64, resolved: &mut Resolved| {
        let place = (place.guild, place.channel, place.user);
        resolved
            .entity(state, kind, place, &said)
            .map(|id| json!(id))
    };
    match kind(option) {
        3 | 4 | 10 => typed_value(option, &said).map_err(misfit),
        5 => said
            .parse::<bool>()
            .map(|it| json!(it))
            .map_err(|_| misfit("neither true nor false")),
        6 => entity(5, resolved),
        7 => entity(8, resolved),
        8 => entity(6, resolved),
        9 => entity(7, resolved),
        _ => Err(misfit("options of this type cannot be typed here")),
    }
}

/// The value of an option for text or a number, or what is wrong with it.
fn typed_value(option: &Value, said: &str) -> Result<Value, &'static str> {
    let bound = |name: &str| option.get(name).and_then(Value::as_f64);
    let is_within = |number: f64, least: &str, most: &str| {
        bound(least).is_none_or(|least| number >= least)
            && bound(most).is_none_or(|most| number <= most)
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "lengths and bounds lie within 2^53"
    )]
    let (fits, value) = match kind(option) {
        3 => {
            let length = said.chars().count();
            let fits = is_within(length as f64, "min_length", "max_length");
            (fits && length <= 6_000, json!(said))
        }
        4 => {
            let number: i64 = said.trim().parse().map_err(|_| "no whole number")?;
            (
                is_within(number as f64, "min_value", "max_value"),
                json!(number),
            )
        }
        _ => {
            let number: f64 = said.trim().parse().map_err(|_| "no number")?;
            if !number.is_finite() {
                return Err("no number");
            }
            (is_within(number, "min_value", "max_value"), json!(number))
        }
    };
    if fits { Ok(value) } else { Err("out of range") }
}
