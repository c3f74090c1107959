//! `probe`: asks a feed once and says how its answer differs from what is expected.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::Parser;
use providers::coverage::Profile;
use providers::http::Http;
use providers::quota::Purse;
use providers::shape::known::{Difference, Known};
use providers::watch::Seen;
use providers::{Answer, FeedQuery, ProviderError, examples, polled};
use shared::clock::{Clock, SystemClock};
use shared::feed::FeedAnswer;
use shared::game::GameStatus;
use sqlx::PgPool;
use store::feed_shapes;

use super::{connect, print_line, thousands};
use crate::config::{Cli, Command, ProbeConfig, RunConfig, SEASON};
use crate::feeds;
use crate::jobs::feeds::Feed;
use crate::plan::{self, LeagueState, Moment};
use crate::purse::PgPurse;

/// How many fields of a kind are named.
const NAMED_MAX: usize = 30;
/// How many parts of an answer that could not be read are named.
const REJECTED_MAX: usize = 10;

/// Asks once, with as many requests as one poll takes. Exit code 1 when there is no answer, or when
/// it differs from what is expected.
///
/// # Errors
/// When the feed cannot be opened.
pub async fn run(config: &ProbeConfig) -> anyhow::Result<ExitCode> {
    let pool = remembered(config).await;
    let purse = pool.clone().map(PgPurse::in_database);
    let http = feeds::client(purse.map(|it| it as Arc<dyn Purse>), None)?;
    let (feed, league) = open(config, &http)?;
    let profile = polled::profile(&config.feed.name);
    let ask = query(&feed, &league, SystemClock.now())?;
    for line in before(&feed, profile, &ask) {
        print_line(line)?;
    }
    let asked = feed.provider.ask(&ask).await;
    let mut report = Report::default();
    report.asked(&asked);
    for seen in http.watch().news().shapes {
        report.shape(&seen, pool.as_ref()).await?;
    }
    report.verdict();
    for line in &report.lines {
        print_line(line)?;
    }
    Ok(match report.differs {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// The feed, opened as `run` opens it, and the league that is asked about.
fn open(config: &ProbeConfig, http: &Arc<Http>) -> anyhow::Result<(Feed, String)> {
    let Command::Run(mut run) = Cli::try_parse_from(["dbsbm-fetcher", "run"])?.command else {
        anyhow::bail!("the settings of `run` cannot be read");
    };
    let first = polled::profile(&config.feed.name).and_then(|it| it.leagues().next());
    let league = config.league.as_deref().or(first);
    run = RunConfig {
        providers: vec![config.feed.clone()],
        leagues: league.map(str::to_owned).into_iter().collect(),
        unproven: true,
        keys: config.keys.clone(),
        the_odds_api: config.the_odds_api.clone(),
        api_sports: config.api_sports.clone(),
        ..run
    };
    let feeds = feeds::open(&run, http)?;
    let feed = feeds.into_iter().next().context("no feed was opened")?;
    let league = match config.feed.name.as_str() {
        SEASON => feed.leagues.first(),
        _ => run.leagues.first(),
    };
    let league = league.context("the feed has no league")?.clone();
    Ok((feed, league))
}

/// What a first poll of the league asks, the kind that brings most.
fn query(feed: &Feed, league: &str, now: DateTime<Utc>) -> anyhow::Result<FeedQuery> {
    let up = Duration::ZERO;
    let (at, unasked) = (Moment { up, now }, LeagueState::default());
    let poll = plan::poll(at, &unasked, feed.pace, |it| feed.provider.covers(it));
    let kind = poll.kinds.last().copied();
    Ok(FeedQuery {
        league: league.to_owned(),
        kind: kind.context("the feed answers nothing that is asked")?,
        from: poll.from,
        to: poll.to,
    })
}

/// What is said before anything is spent.
fn before(feed: &Feed, profile: Option<&Profile>, ask: &FeedQuery) -> Vec<String> {
    let (name, league) = (feed.provider.name(), &ask.league);
    let mut lines = vec![format!(
        "asking {name} about {league}, from {} to {}",
        ask.from.format("%Y-%m-%d %H:%M"),
        ask.to.format("%Y-%m-%d %H:%M UTC")
    )];
    if let Some(profile) = profile {
        let units = feed.provider.cost(ask).units;
        lines.push(match (profile.key_setting, units) {
            (None, _) => "cost     nothing: it needs no key".to_owned(),
            (Some(setting), 0) => format!(
                "cost     one poll, with the key in {setting}: {}",
                profile.about
            ),
            (Some(setting), units) => format!(
                "cost     at most {units} of what the key in {setting} may spend: {}",
                profile.about
            ),
        });
        let is_proven = profile.of(league).is_some_and(|it| it.is_proven);
        lines.push(if is_proven {
            "ok       our reading was compared with answers of the real feed before".to_owned()
        } else {
            "note     our reading was never compared with an answer of the real feed; `run` polls \
             it only with --unproven"
                .to_owned()
        });
    }
    lines
}

/// The database in which `run` remembers what the feed used to answer, if it can be reached.
async fn remembered(config: &ProbeConfig) -> Option<PgPool> {
    config.database.url().ok()?;
    connect(&config.database, 2).await.ok()
}

/// What is said after it, and how many differences there are.
#[derive(Debug, Default)]
pub struct Report {
    /// One line each, as they are printed.
    pub lines: Vec<String>,
    /// How many differences there are.
    pub differs: usize,
}

impl Report {
    fn fine(&mut self, line: impl Into<String>) {
        self.lines.push(format!("ok       {}", line.into()));
    }

    fn note(&mut self, line: impl Into<String>) {
        self.lines.push(format!("note     {}", line.into()));
    }

    fn differs(&mut self, line: impl Into<String>) {
        self.lines.push(format!("differs  {}", line.into()));
        self.differs += 1;
    }

    /// What came of the question.
    pub fn asked(&mut self, asked: &Result<Answer, ProviderError>) {
        let stats = match asked {
            Ok(answer) => &answer.stats,
            Err(error) => error.stats(),
        };
        let status = stats
            .status
            .map_or("no status".to_owned(), |it| format!("status {it}"));
        let requests = match stats.requests {
            1 => "1 request".to_owned(),
            more => format!("{more} requests"),
        };
        let spent = format!(
            "{requests}, {} bytes, {:.1} s, {status}",
            thousands(stats.bytes),
            stats.took.as_secs_f64()
        );
        match asked {
            Ok(answer) => {
                self.fine(format!("answered: {spent}"));
                self.converted(&answer.feed);
            }
            Err(error) => self.differs(format!("no answer: {error} ({spent})")),
        }
    }

    /// What was understood of the answer, and what was not.
    fn converted(&mut self, feed: &FeedAnswer) {
        let games = &feed.games;
        let of = |status| games.iter().filter(|it| it.status == status).count();
        let (scheduled, live) = (of(GameStatus::Scheduled), of(GameStatus::Live));
        let others = games.len() - scheduled - live;
        let line = format!(
            "games: {} (scheduled {scheduled}, in play {live}, over or put off {others})",
            games.len()
        );
        match games.is_empty() {
            true => self.note(format!("{line}; nothing can be said about what is in one")),
            false => self.fine(line),
        }
        let prices = games.iter().map(|it| it.quotes.len()).sum::<usize>();
        let mut books: Vec<_> = games
            .iter()
            .flat_map(|it| &it.quotes)
            .map(|it| &it.bookmaker)
            .collect();
        books.sort_unstable();
        books.dedup();
        let players = games.iter().map(|it| it.players.len()).sum::<usize>();
        self.fine(format!(
            "prices: {} of {} bookmakers; players: {}",
            thousands(prices),
            books.len(),
            thousands(players)
        ));
        for rejected in feed.rejected.iter().take(REJECTED_MAX) {
            self.differs(format!("not read: {}: {}", rejected.place, rejected.reason));
        }
        if let Some(more @ 1..) = feed.rejected.len().checked_sub(REJECTED_MAX) {
            self.note(format!("not read: {more} more"));
        }
    }

    /// How the fields of an endpoint's answers differ from the example that our reader was written
    /// after, and from what `run` has seen before.
    ///
    /// # Errors
    /// When the connection to the database breaks off.
    pub async fn shape(&mut self, seen: &Seen, known: Option<&PgPool>) -> anyhow::Result<()> {
        let endpoint = &seen.endpoint;
        match examples::example(&seen.provider, endpoint) {
            None => self.note(format!(
                "fields of {endpoint}: there is no example to compare with"
            )),
            Some(example) => self.compared(endpoint, &Difference::of(&example, &seen.shape)),
        }
        let Some(pool) = known else {
            return Ok(());
        };
        let mut connection = pool.acquire().await?;
        let stored = feed_shapes::known(&mut connection, &seen.provider, endpoint).await?;
        let Some(stored) = stored else {
            self.note(format!(
                "fields of {endpoint}: `run` has not seen an answer yet"
            ));
            return Ok(());
        };
        let mut known = Known::restore(&stored.fields, stored.day);
        let today = SystemClock.now().date_naive();
        let (changes, _) = known.learn(&seen.shape, today);
        let told: Vec<_> = changes
            .iter()
            .filter_map(crate::jobs::watching::named)
            .collect();
        if told.is_empty() {
            self.fine(format!(
                "fields of {endpoint}: as `run` has seen them before"
            ));
        }
        for line in told.iter().take(NAMED_MAX) {
            self.differs(format!("{line}, of {endpoint}"));
        }
        Ok(())
    }

    fn compared(&mut self, endpoint: &str, difference: &Difference) {
        let Difference {
            missing,
            kinds,
            same,
            more,
        } = difference;
        self.fine(format!(
            "fields of {endpoint}: {same} as expected, and {more} that are not read"
        ));
        for path in missing.iter().take(NAMED_MAX) {
            self.differs(format!("`{path}` is expected, and nowhere in the answer"));
        }
        for (path, expected, found) in kinds.iter().take(NAMED_MAX) {
            self.differs(format!(
                "`{path}` is expected to be {expected}, and is {found}"
            ));
        }
        let untold =
            missing.len().saturating_sub(NAMED_MAX) + kinds.len().saturating_sub(NAMED_MAX);
        if untold > 0 {
            self.note(format!("{untold} more fields differ"));
        }
    }

    fn verdict(&mut self) {
        self.lines.push(match self.differs {
            0 => "everything is as expected".to_owned(),
            1 => "1 difference: see above".to_owned(),
            more => format!("{more} differences: see above"),
        });
    }
}
