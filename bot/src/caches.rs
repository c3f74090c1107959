//! What the bot caches, and what drops it: versions that move with what they stand for, a `NOTIFY`
//! for prices, a lost connection, and a lifetime behind all of them.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use cache::{Cache, Found};
use shared::cache::{
    CacheKey, Moved, Namespace, Pending, Scope, ScopeVersions, VersionSource, from_json, to_json,
};
use shared::clock::Clock;
use shared::id::{DiscordUserId, GameId, GuildId, RoleId};
use shared::quote::BoardGame;
use sqlx::PgPool;
use store::StoreError;
use store::board::{Board, KnownTeam};
use store::cache_versions::DatabaseVersions;
use store::notify::BoardChange;
use tokio::sync::Notify;
use tracing::Instrument;

use crate::config::Caching;
use crate::spans;

pub(crate) mod last_board;
pub(crate) mod listen;
pub(crate) mod price_moves;

use last_board::LastBoard;
use price_moves::PriceMoves;

pub(crate) use services::settings::Server;

/// A server with its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ServerKey(pub(crate) GuildId);

impl CacheKey for ServerKey {
    type Value = Server;
    const NAMESPACE: Namespace = Namespace::GuildData;
    const KIND: &'static str = "server";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Guild(self.0)
    }

    fn write(&self, _: &mut String) {}

    fn to_bytes(value: &Server) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Server> {
        from_json(bytes)
    }
}

/// What can be bet on now, everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BoardKey;

impl CacheKey for BoardKey {
    type Value = Arc<Board>;
    const NAMESPACE: Namespace = Namespace::GameData;
    const KIND: &'static str = "board";
    const SHAPE: u16 = 1;
    const LIFETIME: Option<Duration> = Some(Duration::from_secs(15));

    fn scope(&self) -> Scope {
        Scope::Process
    }

    fn write(&self, _: &mut String) {}
}

/// All that one game offers: its players and other markets too. There are a few thousand prices to
/// a game, so that few games are kept, and not for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OffersKey(pub(crate) GameId);

impl CacheKey for OffersKey {
    type Value = Option<Arc<BoardGame>>;
    const NAMESPACE: Namespace = Namespace::GameData;
    const KIND: &'static str = "offers";
    const SHAPE: u16 = 1;
    const LIFETIME: Option<Duration> = Some(Duration::from_secs(15));

    fn scope(&self) -> Scope {
        Scope::Process
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.0.to_string());
    }

    fn is_nothing(value: &Self::Value) -> bool {
        value.is_none()
    }
}

/// Every team that is known, playing or not. It changes when a league begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TeamsKey;

impl CacheKey for TeamsKey {
    type Value = Arc<Vec<KnownTeam>>;
    const NAMESPACE: Namespace = Namespace::GameData;
    const KIND: &'static str = "teams";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Process
    }

    fn write(&self, _: &mut String) {}
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
    const NAMESPACE: Namespace = Namespace::GuildData;
    const KIND: &'static str = "managers";
    const SHAPE: u16 = 1;
    const LIFETIME: Option<Duration> = Some(Duration::from_secs(60));

    fn scope(&self) -> Scope {
        Scope::Process
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.0.to_string());
    }
}

/// The versions of a database, whose statements count as what fills a cache.
struct Versions(DatabaseVersions);

/// How long versions may take: a hundred times as long as they do. Members wait for what is cached
/// no longer than that in addition.
const VERSIONS_WITHIN: Duration = Duration::from_millis(150);

impl VersionSource for Versions {
    fn read(&self, scope: Scope) -> Pending<'_, Option<ScopeVersions>> {
        let read = self.0.read(scope).instrument(spans::load("versions"));
        Box::pin(async move {
            // Who has waited this long asks the database for the value itself, and waits there.
            let read = tokio::time::timeout(VERSIONS_WITHIN, read);
            read.await.ok().flatten()
        })
    }
}

/// All that is cached.
#[derive(Clone)]
pub(crate) struct Caches {
    cache: Cache,
    /// The last board, to be shown while the next is loaded.
    pub(crate) last_board: Arc<LastBoard>,
    /// How often prices have moved.
    pub(crate) moves: Arc<PriceMoves>,
}

impl Caches {
    /// Over this database, with nothing cached yet.
    pub(crate) fn new(
        pool: &PgPool,
        clock: Arc<dyn Clock>,
        shared: Option<Arc<dyn shared::cache::Layer>>,
        caching: Caching,
    ) -> Self {
        let options = cache::Options {
            versions: Arc::new(Versions(DatabaseVersions(pool.clone()))),
            clock,
            shared,
        };
        Self {
            cache: match caching {
                Caching::On => Cache::new(options),
                Caching::Off => Cache::off(options),
            },
            last_board: Arc::default(),
            moves: Arc::default(),
        }
    }

    /// For tests that need none: no version has ever moved.
    #[cfg(test)]
    pub(crate) fn without_database() -> Self {
        struct Never;
        impl VersionSource for Never {
            fn read(&self, _: Scope) -> Pending<'_, Option<ScopeVersions>> {
                Box::pin(async { Some(ScopeVersions::default()) })
            }
        }
        let options = cache::Options {
            versions: Arc::new(Never),
            clock: Arc::new(shared::clock::SystemClock),
            shared: None,
        };
        Self {
            cache: Cache::new(options),
            last_board: Arc::default(),
            moves: Arc::default(),
        }
    }

    /// The value, loaded once however many ask for it at the same time.
    ///
    /// # Errors
    /// What the load says.
    pub(crate) fn get<'a, K, E>(
        &'a self,
        key: K,
        load: impl Future<Output = Result<K::Value, E>> + Send + 'a,
    ) -> Found<'a, K, E>
    where
        K: CacheKey + 'a,
        E: From<shared::cache::Waited> + Send + Sync + 'static,
    {
        let load: Pending<'a, _> = Box::pin(load);
        Box::pin(async move { self.cache.get(&key, load).await })
    }

    /// As [`Self::get`]; what is old enough for it is loaded anew behind whoever asks.
    ///
    /// # Errors
    /// What the load says.
    pub(crate) fn get_renewed<'a, K: CacheKey + 'a>(
        &'a self,
        key: K,
        load: impl Future<Output = Result<K::Value, StoreError>> + Send + 'static,
    ) -> Found<'a, K, StoreError> {
        let load: Pending<'static, _> = Box::pin(load);
        Box::pin(async move { self.cache.get_renewed(&key, load).await })
    }

    /// The value, where it is in memory.
    pub(crate) async fn kept<K: CacheKey>(&self, key: K) -> Option<Arc<K::Value>> {
        self.cache.kept(&key).await
    }

    /// The door itself, for whoever counts.
    pub(crate) fn door(&self) -> Cache {
        self.cache.clone()
    }

    /// This process has changed something of that server.
    pub(crate) fn changed(&self, guild: GuildId) {
        self.cache.changed(Scope::Guild(guild));
    }

    /// Forgets the board, but not the last one.
    pub(crate) async fn forget_board(&self) {
        self.cache.forget(&BoardKey).await;
    }

    /// Forgets the prices of games, which the database has just said are wrong: whoever asks next
    /// waits until they are read.
    pub(crate) async fn drop_prices(&self, games: impl IntoIterator<Item = GameId>) {
        let games: BTreeSet<GameId> = games.into_iter().collect();
        for game in &games {
            self.cache.forget(&OffersKey(*game)).await;
        }
        self.moves.tell(&BoardChange::Games(games.clone()));
        self.last_board.doubt(games);
        self.forget_board().await;
    }

    /// Loads what has changed anew when it is asked for next. The last board may be shown
    /// meanwhile.
    async fn renew_prices(&self, change: BoardChange) {
        match &change {
            BoardChange::Nothing => {}
            BoardChange::Games(games) => {
                for game in games {
                    self.cache.forget(&OffersKey(*game)).await;
                }
            }
            BoardChange::Everything => self.cache.clear(Namespace::GameData),
        }
        self.moves.tell(&change);
        self.last_board.tell(change);
        self.forget_board().await;
    }

    /// Anything may have changed.
    pub(crate) async fn forget_all(&self) {
        self.cache.forget_all();
        self.renew_prices(BoardChange::Everything).await;
    }

    /// Forgets a server, or all of them, in this process.
    async fn forget_servers(&self, guild: Option<GuildId>) {
        match guild {
            Some(guild) => {
                self.changed(guild);
                self.cache.forget(&ServerKey(guild)).await;
            }
            None => self.cache.clear(Namespace::GuildData),
        }
    }

    /// A look at what has moved.
    pub(crate) fn looked(&self, moved: &[Moved], began: tokio::time::Instant) {
        self.cache.looked(moved, began);
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
    /// Versions of the cache may have moved.
    pub(crate) versions: Notify,
}
