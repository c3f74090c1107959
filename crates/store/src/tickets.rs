//! Tickets: placing, cancelling, listing and explaining them. Settling is in `settlements`.

mod cancelling;
mod listing;
mod placing;
mod request;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use num_bigint::BigUint;
use shared::game::Game;
use shared::id::{
    BookmakerId, CompetitorId, GameId, GuildId, MarketId, MemberId, SelectionId, TicketId,
};
use shared::price::Product;
use shared::ticket::{Leg, Ticket, TicketCode, TicketState};
use shared::units::Units;
use sqlx::PgConnection;

use crate::board;
use crate::rows::leg::LegRow;
use crate::rows::selection::SelectionRow;
use crate::rows::terms::terms;
use crate::{Inconsistency, StoreError};

pub use crate::rows::each_way::EachWay;
pub use cancelling::{CancelOutcome, CancelWindow, cancel};
pub use listing::{TicketPage, count_to, page};
pub use placing::{
    MovedPrice, PlaceOutcome, PlaceRequest, Placed, ShownDraft, place, place_draft, placed_by,
    share,
};
pub use request::LegRequestRow;

/// The member's last stake, which is offered first.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn last_stake(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Units>, StoreError> {
    let stake = sqlx::query_scalar!(
        r#"SELECT stake AS "stake: Units" FROM tickets
           WHERE guild_id = $1 AND member_id = $2 ORDER BY ticket_id DESC LIMIT 1"#,
        guild as _,
        member as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(stake)
}

/// A ticket with the games of its legs, in the order of the legs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketWithGames {
    /// The ticket.
    pub ticket: Ticket,
    /// The game of each leg, with those whom its market names.
    pub games: Vec<Game>,
}

/// One ticket.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn find(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<Option<TicketWithGames>, StoreError> {
    Ok(find_all(conn, guild, &[ticket]).await?.pop())
}

/// These tickets, in the order given. Unknown ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn find_all(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
) -> Result<Vec<TicketWithGames>, StoreError> {
    let ids: Vec<_> = tickets.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query_as!(
        TicketRow,
        r#"SELECT guild_id AS "guild: GuildId", ticket_id AS "id: TicketId",
             code AS "code: TicketCode", member_id AS "member: MemberId", kind, terms,
             stake AS "stake: Units", possible_return AS "possible_return: Units", placed_at,
             rule_version, settings_version, state, settled_seq, returned AS "returned: Units"
           FROM tickets WHERE guild_id = $1 AND ticket_id = ANY($2)
           ORDER BY array_position($2, ticket_id)"#,
        guild as _,
        &ids,
    )
    .fetch_all(&mut *conn)
    .await?;
    with_legs(conn, guild, rows).await
}

/// The id of the ticket with that code.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn by_code(
    conn: &mut PgConnection,
    guild: GuildId,
    code: &TicketCode,
) -> Result<Option<TicketId>, StoreError> {
    let id = sqlx::query_scalar!(
        r#"SELECT ticket_id AS "id: TicketId" FROM tickets WHERE guild_id = $1 AND code = $2"#,
        guild as _,
        code.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}

/// One settlement of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Its number, from 1.
    pub sequence: i32,
    /// The number of the settlement that it reverses.
    pub reverses: Option<i32>,
    /// The ticket's state after it.
    pub state: TicketState,
    /// What the ticket returned. `None` when it is open again.
    pub returned: Option<Units>,
    /// The exact multiplier of the stake.
    pub multiplier: Option<Product>,
    /// When.
    pub settled_at: DateTime<Utc>,
}

/// A ticket's settlements, in order.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn settlements(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<Vec<Settlement>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT sequence, reverses, state, returned AS "returned: Units",
             multiplier_num::text AS num, multiplier_den::text AS den, settled_at
           FROM settlements WHERE guild_id = $1 AND ticket_id = $2 ORDER BY sequence"#,
        guild as _,
        ticket as _,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| {
        let big = |text: &Option<String>| text.as_deref()?.parse::<BigUint>().ok();
        let state = TicketState::from_word(&row.state);
        Ok(Settlement {
            sequence: row.sequence,
            reverses: row.reverses,
            state: state.ok_or_else(|| Inconsistency {
                table: "settlements",
                column: "state",
                row: ticket.to_string(),
                found: row.state.clone(),
            })?,
            returned: row.returned,
            multiplier: big(&row.num)
                .zip(big(&row.den))
                .and_then(|(num, den)| Product::from_ratio(num, den)),
            settled_at: row.settled_at,
        })
    });
    read.collect()
}

struct TicketRow {
    guild: GuildId,
    id: TicketId,
    code: TicketCode,
    member: MemberId,
    kind: String,
    terms: String,
    stake: Units,
    possible_return: Units,
    placed_at: DateTime<Utc>,
    rule_version: i32,
    settings_version: i32,
    state: String,
    settled_seq: i32,
    returned: Option<Units>,
}

impl TicketRow {
    fn ticket(self, legs: Vec<Leg>) -> Result<Ticket, Inconsistency> {
        let bad = |column, found: &str| Inconsistency {
            table: "tickets",
            column,
            row: self.id.to_string(),
            found: found.to_owned(),
        };
        let state = TicketState::from_word(&self.state);
        Ok(Ticket {
            terms: terms(self.id, &self.kind, &self.terms)?,
            state: state.ok_or_else(|| bad("state", &self.state))?,
            guild: self.guild,
            id: self.id,
            code: self.code,
            member: self.member,
            stake: self.stake,
            possible_return: self.possible_return,
            placed_at: self.placed_at,
            rule_version: self.rule_version,
            settings_version: self.settings_version,
            legs,
            settled_seq: self.settled_seq,
            returned: self.returned,
        })
    }
}

async fn with_legs(
    conn: &mut PgConnection,
    guild: GuildId,
    rows: Vec<TicketRow>,
) -> Result<Vec<TicketWithGames>, StoreError> {
    let ids: Vec<TicketId> = rows.iter().map(|it| it.id).collect();
    let mut legs = legs(conn, guild, &ids).await?;
    let mut games: Vec<GameId> = legs
        .values()
        .flatten()
        .map(|it| it.selection.game)
        .collect();
    games.sort_unstable();
    games.dedup();
    let selections: Vec<_> = legs.values().flatten().map(|it| &it.selection).collect();
    let games = board::games_naming(conn, &games, &selections).await?;
    let games: HashMap<GameId, Game> = games.into_iter().map(|it| (it.id, it)).collect();
    let joined = rows.into_iter().map(|row| {
        let legs = legs.remove(&row.id).unwrap_or_default();
        let of_legs = legs.iter().map(|leg| {
            let game = leg.selection.game;
            games.get(&game).cloned().ok_or_else(|| Inconsistency {
                table: "game_competitors",
                column: "role",
                row: game.to_string(),
                found: "no two sides".to_owned(),
            })
        });
        let games = of_legs.collect::<Result<_, Inconsistency>>()?;
        let ticket = row.ticket(legs)?;
        Ok(TicketWithGames { ticket, games })
    });
    joined.collect()
}

async fn legs(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
) -> Result<HashMap<TicketId, Vec<Leg>>, StoreError> {
    let tickets: Vec<_> = tickets.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT l.ticket_id AS "ticket: TicketId", l.leg AS number, l.game_id AS "game: GameId",
             l.selection_id AS "selection: SelectionId", l.market_id AS "market: MarketId",
             l.kind, l.period, l.side, l.line, l.subject AS "subject: CompetitorId", l.statistic,
             l.entrants, l.price_format, l.price_number, l.place_num, l.place_den, l.places,
             b.bookmaker_id AS "bookmaker: BookmakerId", b.code AS bookmaker_code,
             b.name AS bookmaker_name
           FROM legs l JOIN bookmakers b ON b.bookmaker_id = l.bookmaker_id
           WHERE l.guild_id = $1 AND l.ticket_id = ANY($2) ORDER BY l.ticket_id, l.leg"#,
        guild as _,
        &tickets,
    )
    .fetch_all(conn)
    .await?;
    let mut legs: HashMap<TicketId, Vec<Leg>> = HashMap::new();
    for row in rows {
        let leg = LegRow {
            ticket: row.ticket,
            number: row.number,
            selection: SelectionRow {
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
            },
            price_format: row.price_format,
            price_number: row.price_number,
            bookmaker: row.bookmaker,
            bookmaker_code: row.bookmaker_code,
            bookmaker_name: row.bookmaker_name,
            place: (row.place_num, row.place_den),
            places: row.places,
        };
        legs.entry(row.ticket).or_default().push(leg.leg()?);
    }
    Ok(legs)
}
