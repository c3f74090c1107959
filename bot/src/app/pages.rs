//! Pages that many people look at: leaderboards, and what a member has won and lost.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::cache::{CacheKey, Moved, Namespace, Scope, from_json, to_json};
use shared::id::{GuildId, MemberId};
use store::StoreError;
use store::leaderboards::{self, Span, Standings};
use store::records::{self, MemberRecords};
use tracing::Instrument;

use super::App;
use crate::month::Month;
use crate::spans;

/// A page of a month's leaderboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PageKey {
    /// Of which server.
    pub(crate) guild: GuildId,
    /// Of which month.
    pub(crate) month: Month,
    /// Which page, from 0.
    pub(crate) page: u16,
}

/// A page with when it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Page {
    /// Its lines.
    pub(crate) standings: Standings,
    /// When it was read.
    pub(crate) as_of: DateTime<Utc>,
}

impl CacheKey for PageKey {
    type Value = Page;
    const NAMESPACE: Namespace = Namespace::DbQuery;
    const KIND: &'static str = "leaderboard";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Guild(self.guild)
    }

    fn write(&self, out: &mut String) {
        out.push_str(&format!("{}:{}", self.month.0, self.page));
    }

    fn is_nothing(value: &Page) -> bool {
        value.standings.total == 0
    }

    fn to_bytes(value: &Page) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Page> {
        from_json(bytes)
    }
}

/// What a member has won and lost, since the beginning of a month and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RecordsKey {
    /// Of which server.
    pub(crate) guild: GuildId,
    /// Whose.
    pub(crate) member: MemberId,
    /// Since when.
    pub(crate) month: Month,
}

impl CacheKey for RecordsKey {
    type Value = MemberRecords;
    const NAMESPACE: Namespace = Namespace::DbQuery;
    const KIND: &'static str = "records";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Guild(self.guild)
    }

    fn write(&self, out: &mut String) {
        out.push_str(&format!("{}:{}", self.member, self.month.0));
    }

    fn to_bytes(value: &MemberRecords) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<MemberRecords> {
        from_json(bytes)
    }
}

/// How many lines a page has.
pub(crate) const PER_PAGE: i64 = 10;
/// Fewer graded tickets than this rank nobody.
pub(crate) const GRADED_MIN: i64 = 5;

/// From the month's first moment until that of the next.
pub(crate) fn span(month: Month) -> Option<Span> {
    Some(Span {
        from: month.start()?,
        until: month.next()?.start()?,
        graded_min: GRADED_MIN,
    })
}

/// How long after it was asked for a server's leaderboard is loaded anew when bets were settled.
const WANTED_FOR: Duration = Duration::from_secs(30 * 60);
/// How many servers are remembered.
const SERVERS_MAX: usize = 1_000;

/// Whose leaderboards were asked for lately.
#[derive(Default)]
pub(crate) struct Asked(Mutex<BTreeMap<GuildId, Instant>>);

impl Asked {
    fn note(&self, guild: GuildId, now: Instant) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= SERVERS_MAX {
            servers.retain(|_, at| now.saturating_duration_since(*at) < WANTED_FOR);
        }
        if servers.len() < SERVERS_MAX {
            servers.insert(guild, now);
        }
    }

    fn is_wanted(&self, guild: GuildId, now: Instant) -> bool {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = servers.get(&guild);
        at.is_some_and(|it| now.saturating_duration_since(*it) < WANTED_FOR)
    }
}

impl App {
    /// A page of a leaderboard. `None` for a month that no calendar has.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn leaderboard(
        &self,
        key: PageKey,
    ) -> Result<Option<Arc<Page>>, Arc<StoreError>> {
        let Some(span) = span(key.month) else {
            return Ok(None);
        };
        self.asked.note(key.guild, Instant::now());
        self.page_of(key, span).await.map(Some)
    }

    async fn page_of(&self, key: PageKey, span: Span) -> Result<Arc<Page>, Arc<StoreError>> {
        let (pool, clock) = (self.pool.clone(), Arc::clone(&self.clock));
        let load = async move {
            let as_of = clock.now();
            let skip = i64::from(key.page) * PER_PAGE;
            let mut tx = store::begin_guild(&pool, key.guild).await?;
            let standings = leaderboards::page(&mut tx, key.guild, &span, skip, PER_PAGE).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(Page { standings, as_of })
        };
        let load = load.instrument(spans::load("leaderboard"));
        self.caches.get_renewed(key, load).await
    }

    /// What a member has won and lost.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn records(
        &self,
        key: RecordsKey,
        since: DateTime<Utc>,
    ) -> Result<Arc<MemberRecords>, Arc<StoreError>> {
        let pool = self.pool.clone();
        let load = async move {
            let mut tx = store::begin_guild(&pool, key.guild).await?;
            let records = records::of_member(&mut tx, key.guild, key.member, since).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(records)
        };
        let load = load.instrument(spans::load("records"));
        self.caches.get_renewed(key, load).await
    }

    /// Loads the first page of servers in which bets were just settled, where people look at it: in
    /// turn, behind everybody.
    pub(crate) fn warm_pages(&self, moved: &[Moved]) {
        let now = Instant::now();
        let wanted = moved.iter().filter_map(|it| match it.scope {
            Scope::Guild(guild) if it.namespace == Namespace::DbQuery => Some(guild),
            _ => None,
        });
        let wanted = wanted.filter(|it| self.asked.is_wanted(*it, now));
        let mut wanted: Vec<_> = wanted.collect();
        wanted.dedup();
        if wanted.is_empty() {
            return;
        }
        let (app, month) = (self.clone(), Month::of(self.clock.now()));
        let Some(span) = span(month) else { return };
        tokio::spawn(async move {
            for guild in wanted {
                let page = PageKey {
                    guild,
                    month,
                    page: 0,
                };
                if let Err(error) = app.page_of(page, span).await {
                    tracing::debug!("a leaderboard was not loaded: {error}");
                }
            }
        });
    }
}
