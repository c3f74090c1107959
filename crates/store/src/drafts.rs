//! Parlays that members are putting together. They survive a restart.

use shared::game::{Game, GameStatus};
use shared::id::{BookmakerId, CompetitorId, GameId, GuildId, MarketId, MemberId, SelectionId};
use shared::market::Selection;
use shared::price::Price;
use shared::quote::Bookmaker;
use shared::ticket::LEGS_MAX;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::board;
use crate::quotes::{self, QuoteStatus};
use crate::rows::price::price;
use crate::rows::selection::SelectionRow;
use crate::{Inconsistency, StoreError};

/// A leg of a parlay draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLeg {
    /// The selection.
    pub selection: Selection,
    /// The bookmaker whose price it is.
    pub bookmaker: Bookmaker,
    /// The price that the member last saw.
    pub seen_price: Price,
    /// The price now. `None` when it is no longer offered or confirmed, or the game is closed.
    pub current_price: Option<Price>,
    /// The game, with those whom its market names.
    pub game: Game,
}

/// A leg as the member left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredLeg {
    /// What was picked.
    pub selection: SelectionId,
    /// Whose price it is.
    pub bookmaker: BookmakerId,
    /// The game.
    pub game: GameId,
    /// The price that the member last saw.
    pub seen_price: Price,
}

/// What a leg is and costs now, whoever picked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLeg {
    /// The selection.
    pub selection: Selection,
    /// The bookmaker whose price it is.
    pub bookmaker: Bookmaker,
    /// The price now. `None` when it is no longer offered or confirmed, or the game is closed.
    pub current_price: Option<Price>,
    /// The game, with those whom its market names.
    pub game: Game,
}

impl StoredLeg {
    /// The same with what it is and costs now.
    pub fn priced(self, priced: &PricedLeg) -> DraftLeg {
        DraftLeg {
            selection: priced.selection.clone(),
            bookmaker: priced.bookmaker.clone(),
            seen_price: self.seen_price,
            current_price: priced.current_price,
            game: priced.game.clone(),
        }
    }
}

/// What adding a leg came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// The leg was added.
    Added,
    /// It replaced another leg on the same game.
    Replaced,
    /// The draft has 25 legs already.
    Full,
    /// Nobody offers that price any more.
    Gone,
    /// No answer has confirmed that price for longer than it holds.
    Stale,
}

/// A draft as the member left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    /// What is to be bet on the legs, as a word that this crate does not read.
    pub wanted: String,
    /// Whether that is each way.
    pub each_way: bool,
    /// The legs, in their order.
    pub legs: Vec<StoredLeg>,
}

/// Adds a leg at its current price, after the others. There is one leg for each game: a new one
/// replaces the old one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn add(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<AddOutcome, StoreError> {
    let quote = match quotes::status(conn, selection, bookmaker).await? {
        QuoteStatus::Offered(quote) => quote,
        QuoteStatus::Stale => return Ok(AddOutcome::Stale),
        QuoteStatus::Gone => return Ok(AddOutcome::Gone),
    };
    let replaced = sqlx::query_scalar!(
        r#"WITH draft AS (
             INSERT INTO parlay_drafts (guild_id, member_id) VALUES ($1, $2)
             ON CONFLICT ON CONSTRAINT parlay_drafts_pkey DO UPDATE SET changed_at = app_now()
           )
           INSERT INTO parlay_draft_legs AS d (guild_id, member_id, selection_id, bookmaker_id,
             game_id, price_num, price_den, price_format, price_number, position)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9,
             (SELECT coalesce(max(o.position), 0) + 1 FROM parlay_draft_legs o
              WHERE o.guild_id = $1 AND o.member_id = $2)
           WHERE (SELECT count(*) FROM parlay_draft_legs o
                  WHERE o.guild_id = $1 AND o.member_id = $2 AND o.game_id <> $5) < $10
           ON CONFLICT ON CONSTRAINT parlay_draft_legs_pkey DO UPDATE
           SET selection_id = excluded.selection_id, bookmaker_id = excluded.bookmaker_id,
               price_num = excluded.price_num, price_den = excluded.price_den,
               price_format = excluded.price_format, price_number = excluded.price_number
           RETURNING (d.xmax <> 0) AS "replaced!""#,
        guild as _,
        member as _,
        selection as _,
        bookmaker as _,
        quote.game as _,
        quote.price_num,
        quote.price_den,
        quote.price_format,
        quote.price_number,
        i64::try_from(LEGS_MAX).unwrap_or(i64::MAX),
    )
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match replaced {
        Some(true) => AddOutcome::Replaced,
        Some(false) => AddOutcome::Added,
        None => AddOutcome::Full,
    })
}

/// The draft as the member left it.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn stored(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<StoredDraft, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT l.selection_id AS "selection: SelectionId",
             l.bookmaker_id AS "bookmaker: BookmakerId", l.game_id AS "game: GameId",
             l.price_format, l.price_number, coalesce(d.wanted, 'parlay') AS "wanted!",
             coalesce(d.each_way, false) AS "each_way!"
           FROM parlay_draft_legs l
           LEFT JOIN parlay_drafts d ON d.guild_id = $1 AND d.member_id = l.member_id
           WHERE l.guild_id = $1 AND l.member_id = $2
           ORDER BY l.position, l.added_at, l.game_id"#,
        guild as _,
        member as _,
    )
    .fetch_all(conn)
    .await?;
    let first = rows.first();
    let wanted = first.map_or_else(|| "parlay".to_owned(), |it| it.wanted.clone());
    let each_way = first.is_some_and(|it| it.each_way);
    let legs = rows.into_iter().map(|row| {
        Ok::<_, Inconsistency>(StoredLeg {
            selection: row.selection,
            bookmaker: row.bookmaker,
            game: row.game,
            seen_price: leg_price(row.selection, &row.price_format, &row.price_number)?,
        })
    });
    Ok(StoredDraft {
        wanted,
        each_way,
        legs: legs.collect::<Result<_, _>>()?,
    })
}

/// Keeps what is to be bet on the legs. The members' legs stay as they are.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn choose(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    wanted: &str,
    each_way: bool,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO parlay_drafts (guild_id, member_id, wanted, each_way)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT ON CONSTRAINT parlay_drafts_pkey DO UPDATE
         SET wanted = excluded.wanted, each_way = excluded.each_way, changed_at = app_now()",
        guild as _,
        member as _,
        wanted,
        each_way,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts the legs on these games into this order. Legs on other games stay where they are.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn reorder(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    games: &[GameId],
) -> Result<(), StoreError> {
    let games: Vec<Uuid> = games.iter().map(|it| it.as_uuid()).collect();
    sqlx::query!(
        "UPDATE parlay_draft_legs d SET position = w.ord
         FROM unnest($3::uuid[]) WITH ORDINALITY AS w(game_id, ord)
         WHERE d.guild_id = $1 AND d.member_id = $2 AND d.game_id = w.game_id",
        guild as _,
        member as _,
        &games,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What these legs are and cost now, in no particular order. What is not known is left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn priced(
    conn: &mut PgConnection,
    legs: &[StoredLeg],
) -> Result<Vec<PricedLeg>, StoreError> {
    let selections: Vec<Uuid> = legs.iter().map(|it| it.selection.as_uuid()).collect();
    let bookmakers: Vec<Uuid> = legs.iter().map(|it| it.bookmaker.as_uuid()).collect();
    let games: Vec<Uuid> = legs.iter().map(|it| it.game.as_uuid()).collect();
    let rows = sqlx::query_as!(
        LegRow,
        r#"SELECT s.selection_id AS "selection: SelectionId", m.market_id AS "market: MarketId",
             g.game_id AS "game: GameId", m.kind, m.period, m.line, s.side,
             m.subject AS "subject: CompetitorId", m.statistic, m.entrants,
             b.bookmaker_id AS "bookmaker: BookmakerId", b.code, b.name,
             q.price_format AS "now_format?", q.price_number AS "now_number?",
             coalesce(g.status = 'scheduled' AND g.starts_at > app_now()
               AND age.stale_at > app_now(), false) AS "is_open!"
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS w(selection_id, bookmaker_id, game_id)
           JOIN selections s ON s.selection_id = w.selection_id
           JOIN markets m ON m.market_id = s.market_id
           JOIN bookmakers b ON b.bookmaker_id = w.bookmaker_id
           JOIN games g ON g.game_id = w.game_id
           JOIN leagues lg ON lg.league_id = g.league_id
           LEFT JOIN quotes q ON q.selection_id = w.selection_id
             AND q.bookmaker_id = w.bookmaker_id AND q.taken_down_at IS NULL
           LEFT JOIN feed_questions f ON f.question_id = q.question_id
           CROSS JOIN LATERAL code.stale_at(f.provider, lg.sport, f.answered_at, g.starts_at) age"#,
        &selections,
        &bookmakers,
        &games,
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<GameId> = rows.iter().map(|it| it.game).collect();
    let selections = rows.iter().map(LegRow::selection);
    let selections = selections.collect::<Result<Vec<_>, _>>()?;
    let named: Vec<&Selection> = selections.iter().collect();
    let games = board::games_naming(conn, &ids, &named).await?;
    let legs = rows.into_iter().zip(selections);
    let legs = legs.map(|(row, selection)| row.leg(selection, &games));
    Ok(legs.collect::<Result<_, _>>()?)
}

fn leg_price(selection: SelectionId, format: &str, number: &str) -> Result<Price, Inconsistency> {
    price("parlay_draft_legs", selection, format, number)
}

struct LegRow {
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
    code: String,
    name: String,
    now_format: Option<String>,
    now_number: Option<String>,
    is_open: bool,
}

impl LegRow {
    fn selection(&self) -> Result<Selection, Inconsistency> {
        let row = SelectionRow {
            selection: self.selection,
            market: self.market,
            game: self.game,
            kind: self.kind.clone(),
            period: self.period.clone(),
            side: self.side.clone(),
            line: self.line,
            subject: self.subject,
            statistic: self.statistic.clone(),
            entrants: self.entrants.clone(),
        };
        row.of_market()
    }

    fn leg(self, selection: Selection, games: &[Game]) -> Result<PricedLeg, Inconsistency> {
        let game = games.iter().find(|it| it.id == self.game).cloned();
        let game = game.ok_or_else(|| Inconsistency {
            table: "game_competitors",
            column: "role",
            row: self.game.to_string(),
            found: "no two sides".to_owned(),
        })?;
        let current_price = match (&self.now_format, &self.now_number) {
            (Some(format), Some(number)) if self.is_open => {
                Some(price("quotes", self.selection, format, number)?)
            }
            _ => None,
        };
        Ok(PricedLeg {
            selection,
            bookmaker: Bookmaker {
                id: self.bookmaker,
                code: self.code,
                name: self.name,
            },
            current_price: current_price.filter(|_| game.status == GameStatus::Scheduled),
            game,
        })
    }
}

/// Updates these legs to their current prices, once the member has seen them.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn refresh(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    legs: &[(SelectionId, Price)],
) -> Result<(), StoreError> {
    if legs.is_empty() {
        return Ok(());
    }
    let part = |part: u64| i64::try_from(part).unwrap_or(i64::MAX);
    let prices = || legs.iter().map(|(_, price)| price);
    let selections: Vec<Uuid> = legs.iter().map(|(it, _)| it.as_uuid()).collect();
    let nums: Vec<_> = prices().map(|it| part(it.num())).collect();
    let dens: Vec<_> = prices().map(|it| part(it.den())).collect();
    let formats: Vec<_> = prices().map(|it| it.format().word().to_owned()).collect();
    let numbers: Vec<_> = prices().map(|it| it.number()).collect();
    sqlx::query!(
        "UPDATE parlay_draft_legs d
         SET price_num = w.num, price_den = w.den, price_format = w.format, price_number = w.number
         FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
           AS w(selection_id, num, den, format, number)
         WHERE d.guild_id = $1 AND d.member_id = $2 AND d.selection_id = w.selection_id",
        guild as _,
        member as _,
        &selections,
        &nums,
        &dens,
        &formats,
        &numbers,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes the legs on these games.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn remove(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    games: &[GameId],
) -> Result<(), StoreError> {
    if games.is_empty() {
        return Ok(());
    }
    remove_legs(conn, guild, member, Some(games)).await
}

/// Removes all legs.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn clear(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<(), StoreError> {
    remove_legs(conn, guild, member, None).await
}

/// Removes the legs on these games, or all legs.
async fn remove_legs(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    games: Option<&[GameId]>,
) -> Result<(), StoreError> {
    let games: Option<Vec<Uuid>> = games.map(|it| it.iter().map(|it| it.as_uuid()).collect());
    sqlx::query!(
        r#"SELECT code.remove_draft_legs($1, $2, $3) AS "removed!""#,
        guild as _,
        member as _,
        games as _,
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}
