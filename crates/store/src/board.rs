//! The board: everything that can be bet on now.

mod named;
mod offers;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::competitor::Competitor;
use shared::game::{Contest, Game, GameKind, GameStatus};
use shared::id::{BookmakerId, CompetitorId, GameId, LeagueId, MarketId, SelectionId};
use shared::league::Sport;
use shared::market::Selection;
use shared::quote::{BoardGame, Bookmaker, Quote};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::rows::price::price;
use crate::rows::selection::SelectionRow;
use crate::{Inconsistency, StoreError};

/// The most games on the board, the earliest starts first.
const GAMES_MAX: i64 = 500;

pub use named::games_naming;
pub(crate) use named::{games_with, named};
pub use offers::game;

/// Everything that can be bet on now. Of a game's prices it has those about the game itself, and of
/// a field's those on who wins or finishes well; [`game`] has all. A game that has other prices
/// alone, on its players or on who beats whom, has none here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Games with prices, in order of their starts, with the names of their players and entrants.
    pub games: Vec<Arc<BoardGame>>,
    /// The next game, with or without prices: shown when nothing is open.
    pub next: Option<Game>,
}

/// Reads the board.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn load(pool: &PgPool) -> Result<Board, StoreError> {
    renew(pool, &Board::default(), &BTreeSet::new()).await
}

/// Reads the board anew where it differs from `last`: the prices of the `changed` games, and of
/// those that have come to it. What else stood there is taken over, with prices that may have grown
/// too old since it was read.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn renew(
    pool: &PgPool,
    last: &Board,
    changed: &BTreeSet<GameId>,
) -> Result<Board, StoreError> {
    let mut conn = pool.acquire().await?;
    let coming = coming(&mut conn).await?;
    let next = coming.first().cloned();
    let stood: HashMap<GameId, &Arc<BoardGame>> =
        last.games.iter().map(|it| (it.game.id, it)).collect();
    let stays = |id: &GameId| stood.contains_key(id) && !changed.contains(id);
    let anew = coming.iter().map(|it| it.id).filter(|it| !stays(it));
    let mut prices: HashMap<GameId, Vec<Quote>> = HashMap::new();
    for quote in quotes(&mut conn, &anew.collect::<Vec<_>>()).await? {
        prices.entry(quote.selection.game).or_default().push(quote);
    }
    let bare = coming.iter().map(|it| it.id);
    let bare = bare.filter(|it| !stays(it) && !prices.contains_key(it));
    let bare: Vec<_> = bare.map(|it| it.as_uuid()).collect();
    let offered = offers::offered(&mut conn, &bare).await?;
    let (mut games, mut read) = (Vec::new(), Vec::new());
    for (at, game) in coming.into_iter().enumerate() {
        if stays(&game.id) {
            games.push((at, taken_over(stood[&game.id], game)));
        } else if prices.contains_key(&game.id) || offered.contains(&game.id) {
            read.push((at, game));
        }
    }
    offers::name(&mut conn, read.iter_mut().map(|it| &mut it.1)).await?;
    games.extend(read.into_iter().map(|(at, game)| {
        let quotes = prices.remove(&game.id).unwrap_or_default();
        (at, Arc::new(BoardGame { game, quotes }))
    }));
    games.sort_by_key(|it| it.0);
    Ok(Board {
        games: games.into_iter().map(|it| it.1).collect(),
        next,
    })
}

/// A game with the prices that it had, and with all else as it is now.
fn taken_over(stood: &Arc<BoardGame>, mut game: Game) -> Arc<BoardGame> {
    game.named.clone_from(&stood.game.named);
    if game == stood.game {
        return Arc::clone(stood);
    }
    let quotes = stood.quotes.clone();
    Arc::new(BoardGame { game, quotes })
}

/// Games that can be bet on and have not begun, in order of their starts.
async fn coming(conn: &mut PgConnection) -> Result<Vec<Game>, StoreError> {
    let rows = sqlx::query_as!(
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
           WHERE g.status = 'scheduled' AND g.starts_at > app_now() AND g.merged_into IS NULL
             AND (g.kind = 'field' OR gh.game_id IS NOT NULL AND ga.game_id IS NOT NULL)
           ORDER BY g.starts_at, g.game_id
           LIMIT $1"#,
        GAMES_MAX,
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
    let rows = sqlx::query_as!(
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
           WHERE g.game_id = ANY($1)
             AND (g.kind = 'field' OR gh.game_id IS NOT NULL AND ga.game_id IS NOT NULL)"#,
        &ids,
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

/// The prices that are offered on these games, each bookmaker's markets together. Prices that no
/// answer has confirmed for longer than they hold are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn quotes(conn: &mut PgConnection, games: &[GameId]) -> Result<Vec<Quote>, StoreError> {
    let games: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query_as!(
        QuoteRow,
        r#"SELECT s.selection_id AS "selection: SelectionId", m.market_id AS "market: MarketId",
             m.game_id AS "game: GameId", m.kind, m.period, m.line, s.side,
             m.subject AS "subject: CompetitorId", m.statistic, m.entrants,
             b.bookmaker_id AS "bookmaker: BookmakerId", b.code AS bookmaker_code,
             b.name AS bookmaker_name, q.price_format, q.price_number, q.source_at,
             f.provider AS feed, f.answered_at AS "confirmed_at!"
           FROM markets m
           JOIN games g ON g.game_id = m.game_id
           JOIN leagues lg ON lg.league_id = g.league_id
           JOIN selections s ON s.market_id = m.market_id
           JOIN quotes q ON q.selection_id = s.selection_id
           JOIN feed_questions f ON f.question_id = q.question_id
           JOIN bookmakers b ON b.bookmaker_id = q.bookmaker_id
           CROSS JOIN LATERAL code.stale_at(f.provider, lg.sport, f.answered_at, g.starts_at) age
           WHERE m.game_id = ANY($1) AND m.subject IS NULL AND m.statistic IS NULL
             AND m.entrants = '{}' AND q.taken_down_at IS NULL AND age.stale_at > app_now()
           ORDER BY m.game_id, b.code, m.kind, m.period, m.line, s.side"#,
        &games,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(QuoteRow::quote).collect()
}

/// A selection of a game's market, quoted or not. `None` if there is no such selection.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn selection(
    pool: &PgPool,
    selection: SelectionId,
) -> Result<Option<Selection>, StoreError> {
    let mut connection = pool.acquire().await?;
    let found = selections(&mut connection, &[selection]).await?;
    Ok(found.into_iter().next())
}

/// These selections, in no particular order. Unknown ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid selection.
pub async fn selections(
    conn: &mut PgConnection,
    ids: &[SelectionId],
) -> Result<Vec<Selection>, StoreError> {
    let ids: Vec<_> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query_as!(
        SelectionRow,
        r#"SELECT s.selection_id AS "selection: SelectionId", m.market_id AS "market: MarketId",
             m.game_id AS "game: GameId", m.kind, m.period, s.side, m.line,
             m.subject AS "subject: CompetitorId", m.statistic, m.entrants
           FROM selections s JOIN markets m ON m.market_id = s.market_id
           WHERE s.selection_id = ANY($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let selections = rows.into_iter().map(SelectionRow::of_market);
    Ok(selections.collect::<Result<_, _>>()?)
}

pub(crate) struct GameRow {
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
    pub(crate) fn game(self) -> Result<Game, StoreError> {
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

struct QuoteRow {
    selection: SelectionId,
    market: MarketId,
    game: GameId,
    kind: String,
    period: String,
    line: Option<i32>,
    side: String,
    subject: Option<CompetitorId>,
    statistic: Option<String>,
    entrants: Vec<Uuid>,
    bookmaker: BookmakerId,
    bookmaker_code: String,
    bookmaker_name: String,
    price_format: String,
    price_number: String,
    source_at: DateTime<Utc>,
    feed: String,
    confirmed_at: DateTime<Utc>,
}

impl QuoteRow {
    fn quote(self) -> Result<Quote, StoreError> {
        let price = price(
            "quotes",
            self.selection,
            &self.price_format,
            &self.price_number,
        )?;
        let selection = SelectionRow {
            selection: self.selection,
            market: self.market,
            game: self.game,
            kind: self.kind,
            period: self.period,
            side: self.side,
            line: self.line,
            subject: self.subject,
            statistic: self.statistic,
            entrants: self.entrants,
        };
        Ok(Quote {
            selection: selection.of_market()?,
            bookmaker: Bookmaker {
                id: self.bookmaker,
                code: self.bookmaker_code,
                name: self.bookmaker_name,
            },
            price,
            source_at: self.source_at,
            feed: self.feed,
            confirmed_at: self.confirmed_at,
        })
    }
}
