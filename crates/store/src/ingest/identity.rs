//! Finds the game that a report is about: by the feed's own id, else by the two sides and the day
//! or the contest's name, else by creating it.
//!
//! A game's id carries no meaning and is made once. When two transactions report a new game at the
//! same moment, the claim on its key decides which one creates it, and the other one finds it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use shared::feed::GameReport;
use shared::id::{CompetitorId, GameId, LeagueId};
use sqlx::PgConnection;
use uuid::Uuid;

use self::matching::{Pick, pick};
use super::{Changes, Competitors, league_id};
use crate::games::keys::{self, KeyedGame, NewRows, PairRows};
use crate::leagues::competition_id;
use crate::{Inconsistency, StoreError};

mod fields;
mod matching;

/// How often games that other transactions claimed first are looked up again.
const ROUNDS_MAX: usize = 4;

/// A batch of reports: the provider, the competitors that it names, and the moment of its arrival.
pub(super) struct ReportBatch<'a> {
    pub(super) provider: &'a str,
    pub(super) competitors: &'a Competitors<'a>,
    pub(super) now: DateTime<Utc>,
}

/// Two competitors on a day of a league, in order of their ids.
type Key = (LeagueId, NaiveDate, CompetitorId, CompetitorId);

/// The known games of a key, and the reports that may be about them.
#[derive(Default)]
struct OnKey<'a> {
    games: Vec<KeyedGame>,
    reports: Vec<&'a GameReport>,
}

impl ReportBatch<'_> {
    /// The reports by game id, in the order of ids that every transaction locks in. Creates the
    /// games that are unknown.
    pub(super) async fn games<'a>(
        &self,
        conn: &mut PgConnection,
        reports: Vec<&'a GameReport>,
        changes: &mut Changes,
    ) -> Result<BTreeMap<GameId, &'a GameReport>, StoreError> {
        let mut games = BTreeMap::new();
        let mut open = reports;
        for _ in 0..ROUNDS_MAX {
            open = self.look_up(conn, open, &mut games).await?;
            if open.is_empty() {
                return Ok(games);
            }
            let (mut matches, mut contests) = (Vec::new(), Vec::new());
            for report in open {
                match &report.field {
                    Some(field) => contests.push((field, report)),
                    None => matches.push(report),
                }
            }
            open = self
                .find_or_make_matches(conn, &matches, &mut games, changes)
                .await?;
            let lost = self.find_or_make_fields(conn, contests, &mut games, changes);
            open.extend(lost.await?);
            if open.is_empty() {
                return Ok(games);
            }
        }
        Err(StoreError::Contested { games: open.len() })
    }

    /// Finds games by the feed's own ids. Returns the reports that are left.
    async fn look_up<'a>(
        &self,
        conn: &mut PgConnection,
        reports: Vec<&'a GameReport>,
        games: &mut BTreeMap<GameId, &'a GameReport>,
    ) -> Result<Vec<&'a GameReport>, StoreError> {
        let references: Vec<_> = reports.iter().map(|it| it.reference.clone()).collect();
        let known = keys::refs(conn, self.provider, &references).await?;
        let known: HashMap<_, _> = known
            .into_iter()
            .map(|(reference, id, kind)| (reference, (id, kind)))
            .collect();
        let mut open = Vec::new();
        for report in reports {
            match known.get(&report.reference) {
                Some((id, kind)) if kind == report.kind().word() => {
                    games.insert(*id, report);
                }
                Some((id, kind)) => return Err(of_another_kind(*id, kind)),
                None => open.push(report),
            }
        }
        Ok(open)
    }

    /// The reports by key, with the known games of each key.
    async fn keys<'a>(
        &self,
        conn: &mut PgConnection,
        reports: &[&'a GameReport],
    ) -> Result<BTreeMap<Key, OnKey<'a>>, StoreError> {
        let mut rows = PairRows::default();
        for report in reports {
            let (low, high) = self.pair(report);
            rows.push(league_id(report), report.starts_at, (low, high));
        }
        let mut on_keys: BTreeMap<Key, OnKey<'a>> = BTreeMap::new();
        let mut last = None;
        for found in keys::games_of_pairs(conn, self.provider, &rows).await? {
            let row = usize::try_from(found.row - 1).ok();
            let Some(report) = row.and_then(|it| reports.get(it)) else {
                continue;
            };
            let (low, high) = self.pair(report);
            let key = (league_id(report), found.day, low, high);
            let on_key = on_keys.entry(key).or_default();
            if last.replace(found.row) != Some(found.row) {
                on_key.reports.push(report);
            }
            // Every report of a key finds the same games, and games that were joined are one.
            let Some(game) = found.game else { continue };
            match on_key.games.iter_mut().find(|it| it.id == game.id) {
                Some(known) => known.number = known.number.max(game.number),
                None => on_key.games.push(game),
            }
        }
        Ok(on_keys)
    }

    /// Assigns the reports to the games of their keys and creates what is missing, with ids that
    /// sort like the keys. Returns the reports whose keys another transaction has claimed in the
    /// meantime.
    async fn find_or_make_matches<'a>(
        &self,
        conn: &mut PgConnection,
        reports: &[&'a GameReport],
        games: &mut BTreeMap<GameId, &'a GameReport>,
        changes: &mut Changes,
    ) -> Result<Vec<&'a GameReport>, StoreError> {
        if reports.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Found::default();
        let (mut rows, mut creating) = (NewRows::default(), Vec::new());
        let mut meant = HashSet::new();
        for (key, mut on_key) in self.keys(conn, reports).await? {
            // A game around midnight may be known to the reports of both days.
            for game in &mut on_key.games {
                game.is_named |= meant.contains(&game.id);
            }
            on_key
                .reports
                .sort_by_key(|it| (it.starts_at, &it.reference));
            let starts: Vec<_> = on_key.reports.iter().map(|it| it.starts_at).collect();
            let picks = pick(&on_key.games, &starts);
            for (report, pick) in on_key.reports.into_iter().zip(picks) {
                match pick {
                    Pick::Known(id) => {
                        meant.insert(id);
                        found.push(id, report);
                        games.insert(id, report);
                    }
                    Pick::New(number) => {
                        let id = self.mint(creating.len());
                        rows.push(id, report, (key, number));
                        creating.push((id, report));
                    }
                }
            }
        }
        changes.games +=
            keys::insert_refs(conn, self.provider, &found.references, &found.games).await?;
        let made = keys::claim(conn, self.provider, &rows).await?;
        Ok(created(creating, &made, games, changes))
    }

    /// The id of the nth game that this batch creates. Ids sort in that order.
    fn mint(&self, nth: usize) -> GameId {
        let nth = i64::try_from(nth).unwrap_or(0);
        GameId::mint(self.now + TimeDelta::milliseconds(nth))
    }

    /// The two sides of a report in order of their ids, since feeds list sides in either order.
    fn pair(&self, report: &GameReport) -> (CompetitorId, CompetitorId) {
        let (home, away) = self.competitors.sides(report);
        (home.min(away), home.max(away))
    }
}

/// Games that the feed had no id for so far, with the feed's id.
#[derive(Default)]
struct Found {
    references: Vec<String>,
    games: Vec<Uuid>,
}

impl Found {
    fn push(&mut self, id: GameId, report: &GameReport) {
        self.references.push(report.reference.clone());
        self.games.push(id.as_uuid());
    }
}

/// Collects the games that were created. Returns the reports of games that other transactions
/// created first.
fn created<'a>(
    creating: Vec<(GameId, &'a GameReport)>,
    made: &[GameId],
    games: &mut BTreeMap<GameId, &'a GameReport>,
    changes: &mut Changes,
) -> Vec<&'a GameReport> {
    // The game id, and the feed's id.
    changes.games += 2 * made.len() as u64;
    let made: HashSet<_> = made.iter().collect();
    let (made, lost): (Vec<_>, Vec<_>) = creating.into_iter().partition(|it| made.contains(&it.0));
    games.extend(made);
    lost.into_iter().map(|(_, report)| report).collect()
}

/// The error for a feed that uses one id both for a match and for a field.
fn of_another_kind(game: GameId, kind: &str) -> StoreError {
    let kept = Inconsistency {
        table: "games",
        column: "kind",
        row: game.to_string(),
        found: kind.to_owned(),
    };
    kept.into()
}

impl PairRows {
    fn push(
        &mut self,
        league: LeagueId,
        start: DateTime<Utc>,
        (low, high): (CompetitorId, CompetitorId),
    ) {
        self.leagues.push(league.as_uuid());
        self.starts.push(start);
        self.lows.push(low.as_uuid());
        self.highs.push(high.as_uuid());
    }
}

impl NewRows {
    fn push(&mut self, id: GameId, report: &GameReport, (key, number): (Key, i16)) {
        let (league, day, low, high) = key;
        self.ids.push(id.as_uuid());
        self.references.push(report.reference.clone());
        self.pairs.push(league, report.starts_at, (low, high));
        self.days.push(day);
        self.numbers.push(number);
        let competition = competition_id(league, &report.season);
        self.competitions.push(competition.as_uuid());
        self.statuses.push(report.status.word().to_owned());
    }
}
