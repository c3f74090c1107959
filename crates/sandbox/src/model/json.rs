//! The state in the words of Discord's API.

use serde_json::{Map, Value, json};

use super::file::Attachment;
use super::guild::{Member, Role};
use super::interaction::Interaction;
use super::message::{Author, COMMAND_ANSWER, Message};
use super::{Account, State, Webhook, permissions};
use crate::clock::iso;
use crate::id::Id;

/// The flag of a channel that its receiver cannot see.
const OBFUSCATED: u64 = 1 << 17;

pub(crate) fn user(account: &Account) -> Value {
    json!({
        "id": account.id, "username": account.name, "global_name": account.display,
        "discriminator": if account.bot { "9001" } else { "0" }, "avatar": null, "banner": null,
        "accent_color": null, "avatar_decoration_data": null, "bot": account.bot,
        "public_flags": 0, "collectibles": null, "primary_guild": null, "clan": null,
    })
}

pub(crate) fn user_of(state: &State, id: Id) -> Value {
    state.users.get(&id).map_or(Value::Null, user)
}

/// The bot's own account, with the fields only it sees.
pub(crate) fn current_user(state: &State) -> Value {
    let mut value = user_of(state, state.bot());
    if let Some(fields) = value.as_object_mut() {
        fields.insert("verified".into(), json!(true));
        fields.insert("mfa_enabled".into(), json!(true));
        fields.insert("flags".into(), json!(0));
        fields.insert("email".into(), Value::Null);
    }
    value
}

pub(crate) fn application(state: &State) -> Value {
    let id = state.application.id;
    json!({
        "id": id, "name": state.application.name, "icon": null, "description": "",
        "summary": "", "bot_public": true, "bot_require_code_grant": false,
        "verify_key": "0".repeat(64), "flags": 0, "hook": true, "is_monetized": false,
        "tags": [], "team": null, "redirect_uris": [], "interactions_endpoint_url": null,
        "role_connections_verification_url": null, "rpc_origins": [], "type": null,
        "approximate_guild_count": state.guilds.values()
            .filter(|guild| guild.members.contains_key(&id)).count(),
        "approximate_user_install_count": 0, "bot": user_of(state, id),
        "integration_types_config": { "0": {
            "oauth2_install_params": { "scopes": ["applications.commands", "bot"],
                                       "permissions": "0" } } },
    })
}

fn member_fields(member: &Member) -> Map<String, Value> {
    let value = json!({
        "roles": member.roles, "nick": member.nick, "avatar": null, "banner": null,
        "joined_at": iso(member.joined), "premium_since": null, "deaf": false, "mute": false,
        "flags": 0, "pending": false, "communication_disabled_until": null,
    });
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// A member; with `permissions` where an interaction asks for them.
pub(crate) fn member(
    state: &State,
    guild: Id,
    who: Id,
    with_user: bool,
    bits: Option<u64>,
) -> Option<Value> {
    let mut fields = member_fields(state.guilds.get(&guild)?.members.get(&who)?);
    if with_user {
        fields.insert("user".into(), user_of(state, who));
    }
    if let Some(bits) = bits {
        fields.insert("permissions".into(), json!(bits.to_string()));
    }
    Some(Value::Object(fields))
}

pub(crate) fn role(role: &Role, position: usize) -> Value {
    let mut value = json!({
        "id": role.id, "name": role.name, "color": role.color,
        "colors": { "primary_color": role.color, "secondary_color": null,
                    "tertiary_color": null },
        "hoist": false, "icon": null, "unicode_emoji": null, "position": position,
        "permissions": role.permissions.to_string(), "managed": role.bot.is_some(),
        "mentionable": false, "flags": 0,
    });
    if let (Some(bot), Some(fields)) = (role.bot, value.as_object_mut()) {
        fields.insert("tags".into(), json!({ "bot_id": bot }));
    }
    value
}

pub(crate) fn roles(state: &State, guild: Id) -> Vec<Value> {
    let guild = state.guilds.get(&guild);
    guild
        .map(|guild| {
            guild
                .roles
                .iter()
                .enumerate()
                .map(|(at, it)| role(it, at))
                .collect()
        })
        .unwrap_or_default()
}

pub(crate) fn channel(state: &State, id: Id) -> Option<Value> {
    let channel = state.channels.get(&id)?;
    let last = state
        .messages
        .get(&id)
        .and_then(|messages| messages.keys().next_back());
    let Some(guild) = channel.guild else {
        let recipients: Vec<Value> = channel
            .recipients
            .iter()
            .map(|user| user_of(state, *user))
            .collect();
        return Some(json!({
            "id": id, "type": channel.kind, "last_message_id": last, "flags": 0,
            "recipients": recipients,
        }));
    };
    let overwrites: Vec<Value> = channel
        .overwrites
        .iter()
        .map(|overwrite| {
            json!({ "id": overwrite.id, "type": u8::from(overwrite.member),
                    "allow": overwrite.allow.to_string(), "deny": overwrite.deny.to_string() })
        })
        .collect();
    Some(json!({
        "id": id, "type": channel.kind, "guild_id": guild, "name": channel.name,
        "position": channel.position, "topic": channel.topic, "nsfw": false, "flags": 0,
        "parent_id": null, "last_message_id": last, "rate_limit_per_user": 0,
        "permission_overwrites": overwrites, "last_pin_timestamp": null,
    }))
}

/// The channel as the gateway tells the bot of it: one that the bot cannot see has neither name,
/// topic nor overwrites of its own, and the flag `CHANNEL_OBFUSCATED`.
pub(crate) fn channel_for_bot(state: &State, id: Id) -> Option<Value> {
    let mut value = channel(state, id)?;
    let is_seen = permissions::in_channel(state, state.bot(), id) & permissions::VIEW_CHANNEL != 0;
    if let (false, Some(fields)) = (is_seen, value.as_object_mut()) {
        fields.insert("name".into(), json!("___hidden___"));
        fields.insert("flags".into(), json!(OBFUSCATED));
        for name in ["topic", "last_message_id", "last_pin_timestamp"] {
            fields.insert(name.into(), Value::Null);
        }
        let everyone = state.guild_of(id);
        let deny = permissions::VIEW_CHANNEL.to_string();
        let only = json!([{ "id": everyone, "type": 0, "allow": "0", "deny": deny }]);
        fields.insert("permission_overwrites".into(), only);
    }
    Some(value)
}

/// The channel as it stands in an interaction: with what its asker may do in it.
pub(crate) fn channel_for(state: &State, id: Id, who: Id) -> Value {
    let mut value = channel(state, id).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        let bits = permissions::in_channel(state, who, id);
        fields.insert("permissions".into(), json!(bits.to_string()));
        fields.remove("permission_overwrites");
    }
    value
}

/// The channels of a server over HTTP: only those that the bot can see.
pub(crate) fn channels(state: &State, guild: Id) -> Vec<Value> {
    let all = state.channels.values().filter(|it| it.guild == Some(guild));
    all.filter(|it| permissions::in_channel(state, state.bot(), it.id) != 0)
        .filter_map(|it| channel(state, it.id))
        .collect()
}

/// The channels of a server on the gateway: all, the hidden ones without what they are.
fn channels_for_bot(state: &State, guild: Id) -> Vec<Value> {
    let all = state.channels.values().filter(|it| it.guild == Some(guild));
    all.filter_map(|it| channel_for_bot(state, it.id)).collect()
}

/// A server as `GET /guilds/{id}` gives it.
pub(crate) fn guild(state: &State, id: Id) -> Option<Value> {
    let guild = state.guilds.get(&id)?;
    Some(json!({
        "id": id, "name": guild.name, "icon": null, "icon_hash": null, "splash": null,
        "discovery_splash": null, "owner_id": guild.owner, "region": "deprecated",
        "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false,
        "widget_channel_id": null, "verification_level": 0, "default_message_notifications": 1,
        "explicit_content_filter": 0, "roles": roles(state, id), "emojis": [], "stickers": [],
        "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": null,
        "system_channel_flags": 0, "rules_channel_id": null, "max_presences": null,
        "max_members": 500_000, "vanity_url_code": null, "description": null, "banner": null,
        "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": guild.locale,
        "public_updates_channel_id": null, "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50, "nsfw_level": 0, "nsfw": false,
        "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null,
        "home_header": null, "hub_type": null, "latest_onboarding_question_id": null,
        "incidents_data": null,
    }))
}

/// A server as the gateway announces it: with its channels and the bot's own member.
pub(crate) fn guild_create(state: &State, id: Id) -> Option<Value> {
    let found = state.guilds.get(&id)?;
    let mut value = guild(state, id)?;
    let fields = value.as_object_mut()?;
    fields.insert("joined_at".into(), json!(iso(found.made)));
    fields.insert("large".into(), json!(false));
    fields.insert("unavailable".into(), json!(false));
    fields.insert("member_count".into(), json!(found.members.len()));
    fields.insert(
        "members".into(),
        json!([member(state, id, state.bot(), true, None)]),
    );
    fields.insert("channels".into(), json!(channels_for_bot(state, id)));
    for name in [
        "threads",
        "presences",
        "voice_states",
        "stage_instances",
        "guild_scheduled_events",
    ] {
        fields.insert(name.into(), json!([]));
    }
    fields.insert("soundboard_sounds".into(), json!([]));
    Some(value)
}

pub(crate) fn attachment(attachment: &Attachment, ephemeral: bool) -> Value {
    let mut value = json!({
        "id": attachment.id, "filename": attachment.filename, "size": attachment.size,
        "url": attachment.url, "proxy_url": attachment.url,
        "content_type": attachment.content_type,
    });
    if let Some(fields) = value.as_object_mut() {
        if let Some((width, height)) = attachment.dimensions {
            fields.insert("width".into(), json!(width));
            fields.insert("height".into(), json!(height));
        }
        if let Some(description) = &attachment.description {
            fields.insert("description".into(), json!(description));
        }
        if ephemeral {
            fields.insert("ephemeral".into(), json!(true));
        }
    }
    value
}

fn author(state: &State, author: &Author) -> Value {
    match author {
        Author::User(id) => user_of(state, *id),
        Author::Webhook { id, name, avatar } => json!({
            "id": id, "username": name, "avatar": avatar, "discriminator": "0000", "bot": true,
            "global_name": null, "public_flags": 0, "flags": 0,
        }),
    }
}

/// Which installation an interaction came through: always the server's, or the user's in DMs.
pub(crate) fn owners(guild: Option<Id>) -> Value {
    guild.map_or_else(|| json!({ "0": "0" }), |guild| json!({ "0": guild }))
}

fn interaction_metadata(state: &State, interaction: &Interaction) -> Value {
    let mut value = json!({
        "id": interaction.id, "type": interaction.kind,
        "user": user_of(state, interaction.user),
        "authorizing_integration_owners": owners(interaction.guild),
    });
    if let Some(fields) = value.as_object_mut() {
        if let Some(command) = interaction
            .command
            .as_ref()
            .filter(|_| interaction.kind == 2)
        {
            fields.insert("name".into(), json!(command));
            fields.insert("command_type".into(), json!(1));
        }
        if let (3, Some(source)) = (interaction.kind, interaction.source) {
            fields.insert("interacted_message_id".into(), json!(source));
        }
    }
    value
}

/// A message as the API gives it.
pub(crate) fn message(state: &State, message: &Message) -> Value {
    let ephemeral = message.only_for.is_some();
    let attachments: Vec<Value> = message
        .attachments
        .iter()
        .map(|it| attachment(it, ephemeral))
        .collect();
    let mentions: Vec<Value> = message
        .pinged
        .iter()
        .map(|id| user_of(state, *id))
        .collect();
    let mut value = json!({
        "id": message.id, "channel_id": message.channel, "type": message.kind,
        "content": message.content, "author": author(state, &message.author),
        "timestamp": iso(message.made), "edited_timestamp": message.edited.map(iso),
        "tts": false, "mention_everyone": false, "mentions": mentions, "mention_roles": [],
        "attachments": attachments, "embeds": message.embeds, "components": message.components,
        "pinned": false, "flags": message.flags,
    });
    let Some(fields) = value.as_object_mut() else {
        return value;
    };
    if let Some(nonce) = &message.nonce {
        fields.insert("nonce".into(), nonce.clone());
    }
    match &message.author {
        Author::Webhook { id, .. } => {
            fields.insert("webhook_id".into(), json!(id));
            fields.insert("application_id".into(), json!(state.application.id));
        }
        Author::User(id) if *id == state.bot() && message.interaction.is_some() => {
            fields.insert("webhook_id".into(), json!(id));
            fields.insert("application_id".into(), json!(id));
        }
        Author::User(_) => {}
    }
    let interaction = message
        .interaction
        .and_then(|id| state.interactions.get(&id));
    if let Some(interaction) = interaction {
        let metadata = interaction_metadata(state, interaction);
        fields.insert("interaction_metadata".into(), metadata);
        if message.kind == COMMAND_ANSWER {
            fields.insert(
                "interaction".into(),
                json!({ "id": interaction.id, "type": interaction.kind,
                        "name": interaction.command, "user": user_of(state, interaction.user) }),
            );
        }
    }
    if let Some(reference) = message.reference {
        fields.insert(
            "message_reference".into(),
            json!({ "type": 0, "channel_id": message.channel, "message_id": reference,
                    "guild_id": state.guild_of(message.channel) }),
        );
    }
    value
}

/// A message as the bot reads it in a channel: without the message content intent, what others
/// wrote is blank unless it mentions the bot or was written to it directly.
pub(crate) fn message_for_bot(state: &State, found: &Message) -> Value {
    let mut value = message(state, found);
    let is_ours = match &found.author {
        Author::User(id) => *id == state.bot(),
        Author::Webhook { id, .. } => state.webhooks.contains_key(id),
    };
    let is_direct = state.guild_of(found.channel).is_none();
    if let (false, Some(fields)) = (
        is_ours || is_direct || found.pinged.contains(&state.bot()),
        value.as_object_mut(),
    ) {
        fields.insert("content".into(), json!(""));
        for name in ["attachments", "embeds", "components"] {
            fields.insert(name.into(), json!([]));
        }
    }
    value
}

pub(crate) fn webhook(state: &State, webhook: &Webhook) -> Value {
    json!({
        "id": webhook.id, "type": 1, "channel_id": webhook.channel, "guild_id": webhook.guild,
        "name": webhook.name, "avatar": webhook.avatar, "token": webhook.token,
        "application_id": state.application.id, "user": user_of(state, state.bot()),
        "url": format!("{}/api/webhooks/{}/{}", state.base, webhook.id, webhook.token),
    })
}
