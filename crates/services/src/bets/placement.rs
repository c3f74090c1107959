//! A bet as a member asks for it.

use grading::ticket::terms::Terms;
use shared::id::{BookmakerId, ChannelId, GuildId, InteractionId, MemberId, SelectionId, TicketId};
use shared::units::Units;
use store::tickets::EachWay;

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

/// A part of a price as the database holds it. Nothing for one that no price has.
pub(super) fn price_part(part: u64) -> Option<i64> {
    i64::try_from(part).ok().filter(|it| *it > 0)
}
