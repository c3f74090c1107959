//! Who is asked about more than games, and whether that can be afforded.

use std::time::Duration;

use providers::coverage::Topic;
use providers::quota::Cost;
use providers::{Provider, polled};
use sqlx::PgConnection;
use store::{StoreError, games};

use super::feeds::Feed;
use crate::plan::{ABANDONED_AFTER, ASK_AHEAD, Moment, Pace, spending};
use crate::purse;

/// How long a question waits whose feed has nothing to spare for it.
pub(super) const SPARE_AFTER: Duration = Duration::from_secs(3_600);

/// What a feed polls, and how often.
pub(super) struct Polled {
    leagues: Vec<String>,
    pace: Pace,
}

impl From<&Feed> for Polled {
    fn from(feed: &Feed) -> Self {
        Self {
            leagues: feed.leagues.clone(),
            pace: feed.pace,
        }
    }
}

/// The feeds in the order in which they are asked: one that costs nothing before one that does.
pub(super) fn in_order(feeds: &[Feed]) -> Vec<&Feed> {
    let mut order: Vec<_> = feeds.iter().collect();
    order.sort_by_key(|feed| {
        let name = feed.provider.name();
        let place = polled::POLLED.iter().position(|it| it.name == name);
        (!feed.provider.allowances().is_empty(), place)
    });
    order
}

/// Whether what the feed says of it was compared with a real answer, or that does not matter. A
/// feed without a profile is a made-up one.
pub(super) fn may_ask(feed: &Feed, (league, topic): (&str, Topic), unproven: bool) -> bool {
    let Some(profile) = polled::profile(feed.provider.name()) else {
        return true;
    };
    let covered = profile.covers(league, topic);
    covered.is_some_and(|it| it.is_proven || unproven)
}

/// Whether the feed can be asked without a poll of games going short: it costs nothing, or none of
/// its leagues is polled less often than it would be.
pub(super) async fn has_to_spare(
    conn: &mut PgConnection,
    (provider, polled): (&dyn Provider, &Polled),
    cost: Cost,
    at: Moment,
) -> Result<bool, StoreError> {
    if cost.units == 0 {
        return Ok(true);
    }
    let budgets = purse::budgets(conn, provider.allowances()).await?;
    let (codes, pace) = (polled.leagues.as_slice(), polled.pace);
    let span = (at.now - ABANDONED_AFTER, at.now + ASK_AHEAD * 2);
    let ahead = games::ahead(conn, codes, span).await?;
    let planned = spending::plan(provider, (codes, pace), &ahead, &budgets, at.now);
    let same = planned.values().filter(|it| it.price.api == cost.api);
    Ok(!same.into_iter().any(|it| it.is_stretched()))
}
