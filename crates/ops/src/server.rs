//! The listener: `/metrics`, `/health/live` and `/health/ready`, to this machine alone.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use runtime::lifecycle::Lifecycle;
use serde_json::json;
use tokio::net::TcpListener;

use crate::listen::Listen;
use crate::ready::Readiness;
use crate::registry::Registry;

/// What Prometheus asks for, and what the text is.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What the listener shows.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) registry: Arc<Registry>,
    pub(crate) readiness: Arc<Readiness>,
}

/// Starts listening, and returns where. A port that is taken is logged and costs the listener
/// alone: what the program is for matters more.
pub(crate) async fn start(
    listen: Listen,
    shown: Shown,
    lifecycle: &Lifecycle,
) -> Option<SocketAddr> {
    let Listen::At(wanted) = listen else {
        return None;
    };
    let bound = match TcpListener::bind(wanted).await {
        Ok(listener) => listener.local_addr().map(|address| (listener, address)),
        Err(error) => Err(error),
    };
    let (listener, address) = match bound {
        Ok(bound) => bound,
        Err(error) => {
            tracing::warn!(
                "no metrics and no health checks: {wanted} cannot be listened at ({error}); \
                 another program may have it, so give --ops another port, or `off`"
            );
            return None;
        }
    };
    tracing::info!("metrics and health checks at http://{address}");
    let stop = lifecycle.soft().clone();
    let app = routes(shown);
    lifecycle.spawn("listening for the operator", async move {
        let served = axum::serve(listener, app).into_future();
        // Not gracefully: a scraper that keeps its connection open must not hold up the stop.
        if let Some(Err(error)) = stop.run_until_cancelled(served).await {
            tracing::warn!("metrics and health checks ended: {error}");
        }
        stop.cancelled().await;
    });
    Some(address)
}

fn routes(shown: Shown) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .with_state(shown)
}

async fn metrics(State(shown): State<Shown>) -> Response {
    match shown.registry.text() {
        Ok(text) => ([(header::CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// That this is answered is what is asked: the process runs its tasks. One whose task ended stops.
async fn live(State(shown): State<Shown>) -> Response {
    let up = shown.readiness.up();
    Json(json!({ "state": "ok", "up_seconds": up.as_secs() })).into_response()
}

async fn ready(State(shown): State<Shown>) -> Response {
    let report = tokio::time::timeout(READY_MAX, shown.readiness.report()).await;
    let Ok(report) = report else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let status = match report.is_ready() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(report)).into_response()
}

/// How long all checks may take together.
const READY_MAX: Duration = Duration::from_secs(5);
