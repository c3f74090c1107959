//! `run`: starts everything and works until it is stopped.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use grading::decide::Policy;
use ops::health::database::Expected;
use ops::{Ops, Setup};
use providers::nws::Nws;
use providers::watch::Watch;
use runtime::lifecycle::{DRAIN, Lifecycle};
use runtime::waiting::{AttemptError, Unreached, until_reachable};
use services::settle::Settler;
use sqlx::PgPool;
use store::{ConnectError, Program};
use tokio::sync::{Notify, Semaphore, watch};

use super::{connect, describe};
use crate::config::RunConfig;
use crate::feeds;
use crate::jobs::decide::Decider;
use crate::jobs::feeds::{Feed, FeedPoller};
use crate::jobs::lookups::Lookups;
use crate::jobs::retention::Retention;
use crate::jobs::rosters::Rosters;
use crate::jobs::watching::Watching;
use crate::jobs::weather::Weather;
use crate::jobs::{self, Closing, Housekeeping, Job, Settling};
use crate::lead::{Lead, LeadProof};
use crate::meters::Meters;
use crate::purse::PgPurse;

/// How often to look for games to settle when nothing wakes the settler.
const SETTLE_EVERY: Duration = Duration::from_secs(5);
/// How often to look for games that have waited long enough to be decided.
const DECIDE_EVERY: Duration = Duration::from_secs(1);
/// How often to look for games that have begun.
const CLOSE_EVERY: Duration = Duration::from_secs(5);
/// How often to look how the feeds are doing.
const WATCH_EVERY: Duration = Duration::from_secs(5);
/// How often partitions are created.
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(3600);
/// How often a page of old rows is deleted.
const RETENTION_EVERY: Duration = Duration::from_secs(5);
/// One in so many connections may be used to store answers at the same time.
const STORING_SHARE: usize = 2;
/// The longest wait before looking which league is due.
const LOOK_EVERY_MAX: Duration = Duration::from_secs(1);
/// How often it is looked whether something about a league or a team is due to be asked for.
const LOOK_UP_EVERY: Duration = Duration::from_secs(20);
/// The shortest wait before looking which league is due.
const LOOK_EVERY_MIN: Duration = Duration::from_millis(250);

/// Runs until a signal arrives or a task ends on its own.
///
/// # Errors
/// When the database cannot be used, or a feed or a league is unknown.
pub async fn run(config: &RunConfig) -> anyhow::Result<ExitCode> {
    let (purse, meters) = (PgPurse::closed(), Meters::default());
    let tally = Arc::new(meters.clone());
    let http = feeds::client(Some(purse.clone()), Some(tally))?;
    let feeds = feeds::open(config, &http)?;
    let lifecycle = Lifecycle::supervised();
    lifecycle
        .listen()
        .context("signals cannot be listened to")?;
    let ops = show(config, &feeds, &meters, &lifecycle).await?;
    let database = &config.database;
    lifecycle.status("waiting for the database");
    let pool = until_reachable("the database", lifecycle.soft(), async || {
        let connected = connect(&database.database, database.database_connections).await;
        connected.map_err(|error| {
            let cause = error.downcast_ref::<ConnectError>();
            match cause.filter(|it| it.is_transient()) {
                Some(passing) => AttemptError::Transient(passing.to_string()),
                None => AttemptError::Permanent(describe(&error)),
            }
        })
    });
    let pool = match pool.await {
        Ok(pool) => pool,
        Err(Unreached::Stopped(_)) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.into()),
    };
    purse.open(pool.clone());
    ops.reached(&pool);
    let lease_lasts = seconds(config.lease_seconds);
    let watch = http.watch();
    let feeds = (feeds, config.unproven, Arc::clone(&watch));
    let leading = start(
        &lifecycle,
        pool.clone(),
        feeds,
        lease_lasts,
        config.policy(),
    );
    if let Some(url) = config.weather() {
        let service = Arc::new(Nws::new(Arc::clone(&http), Some(url.to_owned())));
        let weather = Weather::new(pool.clone(), service);
        spawn(&lifecycle, &leading, weather, LOOK_UP_EVERY, None);
    }
    let looking = meters.run(pool, watch, leading, lifecycle.soft().clone());
    lifecycle.spawn("looking at the feeds", looking);
    let ended = lifecycle.run(DRAIN).await;
    tracing::info!("stopped: {ended:?}");
    Ok(ExitCode::from(ended.exit_code()))
}

/// Starts showing the operator how the fetcher is, before the database is there.
async fn show(
    config: &RunConfig,
    feeds: &[Feed],
    meters: &Meters,
    lifecycle: &Lifecycle,
) -> anyhow::Result<Ops> {
    let slowest = feeds.iter().map(|it| it.pace.far).max();
    let expected = Expected::by(Program::Fetcher, slowest.unwrap_or_default());
    let setup = Setup::new(Program::Fetcher, &config.ops_config, expected)?;
    let mut setup = setup.with_source(Arc::new(meters.clone()));
    meters.register(setup.registry());
    Ok(setup.start(config.ops, lifecycle).await)
}

/// Starts every job on this database. `watch` watches how the feeds are doing. Returns where to see
/// whether this process leads.
pub fn start(
    lifecycle: &Lifecycle,
    pool: PgPool,
    (feeds, unproven, watch): (Vec<Feed>, bool, Arc<Watch>),
    lease_lasts: Duration,
    policy: Policy,
) -> watch::Receiver<Option<LeadProof>> {
    let lead = Lead::new(pool.clone(), lease_lasts);
    let leading = lead.watch();
    let decided = Arc::new(Notify::new());
    let connections = pool.options().get_max_connections() as usize;
    let storing = Arc::new(Semaphore::new((connections / STORING_SHARE).max(1)));
    let lookups = Lookups::new(pool.clone(), &feeds, unproven);
    spawn(lifecycle, &leading, lookups, LOOK_UP_EVERY, None);
    let rosters = Rosters::new(pool.clone(), &feeds, unproven);
    spawn(lifecycle, &leading, rosters, LOOK_UP_EVERY, None);
    for feed in feeds {
        let (name, leagues) = (feed.provider.name(), feed.leagues.join(", "));
        tracing::info!(provider.name = name, "asking {name} about {leagues}");
        let every = (feed.pace.near / 4).clamp(LOOK_EVERY_MIN, LOOK_EVERY_MAX);
        let poller = FeedPoller::new(pool.clone(), feed, Arc::clone(&decided))
            .with_policy(policy)
            .with_watch(Arc::clone(&watch))
            .with_storing(Arc::clone(&storing));
        for poller in poller.abreast() {
            spawn(lifecycle, &leading, poller, every, None);
        }
    }
    let watching = Watching::new(pool.clone(), watch);
    spawn(lifecycle, &leading, watching, WATCH_EVERY, None);
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
    let housekeeping = Housekeeping(pool.clone());
    spawn(lifecycle, &leading, housekeeping, HOUSEKEEPING_EVERY, None);
    let retention = Retention::new(pool);
    spawn(lifecycle, &leading, retention, RETENTION_EVERY, None);
    lifecycle.spawn("leading", lead.run(lifecycle.clone()));
    leading
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
    let pulse = lifecycle.pulse(J::NAME, J::SILENCE_MAX);
    let run = jobs::run(job, (every, wake), leading.clone(), stop, pulse);
    lifecycle.spawn(J::NAME, run);
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds.max(1)))
}
