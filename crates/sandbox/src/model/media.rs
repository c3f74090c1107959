//! Component trees: walking them, and their pictures.

use serde_json::{Value, json};

use super::file::Attachment;

const SCHEME: &str = "attachment://";

/// Every component of a tree, parents before children.
pub(crate) fn walk<'a>(components: &'a [Value], visit: &mut dyn FnMut(&'a Value)) {
    for component in components {
        visit(component);
        if let Some(children) = component.get("components").and_then(Value::as_array) {
            walk(children, visit);
        }
        for key in ["accessory", "component"] {
            if let Some(child) = component.get(key).filter(|child| child.is_object()) {
                walk(std::slice::from_ref(child), visit);
            }
        }
    }
}

/// All components of a tree in one list.
pub(crate) fn flat(components: &[Value]) -> Vec<&Value> {
    let mut all = Vec::new();
    walk(components, &mut |component| all.push(component));
    all
}

/// A component's `type`, 0 when it has none.
pub(crate) fn kind(component: &Value) -> u64 {
    component.get("type").and_then(Value::as_u64).unwrap_or(0)
}

/// Replaces `attachment://name` by where the file can be had.
pub(crate) fn resolve(value: &mut Value, attachments: &[Attachment]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, attachments)),
        Value::Object(fields) => {
            let named = fields.get("url").and_then(Value::as_str);
            let found = named
                .and_then(|url| url.strip_prefix(SCHEME))
                .and_then(|name| {
                    attachments
                        .iter()
                        .find(|attachment| attachment.filename == name)
                });
            if let Some(attachment) = found {
                fields.insert("url".to_owned(), json!(attachment.url));
                fields.insert("proxy_url".to_owned(), json!(attachment.url));
                fields.insert("attachment_id".to_owned(), json!(attachment.id));
                fields.insert("content_type".to_owned(), json!(attachment.content_type));
                if let Some((width, height)) = attachment.dimensions {
                    fields.insert("width".to_owned(), json!(width));
                    fields.insert("height".to_owned(), json!(height));
                }
            }
            fields
                .values_mut()
                .for_each(|field| resolve(field, attachments));
        }
        _ => {}
    }
}

/// The names that `attachment://` urls in these values ask for.
pub(crate) fn wanted_files(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| wanted_files(item, names)),
        Value::Object(fields) => {
            if let Some(name) = fields
                .get("url")
                .and_then(Value::as_str)
                .and_then(|url| url.strip_prefix(SCHEME))
            {
                names.push(name.to_owned());
            }
            fields.values().for_each(|field| wanted_files(field, names));
        }
        _ => {}
    }
}

/// Gives every component without an `id` the next free one, as Discord does.
pub(crate) fn number(components: &mut [Value]) {
    let taken: Vec<u64> = flat(components)
        .iter()
        .filter_map(|component| component.get("id").and_then(Value::as_u64))
        .collect();
    let mut next = 1;
    number_from(components, &taken, &mut next);
}

fn number_from(components: &mut [Value], taken: &[u64], next: &mut u64) {
    for component in components {
        let Some(fields) = component.as_object_mut() else {
            continue;
        };
        if fields.get("id").and_then(Value::as_u64).unwrap_or(0) == 0 {
            while taken.contains(next) {
                *next += 1;
            }
            fields.insert("id".to_owned(), json!(*next));
            *next += 1;
        }
        if let Some(children) = fields.get_mut("components").and_then(Value::as_array_mut) {
            number_from(children, taken, next);
        }
        for key in ["accessory", "component"] {
            if let Some(child) = fields.get_mut(key).filter(|child| child.is_object()) {
                number_from(std::slice::from_mut(child), taken, next);
            }
        }
    }
}
