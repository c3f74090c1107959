//! What the key of a feed adds, or whether the feed takes it.

use std::sync::Arc;
use std::time::Duration;

use providers::ProviderError;
use providers::http::{Http, Limits};
use providers::polled;
use providers::the_odds_api::{Balance, NAME, TheOddsApi};
use secrecy::SecretString;
use shared::clock::SystemClock;

use super::Findings;
use crate::config::FeedKeys;

/// How long the feed has to say whether it takes the key.
const WAIT: Duration = Duration::from_secs(10);

/// Says what a key would add where there is none, and asks about those that can be asked about
/// for free.
pub(super) async fn look(keys: &FeedKeys, findings: &mut Findings) -> anyhow::Result<()> {
    for profile in polled::POLLED {
        let Some(setting) = profile.key_setting else {
            continue;
        };
        match keys.of(profile.name) {
            None => findings.note(format!(
                "{setting} is not set: with a key, `run --provider {}` adds {}",
                profile.name, profile.about
            )),
            Some(key) if profile.name == NAME => try_out(key, findings).await?,
            Some(_) => findings.fine(format!("{setting} is set")),
        }
    }
    Ok(())
}

/// Asks The Odds API about its key, which is free.
async fn try_out(key: &SecretString, findings: &mut Findings) -> anyhow::Result<()> {
    let limits = Limits {
        total: WAIT,
        tries_total: WAIT,
        ..Limits::default()
    };
    let http = Arc::new(Http::new(limits, Arc::new(SystemClock))?);
    let feed = TheOddsApi::new(http, None, key.clone());
    let asked = feed.sports().await.map(|_| feed.balance());
    tell(asked, findings);
    Ok(())
}

fn tell(asked: Result<Option<Balance>, ProviderError>, findings: &mut Findings) {
    match asked {
        Ok(None) => findings.fine(format!("{NAME} takes the key")),
        Ok(Some(Balance { remaining: 0, .. })) => findings.missing(format!(
            "credits of {NAME}: the key is right, and there are none left until the allowance is \
             renewed"
        )),
        Ok(Some(balance)) => {
            let Balance {
                remaining, used, ..
            } = balance;
            findings.fine(format!(
                "{NAME} takes the key; {used} credits are used and {remaining} are left"
            ));
        }
        Err(error) => findings.missing(format!("an answer from {NAME} ({error})")),
    }
}

#[cfg(test)]
mod tests {
    use providers::RequestStats;

    use super::*;

    fn told(asked: Result<Option<Balance>, ProviderError>) -> (String, usize) {
        let mut findings = Findings::default();
        tell(asked, &mut findings);
        (findings.lines.concat(), findings.missing)
    }

    #[tokio::test]
    async fn without_a_key_it_says_what_one_would_add_and_misses_nothing() {
        let mut findings = Findings::default();
        look(&FeedKeys::default(), &mut findings).await.unwrap();
        assert_eq!(findings.missing, 0);
        let line = findings.lines.concat();
        assert!(line.contains("THE_ODDS_API_KEY is not set"), "{line}");
        assert!(line.contains("prices of many bookmakers"), "{line}");
    }

    #[test]
    fn a_key_without_credits_is_told_apart_from_one_that_is_wrong() {
        let balance = |remaining| {
            Ok(Some(Balance {
                remaining,
                used: 500 - remaining,
                last: Some(0),
            }))
        };
        let (line, missing) = told(balance(488));
        assert_eq!(missing, 0);
        assert!(
            line.contains("12 credits are used and 488 are left"),
            "{line}"
        );
        let (line, missing) = told(balance(0));
        assert_eq!(missing, 1);
        assert!(line.contains("the key is right"), "{line}");
        let (line, missing) = told(Err(ProviderError::Refused {
            reason: "the key is not accepted (INVALID_KEY)".to_owned(),
            stats: Box::new(RequestStats::default()),
        }));
        assert_eq!(missing, 1);
        assert!(line.contains("INVALID_KEY"), "{line}");
    }
}
