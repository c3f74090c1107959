//! A member's actions, turned into interactions, and the wait for their answers.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::interaction::{Ask, begin};
use super::menu::chosen;
use super::modal;
use super::options::{self, Place, Typed};
use super::rendered::{is_select, seen};
use super::resolve::{self, Resolved};
use crate::error::DriveError;
use crate::id::Id;
use crate::model::interaction::{AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT};
use crate::model::message::{Author, Message};
use crate::model::permissions::{SEND_MESSAGES, VIEW_CHANNEL, in_channel};
use crate::model::{State, media};
use crate::shared::Shared;

fn refused(message: impl Into<String>) -> DriveError {
    DriveError::Refused(message.into())
}

/// Where a member is about to do something; refused when they do not see the channel.
pub(crate) fn place(state: &State, user: &str, channel: &str) -> Result<Place, DriveError> {
    let user = resolve::user(state, user)?;
    let channel = resolve::channel(state, channel)?;
    if in_channel(state, user, channel) & VIEW_CHANNEL == 0 {
        return Err(refused("this member does not see that channel"));
    }
    Ok(Place {
        user,
        channel,
        guild: state.guild_of(channel),
    })
}

/// Uses a slash command.
pub(crate) fn slash(
    shared: &Arc<Shared>,
    user: &str,
    channel: &str,
    command: &str,
    values: &Map<String, Value>,
) -> Result<Id, DriveError> {
    let typed = Typed {
        words: command,
        options: values,
        focused: None,
    };
    let (place, data) = shared.read(|state| {
        let place = place(state, user, channel)?;
        Ok::<_, DriveError>((place, options::data(state, place, &typed)?))
    })?;
    let command = Some(command.trim_start_matches('/').to_owned());
    Ok(begin(
        shared,
        place,
        Ask {
            kind: COMMAND,
            data,
            command,
            source: None,
        },
    ))
}

/// Asks for an option's choices.
pub(crate) fn autocomplete(
    shared: &Arc<Shared>,
    user: &str,
    channel: &str,
    typed: &Typed<'_>,
) -> Result<Id, DriveError> {
    let (place, data) = shared.read(|state| {
        let place = place(state, user, channel)?;
        Ok::<_, DriveError>((place, options::data(state, place, typed)?))
    })?;
    Ok(begin(
        shared,
        place,
        Ask {
            kind: AUTOCOMPLETE,
            data,
            command: None,
            source: None,
        },
    ))
}

/// Uses a user or message command.
pub(crate) fn context_menu(
    shared: &Arc<Shared>,
    user: &str,
    channel: &str,
    command: &str,
    target: &str,
) -> Result<Id, DriveError> {
    let (place, data) = shared.read(|state| {
        let place = place(state, user, channel)?;
        let usable = state.usable_commands(place.guild);
        let found = usable
            .iter()
            .find(|it| it.kind != 1 && it.name == command)
            .filter(|it| options::is_offered(state, place, &it.body))
            .ok_or_else(|| refused(format!("{command} is not among the commands offered here")))?;
        let mut resolved = Resolved::default();
        let target = if found.kind == 2 {
            let target = resolve::user(state, target)?;
            resolved.user(state, place.guild, place.channel, target);
            target
        } else {
            let target = target
                .parse()
                .map_err(|_| DriveError::Unknown("message".to_owned()))?;
            visible(state, place.user, target)?;
            resolved.message(state, target);
            target
        };
        let data = json!({
            "id": found.id, "name": found.name, "type": found.kind, "target_id": target,
            "resolved": resolved.finish(),
        });
        Ok::<_, DriveError>((place, data))
    })?;
    let command = Some(command.to_owned());
    Ok(begin(
        shared,
        place,
        Ask {
            kind: COMMAND,
            data,
            command,
            source: None,
        },
    ))
}

/// The message, if that member sees it.
pub(super) fn visible(state: &State, user: Id, message: Id) -> Result<&Message, DriveError> {
    state
        .find_message(message)
        .filter(|found| in_channel(state, user, found.channel) & VIEW_CHANNEL != 0)
        .filter(|found| found.seen_by(Some(user)))
        .ok_or_else(|| DriveError::Unknown(format!("message {message} for this member")))
}

fn place_of(state: &State, user: Id, message: &Message) -> Place {
    Place {
        user,
        channel: message.channel,
        guild: state.guild_of(message.channel),
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Presses a button.
pub(crate) fn press(
    shared: &Arc<Shared>,
    user: &str,
    message: Id,
    what: &str,
) -> Result<Id, DriveError> {
    let (place, data) = shared.read(|state| {
        let user = resolve::user(state, user)?;
        let message = visible(state, user, message)?;
        let shown = seen(state, message);
        let button = shown.button(what).ok_or_else(|| {
            let there: Vec<String> = shown.buttons().into_iter().map(|it| it.label).collect();
            refused(format!("there is no button {what:?}; there are {there:?}"))
        })?;
        if button.disabled {
            return Err(refused(format!("{what} is disabled")));
        }
        let custom_id = button
            .custom_id
            .ok_or_else(|| refused(format!("{what} asks nothing of the bot")))?;
        let all = media::flat(&message.components);
        let id = all
            .iter()
            .find(|it| text(it, "custom_id") == custom_id)
            .and_then(|it| it.get("id"));
        let data = json!({ "component_type": 2, "custom_id": custom_id, "id": id });
        Ok::<_, DriveError>((place_of(state, user, message), data))
    })?;
    Ok(begin(
        shared,
        place,
        Ask {
            kind: COMPONENT,
            data,
            command: None,
            source: Some(message),
        },
    ))
}

/// Chooses in a select menu.
pub(crate) fn select(
    shared: &Arc<Shared>,
    user: &str,
    message: Id,
    what: &str,
    values: &[String],
) -> Result<Id, DriveError> {
    let (place, data) = shared.read(|state| {
        let user = resolve::user(state, user)?;
        let message = visible(state, user, message)?;
        let place = place_of(state, user, message);
        let all = media::flat(&message.components);
        let menu = all
            .iter()
            .filter(|it| is_select(media::kind(it)))
            .find(|it| text(it, "custom_id") == what || text(it, "placeholder") == what)
            .ok_or_else(|| refused(format!("there is no select menu {what:?}")))?;
        if menu.get("disabled") == Some(&Value::Bool(true)) {
            return Err(refused(format!("{what} is disabled")));
        }
        let mut resolved = Resolved::default();
        let values = chosen(state, place, menu, values, &mut resolved)?;
        let mut data = json!({
            "component_type": media::kind(menu), "custom_id": menu.get("custom_id"),
            "id": menu.get("id"), "values": values,
        });
        if let (Some(resolved), Some(fields)) = (resolved.finish(), data.as_object_mut()) {
            fields.insert("resolved".into(), resolved);
        }
        Ok::<_, DriveError>((place, data))
    })?;
    Ok(begin(
        shared,
        place,
        Ask {
            kind: COMPONENT,
            data,
            command: None,
            source: Some(message),
        },
    ))
}

/// Sends a filled modal.
pub(crate) fn submit(
    shared: &Arc<Shared>,
    user: &str,
    interaction: Id,
    values: &Map<String, Value>,
) -> Result<Id, DriveError> {
    let (place, data, source) = shared.read(|state| {
        let user = resolve::user(state, user)?;
        let found = state
            .interactions
            .get(&interaction)
            .filter(|found| found.user == user)
            .ok_or_else(|| DriveError::Unknown("modal of this member".to_owned()))?;
        let shown = found
            .modal
            .as_ref()
            .ok_or_else(|| refused("no modal is open"))?;
        let place = Place {
            user,
            channel: found.channel,
            guild: found.guild,
        };
        let data = modal::data(state, place, shown, values)?;
        Ok::<_, DriveError>((place, data, found.source))
    })?;
    Ok(begin(
        shared,
        place,
        Ask {
            kind: MODAL_SUBMIT,
            data,
            command: None,
            source,
        },
    ))
}

/// Writes a message as a member.
pub(crate) fn say(
    shared: &Arc<Shared>,
    user: &str,
    channel: &str,
    said: &str,
) -> Result<Id, DriveError> {
    shared.write(|state, now| {
        let place = place(state, user, channel)?;
        if in_channel(state, place.user, place.channel) & SEND_MESSAGES == 0 {
            return Err(refused("this member may not write there"));
        }
        let id = state.next_id(now);
        let message = Message::empty(id, place.channel, Author::User(place.user), now);
        let draft = crate::model::message::Draft {
            content: Some(said.to_owned()),
            ..Default::default()
        };
        Ok(state.post(message, draft, now))
    })
}

/// Puts an ephemeral message away.
pub(crate) fn dismiss(shared: &Arc<Shared>, user: &str, message: Id) -> Result<(), DriveError> {
    shared.write(|state, _| {
        let user = resolve::user(state, user)?;
        let found = visible(state, user, message)?;
        if found.only_for != Some(user) {
            return Err(refused("only an ephemeral message can be dismissed"));
        }
        let channel = found.channel;
        if let Some(found) = state.message_mut(channel, message) {
            found.dismissed = true;
        }
        state.bump();
        Ok(())
    })
}
