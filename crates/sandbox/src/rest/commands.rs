//! Registering commands.

use serde_json::{Value, json};

use super::error::ApiError;
use super::route::Commands;
use super::{Call, Reply};
use crate::id::Id;
use crate::model::State;

/// New commands a day, for one scope.
const MADE_A_DAY: u32 = 200;

pub(super) fn perform(
    state: &mut State,
    op: Commands,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    let body = &call.payload.body;
    match op {
        Commands::List { guild } => Ok(Reply::json(list(state, guild))),
        Commands::Set { guild } => {
            known(state, guild)?;
            let bodies = body.as_array().map_or(&[][..], |list| list);
            state.set_commands(guild, bodies, now);
            Ok(Reply::json(list(state, guild)))
        }
        Commands::Create { guild } => {
            known(state, guild)?;
            if state.commands_made >= MADE_A_DAY {
                let message = "Max number of daily application command creates has been reached \
                               (200)";
                return Err(ApiError::new(400, 30_034, message));
            }
            let id = state.put_command(guild, body, now);
            one(state, guild, id).map(|body| Reply {
                status: 201,
                body: Some(body),
            })
        }
        Commands::Get { guild, command } => one(state, guild, command).map(Reply::json),
        Commands::Patch { guild, command } => {
            one(state, guild, command)?;
            state.patch_command(guild, command, body, now);
            one(state, guild, command).map(Reply::json)
        }
        Commands::Delete { guild, command } => {
            one(state, guild, command)?;
            if let Some(commands) = state.commands.get_mut(&guild) {
                commands.retain(|other| other.id != command);
            }
            Ok(Reply::empty())
        }
    }
}

fn known(state: &State, guild: Option<Id>) -> Result<(), ApiError> {
    match guild {
        Some(guild) if !state.guilds.contains_key(&guild) => Err(ApiError::unknown_guild()),
        Some(guild) if !state.guilds[&guild].members.contains_key(&state.bot()) => {
            Err(ApiError::missing_access())
        }
        _ => Ok(()),
    }
}

fn list(state: &State, guild: Option<Id>) -> Value {
    let commands = state.commands.get(&guild).into_iter().flatten();
    json!(
        commands
            .map(|command| command.body.clone())
            .collect::<Vec<_>>()
    )
}

fn one(state: &State, guild: Option<Id>, command: Id) -> Result<Value, ApiError> {
    let found = state
        .find_command(guild, command)
        .ok_or_else(ApiError::unknown_command)?;
    Ok(found.body.clone())
}
