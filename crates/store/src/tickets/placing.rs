//! Places and shares tickets, each in one call in which the database decides.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::id::{ChannelId, GuildId, InteractionId, MemberId, SelectionId, TicketId};
use shared::limit::{LimitKind, LimitOn, LimitSpan};
use shared::notice::NoticeKey;
use shared::price::{Price, PriceTolerance};
use shared::ticket::{TicketCode, TicketKind};
use shared::units::Units;
use sqlx::{PgConnection, PgPool};

use crate::error::is_lock_timeout;
use crate::limits::AccountHashes;
use crate::members::SEASON;
use crate::rows::price::price;
use crate::tickets::request::LegRequestRow;
use crate::{Inconsistency, StoreError};

/// How many codes are tried for a ticket. It is practically impossible that a server has used them
/// all.
const CODES: u8 = 8;

/// A bet, as the database takes it.
#[derive(Clone, Debug)]
pub struct PlaceRequest {
    /// The server.
    pub guild: GuildId,
    /// The member.
    pub member: MemberId,
    /// The interaction that places it. It places one ticket, however often it arrives.
    pub interaction: InteractionId,
    /// The id that the ticket gets if it is placed.
    pub ticket: TicketId,
    /// The kind of ticket.
    pub kind: TicketKind,
    /// The terms of that kind, as canonical JSON.
    pub terms: String,
    /// How many bets it consists of.
    pub bets: i32,
    /// The total stake of all its bets.
    pub stake: Units,
    /// What it returns if every leg wins. The database computes this again where it follows from
    /// the prices, and checks a bound where it does not.
    pub possible_return: Units,
    /// Its legs, in order.
    pub legs: Vec<LegRequestRow>,
    /// How far its price may have moved.
    pub tolerance: PriceTolerance,
    /// The current version of the rules.
    pub rule_version: i32,
    /// The channel in which it was typed.
    pub channel: ChannelId,
    /// Whether its slip is posted.
    pub post_slip: bool,
    /// The member's Discord account, which may be excluded.
    pub account: AccountHashes,
}

/// A placed ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its id.
    pub ticket: TicketId,
    /// Its code.
    pub code: TicketCode,
    /// When.
    pub placed_at: DateTime<Utc>,
    /// What it returns if every leg wins, stake included.
    pub possible_return: Units,
    /// The member's cash after placing.
    pub cash: Units,
}

/// A price that has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedPrice {
    /// The selection.
    pub selection: SelectionId,
    /// Its current price.
    pub price: Price,
}

/// What placing a bet came to. Only the first variant moves units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceOutcome {
    /// The ticket is placed.
    Placed(Placed),
    /// The same interaction had placed it before.
    AlreadyPlaced(Placed),
    /// The server has no such member.
    NotAMember,
    /// No leg, more than 25, or a number that the kind does not allow.
    TooManyLegs,
    /// A leg that cannot be teased or placed each way.
    UnfitLeg,
    /// There is no such selection.
    UnknownSelection,
    /// Two legs are on the same game.
    SameGame,
    /// A game has begun.
    GameStarted {
        /// When.
        at: Option<DateTime<Utc>>,
    },
    /// A game is put off, called off, or over.
    GameNotOpen,
    /// A price is no longer offered.
    TakenDown,
    /// No answer has confirmed a price for longer than it holds.
    PriceStale,
    /// Prices have moved.
    PriceMoved(Vec<MovedPrice>),
    /// The stake is below the server's minimum.
    StakeTooSmall {
        /// The smallest stake.
        min: Units,
        /// The largest.
        max: Units,
    },
    /// The stake is above the server's maximum.
    StakeTooLarge {
        /// The smallest stake.
        min: Units,
        /// The largest.
        max: Units,
    },
    /// The stake is more than the member's cash.
    BalanceTooSmall {
        /// The member's cash.
        cash: Units,
    },
    /// The stake goes past a limit that the member has set.
    OverLimit {
        /// What the limit is about.
        on: LimitOn,
        /// The most.
        amount: Units,
        /// How much of it is used.
        used: Units,
    },
    /// The member has excluded themselves.
    Excluded {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The bet could return more than a billion units.
    ReturnTooLarge,
    /// The server does not allow bets written by hand.
    ManualOff,
    /// The draft that it was to be placed from is not as it was shown.
    DraftChanged,
    /// Other transactions have locked the server's part in the game, or the member's accounts, for
    /// too long.
    Busy,
}

/// Places a bet, or says why not, in one call in which the database decides.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached. It is then unknown whether the bet was
/// placed; placing it again with the same interaction answers that.
pub async fn place(pool: &PgPool, bet: &PlaceRequest) -> Result<PlaceOutcome, StoreError> {
    let row = sqlx::query_as!(
        PlacingRow,
        r#"SELECT outcome AS "outcome!", ticket_id AS "ticket: TicketId", code, placed_at,
             possible_return AS "possible_return: Units", cash AS "cash: Units", detail
           FROM code.place_ticket($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
             $15, $16, $17)"#,
        bet.guild as _,
        bet.member as _,
        bet.interaction as _,
        bet.ticket as _,
        &codes(bet.guild, bet.interaction),
        bet.kind.word(),
        bet.terms,
        bet.bets,
        bet.stake as _,
        bet.possible_return as _,
        &bet.legs as _,
        bet.rule_version,
        SEASON,
        bet.channel as _,
        bet.post_slip,
        &bet.account.column(),
        bet.tolerance.column(),
    )
    .fetch_one(pool)
    .await;
    outcome(row)
}

/// What was to be bet on a draft when it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownDraft {
    /// The word that is stored with it.
    pub wanted: String,
    /// Whether it was each way.
    pub each_way: bool,
}

/// The same for a bet that its member put together as a draft. The draft is taken with it, in one
/// transaction: of two presses at once, one places it.
///
/// # Errors
/// Those of [`place`].
pub async fn place_draft(
    pool: &PgPool,
    bet: &PlaceRequest,
    shown: &ShownDraft,
) -> Result<PlaceOutcome, StoreError> {
    let row = sqlx::query_as!(
        PlacingRow,
        r#"SELECT outcome AS "outcome!", ticket_id AS "ticket: TicketId", code, placed_at,
             possible_return AS "possible_return: Units", cash AS "cash: Units", detail
           FROM code.place_draft($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
             $16, $17, $18, $19)"#,
        shown.wanted,
        shown.each_way,
        bet.guild as _,
        bet.member as _,
        bet.interaction as _,
        bet.ticket as _,
        &codes(bet.guild, bet.interaction),
        bet.kind.word(),
        bet.terms,
        bet.bets,
        bet.stake as _,
        bet.possible_return as _,
        &bet.legs as _,
        bet.rule_version,
        SEASON,
        bet.channel as _,
        bet.post_slip,
        &bet.account.column(),
        bet.tolerance.column(),
    )
    .fetch_one(pool)
    .await;
    outcome(row)
}

/// What the database answered.
fn outcome(row: Result<PlacingRow, sqlx::Error>) -> Result<PlaceOutcome, StoreError> {
    match row {
        Ok(row) => Ok(row.placing()?),
        Err(error) if is_lock_timeout(&error) => Ok(PlaceOutcome::Busy),
        Err(error) => Err(error.into()),
    }
}

/// The ticket that an interaction placed, with the owner's cash. `None` if it placed none.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn placed_by(
    conn: &mut PgConnection,
    guild: GuildId,
    interaction: InteractionId,
) -> Result<Option<Placed>, StoreError> {
    let placed = sqlx::query_as!(
        Placed,
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode", t.placed_at,
             t.possible_return AS "possible_return: Units", a.balance AS "cash: Units"
           FROM tickets t
           JOIN accounts a ON a.guild_id = $1 AND a.member_id = t.member_id AND a.kind = 'cash'
             AND a.season = t.season
           WHERE t.guild_id = $1 AND t.interaction_id = $2"#,
        guild as GuildId,
        interaction as InteractionId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(placed)
}

/// Candidate codes for the ticket that this interaction places.
fn codes(guild: GuildId, interaction: InteractionId) -> Vec<String> {
    (0..CODES)
        .map(|attempt| TicketCode::derive(guild, interaction, attempt).to_string())
        .collect()
}

struct PlacingRow {
    outcome: String,
    ticket: Option<TicketId>,
    code: Option<String>,
    placed_at: Option<DateTime<Utc>>,
    possible_return: Option<Units>,
    cash: Option<Units>,
    detail: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Limits {
    min: Units,
    max: Units,
}

#[derive(Deserialize)]
struct OverLimitRow {
    kind: LimitKind,
    span: LimitSpan,
    amount: Units,
    used: Units,
}

#[derive(Deserialize)]
struct MovedRow {
    selection: SelectionId,
    format: String,
    number: String,
}

impl PlacingRow {
    fn placing(self) -> Result<PlaceOutcome, Inconsistency> {
        Ok(match self.outcome.as_str() {
            "placed" => PlaceOutcome::Placed(self.placed()?),
            "already_placed" => PlaceOutcome::AlreadyPlaced(self.placed()?),
            "not_a_member" => PlaceOutcome::NotAMember,
            "too_many_legs" => PlaceOutcome::TooManyLegs,
            "unknown_selection" => PlaceOutcome::UnknownSelection,
            "same_game" => PlaceOutcome::SameGame,
            "game_started" => PlaceOutcome::GameStarted {
                at: self.seconds("started_at")?,
            },
            "game_not_open" => PlaceOutcome::GameNotOpen,
            "taken_down" => PlaceOutcome::TakenDown,
            "price_stale" => PlaceOutcome::PriceStale,
            "price_moved" => PlaceOutcome::PriceMoved(self.moved()?),
            "stake_too_small" => {
                let Limits { min, max } = self.read_detail()?;
                PlaceOutcome::StakeTooSmall { min, max }
            }
            "stake_too_large" => {
                let Limits { min, max } = self.read_detail()?;
                PlaceOutcome::StakeTooLarge { min, max }
            }
            "balance_too_small" => PlaceOutcome::BalanceTooSmall {
                cash: self.cash.ok_or_else(|| self.bad("cash"))?,
            },
            "over_limit" => {
                let row: OverLimitRow = self.read_detail()?;
                let OverLimitRow { kind, span, .. } = row;
                PlaceOutcome::OverLimit {
                    on: LimitOn { kind, span },
                    amount: row.amount,
                    used: row.used,
                }
            }
            "excluded" => PlaceOutcome::Excluded {
                until: self.seconds("until")?.ok_or_else(|| self.bad("detail"))?,
            },
            "draft_changed" => PlaceOutcome::DraftChanged,
            "return_too_large" => PlaceOutcome::ReturnTooLarge,
            "manual_off" => PlaceOutcome::ManualOff,
            _ => return Err(self.bad("outcome")),
        })
    }

    fn placed(&self) -> Result<Placed, Inconsistency> {
        let bad = |column| self.bad(column);
        let code = self.code.as_deref().and_then(|it| it.parse().ok());
        let possible = self.possible_return;
        Ok(Placed {
            ticket: self.ticket.ok_or_else(|| bad("ticket_id"))?,
            code: code.ok_or_else(|| bad("code"))?,
            placed_at: self.placed_at.ok_or_else(|| bad("placed_at"))?,
            possible_return: possible.ok_or_else(|| bad("possible_return"))?,
            cash: self.cash.ok_or_else(|| bad("cash"))?,
        })
    }

    fn seconds(&self, name: &str) -> Result<Option<DateTime<Utc>>, Inconsistency> {
        let at = self.detail()?.get(name);
        let seconds = at.and_then(serde_json::Value::as_i64);
        Ok(seconds.and_then(|it| DateTime::from_timestamp(it, 0)))
    }

    fn moved(&self) -> Result<Vec<MovedPrice>, Inconsistency> {
        let rows: Vec<MovedRow> = self.read_detail()?;
        let moved = rows.into_iter().map(|it| {
            Ok(MovedPrice {
                selection: it.selection,
                price: price("quotes", it.selection, &it.format, &it.number)?,
            })
        });
        moved.collect()
    }

    fn read_detail<T: DeserializeOwned>(&self) -> Result<T, Inconsistency> {
        serde_json::from_value(self.detail()?.clone()).map_err(|_| self.bad("detail"))
    }

    fn detail(&self) -> Result<&serde_json::Value, Inconsistency> {
        self.detail.as_ref().ok_or_else(|| self.bad("detail"))
    }

    fn bad(&self, column: &'static str) -> Inconsistency {
        let Self { code, detail, .. } = self;
        Inconsistency {
            table: "place_ticket",
            column,
            row: self.outcome.clone(),
            found: format!("{code:?} {detail:?}"),
        }
    }
}

/// Leaves the notice that posts a ticket's slip, if the ticket is this member's and has no such
/// notice yet. `interaction` is the one that asks for it. Returns whether it was left now.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn share(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    ticket: TicketId,
    interaction: InteractionId,
) -> Result<bool, StoreError> {
    let key = NoticeKey::ticket_placed(guild, ticket);
    let left = sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence, interaction_id)
           SELECT t.guild_id, $4, t.ticket_id, $5, $6
           FROM tickets t WHERE t.guild_id = $1 AND t.ticket_id = $2 AND t.member_id = $3
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence, turn_channel_id,
           turn_member_id)
         SELECT n.guild_id, n.kind, n.subject, n.sequence,
           coalesce((SELECT s.slip_channel_id FROM guild_settings s WHERE s.guild_id = $1
             ORDER BY s.version DESC LIMIT 1), t.channel_id),
           t.member_id
         FROM noticed n JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = n.subject",
        guild as _,
        ticket as _,
        member as _,
        key.kind.word(),
        key.sequence,
        interaction as InteractionId,
    )
    .execute(conn)
    .await?;
    Ok(left.rows_affected() > 0)
}
