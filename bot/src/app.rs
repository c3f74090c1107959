//! What every handler works with: the database, the caches, the clock.

mod accounts;
pub(crate) mod legs;
pub(crate) mod looking;
pub(crate) mod pages;
pub(crate) mod questions;
pub(crate) mod tables;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use services::limits::AccountKeys;
use services::members::{Account, Caller};
use shared::clock::Clock;
use shared::id::{GameId, GuildId, MemberId};
use shared::price::OddsFormat;
use shared::quote::BoardGame;
use slip::KitError;
use sqlx::{PgPool, Postgres, Transaction};
use store::StoreError;
use store::board::Board;
use store::members::MemberSession;
use tokio::sync::Semaphore;
use tracing::Instrument;
use twilight_model::application::command::Command;
use wording::Said;

use crate::caches::last_board::Reading;
use crate::caches::{BoardKey, Caches, Nudges, OffersKey, Server, ServerKey};
use crate::config::Caching;
use crate::discord::errors::NO_DIRECT_MESSAGES;
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::meters::Meters;
use crate::names::Names;
use crate::pictures::Pictures;
use crate::players::Players;
use crate::spans;

/// The commands as they were registered.
#[derive(Debug, Default)]
struct Commands {
    definitions: Arc<[Command]>,
    ids: BTreeMap<String, u64>,
}

/// What every handler works with. Clones share it.
#[derive(Clone)]
pub(crate) struct App {
    /// The database, as `dbsbm_bot`.
    pub(crate) pool: PgPool,
    /// The time. Deadlines that cost money are the database's to decide.
    pub(crate) clock: Arc<dyn Clock>,
    /// What is kept in memory.
    pub(crate) caches: Caches,
    /// What is counted and measured.
    pub(crate) meters: Meters,
    /// What wakes the loops that post.
    pub(crate) nudges: Arc<Nudges>,
    /// Draws pictures.
    pub(crate) pictures: Pictures,
    /// How exclusions know accounts.
    pub(crate) accounts: Arc<AccountKeys>,
    /// The names that bets in one line are read by.
    pub(crate) names: Arc<Names>,
    /// The players of all games that can be bet on.
    pub(crate) players: Arc<Players>,
    /// Room for questions to the database by those who type.
    questions: Arc<Semaphore>,
    commands: Arc<RwLock<Commands>>,
    /// Whose leaderboards are asked for.
    asked: Arc<pages::Asked>,
}

impl App {
    /// Over this database, with nothing cached yet. `shared` is what processes cache in together.
    ///
    /// # Errors
    /// When the bundled fonts cannot be read, which is a fault of the build.
    pub(crate) fn new(
        pool: PgPool,
        clock: Arc<dyn Clock>,
        (shared, caching): (Option<Arc<dyn shared::cache::Layer>>, Caching),
        meters: Meters,
        accounts: AccountKeys,
    ) -> Result<Self, KitError> {
        let caches = Caches::new(&pool, Arc::clone(&clock), shared, caching);
        Ok(Self {
            pictures: Pictures::start(caches.clone())?.counted(meters.clone()),
            caches,
            pool,
            clock,
            meters,
            nudges: Arc::default(),
            accounts: Arc::new(accounts),
            names: Arc::default(),
            players: Arc::default(),
            questions: Arc::new(Semaphore::new(questions::QUESTIONS_MAX)),
            commands: Arc::default(),
            asked: Arc::default(),
        })
    }

    /// Remembers the commands, and under which ids Discord knows them.
    pub(crate) fn know_commands(&self, definitions: Vec<Command>, ids: BTreeMap<String, u64>) {
        let definitions = definitions.into();
        *self
            .commands
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Commands { definitions, ids };
    }

    /// A command as a member can press it, or as text while its id is not known.
    pub(crate) fn mention(&self, name: &str) -> Said {
        let commands = self.commands.read().unwrap_or_else(PoisonError::into_inner);
        // A subcommand is known under its command's id.
        let root = name.split(' ').next().unwrap_or(name);
        match commands.ids.get(root) {
            Some(id) => Said::ours(format!("</{name}:{id}>")),
            None => Said::ours(format!("`/{name}`")),
        }
    }

    /// Every command, in the order of `/help`.
    pub(crate) fn commands(&self) -> Arc<[Command]> {
        let commands = self.commands.read().unwrap_or_else(PoisonError::into_inner);
        commands.definitions.clone()
    }

    /// A server with its settings. `locale` serves where it is seen for the first time.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn server(
        &self,
        guild: GuildId,
        locale: &str,
    ) -> Result<Arc<Server>, Arc<StoreError>> {
        let load =
            services::settings::load(&self.pool, guild, locale).instrument(spans::load("server"));
        self.caches.get(ServerKey(guild), load).await
    }

    /// Begins what this request changes in its server. An interaction that Discord sends again
    /// changes nothing a second time: what it recorded with its change says so.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn change(&self, request: &Request) -> Result<Change, StoreError> {
        let mut tx = store::begin_guild(&self.pool, request.guild).await?;
        let is_first =
            store::interactions::begin(&mut tx, request.guild, request.interaction).await?;
        Ok(Change { tx, is_first })
    }

    /// What can be bet on now. Games that began since it was loaded are still on it. Where loading
    /// takes long, it is the last one, and the next is loaded behind.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn board(&self) -> Result<Arc<Board>, Arc<StoreError>> {
        if self.caches.door().is_off() {
            return Ok(Arc::new(store::board::load(&self.pool).await?));
        }
        if let Some(kept) = self.caches.kept(BoardKey).await {
            return Ok(Arc::clone(&kept));
        }
        let Some(last) = self.caches.last_board.to_show(Instant::now()) else {
            let board = self.next_board().await?;
            // That load may have begun before somebody was told that it is wrong.
            return match self.caches.last_board.is_doubted() {
                true => self.next_board().await,
                false => Ok(board),
            };
        };
        if let Some(loading) = self.caches.last_board.begin() {
            let app = self.clone();
            tokio::spawn(async move {
                let _loading = loading;
                if let Err(error) = app.next_board().await {
                    tracing::warn!("the board cannot be read: {error}");
                }
            });
        }
        Ok(last)
    }

    async fn next_board(&self) -> Result<Arc<Board>, Arc<StoreError>> {
        let last = &self.caches.last_board;
        let load = async {
            let task = last.task(Instant::now());
            let board = match &task.reading {
                Reading::Whole => store::board::load(&self.pool).await?,
                Reading::Parts(last, changed) => {
                    store::board::renew(&self.pool, last, changed).await?
                }
            };
            let board = Arc::new(board);
            last.keep(&task, &board);
            Ok::<_, StoreError>(board)
        };
        let load = load.instrument(spans::load("board"));
        let board = Arc::clone(&*self.caches.get(BoardKey, load).await?);
        if !last.is_current(&board) {
            // Something changed while it was read: whoever asks next reads that.
            self.caches.forget_board().await;
        }
        Ok(board)
    }

    /// A game with all that it offers now. `None` if it cannot be bet on.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn offers(
        &self,
        game: GameId,
    ) -> Result<Option<Arc<BoardGame>>, Arc<StoreError>> {
        let load = async {
            let found = store::board::game(&self.pool, game).await?;
            Ok::<_, StoreError>(found.map(Arc::new))
        };
        let load = load.instrument(spans::load("offers"));
        let kept = self.caches.get(OffersKey(game), load).await?;
        Ok(self.still_open(kept.as_ref()))
    }

    /// What is kept of a game's offers, if it has not begun since.
    fn still_open(&self, kept: &Option<Arc<BoardGame>>) -> Option<Arc<BoardGame>> {
        let now = self.clock.now();
        kept.clone().filter(|it| it.game.starts_at > now)
    }

    /// The server, and the member behind a request, who is made a member if they are not one yet.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn ensure_member(
        &self,
        request: &Request,
    ) -> Result<(Arc<Server>, Caller), Failure> {
        let server = self.server(request.guild, &request.guild_locale).await?;
        let account = Account {
            guild: request.guild,
            user: request.user,
            name: &request.name,
            new_id: MemberId::from_uuid(uuid::Uuid::new_v4()),
            refused_direct: NO_DIRECT_MESSAGES,
        };
        let caller = services::members::ensure_member(&self.pool, &account).await?;
        Ok((server, caller))
    }
}

/// A transaction in which a request changes its server.
pub(crate) struct Change {
    /// Acts for the server.
    pub(crate) tx: Transaction<'static, Postgres>,
    /// Whether it has not made its change before: whatever stands is to be left alone otherwise.
    pub(crate) is_first: bool,
}

/// The odds format of a private answer.
pub(crate) fn own_format(server: &Server, session: &MemberSession) -> OddsFormat {
    session
        .member
        .odds_format
        .unwrap_or(server.settings.odds_format)
}
