//! `backfill`: imports whole seasons from files. Nothing is written twice, so an interrupted import
//! resumes when it is run again.
//!
//! Files are read or downloaded some ahead of the one that is stored, and stored one after the
//! other in the order in which they were named: what they say of a team follows from the last.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::time::Instant;

use anyhow::{Context, bail};
use futures_util::{StreamExt, stream};
use grading::decide::Policy;
use grading::end::End;
use indicatif::{ProgressBar, ProgressStyle};
use providers::{Answer, ProviderError};
use runtime::lifecycle::Lifecycle;
use shared::feed::{FeedAnswer, Rejected};
use sqlx::PgPool;
use store::feed_requests::FeedRequest;
use store::leases::{self, Lease};

use self::source::{Feed, Part};
use super::{connect, print_line, thousands};
use crate::config::BackfillConfig;
use crate::ingest::{self, IngestSummary};

mod hold;
mod source;

/// Imports what the configuration names, and prints a closing line that says what changed. A part
/// that cannot be read does not hold up the others.
///
/// # Errors
/// When a part could not be imported, another backfill of the same feed is running, the database
/// is away for too long, or the import is stopped.
pub async fn run(config: &BackfillConfig) -> anyhow::Result<()> {
    let began = Instant::now();
    let lifecycle = Lifecycle::new();
    lifecycle
        .listen()
        .context("signals cannot be listened to")?;
    let pool = connect(&config.database, 3).await?;
    let feed = Feed::open(config)?;
    if let Feed::Archive(name) = feed
        && config.file.is_empty()
    {
        bail!("{name} is an archive that is published nowhere: name its files with --file");
    }
    let lease = hold::acquire(&pool, feed.name()).await?;
    let mut import = Import {
        config,
        pool: &pool,
        lease: &lease,
        summary: IngestSummary::default(),
        refused: Vec::new(),
        failed: Vec::new(),
    };
    let work = lifecycle.soft().run_until_cancelled(import.all(&feed));
    let done = hold::while_held(&pool, &lease, async { work.await.transpose() }).await;
    let released = async || leases::release(&mut *pool.acquire().await?, &lease).await;
    hold::bearing_restarts(released).await?;
    let Import {
        summary,
        refused,
        failed,
        ..
    } = import;
    print_line(closing(&summary, began))?;
    for (reason, count) in by_reason(&refused) {
        print_line(format!("  {}: {reason}", thousands(count)))?;
    }
    for Refused { part, row } in refused.iter().filter(|_| config.list_refused) {
        print_line(format!("{part}, {}: {}", row.place, row.reason))?;
    }
    if done?.is_none() {
        bail!("stopped before the end; what was imported stays, and running it again resumes");
    }
    match failed.as_slice() {
        [] => Ok(()),
        [one] => bail!("{one}"),
        many => bail!(
            "{} files or seasons could not be imported: {}",
            many.len(),
            many.join("; ")
        ),
    }
}

/// What changed, in a line.
fn closing(summary: &IngestSummary, began: Instant) -> String {
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
    line
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

/// An import and what has come of it so far.
struct Import<'a> {
    config: &'a BackfillConfig,
    pool: &'a PgPool,
    lease: &'a Lease,
    summary: IngestSummary,
    refused: Vec<Refused>,
    /// Why parts were not imported, each with its name.
    failed: Vec<String>,
}

impl Import<'_> {
    /// Takes every part of the feed, reading some ahead.
    async fn all(&mut self, feed: &Feed) -> anyhow::Result<()> {
        let read = async |part: Part| (part.label(), feed.read(&part).await);
        let parts = stream::iter(feed.parts(self.config)).map(read);
        let mut parts = std::pin::pin!(parts.buffered(self.config.at_once.into()));
        while let Some((label, read)) = parts.next().await {
            let request = FeedRequest {
                provider: feed.name().to_owned(),
                feed: label,
                asked_at: self.now().await?,
            };
            match read {
                Ok(read) => self.part(&request, read).await?,
                Err(error) => {
                    let error = super::describe(&error);
                    self.failed.push(format!("{}: {error}", request.feed));
                }
            }
        }
        Ok(())
    }

    async fn now(&self) -> anyhow::Result<chrono::DateTime<chrono::Utc>> {
        let pool = self.pool;
        hold::bearing_restarts(async || leases::now(&mut *pool.acquire().await?).await).await
    }

    /// Stores what was read of one part.
    async fn part(
        &mut self,
        request: &FeedRequest,
        read: Result<Answer, ProviderError>,
    ) -> anyhow::Result<()> {
        let (pool, lease) = (self.pool, self.lease);
        let mut answer = match read {
            Ok(answer) => answer,
            Err(error) => {
                let record = async || ingest::record_failure(pool, request, &error).await;
                hold::bearing_restarts(record).await?;
                let failed = format!("{}: {error}; nothing of it was imported", request.feed);
                self.failed.push(failed);
                return Ok(());
            }
        };
        if !self.config.season.is_empty() {
            let seasons = &self.config.season;
            answer.feed.games.retain(|it| seasons.contains(&it.season));
        }
        set_aside(&mut answer.feed);
        let progress = progress(&request.feed, answer.feed.games.len());
        let policy = Policy::default();
        // Storing it again writes nothing twice.
        let store = async || {
            progress.set_position(0);
            let stored = |games: usize| progress.inc(games as u64);
            ingest::store_answer(pool, lease, request, &answer, &policy, stored).await
        };
        let done = hold::bearing_restarts(store).await;
        let done = done.with_context(|| format!("{}: import incomplete", request.feed))?;
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
        self.summary.add(done);
        self.refused
            .extend(answer.feed.rejected.into_iter().map(|row| Refused {
                part: request.feed.clone(),
                row,
            }));
        Ok(())
    }
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
