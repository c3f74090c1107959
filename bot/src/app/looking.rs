//! Looks for what has moved: whenever a notification says so, and every second in case one was
//! lost.

use std::time::Duration;

use store::cache_versions::{self, Cursor};
use tokio::time::Instant;

use super::App;

/// How often to look if nothing says so. Versions are believed for two seconds.
const LOOK: Duration = Duration::from_secs(1);

/// Looks at which versions have moved, for ever: whenever that is said, and every second.
pub(crate) async fn look(app: App) {
    let mut cursor: Option<Cursor> = None;
    let mut is_failing = false;
    loop {
        let began = Instant::now();
        match cache_versions::moved(&app.pool, cursor.as_ref()).await {
            Ok((moved, next)) => {
                if cursor.is_none() {
                    // What moved before the first look was told to nobody.
                    app.caches.forget_all().await;
                }
                app.caches.looked(&moved, began);
                cursor = Some(next);
                is_failing = false;
                app.warm_pages(&moved);
            }
            Err(error) if !is_failing => {
                is_failing = true;
                tracing::warn!("what has moved cannot be read, asking for each: {error}");
            }
            Err(_) => {}
        }
        // Woken or not, it looks.
        let _ = tokio::time::timeout(LOOK, app.nudges.versions.notified()).await;
    }
}
