//! Creates an interaction: its payload, its delivery to the bot, its deadline.

use std::sync::Arc;

use serde_json::{Value, json};

use super::options::Place;
use crate::faults::Effect;
use crate::id::Id;
use crate::model::interaction::Interaction;
use crate::model::permissions::in_channel;
use crate::model::{State, json as words};
use crate::shared::Shared;

/// What a file may weigh in an interaction, as Discord says it by default.
const FILE_LIMIT: u64 = 10 * 1024 * 1024;

/// An interaction about to be made.
pub(super) struct Ask {
    pub(super) kind: u8,
    pub(super) data: Value,
    pub(super) command: Option<String>,
    pub(super) source: Option<Id>,
}

/// Makes an interaction, sends it to the bot, and starts its deadline.
pub(super) fn begin(shared: &Arc<Shared>, place: Place, ask: Ask) -> Id {
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
        let mut payload = payload;
        if effects.contains(&Effect::Garble) {
            payload["application_id"] = json!({ "no": "id" });
        }
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
