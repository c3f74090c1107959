//! Where seasons come from: files on this machine, or a feed that publishes them.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use bytes::Bytes;
use chrono::{DateTime, Datelike, Utc};
use providers::football_data::FootballData;
use providers::http::{Http, Limits};
use providers::nflverse::Nflverse;
use providers::{Answer, FeedQuery, Historical, Provider, ProviderError, RequestStats};
use shared::clock::{Clock, SystemClock};

use crate::config::{BackfillConfig, FileFeed};

/// An opened feed of files.
pub(super) enum Feed {
    Nflverse(Arc<Nflverse>),
    FootballData(Arc<FootballData>),
    /// A feed that can only be read from files on this machine.
    Archive(&'static str),
}

/// One request to a feed of files.
pub(super) enum Part {
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
    pub(super) fn label(&self) -> String {
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
    pub(super) fn open(config: &BackfillConfig) -> anyhow::Result<Self> {
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

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Nflverse(feed) => feed.name(),
            Self::FootballData(feed) => feed.name(),
            Self::Archive(name) => name,
        }
    }

    pub(super) fn parts(&self, config: &BackfillConfig) -> Vec<Part> {
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
    pub(super) async fn read(&self, part: &Part) -> anyhow::Result<Result<Answer, ProviderError>> {
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

    async fn file(&self, path: &Path) -> anyhow::Result<Result<Answer, ProviderError>> {
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
            .map_err(|garbled| ProviderError::Garbled {
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
