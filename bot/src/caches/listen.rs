//! Hears what has changed, by notifications.

use std::sync::Arc;
use std::time::Duration;

use shared::id::GuildId;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use store::notify::{self, BoardChange};

use super::{Caches, Nudges};

/// How long to wait before connecting again.
const RECONNECT: Duration = Duration::from_secs(2);

/// Listens for ever, dropping caches and waking loops.
pub(crate) async fn listen(pool: PgPool, caches: Caches, nudges: Arc<Nudges>) {
    loop {
        if let Err(error) = listen_once(&pool, &caches, &nudges).await {
            tracing::warn!("listening to the database ended, trying again: {error}");
        }
        tokio::time::sleep(RECONNECT).await;
    }
}

async fn listen_once(pool: &PgPool, caches: &Caches, nudges: &Nudges) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener
        .listen_all([
            notify::BOARD,
            notify::NOTICES,
            notify::SETTINGS,
            notify::CACHE,
        ])
        .await?;
    loop {
        // What was said while nobody listened is lost: forget everything, look at everything.
        caches.forget_all().await;
        nudges.boards.notify_one();
        nudges.deliveries.notify_one();
        nudges.versions.notify_one();
        // No message says that the connection was lost and made again.
        while let Some(notification) = listener.try_recv().await? {
            match notification.channel() {
                notify::BOARD => {
                    let change = BoardChange::told(notification.payload());
                    caches.renew_prices(change).await;
                    nudges.boards.notify_one();
                }
                notify::NOTICES => nudges.deliveries.notify_one(),
                notify::SETTINGS => {
                    let guild = notification.payload().parse::<u64>();
                    caches.forget_servers(guild.ok().map(GuildId::new)).await;
                }
                notify::CACHE => nudges.versions.notify_one(),
                _ => {}
            }
        }
    }
}
