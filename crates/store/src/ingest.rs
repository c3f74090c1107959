//! What a provider reports, into the tables: a handful of set-wise statements a batch.
//!
//! A game is found by the feed's own id or by who plays whom on which day, and made where nobody
//! has heard of it. Unchanged rows are not written, and a report that says what was said before
//! changes nothing, so a batch can be taken any number of times.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::feed::GameReport;
use shared::id::{GameId, LeagueId};
use sqlx::PgConnection;

use crate::feed_questions::{Carried, FeedQuestion};
use crate::games::{GameRows, ParticipantRows, Sides};
use crate::leagues::{CompetitionRows, LeagueRows, competition_id};
use crate::{StoreError, games, leagues};

mod competitors;
mod identity;
mod prices;
mod sides;

use competitors::Competitors;
use sides::joined_by_name;

/// How many rows a batch changed, by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Leagues, competitions, bookmakers.
    pub leagues: u64,
    /// Competitors and what feeds call them.
    pub competitors: u64,
    /// Games, what feeds call them, who plays.
    pub games: u64,
    /// Reports.
    pub reports: u64,
    /// Result versions and their scores.
    pub results: u64,
    /// Markets and selections.
    pub markets: u64,
    /// Prices that can be had now.
    pub quotes: u64,
    /// Opening and closing prices.
    pub marks: u64,
}

impl Changes {
    /// All of them.
    pub const fn total(&self) -> u64 {
        self.leagues
            + self.competitors
            + self.games
            + self.reports
            + self.results
            + self.markets
            + self.quotes
            + self.marks
    }

    /// Those that a member can see on the board.
    pub const fn on_board(&self) -> u64 {
        self.games + self.competitors + self.quotes
    }
}

impl std::ops::AddAssign for Changes {
    fn add_assign(&mut self, other: Self) {
        self.leagues += other.leagues;
        self.competitors += other.competitors;
        self.games += other.games;
        self.reports += other.reports;
        self.results += other.results;
        self.markets += other.markets;
        self.quotes += other.quotes;
        self.marks += other.marks;
    }
}

/// What taking a batch did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Rows that changed.
    pub changes: Changes,
    /// Games whose result is new, with its version.
    pub decided: Vec<(GameId, i32)>,
    /// How many games the batch spoke of.
    pub games: usize,
    /// How many prices it had.
    pub prices: usize,
    /// The prices among them that can be had now.
    pub carried: Carried,
}

/// A part of an answer whose games are in the tables, and whose prices are not yet.
pub struct Batch<'a> {
    /// Rows that changed.
    pub changes: Changes,
    /// Games of which something new was said: these are to be decided.
    pub news: Vec<GameId>,
    games: BTreeMap<GameId, Cow<'a, GameReport>>,
}

/// Takes who plays, and what is said of games. Then what is new is decided, and [`prices`] takes
/// the rest. Call it in a transaction.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction is of no use then.
pub async fn games<'a>(
    conn: &mut PgConnection,
    question: &FeedQuestion,
    reports: &'a [GameReport],
    now: DateTime<Utc>,
) -> Result<Batch<'a>, StoreError> {
    let provider = question.provider.as_str();
    let reports = newest(reports);
    let mut changes = Changes {
        leagues: take_leagues(conn, &reports).await?,
        ..Changes::default()
    };
    let competitors = Competitors::take(conn, provider, &reports, &mut changes).await?;
    let heard = identity::Heard {
        provider,
        competitors: &competitors,
        now,
    };
    let games = heard.games(conn, reports, &mut changes).await?;
    let ids: Vec<_> = games.keys().map(|it| it.as_uuid()).collect();
    let known = games::sides(conn, provider, &ids).await?;
    let games = joined_by_name(games, &competitors, &known);
    let participants = participant_rows(&games, &competitors, &known);
    changes.games += games::insert_participants(conn, &participants).await?;
    let rows = game_rows(&games);
    games::date_repetitions(conn, provider, &rows).await?;
    let news = games::insert_reports(conn, provider, &rows, now).await?;
    changes.reports += news.len() as u64;
    let news = news.into_iter().map(|(id, _)| GameId::from_uuid(id));
    Ok(Batch {
        changes,
        news: news.collect(),
        games,
    })
}

/// Takes the prices of a batch whose games were decided, with those that have a new result.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction is of no use then.
pub async fn prices(
    conn: &mut PgConnection,
    question: &FeedQuestion,
    batch: Batch<'_>,
    decided: Vec<(GameId, i32)>,
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let (mut changes, games) = (batch.changes, batch.games);
    let carried = prices::take(conn, question, &games, now, &mut changes).await?;
    Ok(Ingested {
        changes,
        decided,
        games: games.len(),
        prices: games.values().map(|it| it.quotes.len()).sum(),
        carried,
    })
}

/// Each game once: a feed that lists one twice means the report that it dates later.
fn newest(reports: &[GameReport]) -> Vec<&GameReport> {
    let mut by_reference: BTreeMap<&str, &GameReport> = BTreeMap::new();
    for report in reports {
        let kept = by_reference.entry(&report.reference).or_insert(report);
        if report.source_at >= kept.source_at {
            *kept = report;
        }
    }
    by_reference.into_values().collect()
}

async fn take_leagues(conn: &mut PgConnection, reports: &[&GameReport]) -> Result<u64, StoreError> {
    let mut by_code = BTreeMap::new();
    let mut by_season = BTreeMap::new();
    for report in reports {
        let id = league_id(report);
        by_code.insert(&report.league.code, &report.league);
        let season = (report.league.code.as_str(), report.season.as_str());
        by_season.insert(season, id);
    }
    let mut rows = LeagueRows::default();
    for league in by_code.into_values() {
        rows.ids.push(LeagueId::derive(&league.code).as_uuid());
        rows.codes.push(league.code.clone());
        rows.names.push(league.name.clone());
        rows.sports.push(league.sport.word().to_owned());
        let zone = shared::league::time_zone(&league.code);
        rows.time_zones.push(zone.name().to_owned());
    }
    let mut seasons = CompetitionRows::default();
    for ((_, season), league) in by_season {
        seasons.ids.push(competition_id(league, season).as_uuid());
        seasons.leagues.push(league.as_uuid());
        seasons.seasons.push(season.to_owned());
    }
    let made = leagues::insert(conn, &rows).await?;
    Ok(made + leagues::insert_competitions(conn, &seasons).await?)
}

fn league_id(report: &GameReport) -> LeagueId {
    LeagueId::derive(&report.league.code)
}

/// Who takes part, but in matches whose two are known: those stay who they are.
fn participant_rows(
    games: &BTreeMap<GameId, Cow<'_, GameReport>>,
    competitors: &Competitors<'_>,
    known: &HashMap<GameId, Sides>,
) -> ParticipantRows {
    let mut rows = ParticipantRows::default();
    for (id, report) in games.iter().filter(|(id, _)| !known.contains_key(id)) {
        for participant in &report.participants {
            let competitor = competitors.id(report.league.sport, &participant.competitor);
            rows.games.push(id.as_uuid());
            rows.roles.push(participant.role.word().to_owned());
            rows.slots.push(participant.slot);
            rows.competitors.push(competitor.as_uuid());
        }
    }
    rows
}

fn game_rows(games: &BTreeMap<GameId, Cow<'_, GameReport>>) -> GameRows {
    let mut rows = GameRows::default();
    for (id, report) in games {
        let scores = canonical_scores(report);
        rows.ids.push(id.as_uuid());
        rows.starts.push(report.starts_at);
        rows.statuses.push(report.status.word().to_owned());
        let facts = canonical_facts(report);
        rows.digests.push(digest(report, &scores, &facts));
        rows.scores.push(scores);
        rows.facts.push(facts);
        rows.source_ats.push(report.source_at);
    }
    rows
}

/// `[["full","home",21],…]` in the order of period, then role.
fn canonical_scores(report: &GameReport) -> String {
    let mut scores = report.scores.clone();
    scores.sort_unstable();
    let rows: Vec<_> = scores
        .iter()
        .map(|it| format!("[\"{}\",\"{}\",{}]", it.period, it.role, it.points))
        .collect();
    format!("[{}]", rows.join(","))
}

/// Facts as JSON; their fields stand in a fixed order.
fn canonical_facts(report: &GameReport) -> String {
    // Facts hold nothing that JSON refuses: no maps with other keys than words, no floats.
    serde_json::to_string(&report.facts).unwrap_or_else(|_| "{}".to_owned())
}

fn digest(report: &GameReport, scores: &str, facts: &str) -> Vec<u8> {
    let start = report.starts_at.timestamp_micros();
    Sha256::digest(format!("{}|{start}|{scores}|{facts}", report.status)).to_vec()
}
