//! What a provider reports, into the tables: a handful of set-wise statements a batch.
//!
//! Ids are derived from what they name, unchanged rows are not written, and a report that says
//! what was said before changes nothing, so a batch can be taken any number of times.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::Policy;
use sha2::{Digest, Sha256};
use shared::feed::{CompetitorReport, GameReport, QuoteMark, QuoteReport};
use shared::game::GameStatus;
use shared::id::{BookmakerId, CompetitorId, GameId, LeagueId};
use shared::market::MarketKey;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::feed_questions::{Carried, FeedQuestion};
use crate::games::{GameRows, Sides};
use crate::leagues::{CompetitionRows, CompetitorRows, LeagueRows, competition_id};
use crate::quotes::{MarketRows, PriceRows, SelectionRows};
use crate::{StoreError, feed_questions, games, leagues, quotes, results};

mod sides;

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

/// A price of which a feed does not say when it held is put this long before the start.
const UNSTATED_BEFORE_START: TimeDelta = TimeDelta::seconds(1);

/// Takes a whole answer of a provider of which one thing is asked only, given at `now`. Call it in
/// a transaction, after checking the lease.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction is of no use then.
pub async fn take(
    conn: &mut PgConnection,
    provider: &str,
    reports: &[GameReport],
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let question = FeedQuestion {
        provider: provider.to_owned(),
        feed: "all".to_owned(),
        asked_at: now,
    };
    let done = take_part(conn, &question, reports, &Policy::default(), now).await?;
    feed_questions::answered(conn, &question, &done.carried).await?;
    Ok(done)
}

/// Takes a part of an answer, deciding results under this policy. Once all parts are taken,
/// [`feed_questions::answered`] says so; until then prices are as old as the last whole answer.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction is of no use then.
pub async fn take_part(
    conn: &mut PgConnection,
    question: &FeedQuestion,
    reports: &[GameReport],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let provider = question.provider.as_str();
    let reports = newest(reports);
    let mut changes = Changes {
        leagues: take_leagues(conn, &reports).await?,
        ..Changes::default()
    };
    let competitors = take_competitors(conn, provider, &reports, &mut changes).await?;
    let games = identified(conn, provider, reports).await?;
    let ids: Vec<_> = games.keys().map(|it| it.as_uuid()).collect();
    let known = games::sides(conn, provider, &ids).await?;
    let games = joined_by_name(games, &competitors, &known);
    let rows = game_rows(&games, &competitors, &known);
    changes.games += games::insert(conn, &rows).await?;
    changes.games += games::insert_refs(conn, provider, &rows).await?;
    changes.games += games::insert_competitors(conn, &rows).await?;
    let decided = take_reports(conn, provider, &rows, policy, now, &mut changes).await?;
    let carried = take_prices(conn, question, &games, now, &mut changes).await?;
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

/// A competitor as the feed names it: league and reference.
type CompetitorKey<'a> = (LeagueId, &'a str);

async fn take_competitors<'a>(
    conn: &mut PgConnection,
    provider: &str,
    reports: &[&'a GameReport],
    changes: &mut Changes,
) -> Result<HashMap<CompetitorKey<'a>, CompetitorId>, StoreError> {
    let mut wanted: BTreeMap<CompetitorKey<'a>, (&'a str, &'a CompetitorReport)> = BTreeMap::new();
    for report in reports {
        for side in [&report.home, &report.away] {
            let key = (league_id(report), side.reference.as_str());
            wanted.insert(key, (report.league.code.as_str(), side));
        }
    }
    let ids: Vec<_> = wanted.keys().map(|(league, _)| league.as_uuid()).collect();
    let references: Vec<_> = wanted.keys().map(|(_, it)| (*it).to_owned()).collect();
    let known = leagues::competitor_refs(conn, provider, &ids, &references).await?;
    let known: HashMap<_, _> = known
        .into_iter()
        .map(|(league, reference, id)| ((league, reference), id))
        .collect();

    let mut rows = CompetitorRows::default();
    let mut found = HashMap::new();
    for ((league, reference), (code, side)) in wanted {
        let known = known.get(&(league, reference.to_owned())).copied();
        let id = known
            .unwrap_or_else(|| CompetitorId::derive(&format!("{provider}/{code}/{reference}")));
        found.insert((league, reference), id);
        push_competitor(&mut rows, (id, league), side);
    }
    changes.competitors += leagues::upsert_competitors(conn, &rows).await?;
    changes.competitors += leagues::insert_competitor_refs(conn, provider, &rows).await?;
    Ok(found)
}

fn push_competitor(
    rows: &mut CompetitorRows,
    (id, league): (CompetitorId, LeagueId),
    side: &CompetitorReport,
) {
    let (color_1, color_2) = side.colors.clone().unzip();
    rows.ids.push(id.as_uuid());
    rows.leagues.push(league.as_uuid());
    rows.references.push(side.reference.clone());
    rows.kinds.push(side.kind.word().to_owned());
    rows.names.push(side.name.clone());
    rows.short_names.push(side.short_name.clone());
    rows.places.push(side.place.clone());
    rows.codes.push(side.code.clone());
    rows.colors_1.push(color_1);
    rows.colors_2.push(color_2);
    rows.logo_urls.push(side.logo_url.clone());
}

/// The reports by our id of the game: the one that the feed's id is known for, else derived.
/// In the order of ids, in which everybody locks.
async fn identified<'a>(
    conn: &mut PgConnection,
    provider: &str,
    reports: Vec<&'a GameReport>,
) -> Result<BTreeMap<GameId, &'a GameReport>, StoreError> {
    let references: Vec<_> = reports.iter().map(|it| it.reference.clone()).collect();
    let known = games::refs(conn, provider, &references).await?;
    let known: HashMap<_, _> = known.into_iter().collect();
    Ok(reports
        .into_iter()
        .map(|report| {
            let derived = || GameId::derive(&format!("{provider}/{}", report.reference));
            let id = known.get(&report.reference).copied();
            (id.unwrap_or_else(derived), report)
        })
        .collect())
}

fn game_rows(
    games: &BTreeMap<GameId, Cow<'_, GameReport>>,
    competitors: &HashMap<CompetitorKey<'_>, CompetitorId>,
    known: &HashMap<GameId, Sides>,
) -> GameRows {
    let mut rows = GameRows::default();
    for (id, report) in games {
        let league = league_id(report);
        let side = |it: &CompetitorReport| {
            let found = competitors.get(&(league, it.reference.as_str()));
            found
                .copied()
                .unwrap_or(CompetitorId::from_uuid(Uuid::nil()))
        };
        let named = || (side(&report.home), side(&report.away));
        let stored = known.get(id).map(|it| (it.home, it.away));
        let (home, away) = stored.unwrap_or_else(named);
        let scores = canonical_scores(report);
        rows.ids.push(id.as_uuid());
        rows.references.push(report.reference.clone());
        rows.leagues.push(league.as_uuid());
        rows.competitions
            .push(competition_id(league, &report.season).as_uuid());
        rows.starts.push(report.starts_at);
        rows.statuses.push(report.status.word().to_owned());
        rows.homes.push(home.as_uuid());
        rows.aways.push(away.as_uuid());
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

async fn take_reports(
    conn: &mut PgConnection,
    provider: &str,
    rows: &GameRows,
    policy: &Policy,
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<Vec<(GameId, i32)>, StoreError> {
    games::date_repetitions(conn, provider, rows).await?;
    let fresh = games::insert_reports(conn, provider, rows, now).await?;
    changes.reports += fresh.len() as u64;
    let fresh: Vec<_> = fresh
        .into_iter()
        .map(|(id, _)| GameId::from_uuid(id))
        .collect();
    let decided = results::decide(conn, &fresh, policy, now).await?;
    changes.games += decided.followed;
    changes.results += decided.written;
    Ok(decided.results)
}

async fn take_prices(
    conn: &mut PgConnection,
    question: &FeedQuestion,
    games: &BTreeMap<GameId, Cow<'_, GameReport>>,
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<Carried, StoreError> {
    let prices = Prices::of(games, now);
    let (ids, codes, names) = prices.bookmakers();
    changes.leagues += leagues::insert_bookmakers(conn, &ids, &codes, &names).await?;
    changes.markets += quotes::insert_markets(conn, &prices.markets).await?;
    changes.markets += quotes::insert_selections(conn, &prices.selections).await?;
    changes.marks += quotes::upsert_marks(conn, &prices.marks, now).await?;
    let begun: Vec<_> = games
        .iter()
        .filter(|(_, it)| !is_open(it, now))
        .map(|(id, _)| id.as_uuid())
        .collect();
    if !begun.is_empty() {
        changes.quotes += quotes::close(conn, &begun, now).await?;
    }
    if !prices.current.selections.is_empty() {
        feed_questions::ensure(conn, question).await?;
        let taken = quotes::upsert(conn, question.id(), &prices.current, now).await?;
        changes.quotes += taken.quotes;
        changes.marks += taken.marks;
    }
    let complete: Vec<_> = games
        .iter()
        .filter(|(_, it)| it.quotes_complete)
        .map(|(id, _)| id.as_uuid())
        .collect();
    if !complete.is_empty() {
        changes.quotes += quotes::take_down(conn, &complete, &prices.current, now).await?;
    }
    let PriceRows {
        selections,
        bookmakers,
        source_ats,
        ..
    } = prices.current;
    Ok(Carried::new(selections, bookmakers, source_ats))
}

/// Whether prices of this game can still be had.
fn is_open(report: &GameReport, now: DateTime<Utc>) -> bool {
    let waits = matches!(report.status, GameStatus::Scheduled | GameStatus::Postponed);
    waits && now < report.starts_at
}

#[derive(Default)]
struct Prices<'a> {
    markets: MarketRows,
    selections: SelectionRows,
    bookmakers: BTreeMap<BookmakerId, &'a QuoteReport>,
    current: PriceRows,
    marks: PriceRows,
}

impl<'a> Prices<'a> {
    fn of(games: &'a BTreeMap<GameId, Cow<'a, GameReport>>, now: DateTime<Utc>) -> Self {
        let mut prices = Self::default();
        for (game, report) in games {
            let mut markets = BTreeMap::new();
            let mut wanted = BTreeMap::new();
            for quote in &report.quotes {
                let Some((source_at, stated)) = dated(report, quote, now) else {
                    continue;
                };
                let key = MarketKey::of_game(*game, quote.kind, quote.period, quote.line);
                let question = (quote.kind, quote.period, quote.line);
                let (market, sides) = markets
                    .entry(question)
                    .or_insert_with(|| (key.id(), BTreeMap::new()));
                let selection = *sides
                    .entry(quote.side)
                    .or_insert_with(|| shared::market::selection_id(*market, quote.side));
                let bookmaker = BookmakerId::derive(&quote.bookmaker);
                prices.bookmakers.entry(bookmaker).or_insert(quote);
                wanted.insert(
                    (selection, bookmaker, quote.mark),
                    (quote, source_at, stated),
                );
            }
            for ((kind, period, line), (market, sides)) in markets {
                prices.markets.ids.push(market.as_uuid());
                prices.markets.games.push(game.as_uuid());
                prices.markets.kinds.push(kind.word().to_owned());
                prices.markets.periods.push(period.to_string());
                prices.markets.lines.push(line.map(|it| it.quarters()));
                prices.markets.subjects.push(None);
                prices.markets.statistics.push(None);
                prices.markets.entrants.push("{}".to_owned());
                for (side, selection) in sides {
                    prices.selections.ids.push(selection.as_uuid());
                    prices.selections.markets.push(market.as_uuid());
                    prices.selections.sides.push(side.to_string());
                }
            }
            for ((selection, bookmaker, mark), (quote, source_at, stated)) in wanted {
                let rows = match mark {
                    QuoteMark::Current => &mut prices.current,
                    QuoteMark::Opening | QuoteMark::Closing => &mut prices.marks,
                };
                let ids = (selection.as_uuid(), bookmaker.as_uuid());
                rows.push(ids, quote, (source_at, stated), report.starts_at);
            }
        }
        prices
    }

    fn bookmakers(&self) -> (Vec<Uuid>, Vec<String>, Vec<String>) {
        let ids = self.bookmakers.keys().map(|it| it.as_uuid()).collect();
        let codes = self.bookmakers.values().map(|it| it.bookmaker.clone());
        let names = self.bookmakers.values().map(|it| it.bookmaker_name.clone());
        (ids, codes.collect(), names.collect())
    }
}

impl PriceRows {
    fn push(
        &mut self,
        (selection, bookmaker): (Uuid, Uuid),
        quote: &QuoteReport,
        (source_at, stated): (DateTime<Utc>, bool),
        start: DateTime<Utc>,
    ) {
        // A ratio's parts stay below 2^63: prices are bounded at 100,000 to 1.
        self.nums.push(quote.price.num().cast_signed());
        self.dens.push(quote.price.den().cast_signed());
        self.selections.push(selection);
        self.bookmakers.push(bookmaker);
        self.marks.push(quote.mark.word().to_owned());
        self.formats.push(quote.price.format().word().to_owned());
        self.numbers.push(quote.price.number());
        self.source_ats.push(source_at);
        self.stated.push(stated);
        self.starts.push(start);
    }
}

/// When the price held, and whether the feed says so. Nothing for a price of after the start: it
/// can be neither had now nor be a closing price.
fn dated(
    report: &GameReport,
    quote: &QuoteReport,
    now: DateTime<Utc>,
) -> Option<(DateTime<Utc>, bool)> {
    let start = report.starts_at;
    let source_at = match (quote.mark, quote.source_at) {
        (QuoteMark::Current, _) if !is_open(report, now) => return None,
        (_, Some(source_at)) => (source_at, true),
        (QuoteMark::Current, None) => (now, true),
        (QuoteMark::Opening | QuoteMark::Closing, None) => (start - UNSTATED_BEFORE_START, false),
    };
    (source_at.0 < start).then_some(source_at)
}
