//! `run`: everything wired together, until told to stop.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use grading::decide::Policy;
use providers::Provider;
use providers::espn::Espn;
use providers::http::{Http, Limits};
use providers::season::Season;
use runtime::lifecycle::Lifecycle;
use runtime::waiting::{Trouble, Unreached, until_there};
use services::settle::Settler;
use shared::clock::SystemClock;
use sqlx::PgPool;
use store::ConnectError;
use tokio::sync::{Notify, watch};

use super::{connect, told};
use crate::config::{FeedChoice, RunConfig};
use crate::jobs::decide::Decider;
use crate::jobs::feeds::{Asker, Feed};
use crate::jobs::{self, Closing, Housekeeping, Job, Settling};
use crate::lead::{Lead, LeadProof};
use crate::plan::Pace;

/// How often one looks for games to settle when nobody wakes the settler.
const SETTLE_EVERY: Duration = Duration::from_secs(5);
/// How often one looks for games that have waited for long enough to be decided.
const DECIDE_EVERY: Duration = Duration::from_secs(1);
/// How often one looks for games that have begun.
const CLOSE_EVERY: Duration = Duration::from_secs(5);
/// How often old rows are forgotten and partitions made.
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(3600);
/// How long what is under way may take when told to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How often at most one asks about all of the days ahead.
const LOOK_AHEAD_EVERY: Duration = Duration::from_secs(3600);
/// The longest that one waits before looking who is due.
const LOOK_EVERY_MAX: Duration = Duration::from_secs(1);
/// The shortest.
const LOOK_EVERY_MIN: Duration = Duration::from_millis(250);

/// Runs until a signal comes or a task ends by itself.
///
/// # Errors
/// When there is no database, or a feed or a league is not known.
pub async fn run(config: &RunConfig) -> anyhow::Result<ExitCode> {
    let feeds = feeds(config)?;
    let lifecycle = Lifecycle::new();
    lifecycle
        .listen()
        .context("signals cannot be listened to")?;
    let database = &config.database;
    let pool = until_there("the database", lifecycle.soft(), async || {
        let connected = connect(&database.database, database.database_connections).await;
        connected.map_err(|error| {
            let cause = error.downcast_ref::<ConnectError>();
            match cause.filter(|it| it.is_passing()) {
                Some(passing) => Trouble::Passing(passing.to_string()),
                None => Trouble::Final(told(&error)),
            }
        })
    });
    let pool = match pool.await {
        Ok(pool) => pool,
        Err(Unreached::Stopped(_)) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.into()),
    };
    let lease_lasts = seconds(config.lease_seconds);
    start(&lifecycle, pool, feeds, lease_lasts, config.policy());
    let ended = lifecycle.run(DRAIN).await;
    tracing::info!("stopped: {ended:?}");
    Ok(ExitCode::from(ended.exit_code()))
}

/// Starts every job over this database.
pub fn start(
    lifecycle: &Lifecycle,
    pool: PgPool,
    feeds: Vec<Feed>,
    lease_lasts: Duration,
    policy: Policy,
) {
    let lead = Lead::new(pool.clone(), lease_lasts);
    let leading = lead.watch();
    let decided = Arc::new(Notify::new());
    for feed in feeds {
        let (name, leagues) = (feed.provider.name(), feed.leagues.join(", "));
        tracing::info!(provider.name = name, "asking {name} about {leagues}");
        let every = (feed.pace.near / 4).clamp(LOOK_EVERY_MIN, LOOK_EVERY_MAX);
        let asker = Asker::new(pool.clone(), feed, Arc::clone(&decided)).with_policy(policy);
        spawn(lifecycle, &leading, asker, every, None);
    }
    let decider = Decider::new(pool.clone(), policy, Arc::clone(&decided));
    spawn(lifecycle, &leading, decider, DECIDE_EVERY, None);
    let settling = Settling(Settler::new(pool.clone()));
    spawn(lifecycle, &leading, settling, SETTLE_EVERY, Some(decided));
    spawn(
        lifecycle,
        &leading,
        Closing(pool.clone()),
        CLOSE_EVERY,
        None,
    );
    spawn(
        lifecycle,
        &leading,
        Housekeeping(pool),
        HOUSEKEEPING_EVERY,
        None,
    );
    lifecycle.spawn("leading", lead.run(lifecycle.soft().clone()));
}

fn spawn<J: Job>(
    lifecycle: &Lifecycle,
    leading: &watch::Receiver<Option<LeadProof>>,
    job: J,
    every: Duration,
    wake: Option<Arc<Notify>>,
) {
    let wake = wake.unwrap_or_default();
    let stop = lifecycle.soft().clone();
    lifecycle.spawn(J::NAME, jobs::run(job, every, wake, leading.clone(), stop));
}

/// The feeds that the settings name.
///
/// # Errors
/// When a league is not known to the feed.
pub fn feeds(config: &RunConfig) -> anyhow::Result<Vec<Feed>> {
    let http = Arc::new(Http::new(Limits::default(), Arc::new(SystemClock))?);
    let default = [FeedChoice {
        name: "espn".to_owned(),
        url: None,
    }];
    let chosen = if config.providers.is_empty() {
        &default[..]
    } else {
        &config.providers
    };
    chosen
        .iter()
        .map(|choice| feed(config, choice, Arc::clone(&http)))
        .collect()
}

fn feed(config: &RunConfig, choice: &FeedChoice, http: Arc<Http>) -> anyhow::Result<Feed> {
    match (choice.name.as_str(), &choice.url) {
        ("season", Some(url)) => {
            let every = seconds(config.poll_season_seconds);
            let pace = Pace {
                far: every,
                near: every,
                ahead: every,
            };
            Ok(whole(Arc::new(Season::new(http, url)), pace))
        }
        ("espn", url) => {
            let wanted: Vec<_> = config.leagues.iter().map(String::as_str).collect();
            let espn = Espn::new(http, url.clone()).with_leagues(&wanted);
            let far = seconds(config.poll_far_seconds);
            let pace = Pace {
                far,
                near: seconds(config.poll_near_seconds),
                ahead: far.max(LOOK_AHEAD_EVERY),
            };
            let feed = whole(Arc::new(espn), pace);
            if let Some(missing) = wanted
                .iter()
                .find(|it| !feed.leagues.iter().any(|has| has == *it))
            {
                bail!("espn has no league {missing}: take it out of --leagues");
            }
            Ok(feed)
        }
        (name, _) => bail!("no feed is called {name}"),
    }
}

/// A feed with all leagues that it knows.
fn whole(provider: Arc<dyn Provider>, pace: Pace) -> Feed {
    let leagues = provider
        .leagues()
        .iter()
        .map(|it| it.code.clone())
        .collect();
    Feed {
        provider,
        pace,
        leagues,
    }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds.max(1)))
}
