//! `doctor`: reports in words what works and what is missing.

use std::process::ExitCode;
use std::time::Duration;

use cache::redis::{RedisConfig, Trouble, report};
use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use ops::health::State;
use ops::health::database::{self, Expected};
use sqlx::PgConnection;
use store::feed_requests::{self, Answered};
use store::{Program, leases, poll_log, quotas, quotes, reviews, roles, settlements};

use super::{connect, describe, print_line};
use crate::config::DoctorConfig;
use crate::lead::LEASE_NAME;

mod forms;
mod keys;
mod players;
mod stand_in;
mod watch;

/// How old a line of the poll log may be to count as recent.
const NEWS: TimeDelta = TimeDelta::days(1);
/// How often a fetcher polls a league at least, unless it was told otherwise.
const POLLS_EXPECTED_EVERY: Duration = Duration::from_secs(900);
/// How many waiting games are counted.
const WAITING_MAX: i64 = 1_000;

/// The lines of the report, and how many of them ask for something to be done.
#[derive(Debug, Default)]
pub struct Findings {
    /// One line each, as they are printed.
    pub lines: Vec<String>,
    /// How many lines report something missing.
    pub missing: usize,
}

impl Findings {
    fn fine(&mut self, line: impl Into<String>) {
        self.lines.push(format!("ok       {}", line.into()));
    }

    fn note(&mut self, line: impl Into<String>) {
        self.lines.push(format!("note     {}", line.into()));
    }

    /// It works, but less well than it could.
    fn degraded(&mut self, line: impl Into<String>) {
        self.lines.push(format!("degraded {}", line.into()));
    }

    fn missing(&mut self, line: impl Into<String>) {
        self.lines.push(format!("missing  {}", line.into()));
        self.missing += 1;
    }
}

/// Checks everything that `run` needs. Exit code 1 when something is missing.
///
/// # Errors
/// When the connection to the database breaks off during the checks.
pub async fn run(config: &DoctorConfig) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    keys::look(&config.keys, &mut findings).await?;
    look_at_cache(&config.redis, &mut findings).await;
    let config = &config.database;
    match connect(&config.database, 2).await {
        Ok(pool) => {
            findings.fine("the database answers, and its schema is up to date");
            let mut connection = pool.acquire().await?;
            look_at_room(&mut connection, config.database_connections, &mut findings).await?;
            look(&mut connection, &mut findings).await?;
        }
        Err(error) => findings.missing(describe(&error)),
    }
    for line in &findings.lines {
        print_line(line)?;
    }
    match findings.missing {
        0 => {
            print_line("nothing is missing")?;
            Ok(ExitCode::SUCCESS)
        }
        missing => {
            print_line(format!("{missing} missing: see above"))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Checks everything in the database that `run` needs or has left behind.
///
/// # Errors
/// When the connection to the database breaks off during the checks.
pub async fn look(conn: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    let now = leases::now(conn).await?;
    look_at_role(conn, findings).await?;
    look_at_partitions(conn, now, findings).await?;
    look_at_health(conn, findings).await?;
    look_at_leases(conn, findings).await?;
    look_at_feeds(conn, now, findings).await?;
    look_at_quotas(conn, now, findings).await?;
    forms::look(conn, now, findings).await?;
    watch::look(conn, now, findings).await?;
    look_at_prices(conn, now, findings).await?;
    look_at_reviews(conn, findings).await?;
    look_at_settling(conn, findings).await
}

/// Nothing is missing where there is no Redis, and with one that is away everything still works.
async fn look_at_cache(redis: &RedisConfig, findings: &mut Findings) {
    match report(redis).await {
        Ok(good) => findings.fine(good),
        Err(Trouble::Unreadable(why)) => findings.missing(why),
        Err(Trouble::Away(why)) => findings.degraded(why),
    }
}

async fn look_at_role(conn: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    let role = roles::current(conn).await?;
    let name = &role.name;
    if role.is_superuser || role.bypasses_row_security {
        findings.missing(format!(
            "a restricted role: {name} may do anything; connect as dbsbm_fetcher"
        ));
    } else {
        findings.fine(format!(
            "acting as {name}, which can change nothing in the books"
        ));
    }
    Ok(())
}

async fn look_at_room(
    conn: &mut PgConnection,
    own: u32,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let room = store::connection_room(conn, Program::Fetcher, own).await?;
    match room.shortage() {
        None => findings.fine(format!("room for {}", room.stated())),
        Some(missing) => findings.missing(missing),
    }
    match store::limits_missing(conn, Program::Fetcher).await? {
        None => findings.fine("statements, locks and idle transactions have their limits"),
        Some(missing) => findings.missing(missing),
    }
    Ok(())
}

async fn look_at_partitions(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let today = now.date_naive();
    let first = today.with_day(1).unwrap_or(today);
    for month in [first, first + Months::new(1)] {
        let (has, name) = (quotes::has_partition(conn, month).await?, month_name(month));
        if has {
            findings.fine(format!("price changes of {name} have their partition"));
        } else {
            findings.note(format!(
                "price changes of {name} have no partition yet: `run` makes it within the hour"
            ));
        }
    }
    Ok(())
}

fn month_name(month: NaiveDate) -> String {
    format!("{}-{:02}", month.year(), month.month())
}

async fn look_at_leases(conn: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    let all = leases::all(conn).await?;
    for lease in all.iter().filter(|it| it.name != LEASE_NAME && it.is_held) {
        findings.note(format!("{} is running, as {}", lease.name, lease.holder));
    }
    Ok(())
}

/// The checks of `/health/ready`, of a fetcher that polls as often as it does by default.
async fn look_at_health(conn: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    let expected = Expected::by(Program::Fetcher, POLLS_EXPECTED_EVERY);
    let vitals = database::ask(conn).await?;
    for finding in database::judged(&vitals, &expected) {
        match (finding.check, finding.state) {
            // Said above, with the schema.
            ("database", State::Ok) => {}
            (_, State::Ok) => findings.fine(finding.says),
            (_, State::Degraded | State::Down) => findings.missing(finding.says),
        }
    }
    Ok(())
}

async fn look_at_feeds(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let polls = poll_log::newest(conn, now - NEWS).await?;
    let answered = feed_requests::answered_since(conn, now - NEWS).await?;
    stand_in::look(&polls, &answered, now, findings);
    let ago = |at: DateTime<Utc>| (now - at).num_seconds().max(0);
    let same = |it: &Answered| {
        let (provider, feed, ago) = (&it.provider, &it.feed, ago(it.answered_at));
        format!("{provider} about {feed}, {ago} s ago: as before")
    };
    // Each game's players are a question of their own: what went well is told together.
    let (of_players, polls): (Vec<_>, Vec<_>) = polls
        .into_iter()
        .partition(|it| it.error.is_none() && players::is_about_players(&it.feed));
    let (players_again, mut answered): (Vec<_>, Vec<_>) = answered
        .into_iter()
        .partition(|it| players::is_about_players(&it.feed));
    let of_players = of_players
        .iter()
        .map(|it| (&it.provider, &it.feed, it.asked_at));
    let again = players_again
        .iter()
        .map(|it| (&it.provider, &it.feed, it.answered_at));
    for line in players::told(of_players.chain(again), now) {
        findings.fine(line);
    }
    for poll in polls {
        let (provider, feed, outcome) = (&poll.provider, &poll.feed, &poll.outcome);
        let of = |it: &Answered| (&it.provider, &it.feed) == (provider, feed);
        let later = answered
            .iter()
            .position(of)
            .map(|it| answered.swap_remove(it));
        // What is like the answer before has no line of its own.
        if let Some(later) = later.filter(|it| it.answered_at > poll.asked_at) {
            findings.fine(same(&later));
            continue;
        }
        let line = format!(
            "{provider} about {feed}, {} s ago: {outcome}",
            ago(poll.asked_at)
        );
        match poll.error {
            None => findings.fine(format!("{line}, {} games", poll.games)),
            Some(error) => findings.missing(format!("an answer from {line} ({error})")),
        }
    }
    answered.iter().for_each(|it| findings.fine(same(it)));
    for code in poll_log::unknown_codes(conn).await? {
        findings.missing(format!(
            "the meaning of {:?}, a status that {} sent {} times; its games are skipped",
            code.code, code.provider, code.seen
        ));
    }
    Ok(())
}

async fn look_at_quotas(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let all = quotas::all(conn).await?;
    for (is_enough, line) in super::quota::current(&all, now) {
        if is_enough {
            findings.fine(line);
        } else {
            findings.note(format!("{line}; it is not asked again before that"));
        }
    }
    Ok(())
}

async fn look_at_prices(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let silences = quotes::silences(conn).await?;
    if silences.is_empty() {
        findings.fine("no price is too old to be offered");
    }
    for it in silences {
        let games = match it.games {
            1 => "1 game".to_owned(),
            more => format!("{more} games"),
        };
        let why = match (it.provider, it.feed, it.answered_at) {
            (Some(provider), Some(feed), Some(at)) => format!(
                "{provider} last answered about {feed} {} minutes ago",
                (now - at).num_minutes().max(0)
            ),
            _ => "no answer lists them any more".to_owned(),
        };
        findings.missing(format!(
            "current prices for {games}: {why}, so they are not offered"
        ));
    }
    Ok(())
}

/// How many games under review are listed.
const REVIEWS_NAMED: usize = 5;

async fn look_at_reviews(conn: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    let open = reviews::list(conn).await?;
    if open.is_empty() {
        findings.fine("no game is waiting for a decision");
    }
    for review in open.iter().take(REVIEWS_NAMED) {
        findings.missing(format!(
            "a decision about {} ({}): {}; see `dbsbm-fetcher review list`",
            review.title,
            review.league,
            super::review::why(review.why)
        ));
    }
    if let Some(more @ 1..) = open.len().checked_sub(REVIEWS_NAMED) {
        findings.missing(format!("decisions about {more} more games"));
    }
    Ok(())
}

async fn look_at_settling(conn: &mut PgConnection, findings: &mut Findings) -> anyhow::Result<()> {
    match settlements::unsettled(conn, WAITING_MAX).await?.len() {
        0 => findings.fine("every game with a result is settled"),
        1 => findings.note("1 game is waiting to be settled"),
        more => findings.note(format!("{more} games are waiting to be settled")),
    }
    Ok(())
}
