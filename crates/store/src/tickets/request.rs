//! Bets in the shape that `place_ticket` takes.

use chrono::{DateTime, Utc};
use shared::id::{BookmakerId, GameId, MarketId, SelectionId};

/// One leg of a bet; the fields are the columns of the SQL type `leg_request`.
#[derive(Clone, Debug, Default, sqlx::Type)]
#[sqlx(type_name = "leg_request")]
pub struct LegRequestRow {
    /// The selection.
    pub selection_id: Option<SelectionId>,
    /// The bookmaker.
    pub bookmaker_id: Option<BookmakerId>,
    /// The price's numerator.
    pub price_num: i64,
    /// The price's denominator.
    pub price_den: i64,
    /// In a teaser: the market at the moved line.
    pub teased_market_id: Option<MarketId>,
    /// In a teaser: the selection at the moved line.
    pub teased_selection_id: Option<SelectionId>,
    /// In a teaser: the moved line in quarters, as the side sees it.
    pub teased_line: Option<i32>,
    /// Each way: the share of the winnings that a place pays, numerator.
    pub place_num: Option<i32>,
    /// Each way: the same share, denominator.
    pub place_den: Option<i32>,
    /// Each way: the last place that pays.
    pub places: Option<i16>,
    /// Each way: the market of the place part.
    pub place_market_id: Option<MarketId>,
    /// Each way: the selection of the place part.
    pub place_selection_id: Option<SelectionId>,
    /// Written by hand: the id of the game that is created for it.
    pub game_id: Option<GameId>,
    /// Written by hand: the id of its market.
    pub market_id: Option<MarketId>,
    /// Written by hand: its start.
    pub starts_at: Option<DateTime<Utc>>,
    /// Written by hand: the format of the price.
    pub price_format: Option<String>,
    /// Written by hand: the price as it was written.
    pub price_number: Option<String>,
    /// Written by hand: the event.
    pub event: Option<String>,
    /// Written by hand: the pick.
    pub pick: Option<String>,
}
