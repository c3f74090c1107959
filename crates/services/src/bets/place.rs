//! Placing a bet.

use grading::ticket::terms::Terms;
use shared::id::{BookmakerId, ChannelId, GuildId, InteractionId, MemberId, SelectionId, TicketId};
use shared::units::Units;
use sqlx::PgPool;
use store::tickets::{self, EachWay, PlaceRequest, Placing};
use store::{StoreError, fault};

use super::held::{held, promise, rows};

/// One leg of a bet: the price that the member saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegRequest {
    /// Which answer to which market.
    pub selection: SelectionId,
    /// Whose price.
    pub bookmaker: BookmakerId,
    /// The price's upper part.
    pub num: u64,
    /// The price's lower part.
    pub den: u64,
    /// Whether a better price than that is taken without asking again: for singles and parlays
    /// that are not each way, whose return follows from their prices.
    pub takes_better: bool,
    /// What was agreed for a place, each way.
    pub each_way: Option<EachWay>,
}

/// A bet that is to be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The server.
    pub guild: GuildId,
    /// Whose.
    pub member: MemberId,
    /// The interaction that places it: it places one ticket, however often it comes.
    pub interaction: InteractionId,
    /// The ticket's id, if it is placed now.
    pub ticket: TicketId,
    /// What is put in, over all of its bets.
    pub stake: Units,
    /// How its legs belong together.
    pub terms: Terms,
    /// Its legs, in order.
    pub legs: Vec<LegRequest>,
    /// The rules in force.
    pub rule_version: i32,
    /// Where it was typed.
    pub channel: ChannelId,
    /// Whether its slip is posted.
    pub post_slip: bool,
}

/// Places a bet, or says why not: one call, in which the database decides.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked. Whether the bet went in is then unknown:
/// asking again with the same interaction answers.
pub async fn place(pool: &PgPool, bet: &Placement) -> Result<Placing, StoreError> {
    let Some(legs) = rows(bet) else {
        // No price that was ever shown.
        return Ok(Placing::UnknownSelection);
    };
    let legs = match held(pool, bet, legs).await? {
        Ok(legs) => legs,
        Err(refused) => return Ok(refused),
    };
    let (bets, possible_return) = match promise(bet) {
        Ok(promised) => promised,
        Err(refused) => return Ok(refused),
    };
    let request = PlaceRequest {
        guild: bet.guild,
        member: bet.member,
        interaction: bet.interaction,
        ticket: bet.ticket,
        kind: bet.terms.kind(),
        terms: bet.terms.to_json(),
        bets,
        stake: bet.stake,
        possible_return,
        legs,
        rule_version: bet.rule_version,
        channel: bet.channel,
        post_slip: bet.post_slip,
    };
    fault::point("place").await;
    let placing = tickets::place(pool, &request).await?;
    fault::point("place.placed").await;
    Ok(placing)
}

/// A part of a price as the database holds it. Nothing for one that no price has.
pub(super) fn price_part(part: u64) -> Option<i64> {
    i64::try_from(part).ok().filter(|it| *it > 0)
}
