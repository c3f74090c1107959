//! The bot itself: who it is, where it is, how it connects.

use serde_json::json;

use super::error::ApiError;
use super::route::Account;
use super::{Call, Reply};
use crate::Options;
use crate::id;
use crate::model::{State, json as words};

pub(super) fn perform(
    state: &mut State,
    options: &Options,
    op: Account,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    match op {
        Account::Gateway => Ok(Reply::json(json!({ "url": state.ws }))),
        Account::GatewayBot => {
            let used = state.sessions.identifies_today(now);
            Ok(Reply::json(json!({
                "url": state.ws, "shards": options.shards,
                "session_start_limit": {
                    "total": options.identifies_a_day,
                    "remaining": options.identifies_a_day.saturating_sub(used),
                    "reset_after": 86_400_000, "max_concurrency": options.max_concurrency,
                },
            })))
        }
        Account::Me => Ok(Reply::json(words::current_user(state))),
        Account::User(id) => match state.users.get(&id) {
            Some(account) => Ok(Reply::json(words::user(account))),
            None => Err(ApiError::unknown_user()),
        },
        Account::Application => Ok(Reply::json(words::application(state))),
        Account::Guilds => {
            let bot = state.bot();
            let guilds = state
                .guilds
                .values()
                .filter(|guild| guild.members.contains_key(&bot));
            let list: Vec<_> = guilds
                .map(|guild| {
                    json!({ "id": guild.id, "name": guild.name, "icon": null, "owner": false,
                            "permissions": options.bot_permissions.to_string(), "features": [] })
                })
                .collect();
            Ok(Reply::json(json!(list)))
        }
        Account::Leave(guild) => {
            state.kick_bot(guild);
            Ok(Reply::empty())
        }
        Account::DirectChannel => {
            let user = call.payload.body.get("recipient_id").and_then(id::of);
            let Some(user) = user.filter(|user| state.users.contains_key(user)) else {
                return Err(ApiError::unknown_user());
            };
            let channel = state.direct_channel(user, now);
            words::channel(state, channel)
                .map(Reply::json)
                .ok_or_else(ApiError::unknown_channel)
        }
    }
}
