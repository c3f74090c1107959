//! The use cases of the bot without Discord, for whoever plays them against the other program.

use chrono::{DateTime, Utc};
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GuildId};
use sqlx::PgPool;
use store::corrections::{Asked, Way};

use crate::corrections::{Decided, Decider, decide, preview};
use crate::errors::Failure;

/// What came of an admin's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stands.
    Stands,
    /// It stood before.
    StoodBefore,
    /// It would do something else by now than what was shown.
    Changed,
    /// It cannot be made: the key of the sentence that says why.
    Refused(&'static str),
}

/// An admin asks for a decision, is shown what it would do, and confirms that; or presses the same
/// button once more.
///
/// # Errors
/// What the database says.
pub async fn correct(
    pool: &PgPool,
    guild: GuildId,
    id: CorrectionId,
    asked: &Asked,
    (again, now): (bool, DateTime<Utc>),
) -> Result<Answer, String> {
    let who = Decider {
        guild,
        actor: DiscordUserId::new(1),
        name: "Admin".to_owned(),
        channel: ChannelId::new(1),
        way: Way::Command,
        now,
    };
    let shown = match again {
        true => Ok(None),
        false => preview(pool, guild, asked, now)
            .await
            .map(|it| Some(it.digest())),
    };
    let decided = match shown {
        Ok(shown) => decide(pool, &who, id, (asked, "a reason"), shown.as_deref()).await,
        Err(failure) => Err(failure),
    };
    match decided {
        Ok(Decided::Done(..)) => Ok(Answer::Stands),
        Ok(Decided::Before(_)) => Ok(Answer::StoodBefore),
        Ok(Decided::Changed) => Ok(Answer::Changed),
        Err(Failure::Refused(refusal)) => Ok(Answer::Refused(refusal.key())),
        Err(failure) => Err(failure.to_string()),
    }
}
