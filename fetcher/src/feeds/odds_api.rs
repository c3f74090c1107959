//! Opens The Odds API, whose questions cost credits.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use providers::the_odds_api::TheOddsApi;
use secrecy::ExposeSecret;

use super::Opening;
use crate::jobs::feeds::Feed;
use crate::plan::{Live, Pace};

/// How often a league is polled whose games start soon, if there are credits for it: a price that
/// is older than ten minutes is not offered then.
const NEAR: Duration = Duration::from_secs(540);
/// How often a league is polled whose games are further ahead.
const FAR: Duration = Duration::from_secs(3600);

pub(super) fn open(it: Opening<'_>) -> anyhow::Result<Feed> {
    let settings = &it.config.the_odds_api;
    let key = it.key.context("its key is missing")?.expose_secret();
    let mut feed = TheOddsApi::new(Arc::clone(&it.http), it.url.clone(), key.trim().into())
        .with_bookmakers(settings.bookmakers())
        .with_leagues(it.leagues);
    if settings.the_odds_api_scores {
        feed = feed.with_scores();
    }
    if let Some(credits) = settings.the_odds_api_credits_a_day {
        feed = feed.with_credits_a_day(credits);
    }
    let pace = Pace {
        far: FAR,
        near: NEAR,
        live: Live::AsNear,
        ahead: FAR,
    };
    Ok(it.at(feed, pace))
}
