//! The drive API of a sandbox in another process, over HTTP.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::error::DriveError;

/// Longer than any wait that the sandbox itself would end.
const PATIENCE: Duration = Duration::from_secs(600);

#[derive(Clone, Debug)]
pub(super) struct Remote {
    base: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Remote {
    pub(super) fn new(address: &str) -> Self {
        let address = address.trim_start_matches("http://").trim_end_matches('/');
        Self {
            base: format!("http://{address}/sandbox"),
            client: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
        }
    }

    pub(super) async fn call(&self, command: &str, arguments: &Value) -> Result<Value, DriveError> {
        let unreachable =
            |error: &dyn std::fmt::Display| DriveError::Unreachable(error.to_string());
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/{command}", self.base))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(arguments.to_string())))
            .map_err(|error| unreachable(&error))?;
        let answer = async {
            let response = self
                .client
                .request(request)
                .await
                .map_err(|error| unreachable(&error))?;
            let is_ok = response.status().is_success();
            let body = response.into_body().collect().await;
            let bytes = body.map_err(|error| unreachable(&error))?.to_bytes();
            let value: Value =
                serde_json::from_slice(&bytes).map_err(|error| unreachable(&error))?;
            if is_ok {
                Ok(value)
            } else {
                Err(super::face::error_from(&value))
            }
        };
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(answer) => answer,
            Err(error) => Err(unreachable(&error)),
        }
    }
}
