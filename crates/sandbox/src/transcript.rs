//! A channel as text, fit for a snapshot: no ids, no times, everything a reader would see.

use serde_json::Value;

use crate::id::Id;
use crate::model::message::{Author, LOADING, Message};
use crate::model::{State, media};
use crate::user::rendered::is_select;

/// The channel as `reader` sees it; without a reader, what everybody sees.
pub(crate) fn of(state: &State, channel: Id, reader: Option<Id>) -> String {
    let name = state
        .channels
        .get(&channel)
        .map_or("", |channel| channel.name.as_str());
    let title = if name.is_empty() {
        "direct messages".to_owned()
    } else {
        format!("#{name}")
    };
    let mut text = format!("{title}\n");
    let all = state
        .messages
        .get(&channel)
        .into_iter()
        .flat_map(|all| all.values());
    for message in all.filter(|message| message.seen_by(reader)) {
        text.push('\n');
        text.push_str(&header(state, message));
        for line in body(message) {
            text.push_str("\n  ");
            text.push_str(&readable(state, message.channel, &line));
        }
        text.push('\n');
    }
    text
}

fn header(state: &State, message: &Message) -> String {
    let guild = state.guild_of(message.channel);
    let author = match &message.author {
        Author::User(id) => state.name_of(*id, guild),
        Author::Webhook { name, .. } => format!("{name} (webhook)"),
    };
    let mut notes: Vec<String> = Vec::new();
    let interaction = message
        .interaction
        .and_then(|id| state.interactions.get(&id));
    if let Some(interaction) = interaction {
        let asker = state.name_of(interaction.user, guild);
        notes.push(match &interaction.command {
            Some(command) => format!("answers {asker}'s /{command}"),
            None => format!("answers {asker}"),
        });
    }
    if message.only_for.is_some() {
        notes.push("only the asker sees this".to_owned());
    }
    if message.edits > 0 && message.interaction.is_none() {
        notes.push("edited".to_owned());
    }
    if notes.is_empty() {
        format!("{author}:")
    } else {
        format!("{author} ({}):", notes.join("; "))
    }
}

/// A message's lines, before names are put in for ids.
fn body(message: &Message) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if message.has(LOADING) {
        lines.push("is thinking…".to_owned());
    }
    lines.extend(message.content.lines().map(str::to_owned));
    for embed in &message.embeds {
        let text = |pointer: &str| embed.pointer(pointer).and_then(Value::as_str);
        let mut inside: Vec<String> = Vec::new();
        for pointer in ["/author/name", "/title", "/description"] {
            inside.extend(
                text(pointer)
                    .into_iter()
                    .flat_map(str::lines)
                    .map(str::to_owned),
            );
        }
        for field in embed
            .get("fields")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let part = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default();
            inside.push(format!(
                "{}: {}",
                part("name"),
                part("value").replace('\n', " / ")
            ));
        }
        if text("/image/url").is_some() {
            inside.push("[picture]".to_owned());
        }
        inside.extend(text("/footer/text").map(str::to_owned));
        lines.extend(inside.into_iter().map(|line| format!("| {line}")));
    }
    for component in &message.components {
        lines.extend(component_lines(component));
    }
    let shown_by_components = message.has(crate::model::message::COMPONENTS_V2);
    for attachment in message.attachments.iter().filter(|_| !shown_by_components) {
        let alt = attachment.description.as_deref().unwrap_or("no alt text");
        lines.push(format!(
            "[picture {}: {}]",
            attachment.filename,
            alt.replace('\n', " ")
        ));
    }
    lines
}

fn component_lines(component: &Value) -> Vec<String> {
    let text = |name: &str| {
        component
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let children = || {
        component
            .get("components")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let picture = |item: &Value| {
        let alt = item
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or("no alt text");
        format!("[picture: {}]", alt.replace('\n', " "))
    };
    match media::kind(component) {
        1 => vec![children().map(control).collect::<Vec<_>>().join(" ")],
        9 => {
            let mut lines: Vec<String> = children().flat_map(component_lines).collect();
            if let Some(accessory) = component.get("accessory") {
                let beside = match media::kind(accessory) {
                    11 => picture(accessory),
                    _ => control(accessory),
                };
                match lines.last_mut() {
                    Some(last) => *last = format!("{last}  {beside}"),
                    None => lines.push(beside),
                }
            }
            lines
        }
        10 => text("content").lines().map(str::to_owned).collect(),
        11 => vec![picture(component)],
        12 => component
            .get("items")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(picture)
            .collect(),
        13 => vec!["[file]".to_owned()],
        14 => vec!["----".to_owned()],
        17 => children()
            .flat_map(component_lines)
            .map(|line| format!("| {line}"))
            .collect(),
        _ => vec![control(component)],
    }
}

/// A button or a menu on one line.
fn control(component: &Value) -> String {
    let text = |name: &str| {
        component
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let disabled = component.get("disabled") == Some(&Value::Bool(true));
    let kind = media::kind(component);
    if is_select(kind) {
        let options = component
            .get("options")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let labels: Vec<&str> = options
            .filter_map(|option| option.get("label")?.as_str())
            .collect();
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!(": {}", labels.join(" | "))
        };
        return format!("{{{}{labels}}}", text("placeholder"));
    }
    let emoji = component
        .pointer("/emoji/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let label = [emoji, text("label")]
        .iter()
        .filter(|it| !it.is_empty())
        .copied()
        .collect::<Vec<_>>();
    let label = label.join(" ");
    if disabled {
        format!("({label})")
    } else {
        format!("[{label}]")
    }
}

/// Replaces mentions by names and times by their style, which do not change from run to run.
fn readable(state: &State, channel: Id, line: &str) -> String {
    let guild = state.guild_of(channel);
    let mut text = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('<') {
        let (before, tail) = rest.split_at(start);
        text.push_str(before);
        let Some(end) = tail.find('>') else {
            text.push_str(tail);
            return text;
        };
        let inside = &tail[1..end];
        match mention(state, guild, inside) {
            Some(name) => text.push_str(&name),
            None => text.push_str(&tail[..=end]),
        }
        rest = &tail[end + 1..];
    }
    text.push_str(rest);
    text
}

fn mention(state: &State, guild: Option<Id>, inside: &str) -> Option<String> {
    if let Some(role) = inside.strip_prefix("@&") {
        let role: Id = role.parse().ok()?;
        let roles = &state.guilds.get(&guild?)?.roles;
        return roles
            .iter()
            .find(|it| it.id == role)
            .map(|it| format!("@{}", it.name));
    }
    if let Some(user) = inside.strip_prefix('@') {
        let user = user.trim_start_matches('!').parse().ok()?;
        return Some(format!("@{}", state.name_of(user, guild)));
    }
    if let Some(channel) = inside.strip_prefix('#') {
        let channel = state.channels.get(&channel.parse().ok()?)?;
        return Some(format!("#{}", channel.name));
    }
    if let Some(command) = inside.strip_prefix('/') {
        return Some(format!(
            "/{}",
            command.split(':').next().unwrap_or_default()
        ));
    }
    if let Some(time) = inside.strip_prefix("t:") {
        let style = time.split(':').nth(1).unwrap_or("f");
        return Some(format!("<time {style}>"));
    }
    None
}
