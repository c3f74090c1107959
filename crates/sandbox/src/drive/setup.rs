//! Actions that make and change the pretended Discord itself.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::args::Args;
use crate::error::DriveError;
use crate::id::Id;
use crate::model::State;
use crate::model::guild::Overwrite;
use crate::model::permissions::by_name;
use crate::shared::Shared;
use crate::user::resolve;

pub(super) fn perform(
    shared: &Arc<Shared>,
    command: &str,
    args: &Args,
) -> Result<Value, DriveError> {
    let bot_permissions = shared.options.bot_permissions;
    if command == "advance" {
        shared.clock.advance(Duration::from_secs(seconds(args)?));
        shared.write(|state, _| state.bump());
        return Ok(json!({}));
    }
    shared.write(|state, now| match command {
        "new_user" => new_user(state, args, now),
        "new_guild" => {
            let owner = resolve::user(state, args.text("owner")?)?;
            let locale = args.maybe("locale").unwrap_or("en-US");
            let id = state.add_guild(args.text("name")?, owner, locale, now);
            if args.flag("bot").unwrap_or(true) {
                state.invite_bot(id, bot_permissions, now);
            }
            Ok(json!({ "id": id }))
        }
        "new_channel" => {
            let guild = resolve::guild(state, args.maybe("guild"))?;
            Ok(json!({ "id": state.add_channel(guild, args.text("name")?, now) }))
        }
        "delete_channel" => {
            let channel = resolve::channel(state, args.text("channel")?)?;
            state.remove_channel(channel);
            Ok(json!({}))
        }
        "new_role" => {
            let guild = resolve::guild(state, args.maybe("guild"))?;
            let holders: Result<Vec<Id>, DriveError> = args
                .list("members")
                .iter()
                .map(|it| resolve::user(state, it))
                .collect();
            let bits = bits(&args.list("permissions"))?;
            let id = state.add_role(guild, args.text("name")?, bits, &holders?, now);
            state.offer_commands(guild, id, args.list("commands"));
            Ok(json!({ "id": id }))
        }
        "join" => {
            let user = resolve::user(state, args.text("user")?)?;
            let guild = resolve::guild(state, args.maybe("guild"))?;
            state.join(guild, user, now);
            Ok(json!({}))
        }
        "invite_bot" => {
            let guild = resolve::guild(state, args.maybe("guild"))?;
            let listed = args.list("permissions");
            let bits = if listed.is_empty() {
                bot_permissions
            } else {
                bits(&listed)?
            };
            state.invite_bot(guild, bits, now);
            Ok(json!({}))
        }
        "kick_bot" => {
            let guild = resolve::guild(state, args.maybe("guild"))?;
            state.kick_bot(guild);
            Ok(json!({}))
        }
        "permissions" => permissions(state, args),
        "delete_message" => {
            let id = args.id("message")?;
            let channel = state.find_message(id).map(|message| message.channel);
            let deleted = channel.is_some_and(|channel| state.delete_message(channel, id));
            if deleted {
                Ok(json!({}))
            } else {
                Err(DriveError::Unknown(format!("message {id}")))
            }
        }
        "delete_webhook" => {
            let channel = resolve::channel(state, args.text("channel")?)?;
            state
                .webhooks
                .retain(|_, webhook| webhook.channel != channel);
            Ok(json!({}))
        }
        "direct_messages" => {
            let user = resolve::user(state, args.text("user")?)?;
            let open = args.flag("open").unwrap_or(true);
            if let Some(account) = state.users.get_mut(&user) {
                account.takes_dms = open;
            }
            Ok(json!({}))
        }
        "age" => age(state, args),
        "forget_nonces" => {
            state.nonces.clear();
            Ok(json!({}))
        }
        other => Err(DriveError::Unknown(format!("action {other}"))),
    })
}

fn seconds(args: &Args) -> Result<u64, DriveError> {
    args.number("seconds")
        .ok_or_else(|| DriveError::Arguments("seconds is missing".to_owned()))
}

fn new_user(state: &mut State, args: &Args, now: i64) -> Result<Value, DriveError> {
    let name = args.text("name")?;
    if resolve::user(state, name).is_ok() {
        return Err(DriveError::Refused(format!(
            "there is a user {name} already"
        )));
    }
    let id = state.add_user(name, args.maybe("locale").unwrap_or("en-US"), now);
    if let Some(guild) = args.maybe("guild") {
        let guild = resolve::guild(state, Some(guild))?;
        state.join(guild, id, now);
    }
    Ok(json!({ "id": id }))
}

fn bits(names: &[String]) -> Result<u64, DriveError> {
    let bit = |name: &String| {
        let number = name.parse().ok();
        number
            .or_else(|| by_name(name))
            .ok_or_else(|| DriveError::Unknown(format!("permission {name}")))
    };
    names.iter().try_fold(0, |bits, name| Ok(bits | bit(name)?))
}

fn permissions(state: &mut State, args: &Args) -> Result<Value, DriveError> {
    let channel = resolve::channel(state, args.text("channel")?)?;
    let guild = state
        .guild_of(channel)
        .ok_or_else(|| DriveError::Refused("a direct channel has no permissions".to_owned()))?;
    let who = args.text("who")?;
    let (id, member) = match who {
        "everyone" | "@everyone" => (guild, false),
        "bot" => (state.bot(), true),
        name => match resolve::user(state, name) {
            Ok(user) => (user, true),
            Err(_) => (resolve::role(state, guild, name)?, false),
        },
    };
    let (allow, deny) = (bits(&args.list("allow"))?, bits(&args.list("deny"))?);
    if let Some(found) = state.channels.get_mut(&channel) {
        found.overwrites.retain(|overwrite| overwrite.id != id);
        if allow | deny != 0 {
            found.overwrites.push(Overwrite {
                id,
                member,
                allow,
                deny,
            });
        }
    }
    state.tell_channel("CHANNEL_UPDATE", channel);
    Ok(json!({}))
}

/// Makes one message, or all of a channel, older.
fn age(state: &mut State, args: &Args) -> Result<Value, DriveError> {
    let by = i64::try_from(seconds(args)?)
        .unwrap_or(i64::MAX)
        .saturating_mul(1_000);
    if args.maybe("message").is_some() {
        let id = args.id("message")?;
        let channel = state.find_message(id).map(|message| message.channel);
        let found = channel.and_then(|channel| state.message_mut(channel, id));
        let found = found.ok_or_else(|| DriveError::Unknown(format!("message {id}")))?;
        found.made -= by;
    } else {
        let channel = resolve::channel(state, args.text("channel")?)?;
        for message in state.messages.entry(channel).or_default().values_mut() {
            message.made -= by;
        }
    }
    state.bump();
    Ok(json!({}))
}
