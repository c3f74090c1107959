//! What every handler works with: the database, the caches, the clock.

pub(crate) mod defaults;
pub(crate) mod questions;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use shared::clock::Clock;
use shared::id::{GuildId, MemberId};
use shared::member::NotifyBy;
use shared::price::OddsFormat;
use sqlx::{PgPool, Postgres, Transaction};
use store::board::Board;
use store::members::MemberSession;
use store::{StoreError, begin_guild};
use tokio::sync::Semaphore;
use tracing::Instrument;
use twilight_model::application::command::Command;
use wording::Said;

use crate::caches::{BoardKey, Caches, Nudges, Server, ServerKey};
use crate::discord::errors::NO_DIRECT_MESSAGES;
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::spans;
use crate::visitor::Visitor;

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
    /// What wakes the loops that post.
    pub(crate) nudges: Arc<Nudges>,
    /// Room for questions to the database by those who type.
    questions: Arc<Semaphore>,
    commands: Arc<RwLock<Commands>>,
}

impl App {
    /// Over this database, with nothing kept yet.
    pub(crate) fn new(pool: PgPool, clock: Arc<dyn Clock>) -> Self {
        Self {
            pool,
            clock,
            caches: Caches::default(),
            nudges: Arc::default(),
            questions: Arc::new(Semaphore::new(questions::QUESTIONS_MAX)),
            commands: Arc::default(),
        }
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
        let load = load_server(&self.pool, guild, locale).instrument(spans::load("server"));
        self.caches.servers.get(ServerKey(guild), load).await
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

    /// What can be bet on now. Games that began since it was loaded are still on it.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn board(&self) -> Result<Arc<Board>, Arc<StoreError>> {
        let load = store::board::load(&self.pool).instrument(spans::load("board"));
        self.caches.board.get(BoardKey, load).await
    }

    /// The server and the member behind a request, who becomes one by it.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn visit(&self, request: &Request) -> Result<(Arc<Server>, Visitor), Failure> {
        let server = self.server(request.guild, &request.guild_locale).await?;
        let visit = store::members::ensure(
            &self.pool,
            request.guild,
            request.user,
            &request.name,
            MemberId::from_uuid(uuid::Uuid::new_v4()),
        )
        .await?;
        let direct_refused = self.direct_refused(request.guild, &visit).await?;
        let visitor = Visitor {
            visit,
            direct_refused,
        };
        Ok((server, visitor))
    }

    /// Whether a direct message was refused that the member was not told about. Only who is told
    /// nothing by now can be in question.
    async fn direct_refused(&self, guild: GuildId, visit: &MemberSession) -> Result<bool, Failure> {
        if visit.member.notify != Some(NotifyBy::Nothing) {
            return Ok(false);
        }
        let mut tx = begin_guild(&self.pool, guild).await?;
        let member = visit.member.id;
        let is_new =
            store::notices::refused_direct_message(&mut tx, guild, member, NO_DIRECT_MESSAGES)
                .await?;
        tx.commit().await?;
        Ok(is_new)
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
pub(crate) fn own_format(server: &Server, visit: &MemberSession) -> OddsFormat {
    visit
        .member
        .odds_format
        .unwrap_or(server.settings.odds_format)
}

async fn load_server(pool: &PgPool, guild: GuildId, locale: &str) -> Result<Server, StoreError> {
    let mut tx = begin_guild(pool, guild).await?;
    let found = match store::guilds::find(&mut tx, guild).await? {
        Some(found) => found,
        None => {
            let defaults = defaults::defaults(guild, locale, 0);
            store::guilds::ensure(&mut tx, locale, &defaults).await?;
            let made = store::guilds::find(&mut tx, guild).await?;
            made.ok_or(StoreError::Database(sqlx::Error::RowNotFound))?
        }
    };
    let settings = store::guilds::settings(&mut tx, guild).await?;
    tx.commit().await?;
    // Settings are made with the server.
    let settings = settings.ok_or(StoreError::Database(sqlx::Error::RowNotFound))?;
    Ok(Server {
        guild: found,
        settings,
    })
}
