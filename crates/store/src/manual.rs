//! Bets written by hand, on what no feed carries: placed like others, graded by people.

use chrono::{DateTime, Utc};
use grading::ticket::terms::Terms;
use shared::game::{Game, Period};
use shared::id::{BookmakerId, ChannelId, GameId, GuildId, InteractionId, MemberId, TicketId};
use shared::market::{MarketKey, MarketKind, Side};
use shared::price::Price;
use shared::units::Units;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::tickets::Placing;
use crate::tickets::placing::{PlaceCall, price_part};
use crate::tickets::request::LegRequestRow;
use crate::{StoreError, texts};

/// The code of the league that such bets stand under.
pub const LEAGUE: &str = "MANUAL";
/// The code of the bookmaker that stands for the bettor's own price.
pub const BOOKMAKER: &str = "manual";
/// The longest name of an event.
pub const EVENT_CHARS_MAX: usize = 80;
/// The longest name of what is picked.
pub const PICK_CHARS_MAX: usize = 60;

/// A bet written by hand that is to be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualPlacement {
    /// The server.
    pub guild: GuildId,
    /// Whose.
    pub member: MemberId,
    /// The interaction that places it: it places one ticket, however often it comes.
    pub interaction: InteractionId,
    /// The ticket's id, if it is placed now.
    pub ticket: TicketId,
    /// The id of the game that is made for it, if it is placed now.
    pub game: GameId,
    /// What is put in.
    pub stake: Units,
    /// The price, as it was written.
    pub price: Price,
    /// What it is about, at most [`EVENT_CHARS_MAX`] characters.
    pub event: String,
    /// What is to happen, at most [`PICK_CHARS_MAX`] characters.
    pub pick: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// The rules in force.
    pub rule_version: i32,
    /// Where it was typed.
    pub channel: ChannelId,
    /// Whether its slip is posted.
    pub post_slip: bool,
}

/// Places a bet written by hand, or says why not: one call, in which the database decides.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked. Whether the bet went in is then unknown:
/// asking again with the same interaction answers.
pub async fn place(pool: &PgPool, bet: &ManualPlacement) -> Result<Placing, StoreError> {
    let parts = price_part(bet.price.num()).zip(price_part(bet.price.den()));
    let Some((price_num, price_den)) = parts else {
        return Ok(Placing::ReturnTooLarge);
    };
    let market = MarketKey::of_game(bet.game, MarketKind::Manual, Period::Full, None);
    let leg = LegRequestRow {
        selection_id: Some(market.selection(Side::Yes)),
        bookmaker_id: Some(BookmakerId::derive(BOOKMAKER)),
        price_num,
        price_den,
        game_id: Some(bet.game),
        market_id: Some(market.id()),
        starts_at: Some(bet.starts_at),
        price_format: Some(bet.price.format().word().to_owned()),
        price_number: Some(bet.price.number()),
        event: Some(bet.event.clone()),
        pick: Some(bet.pick.clone()),
        ..LegRequestRow::default()
    };
    let call = PlaceCall {
        guild: bet.guild,
        member: bet.member,
        interaction: bet.interaction,
        ticket: bet.ticket,
        terms: Terms::Single,
        bets: 1,
        possible_return: bet.stake,
        stake: bet.stake,
        legs: vec![leg],
        rule_version: bet.rule_version,
        channel: bet.channel,
        post_slip: bet.post_slip,
    };
    call.send(pool).await
}

/// Those of these games that bets written by hand are on, with what was written. Sees the server
/// that the transaction acts for, and no other.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub(crate) async fn games(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Game>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT m.game_id AS "game: GameId", e.body AS event, p.body AS pick, g.starts_at
           FROM manual_legs m JOIN games g ON g.game_id = m.game_id
           JOIN texts e ON e.guild_id = m.guild_id AND e.text_id = m.event_id
           JOIN texts p ON p.guild_id = m.guild_id AND p.text_id = m.pick_id
           WHERE m.game_id = ANY($1)"#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    let games = rows.into_iter();
    let games = games.map(|it| {
        let (event, pick) = (texts::shown(it.event), texts::shown(it.pick));
        Game::by_hand(it.game, &event, &pick, it.starts_at)
    });
    Ok(games.collect())
}

/// What a member has in bets written by hand: how many are graded and what they came to, how
/// many are open. Kept apart from the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ManualRecord {
    /// How many are open.
    pub open: i64,
    /// How many are graded, taken-back and void ones left out.
    pub graded: i64,
    /// How many of them won, in full or in part.
    pub won: i64,
    /// How many lost.
    pub lost: i64,
    /// What they won and lost together.
    pub net: Units,
}

/// A member's record in bets written by hand.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<ManualRecord, StoreError> {
    let record = sqlx::query_as!(
        ManualRecord,
        r#"SELECT count(*) FILTER (WHERE t.state = 'open') AS "open!",
             count(*) FILTER (WHERE t.returned IS NOT NULL
               AND t.state NOT IN ('cancelled', 'void')) AS "graded!",
             count(*) FILTER (WHERE t.state IN ('won', 'half_won', 'partial_won')) AS "won!",
             count(*) FILTER (WHERE t.state IN ('lost', 'half_lost', 'partial_lost')) AS "lost!",
             coalesce(sum(t.returned - t.stake), 0)::bigint AS "net!: Units"
           FROM tickets t WHERE t.guild_id = $1 AND t.member_id = $2 AND t.is_manual"#,
        guild as GuildId,
        member as MemberId,
    )
    .fetch_one(conn)
    .await?;
    Ok(record)
}
