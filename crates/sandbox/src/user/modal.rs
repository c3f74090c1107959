//! Modals: the fields, and their submission.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::menu::chosen;
use super::options::Place;
use super::resolve::Resolved;
use crate::error::DriveError;
use crate::id::Id;
use crate::model::{State, media};

/// A modal that is open before a member.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Modal {
    /// The interaction that it answered.
    pub interaction: Id,
    /// The title.
    pub title: String,
    /// What the bot knows it by.
    pub custom_id: String,
    /// What it asks for.
    pub fields: Vec<Field>,
    /// Its components, as the bot sent them.
    pub components: Vec<Value>,
}

/// A field of a modal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// What the bot knows it by.
    pub custom_id: String,
    /// The label.
    pub label: String,
    /// The description under the label.
    pub description: String,
    /// 4 text, 3 choice, 5 to 8 users, roles, both, channels, 21 to 23 radio and checkboxes.
    pub kind: u64,
    /// Whether it must be filled.
    pub required: bool,
    /// What it is filled with already.
    pub value: String,
}

/// A field's component with the words around it.
struct Asked<'a> {
    component: &'a Value,
    label: &'a str,
    description: &'a str,
}

impl Asked<'_> {
    fn custom_id(&self) -> &str {
        text(self.component, "custom_id")
    }

    fn required(&self) -> bool {
        self.component
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(true)
    }
}

impl Modal {
    pub(crate) fn of(interaction: Id, data: &Value) -> Self {
        let components = list(data, "components").to_vec();
        let fields = asked(&components)
            .iter()
            .map(|asked| Field {
                custom_id: asked.custom_id().to_owned(),
                label: asked.label.to_owned(),
                description: asked.description.to_owned(),
                kind: media::kind(asked.component),
                required: asked.required(),
                value: text(asked.component, "value").to_owned(),
            })
            .collect();
        Self {
            interaction,
            title: text(data, "title").to_owned(),
            custom_id: text(data, "custom_id").to_owned(),
            fields,
            components,
        }
    }

    /// The field with that label or `custom_id`.
    #[must_use]
    pub fn field(&self, what: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.custom_id == what || field.label == what)
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The fields, whether in labels or in the older rows.
fn asked(components: &[Value]) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    for top in components {
        match (media::kind(top), top.get("component")) {
            (18, Some(component)) => all.push(Asked {
                component,
                label: text(top, "label"),
                description: text(top, "description"),
            }),
            (1, _) => all.extend(list(top, "components").iter().map(|component| Asked {
                component,
                label: text(component, "label"),
                description: "",
            })),
            _ => {}
        }
    }
    all
}

/// The `data` of a modal's submission, with `values` by label or `custom_id`.
pub(crate) fn data(
    state: &State,
    place: Place,
    modal: &Value,
    values: &Map<String, Value>,
) -> Result<Value, DriveError> {
    let mut components = list(modal, "components").to_vec();
    media::number(&mut components);
    let all = asked(&components);
    for given in values.keys() {
        if !all
            .iter()
            .any(|it| it.custom_id() == given || it.label == given)
        {
            return Err(DriveError::Refused(format!(
                "the modal has no field {given:?}"
            )));
        }
    }
    let mut resolved = Resolved::default();
    let mut filled: Vec<Value> = Vec::new();
    for asked in &all {
        let given = values
            .get(asked.custom_id())
            .or_else(|| values.get(asked.label));
        filled.push(fill(state, place, asked, given, &mut resolved)?);
    }
    let mut filled = filled.into_iter();
    let mut sent: Vec<Value> = Vec::new();
    for top in &components {
        let id = top.get("id");
        match media::kind(top) {
            18 => sent.push(json!({ "type": 18, "id": id, "component": filled.next() })),
            1 => {
                let inside: Vec<Value> = filled
                    .by_ref()
                    .take(list(top, "components").len())
                    .collect();
                sent.push(json!({ "type": 1, "id": id, "components": inside }));
            }
            kind => sent.push(json!({ "type": kind, "id": id })),
        }
    }
    let mut data = json!({ "custom_id": text(modal, "custom_id"), "components": sent });
    if let (Some(resolved), Some(fields)) = (resolved.finish(), data.as_object_mut()) {
        fields.insert("resolved".into(), resolved);
    }
    Ok(data)
}

/// The values that were given, or that stood there already.
fn given_list(component: &Value, given: Option<&Value>) -> Vec<String> {
    match given {
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::String(one)) if one.is_empty() => Vec::new(),
        Some(Value::String(one)) => vec![one.clone()],
        Some(_) => Vec::new(),
        None => list(component, "options")
            .iter()
            .filter(|option| option.get("default") == Some(&Value::Bool(true)))
            .map(|option| text(option, "value").to_owned())
            .collect(),
    }
}

fn fill(
    state: &State,
    place: Place,
    asked: &Asked<'_>,
    given: Option<&Value>,
    resolved: &mut Resolved,
) -> Result<Value, DriveError> {
    let component = asked.component;
    let (id, custom_id) = (component.get("id"), asked.custom_id());
    let kind = media::kind(component);
    let refuse = |why: &str| DriveError::Refused(format!("{}: {why}", asked.label));
    let mut filled = json!({ "type": kind, "id": id, "custom_id": custom_id });
    let held = match kind {
        4 => {
            let said = match given {
                Some(Value::String(said)) => said.clone(),
                Some(other) => other.to_string(),
                None => text(component, "value").to_owned(),
            };
            let number = |name: &str| component.get(name).and_then(Value::as_u64);
            let length = said.chars().count() as u64;
            if said.trim().is_empty() && asked.required() {
                return Err(refuse("This is required"));
            }
            if length > 0 && number("min_length").is_some_and(|least| length < least)
                || length > number("max_length").unwrap_or(4_000)
            {
                return Err(refuse("the text is too short or too long"));
            }
            ("value", json!(said))
        }
        3 | 5..=8 => {
            let wanted = given_list(component, given);
            let values = if wanted.is_empty() && !asked.required() {
                Vec::new()
            } else {
                chosen(state, place, component, &wanted, resolved)?
            };
            ("values", json!(values))
        }
        21 => {
            let chosen = given_list(component, given).into_iter().next();
            if chosen.is_none() && asked.required() {
                return Err(refuse("This is required"));
            }
            ("value", json!(chosen))
        }
        22 => ("values", json!(given_list(component, given))),
        23 => (
            "value",
            json!(given.and_then(Value::as_bool).unwrap_or(false)),
        ),
        _ => ("values", json!([])),
    };
    if let Some(fields) = filled.as_object_mut() {
        fields.insert(held.0.to_owned(), held.1);
    }
    Ok(filled)
}
