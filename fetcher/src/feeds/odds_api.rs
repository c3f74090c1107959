//! Opens The Odds API, whose questions cost credits.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use providers::Provider;
use providers::the_odds_api::TheOddsApi;
use secrecy::ExposeSecret;

use super::Opening;
use crate::jobs::feeds::Feed;
use crate::plan::Pace;

pub(super) fn open(it: Opening<'_>) -> anyhow::Result<Feed> {
    let settings = &it.config.the_odds_api;
    let key = it.key.context("its key is missing")?.expose_secret();
    let mut feed = TheOddsApi::new(Arc::clone(&it.http), it.url.clone(), key.trim().into())
        .with_bookmakers(settings.bookmakers())
        .with_leagues(it.leagues);
    if settings.the_odds_api_scores {
        feed = feed.with_scores();
    }
    let leagues = u32::try_from(feed.leagues().len()).unwrap_or(u32::MAX);
    let round = feed.poll_cost().saturating_mul(leagues.max(1));
    let pace = spread(round, settings.the_odds_api_credits_a_day);
    Ok(it.at(feed, pace))
}

/// How often each league may be polled where a round over all of them costs `round` credits.
fn spread(round: u32, credits_a_day: u32) -> Pace {
    const DAY: u64 = 86_400;
    let every = (u64::from(round) * DAY).div_ceil(u64::from(credits_a_day.max(1)));
    Pace::steady(Duration::from_secs(every.max(1)))
}
