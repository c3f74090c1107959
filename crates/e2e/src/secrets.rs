//! What the logs of a story must not hold, at any level: `RUST_LOG=trace` has the programs say all.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Result, ensure};
use sandbox::Drive;

use crate::world::TOKEN;

/// Looks for the bot's token and for those of all interactions in the logs of bot and fetcher, and
/// says how much was looked through.
pub(crate) async fn look_for(drive: &Drive, work: &Path) -> Result<String> {
    let mut secrets: HashSet<String> = drive.tokens().await?.into_iter().collect();
    secrets.insert(TOKEN.to_owned());
    let mut bytes = 0;
    for program in ["bot", "fetcher"] {
        let log = tokio::fs::read_to_string(work.join(format!("{program}.log"))).await?;
        ensure!(
            !holds_any(&log, &secrets),
            "a token is in the log of the {program}"
        );
        bytes += log.len();
    }
    Ok(format!(
        "none of {} tokens in {bytes} bytes of logs",
        secrets.len()
    ))
}

/// Whether one of these stands in a text as a word.
fn holds_any(text: &str, secrets: &HashSet<String>) -> bool {
    let ends = |it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'));
    text.split(ends).any(|word| secrets.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_an_address_and_in_quotes() {
        let secrets = ["aW50-x_1.y".to_owned()].into();
        assert!(holds_any("POST /webhooks/1/aW50-x_1.y/messages", &secrets));
        assert!(holds_any(r#"{"token":"aW50-x_1.y"}"#, &secrets));
        assert!(!holds_any("aW50", &secrets));
    }
}
