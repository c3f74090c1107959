//! Checks a request against Discord's official OpenAPI document, corrected and made strict.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Registry, Resource, ValidationError, Validator};
use serde_json::{Value, json};

use super::{Problem, corrections};

const NAME: &str = "urn:discord:openapi";

/// The document cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// It cannot be read.
    #[error("the document cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// It is not JSON.
    #[error("the document is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON but no OpenAPI document.
    #[error("the document is no OpenAPI 3.1 document: {0}")]
    Shape(String),
}

/// A path of the document, split where `/` stands; `None` for `{a parameter}`.
struct Template {
    path: String,
    parts: Vec<Option<String>>,
}

/// The document, ready to check requests.
pub(crate) struct Spec {
    document: Value,
    registry: Registry<'static>,
    templates: Vec<Template>,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Spec {
    /// Reads the document and applies the corrections.
    pub(crate) async fn load(path: &Path) -> Result<Self, SpecError> {
        let bytes = tokio::fs::read(path).await?;
        Self::new(serde_json::from_slice(&bytes)?)
    }

    fn new(mut document: Value) -> Result<Self, SpecError> {
        corrections::apply(&mut document);
        let mut templates: Vec<Template> = document
            .get("paths")
            .and_then(Value::as_object)
            .ok_or_else(|| SpecError::Shape("no paths".to_owned()))?
            .keys()
            .map(|path| Template {
                path: path.clone(),
                parts: parts(path),
            })
            .collect();
        // Literal parts outrank parameters: messages/@original before messages/{message_id}.
        templates.sort_by_key(|it| it.parts.iter().filter(|part| part.is_none()).count());
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(NAME, Resource::from_contents(document.clone()))
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| SpecError::Shape(error.to_string()))?;
        Ok(Self {
            document,
            registry,
            templates,
            compiled: Mutex::default(),
        })
    }

    fn operation(&self, method: &str, path: &str) -> Option<(&Template, &Value)> {
        let asked: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        self.templates
            .iter()
            .filter(|template| fits(&template.parts, &asked))
            .find_map(|it| {
                let operation = self.document.get("paths")?.get(&it.path)?.get(method)?;
                Some((it, operation))
            })
    }

    /// What is wrong with the body of `method path`; `None` is a request without one.
    pub(crate) fn check(&self, method: &str, path: &str, body: Option<&Value>) -> Vec<Problem> {
        let method = method.to_lowercase();
        let one = |message: String| {
            vec![Problem {
                path: String::new(),
                code: "SPEC",
                message,
            }]
        };
        let Some((template, operation)) = self.operation(&method, path) else {
            return one(format!("no operation {method} {path} in the document"));
        };
        let Some(request) = operation.get("requestBody") else {
            let empty = body.is_none_or(|it| it.is_null() || it == &json!({}));
            return if empty {
                Vec::new()
            } else {
                one("this takes no body".to_owned())
            };
        };
        let Some(body) = body else {
            let required = request.get("required") == Some(&Value::Bool(true));
            return if required {
                one("a body is required".to_owned())
            } else {
                Vec::new()
            };
        };
        if request.pointer("/content/application~1json").is_none() {
            return one("this takes no JSON body".to_owned());
        }
        let pointer = format!(
            "/paths/{}/{method}/requestBody/content/application~1json/schema",
            template.path.replace('~', "~0").replace('/', "~1"),
        );
        let pointer = self.narrow(&pointer, body).unwrap_or(pointer);
        match self.validator(&pointer) {
            Ok(validator) => validator
                .iter_errors(body)
                .map(|error| problem(&error))
                .collect(),
            Err(message) => one(message),
        }
    }

    /// For a callback (any of seven shapes) the one shape whose `type` is the body's, so that
    /// errors name the field and not "none of these".
    fn narrow(&self, pointer: &str, body: &Value) -> Option<String> {
        let shapes = self.document.pointer(pointer)?.get("anyOf")?.as_array()?;
        let kind = body.get("type")?;
        shapes.iter().find_map(|shape| {
            let name = shape.get("$ref")?.as_str()?.rsplit('/').next()?;
            let place = format!("/components/schemas/{name}");
            let kinds = self
                .document
                .pointer(&format!("{place}/properties/type/enum"))?;
            kinds.as_array()?.contains(kind).then_some(place)
        })
    }

    fn validator(&self, pointer: &str) -> Result<Arc<Validator>, String> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.get(pointer) {
            return Ok(Arc::clone(known));
        }
        let fragment = pointer.replace('{', "%7B").replace('}', "%7D");
        let schema = json!({ "$ref": format!("{NAME}#{fragment}") });
        let made = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .build(&schema)
            .map_err(|error| format!("the document's schema does not compile: {error}"))?;
        let made = Arc::new(made);
        compiled.insert(pointer.to_owned(), Arc::clone(&made));
        Ok(made)
    }
}

fn parts(path: &str) -> Vec<Option<String>> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| (!part.starts_with('{')).then(|| part.to_owned()))
        .collect()
}

fn fits(template: &[Option<String>], asked: &[&str]) -> bool {
    template.len() == asked.len()
        && template
            .iter()
            .zip(asked)
            .all(|(part, asked)| part.as_ref().is_none_or(|part| part == asked))
}

fn problem(error: &ValidationError<'_>) -> Problem {
    let leaf = leaf(error);
    let mut message = leaf.to_string();
    if let Some((cut, _)) = message.char_indices().nth(200) {
        message.truncate(cut);
    }
    Problem {
        path: leaf
            .instance_path()
            .as_str()
            .trim_start_matches('/')
            .to_owned(),
        code: "SPEC",
        message,
    }
}

/// Descends into the alternative whose own `type` matched, where a union is not met.
fn leaf<'e>(error: &'e ValidationError<'e>) -> &'e ValidationError<'e> {
    let alternatives = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context
        }
        _ => return error,
    };
    let wrong = |group: &&Vec<ValidationError<'static>>| {
        group.iter().any(|error| {
            error.instance_path().as_str().ends_with("/type")
                && matches!(
                    error.kind(),
                    ValidationErrorKind::Enum { .. }
                        | ValidationErrorKind::Constant { .. }
                        | ValidationErrorKind::Type { .. }
                )
        })
    };
    let null = |group: &&Vec<ValidationError<'static>>| {
        group.iter().any(|error| {
            matches!(error.kind(), ValidationErrorKind::Type { .. })
                && error.to_string().contains("\"null\"")
        })
    };
    let mut good: Vec<_> = alternatives.iter().filter(|group| !wrong(group)).collect();
    if good.is_empty() {
        good = alternatives.iter().collect();
    }
    if good.iter().any(|group| !null(group)) {
        good.retain(|group| !null(group));
    }
    let deepest = good
        .into_iter()
        .flatten()
        .max_by_key(|error| error.instance_path().as_str().matches('/').count());
    deepest.map_or(error, |deepest| leaf(deepest))
}
