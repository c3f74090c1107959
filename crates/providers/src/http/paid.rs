//! Requests that cost something: each is reserved before it is sent, and sent once.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap};
use reqwest::{StatusCode, Url};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::redact::redacted;
use super::{FailureKind, Fault, Http, Key, Reached, Reply, address};
use crate::error::{ProviderError, RequestStats};
use crate::quota::{Allowance, Cost, Declined, Paid, Purse, Reserved, Told};
use crate::watch::Place;

/// What one request costs, and how its answer tells what is left.
#[derive(Clone, Copy, Debug)]
pub struct Bill<'a> {
    /// All allowances of the feed. Those of the cost's API pay.
    pub allowances: &'a [Allowance],
    /// What the request costs at most. With 0 units nothing is reserved and what the answer tells
    /// is taken all the same.
    pub cost: Cost,
    /// Reads headers and body of an answer, whatever its status.
    pub read: fn(&Reply) -> Told,
}

impl<'a> Bill<'a> {
    /// The allowances that pay.
    pub fn payers(&self) -> impl Iterator<Item = &'a Allowance> + use<'a> {
        let (all, api) = (self.allowances, self.cost.api);
        all.iter().filter(move |it| it.api == api)
    }
}

impl Http {
    /// The same client, which asks this purse before it sends what costs something. Without a
    /// purse nothing is counted: for tests, and for `doctor`.
    #[must_use]
    pub fn with_purse(self, purse: Arc<dyn Purse>) -> Self {
        Self {
            purse: Some(purse),
            ..self
        }
    }

    /// As [`Http::exchange`], for a request that costs something. It is reserved first and sent
    /// once: whether another try is worth its price is for the planner to say.
    ///
    /// # Errors
    /// Every [`ProviderError`] but `Garbled`; `OutOfCredits` when too little is left, and then
    /// nothing was sent.
    pub async fn exchange_paid(
        &self,
        provider: &'static str,
        url: &str,
        key: Option<&Key>,
        bill: &Bill<'_>,
    ) -> Result<Reply, ProviderError> {
        let Some(purse) = &self.purse else {
            return self.exchange(provider, url, key).await;
        };
        let began = Instant::now();
        let mut stats = RequestStats::of(provider);
        stats.url = redacted(url, key);
        let Some(url) = Url::parse(url).ok().filter(address::is_allowed) else {
            return Err(FailureKind::Refused(address::NOT_ALLOWED.to_owned()).with(stats));
        };
        let place = Place::of(&stats.url);
        self.admit(&place, &stats)?;
        // Reserved after the wait for a turn: a period may end in between.
        self.turn(provider, key).await;
        let payers: Vec<_> = bill.payers().collect();
        let reserved = match bill.cost.units {
            0 => Ok(Reserved::default()),
            units => purse.reserve(&payers, units).await,
        };
        let reserved = match reserved {
            Ok(reserved) => reserved,
            Err(declined) => return Err(cannot_pay(declined, bill.cost.units, stats)),
        };
        stats.requests = 1;
        let total = self.limits.total;
        let tried = self.once(&url, key, total, &mut stats).await;
        stats.took = began.elapsed();
        let tried = match tried {
            Ok((status, headers, body)) => Ok(reply(status, headers, body, stats)),
            Err(fault) => Err((fault, stats)),
        };
        let paid = match &tried {
            Ok(reply) => answered(reply, bill),
            Err((fault, stats)) => unanswered(fault, stats, bill),
        };
        settle(purse, &payers, reserved, paid).await;
        let ended = tried.map_err(|(fault, stats)| match fault {
            Fault::Final(fault) | Fault::Passing { fault, .. } => fault.with(stats),
        });
        self.concluded(provider, &place, key, ended)
    }
}

async fn settle(purse: &Arc<dyn Purse>, payers: &[&Allowance], reserved: Reserved, paid: Paid) {
    let is_told = matches!(paid, Paid::Answered { told, .. } if told != Told::default());
    if reserved.units > 0 || is_told {
        purse.settle(payers, reserved, paid).await;
    }
}

fn reply(status: StatusCode, headers: HeaderMap, body: Bytes, mut stats: RequestStats) -> Reply {
    if status == StatusCode::OK {
        stats.digest = Some(Sha256::digest(&body).into());
    }
    Reply {
        status,
        headers,
        body,
        stats,
    }
}

fn answered(reply: &Reply, bill: &Bill<'_>) -> Paid {
    Paid::Answered {
        told: (bill.read)(reply),
        dated: dated(&reply.headers),
    }
}

/// How a request ended that another try might have helped.
fn unanswered(fault: &Fault, stats: &RequestStats, bill: &Bill<'_>) -> Paid {
    match fault {
        Fault::Passing { reached, .. } => match reached {
            Reached::Nobody => Paid::NotSent,
            Reached::Somebody => Paid::Unknown,
            Reached::Answered(headers) => {
                let status = stats.status.and_then(|it| StatusCode::from_u16(it).ok());
                let (status, headers) = (status.unwrap_or_default(), (**headers).clone());
                answered(&reply(status, headers, Bytes::new(), stats.clone()), bill)
            }
        },
        Fault::Final(_) => Paid::Unknown,
    }
}

/// The feed's clock.
fn dated(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let text = headers.get(DATE)?.to_str().ok()?.trim();
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some(at.with_timezone(&Utc))
}

fn cannot_pay(declined: Declined, cost: u32, stats: RequestStats) -> ProviderError {
    let stats = Box::new(stats);
    match declined {
        Declined::Spent { left, renewed_in } => ProviderError::OutOfCredits {
            cost,
            remaining: Some(left),
            wait: renewed_in,
            stats,
        },
        Declined::Unknown(why) => ProviderError::Unavailable {
            reason: format!("what is left of its quota is not known: {why}"),
            stats,
        },
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::quota::Period;

    #[test]
    fn only_the_allowances_of_its_own_api_pay_for_a_request() {
        let key = SecretString::from("hunter2");
        let daily = |api| Allowance::new("api_sports", &key, api, Period::Day, 100);
        let capped = daily("football").set_by_operator();
        let allowances = [daily("football"), daily("hockey"), capped];
        let payers = |cost| {
            let bill = Bill {
                allowances: &allowances,
                cost,
                read: |_| Told::default(),
            };
            bill.payers().count()
        };
        assert_eq!(payers(Cost::of("football", 1)), 2);
        assert_eq!(payers(Cost::of("hockey", 1)), 1);
        assert_eq!(payers(Cost::FREE), 0);
    }
}
