//! `/webhooks/{id}/{token}`: a channel's webhooks, and the follow-ups of interactions.

use serde_json::Value;

use super::error::ApiError;
use super::messages::{check_draft, count_old_edit, shown};
use super::route::Webhook as Op;
use super::{Call, Reply};
use crate::Options;
use crate::id::Id;
use crate::model::interaction::{Interaction, answer};
use crate::model::message::{Author, COMPONENTS_V2, Draft, EPHEMERAL, Message, REPLY, SILENT};
use crate::model::{State, Webhook, json as words};

pub(super) fn perform(
    state: &mut State,
    options: &Options,
    op: Op,
    token: &str,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let id = match op {
        Op::Get(id) | Op::Remove(id) | Op::Execute(id) => id,
        Op::Message { webhook, .. } | Op::Patch { webhook, .. } | Op::Delete { webhook, .. } => {
            webhook
        }
    };
    if id == state.application.id {
        let interaction = open(state, options, token, now)?;
        return follow_up(state, interaction, op, call, now);
    }
    let webhook = state
        .webhooks
        .get(&id)
        .cloned()
        .ok_or_else(ApiError::unknown_webhook)?;
    if webhook.token != token {
        return Err(ApiError::bad_webhook_token());
    }
    own(state, options, &webhook, op, call, now)
}

/// The interaction whose token still works and which was acknowledged.
fn open(state: &State, options: &Options, token: &str, now: i64) -> Result<Interaction, ApiError> {
    let found = state
        .by_token(token)
        .ok_or_else(ApiError::unknown_webhook)?;
    let life = i64::try_from(options.token_life.as_millis()).unwrap_or(i64::MAX);
    if now - found.made > life {
        return Err(ApiError::bad_webhook_token());
    }
    let is_open = !matches!(found.ack, None | Some(answer::CHOICES));
    if is_open {
        Ok(found.clone())
    } else {
        Err(ApiError::unknown_webhook())
    }
}

fn follow_up(
    state: &mut State,
    interaction: Interaction,
    op: Op,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let channel = interaction.channel;
    match op {
        Op::Get(_) | Op::Remove(_) => Err(ApiError::unknown_webhook()),
        Op::Execute(_) => create(state, &interaction, call, now),
        Op::Message { message, .. } => {
            let message = of(state, &interaction, message)?;
            shown(state, channel, message)
        }
        Op::Patch { message, .. } => {
            let target = of(state, &interaction, message)?;
            edit(state, &interaction, target, call, now)
        }
        Op::Delete { message, .. } => {
            let target = of(state, &interaction, message)?;
            state.delete_message(channel, target);
            touch(state, interaction.id, target);
            Ok(Reply::empty())
        }
    }
}

/// The message that a follow-up route names: `@original`, or one that this interaction made.
fn of(state: &State, interaction: &Interaction, message: Option<Id>) -> Result<Id, ApiError> {
    let wanted = message
        .or(interaction.original)
        .ok_or_else(ApiError::unknown_message)?;
    let found = state
        .message(interaction.channel, wanted)
        .ok_or_else(ApiError::unknown_message)?;
    let is_ours = found.interaction == Some(interaction.id)
        || interaction.original == Some(wanted)
        || interaction.source == Some(wanted);
    if is_ours {
        Ok(wanted)
    } else {
        Err(ApiError::unknown_message())
    }
}

fn touch(state: &mut State, interaction: Id, target: Id) {
    if let Some(found) = state.interactions.get_mut(&interaction)
        && (found.original == Some(target) || found.source == Some(target))
    {
        found.touched = true;
    }
}

fn edit(
    state: &mut State,
    interaction: &Interaction,
    target: Id,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let draft = Draft::read(&call.payload.body, call.payload.uploads.clone());
    check_draft(&draft, state.message(interaction.channel, target))?;
    state.edit(interaction.channel, target, draft, now);
    touch(state, interaction.id, target);
    shown(state, interaction.channel, target)
}

fn create(
    state: &mut State,
    interaction: &Interaction,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    // The first follow-up to a deferred answer is the answer, and stays as visible as that.
    if state.is_loading(interaction)
        && let Some(original) = interaction.original
    {
        return edit(state, interaction, original, call, now);
    }
    let draft = Draft::read(&call.payload.body, call.payload.uploads.clone());
    check_draft(&draft, None)?;
    let id = state.next_id(now);
    let mut message = Message::empty(id, interaction.channel, Author::User(state.bot()), now);
    let flags = draft.flags.unwrap_or(0);
    message.flags = flags & (SILENT | COMPONENTS_V2 | EPHEMERAL);
    message.only_for = (flags & EPHEMERAL != 0).then_some(interaction.user);
    message.interaction = Some(interaction.id);
    message.kind = REPLY;
    let mut draft = draft;
    draft.reference = interaction.original;
    state.post(message, draft, now);
    if let Some(found) = state.interactions.get_mut(&interaction.id) {
        found.follow_ups.push(id);
    }
    shown(state, interaction.channel, id)
}

/// A channel's own webhook.
fn own(
    state: &mut State,
    options: &Options,
    webhook: &Webhook,
    op: Op,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let channel = webhook.channel;
    match op {
        Op::Get(_) => Ok(Reply::json(words::webhook(state, webhook))),
        Op::Remove(id) => {
            state.webhooks.remove(&id);
            Ok(Reply::empty())
        }
        Op::Execute(_) => execute(state, webhook, call, now),
        Op::Message { message, .. } => {
            let message = by_webhook(state, webhook, message)?;
            shown(state, channel, message)
        }
        Op::Patch { message, .. } => {
            let message = by_webhook(state, webhook, message)?;
            let draft = Draft::read(&call.payload.body, call.payload.uploads.clone());
            check_draft(&draft, state.message(channel, message))?;
            count_old_edit(state, options, channel, message, now)?;
            state.edit(channel, message, draft, now);
            shown(state, channel, message)
        }
        Op::Delete { message, .. } => {
            let message = by_webhook(state, webhook, message)?;
            state.delete_message(channel, message);
            Ok(Reply::empty())
        }
    }
}

fn by_webhook(state: &State, webhook: &Webhook, message: Option<Id>) -> Result<Id, ApiError> {
    let wanted = message.ok_or_else(ApiError::unknown_message)?;
    let found = state
        .message(webhook.channel, wanted)
        .ok_or_else(ApiError::unknown_message)?;
    match &found.author {
        Author::Webhook { id, .. } if *id == webhook.id => Ok(wanted),
        _ => Err(ApiError::unknown_message()),
    }
}

fn execute(state: &mut State, webhook: &Webhook, call: &Call, now: i64) -> Result<Reply, ApiError> {
    let body = &call.payload.body;
    let draft = Draft::read(body, call.payload.uploads.clone());
    check_draft(&draft, None)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let author = Author::Webhook {
        id: webhook.id,
        name: text("username").unwrap_or_else(|| webhook.name.clone()),
        avatar: text("avatar_url").or_else(|| webhook.avatar.clone()),
    };
    let id = state.next_id(now);
    let mut message = Message::empty(id, webhook.channel, author, now);
    message.flags = draft.flags.unwrap_or(0) & (SILENT | COMPONENTS_V2);
    state.post(message, draft, now);
    if call.is_set("wait") {
        shown(state, webhook.channel, id)
    } else {
        Ok(Reply::empty())
    }
}
