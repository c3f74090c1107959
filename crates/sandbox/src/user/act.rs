//! A member's actions, turned into interactions, and the wait for their answers.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::modal::{self, Modal};
use super::options::{self, Place, Typed};
use super::resolve::{self, Resolved};
use super::seen::{is_select, seen};
use super::{Answer, Choice};
use crate::drive::DriveError;
use crate::faults::Effect;
use crate::id::Id;
use crate::model::interaction::{
    AUTOCOMPLETE, COMMAND, COMPONENT, Interaction, MODAL_SUBMIT, answer,
};
use crate::model::message::{Author, Message};
use crate::model::permissions::{SEND_MESSAGES, VIEW_CHANNEL, in_channel};
use crate::model::{State, json as words, media};
use crate::server::Shared;

/// What a file may weigh in an interaction, as Discord says it by default.
const FILE_LIMIT: u64 = 10 * 1024 * 1024;

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

/// An interaction about to be made.
struct Ask {
    kind: u8,
    data: Value,
    command: Option<String>,
    source: Option<Id>,
}

/// Makes an interaction, sends it to the bot, and starts its deadline.
fn begin(shared: &Arc<Shared>, place: Place, ask: Ask) -> Id {
    let resumable = i64::try_from(shared.options.resumable.as_millis()).unwrap_or(i64::MAX);
    let id = shared.write(|state, now| {
        state.sessions.expire(resumable, now);
        let id = state.next_id(now);
        let token = state.next_token(now);
        let payload = payload(state, place, &ask, id, &token);
        let interaction = Interaction {
            id,
            token: token.clone(),
            kind: ask.kind,
            guild: place.guild,
            channel: place.channel,
            user: place.user,
            made: now,
            command: ask.command,
            source: ask.source,
            ack: None,
            ack_after: None,
            expired: false,
            original: None,
            touched: false,
            follow_ups: Vec::new(),
            modal: None,
            choices: Vec::new(),
        };
        state.interactions.insert(id, interaction);
        state.tokens.insert(token, id);
        state.record.stats.interactions += 1;
        let effects = state.faults.take_delivery();
        let times = match effects.first() {
            Some(Effect::Lose) => 0,
            Some(Effect::Duplicate) => 2,
            _ => 1,
        };
        for _ in 0..times {
            state.dispatch("INTERACTION_CREATE", place.guild, &payload);
        }
        state.bump();
        id
    });
    let deadline = shared.options.ack_deadline;
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        tokio::time::sleep(deadline).await;
        shared.write(|state, _| expire(state, id));
    });
    id
}

fn expire(state: &mut State, id: Id) {
    if let Some(found) = state.interactions.get_mut(&id)
        && found.ack.is_none()
    {
        found.expired = true;
        state.record.stats.missed += 1;
        state.bump();
    }
}

fn payload(state: &State, place: Place, ask: &Ask, id: Id, token: &str) -> Value {
    let user = state.users.get(&place.user);
    let mut payload = json!({
        "id": id, "application_id": state.application.id, "type": ask.kind, "token": token,
        "version": 1, "data": ask.data, "channel_id": place.channel,
        "channel": words::channel_for(state, place.channel, place.user),
        "locale": user.map_or("en-US", |user| &user.locale), "entitlements": [],
        "app_permissions": in_channel(state, state.bot(), place.channel).to_string(),
        "authorizing_integration_owners": words::owners(place.guild),
        "context": u8::from(place.guild.is_none()), "attachment_size_limit": FILE_LIMIT,
        "entitlement_sku_ids": [],
    });
    let Some(fields) = payload.as_object_mut() else {
        return payload;
    };
    match place.guild.and_then(|guild| state.guilds.get(&guild)) {
        Some(guild) => {
            let bits = in_channel(state, place.user, place.channel);
            let member = words::member(state, guild.id, place.user, true, Some(bits));
            fields.insert("guild_id".into(), json!(guild.id));
            fields.insert("guild_locale".into(), json!(guild.locale));
            fields.insert(
                "guild".into(),
                json!({ "id": guild.id, "locale": guild.locale, "features": [] }),
            );
            fields.insert("member".into(), json!(member));
        }
        None => {
            fields.insert("user".into(), words::user_of(state, place.user));
        }
    }
    let source = ask.source.and_then(|id| state.message(place.channel, id));
    if let Some(message) = source {
        fields.insert("message".into(), words::message(state, message));
    }
    payload
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
fn visible(state: &State, user: Id, message: Id) -> Result<&Message, DriveError> {
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

/// The values of a select menu that were meant, checked as Discord's client would.
pub(crate) fn chosen(
    state: &State,
    place: Place,
    menu: &Value,
    given: &[String],
    resolved: &mut Resolved,
) -> Result<Vec<String>, DriveError> {
    let number = |name: &str| menu.get(name).and_then(Value::as_u64).unwrap_or(1);
    let (least, most, count) = (
        number("min_values"),
        number("max_values"),
        given.len() as u64,
    );
    if count < least || count > most {
        return Err(refused(format!(
            "{least} to {most} can be chosen, not {count}"
        )));
    }
    if media::kind(menu) == 3 {
        let options = menu
            .get("options")
            .and_then(Value::as_array)
            .map_or(&[][..], |it| it);
        let meant = |what: &String| {
            let by_value = options.iter().find(|option| text(option, "value") == what);
            by_value
                .or_else(|| options.iter().find(|option| text(option, "label") == what))
                .map(|option| text(option, "value").to_owned())
                .ok_or_else(|| refused(format!("there is no option {what:?}")))
        };
        return given.iter().map(meant).collect();
    }
    let place = (place.guild, place.channel, place.user);
    let mut entity = |what: &String| {
        resolved
            .entity(state, media::kind(menu), place, what)
            .map(|id| id.to_string())
    };
    given.iter().map(&mut entity).collect()
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

/// Waits until an interaction is answered, or for as long as `patience`; what there is then.
pub(crate) async fn wait(
    shared: &Arc<Shared>,
    interaction: Id,
    patience: Duration,
) -> Result<Answer, DriveError> {
    let mut changes = shared.changes();
    let answered = async {
        loop {
            changes.borrow_and_update();
            let done = shared.read(|state| {
                state
                    .interactions
                    .get(&interaction)
                    .is_none_or(|found| found.is_answered(state.is_loading(found)))
            });
            if done || changes.changed().await.is_err() {
                return;
            }
        }
    };
    // Out of patience the member takes what there is, a "thinking" message say.
    let _ = tokio::time::timeout(patience, answered).await;
    shared.read(|state| answer_of(state, interaction))
}

/// What has become of an interaction.
pub(crate) fn answer_of(state: &State, interaction: Id) -> Result<Answer, DriveError> {
    let found = state
        .interactions
        .get(&interaction)
        .ok_or_else(|| DriveError::Unknown(format!("interaction {interaction}")))?;
    let show = |id: Id| {
        state
            .message(found.channel, id)
            .map(|message| seen(state, message))
    };
    let message = match found.ack {
        Some(answer::DEFERRED_UPDATE) if !found.touched => None,
        Some(answer::CHOICES | answer::MODAL) | None => None,
        Some(_) => found.original.and_then(show),
    };
    let choices = found
        .choices
        .iter()
        .filter_map(|it| serde_json::from_value(it.clone()).ok());
    let modal = found
        .modal
        .as_ref()
        .map(|shown| Modal::of(interaction, shown));
    let failed = match (found.ack, found.expired) {
        (None, true) if found.kind == COMMAND => Some("The application did not respond"),
        (None, true) if found.kind == AUTOCOMPLETE => Some("Loading options failed"),
        (None, true) => Some("This interaction failed"),
        (None, false) => Some("The application has not responded yet"),
        _ => None,
    };
    Ok(Answer {
        interaction,
        message,
        follow_ups: found.follow_ups.iter().filter_map(|id| show(*id)).collect(),
        modal,
        choices: choices.collect::<Vec<Choice>>(),
        failed: failed.map(str::to_owned),
    })
}
