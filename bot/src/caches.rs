//! What is kept in memory, and what drops it: a `NOTIFY` when the tables were changed, a lost
//! connection, and a short lifetime behind both.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use shared::cache::{Cache, CacheKey};
use shared::id::{DiscordUserId, GameId, GuildId, RoleId};
use shared::quote::BoardGame;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use store::board::Board;
use store::notify::{self, BoardChange};
use tokio::sync::Notify;

pub(crate) mod last_board;

use last_board::LastBoard;

pub(crate) use services::settings::Server;

/// A server with its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ServerKey(pub(crate) GuildId);

impl CacheKey for ServerKey {
    type Value = Server;
    const TTL: Duration = Duration::from_secs(300);
    const ENTRIES_MAX: u64 = 20_000;
}

/// What can be bet on now, everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BoardKey;

impl CacheKey for BoardKey {
    type Value = Arc<Board>;
    const TTL: Duration = Duration::from_secs(15);
    const ENTRIES_MAX: u64 = 1;
}

/// All that one game offers: its players and other markets too. There are a few thousand prices to
/// a game, so that few games are kept, and not for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OffersKey(pub(crate) GameId);

impl CacheKey for OffersKey {
    type Value = Option<Arc<BoardGame>>;
    const TTL: Duration = Duration::from_secs(15);
    const ENTRIES_MAX: u64 = 64;
}

/// Who manages a server, as Discord said when a reaction asked for it. Not longer than a minute:
/// nothing reports a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Managers {
    /// Its owner.
    pub(crate) owner: DiscordUserId,
    /// The roles whose holders manage it.
    pub(crate) roles: Vec<RoleId>,
}

/// A server with those who manage it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ManagersKey(pub(crate) GuildId);

impl CacheKey for ManagersKey {
    type Value = Managers;
    const TTL: Duration = Duration::from_secs(60);
    const ENTRIES_MAX: u64 = 5_000;
}

/// All caches.
#[derive(Clone, Default)]
pub(crate) struct Caches {
    /// Servers and their settings.
    pub(crate) servers: Cache<ServerKey>,
    /// The board.
    pub(crate) board: Cache<BoardKey>,
    /// The last board, to be shown while the next is loaded.
    pub(crate) last_board: Arc<LastBoard>,
    /// All that a game offers.
    pub(crate) offers: Cache<OffersKey>,
    /// Who manages a server.
    pub(crate) managers: Cache<ManagersKey>,
}

impl Caches {
    /// Forgets the prices of games, which the database has just said are wrong: whoever asks next
    /// waits until they are read.
    pub(crate) async fn drop_prices(&self, games: impl IntoIterator<Item = GameId>) {
        let games: BTreeSet<GameId> = games.into_iter().collect();
        for game in &games {
            self.offers.forget(&OffersKey(*game)).await;
        }
        self.last_board.doubt(games);
        self.board.clear();
    }

    /// Loads what has changed anew when it is asked for next. The last board may be shown
    /// meanwhile.
    async fn renew_prices(&self, change: BoardChange) {
        match &change {
            BoardChange::Nothing => {}
            BoardChange::Games(games) => {
                for game in games {
                    self.offers.forget(&OffersKey(*game)).await;
                }
            }
            BoardChange::Everything => self.offers.clear(),
        }
        self.last_board.tell(change);
        self.board.clear();
    }
}

/// Wakes the loops that announce what has happened. Losing a wake-up loses nothing: each of
/// them also looks by itself now and then.
#[derive(Default)]
pub(crate) struct Nudges {
    /// A notice may be due.
    pub(crate) deliveries: Notify,
    /// The board may have changed.
    pub(crate) boards: Notify,
}

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
        .listen_all([notify::BOARD, notify::NOTICES, notify::SETTINGS])
        .await?;
    loop {
        // What was said while nobody listened is lost: forget everything, look at everything.
        caches.renew_prices(BoardChange::Everything).await;
        caches.servers.clear();
        nudges.boards.notify_one();
        nudges.deliveries.notify_one();
        // No message says that the connection was lost and made again.
        while let Some(notification) = listener.try_recv().await? {
            match notification.channel() {
                notify::BOARD => {
                    let change = BoardChange::told(notification.payload());
                    caches.renew_prices(change).await;
                    nudges.boards.notify_one();
                }
                notify::NOTICES => nudges.deliveries.notify_one(),
                notify::SETTINGS => match notification.payload().parse::<u64>() {
                    Ok(guild) => caches.servers.forget(&ServerKey(GuildId::new(guild))).await,
                    Err(_) => caches.servers.clear(),
                },
                _ => {}
            }
        }
    }
}
