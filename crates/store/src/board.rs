//! The board: everything that can be bet on now.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::game::Game;
use shared::id::{BookmakerId, CompetitorId, GameId, MarketId, SelectionId};
use shared::market::Selection;
use shared::quote::{BoardGame, Bookmaker, Quote};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::StoreError;
use crate::rows::price::price;
use crate::rows::selection::SelectionRow;

/// A statement that reads prices in force, with what else is asked of them. A price that no answer
/// has confirmed for longer than it holds is not in force.
macro_rules! quotes {
    ($tail:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            crate::board::QuoteRow,
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
           WHERE q.taken_down_at IS NULL AND age.stale_at > app_now() AND "# + $tail,
            $($argument),+
        )
    };
}

mod heads;
mod known;
mod named;
mod offers;

/// The most games on the board, the earliest starts first.
const GAMES_MAX: i64 = 500;

pub use heads::games;
pub use known::{KnownTeam, known_teams};
pub use named::games_naming;
pub(crate) use named::{games_with, name, named};
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
    /// The last game that was read, where there may be more behind it.
    pub horizon: Option<(DateTime<Utc>, GameId)>,
}

/// Reads the board.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn load(pool: &PgPool) -> Result<Board, StoreError> {
    let mut conn = pool.acquire().await?;
    let coming = heads::coming(&mut conn, GAMES_MAX).await?;
    let is_full = coming.len() as i64 == GAMES_MAX;
    Ok(Board {
        next: coming.first().cloned(),
        horizon: coming.last().filter(|_| is_full).map(place),
        games: offered(&mut conn, coming).await?,
    })
}

/// Reads the board anew where it differs from `last`: the `changed` games, which may be new ones.
/// What else stood there is taken over, with prices that may have grown too old since it was read,
/// and with games that may have begun.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn renew(
    pool: &PgPool,
    last: &Board,
    changed: &BTreeSet<GameId>,
) -> Result<Board, StoreError> {
    let mut conn = pool.acquire().await?;
    let mut coming = heads::coming_of(&mut conn, changed).await?;
    coming.retain(|it| last.horizon.is_none_or(|end| place(it) <= end));
    let stands = |it: &Game| !changed.contains(&it.id);
    let first = coming.first().filter(|it| match &last.next {
        Some(next) => place(it) <= place(next),
        None => true,
    });
    let next = match (first, &last.next) {
        (Some(first), _) => Some(first.clone()),
        (None, Some(next)) if !stands(next) => heads::coming(&mut conn, 1).await?.pop(),
        (None, next) => next.clone(),
    };
    let mut games = offered(&mut conn, coming).await?;
    games.extend(last.games.iter().filter(|it| stands(&it.game)).cloned());
    games.sort_by_key(|it| place(&it.game));
    Ok(Board {
        games,
        next,
        horizon: last.horizon,
    })
}

/// Where a game stands on the board.
fn place(game: &Game) -> (DateTime<Utc>, GameId) {
    (game.starts_at, game.id)
}

/// Those of these games that have prices, with them, in the same order.
async fn offered(
    conn: &mut PgConnection,
    coming: Vec<Game>,
) -> Result<Vec<Arc<BoardGame>>, StoreError> {
    let ids: Vec<_> = coming.iter().map(|it| it.id).collect();
    let mut prices: HashMap<GameId, Vec<Quote>> = HashMap::new();
    for quote in quotes(&mut *conn, &ids).await? {
        prices.entry(quote.selection.game).or_default().push(quote);
    }
    let bare = ids.iter().filter(|it| !prices.contains_key(it));
    let bare: Vec<_> = bare.map(|it| it.as_uuid()).collect();
    let offered = offers::offered(conn, &bare).await?;
    let has_price = |it: &Game| prices.contains_key(&it.id) || offered.contains(&it.id);
    let mut games: Vec<Game> = coming.into_iter().filter(has_price).collect();
    offers::name(conn, games.iter_mut()).await?;
    let games = games.into_iter().map(|game| {
        let quotes = prices.remove(&game.id).unwrap_or_default();
        Arc::new(BoardGame { game, quotes })
    });
    Ok(games.collect())
}

/// The prices that are offered on these games, each bookmaker's markets together. Prices that no
/// answer has confirmed for longer than they hold are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn quotes(conn: &mut PgConnection, games: &[GameId]) -> Result<Vec<Quote>, StoreError> {
    let games: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = quotes!(
        "m.game_id = ANY($1) AND m.subject IS NULL AND m.statistic IS NULL AND m.entrants = '{}'
           ORDER BY m.game_id, b.code, m.kind, m.period, m.line, s.side",
        &games
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
