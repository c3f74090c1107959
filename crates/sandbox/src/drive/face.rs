//! The drive API over HTTP: `GET` or `POST /sandbox/{command}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State as Shelf};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::commands;
use crate::error::DriveError;
use crate::shared::Shared;

/// Arguments in the query.
pub(crate) async fn get(
    Shelf(shared): Shelf<Arc<Shared>>,
    Path(command): Path<String>,
    Query(arguments): Query<Map<String, Value>>,
) -> Response {
    answer(&shared, &command, Value::Object(arguments)).await
}

/// Arguments in a JSON body; none is an empty object.
pub(crate) async fn post(
    Shelf(shared): Shelf<Arc<Shared>>,
    Path(command): Path<String>,
    body: Bytes,
) -> Response {
    let arguments = if body.is_empty() {
        Ok(json!({}))
    } else {
        serde_json::from_slice(&body)
    };
    match arguments {
        Ok(arguments) => answer(&shared, &command, arguments).await,
        Err(error) => refuse(&DriveError::Arguments(error.to_string())),
    }
}

async fn answer(shared: &Arc<Shared>, command: &str, arguments: Value) -> Response {
    match commands::perform(shared, command, arguments).await {
        Ok(value) => Json(value).into_response(),
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &DriveError) -> Response {
    let (status, kind, message) = match error {
        DriveError::Refused(message) => (StatusCode::CONFLICT, "refused", message),
        DriveError::Unknown(message) => (StatusCode::NOT_FOUND, "unknown", message),
        DriveError::Timeout(message) => (StatusCode::REQUEST_TIMEOUT, "timeout", message),
        DriveError::Arguments(message) => (StatusCode::BAD_REQUEST, "arguments", message),
        DriveError::Unreachable(message) => (StatusCode::BAD_GATEWAY, "unreachable", message),
    };
    let body = json!({ "error": kind, "about": message, "message": error.to_string() });
    (status, Json(body)).into_response()
}

/// The error that an HTTP answer stands for.
pub(super) fn error_from(value: &Value) -> DriveError {
    let text = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let about = text("about");
    match text("error").as_str() {
        "refused" => DriveError::Refused(about),
        "unknown" => DriveError::Unknown(about),
        "timeout" => DriveError::Timeout(about),
        "arguments" => DriveError::Arguments(about),
        _ => DriveError::Unreachable(if about.is_empty() {
            value.to_string()
        } else {
            about
        }),
    }
}
