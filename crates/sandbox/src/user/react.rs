//! A member's reactions, and the events that inform the bot about them, if it subscribed.

use std::sync::Arc;

use serde_json::json;

use super::actions::visible;
use super::resolve;
use crate::error::DriveError;
use crate::id::Id;
use crate::model::permissions::{ADD_REACTIONS, READ_MESSAGE_HISTORY, VIEW_CHANNEL, in_channel};
use crate::model::{State, json as words};
use crate::shared::Shared;

/// The intent for reactions in servers, and the one for direct messages.
const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;

/// Adds or removes a reaction. Nothing is sent if nothing changes.
pub(crate) fn react(
    shared: &Arc<Shared>,
    user: &str,
    message: Id,
    emoji: &str,
    adds: bool,
) -> Result<(), DriveError> {
    let refused = |text: &str| Err(DriveError::Refused(text.to_owned()));
    if emoji.is_empty() || emoji.is_ascii() {
        return refused("an emoji is wanted, as it is drawn");
    }
    shared.write(|state, _| {
        let user = resolve::user(state, user)?;
        let found = visible(state, user, message)?;
        if found.only_for.is_some() {
            return refused("nobody reacts to an ephemeral message");
        }
        let channel = found.channel;
        let needed = VIEW_CHANNEL | READ_MESSAGE_HISTORY | ADD_REACTIONS;
        if in_channel(state, user, channel) & needed != needed {
            return refused("this member may not react there");
        }
        let reaction = (message, user, emoji.to_owned());
        let changed = if adds {
            state.reactions.insert(reaction)
        } else {
            state.reactions.remove(&reaction)
        };
        if changed {
            tell(state, (channel, message), user, emoji, adds);
            state.bump();
        }
        Ok(())
    })
}

fn tell(state: &mut State, (channel, message): (Id, Id), user: Id, emoji: &str, adds: bool) {
    let guild = state.guild_of(channel);
    let mut data = json!({
        "user_id": user, "channel_id": channel, "message_id": message,
        "emoji": { "id": null, "name": emoji }, "burst": false, "type": 0,
    });
    if let (Some(guild), Some(fields)) = (guild, data.as_object_mut()) {
        fields.insert("guild_id".to_owned(), json!(guild));
        if let (true, Some(member)) = (adds, words::member(state, guild, user, true, None)) {
            fields.insert("member".to_owned(), member);
        }
    }
    let (event, intent) = match (adds, guild) {
        (true, Some(_)) => ("MESSAGE_REACTION_ADD", GUILD_MESSAGE_REACTIONS),
        (true, None) => ("MESSAGE_REACTION_ADD", DIRECT_MESSAGE_REACTIONS),
        (false, Some(_)) => ("MESSAGE_REACTION_REMOVE", GUILD_MESSAGE_REACTIONS),
        (false, None) => ("MESSAGE_REACTION_REMOVE", DIRECT_MESSAGE_REACTIONS),
    };
    state.sessions.dispatch_to(intent, event, guild, &data);
}
