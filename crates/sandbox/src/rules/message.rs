//! What a message may be: lengths, counts, and which fields go together.

use serde_json::Value;

use super::{Problem, Problems, component};
use crate::model::media;
use crate::model::message::{COMPONENTS_V2, EPHEMERAL};

const CONTENT: usize = 2_000;
const EMBEDS: usize = 10;
const EMBED_TEXT: usize = 6_000;
const COMPONENTS: usize = 40;
const V2_TEXT: usize = 4_000;
const ROWS: usize = 5;
/// What the texts of a message may weigh in UTF-8, [`TEXT_OVERHEAD`] for each of them counted:
/// measured, not documented (discord-api-docs #8554).
const V2_BYTES: usize = 10_170;
/// What each text display weighs beside its content.
const TEXT_OVERHEAD: usize = 12;
/// Pictures of galleries and thumbnails, all together: measured (discord-api-docs #7528).
const V2_MEDIA: usize = 64;
const FILES: usize = 10;
const ALT_TEXT: usize = 1_024;
const NONCE: usize = 25;

/// Checks a message; `v2` when the message that is edited is made of components already.
pub(crate) fn check(body: &Value, at: &str, v2: bool, problems: &mut Problems) {
    let path = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}/{name}")
        }
    };
    let v2 = v2 || flags(body) & COMPONENTS_V2 != 0;
    problems.length(&path("content"), body.get("content"), 0, CONTENT);
    embeds(body, &path("embeds"), problems);
    attachments(body, &path("attachments"), problems);
    mentions(body, &path("allowed_mentions"), problems);
    problems.length(&path("nonce"), body.get("nonce"), 0, NONCE);
    let components = list(body, "components");
    unique(components, &path("components"), problems);
    if v2 {
        made_of_components(body, components, &path, problems);
    } else {
        legacy(components, &path("components"), problems);
    }
    for (at, component) in components.iter().enumerate() {
        component::check_top(component, &format!("{}/{at}", path("components")), problems);
    }
}

/// A message with the flag: no other content, few enough components, not too much text.
fn made_of_components(
    body: &Value,
    components: &[Value],
    path: &dyn Fn(&str) -> String,
    problems: &mut Problems,
) {
    for name in ["content", "embeds", "poll", "sticker_ids"] {
        if body.get(name).is_some_and(has_something) {
            let message = "Cannot be used with the IS_COMPONENTS_V2 flag.";
            problems.add(
                &path(name),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                message,
            );
        }
    }
    let all = media::flat(components);
    if all.len() > COMPONENTS {
        let message = format!(
            "{} components, nested ones counted, over {COMPONENTS}.",
            all.len()
        );
        problems.add(
            &path("components"),
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            message,
        );
    }
    let text: usize = all
        .iter()
        .filter(|component| media::kind(component) == 10)
        .filter_map(|component| component.get("content")?.as_str())
        .map(|text| text.chars().count())
        .sum();
    if text > V2_TEXT {
        let message = format!("Text displays have {text} characters together, over {V2_TEXT}.");
        problems.add(
            &path("components"),
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            message,
        );
    }
}

/// What no documented rule forbids and Discord's server breaks on, answering 500.
pub(crate) fn overload(body: &Value) -> Option<Problem> {
    let all = media::flat(list(body, "components"));
    let texts = all.iter().filter(|it| media::kind(it) == 10);
    let bytes: usize = texts
        .filter_map(|it| it.get("content")?.as_str())
        .map(|text| text.len() + TEXT_OVERHEAD)
        .sum();
    let items = |it: &&Value| match media::kind(it) {
        11 => 1,
        12 => list(it, "items").len(),
        _ => 0,
    };
    let pictures: usize = all.iter().map(items).sum();
    let message = if bytes > V2_BYTES {
        format!("Text displays weigh {bytes} bytes together, over {V2_BYTES}.")
    } else if pictures > V2_MEDIA {
        format!("{pictures} media items, over {V2_MEDIA}.")
    } else {
        return None;
    };
    Some(Problem {
        path: "components".to_owned(),
        code: "SANDBOX_SERVER_BREAKS",
        message,
    })
}

/// A message without the flag: rows of buttons and menus only.
fn legacy(components: &[Value], path: &str, problems: &mut Problems) {
    if components.len() > ROWS {
        problems.add(path, "BASE_TYPE_BAD_LENGTH", "More than 5 action rows.");
    }
    if media::flat(components)
        .iter()
        .any(|component| media::kind(component) >= 9)
    {
        let message = "Components of this kind need the IS_COMPONENTS_V2 flag.";
        problems.add(path, "UNION_TYPE_CHOICES", message);
    }
}

/// Checks the data of a deferred reply: nothing but the EPHEMERAL flag.
pub(crate) fn check_deferred(data: &Value, problems: &mut Problems) {
    if flags(data) & !EPHEMERAL != 0 {
        let message = "Only the EPHEMERAL flag can be set when deferring.";
        problems.add("data/flags", "BASE_TYPE_CHOICES", message);
    }
    for name in ["content", "embeds", "components", "attachments"] {
        if data.get(name).is_some() {
            let message = "A deferred reply takes no data but flags; this would be lost.";
            problems.add(&format!("data/{name}"), "SANDBOX_IGNORED_FIELD", message);
        }
    }
}

fn flags(body: &Value) -> u64 {
    body.get("flags").and_then(Value::as_u64).unwrap_or(0)
}

fn list<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    body.get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn has_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn embeds(body: &Value, path: &str, problems: &mut Problems) {
    problems.count(path, body.get("embeds"), 0, EMBEDS);
    let mut total = 0;
    for (at, embed) in list(body, "embeds").iter().enumerate() {
        let mut part = |pointer: &str, most: usize, counted: bool| {
            let text = embed.pointer(pointer);
            problems.length(&format!("{path}/{at}{pointer}"), text, 0, most);
            let length = text
                .and_then(Value::as_str)
                .map_or(0, |text| text.chars().count());
            total += if counted { length } else { 0 };
        };
        part("/title", 256, true);
        part("/description", 4_096, true);
        part("/footer/text", 2_048, true);
        part("/author/name", 256, true);
        let fields = list(embed, "fields").len();
        for field in 0..fields {
            part(&format!("/fields/{field}/name"), 256, true);
            part(&format!("/fields/{field}/value"), 1_024, true);
        }
        if fields > 25 {
            let message = "Must be 25 or fewer in length.";
            problems.add(
                &format!("{path}/{at}/fields"),
                "BASE_TYPE_BAD_LENGTH",
                message,
            );
        }
    }
    if total > EMBED_TEXT {
        let message = format!("Embeds have {total} characters together, over {EMBED_TEXT}.");
        problems.add(path, "MAX_EMBED_SIZE_EXCEEDED", message);
    }
}

fn attachments(body: &Value, path: &str, problems: &mut Problems) {
    problems.count(path, body.get("attachments"), 0, FILES);
    for (at, attachment) in list(body, "attachments").iter().enumerate() {
        let text = attachment.get("description");
        problems.length(&format!("{path}/{at}/description"), text, 0, ALT_TEXT);
    }
}

fn mentions(body: &Value, path: &str, problems: &mut Problems) {
    let Some(allowed) = body.get("allowed_mentions") else {
        return;
    };
    for name in ["users", "roles"] {
        problems.count(&format!("{path}/{name}"), allowed.get(name), 0, 100);
        let parsed = list(allowed, "parse").iter().any(|item| item == name);
        if parsed && !list(allowed, name).is_empty() {
            let message =
                format!("parse:[\"{name}\"] and {name}: [ids...] are mutually exclusive.");
            problems.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
    }
}

/// No two components share a `custom_id` or an `id`.
pub(crate) fn unique(components: &[Value], path: &str, problems: &mut Problems) {
    let mut custom: Vec<&str> = Vec::new();
    let mut numbers: Vec<u64> = Vec::new();
    for component in media::flat(components) {
        if let Some(id) = component.get("custom_id").and_then(Value::as_str) {
            if custom.contains(&id) {
                let message = format!("Component custom id cannot be duplicated: {id}");
                problems.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", message);
            }
            custom.push(id);
        }
        let number = component
            .get("id")
            .and_then(Value::as_u64)
            .filter(|number| *number != 0);
        if let Some(number) = number {
            if numbers.contains(&number) {
                let message = format!("Component id cannot be duplicated: {number}");
                problems.add(path, "COMPONENT_ID_DUPLICATED", message);
            }
            numbers.push(number);
        }
    }
}
