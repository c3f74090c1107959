//! How the prices of one question moved before the start, and at which of them a member bet.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::id::{BookmakerId, CompetitorId, GameId, GuildId, MarketId, MemberId, SelectionId};
use shared::line::Line;
use shared::market::{MarketKind, Selection, side_line};
use shared::price::Price;
use shared::quote::Bookmaker;
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::rows::price::price;
use crate::rows::selection::{SelectionRow, line};

/// The most moves that are read of one answer: opening prices first, then the newest.
const MOVES_MAX: i64 = 5_000;
/// The most bets of a member that are read of one game.
const LOCKS_MAX: i64 = 100;

/// What a bookmaker said about an answer at a moment before the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceMove {
    /// When it held, by the feed.
    pub at: DateTime<Utc>,
    /// Who said it.
    pub bookmaker: Bookmaker,
    /// At which line, as the answer's side sees it.
    pub line: Option<Line>,
    /// The price. `None`: it was taken down.
    pub price: Option<Price>,
}

/// Every price of this answer to this question before the start, at any line, in order of time.
/// Prices in play are left out. Each place of a top finish is a question of its own.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn moves(conn: &mut PgConnection, of: &Selection) -> Result<Vec<PriceMove>, StoreError> {
    let entrants: Vec<Uuid> = of.group.iter().map(|it| it.as_uuid()).collect();
    let only_line = (of.kind == MarketKind::TopFinish)
        .then(|| side_line(of.line, of.side).map(Line::quarters))
        .flatten();
    let rows = sqlx::query!(
        r#"SELECT s.selection_id AS "selection: SelectionId", m.line, b.code, b.name,
             h.price_format, h.price_number, h.source_at AS "at!", h.seen_at AS "seen_at!"
           FROM markets m
           JOIN games g ON g.game_id = m.game_id
           JOIN selections s ON s.market_id = m.market_id AND s.side = $2
           CROSS JOIN LATERAL (
             SELECT c.bookmaker_id, c.price_format, c.price_number, c.source_at, c.seen_at,
               false AS is_opening
             FROM quote_changes c
             WHERE c.selection_id = s.selection_id AND NOT c.in_play
               AND c.source_at < g.starts_at
             UNION ALL
             SELECT k.bookmaker_id, k.price_format, k.price_number, k.source_at, k.seen_at,
               k.mark = 'opening'
             FROM quote_marks k
             WHERE k.selection_id = s.selection_id AND k.mark <> 'in_play'
           ) h
           JOIN bookmakers b ON b.bookmaker_id = h.bookmaker_id
           WHERE m.game_id = $1 AND m.kind = $3 AND m.period = $4
             AND m.subject IS NOT DISTINCT FROM $5 AND m.statistic IS NOT DISTINCT FROM $6
             AND m.entrants = $7 AND ($8::int IS NULL OR m.line = $8)
           ORDER BY h.is_opening DESC, h.source_at DESC, h.seen_at DESC
           LIMIT $9"#,
        of.game as GameId,
        of.side.to_string(),
        of.kind.word(),
        of.period.to_string(),
        of.subject as Option<CompetitorId>,
        of.statistic,
        &entrants,
        only_line,
        MOVES_MAX,
    )
    .fetch_all(conn)
    .await?;
    let moves = rows.into_iter().map(|row| {
        let told = match (row.price_format, row.price_number) {
            (Some(format), Some(number)) => {
                Some(price("quote_changes", row.selection, &format, &number)?)
            }
            _ => None,
        };
        let home_line = line("markets", row.selection, row.line)?;
        let told = PriceMove {
            at: row.at,
            bookmaker: Bookmaker::new(&row.code, &row.name),
            line: side_line(home_line, of.side),
            price: told,
        };
        Ok((row.seen_at, told))
    });
    let moves = moves.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(in_order(moves))
}

/// Moves with when each was stored, in order of when they held. A line that was taken down by the
/// answer that brought another one stood until the other held: the feed dates prices, and nobody
/// dates what is gone.
fn in_order(moves: Vec<(DateTime<Utc>, PriceMove)>) -> Vec<PriceMove> {
    let mut brought: HashMap<(DateTime<Utc>, BookmakerId), DateTime<Utc>> = HashMap::new();
    for (seen_at, told) in moves.iter().filter(|it| it.1.price.is_some()) {
        let first = brought
            .entry((*seen_at, told.bookmaker.id))
            .or_insert(told.at);
        *first = told.at.min(*first);
    }
    let dated = moves.into_iter().map(|(seen_at, told)| {
        let instead = brought.get(&(seen_at, told.bookmaker.id));
        let at = match (told.price, instead) {
            (None, Some(instead)) => told.at.min(*instead),
            _ => told.at,
        };
        (seen_at, PriceMove { at, ..told })
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|(seen_at, told)| (told.at, *seen_at));
    dated.into_iter().map(|it| it.1).collect()
}

/// A bet of a member that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// What was picked, at its line.
    pub selection: Selection,
    /// At which price.
    pub price: Price,
    /// When.
    pub placed_at: DateTime<Utc>,
    /// The stake of the ticket that it is part of.
    pub stake: Units,
}

/// A member's open bets on a game, the oldest first.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn locks(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    game: GameId,
) -> Result<Vec<Lock>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT l.selection_id AS "selection: SelectionId", l.market_id AS "market: MarketId",
             l.game_id AS "game: GameId", l.kind, l.period, l.side, l.line,
             l.subject AS "subject: CompetitorId", l.statistic, l.entrants,
             l.price_format, l.price_number, t.placed_at, t.stake AS "stake: Units"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           WHERE l.guild_id = $1 AND l.game_id = $3 AND t.member_id = $2 AND t.state = 'open'
           ORDER BY t.ticket_id, l.leg
           LIMIT $4"#,
        guild as _,
        member as _,
        game as GameId,
        LOCKS_MAX,
    )
    .fetch_all(conn)
    .await?;
    let locks = rows.into_iter().map(|row| {
        let told = price("legs", row.selection, &row.price_format, &row.price_number)?;
        let of = row.selection;
        let selection = SelectionRow {
            selection: row.selection,
            market: row.market,
            game: row.game,
            kind: row.kind,
            period: row.period,
            side: row.side,
            line: row.line,
            subject: row.subject,
            statistic: row.statistic,
            entrants: row.entrants,
        };
        Ok(Lock {
            selection: selection.of_leg(of)?,
            price: told,
            placed_at: row.placed_at,
            stake: row.stake,
        })
    });
    locks.collect()
}

/// One answer to each question about a game itself that has a price of before the start, at the
/// line that was priced last: what can be looked at once the game is off the board.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn questions(
    conn: &mut PgConnection,
    game: GameId,
) -> Result<Vec<Selection>, StoreError> {
    let rows = sqlx::query_as!(
        SelectionRow,
        r#"SELECT DISTINCT ON (m.kind, m.period, s.side)
             s.selection_id AS "selection: SelectionId", m.market_id AS "market: MarketId",
             m.game_id AS "game: GameId", m.kind, m.period, s.side, m.line,
             m.subject AS "subject: CompetitorId", m.statistic, m.entrants
           FROM markets m
           JOIN selections s ON s.market_id = m.market_id
           JOIN quote_marks k ON k.selection_id = s.selection_id AND k.mark <> 'in_play'
           WHERE m.game_id = $1 AND m.subject IS NULL AND m.statistic IS NULL
             AND m.entrants = '{}'
           ORDER BY m.kind, m.period, s.side, (k.mark = 'closing') DESC, k.source_at DESC,
             s.selection_id"#,
        game as GameId,
    )
    .fetch_all(conn)
    .await?;
    let selections = rows.into_iter().map(SelectionRow::of_market);
    Ok(selections.collect::<Result<_, _>>()?)
}
