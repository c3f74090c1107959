//! Opens API-SPORTS, whose requests are counted by the day.

use std::sync::Arc;

use anyhow::Context;
use providers::api_sports::ApiSports;
use secrecy::ExposeSecret;

use super::{Opening, seconds, spread};
use crate::jobs::feeds::Feed;
use crate::plan::Pace;

pub(super) fn open(it: Opening<'_>) -> anyhow::Result<Feed> {
    let settings = &it.config.api_sports;
    let key = it.key.context("its key is missing")?.expose_secret();
    let (http, plan) = (Arc::clone(&it.http), settings.api_sports_plan);
    let mut feed =
        ApiSports::new(http, it.url.clone(), key.trim().into(), plan).with_leagues(it.leagues);
    if let Some(requests) = settings.api_sports_requests_a_day {
        feed = feed.with_requests_a_day(requests);
    }
    // However much is left: no more often than a feed that costs nothing.
    let every = spread(feed.round_cost(), settings.a_day());
    let every = every.max(seconds(it.config.poll_near_seconds));
    Ok(it.at(feed, Pace::steady(every)))
}
