//! `backfill`: imports whole seasons from files. Nothing is written twice, so an interrupted import
//! resumes when it is run again.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use bytes::Bytes;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use grading::decide::Policy;
use grading::end::End;
use indicatif::{ProgressBar, ProgressStyle};
use providers::football_data::FootballData;
use providers::http::{Http, Limits};
use providers::nflverse::Nflverse;
use providers::{Answer, FeedQuery, Historical, Provider, RequestStats};
use shared::clock::{Clock, SystemClock};
use shared::feed::{FeedAnswer, Rejected};
use sqlx::PgPool;
use store::feed_requests::FeedRequest;
use store::leases;
use store::leases::Lease;

use super::{connect, print_line, thousands};
use crate::config::{BackfillConfig, FileFeed};
use crate::ingest::{self, IngestSummary};

/// How long a backfill may be silent before another one may start. It renews its lease between
/// files.
const LEASE_LASTS: TimeDelta = TimeDelta::minutes(2);
/// How often the lease is renewed while files are imported.
const LEASE_RENEWED_EVERY: Duration = Duration::from_secs(30);

/// Imports what the configuration names, and prints a closing line that says what changed.
///
/// # Errors
/// When a file cannot be read, the feed gives no answer, or another backfill of the same feed is
/// running.
pub async fn run(config: &BackfillConfig) -> anyhow::Result<()> {
    let began = Instant::now();
    let pool = connect(&config.database, 3).await?;
    let feed = Feed::open(config)?;
    if let Feed::Archive(name) = feed
        && config.file.is_empty()
    {
        bail!("{name} is an archive that is published nowhere: name its files with --file");
    }
    let lease = lease(&pool, feed.name()).await?;
    let mut refused = Vec::new();
    let taken = take_all(config, &feed, (&pool, &lease), &mut refused).await;
    leases::release(&mut *pool.acquire().await?, &lease).await?;
    let summary = taken?;
    let mut line = format!(
        "{} games, {} prices, {} rows changed in {:.1} s",
        thousands(summary.games as u64),
        thousands(summary.prices as u64),
        thousands(summary.changes.total()),
        began.elapsed().as_secs_f64(),
    );
    if summary.changes.total() == 0 {
        line.push_str(": nothing changed");
    }
    if summary.rejected > 0 {
        let rejected = thousands(summary.rejected as u64);
        line.push_str(&format!(
            "; {rejected} rows or markets refused, and kept with their reasons"
        ));
    }
    print_line(line)?;
    for (reason, count) in by_reason(&refused) {
        print_line(format!("  {}: {reason}", thousands(count)))?;
    }
    for Refused { part, row } in refused.iter().filter(|_| config.list_refused) {
        print_line(format!("{part}, {}: {}", row.place, row.reason))?;
    }
    Ok(())
}

/// The rejected parts of a file or an answer.
struct Refused {
    part: String,
    row: Rejected,
}

/// How often each kind of reason was given; the kind is the text before the colon.
fn by_reason(refused: &[Refused]) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for Refused { row, .. } in refused {
        let kind = row.reason.split(':').next().unwrap_or(&row.reason);
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

async fn lease(pool: &PgPool, provider: &str) -> anyhow::Result<Lease> {
    let name = format!("backfill/{provider}");
    let holder = crate::lead::holder();
    let mut connection = pool.acquire().await?;
    let lease = leases::acquire(&mut connection, &name, &holder, LEASE_LASTS).await?;
    lease.with_context(|| {
        format!("another backfill of {provider} is running; wait for it, or two minutes if it died")
    })
}

async fn take_all(
    config: &BackfillConfig,
    feed: &Feed,
    (pool, lease): (&PgPool, &Lease),
    refused: &mut Vec<Refused>,
) -> anyhow::Result<IngestSummary> {
    let mut summary = IngestSummary::default();
    let mut renewed = Instant::now();
    for part in feed.parts(config) {
        if renewed.elapsed() > LEASE_RENEWED_EVERY {
            leases::renew(&mut *pool.acquire().await?, lease, LEASE_LASTS).await?;
            renewed = Instant::now();
        }
        let request = FeedRequest {
            provider: feed.name().to_owned(),
            feed: part.label(),
            asked_at: leases::now(&mut *pool.acquire().await?).await?,
        };
        let mut answer = match feed.read(&part).await? {
            Ok(answer) => answer,
            Err(error) => {
                ingest::record_failure(pool, &request, &error).await?;
                bail!("{}: {error}; nothing was imported", request.feed);
            }
        };
        if !config.season.is_empty() {
            answer
                .feed
                .games
                .retain(|it| config.season.contains(&it.season));
        }
        set_aside(&mut answer.feed);
        let progress = progress(&request.feed, answer.feed.games.len());
        let policy = &Policy::default();
        let done = ingest::store_answer(pool, lease, &request, &answer, policy, |games| {
            progress.inc(games as u64);
        });
        let done = done
            .await
            .with_context(|| format!("{}: import incomplete", request.feed))?;
        progress.finish_and_clear();
        if !std::io::stderr().is_terminal() {
            let (games, rows) = (
                thousands(done.games as u64),
                thousands(done.changes.total()),
            );
            tracing::info!(
                "imported {games} games from {}: {rows} rows changed",
                request.feed
            );
        }
        summary.add(done);
        refused.extend(answer.feed.rejected.into_iter().map(|row| Refused {
            part: request.feed.clone(),
            row,
        }));
    }
    Ok(summary)
}

/// Rejects games whose result contradicts itself. A file reports each game once, so no later report
/// would correct it.
fn set_aside(feed: &mut FeedAnswer) {
    let FeedAnswer {
        games, rejected, ..
    } = feed;
    games.retain(|game| {
        let end = End {
            status: game.status,
            scores: &game.scores,
            facts: &game.facts,
        };
        let flaw = grading::check(game.league.sport, &game.league.code, end).err();
        rejected.extend(flaw.iter().map(|flaw| Rejected {
            place: game.reference.clone(),
            reason: format!("contradicts itself: {flaw}"),
            unknown_code: None,
            game: Some(game.reference.clone()),
        }));
        flaw.is_none()
    });
}

/// A progress bar on a terminal, and nothing elsewhere, where each file has a log line.
fn progress(label: &str, games: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(games as u64).with_message(label.to_owned());
    match ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} games, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// An opened feed of files.
enum Feed {
    Nflverse(Arc<Nflverse>),
    FootballData(Arc<FootballData>),
    /// A feed that can only be read from files on this machine.
    Archive(&'static str),
}

/// One request to a feed of files.
enum Part {
    /// A file on this machine.
    File(std::path::PathBuf),
    /// All of these years, from a feed that has a single file.
    Whole {
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    },
    /// One season of one league.
    Season { league: String, season: String },
}

impl Part {
    fn label(&self) -> String {
        match self {
            Self::File(path) => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Self::Whole { .. } => "games.csv".to_owned(),
            Self::Season { league, season } => format!("{league}/{season}"),
        }
    }
}

impl Feed {
    fn open(config: &BackfillConfig) -> anyhow::Result<Self> {
        let http = Arc::new(Http::new(Limits::default(), Arc::new(SystemClock))?);
        let url = config.url.clone();
        Ok(match config.provider {
            FileFeed::Nflverse => Self::Nflverse(Arc::new(Nflverse::new(http, url))),
            FileFeed::FootballData => Self::FootballData(Arc::new(FootballData::new(http, url))),
            FileFeed::Sbr => Self::Archive(providers::sbr::NAME),
            FileFeed::TennisData => Self::Archive(providers::tennis_data::NAME),
            FileFeed::Ufc => Self::Archive(providers::ufc::NAME),
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Nflverse(feed) => feed.name(),
            Self::FootballData(feed) => feed.name(),
            Self::Archive(name) => name,
        }
    }

    fn parts(&self, config: &BackfillConfig) -> Vec<Part> {
        if !config.file.is_empty() {
            return config.file.iter().cloned().map(Part::File).collect();
        }
        let seasons = self.seasons(config);
        if let Self::Nflverse(_) = self {
            let whole = years(&seasons).map(|(from, to)| Part::Whole { from, to });
            return whole.into_iter().collect();
        }
        let default = ["EPL".to_owned()];
        let leagues = if config.league.is_empty() {
            &default[..]
        } else {
            &config.league
        };
        let each = leagues.iter().flat_map(|league| {
            seasons.iter().map(|season| Part::Season {
                league: league.clone(),
                season: season.clone(),
            })
        });
        each.collect()
    }

    /// The seasons that the configuration names, or the current one.
    fn seasons(&self, config: &BackfillConfig) -> Vec<String> {
        if !config.season.is_empty() {
            return config.season.clone();
        }
        let now = SystemClock.now();
        let since = config.since.unwrap_or_else(|| now.year() - 1);
        let mut seasons = match self {
            Self::Nflverse(feed) => feed.seasons(since, now),
            Self::FootballData(feed) => feed.seasons(since, now),
            Self::Archive(_) => Vec::new(),
        };
        if config.since.is_none() {
            seasons.drain(..seasons.len().saturating_sub(1));
        }
        seasons
    }

    /// Reads or downloads one part. The outer error is this machine's, the inner one is the feed's.
    async fn read(&self, part: &Part) -> anyhow::Result<Result<Answer, providers::ProviderError>> {
        let answer = match (part, self) {
            (Part::File(path), _) => return self.file(path).await,
            (_, Self::Archive(name)) => bail!("{name} is only read from files"),
            (Part::Whole { from, to }, Self::Nflverse(feed)) => {
                feed.ask(&FeedQuery::schedule("NFL", *from..=*to)).await
            }
            (Part::Whole { from, to }, Self::FootballData(feed)) => {
                feed.ask(&FeedQuery::schedule("EPL", *from..=*to)).await
            }
            (Part::Season { league, season }, Self::Nflverse(feed)) => {
                feed.season(league, season).await
            }
            (Part::Season { league, season }, Self::FootballData(feed)) => {
                feed.season(league, season).await
            }
        };
        Ok(answer)
    }

    async fn file(&self, path: &Path) -> anyhow::Result<Result<Answer, providers::ProviderError>> {
        let began = Instant::now();
        let body = tokio::fs::read(path)
            .await
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let body = Bytes::from(body);
        let mut stats = RequestStats::of(self.name());
        stats.url = path.display().to_string();
        stats.bytes = body.len() as u64;
        let name = self.name();
        let file = Part::File(path.to_owned()).label();
        let read = move || providers::read(name, &file, body);
        let read = tokio::task::spawn_blocking(read).await?;
        stats.took = began.elapsed();
        let read = read.with_context(|| format!("{name} has no files"))?;
        Ok(read
            .map(|feed| Answer {
                feed,
                stats: stats.clone(),
            })
            .map_err(|garbled| providers::ProviderError::Garbled {
                garbled: Box::new(garbled),
                stats: Box::new(stats),
            }))
    }
}

/// The period in which seasons with these labels are played, with a margin on both sides.
fn years(seasons: &[String]) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let numbers = seasons
        .iter()
        .filter_map(|it| it.get(..4)?.parse::<i32>().ok());
    let (first, last) = numbers.fold(None, |range: Option<(i32, i32)>, year| {
        Some(range.map_or((year, year), |(first, last)| {
            (first.min(year), last.max(year))
        }))
    })?;
    let moment = |year: i32, month: u32| {
        let day = chrono::NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(day.and_hms_opt(0, 0, 0)?.and_utc())
    };
    Some((moment(first, 7)?, moment(last + 1, 7)?))
}
