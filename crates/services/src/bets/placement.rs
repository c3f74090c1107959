//! A bet as a member requests it.

use grading::ticket::terms::Terms;
use shared::id::{BookmakerId, ChannelId, GuildId, InteractionId, MemberId, SelectionId, TicketId};
use shared::price::PriceTolerance;
use shared::units::Units;
use store::limits::AccountHashes;
use store::tickets::EachWay;

/// One leg of a bet, at the price that the member saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegRequest {
    /// The selection.
    pub selection: SelectionId,
    /// The bookmaker.
    pub bookmaker: BookmakerId,
    /// The price's numerator.
    pub num: u64,
    /// The price's denominator.
    pub den: u64,
    /// The place terms, if the leg is each way.
    pub each_way: Option<EachWay>,
}

/// A bet to be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The server.
    pub guild: GuildId,
    /// The member.
    pub member: MemberId,
    /// The interaction that places it. It places one ticket, however often it arrives.
    pub interaction: InteractionId,
    /// The id that the ticket gets if it is placed.
    pub ticket: TicketId,
    /// The total stake of all its bets.
    pub stake: Units,
    /// The kind of ticket with its terms.
    pub terms: Terms,
    /// Its legs, in order.
    pub legs: Vec<LegRequest>,
    /// How far its price may have moved. Only for singles and parlays that are not each way, whose
    /// return follows from their prices; of others no price may have moved.
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

/// A part of a price in the database's type. `None` if it does not fit.
pub(super) fn price_part(part: u64) -> Option<i64> {
    i64::try_from(part).ok().filter(|it| *it > 0)
}
