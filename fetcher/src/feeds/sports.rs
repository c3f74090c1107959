//! Opens API-SPORTS, whose requests are counted by the day.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use providers::api_sports::ApiSports;
use secrecy::ExposeSecret;

use super::Opening;
use crate::jobs::feeds::Feed;
use crate::plan::{Live, Pace};

/// How often a league is polled whose games start soon, if there are requests for it: a price that
/// is older than ten minutes is not offered then.
const NEAR: Duration = Duration::from_secs(540);
/// How often a league is polled whose games are further ahead.
const FAR: Duration = Duration::from_secs(3600);

pub(super) fn open(it: Opening<'_>) -> anyhow::Result<Feed> {
    let settings = &it.config.api_sports;
    let key = it.key.context("its key is missing")?.expose_secret();
    let (http, plan) = (Arc::clone(&it.http), settings.api_sports_plan);
    let mut feed =
        ApiSports::new(http, it.url.clone(), key.trim().into(), plan).with_leagues(it.leagues);
    if let Some(requests) = settings.api_sports_requests_a_day {
        feed = feed.with_requests_a_day(requests);
    }
    let pace = Pace {
        far: FAR,
        near: NEAR,
        live: Live::BySport,
        ahead: FAR,
    };
    Ok(it.at(feed, pace))
}
