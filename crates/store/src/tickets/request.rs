//! Bets as `place_ticket` takes them.

use chrono::{DateTime, Utc};
use shared::id::{BookmakerId, GameId, MarketId, SelectionId};

/// One leg of a bet, column by column the type `leg_request` of the schema.
#[derive(Clone, Debug, Default, sqlx::Type)]
#[sqlx(type_name = "leg_request")]
pub struct LegRequestRow {
    /// Which answer to which market.
    pub selection_id: Option<SelectionId>,
    /// Whose price.
    pub bookmaker_id: Option<BookmakerId>,
    /// The price's upper part.
    pub price_num: i64,
    /// The price's lower part.
    pub price_den: i64,
    /// Whether a better price is taken without asking again.
    pub takes_better: bool,
    /// In a teaser: the market at the moved line.
    pub teased_market_id: Option<MarketId>,
    /// In a teaser: the selection at the moved line.
    pub teased_selection_id: Option<SelectionId>,
    /// In a teaser: the moved line in quarters, as the side sees it.
    pub teased_line: Option<i32>,
    /// Each way: the share of the winnings that a place pays, upper part.
    pub place_num: Option<i32>,
    /// Each way: the lower part of that share.
    pub place_den: Option<i32>,
    /// Each way: down to which place.
    pub places: Option<i16>,
    /// Each way: the market that asks who is placed.
    pub place_market_id: Option<MarketId>,
    /// Each way: whether this entrant is placed.
    pub place_selection_id: Option<SelectionId>,
    /// By hand: the id of the game that is made for it.
    pub game_id: Option<GameId>,
    /// By hand: the id of its market.
    pub market_id: Option<MarketId>,
    /// By hand: when it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// By hand: in which format the price was written.
    pub price_format: Option<String>,
    /// By hand: as it was written.
    pub price_number: Option<String>,
    /// By hand: what it is about.
    pub event: Option<String>,
    /// By hand: what is to happen.
    pub pick: Option<String>,
}
