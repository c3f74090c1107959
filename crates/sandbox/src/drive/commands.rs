//! The actions by name.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::args::Args;
use super::{GatewayAction, setup};
use crate::error::DriveError;
use crate::faults::Fault;
use crate::id::Id;
use crate::model::permissions::{ADMINISTRATOR, SEND_MESSAGES, VIEW_CHANNEL, in_channel};
use crate::model::session::Frame;
use crate::model::{State, guild};
use crate::shared::Shared;
use crate::user::options::{self, Place, Typed};
use crate::user::rendered::seen;
use crate::user::wait::{self, Until};
use crate::user::{actions, react, resolve};
use crate::{rest, transcript};

/// Performs an action.
pub(super) async fn perform(
    shared: &Arc<Shared>,
    command: &str,
    arguments: Value,
) -> Result<Value, DriveError> {
    let args = Args(arguments);
    match command {
        "slash" | "autocomplete" | "context_menu" | "press" | "select" | "submit" => {
            let interaction = begin(shared, command, &args)?;
            let until = match args.maybe("until") {
                Some("ack") => Until::Acknowledged,
                _ => Until::Answered,
            };
            let answer = wait::wait(shared, interaction, until, args.patience(shared)).await?;
            Ok(json!(answer))
        }
        "answer" => shared
            .read(|state| wait::answer_of(state, args.id("interaction")?))
            .map(|answer| json!(answer)),
        "say" => {
            let (user, channel) = (args.text("as")?, args.text("channel")?);
            let id = actions::say(shared, user, channel, args.text("text")?)?;
            let shown = |state: &State| state.find_message(id).map(|it| json!(seen(state, it)));
            shared
                .read(shown)
                .ok_or_else(|| DriveError::Unknown("message".to_owned()))
        }
        "react" | "unreact" => {
            let (user, message) = (args.text("as")?, args.id("message")?);
            react::react(
                shared,
                user,
                message,
                args.text("emoji")?,
                command == "react",
            )?;
            Ok(json!({}))
        }
        "dismiss" => {
            actions::dismiss(shared, args.text("as")?, args.id("message")?)?;
            Ok(json!({}))
        }
        "messages" => messages(shared, &args).await,
        "transcript" => shared.read(|state| {
            let (channel, reader) = reader(state, &args)?;
            Ok(json!({ "text": transcript::of(state, channel, reader) }))
        }),
        "commands" => shared.read(|state| offered(state, &args)),
        "wait_for_bot" => {
            let after = args.number("after").unwrap_or(0);
            wait_for_bot(shared, after, args.patience(shared)).await
        }
        "state" => Ok(shared.read(|state| overview(state, shared.spec.is_some()))),
        "gateway" => gateway(shared, &args),
        "fault" => {
            let fault: Fault = serde_json::from_value(args.0)
                .map_err(|error| DriveError::Arguments(error.to_string()))?;
            shared.write(|state, _| state.faults.add(fault));
            Ok(json!({}))
        }
        "sessions" => Ok(shared.read(|state| json!(state.sessions.known()))),
        "tokens" => Ok(shared.read(|state| json!(state.tokens.keys().collect::<Vec<_>>()))),
        "held" => held(shared, &args).await,
        "release" => {
            shared.write(|state, _| {
                state.holds.release();
                state.bump();
            });
            Ok(json!({}))
        }
        "clear_faults" => {
            shared.write(|state, _| state.faults.clear());
            Ok(json!({}))
        }
        "refusals" => Ok(shared.read(|state| json!(state.record.refusals))),
        "unknown_routes" => Ok(shared.read(|state| json!(state.record.unknown))),
        "requests" => Ok(shared.read(|state| {
            let last = args
                .number("last")
                .and_then(|last| usize::try_from(last).ok());
            let skip = state
                .record
                .requests
                .len()
                .saturating_sub(last.unwrap_or(usize::MAX));
            json!(state.record.requests.iter().skip(skip).collect::<Vec<_>>())
        })),
        "check" => {
            let (method, path) = (args.text("method")?, args.text("path")?);
            let reasons = rest::judge(shared, method, path, args.0.get("body"));
            let reasons = reasons.ok_or_else(|| DriveError::Unknown(format!("route {path}")))?;
            Ok(json!({ "reasons": reasons }))
        }
        "stats" => Ok(shared.read(|state| json!(state.record.stats()))),
        "reset_counters" => {
            shared.write(|state, _| state.record.reset());
            Ok(json!({}))
        }
        other => setup::perform(shared, other, &args),
    }
}

fn begin(shared: &Arc<Shared>, command: &str, args: &Args) -> Result<Id, DriveError> {
    let user = args.text("as")?;
    match command {
        "slash" => {
            let values = args.object("options")?;
            actions::slash(
                shared,
                user,
                args.text("channel")?,
                args.text("command")?,
                &values,
            )
        }
        "autocomplete" => {
            let values = args.object("options")?;
            let focused = Some(args.text("focused")?);
            let typed = Typed {
                words: args.text("command")?,
                options: &values,
                focused,
            };
            actions::autocomplete(shared, user, args.text("channel")?, &typed)
        }
        "context_menu" => {
            let (channel, target) = (args.text("channel")?, args.text("target")?);
            actions::context_menu(shared, user, channel, args.text("command")?, target)
        }
        "press" => actions::press(shared, user, args.id("message")?, args.text("button")?),
        "select" => {
            let values = args.list("values");
            actions::select(
                shared,
                user,
                args.id("message")?,
                args.text("select")?,
                &values,
            )
        }
        _ => actions::submit(
            shared,
            user,
            args.id("interaction")?,
            &args.object("values")?,
        ),
    }
}

/// The channel that is asked about, and who asks.
fn reader(state: &State, args: &Args) -> Result<(Id, Option<Id>), DriveError> {
    let channel = resolve::channel(state, args.text("channel")?)?;
    let reader = match args.maybe("as").filter(|name| !name.is_empty()) {
        Some(name) => {
            let user = resolve::user(state, name)?;
            if in_channel(state, user, channel) & VIEW_CHANNEL == 0 {
                return Err(DriveError::Refused(format!(
                    "{name} does not see that channel"
                )));
            }
            Some(user)
        }
        None => None,
    };
    Ok((channel, reader))
}

/// A channel's messages; with `after_version`, once the state is newer than that.
async fn messages(shared: &Arc<Shared>, args: &Args) -> Result<Value, DriveError> {
    let mut changes = shared.changes();
    if let Some(known) = args.number("after_version").filter(|known| *known > 0) {
        let newer = changes.wait_for(|version| *version > known);
        // When nothing changes in time, the caller gets what it had.
        let _ = tokio::time::timeout(args.patience(shared), newer).await;
    }
    shared.read(|state| {
        // No direct channel yet is an empty one.
        if args.maybe("channel").is_some_and(|it| it.starts_with('@'))
            && reader(state, args).is_err()
        {
            return Ok(json!({ "version": state.version, "messages": [] }));
        }
        let (channel, reader) = reader(state, args)?;
        let all = state
            .messages
            .get(&channel)
            .into_iter()
            .flat_map(|all| all.values());
        let shown: Vec<Value> = all
            .filter(|message| message.seen_by(reader))
            .map(|message| json!(seen(state, message)))
            .collect();
        let last = args
            .number("last")
            .and_then(|last| usize::try_from(last).ok());
        let skip = shown.len().saturating_sub(last.unwrap_or(usize::MAX));
        Ok(json!({ "version": state.version, "messages": shown[skip..] }))
    })
}

/// The commands that a member is offered in a channel.
fn offered(state: &State, args: &Args) -> Result<Value, DriveError> {
    let user = resolve::user(state, args.text("as")?)?;
    let channel = resolve::channel(state, args.text("channel")?)?;
    let place = Place {
        user,
        channel,
        guild: state.guild_of(channel),
    };
    let usable = state.usable_commands(place.guild);
    let offered = usable
        .into_iter()
        .filter(|it| options::is_offered(state, place, &it.body));
    Ok(json!(
        offered.map(|command| &command.body).collect::<Vec<_>>()
    ))
}

/// Waits until the bot is connected and has commands, after more than `after` sessions began.
async fn wait_for_bot(
    shared: &Arc<Shared>,
    after: u64,
    patience: Duration,
) -> Result<Value, DriveError> {
    let mut changes = shared.changes();
    let ready = async {
        loop {
            changes.borrow_and_update();
            let is_ready = shared.read(|state| {
                let stats = &state.record.stats;
                state.sessions.connected() > 0
                    && stats.identifies + stats.resumes > after
                    && state.commands.values().any(|it| !it.is_empty())
            });
            if is_ready || changes.changed().await.is_err() {
                return;
            }
        }
    };
    match tokio::time::timeout(patience, ready).await {
        Ok(()) => Ok(json!({})),
        Err(_) => Err(DriveError::Timeout("no bot with commands".to_owned())),
    }
}

/// Waits until so many requests are held; how many there are then.
async fn held(shared: &Arc<Shared>, args: &Args) -> Result<Value, DriveError> {
    let wanted = args.number("count").unwrap_or(0);
    let mut changes = shared.changes();
    let count = || shared.read(|state| state.holds.count() as u64);
    let enough = async {
        changes.borrow_and_update();
        while count() < wanted {
            if changes.changed().await.is_err() {
                return;
            }
        }
    };
    match tokio::time::timeout(args.patience(shared), enough).await {
        Ok(()) => Ok(json!({ "count": count() })),
        Err(_) => Err(DriveError::Timeout(format!("{} held requests", count()))),
    }
}

fn gateway(shared: &Arc<Shared>, args: &Args) -> Result<Value, DriveError> {
    let action = args.text("action")?;
    let action: GatewayAction = serde_json::from_value(json!(action))
        .map_err(|error| DriveError::Arguments(error.to_string()))?;
    let told = shared.write(|state, _| match action {
        GatewayAction::Reconnect => state.sessions.tell_all(&Frame::Text(
            r#"{"op":7,"d":null,"s":null,"t":null}"#.into(),
        )),
        GatewayAction::InvalidResumable => state.sessions.tell_all(&Frame::Text(
            r#"{"op":9,"d":true,"s":null,"t":null}"#.into(),
        )),
        GatewayAction::Invalid => {
            let frame = Frame::Text(r#"{"op":9,"d":false,"s":null,"t":null}"#.into());
            let told = state.sessions.tell_all(&frame);
            state.sessions.forget_all();
            told
        }
        GatewayAction::Close => state
            .sessions
            .tell_all(&Frame::Close(4_000, "Unknown error.")),
        GatewayAction::Cut => state.sessions.tell_all(&Frame::Cut),
        GatewayAction::Mute | GatewayAction::Unmute => {
            state.sessions.mute = action == GatewayAction::Mute;
            state.sessions.connected()
        }
    });
    Ok(json!({ "connections": told }))
}

/// Who is where, and what the bot looks like from here.
fn overview(state: &State, has_document: bool) -> Value {
    let guilds: Vec<Value> = state
        .guilds
        .values()
        .map(|guild| {
            let channels = state
                .channels
                .values()
                .filter(|it| it.guild == Some(guild.id));
            let channels: Vec<Value> = channels
                .map(|it| {
                    let readers = guild
                        .members
                        .keys()
                        .filter(|user| in_channel(state, **user, it.id) & VIEW_CHANNEL != 0);
                    let writers = guild
                        .members
                        .keys()
                        .filter(|user| in_channel(state, **user, it.id) & SEND_MESSAGES != 0);
                    json!({ "id": it.id, "name": it.name, "topic": it.topic,
                            "last": last(state, it.id),
                            "readers": readers.collect::<Vec<_>>(),
                            "writers": writers.collect::<Vec<_>>() })
                })
                .collect();
            let members: Vec<Value> = guild
                .members
                .keys()
                .map(|id| member(state, guild, *id))
                .collect();
            let roles: Vec<Value> = guild
                .roles
                .iter()
                .map(|it| json!({ "id": it.id, "name": it.name }))
                .collect();
            json!({ "id": guild.id, "name": guild.name, "channels": channels,
                    "members": members, "roles": roles })
        })
        .collect();
    let direct: Vec<Value> = state
        .channels
        .values()
        .filter(|it| it.kind == guild::DIRECT)
        .map(|it| {
            json!({ "id": it.id, "user": it.recipients.first(),
                           "last": last(state, it.id) })
        })
        .collect();
    json!({
        "version": state.version, "application": { "id": state.application.id,
        "name": state.application.name }, "connections": state.sessions.connected(),
        "document": has_document, "guilds": guilds, "direct": direct,
        "refused": state.record.stats.refused, "commands": commands_version(state),
    })
}

/// The newest message of a channel that everybody sees.
fn last(state: &State, channel: Id) -> Option<Id> {
    let all = state.messages.get(&channel)?;
    all.values()
        .rev()
        .find(|message| message.only_for.is_none())
        .map(|message| message.id)
}

/// Changes whenever the registered commands do.
fn commands_version(state: &State) -> String {
    let all = state.commands.values().flatten();
    all.filter_map(|command| command.body.get("version")?.as_str())
        .max()
        .unwrap_or("")
        .to_owned()
}

fn member(state: &State, guild: &guild::Guild, id: Id) -> Value {
    let user = state.users.get(&id);
    let bits = crate::model::permissions::in_guild(state, id, guild.id);
    json!({
        "id": id, "name": user.map(|user| &user.name), "display": state.name_of(id, Some(guild.id)),
        "bot": user.is_some_and(|user| user.bot), "admin": bits & ADMINISTRATOR != 0,
    })
}
