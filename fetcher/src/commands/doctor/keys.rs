//! What the key of a feed adds, or whether the feed takes it.

use std::sync::Arc;
use std::time::Duration;

use providers::ProviderError;
use providers::api_sports::{self, ApiSports, Plan, Subscription};
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
            Some(key) if profile.name == api_sports::NAME => {
                let feed = ApiSports::new(http()?, None, key.clone(), Plan::Free);
                tell_plan(feed.subscription().await, findings);
            }
            Some(_) => findings.fine(format!("{setting} is set")),
        }
    }
    Ok(())
}

/// Asks The Odds API about its key, which is free.
async fn try_out(key: &SecretString, findings: &mut Findings) -> anyhow::Result<()> {
    let feed = TheOddsApi::new(http()?, None, key.clone());
    let asked = feed.sports().await.map(|_| feed.balance());
    tell(asked, findings);
    Ok(())
}

fn http() -> anyhow::Result<Arc<Http>> {
    let limits = Limits {
        total: WAIT,
        tries_total: WAIT,
        ..Limits::default()
    };
    Ok(Arc::new(Http::new(limits, Arc::new(SystemClock))?))
}

/// Says what the key of API-SPORTS has, of football: every sport has as much.
fn tell_plan(asked: Result<Subscription, ProviderError>, findings: &mut Findings) {
    let name = api_sports::NAME;
    match asked {
        Ok(Subscription {
            plan,
            is_active: true,
            used,
            a_day,
        }) => findings.fine(format!(
            "{name} takes the key; its plan is {plan}, and {used} of {a_day} requests for football \
             are used today"
        )),
        Ok(Subscription { plan, .. }) => findings.missing(format!(
            "a plan of {name} that runs: the key is right, and its plan {plan} has ended"
        )),
        Err(error) => findings.missing(format!("an answer from {name} ({error})")),
    }
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
    fn a_plan_that_has_ended_is_missing_and_one_that_runs_says_what_is_used() {
        let told = |is_active| {
            let mut findings = Findings::default();
            let subscription = Subscription {
                plan: "Pro".to_owned(),
                is_active,
                used: 30,
                a_day: 7_500,
            };
            tell_plan(Ok(subscription), &mut findings);
            (findings.lines.concat(), findings.missing)
        };
        let (line, missing) = told(true);
        assert_eq!(missing, 0);
        assert!(line.contains("30 of 7500 requests for football"), "{line}");
        let (line, missing) = told(false);
        assert_eq!(missing, 1);
        assert!(line.contains("its plan Pro has ended"), "{line}");
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
