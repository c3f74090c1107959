//! What a modal may be.

use serde_json::Value;

use super::{Problems, component, message};
use crate::model::media::{flat, kind};

/// Checks the data of a modal callback.
pub(crate) fn check(data: &Value, problems: &mut Problems) {
    let components = data
        .get("components")
        .and_then(Value::as_array)
        .map_or(&[][..], |it| it);
    problems.length("data/title", data.get("title"), 1, 45);
    problems.length("data/custom_id", data.get("custom_id"), 1, 100);
    for name in ["title", "custom_id"] {
        if data.get(name).and_then(Value::as_str).is_none() {
            problems.add(
                &format!("data/{name}"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
        }
    }
    if components.is_empty() || components.len() > 5 {
        let message = format!(
            "A modal has 1 to 5 components, this one {}.",
            components.len()
        );
        problems.add("data/components", "BASE_TYPE_BAD_LENGTH", message);
    }
    message::unique(components, "data/components", problems);
    for (at, top) in components.iter().enumerate() {
        check_top(top, &format!("data/components/{at}"), problems);
    }
}

fn check_top(top: &Value, path: &str, problems: &mut Problems) {
    if ![1, 10, 18].contains(&kind(top)) {
        let message = format!("A component of type {} cannot stand in a modal.", kind(top));
        problems.add(&format!("{path}/type"), "UNION_TYPE_CHOICES", message);
    }
    if kind(top) == 18 {
        problems.length(&format!("{path}/label"), top.get("label"), 1, 45);
        problems.length(
            &format!("{path}/description"),
            top.get("description"),
            0,
            100,
        );
        if top.pointer("/component/type").and_then(Value::as_u64) == Some(4)
            && top
                .pointer("/component/label")
                .is_some_and(|label| !label.is_null())
        {
            let message = "A text input inside a label has no label of its own.";
            problems.add(
                &format!("{path}/component/label"),
                "COMPONENT_INVALID",
                message,
            );
        }
    }
    for field in flat(std::slice::from_ref(top)) {
        check_field(field, path, problems);
    }
}

fn check_field(field: &Value, path: &str, problems: &mut Problems) {
    match kind(field) {
        4 => {
            problems.length(&format!("{path}/custom_id"), field.get("custom_id"), 1, 100);
            problems.length(&format!("{path}/label"), field.get("label"), 1, 45);
            problems.length(
                &format!("{path}/placeholder"),
                field.get("placeholder"),
                0,
                100,
            );
            problems.length(&format!("{path}/value"), field.get("value"), 0, 4_000);
            let number = |name: &str| field.get(name).and_then(Value::as_u64);
            if number("min_length").is_some_and(|least| least > 4_000)
                || number("max_length").is_some_and(|most| !(1..=4_000).contains(&most))
            {
                problems.add(
                    path,
                    "NUMBER_TYPE_MAX",
                    "A text input has at most 4000 characters.",
                );
            }
        }
        3 | 5..=8 => {
            component::select(field, path, problems);
            if field.get("disabled").and_then(Value::as_bool) == Some(true) {
                let message = "A select in a modal cannot be disabled.";
                problems.add(&format!("{path}/disabled"), "COMPONENT_INVALID", message);
            }
        }
        19 => problems.length(&format!("{path}/custom_id"), field.get("custom_id"), 1, 100),
        21 | 22 => {
            problems.length(&format!("{path}/custom_id"), field.get("custom_id"), 1, 100);
            let least = if kind(field) == 21 { 2 } else { 1 };
            problems.count(&format!("{path}/options"), field.get("options"), least, 10);
        }
        _ => {}
    }
}
