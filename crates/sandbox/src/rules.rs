//! What Discord refuses: its official document made strict, and the documented rules that the
//! document does not carry.

pub(crate) mod command;
pub(crate) mod component;
mod corrections;
pub(crate) mod message;
pub(crate) mod modal;
pub(crate) mod spec;

use serde_json::{Map, Value, json};

/// One thing that is wrong with a request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The place: `components/0/label`; empty for the body as a whole.
    pub(crate) path: String,
    /// Discord's word for the kind of error.
    pub(crate) code: &'static str,
    /// A sentence.
    pub(crate) message: String,
}

impl Problem {
    /// The place and the sentence.
    pub(crate) fn line(&self) -> String {
        let path = if self.path.is_empty() {
            "(body)"
        } else {
            &self.path
        };
        format!("{path}: {}", self.message)
    }
}

/// Collects problems at places.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) found: Vec<Problem>,
}

impl Problems {
    pub(crate) fn add(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.found.push(Problem {
            path: path.to_owned(),
            code,
            message: message.into(),
        });
    }

    /// Checks a text's length in characters.
    pub(crate) fn length(&mut self, path: &str, text: Option<&Value>, least: usize, most: usize) {
        let Some(text) = text.and_then(Value::as_str) else {
            return;
        };
        let length = text.chars().count();
        if length > most {
            let message = format!("Must be {most} or fewer in length, is {length}.");
            self.add(path, "BASE_TYPE_MAX_LENGTH", message);
        } else if length < least {
            let message = format!("Must be {least} or more in length, is {length}.");
            self.add(path, "BASE_TYPE_MIN_LENGTH", message);
        }
    }

    /// Checks how many items a list has.
    pub(crate) fn count(&mut self, path: &str, items: Option<&Value>, least: usize, most: usize) {
        let Some(count) = items.and_then(Value::as_array).map(Vec::len) else {
            return;
        };
        if count > most || count < least {
            let message = format!("Must be between {least} and {most} in length, is {count}.");
            self.add(path, "BASE_TYPE_BAD_LENGTH", message);
        }
    }
}

/// The `errors` object of Discord's 50035 answer.
pub(crate) fn errors(problems: &[Problem]) -> Value {
    let mut root = Value::Object(Map::new());
    for problem in problems {
        let parts: Vec<&str> = problem
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        put(&mut root, &parts, problem);
    }
    root
}

fn put(node: &mut Value, path: &[&str], problem: &Problem) {
    let Some(fields) = node.as_object_mut() else {
        return;
    };
    if let Some((first, rest)) = path.split_first() {
        put(
            fields.entry(*first).or_insert_with(|| json!({})),
            rest,
            problem,
        );
        return;
    }
    if let Some(list) = fields
        .entry("_errors")
        .or_insert_with(|| json!([]))
        .as_array_mut()
    {
        list.push(json!({ "code": problem.code, "message": problem.message }));
    }
}

/// What kind of body a route takes, as far as the documented rules go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// A message; whether it is made of components already.
    Message { v2: bool },
    /// An interaction's callback; whether the message behind it is made of components.
    Callback { v2: bool },
    /// One command.
    Command,
    /// A list of commands.
    Commands,
    /// Anything else.
    Other,
}

/// Everything that the documented rules find wrong with a body.
pub(crate) fn lint(kind: Body, body: &Value) -> Vec<Problem> {
    let mut problems = Problems::default();
    match kind {
        Body::Message { v2 } => message::check(body, "", v2, &mut problems),
        Body::Callback { v2 } => callback(body, v2, &mut problems),
        Body::Command => command::check_all(std::slice::from_ref(body), &mut problems),
        Body::Commands => {
            command::check_all(body.as_array().map_or(&[], Vec::as_slice), &mut problems);
        }
        Body::Other => {}
    }
    problems.found
}

/// What Discord's server breaks on although no rule forbids it.
pub(crate) fn overload(kind: Body, body: &Value) -> Option<Problem> {
    match kind {
        Body::Message { .. } => message::overload(body),
        Body::Callback { .. } => message::overload(body.get("data")?),
        Body::Command | Body::Commands | Body::Other => None,
    }
}

fn callback(body: &Value, v2: bool, problems: &mut Problems) {
    use crate::model::interaction::answer;
    let nothing = json!({});
    let data = body
        .get("data")
        .filter(|data| !data.is_null())
        .unwrap_or(&nothing);
    match body.get("type").and_then(Value::as_u64) {
        Some(answer::MESSAGE) => message::check(data, "data", false, problems),
        Some(answer::UPDATE) => message::check(data, "data", v2, problems),
        Some(answer::DEFERRED_MESSAGE) => message::check_deferred(data, problems),
        Some(answer::CHOICES) => command::check_choices(data, problems),
        Some(answer::MODAL) => modal::check(data, problems),
        Some(answer::PONG | answer::DEFERRED_UPDATE | 12) => {}
        other => {
            let shown = other.map_or_else(|| "nothing".to_owned(), |kind| kind.to_string());
            problems.add(
                "type",
                "BASE_TYPE_CHOICES",
                format!("Not a callback type: {shown}."),
            );
        }
    }
}
