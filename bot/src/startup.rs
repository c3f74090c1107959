//! Coming up while Discord or the database is down: waiting for both, and a sentence for what
//! waiting does not cure.

use runtime::waiting::{AttemptError, Unreached, until_reachable};
use store::StoreError;
use tokio_util::sync::CancellationToken;
use twilight_http::error::ErrorType;

use crate::discord::errors::described;

/// What to do about a token that Discord does not take.
const BAD_TOKEN: &str = "Discord refuses the token: copy it again from the Bot page of \
                                    the developer portal and set DISCORD_TOKEN";

/// Asks Discord until it answers.
///
/// # Errors
/// [`Unreached`] when it refuses for good, or `stop` ends the wait.
pub(crate) async fn ask<T>(
    stop: &CancellationToken,
    mut ask: impl AsyncFnMut() -> anyhow::Result<T>,
) -> Result<T, Unreached> {
    until_reachable("Discord", stop, async || {
        ask().await.map_err(|it| trouble(&it))
    })
    .await
}

/// Whether it passes, and the words for it.
fn trouble(error: &anyhow::Error) -> AttemptError {
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<twilight_http::Error>() {
            return of_discord(error);
        }
        if let Some(error) = cause.downcast_ref::<twilight_http::response::DeserializeBodyError>() {
            return AttemptError::Transient(error.to_string());
        }
        if let Some(StoreError::Database(error)) = cause.downcast_ref::<StoreError>()
            && store::is_transient(error)
        {
            return AttemptError::Transient("the database does not answer".to_owned());
        }
    }
    AttemptError::Permanent(format!("{error:#}"))
}

fn of_discord(error: &twilight_http::Error) -> AttemptError {
    if is_unauthorized(error) {
        return AttemptError::Permanent(BAD_TOKEN.to_owned());
    }
    match error.kind() {
        ErrorType::Response { status, .. } if matches!(status.get(), 400..=428 | 430..=499) => {
            AttemptError::Permanent(format!(
                "Discord refuses what it is asked: {}",
                described(error)
            ))
        }
        ErrorType::BuildingRequest | ErrorType::CreatingHeader { .. } | ErrorType::Validation => {
            AttemptError::Permanent(format!("Discord cannot be asked: {}", described(error)))
        }
        _ => AttemptError::Transient(described(error)),
    }
}

/// Whether Discord says that the token is wrong.
fn is_unauthorized(error: &twilight_http::Error) -> bool {
    match error.kind() {
        ErrorType::Unauthorized => true,
        ErrorType::Response { status, .. } => status.get() == 401,
        _ => false,
    }
}

/// Why the gateway is not connected to again.
pub(crate) fn closed_for_good(code: Option<u16>) -> String {
    match code {
        Some(4_004) => BAD_TOKEN.to_owned(),
        Some(code @ (4_010 | 4_011)) => {
            format!(
                "Discord closed the gateway with code {code}: it wants more shards; restart the bot"
            )
        }
        Some(code) => format!("Discord closed the gateway for good with code {code}"),
        None => "the gateway was closed for good".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_that_ends_everything_says_what_to_do() {
        assert_eq!(closed_for_good(Some(4_004)), BAD_TOKEN);
        assert!(closed_for_good(Some(4_013)).contains("4013"));
    }

    #[test]
    fn what_is_no_trouble_of_the_line_is_final() {
        let odd = anyhow::anyhow!("the fonts cannot be read");
        assert!(matches!(trouble(&odd), AttemptError::Permanent(_)));
        let slow = anyhow::Error::new(StoreError::Database(sqlx::Error::PoolTimedOut));
        assert!(matches!(
            trouble(&slow.context("asking")),
            AttemptError::Transient(_)
        ));
    }
}
