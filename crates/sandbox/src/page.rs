//! The page: a channel to look at and act in, and the files that messages carry.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State as Shelf};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};

use crate::id::Id;
use crate::server::Shared;

const INDEX: &str = include_str!("page/index.html");

/// The page's parts: name, kind, text.
const ASSETS: [(&str, &str, &str); 1] = [("style.css", "text/css", include_str!("page/style.css"))];

/// The page itself.
pub(crate) fn index() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], INDEX)
}

/// A part of the page.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => {
            let kind = format!("{kind}; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file of a message.
pub(crate) async fn attachment(
    Shelf(shared): Shelf<Arc<Shared>>,
    Path((_, id, _)): Path<(String, Id, String)>,
) -> Response {
    match shared.read(|state| state.files.get(&id).cloned()) {
        Some(file) => {
            let kind = file.content_type.clone();
            ([(header::CONTENT_TYPE, kind)], file.bytes.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The state's version, whenever it changes.
pub(crate) async fn live(
    Shelf(shared): Shelf<Arc<Shared>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (changes, stopped) = (shared.changes(), shared.stopped());
    let events = unfold(
        (changes, stopped, true),
        |(mut changes, mut stopped, first)| async move {
            if !first {
                tokio::select! {
                    changed = changes.changed() => changed.ok()?,
                    _ = stopped.changed() => return None,
                }
            }
            let version = *changes.borrow_and_update();
            let event = Event::default().data(version.to_string());
            Some((Ok(event), (changes, stopped, false)))
        },
    );
    Sse::new(events).keep_alive(KeepAlive::default())
}
