//! Stores a provider's reports with a handful of set-wise statements for each batch.
//!
//! A game is found by the feed's own id, or by its two sides and its day, and is created if it is
//! unknown. Unchanged rows are not written, and a repeated report changes nothing, so a batch can
//! be stored any number of times.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::competitor::Role;
use shared::feed::{GameReport, LeagueReport};
use shared::id::{GameId, LeagueId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::feed_requests::{CarriedPrices, FeedRequest};
use crate::games::{GameRows, ParticipantRows, Sides};
use crate::leagues::{CompetitionRows, LeagueRows, competition_id};
use crate::notify::BoardChange;
use crate::teams::MemberRows;
use crate::{StoreError, games, leagues, teams};

mod competitors;
mod entrants;
mod identity;
mod players;
mod prices;
mod sides;

pub(crate) use competitors::Competitors;
use sides::joined_by_name;

/// How many rows a batch changed, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Leagues, competitions, bookmakers.
    pub leagues: u64,
    /// Competitors, the feeds' ids for them, and who plays for whom.
    pub competitors: u64,
    /// Games, the feeds' ids for them, and participants.
    pub games: u64,
    /// Reports.
    pub reports: u64,
    /// Result versions and their scores.
    pub results: u64,
    /// Markets and selections.
    pub markets: u64,
    /// Current prices.
    pub quotes: u64,
    /// Opening and closing prices.
    pub marks: u64,
}

impl Changes {
    /// All rows.
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

/// What storing a batch did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Rows that changed.
    pub changes: Changes,
    /// Games with a new result, each with its version.
    pub decided: Vec<(GameId, i32)>,
    /// Games that the batch mentioned.
    pub games: usize,
    /// Prices that the batch carried.
    pub prices: usize,
    /// Those of the prices that are current.
    pub carried: CarriedPrices,
    /// The games' ids.
    pub ids: Vec<Uuid>,
    /// What members may see otherwise on the board from now on.
    pub on_board: BoardChange,
    /// Prices about players whom the feed knows by name alone and nobody else knows, or of whom two
    /// have that name. They are not offered.
    pub unmatched: usize,
}

/// A part of an answer whose games are stored and whose prices are not yet.
pub struct Batch<'a> {
    /// Rows that changed.
    pub changes: Changes,
    /// Games with a new report, which have to be decided.
    pub news: Vec<GameId>,
    games: BTreeMap<GameId, Cow<'a, GameReport>>,
    unmatched: usize,
}

/// Stores participants and reports of games. The caller then decides the games with news, and
/// stores the rest with [`prices`]. Needs a transaction.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction cannot be used any more.
pub async fn games<'a>(
    conn: &mut PgConnection,
    request: &FeedRequest,
    reports: &'a [GameReport],
    now: DateTime<Utc>,
) -> Result<Batch<'a>, StoreError> {
    let provider = request.provider.as_str();
    let reports = newest(reports);
    let mut changes = Changes {
        leagues: upsert_leagues(conn, &reports).await?,
        ..Changes::default()
    };
    let competitors = Competitors::resolve(conn, provider, &reports, &mut changes).await?;
    let batch = identity::ReportBatch {
        provider,
        competitors: &competitors,
        now,
    };
    let games = batch.games(conn, reports, &mut changes).await?;
    let ids: Vec<_> = games.keys().map(|it| it.as_uuid()).collect();
    let known = games::sides(conn, provider, &ids).await?;
    let unmatched = games.values().map(|it| competitors.unmatched(it)).sum();
    let games = joined_by_name(games, &competitors, &known);
    changes.competitors += teams::upsert(conn, &member_rows(&games, &competitors)).await?;
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
        unmatched,
    })
}

/// Stores the prices of a batch once its games are decided. `decided` are the games with a new
/// result.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction cannot be used any more.
pub async fn prices(
    conn: &mut PgConnection,
    request: &FeedRequest,
    batch: Batch<'_>,
    decided: Vec<(GameId, i32)>,
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let mut changes = batch.changes;
    let ids: Vec<_> = batch.games.keys().map(|it| it.as_uuid()).collect();
    let joined = games::joined::into(conn, &ids).await?;
    let games = sides::on_offer(batch.games, &joined);
    let stored = prices::store(conn, request, &games, now, &mut changes).await?;
    let moved = match changes.games {
        0 => stored.moved,
        _ => {
            let reported = ids.iter().map(|it| GameId::from_uuid(*it));
            reported.chain(games.keys().copied()).collect()
        }
    };
    Ok(Ingested {
        changes,
        decided,
        // Who has another name now may play elsewhere too.
        on_board: match changes.competitors {
            0 => BoardChange::games(moved),
            _ => BoardChange::Everything,
        },
        ids: games.keys().map(|it| it.as_uuid()).collect(),
        games: games.len(),
        unmatched: batch.unmatched,
        prices: games.values().map(|it| it.quotes.len()).sum(),
        carried: stored.carried,
    })
}

/// Each game once: of two reports of one game, the one with the later date.
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

async fn upsert_leagues(
    conn: &mut PgConnection,
    reports: &[&GameReport],
) -> Result<u64, StoreError> {
    let named = reports.iter();
    ensure_seasons(conn, named.map(|it| (&it.league, it.season.as_str()))).await
}

/// Adds the leagues and seasons that are missing, and returns how many.
pub(crate) async fn ensure_seasons<'a>(
    conn: &mut PgConnection,
    named: impl Iterator<Item = (&'a LeagueReport, &'a str)>,
) -> Result<u64, StoreError> {
    let mut by_code = BTreeMap::new();
    let mut by_season = BTreeMap::new();
    for (league, season) in named {
        by_code.insert(&league.code, league);
        by_season.insert(
            (league.code.as_str(), season),
            LeagueId::derive(&league.code),
        );
    }
    let made = ensure_leagues(conn, by_code.into_values()).await?;
    let mut seasons = CompetitionRows::default();
    for ((_, season), league) in by_season {
        seasons.ids.push(competition_id(league, season).as_uuid());
        seasons.leagues.push(league.as_uuid());
        seasons.seasons.push(season.to_owned());
    }
    Ok(made + leagues::insert_competitions(conn, &seasons).await?)
}

/// Adds the leagues that are missing, each of them named once, and returns how many.
pub(crate) async fn ensure_leagues<'a>(
    conn: &mut PgConnection,
    named: impl Iterator<Item = &'a LeagueReport>,
) -> Result<u64, StoreError> {
    let mut rows = LeagueRows::default();
    for league in named {
        rows.ids.push(LeagueId::derive(&league.code).as_uuid());
        rows.codes.push(league.code.clone());
        rows.names.push(league.name.clone());
        rows.sports.push(league.sport.word().to_owned());
        let zone = shared::league::time_zone(&league.code);
        rows.time_zones.push(zone.name().to_owned());
    }
    leagues::insert(conn, &rows).await
}

fn league_id(report: &GameReport) -> LeagueId {
    LeagueId::derive(&report.league.code)
}

/// Participants, except of matches whose two sides are known already: those never change.
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

/// Who plays for whom, as far as reports of matches tell what players did.
fn member_rows(
    games: &BTreeMap<GameId, Cow<'_, GameReport>>,
    competitors: &Competitors<'_>,
) -> MemberRows {
    let mut rows = MemberRows::default();
    for report in games.values().filter(|it| it.field.is_none()) {
        let (home, away) = competitors.sides(report);
        for line in &report.facts.players {
            let team = match line.role {
                Role::Away => away,
                Role::Home | Role::Entrant => home,
            };
            rows.teams.push(team.as_uuid());
            rows.players.push(line.id.as_uuid());
            rows.days.push(report.starts_at.date_naive());
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

/// `[["full","home",21],…]`, in order of period, then role.
fn canonical_scores(report: &GameReport) -> String {
    let mut scores = report.scores.clone();
    scores.sort_unstable();
    let rows: Vec<_> = scores
        .iter()
        .map(|it| format!("[\"{}\",\"{}\",{}]", it.period, it.role, it.points))
        .collect();
    format!("[{}]", rows.join(","))
}

/// Facts as JSON, with their fields in a fixed order.
fn canonical_facts(report: &GameReport) -> String {
    // Facts are always valid JSON: maps have only string keys, and there are no floats.
    serde_json::to_string(&report.facts).unwrap_or_else(|_| "{}".to_owned())
}

fn digest(report: &GameReport, scores: &str, facts: &str) -> Vec<u8> {
    let start = report.starts_at.timestamp_micros();
    Sha256::digest(format!("{}|{start}|{scores}|{facts}", report.status)).to_vec()
}
