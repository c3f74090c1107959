//! `run`: starts everything and works until it is stopped.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use grading::decide::Policy;
use providers::Provider;
use providers::espn::Espn;
use providers::http::{Http, Limits};
use providers::mlb::Mlb;
use providers::nhl::Nhl;
use providers::season::Season;
use providers::the_odds_api::{KEY_SETTING, TheOddsApi};
use runtime::lifecycle::Lifecycle;
use runtime::waiting::{AttemptError, Unreached, until_reachable};
use secrecy::ExposeSecret;
use services::settle::Settler;
use shared::clock::SystemClock;
use sqlx::PgPool;
use store::ConnectError;
use tokio::sync::{Notify, watch};

use super::{connect, describe};
use crate::config::{FeedChoice, RunConfig};
use crate::jobs::decide::Decider;
use crate::jobs::feeds::{Feed, FeedPoller};
use crate::jobs::{self, Closing, Housekeeping, Job, Settling};
use crate::lead::{Lead, LeadProof};
use crate::plan::Pace;

/// How often to look for games to settle when nothing wakes the settler.
const SETTLE_EVERY: Duration = Duration::from_secs(5);
/// How often to look for games that have waited long enough to be decided.
const DECIDE_EVERY: Duration = Duration::from_secs(1);
/// How often to look for games that have begun.
const CLOSE_EVERY: Duration = Duration::from_secs(5);
/// How often old rows are deleted and partitions created.
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(3600);
/// How long running work may take to finish after the program is told to stop.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// How often a poll covers all of the days ahead, at most.
const LOOK_AHEAD_EVERY: Duration = Duration::from_secs(3600);
/// The longest wait before looking which league is due.
const LOOK_EVERY_MAX: Duration = Duration::from_secs(1);
/// The shortest wait before looking which league is due.
const LOOK_EVERY_MIN: Duration = Duration::from_millis(250);

/// Runs until a signal arrives or a task ends on its own.
///
/// # Errors
/// When the database cannot be used, or a feed or a league is unknown.
pub async fn run(config: &RunConfig) -> anyhow::Result<ExitCode> {
    let feeds = feeds(config)?;
    let lifecycle = Lifecycle::new();
    lifecycle
        .listen()
        .context("signals cannot be listened to")?;
    let database = &config.database;
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
    let lease_lasts = seconds(config.lease_seconds);
    start(&lifecycle, pool, feeds, lease_lasts, config.policy());
    let ended = lifecycle.run(DRAIN_MAX).await;
    tracing::info!("stopped: {ended:?}");
    Ok(ExitCode::from(ended.exit_code()))
}

/// Starts every job on this database.
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
        let poller = FeedPoller::new(pool.clone(), feed, Arc::clone(&decided)).with_policy(policy);
        spawn(lifecycle, &leading, poller, every, None);
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
/// When the feed does not know a league.
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
            with_every(whole(Arc::new(espn), pace(config)), &wanted)
        }
        ("the_odds_api", url) => the_odds_api(config, url.clone(), http),
        ("mlb", url) => Ok(whole(Arc::new(Mlb::new(http, url.clone())), pace(config))),
        ("nhl", url) => Ok(whole(Arc::new(Nhl::new(http, url.clone())), pace(config))),
        (name, _) => bail!("no feed is called {name}"),
    }
}

fn the_odds_api(config: &RunConfig, url: Option<String>, http: Arc<Http>) -> anyhow::Result<Feed> {
    let settings = &config.the_odds_api;
    let Some(key) = settings.key.key() else {
        bail!("the_odds_api needs a key: set {KEY_SETTING}, or take it out of --provider");
    };
    let wanted: Vec<_> = config.leagues.iter().map(String::as_str).collect();
    let mut feed = TheOddsApi::new(http, url, key.expose_secret().trim().into())
        .with_bookmakers(settings.bookmakers())
        .with_leagues(&wanted);
    if settings.the_odds_api_scores {
        feed = feed.with_scores();
    }
    let leagues = u32::try_from(feed.leagues().len()).unwrap_or(u32::MAX);
    let round = feed.poll_cost().saturating_mul(leagues.max(1));
    let pace = spread(round, settings.the_odds_api_credits_a_day);
    with_every(whole(Arc::new(feed), pace), &wanted)
}

/// How often each league may be polled where a round over all of them costs `round` credits.
fn spread(round: u32, credits_a_day: u32) -> Pace {
    const DAY: u64 = 86_400;
    let every = (u64::from(round) * DAY).div_ceil(u64::from(credits_a_day.max(1)));
    let every = Duration::from_secs(every.max(1));
    Pace {
        far: every,
        near: every,
        ahead: every,
    }
}

/// The feed, if it knows every league that is wanted of it.
fn with_every(feed: Feed, wanted: &[&str]) -> anyhow::Result<Feed> {
    if let Some(missing) = wanted
        .iter()
        .find(|it| !feed.leagues.iter().any(|has| has == *it))
    {
        let name = feed.provider.name();
        bail!("{name} has no league {missing}: take it out of --leagues");
    }
    Ok(feed)
}

/// How often a feed of real games is polled.
fn pace(config: &RunConfig) -> Pace {
    let far = seconds(config.poll_far_seconds);
    Pace {
        far,
        near: seconds(config.poll_near_seconds),
        ahead: far.max(LOOK_AHEAD_EVERY),
    }
}

/// A feed, polled for all leagues that it knows.
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::config::{Cli, Command};

    fn chosen(arguments: &[&str]) -> anyhow::Result<Vec<Feed>> {
        runtime::tls::install();
        let name = ["dbsbm-fetcher", "run", "--provider", "the_odds_api"];
        let cli = Cli::try_parse_from(name.iter().chain(arguments))?;
        match cli.command {
            Command::Run(config) => feeds(&config),
            _ => bail!("another command"),
        }
    }

    #[test]
    fn polls_that_cost_credits_are_spread_over_the_day() {
        let key = ["--the-odds-api-key", "hunter2", "--leagues", "NFL,NHL"];
        let every = |more: &[&str]| {
            let feeds = chosen(&[&key[..], more].concat()).unwrap();
            (feeds[0].pace.near, feeds[0].leagues.len())
        };
        let hours = |it: u64| Duration::from_secs(it * 3600);
        // Three markets of two leagues, of sixteen credits a day.
        assert_eq!(every(&[]), (hours(9), 2));
        assert_eq!(
            every(&["--the-odds-api-credits-a-day", "144"]),
            (hours(1), 2)
        );
        assert_eq!(every(&["--the-odds-api-regions", "us,eu"]), (hours(18), 2));
        let books = ["--the-odds-api-bookmakers", "pinnacle,draftkings"];
        assert_eq!(every(&books), (hours(9), 2));
        assert_eq!(every(&["--the-odds-api-scores"]), (hours(15), 2));
    }

    #[test]
    fn a_feed_that_needs_a_key_says_so_and_names_no_key() {
        for arguments in [&[][..], &["--the-odds-api-key", " "]] {
            let error = chosen(arguments).err().map(|it| it.to_string());
            assert!(error.is_some_and(|it| it.contains("set THE_ODDS_API_KEY")));
        }
        let unknown = ["--the-odds-api-key", "hunter2", "--leagues", "CHESS"];
        let error = format!("{:?}", chosen(&unknown).err());
        assert!(error.contains("has no league CHESS") && !error.contains("hunter2"));
    }
}
