//! The use cases of the bot without Discord, for whoever plays them against the other program.

use chrono::{DateTime, Utc};
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GuildId, InteractionId};
use sqlx::PgPool;
use store::corrections::{Asked, Way};

use crate::corrections::{Decided, Decider, decide, preview, refused};
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

/// How a decision is confirmed.
#[derive(Clone, Copy, Debug)]
pub struct Pressed {
    /// When.
    pub now: DateTime<Utc>,
    /// By which interaction, where that may come again.
    pub interaction: Option<InteractionId>,
    /// Whether the admin has just been shown what it would do; otherwise that was long ago.
    pub is_shown_first: bool,
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
    pressed: Pressed,
) -> Result<Answer, String> {
    let who = Decider {
        guild,
        actor: DiscordUserId::new(1),
        name: "Admin".to_owned(),
        channel: ChannelId::new(1),
        way: Way::Command,
        now: pressed.now,
        interaction: pressed.interaction,
    };
    let shown = match pressed.is_shown_first {
        false => Ok(None),
        true => preview(pool, guild, asked, pressed.now)
            .await
            .map(|it| Some(it.digest())),
    };
    let decided = match shown {
        Ok(shown) => decide(pool, &who, id, (asked, "a reason"), shown.as_deref()).await,
        Err(failure) => Err(failure),
    };
    let decided = match decided {
        Err(failure) => Err(refused(pool, &who, failure).await),
        decided => decided,
    };
    match decided {
        Ok(Decided::Done(..)) => Ok(Answer::Stands),
        Ok(Decided::Before(_)) => Ok(Answer::StoodBefore),
        Ok(Decided::Changed) => Ok(Answer::Changed),
        Err(Failure::Refused(refusal)) => Ok(Answer::Refused(refusal.key())),
        Err(failure) => Err(failure.to_string()),
    }
}
