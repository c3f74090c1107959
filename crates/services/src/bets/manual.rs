//! Places a bet that a member wrote by hand.

use chrono::{DateTime, Utc};
use grading::ticket::terms::Terms;
use shared::game::Period;
use shared::id::{BookmakerId, ChannelId, GameId, GuildId, InteractionId, MemberId, TicketId};
use shared::market::{MarketKey, MarketKind, Side};
use shared::price::{Price, PriceTolerance};
use shared::units::Units;
use sqlx::PgPool;
use store::StoreError;
use store::limits::AccountHashes;
use store::tickets::{self, LegRequestRow, PlaceOutcome, PlaceRequest};

use super::placement::price_part;

/// A bet written by hand, to be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualPlacement {
    /// The server.
    pub guild: GuildId,
    /// The member.
    pub member: MemberId,
    /// The interaction that places it. It places one ticket, however often it arrives.
    pub interaction: InteractionId,
    /// The id that the ticket gets if it is placed.
    pub ticket: TicketId,
    /// The id of the game that is created for it if it is placed.
    pub game: GameId,
    /// The stake.
    pub stake: Units,
    /// The price as the member wrote it.
    pub price: Price,
    /// The event, at most [`store::manual::EVENT_CHARS_MAX`] characters.
    pub event: String,
    /// The pick, at most [`store::manual::PICK_CHARS_MAX`] characters.
    pub pick: String,
    /// The start of the event.
    pub starts_at: DateTime<Utc>,
    /// The current version of the rules.
    pub rule_version: i32,
    /// The channel in which it was typed.
    pub channel: ChannelId,
    /// Whether its slip is posted.
    pub post_slip: bool,
    /// The member's Discord account, which may be excluded.
    pub account: AccountHashes,
}

/// Places a bet written by hand, or says why not, in one call in which the database decides.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached. It is then unknown whether the bet was
/// placed; placing it again with the same interaction answers that.
pub async fn place_manual(
    pool: &PgPool,
    bet: &ManualPlacement,
) -> Result<PlaceOutcome, StoreError> {
    let parts = price_part(bet.price.num()).zip(price_part(bet.price.den()));
    let Some((price_num, price_den)) = parts else {
        return Ok(PlaceOutcome::ReturnTooLarge);
    };
    let market = MarketKey::of_game(bet.game, MarketKind::Manual, Period::Full, None);
    let leg = LegRequestRow {
        selection_id: Some(market.selection(Side::Yes)),
        bookmaker_id: Some(BookmakerId::derive(store::manual::BOOKMAKER)),
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
    let request = PlaceRequest {
        guild: bet.guild,
        member: bet.member,
        interaction: bet.interaction,
        ticket: bet.ticket,
        kind: Terms::Single.kind(),
        terms: Terms::Single.to_json(),
        bets: 1,
        possible_return: bet.stake,
        stake: bet.stake,
        legs: vec![leg],
        tolerance: PriceTolerance::Exact,
        rule_version: bet.rule_version,
        channel: bet.channel,
        post_slip: bet.post_slip,
        account: bet.account.clone(),
    };
    tickets::place(pool, &request).await
}
