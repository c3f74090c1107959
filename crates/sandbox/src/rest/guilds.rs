//! Looking at servers.

use serde_json::json;

use super::Reply;
use super::error::ApiError;
use super::route::Guild;
use crate::id::Id;
use crate::model::{State, json as words};

pub(super) fn perform(state: &State, op: Guild) -> Result<Reply, ApiError> {
    let guild = match op {
        Guild::Get(guild)
        | Guild::Channels(guild)
        | Guild::Roles(guild)
        | Guild::Member(guild, _) => guild,
    };
    known(state, guild)?;
    let body = match op {
        Guild::Get(_) => words::guild(state, guild).ok_or_else(ApiError::unknown_guild)?,
        Guild::Channels(_) => json!(words::channels(state, guild)),
        Guild::Roles(_) => json!(words::roles(state, guild)),
        Guild::Member(_, user) => {
            words::member(state, guild, user, true, None).ok_or_else(ApiError::unknown_member)?
        }
    };
    Ok(Reply::json(body))
}

fn known(state: &State, guild: Id) -> Result<(), ApiError> {
    let found = state
        .guilds
        .get(&guild)
        .ok_or_else(ApiError::unknown_guild)?;
    let is_in = found.members.contains_key(&state.bot());
    if is_in {
        Ok(())
    } else {
        Err(ApiError::missing_access())
    }
}
