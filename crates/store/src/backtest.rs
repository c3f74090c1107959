//! Stored prices together with the results of their games.

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use shared::feed::QuoteMark;
use shared::game::{GameResult, Period};
use shared::id::{GameId, LeagueId, MarketId, SelectionId};
use shared::market::{MarketKind, Selection, Side, side_line};
use shared::price::Price;
use sqlx::PgConnection;

use crate::rows::end::{facts, scores, status};
use crate::rows::price::exact_price;
use crate::rows::selection::line;
use crate::{StoreError, leagues};

/// What to bet on, at which prices.
#[derive(Clone, Debug)]
pub struct Backtest {
    /// The league.
    pub league: LeagueId,
    /// The market.
    pub kind: MarketKind,
    /// The period of the game.
    pub period: Period,
    /// The side to bet on.
    pub side: Side,
    /// Opening or closing prices.
    pub mark: QuoteMark,
    /// The bookmaker's code.
    pub bookmaker: String,
    /// Only these seasons. Empty: all seasons.
    pub seasons: Vec<String>,
}

/// A bet that could have been placed, and how the game ended.
#[derive(Clone, Debug)]
pub struct Bet {
    /// The selection.
    pub selection: Selection,
    /// Its price.
    pub price: Price,
    /// The game's result.
    pub result: GameResult,
}

/// The bookmakers that have such prices, by code, with the number of prices of each.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn bookmakers(
    conn: &mut PgConnection,
    league: LeagueId,
    (kind, period, side): (MarketKind, Period, Side),
    mark: QuoteMark,
) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT b.code, count(*) AS "prices!"
         FROM games g
         JOIN markets m ON m.game_id = g.game_id AND m.kind = $2 AND m.period = $5
           AND m.subject IS NULL AND m.statistic IS NULL AND m.entrants = '{}'
         JOIN selections s ON s.market_id = m.market_id AND s.side = $3
         JOIN quote_marks q ON q.selection_id = s.selection_id AND q.mark = $4
         JOIN bookmakers b ON b.bookmaker_id = q.bookmaker_id
         WHERE g.league_id = $1
         GROUP BY b.code ORDER BY b.code"#,
        league.as_uuid(),
        kind.word(),
        side.to_string(),
        mark.word(),
        period.to_string(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.prices)).collect())
}

/// Calls `each` with one bet for every game that has both such a price and a result, one at a time.
/// If a game has several lines, the one whose price is nearest to even is used.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn each_bet(
    conn: &mut PgConnection,
    wanted: &Backtest,
    mut each: impl FnMut(Bet),
) -> Result<(), StoreError> {
    let mut rows = sqlx::query_as!(
        BetRow,
        r#"SELECT DISTINCT ON (g.game_id) g.game_id, m.market_id, s.selection_id, m.line,
           q.price_num, q.price_den, q.price_format, q.price_number,
           r.version, r.status, r.provider, r.decided_at, r.facts,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(o.period, o.role, o.points)), '[]')
            FROM result_scores o
            WHERE o.game_id = r.game_id AND o.version = r.version AND o.slot = 0) AS "scores!"
         FROM games g
         JOIN competitions c ON c.competition_id = g.competition_id
         JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version
         JOIN markets m ON m.game_id = g.game_id AND m.kind = $2 AND m.period = $7
           AND m.subject IS NULL AND m.statistic IS NULL AND m.entrants = '{}'
         JOIN selections s ON s.market_id = m.market_id AND s.side = $3
         JOIN quote_marks q ON q.selection_id = s.selection_id AND q.mark = $4
         JOIN bookmakers b ON b.bookmaker_id = q.bookmaker_id AND b.code = $5
         WHERE g.league_id = $1 AND (cardinality($6::text[]) = 0 OR c.season = ANY($6))
         ORDER BY g.game_id, abs(q.price_num::numeric / q.price_den - 2), m.line"#,
        wanted.league.as_uuid(),
        wanted.kind.word(),
        wanted.side.to_string(),
        wanted.mark.word(),
        wanted.bookmaker,
        &wanted.seasons,
        wanted.period.to_string(),
    )
    .fetch(conn);
    while let Some(row) = rows.try_next().await? {
        each(row.bet(wanted)?);
    }
    Ok(())
}

/// Calls `each` with the result of every game of a league that has a result.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn each_result(
    conn: &mut PgConnection,
    league: LeagueId,
    seasons: &[String],
    mut each: impl FnMut(GameResult),
) -> Result<(), StoreError> {
    let mut rows = sqlx::query!(
        r#"SELECT g.game_id, r.version, r.status, r.provider, r.decided_at, r.facts,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(o.period, o.role, o.points)), '[]')
            FROM result_scores o
            WHERE o.game_id = r.game_id AND o.version = r.version AND o.slot = 0) AS "scores!"
         FROM games g
         JOIN competitions c ON c.competition_id = g.competition_id
         JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version
         WHERE g.league_id = $1 AND (cardinality($2::text[]) = 0 OR c.season = ANY($2))"#,
        league.as_uuid(),
        seasons,
    )
    .fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let game = GameId::from_uuid(row.game_id);
        each(GameResult {
            game,
            version: row.version,
            status: status("results", game, &row.status)?,
            scores: scores(game, row.scores)?,
            facts: facts(game, row.facts)?,
            provider: row.provider,
            decided_at: row.decided_at,
        });
    }
    Ok(())
}

struct BetRow {
    game_id: uuid::Uuid,
    market_id: uuid::Uuid,
    selection_id: uuid::Uuid,
    line: Option<i32>,
    price_num: i64,
    price_den: i64,
    price_format: String,
    price_number: String,
    version: i32,
    status: String,
    provider: String,
    decided_at: DateTime<Utc>,
    scores: serde_json::Value,
    facts: serde_json::Value,
}

impl BetRow {
    fn bet(self, wanted: &Backtest) -> Result<Bet, StoreError> {
        let game = GameId::from_uuid(self.game_id);
        let shown = (self.price_format.as_str(), self.price_number.as_str());
        let ratio = (self.price_num, self.price_den);
        Ok(Bet {
            // Markets on the score: the statement asks for no subject, statistic or entrants.
            selection: Selection {
                id: SelectionId::from_uuid(self.selection_id),
                market: MarketId::from_uuid(self.market_id),
                game,
                kind: wanted.kind,
                period: wanted.period,
                side: wanted.side,
                line: side_line(line("markets", self.market_id, self.line)?, wanted.side),
                subject: None,
                statistic: None,
                group: Vec::new(),
            },
            price: exact_price("quote_marks", self.selection_id, shown, ratio)?,
            result: GameResult {
                game,
                version: self.version,
                status: status("results", game, &self.status)?,
                scores: scores(game, self.scores)?,
                facts: facts(game, self.facts)?,
                provider: self.provider,
                decided_at: self.decided_at,
            },
        })
    }
}

/// The league with this code, or the codes of all leagues if there is none.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn league(
    conn: &mut PgConnection,
    code: &str,
) -> Result<Result<shared::league::League, Vec<String>>, StoreError> {
    Ok(match leagues::by_code(conn, code).await? {
        Some(league) => Ok(league),
        None => Err(leagues::codes(conn).await?),
    })
}
