//! Two servers, their members, and a feed: the world in which tests play.

mod inspect;
mod place;
mod results;

use std::sync::atomic::AtomicU64;

use chrono::{DateTime, TimeDelta, Utc};
use shared::id::{DiscordUserId, GuildId, MemberId};
use shared::settings::ServerSettings;
use store::guilds;
use store::leases::Lease;

use crate::database::TestDatabase;
use crate::member::Member;

pub use place::FREE;

/// The server in which most tests play.
pub const HERE: GuildId = GuildId::new(11);
/// Another server.
pub const THERE: GuildId = GuildId::new(22);
/// The feed that is the league's own, so that its results count at once.
pub const FEED: &str = "test";

/// How long the fetcher's lease lasts: longer than any test advances the clock.
const LEASE_DAYS: i64 = 1_000;

/// A database with two servers, and the lease of the fetcher.
pub struct World {
    /// The database. [`TestDatabase::advance`] moves its clock.
    pub database: TestDatabase,
    /// The fetcher's lease, which this world holds.
    pub lease: Lease,
    /// When the world was made, by the database's clock.
    pub now: DateTime<Utc>,
    interactions: AtomicU64,
}

impl World {
    /// A world with the servers [`HERE`] and [`THERE`], both with default settings.
    pub async fn new() -> Self {
        let world = Self::empty().await;
        for guild in [HERE, THERE] {
            world.server(guild).await;
        }
        world
    }

    /// A world without servers.
    pub async fn empty() -> Self {
        let database = TestDatabase::create().await;
        let mut connection = database.fetcher.acquire().await.unwrap();
        let lasts = TimeDelta::days(LEASE_DAYS);
        let lease = store::leases::acquire(&mut connection, "fetcher", "test", lasts).await;
        let lease = lease.unwrap().unwrap();
        drop(connection);
        Self {
            now: database.now().await,
            lease,
            database,
            interactions: 1.into(),
        }
    }

    /// Adds a server with default settings.
    pub async fn server(&self, guild: GuildId) {
        let mut tx = store::begin_guild(&self.database.bot, guild).await.unwrap();
        let defaults = ServerSettings::defaults(guild);
        guilds::ensure(&mut tx, "en-US", &defaults).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Changes a server's settings, as an admin would.
    pub async fn set(&self, guild: GuildId, change: impl FnOnce(&mut ServerSettings)) {
        let mut tx = store::begin_guild(&self.database.bot, guild).await.unwrap();
        let mut settings = guilds::settings(&mut tx, guild).await.unwrap().unwrap();
        change(&mut settings);
        let admin = DiscordUserId::new(1);
        guilds::append_settings(&mut tx, &settings, admin)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// That many hours after the world was made.
    pub fn at(&self, hours: i64) -> DateTime<Utc> {
        self.now + TimeDelta::hours(hours)
    }

    /// A member of [`HERE`], added with a hundred units on the first call.
    pub async fn member(&self, user: u64) -> Member {
        self.member_of(HERE, user).await
    }

    /// A member of that server, added with a hundred units on the first call.
    pub async fn member_of(&self, guild: GuildId, user: u64) -> Member {
        self.member_named(guild, user, &format!("member {user}"))
            .await
    }

    /// The same, with that name.
    pub async fn member_named(&self, guild: GuildId, user: u64, name: &str) -> Member {
        let (pool, new) = (&self.database.bot, MemberId::mint(self.now));
        let user = DiscordUserId::new(user);
        let visit = store::members::ensure(pool, guild, user, name, new).await;
        Member {
            guild,
            id: visit.unwrap().member.id,
        }
    }
}
