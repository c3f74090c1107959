//! A request's body: JSON, or JSON with files.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;
use bytes::Bytes;
use serde_json::Value;

use super::error::ApiError;
use crate::model::file::{File, Upload};

/// A whole request.
const MOST: usize = 25 * 1024 * 1024;
/// One file.
const MOST_FILE: usize = 10 * 1024 * 1024;

/// What a request carries.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    pub(crate) body: Value,
    pub(crate) uploads: Vec<Upload>,
    /// Whether there was a body at all.
    pub(crate) present: bool,
}

/// Reads the body of a request.
pub(crate) async fn read(parts: Parts, body: Body) -> Result<Payload, ApiError> {
    let bytes = to_bytes(body, MOST)
        .await
        .map_err(|_| ApiError::too_large())?;
    let content_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type.starts_with("multipart/form-data") {
        return read_parts(parts, bytes).await;
    }
    if bytes.is_empty() {
        return Ok(Payload::default());
    }
    if !content_type.starts_with("application/json") {
        let message = "Expected \"Content-Type\" header to be one of {'application/json', \
                       'multipart/form-data'}.";
        return Err(ApiError::field("", "CONTENT_TYPE_INVALID", message));
    }
    Ok(Payload {
        body: json(&bytes)?,
        uploads: Vec::new(),
        present: true,
    })
}

fn json(bytes: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| ApiError::bad_json(&error.to_string()))
}

async fn read_parts(parts: Parts, bytes: Bytes) -> Result<Payload, ApiError> {
    let broken = |_| ApiError::bad_json("the multipart body cannot be read");
    let request = Request::from_parts(parts, Body::from(bytes));
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::bad_json("the multipart body has no boundary"))?;
    let mut payload = Payload {
        present: true,
        ..Payload::default()
    };
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "payload_json" {
            payload.body = json(&field.bytes().await.map_err(broken)?)?;
            continue;
        }
        let Some(index) = index(&name) else {
            let message = format!("{name} is neither payload_json nor files[n]");
            return Err(ApiError::bad_json(&message));
        };
        let filename = field.file_name().unwrap_or("file").to_owned();
        let content_type = File::content_type_of(&filename, field.content_type());
        let bytes = field.bytes().await.map_err(broken)?;
        if bytes.len() > MOST_FILE {
            return Err(ApiError::too_large());
        }
        let file = File {
            name: filename,
            content_type,
            bytes,
        };
        payload.uploads.push(Upload { index, file });
    }
    if payload.uploads.len() > 10 {
        return Err(ApiError::field(
            "attachments",
            "BASE_TYPE_MAX_LENGTH",
            "At most 10 files.",
        ));
    }
    Ok(payload)
}

/// The `n` of `files[n]`.
fn index(name: &str) -> Option<u64> {
    name.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()
}
