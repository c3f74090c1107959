//! Bets as `place_ticket` takes them.

use chrono::{DateTime, Utc};
use shared::id::{BookmakerId, GameId, MarketId, SelectionId};

/// One leg of a bet, column by column the type `leg_request` of the schema.
#[derive(Clone, Debug, Default, sqlx::Type)]
#[sqlx(type_name = "leg_request")]
pub(crate) struct LegRequestRow {
    pub(crate) selection_id: Option<SelectionId>,
    pub(crate) bookmaker_id: Option<BookmakerId>,
    pub(crate) price_num: i64,
    pub(crate) price_den: i64,
    pub(crate) takes_better: bool,
    pub(crate) teased_market_id: Option<MarketId>,
    pub(crate) teased_selection_id: Option<SelectionId>,
    /// In quarters, as the side sees it.
    pub(crate) teased_line: Option<i32>,
    pub(crate) place_num: Option<i32>,
    pub(crate) place_den: Option<i32>,
    pub(crate) places: Option<i16>,
    pub(crate) place_market_id: Option<MarketId>,
    pub(crate) place_selection_id: Option<SelectionId>,
    pub(crate) game_id: Option<GameId>,
    pub(crate) market_id: Option<MarketId>,
    pub(crate) starts_at: Option<DateTime<Utc>>,
    pub(crate) price_format: Option<String>,
    pub(crate) price_number: Option<String>,
    pub(crate) event: Option<String>,
    pub(crate) pick: Option<String>,
}
