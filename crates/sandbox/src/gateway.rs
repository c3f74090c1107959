//! The gateway: the websocket on which the bot receives events.

pub(crate) mod socket;

use std::sync::Arc;

use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{Query, State as Shelf};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::page;
use crate::shared::Shared;

/// What a client asks for when it connects.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    v: Option<String>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// `/`: the gateway for who upgrades, the page for who looks.
pub(crate) async fn root(
    Shelf(shared): Shelf<Arc<Shared>>,
    Query(wish): Query<Wish>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let Ok(upgrade) = upgrade else {
        return page::index().into_response();
    };
    let compressed = match wish.compress.as_deref() {
        None => false,
        Some("zstd-stream") => true,
        Some(other) => {
            let message = format!("compress={other} is not spoken here");
            return (StatusCode::BAD_REQUEST, message).into_response();
        }
    };
    if wish.v.as_deref().unwrap_or("10") != "10"
        || wish.encoding.as_deref().unwrap_or("json") != "json"
    {
        return (
            StatusCode::BAD_REQUEST,
            "v=10 and encoding=json are spoken here",
        )
            .into_response();
    }
    upgrade.on_upgrade(move |socket| socket::serve(shared, socket, compressed))
}
