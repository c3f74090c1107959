//! Where the official document and the documented API differ, and how it is made strict.

use serde_json::{Map, Value, json};

/// Corrects the document in place, then closes its objects.
pub(crate) fn apply(document: &mut Value) {
    if let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    {
        correct(schemas);
    }
    close(document, false);
}

fn correct(schemas: &mut Map<String, Value>) {
    // The API takes ids as numbers too.
    schemas.insert(
        "SnowflakeType".into(),
        json!({ "anyOf": [{ "type": "string", "pattern": "^(0|[1-9][0-9]*)$" },
                          { "type": "integer", "minimum": 0 }] }),
    );
    correct_commands(schemas);
    // Forwarding is documented and missing.
    if let Some(kinds) = schemas
        .get_mut("MessageReferenceType")
        .and_then(|schema| schema.get_mut("oneOf"))
        .and_then(Value::as_array_mut)
    {
        kinds.push(json!({ "title": "FORWARD", "const": 1 }));
    }
    let types = json!({ "type": ["array", "null"], "items": { "type": "string" }, "maxItems": 10 });
    for name in [
        "ApplicationCommandAttachmentOption",
        "FileUploadComponentForModalRequest",
    ] {
        property(schemas, name, "file_types", types.clone(), false);
    }
}

fn correct_commands(schemas: &mut Map<String, Value>) {
    for name in [
        "ApplicationCommandUpdateRequest",
        "ApplicationCommandCreateRequest",
        "ApplicationCommandPatchRequestPartial",
    ] {
        // A bit set, documented as text, written down as a number.
        let bits = json!({ "anyOf": [{ "type": "null" }, { "type": "integer", "minimum": 0 },
                                     { "type": "string", "pattern": "^[0-9]+$" }] });
        property(schemas, name, "default_member_permissions", bits, true);
        property(
            schemas,
            name,
            "nsfw",
            json!({ "type": ["boolean", "null"] }),
            false,
        );
    }
    // Some clients write these on every command and option; the API ignores them.
    for kind in [
        "User",
        "Role",
        "Channel",
        "Mentionable",
        "Boolean",
        "Attachment",
    ] {
        let name = format!("ApplicationCommand{kind}Option");
        property(
            schemas,
            &name,
            "autocomplete",
            json!({ "const": false }),
            false,
        );
    }
    for name in [
        "ApplicationCommandUpdateRequest",
        "ApplicationCommandCreateRequest",
    ] {
        for ignored in [
            "application_id",
            "guild_id",
            "version",
            "default_permission",
        ] {
            property(schemas, name, ignored, json!({}), false);
        }
    }
}

/// Sets a property of a schema; an existing one only with `replace`.
fn property(
    schemas: &mut Map<String, Value>,
    schema: &str,
    name: &str,
    value: Value,
    replace: bool,
) {
    let properties = schemas
        .get_mut(schema)
        .and_then(|schema| schema.get_mut("properties"))
        .and_then(Value::as_object_mut);
    if let Some(properties) = properties
        && (replace || !properties.contains_key(name))
    {
        properties.insert(name.to_owned(), value);
    }
}

/// Forbids unknown properties on every object: the document leaves nearly all of them open, so
/// that a misspelt field would pass. Parts of `allOf` stay open, since closing one of them would
/// refuse what the others define.
fn close(value: &mut Value, in_all_of: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| close(item, false)),
        Value::Object(fields) => {
            let is_object = match fields.get("type") {
                Some(Value::String(kind)) => kind == "object",
                Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
                _ => false,
            };
            if is_object
                && !in_all_of
                && fields.contains_key("properties")
                && !fields.contains_key("additionalProperties")
                && !fields.contains_key("allOf")
            {
                fields.insert("additionalProperties".into(), json!(false));
            }
            for (name, field) in fields.iter_mut() {
                match field {
                    Value::Array(items) if name == "allOf" => {
                        items.iter_mut().for_each(|item| close(item, true));
                    }
                    other => close(other, false),
                }
            }
        }
        _ => {}
    }
}
