//! What each component of a message may be and hold.

use serde_json::Value;

use super::Problems;
use crate::model::media::kind;

/// What may stand at the top of a message.
const TOP: [u64; 7] = [1, 9, 10, 12, 13, 14, 17];
/// What may stand in a container.
const IN_CONTAINER: [u64; 6] = [1, 9, 10, 12, 13, 14];
/// What may stand in an action row.
const IN_ROW: [u64; 6] = [2, 3, 5, 6, 7, 8];
/// What may stand beside a section's text.
const BESIDE: [u64; 2] = [2, 11];

/// Checks a component at the top of a message.
pub(crate) fn check_top(component: &Value, path: &str, problems: &mut Problems) {
    allowed(component, path, &TOP, problems);
    check(component, path, problems);
}

fn allowed(component: &Value, path: &str, kinds: &[u64], problems: &mut Problems) {
    if !kinds.contains(&kind(component)) {
        let message = format!("A component of type {} cannot stand here.", kind(component));
        problems.add(&format!("{path}/type"), "UNION_TYPE_CHOICES", message);
    }
}

fn children<'a>(component: &'a Value, name: &str) -> &'a [Value] {
    component
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn check(component: &Value, path: &str, problems: &mut Problems) {
    let at = |name: &str| format!("{path}/{name}");
    match kind(component) {
        1 => row(component, path, problems),
        2 => button(component, path, problems),
        3 | 5..=8 => select(component, path, problems),
        9 => section(component, path, problems),
        10 => problems.length(&at("content"), component.get("content"), 1, 4_000),
        11 => media(component, path, problems),
        12 => {
            problems.count(&at("items"), component.get("items"), 1, 10);
            for (index, item) in children(component, "items").iter().enumerate() {
                media(item, &format!("{path}/items/{index}"), problems);
            }
        }
        13 => {
            let url = component
                .pointer("/file/url")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if !url.starts_with("attachment://") {
                let message = "A file component shows an attachment: attachment://name.";
                problems.add(&at("file/url"), "URL_TYPE_INVALID_SCHEME", message);
            }
        }
        17 => {
            if children(component, "components").is_empty() {
                problems.add(
                    &at("components"),
                    "BASE_TYPE_BAD_LENGTH",
                    "A container holds something.",
                );
            }
            for (index, child) in children(component, "components").iter().enumerate() {
                let path = format!("{path}/components/{index}");
                allowed(child, &path, &IN_CONTAINER, problems);
                check(child, &path, problems);
            }
        }
        _ => {}
    }
}

fn row(row: &Value, path: &str, problems: &mut Problems) {
    let inside = children(row, "components");
    problems.count(&format!("{path}/components"), row.get("components"), 1, 5);
    if inside.len() > 1 && inside.iter().any(|child| kind(child) != 2) {
        let message = "A select stands alone in its action row.";
        problems.add(
            &format!("{path}/components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            message,
        );
    }
    for (index, child) in inside.iter().enumerate() {
        let path = format!("{path}/components/{index}");
        allowed(child, &path, &IN_ROW, problems);
        check(child, &path, problems);
    }
}

fn button(button: &Value, path: &str, problems: &mut Problems) {
    problems.length(&format!("{path}/label"), button.get("label"), 0, 80);
    problems.length(
        &format!("{path}/custom_id"),
        button.get("custom_id"),
        1,
        100,
    );
    problems.length(&format!("{path}/url"), button.get("url"), 1, 512);
    let has = |name: &str| {
        button
            .get(name)
            .is_some_and(|value| !value.is_null() && value != "")
    };
    let style = button.get("style").and_then(Value::as_u64).unwrap_or(0);
    let wanted = match style {
        5 => "url",
        6 => "sku_id",
        _ => "custom_id",
    };
    if !(1..=6).contains(&style) {
        let message = format!("{style} is not a button style.");
        problems.add(&format!("{path}/style"), "BASE_TYPE_CHOICES", message);
    }
    for name in ["custom_id", "url", "sku_id"] {
        if has(name) != (name == wanted) {
            let verb = if name == wanted {
                "needs"
            } else {
                "cannot have"
            };
            let message = format!("A button of style {style} {verb} {name}.");
            problems.add(
                &format!("{path}/{name}"),
                "BUTTON_COMPONENT_INVALID",
                message,
            );
        }
    }
    let url = button.get("url").and_then(Value::as_str);
    let schemes = ["http://", "https://", "discord://"];
    if url.is_some_and(|url| !schemes.iter().any(|scheme| url.starts_with(scheme))) {
        let message = "Scheme must be one of http, https, discord.";
        problems.add(&format!("{path}/url"), "URL_TYPE_INVALID_SCHEME", message);
    }
    let named = has("label") || has("emoji");
    if style == 6 && named {
        problems.add(
            path,
            "BUTTON_COMPONENT_INVALID",
            "A premium button takes no label or emoji.",
        );
    } else if style != 6 && !named {
        let message = "A button must have a label or an emoji.";
        problems.add(path, "BUTTON_COMPONENT_INVALID", message);
    }
}

/// Checks a select menu, in a message or a modal.
pub(crate) fn select(select: &Value, path: &str, problems: &mut Problems) {
    problems.length(
        &format!("{path}/custom_id"),
        select.get("custom_id"),
        1,
        100,
    );
    problems.length(
        &format!("{path}/placeholder"),
        select.get("placeholder"),
        0,
        150,
    );
    if select.get("custom_id").is_none() {
        problems.add(
            &format!("{path}/custom_id"),
            "BASE_TYPE_REQUIRED",
            "This field is required",
        );
    }
    let number =
        |name: &str, default: u64| select.get(name).and_then(Value::as_u64).unwrap_or(default);
    let (least, most) = (number("min_values", 1), number("max_values", 1));
    if least > 25 || !(1..=25).contains(&most) || least > most {
        let message = format!("min_values {least} and max_values {most} do not fit.");
        problems.add(&format!("{path}/min_values"), "NUMBER_TYPE_MAX", message);
    }
    defaults(select, path, most, problems);
    if kind(select) == 3 {
        let path = format!("{path}/options");
        text_options(children(select, "options"), &path, problems);
    }
}

/// A menu begins with no more values than it takes.
fn defaults(select: &Value, path: &str, most: u64, problems: &mut Problems) {
    let chosen = |it: &&Value| it.get("default").and_then(Value::as_bool) == Some(true);
    let (name, defaults) = match kind(select) {
        3 => {
            let options = children(select, "options");
            ("options", options.iter().filter(chosen).count())
        }
        _ => ("default_values", children(select, "default_values").len()),
    };
    if defaults as u64 > most {
        let message = format!("{defaults} values are chosen beforehand, over {most}.");
        problems.add(
            &format!("{path}/{name}"),
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            message,
        );
    }
}

fn text_options(options: &[Value], path: &str, problems: &mut Problems) {
    if options.is_empty() || options.len() > 25 {
        let message = format!("Must be between 1 and 25 in length, is {}.", options.len());
        problems.add(path, "BASE_TYPE_BAD_LENGTH", message);
    }
    let mut values: Vec<&str> = Vec::new();
    for (index, option) in options.iter().enumerate() {
        problems.length(
            &format!("{path}/{index}/label"),
            option.get("label"),
            1,
            100,
        );
        problems.length(
            &format!("{path}/{index}/value"),
            option.get("value"),
            1,
            100,
        );
        let description = option.get("description");
        problems.length(&format!("{path}/{index}/description"), description, 1, 100);
        let value = option
            .get("value")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if values.contains(&value) {
            let message = "The specified option value is already used";
            problems.add(
                &format!("{path}/{index}/value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                message,
            );
        }
        values.push(value);
    }
}

fn section(section: &Value, path: &str, problems: &mut Problems) {
    problems.count(
        &format!("{path}/components"),
        section.get("components"),
        1,
        3,
    );
    for (index, child) in children(section, "components").iter().enumerate() {
        let path = format!("{path}/components/{index}");
        allowed(child, &path, &[10], problems);
        check(child, &path, problems);
    }
    let beside = format!("{path}/accessory");
    match section
        .get("accessory")
        .filter(|accessory| accessory.is_object())
    {
        Some(accessory) => {
            allowed(accessory, &beside, &BESIDE, problems);
            check(accessory, &beside, problems);
        }
        None => problems.add(&beside, "BASE_TYPE_REQUIRED", "This field is required"),
    }
}

fn media(item: &Value, path: &str, problems: &mut Problems) {
    problems.length(
        &format!("{path}/description"),
        item.get("description"),
        0,
        1_024,
    );
    let url = item
        .pointer("/media/url")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !["http://", "https://", "attachment://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        let message = "Scheme must be one of http, https, attachment.";
        problems.add(
            &format!("{path}/media/url"),
            "URL_TYPE_INVALID_SCHEME",
            message,
        );
    }
}
