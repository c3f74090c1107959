//! The page: a channel to look at and act in, and the files that messages carry.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State as Shelf};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};

use crate::id::Id;
use crate::shared::Shared;

const INDEX: &str = include_str!("page/index.html");

/// The page's parts: name, kind, bytes.
const ASSETS: [(&str, &str, &[u8]); 18] = [
    ("style.css", STYLE, include_bytes!("page/style.css")),
    ("messages.css", STYLE, include_bytes!("page/messages.css")),
    ("parts.css", STYLE, include_bytes!("page/parts.css")),
    ("controls.css", STYLE, include_bytes!("page/controls.css")),
    ("narrow.css", STYLE, include_bytes!("page/narrow.css")),
    ("api.js", SCRIPT, include_bytes!("page/api.js")),
    ("app.js", SCRIPT, include_bytes!("page/app.js")),
    ("composer.js", SCRIPT, include_bytes!("page/composer.js")),
    ("markdown.js", SCRIPT, include_bytes!("page/markdown.js")),
    ("messages.js", SCRIPT, include_bytes!("page/messages.js")),
    ("modal.js", SCRIPT, include_bytes!("page/modal.js")),
    ("parts.js", SCRIPT, include_bytes!("page/parts.js")),
    ("reactions.js", SCRIPT, include_bytes!("page/reactions.js")),
    ("select.js", SCRIPT, include_bytes!("page/select.js")),
    ("suggest.js", SCRIPT, include_bytes!("page/suggest.js")),
    (
        "Inter-Regular.ttf",
        FONT,
        include_bytes!("../../../assets/fonts/Inter-Regular.ttf"),
    ),
    (
        "Inter-SemiBold.ttf",
        FONT,
        include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf"),
    ),
    (
        "Inter-Bold.ttf",
        FONT,
        include_bytes!("../../../assets/fonts/Inter-Bold.ttf"),
    ),
];
const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const FONT: &str = "font/ttf";

/// The page itself.
pub(crate) fn index() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], INDEX)
}

/// A part of the page.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, bytes)) => ([(header::CONTENT_TYPE, *kind)], *bytes).into_response(),
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
