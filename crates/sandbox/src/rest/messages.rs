//! Channels and what is said in them, by the bot as itself.

use serde_json::{Value, json};

use super::error::ApiError;
use super::route::Channel;
use super::{Call, Reply};
use crate::Options;
use crate::id::Id;
use crate::model::message::{Author, COMPONENTS_V2, Draft, Message, SILENT};
use crate::model::permissions::{
    ATTACH_FILES, EMBED_LINKS, MANAGE_MESSAGES, MANAGE_WEBHOOKS, READ_MESSAGE_HISTORY,
    SEND_MESSAGES, VIEW_CHANNEL, in_channel,
};
use crate::model::{State, Webhook, json as words, media};

pub(super) fn perform(
    state: &mut State,
    options: &Options,
    op: Channel,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    match op {
        Channel::Get(channel) => {
            may(state, channel, VIEW_CHANNEL)?;
            words::channel(state, channel)
                .map(Reply::json)
                .ok_or_else(ApiError::unknown_channel)
        }
        Channel::Messages(channel) => list(state, channel, call),
        Channel::Post(channel) => post(state, options, channel, call, now),
        Channel::Message(channel, message) => {
            may(state, channel, VIEW_CHANNEL | READ_MESSAGE_HISTORY)?;
            let found = public(state, channel, message)?;
            Ok(Reply::json(words::message_for_bot(state, found)))
        }
        Channel::Patch(channel, message) => patch(state, options, channel, message, call, now),
        Channel::Delete(channel, message) => {
            may(state, channel, VIEW_CHANNEL)?;
            let found = public(state, channel, message)?;
            if !is_own(state, found) {
                may(state, channel, MANAGE_MESSAGES)?;
            }
            state.delete_message(channel, message);
            Ok(Reply::empty())
        }
        Channel::Webhooks(channel) => {
            may(state, channel, VIEW_CHANNEL | MANAGE_WEBHOOKS)?;
            let hooks = state
                .webhooks
                .values()
                .filter(|webhook| webhook.channel == channel);
            let list: Vec<Value> = hooks
                .map(|webhook| words::webhook(state, webhook))
                .collect();
            Ok(Reply::json(json!(list)))
        }
        Channel::CreateWebhook(channel) => create_webhook(state, channel, call, now),
        Channel::Typing(channel) => {
            may(state, channel, VIEW_CHANNEL | SEND_MESSAGES)?;
            Ok(Reply::empty())
        }
    }
}

/// Whether the bot may do all of `bits` in `channel`.
pub(super) fn may(state: &State, channel: Id, bits: u64) -> Result<(), ApiError> {
    if !state.channels.contains_key(&channel) {
        return Err(ApiError::unknown_channel());
    }
    let has = in_channel(state, state.bot(), channel);
    if has & VIEW_CHANNEL == 0 {
        return Err(ApiError::missing_access());
    }
    if has & bits == bits {
        Ok(())
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// A message that stands in the channel for everybody.
fn public(state: &State, channel: Id, message: Id) -> Result<&Message, ApiError> {
    state
        .message(channel, message)
        .filter(|message| message.only_for.is_none())
        .ok_or_else(ApiError::unknown_message)
}

fn is_own(state: &State, message: &Message) -> bool {
    matches!(message.author, Author::User(author) if author == state.bot())
}

fn list(state: &State, channel: Id, call: &Call) -> Result<Reply, ApiError> {
    may(state, channel, VIEW_CHANNEL)?;
    let limit = match call.query("limit").map(str::parse) {
        None => 50,
        Some(Ok(limit @ 1..=100)) => limit,
        Some(_) => {
            let message = "int value should be between 1 and 100.";
            return Err(ApiError::field("limit", "NUMBER_TYPE_MAX", message));
        }
    };
    // Without the history there is nothing to list, and no error either.
    if may(state, channel, READ_MESSAGE_HISTORY).is_err() {
        return Ok(Reply::json(json!([])));
    }
    let bound = |name: &str| call.query(name).and_then(|text| text.parse::<Id>().ok());
    let (before, after) = (bound("before"), bound("after"));
    let public = state
        .messages
        .get(&channel)
        .into_iter()
        .flat_map(|all| all.values());
    let fits = public.filter(|message| {
        message.only_for.is_none()
            && before.is_none_or(|before| message.id < before)
            && after.is_none_or(|after| message.id > after)
    });
    // `after` counts from the oldest, everything else from the newest; newest come first.
    let mut found: Vec<&Message> = if after.is_some() && before.is_none() {
        fits.take(limit).collect()
    } else {
        let all: Vec<&Message> = fits.collect();
        all[all.len().saturating_sub(limit)..].to_vec()
    };
    found.reverse();
    let list: Vec<Value> = found
        .into_iter()
        .map(|it| words::message_for_bot(state, it))
        .collect();
    Ok(Reply::json(json!(list)))
}

fn post(
    state: &mut State,
    options: &Options,
    channel: Id,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let body = &call.payload.body;
    let draft = Draft::read(body, call.payload.uploads.clone());
    may(state, channel, VIEW_CHANNEL | SEND_MESSAGES)?;
    if !draft.uploads.is_empty() {
        may(state, channel, ATTACH_FILES)?;
    }
    if draft
        .embeds
        .as_ref()
        .is_some_and(|embeds| !embeds.is_empty())
    {
        may(state, channel, EMBED_LINKS)?;
    }
    let refused = state.channels.get(&channel).is_some_and(|it| {
        it.recipients
            .iter()
            .any(|user| state.users.get(user).is_some_and(|it| !it.takes_dms))
    });
    if refused {
        return Err(ApiError::no_direct_messages());
    }
    check_draft(&draft, None)?;
    if draft.reference.is_some() && may(state, channel, READ_MESSAGE_HISTORY).is_err() {
        return Err(ApiError::no_history());
    }
    if let Some(reference) = draft.reference
        && public(state, channel, reference).is_err()
    {
        let message = "Unknown message";
        return Err(ApiError::field(
            "message_reference",
            "REPLIES_UNKNOWN_MESSAGE",
            message,
        ));
    }
    let enforced = body.get("enforce_nonce").and_then(Value::as_bool) == Some(true);
    let key = draft
        .nonce
        .as_ref()
        .filter(|_| enforced)
        .map(|it| (channel, it.to_string()));
    let memory = i64::try_from(options.nonce_memory.as_millis()).unwrap_or(i64::MAX);
    state.nonces.retain(|_, (_, at)| *at + memory > now);
    if let Some((message, _)) = key.as_ref().and_then(|key| state.nonces.get(key))
        && let Some(found) = state.message(channel, *message)
    {
        return Ok(Reply::json(words::message(state, found)));
    }
    let id = state.next_id(now);
    let mut message = Message::empty(id, channel, Author::User(state.bot()), now);
    message.flags = draft.flags.unwrap_or(0) & (SILENT | COMPONENTS_V2);
    state.post(message, draft, now);
    if let Some(key) = key {
        state.nonces.insert(key, (id, now));
    }
    shown(state, channel, id)
}

fn patch(
    state: &mut State,
    options: &Options,
    channel: Id,
    message: Id,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    may(state, channel, VIEW_CHANNEL)?;
    let found = public(state, channel, message)?;
    if !is_own(state, found) {
        return Err(ApiError::not_the_author());
    }
    let draft = Draft::read(&call.payload.body, call.payload.uploads.clone());
    if !draft.uploads.is_empty() {
        may(state, channel, ATTACH_FILES)?;
    }
    let found = public(state, channel, message)?;
    check_draft(&draft, Some(found))?;
    count_old_edit(state, options, channel, message, now)?;
    state.edit(channel, message, draft, now);
    shown(state, channel, message)
}

/// Counts an edit against the limit on editing old messages.
pub(super) fn count_old_edit(
    state: &mut State,
    options: &Options,
    channel: Id,
    message: Id,
    now: i64,
) -> Result<(), ApiError> {
    let made = state
        .message(channel, message)
        .map_or(now, |message| message.made);
    let old = i64::try_from(options.old_message.as_millis()).unwrap_or(i64::MAX);
    if now - made <= old {
        return Ok(());
    }
    let (limit, per) = options.old_edits;
    let per = i64::try_from(per.as_millis()).unwrap_or(i64::MAX);
    state
        .limits
        .edit_old(channel, (limit, per), now)
        .map_err(|wait| ApiError::too_many_old_edits(super::seconds(wait)))
}

/// The rules that need to know the files, or the message before the edit.
pub(super) fn check_draft(draft: &Draft, before: Option<&Message>) -> Result<(), ApiError> {
    let names = draft.filenames(before.map_or(&[][..], |before| &before.attachments));
    let mut wanted = Vec::new();
    for value in draft.embeds.iter().chain(&draft.components).flatten() {
        media::wanted_files(value, &mut wanted);
    }
    if let Some(missing) = wanted.iter().find(|wanted| !names.contains(wanted)) {
        let message = format!("The referenced attachment was not found: {missing}");
        let code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND";
        return Err(ApiError::field("components", code, &message));
    }
    let Some(before) = before else {
        return if draft.is_empty() {
            Err(ApiError::empty_message())
        } else {
            Ok(())
        };
    };
    let turns_v2 = draft.flags.unwrap_or(0) & COMPONENTS_V2 != 0 && !before.has(COMPONENTS_V2);
    let leaves_text = draft.content.is_none() && !before.content.is_empty()
        || draft.embeds.is_none() && !before.embeds.is_empty();
    if turns_v2 && leaves_text {
        let message = "content and embeds have to be cleared to use IS_COMPONENTS_V2.";
        let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
        return Err(ApiError::field("flags", code, message));
    }
    let empty = draft
        .content
        .as_ref()
        .unwrap_or(&before.content)
        .trim()
        .is_empty()
        && draft.embeds.as_ref().unwrap_or(&before.embeds).is_empty()
        && draft
            .components
            .as_ref()
            .unwrap_or(&before.components)
            .is_empty()
        && names.is_empty();
    if empty {
        Err(ApiError::empty_message())
    } else {
        Ok(())
    }
}

/// A message as the answer to the request that made or changed it.
pub(super) fn shown(state: &State, channel: Id, message: Id) -> Result<Reply, ApiError> {
    let found = state
        .message(channel, message)
        .ok_or_else(ApiError::unknown_message)?;
    Ok(Reply::json(words::message(state, found)))
}

fn create_webhook(
    state: &mut State,
    channel: Id,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    may(state, channel, VIEW_CHANNEL | MANAGE_WEBHOOKS)?;
    let text = |name: &str| {
        call.payload
            .body
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let name = text("name").unwrap_or_default();
    let lower = name.to_lowercase();
    if !(1..=80).contains(&name.chars().count())
        || lower.contains("clyde")
        || lower.contains("discord")
    {
        return Err(ApiError::field(
            "name",
            "USERNAME_INVALID_CONTAINS",
            "Not a webhook's name.",
        ));
    }
    if state
        .webhooks
        .values()
        .filter(|webhook| webhook.channel == channel)
        .count()
        >= 15
    {
        return Err(ApiError::new(
            400,
            30_007,
            "Maximum number of webhooks reached (15)",
        ));
    }
    let id = state.next_id(now);
    let webhook = Webhook {
        id,
        channel,
        guild: state.guild_of(channel),
        name,
        avatar: text("avatar").map(|_| format!("{id:x}", id = id.0)),
        token: state.next_token(now),
    };
    let reply = Reply::json(words::webhook(state, &webhook));
    state.webhooks.insert(id, webhook);
    Ok(reply)
}
