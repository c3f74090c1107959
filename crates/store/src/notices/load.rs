//! Games, results and settings as pictures and messages need them, and the reading of words.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::competitor::{Competitor, Role};
use shared::facts::Facts;
use shared::game::{Game, GameResult, GameStatus, Period, PeriodScore};
use shared::id::{BookmakerId, CompetitorId, GameId, MarketId, SelectionId};
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};
use shared::price::{OddsFormat, Price};
use shared::quote::Bookmaker;
use shared::ticket::Leg;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Inconsistency, StoreError};

/// Reads a stored word, or says which row holds what no word of ours is.
pub(super) fn word<T>(
    table: &'static str,
    column: &'static str,
    row: impl ToString,
    found: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Inconsistency> {
    read(found).ok_or_else(|| Inconsistency {
        table,
        column,
        row: row.to_string(),
        found: found.to_owned(),
    })
}

/// The columns of `legs` and its bookmaker.
pub(super) struct LegColumns {
    pub(super) ticket: Uuid,
    pub(super) number: i16,
    pub(super) game: GameId,
    pub(super) selection: SelectionId,
    pub(super) market: MarketId,
    pub(super) kind: String,
    pub(super) period: String,
    pub(super) side: String,
    pub(super) line: Option<i32>,
    pub(super) subject: Option<Uuid>,
    pub(super) statistic: Option<String>,
    pub(super) group: Vec<Uuid>,
    pub(super) price_format: String,
    pub(super) price_number: String,
    pub(super) bookmaker: BookmakerId,
    pub(super) bookmaker_code: String,
    pub(super) bookmaker_name: String,
}

impl LegColumns {
    pub(super) fn read(self) -> Result<Leg, Inconsistency> {
        let row = || format!("{}/{}", self.ticket, self.number);
        let format = word(
            "legs",
            "price_format",
            row(),
            &self.price_format,
            OddsFormat::from_word,
        )?;
        let line = self
            .line
            .map(|it| {
                let text = it.to_string();
                word("legs", "line", row(), &text, |_| {
                    Line::from_quarters(it).ok()
                })
            })
            .transpose()?;
        Ok(Leg {
            number: self.number,
            selection: Selection {
                id: self.selection,
                market: self.market,
                game: self.game,
                kind: word("legs", "kind", row(), &self.kind, MarketKind::from_word)?,
                period: word("legs", "period", row(), &self.period, |it| {
                    it.parse::<Period>().ok()
                })?,
                side: word("legs", "side", row(), &self.side, Side::from_word)?,
                line,
                subject: self.subject.map(CompetitorId::from_uuid),
                statistic: self.statistic,
                group: { self.group.into_iter() }
                    .map(CompetitorId::from_uuid)
                    .collect(),
            },
            price: word("legs", "price_number", row(), &self.price_number, |it| {
                Price::parse(format, it).ok()
            })?,
            bookmaker: Bookmaker {
                id: self.bookmaker,
                code: self.bookmaker_code,
                name: self.bookmaker_name,
            },
        })
    }
}

/// Whom these selections name beside the two sides of a game: players, those of a field. In order
/// of name.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub async fn others(
    conn: &mut PgConnection,
    selections: &[&Selection],
) -> Result<Vec<Competitor>, StoreError> {
    let ids: Vec<Uuid> = selections.iter().flat_map(|it| named(it)).collect();
    if ids.is_empty() {
        // As of almost every ticket.
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"SELECT competitor_id AS "id: CompetitorId", name, short_name, place, code, color_1,
             color_2
           FROM competitors WHERE competitor_id = ANY($1) ORDER BY name, competitor_id"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| Competitor {
        id: row.id,
        name: row.name,
        short_name: row.short_name,
        place: row.place,
        code: row.code,
        colors: row.color_1.zip(row.color_2),
    });
    Ok(read.collect())
}

/// The ids of those whom a selection names.
pub(super) fn named(selection: &Selection) -> impl Iterator<Item = Uuid> {
    let picked = match selection.side {
        Side::Entrant(id) => Some(id),
        _ => None,
    };
    let group = selection.group.iter().copied();
    let all = selection.subject.into_iter().chain(group).chain(picked);
    all.map(|it| it.as_uuid())
}

/// The games of these ids, with who plays.
pub(super) async fn games(
    conn: &mut PgConnection,
    ids: &[GameId],
) -> Result<HashMap<GameId, Game>, StoreError> {
    let games = crate::board::games(conn, ids).await?;
    Ok(games.into_iter().map(|it| (it.id, it)).collect())
}

/// Every version of the results of these games, oldest first.
pub(super) async fn results(
    conn: &mut PgConnection,
    ids: &[GameId],
) -> Result<HashMap<GameId, Vec<GameResult>>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT r.game_id AS "game_id: GameId", r.version, r.status, r.provider, r.decided_at,
             r.facts,
             s.period AS "period?", s.role AS "role?", s.points AS "points?"
           FROM results r
           LEFT JOIN result_scores s ON s.game_id = r.game_id AND s.version = r.version
           WHERE r.game_id = ANY($1)
           ORDER BY r.game_id, r.version, s.period, s.role"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<GameId, Vec<GameResult>> = HashMap::new();
    for row in rows {
        let game = row.game_id;
        let at = || format!("{game}/{}", row.version);
        let status = word(
            "results",
            "status",
            at(),
            &row.status,
            GameStatus::from_word,
        )?;
        let versions = found.entry(game).or_default();
        if versions.last().is_none_or(|it| it.version != row.version) {
            versions.push(result(
                game,
                row.version,
                status,
                (row.provider, crate::results::facts(game, row.facts)?),
                row.decided_at,
            ));
        }
        let score = row.period.zip(row.role).zip(row.points);
        if let (Some(last), Some(((period, role), points))) = (versions.last_mut(), score) {
            last.scores.push(PeriodScore {
                period: word("result_scores", "period", at(), &period, |it| {
                    it.parse().ok()
                })?,
                role: word("result_scores", "role", at(), &role, Role::from_word)?,
                points,
            });
        }
    }
    Ok(found)
}

fn result(
    game: GameId,
    version: i32,
    status: GameStatus,
    (provider, facts): (String, Facts),
    decided_at: DateTime<Utc>,
) -> GameResult {
    GameResult {
        game,
        version,
        status,
        scores: Vec::new(),
        facts,
        provider,
        decided_at,
    }
}
