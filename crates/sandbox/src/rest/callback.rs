//! The answer to an interaction: one, within its deadline, of a fitting kind.

use serde_json::{Value, json};

use super::error::ApiError;
use super::messages::check_draft;
use super::{Call, Reply};
use crate::Options;
use crate::id::Id;
use crate::model::interaction::{AUTOCOMPLETE, COMMAND, Interaction, MODAL_SUBMIT, answer};
use crate::model::message::{
    Author, COMMAND_ANSWER, COMPONENTS_V2, Draft, EPHEMERAL, LOADING, Message, REPLY, SILENT,
};
use crate::model::{State, json as words};

pub(super) fn perform(
    state: &mut State,
    options: &Options,
    id: Id,
    token: &str,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let found = state
        .interactions
        .get(&id)
        .filter(|found| found.token == token);
    let interaction = found.cloned().ok_or_else(ApiError::unknown_interaction)?;
    if interaction.ack.is_some() {
        return Err(ApiError::acknowledged());
    }
    let deadline = i64::try_from(options.ack_deadline.as_millis()).unwrap_or(i64::MAX);
    let after = now - interaction.made;
    if interaction.expired || after > deadline {
        return Err(ApiError::unknown_interaction());
    }
    let body = &call.payload.body;
    let kind = body.get("type").and_then(Value::as_u64).unwrap_or(0);
    fits(&interaction, kind)?;
    let nothing = json!({});
    let data = body
        .get("data")
        .filter(|data| data.is_object())
        .unwrap_or(&nothing);
    let made = answer_with(state, &interaction, kind, data, call, now)?;
    if let Some(found) = state.interactions.get_mut(&id) {
        found.ack = Some(kind);
        found.ack_after = Some(after);
        found.original = made;
    }
    state.record.acknowledged(after);
    if call.is_set("with_response") {
        return Ok(Reply::json(with_response(state, &interaction, kind, made)));
    }
    Ok(Reply::empty())
}

/// Whether an interaction can be answered in that way.
fn fits(interaction: &Interaction, kind: u64) -> Result<(), ApiError> {
    let fits = match kind {
        answer::CHOICES => interaction.kind == AUTOCOMPLETE,
        _ if interaction.kind == AUTOCOMPLETE => false,
        answer::DEFERRED_UPDATE | answer::UPDATE => interaction.source.is_some(),
        answer::MODAL => interaction.kind != MODAL_SUBMIT,
        answer::PONG | answer::MESSAGE | answer::DEFERRED_MESSAGE => true,
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let message = format!(
        "Type {kind} does not answer an interaction of type {}.",
        interaction.kind
    );
    Err(ApiError::field(
        "type",
        "INTERACTION_RESPONSE_TYPE_INVALID",
        &message,
    ))
}

/// Does what the answer says; the message that `@original` will name, if any.
fn answer_with(
    state: &mut State,
    interaction: &Interaction,
    kind: u64,
    data: &Value,
    call: &Call,
    now: i64,
) -> Result<Option<Id>, ApiError> {
    match kind {
        answer::MESSAGE | answer::DEFERRED_MESSAGE => {
            let draft = Draft::read(data, call.payload.uploads.clone());
            let deferred = kind == answer::DEFERRED_MESSAGE;
            if !deferred {
                check_draft(&draft, None)?;
            }
            Ok(Some(post(state, interaction, draft, deferred, now)))
        }
        answer::UPDATE => {
            let source = interaction.source.ok_or_else(ApiError::unknown_message)?;
            let before = state.message(interaction.channel, source);
            let draft = Draft::read(data, call.payload.uploads.clone());
            check_draft(&draft, Some(before.ok_or_else(ApiError::unknown_message)?))?;
            state.edit(interaction.channel, source, draft, now);
            Ok(Some(source))
        }
        answer::CHOICES => {
            let choices = data.get("choices").and_then(Value::as_array).cloned();
            if let Some(found) = state.interactions.get_mut(&interaction.id) {
                found.choices = choices.unwrap_or_default();
            }
            Ok(None)
        }
        answer::MODAL => {
            if let Some(found) = state.interactions.get_mut(&interaction.id) {
                found.modal = Some(data.clone());
            }
            Ok(None)
        }
        _ => Ok(interaction.source),
    }
}

fn post(
    state: &mut State,
    interaction: &Interaction,
    mut draft: Draft,
    deferred: bool,
    now: i64,
) -> Id {
    let id = state.next_id(now);
    let mut message = Message::empty(id, interaction.channel, Author::User(state.bot()), now);
    let flags = draft.flags.unwrap_or(0);
    message.flags = flags & (EPHEMERAL | SILENT | COMPONENTS_V2);
    message.only_for = (flags & EPHEMERAL != 0).then_some(interaction.user);
    message.interaction = Some(interaction.id);
    message.kind = match interaction.kind {
        COMMAND => COMMAND_ANSWER,
        _ if interaction.source.is_some() => REPLY,
        _ => 0,
    };
    draft.reference = interaction.source.filter(|_| interaction.kind != COMMAND);
    if deferred {
        message.flags |= LOADING;
    }
    state.post(message, draft, now)
}

fn with_response(state: &State, interaction: &Interaction, kind: u64, made: Option<Id>) -> Value {
    let message = made.and_then(|made| state.message(interaction.channel, made));
    let mut about = json!({ "id": interaction.id, "type": interaction.kind });
    if let (Some(message), Some(fields)) = (message, about.as_object_mut()) {
        fields.insert("response_message_id".into(), json!(message.id));
        fields.insert(
            "response_message_loading".into(),
            json!(message.has(LOADING)),
        );
        fields.insert(
            "response_message_ephemeral".into(),
            json!(message.has(EPHEMERAL)),
        );
    }
    let mut resource = json!({ "type": kind });
    let shown = matches!(
        kind,
        answer::MESSAGE | answer::DEFERRED_MESSAGE | answer::UPDATE
    );
    if let (Some(message), true, Some(fields)) = (message, shown, resource.as_object_mut()) {
        fields.insert("message".into(), words::message(state, message));
    }
    json!({ "interaction": about, "resource": resource })
}
