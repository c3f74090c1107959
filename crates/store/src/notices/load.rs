//! Games, results and settings as pictures and messages need them, and the reading of words.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::competitor::{Competitor, Role};
use shared::game::{Game, GameResult, GameStatus, Period, PeriodScore};
use shared::id::{BookmakerId, CompetitorId, GameId, GuildId, LeagueId, MarketId, SelectionId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};
use shared::price::{OddsFormat, Price};
use shared::quote::Bookmaker;
use shared::settings::ServerSettings;
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

/// The games of these ids, with who plays. A game without two sides is left out.
pub(super) async fn games(
    conn: &mut PgConnection,
    ids: &[GameId],
) -> Result<HashMap<GameId, Game>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "game_id: GameId", g.starts_at, g.status,
             g.league_id AS "league_id: LeagueId", l.code AS league_code, l.sport, c.season,
             h.competitor_id AS "home_id: CompetitorId", h.name AS home_name,
             h.short_name AS home_short, h.place AS home_place, h.code AS home_code,
             h.color_1 AS home_color_1, h.color_2 AS home_color_2,
             a.competitor_id AS "away_id: CompetitorId", a.name AS away_name,
             a.short_name AS away_short, a.place AS away_place, a.code AS away_code,
             a.color_1 AS away_color_1, a.color_2 AS away_color_2
           FROM games g
           JOIN leagues l ON l.league_id = g.league_id
           JOIN competitions c ON c.competition_id = g.competition_id
           JOIN game_competitors gh
             ON gh.game_id = g.game_id AND gh.role = 'home' AND gh.slot = 0
           JOIN competitors h ON h.competitor_id = gh.competitor_id
           JOIN game_competitors ga
             ON ga.game_id = g.game_id AND ga.role = 'away' AND ga.slot = 0
           JOIN competitors a ON a.competitor_id = ga.competitor_id
           WHERE g.game_id = ANY($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let id = row.game_id;
            let game = Game {
                id,
                league: row.league_id,
                league_code: row.league_code,
                sport: word(
                    "leagues",
                    "sport",
                    row.league_id,
                    &row.sport,
                    Sport::from_word,
                )?,
                season: row.season,
                starts_at: row.starts_at,
                status: word("games", "status", id, &row.status, GameStatus::from_word)?,
                home: Competitor {
                    id: row.home_id,
                    name: row.home_name,
                    short_name: row.home_short,
                    place: row.home_place,
                    code: row.home_code,
                    colors: row.home_color_1.zip(row.home_color_2),
                },
                away: Competitor {
                    id: row.away_id,
                    name: row.away_name,
                    short_name: row.away_short,
                    place: row.away_place,
                    code: row.away_code,
                    colors: row.away_color_1.zip(row.away_color_2),
                },
            };
            Ok((id, game))
        })
        .collect()
}

/// Every version of the results of these games, oldest first.
pub(super) async fn results(
    conn: &mut PgConnection,
    ids: &[GameId],
) -> Result<HashMap<GameId, Vec<GameResult>>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT r.game_id AS "game_id: GameId", r.version, r.status, r.provider, r.decided_at,
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
                row.provider,
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
    provider: String,
    decided_at: DateTime<Utc>,
) -> GameResult {
    GameResult {
        game,
        version,
        status,
        scores: Vec::new(),
        provider,
        decided_at,
    }
}

/// The newest version of a server's settings, or the defaults.
pub(super) async fn settings(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<ServerSettings, StoreError> {
    let settings = crate::guilds::settings(conn, guild).await?;
    Ok(settings.unwrap_or_else(|| ServerSettings::defaults(guild)))
}
