//! Games with their sides, and without the names that only some of their markets need.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use shared::competitor::Competitor;
use shared::game::{Contest, Game, GameKind, GameStatus};
use shared::id::{CompetitorId, GameId, LeagueId};
use shared::league::Sport;
use sqlx::PgConnection;

use crate::{Inconsistency, StoreError};

/// A statement that reads games, with what follows their tables.
macro_rules! games {
    ($tail:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            GameRow,
            r#"SELECT g.game_id AS "id: GameId", g.league_id AS "league: LeagueId",
             l.code AS league_code, l.sport, c.season, g.starts_at, g.status,
             g.kind, g.name AS field,
             h.competitor_id AS "home_id?: CompetitorId", h.name AS "home_name?",
             h.short_name AS "home_short?", h.place AS "home_place?", h.code AS "home_code?",
             h.color_1 AS home_color_1, h.color_2 AS home_color_2,
             a.competitor_id AS "away_id?: CompetitorId", a.name AS "away_name?",
             a.short_name AS "away_short?", a.place AS "away_place?", a.code AS "away_code?",
             a.color_1 AS away_color_1, a.color_2 AS away_color_2
           FROM games g
           JOIN leagues l ON l.league_id = g.league_id
           JOIN competitions c ON c.competition_id = g.competition_id
           LEFT JOIN game_competitors gh ON gh.game_id = g.game_id AND gh.role = 'home'
           LEFT JOIN competitors h ON h.competitor_id = gh.competitor_id
           LEFT JOIN game_competitors ga ON ga.game_id = g.game_id AND ga.role = 'away'
           LEFT JOIN competitors a ON a.competitor_id = ga.competitor_id
           "# + $tail,
            $($argument),+
        )
    };
}

/// The first games that can be bet on and have not begun, in order of their starts.
pub(super) async fn coming(conn: &mut PgConnection, most: i64) -> Result<Vec<Game>, StoreError> {
    let rows = games!(
        "WHERE g.status = 'scheduled' AND g.starts_at > app_now() AND g.merged_into IS NULL
             AND (g.kind = 'field' OR gh.game_id IS NOT NULL AND ga.game_id IS NOT NULL)
           ORDER BY g.starts_at, g.game_id
           LIMIT $1",
        most
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(GameRow::game).collect()
}

/// Those of these games that can be bet on and have not begun, in order of their starts.
pub(super) async fn coming_of(
    conn: &mut PgConnection,
    ids: &BTreeSet<GameId>,
) -> Result<Vec<Game>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = games!(
        "WHERE g.game_id = ANY($1) AND g.status = 'scheduled' AND g.starts_at > app_now()
             AND g.merged_into IS NULL
             AND (g.kind = 'field' OR gh.game_id IS NOT NULL AND ga.game_id IS NOT NULL)
           ORDER BY g.starts_at, g.game_id",
        &ids
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(GameRow::game).collect()
}

/// These games, in no particular order. Unknown ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn games(conn: &mut PgConnection, ids: &[GameId]) -> Result<Vec<Game>, StoreError> {
    let ids: Vec<_> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = games!(
        "WHERE g.game_id = ANY($1)
             AND (g.kind = 'field' OR gh.game_id IS NOT NULL AND ga.game_id IS NOT NULL)",
        &ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut games: Vec<Game> = rows
        .into_iter()
        .map(GameRow::game)
        .collect::<Result<_, _>>()?;
    if games.len() < ids.len() {
        games.extend(crate::manual::games(conn, &ids).await?);
    }
    Ok(games)
}

struct GameRow {
    id: GameId,
    league: LeagueId,
    league_code: String,
    sport: String,
    season: String,
    starts_at: DateTime<Utc>,
    status: String,
    kind: String,
    field: Option<String>,
    home_id: Option<CompetitorId>,
    home_name: Option<String>,
    home_short: Option<String>,
    home_place: Option<String>,
    home_code: Option<String>,
    home_color_1: Option<String>,
    home_color_2: Option<String>,
    away_id: Option<CompetitorId>,
    away_name: Option<String>,
    away_short: Option<String>,
    away_place: Option<String>,
    away_code: Option<String>,
    away_color_1: Option<String>,
    away_color_2: Option<String>,
}

impl GameRow {
    fn game(self) -> Result<Game, StoreError> {
        let bad = |table, column, found: &str| Inconsistency {
            table,
            column,
            row: self.id.to_string(),
            found: found.to_owned(),
        };
        let sport = Sport::from_word(&self.sport);
        let sport = sport.ok_or_else(|| bad("leagues", "sport", &self.sport))?;
        let status = GameStatus::from_word(&self.status);
        let status = status.ok_or_else(|| bad("games", "status", &self.status))?;
        let kind = GameKind::from_word(&self.kind);
        let kind = kind.ok_or_else(|| bad("games", "kind", &self.kind))?;
        let home = side(
            self.home_id,
            [
                self.home_name,
                self.home_short,
                self.home_place,
                self.home_code,
            ],
            self.home_color_1.zip(self.home_color_2),
        );
        let away = side(
            self.away_id,
            [
                self.away_name,
                self.away_short,
                self.away_place,
                self.away_code,
            ],
            self.away_color_1.zip(self.away_color_2),
        );
        let contest = match (kind, self.field, home, away) {
            (GameKind::Field, Some(name), ..) => Some(Contest::Field(name)),
            (GameKind::Match, _, Some(home), Some(away)) => Some(Contest::between(home, away)),
            _ => None,
        };
        let no_two = || Inconsistency {
            table: "game_competitors",
            column: "role",
            row: self.id.to_string(),
            found: "no two sides".to_owned(),
        };
        Ok(Game {
            id: self.id,
            league: self.league,
            league_code: self.league_code,
            sport,
            season: self.season,
            starts_at: self.starts_at,
            status,
            contest: contest.ok_or_else(no_two)?,
            named: Vec::new(),
        })
    }
}

/// A side of a match. `None` for a field, which has none.
fn side(
    id: Option<CompetitorId>,
    [name, short_name, place, code]: [Option<String>; 4],
    colors: Option<(String, String)>,
) -> Option<Competitor> {
    Some(Competitor {
        id: id?,
        name: name?,
        short_name: short_name?,
        place: place?,
        code: code?,
        colors,
    })
}
