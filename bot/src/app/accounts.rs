//! Which member a Discord account is. In this process only: `members` is the one table that knows,
//! and no other place outside of a process does.

use shared::cache::{CacheKey, Namespace, Scope};
use shared::id::{DiscordUserId, GuildId, MemberId};
use store::StoreError;
use tracing::Instrument;

use super::App;
use crate::errors::Failure;
use crate::spans;

/// An account in a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AccountKey {
    guild: GuildId,
    user: DiscordUserId,
}

impl CacheKey for AccountKey {
    type Value = Option<MemberId>;
    const NAMESPACE: Namespace = Namespace::UserData;
    const KIND: &'static str = "account";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Guild(self.guild)
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.user.to_string());
    }

    fn is_nothing(value: &Self::Value) -> bool {
        value.is_none()
    }
}

impl App {
    /// The member with this account, if there is one. Creates none.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn member_of(
        &self,
        guild: GuildId,
        user: DiscordUserId,
    ) -> Result<Option<MemberId>, Failure> {
        let load = async {
            let mut tx = store::begin_guild(&self.pool, guild).await?;
            let member = store::members::by_user(&mut tx, guild, user).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(member)
        };
        let load = load.instrument(spans::load("member"));
        let member = self.caches.get(AccountKey { guild, user }, load).await?;
        Ok(*member)
    }
}
